"""An outline that a page draws twice stands there once; nothing else changes."""

import re

from generator.mathjax.glyphs import shared

LONG, OTHER, SHORT = "m1 2" * 20, "m3 4" * 20, "m5 6"


def path(outline: str, more: str = "") -> str:
    """Return an outline as MathJax's picture holds it."""
    return f'<path d="{outline}"{more}></path>'


def drawn(html: str) -> str:
    """Return the page with every reference replaced by what it refers to."""
    content, _, defs = html.partition('\n<svg class="tex-glyphs"')
    outlines = dict(re.findall(r'<path id="([^"]*)" d="([^"]*)"></path>', defs))
    return re.sub(r'<use href="#([^"]*)"([^>]*)></use>', lambda use: path(outlines[use[1]], use[2]), content)


def test_an_outline_that_is_drawn_twice_stands_once_and_keeps_its_places() -> None:
    moved = path(LONG, ' transform="translate(9)"')
    html = f"<p>{path(LONG)}{path(OTHER)}{moved}</p>"
    assert shared(html).count(LONG) == 1
    assert shared(html).count(OTHER) == 1
    assert drawn(shared(html)) == html


def test_what_is_drawn_once_or_short_stays() -> None:
    html = path(LONG) + path(SHORT) * 3
    assert shared(html) == html
