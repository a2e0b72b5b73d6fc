r"""How do the texts that a reader can copy get onto a page?

A page holds them in a block of Markdown, one JSON object on a line:

    ```copy
    {"of": "a = z", "tex": "a = z", "id": "result", "texts": {"LaTeX": "\\[\na = z\n\\]\n", "MathML": null}}
    ```

and ``block`` makes a fold of it, whole without JavaScript: each text under its name. The fold is named after the
formula on a plain line. A text that is ``null`` is MathJax's, and so is the plain line where ``of`` is ``null``:
``filled`` puts them in when the page is done. The builder is told of ``block`` as a custom fence of
``pymdownx.superfences``, see mkdocs.yml.
"""

import json
import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Any

from generator.mathjax.typeset import Typesetter

_OPEN = re.compile(r'<pre data-mathml="([^"]*)"></pre>|<summary data-of="([^"]*)">')


def block(source: str, _language: str, css_class: str, *_: object, **__: object) -> str:
    """Return the fold of a block of texts; the arguments are those of a custom fence."""
    data = json.loads(source)
    summary = f'<summary data-of="{escape(data["tex"])}">' if data["of"] is None else _summary(data["of"])
    place = f' data-id="{escape(data["id"])}"' if "id" in data else ""
    return f'<details class="{css_class}"{place}>{summary}Copy</summary><ul>{"".join(_rows(data))}</ul></details>'


def _summary(of: str) -> str:
    return f'<summary aria-label="Copy {escape(of)}">'


def _rows(data: dict[str, Any]) -> Iterator[str]:
    for name, text in data["texts"].items():
        yield f"<li><span>{escape(name)}</span>{_open(data['tex']) if text is None else _text(text)}</li>"


def _open(tex: str) -> str:
    return f'<pre data-mathml="{escape(tex)}"></pre>'


def _text(text: str) -> str:
    """Return the text as it is: a browser takes away a line's end at the beginning."""
    return f"<pre>{'' if not text.startswith(chr(10)) else chr(10)}{escape(text, quote=False)}</pre>"


def filled(html: str, typesetter: Typesetter) -> str:
    """Return a page with MathJax's texts in their places. Raises ``TypesetError``."""
    return _OPEN.sub(lambda place: _filled(place, typesetter), html)


def _filled(place: re.Match[str], typesetter: Typesetter) -> str:
    mathml, named = place.groups()
    answer = typesetter.typeset(unescape(mathml or named), display=True)
    return _text(f"{answer.mathml}\n") if mathml else _summary(answer.readable)
