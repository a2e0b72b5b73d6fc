"""With which filters are the templates filled in?"""

import json
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from generator.catalogue.titles import in_sentence
from generator.engine.tex import tex
from generator.pages import lookup, mistakes, text, views
from generator.pages.questions import ANSWERS, QUESTIONS, anchor_of


@cache
def environment() -> Environment:
    """Return the templates with their filters.

    What is rendered is Markdown, so escaping for HTML would be wrong: titles and other plain words pass through the
    filter ``md``, formulas through ``inline`` or ``display``; all other text is Markdown of the project's own.
    """
    env = Environment(
        loader=PackageLoader("generator.pages"),
        autoescape=False,  # noqa: S701 - Markdown, see above
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters |= {
        "md": text.escape,
        "display": text.display,
        "inline": text.inline,
        "sci": text.scientific,
        "minus": lambda number: number.replace("-", "−"),
        "plural": text.plural,
        "point": views.point_text,
        "tex": tex,
        "letter": lookup.shown,
        "mistake": mistakes.title_of,
        "asked": QUESTIONS.__getitem__,
        "answered": ANSWERS.__getitem__,
        "anchor": anchor_of,
        "place": lookup.place,
        "joined": lookup.joined,
        "yaml": lambda words: json.dumps(words, ensure_ascii=False),
        "lowered": in_sentence,
        "capitalised": lambda words: words[:1].upper() + words[1:],
    }
    return env
