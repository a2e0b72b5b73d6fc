r"""How do the texts that a reader can copy get onto a page?

A page holds them in a block of Markdown, one JSON object on a line:

    ```copy
    {"of": "a = z", "tex": "a = z", "link": "https://...", "texts": {"LaTeX": "\\[\na = z\n\\]", "MathML": null}}
    ```

and ``block`` makes a fold of it, whole without JavaScript: each text under its name. A text that is ``null`` is
MathJax's: ``filled`` puts it in when the page is done, together with the address of the formula. The builder is told
of ``block`` as a custom fence of ``pymdownx.superfences``, see mkdocs.yml.
"""

import json
import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Any

from generator.mathjax.typeset import Typesetter

_OPEN = re.compile(r'<pre data-(mathml|readable)="([^"]*)" data-link="([^"]*)"></pre>')
KINDS = {"MathML": "mathml", "Unicode text": "readable"}
"""The texts that MathJax writes."""


def block(source: str, _language: str, css_class: str, *_: object, **__: object) -> str:
    """Return the fold of a block of texts; the arguments are those of a custom fence."""
    data = json.loads(source)
    of = escape(data.get("of") or "the formula")
    rows = "".join(_rows(data))
    return (
        f'<details class="{css_class}" data-search-exclude><summary aria-label="Copy {of}">Copy</summary>'
        f"<ul>{rows}</ul></details>"
    )


def _rows(data: dict[str, Any]) -> Iterator[str]:
    for name, text in data["texts"].items():
        yield f"<li><span>{escape(name)}</span>{_open(name, data) if text is None else _text(text)}</li>"


def _open(name: str, data: dict[str, Any]) -> str:
    return f'<pre data-{KINDS[name]}="{escape(data["tex"])}" data-link="{escape(data["link"])}"></pre>'


def _text(text: str) -> str:
    """Return the text as it is: a browser takes away a line's end at the beginning."""
    return f"<pre>{'' if not text.startswith(chr(10)) else chr(10)}{escape(text, quote=False)}</pre>"


def filled(html: str, typesetter: Typesetter) -> str:
    """Return a page with MathJax's texts in their places. Raises ``TypesetError``."""
    return _OPEN.sub(lambda place: _filled(place, typesetter), html)


def _filled(place: re.Match[str], typesetter: Typesetter) -> str:
    kind, tex, link = map(unescape, place.groups())
    answer = typesetter.typeset(tex, display=True)
    return _text(f"{answer.mathml}\n<!-- {link} -->\n" if kind == "mathml" else f"{answer.readable}\n{link}\n")
