"""What stands on the card of a page, and where?

A card is 1200 by 630 pixels, the size that Discourse, Slack, X and Facebook ask for. The formula is MathJax's own
picture of it, as large as fits; the words are set in DejaVu Sans, which matplotlib carries, so that a machine without
any font draws the same card.
"""

import re
import textwrap
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont

from generator.errors import TypesetError
from generator.mathjax.typeset import Typeset

WIDTH, HEIGHT = 1200, 630
MARGIN = 72
FAMILY, REGULAR, BOLD = "DejaVu Sans", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"
FONTS = Path(str((spec := find_spec("matplotlib")) and spec.origin)).parent / "mpl-data/fonts/ttf"
"""Where matplotlib keeps its fonts; it is not loaded for that."""
INK, PAPER, PALE, ACCENT, ALARM = "#1b1f2a", "#ffffff", "#5b6475", "#3f51b5", "#c62828"

LETTER = 0.64
"""How wide a letter of the font is on average, in units of its size: lines are broken by it, and then made to fit."""
TITLE, MARK, NAME = 50, 28, 28
LINES = 2
FORMULA_TOP, FORMULA_BOTTOM = 216, 508
LARGEST = 9.0
"""The largest magnification of a formula: the ``x`` of a short one need not fill the card."""
EX = 8.0
"""An ex in pixels before magnification, as a browser draws a formula beside text of 16 pixels."""

_VIEW = re.compile(r'^<svg width="[^"]*" height="[^"]*"')
_TICK, _CROSS = "M4 15 L12 23 L27 6", "M6 6 L24 24 M24 6 L6 24"


@dataclass(frozen=True)
class Card:
    """The words of a card: the page's title, how its formula was checked (empty: nothing to check), the site's name.

    ``picture`` is the formula as MathJax draws it; a page without one has a card of words. A tick stands before
    the mark, or a cross if the formula is ``wrong``.
    """

    title: str
    site: str
    mark: str = ""
    picture: Typeset | None = None
    wrong: bool = False


def svg(card: Card) -> str:
    """Return the card as a picture of 1200 by 630 pixels. Raises ``TypesetError`` for a formula that is no SVG."""
    parts = (
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>',
        f'<rect width="{WIDTH}" height="14" fill="{ACCENT}"/>',
        *_title(card),
        _formula(card.picture) if card.picture else "",
        *_foot(card),
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" color="{INK}" '
        f'font-family="{FAMILY}">{"".join(parts)}</svg>'
    )


def _title(card: Card) -> tuple[str, ...]:
    """Return the title on one or two lines, larger and in the middle where no formula stands below it."""
    size: float = TITLE if card.picture else round(TITLE * 1.4)
    columns = int((WIDTH - 2 * MARGIN) / (LETTER * size))
    lines = textwrap.wrap(card.title, columns, max_lines=LINES if card.picture else LINES + 1, placeholder=" …")
    size *= min(1, (WIDTH - 2 * MARGIN) / max((_width(line, size) for line in lines), default=1))
    top = 110 if card.picture else (HEIGHT - len(lines) * size * 1.3) / 2 + size / 2
    return tuple(
        _text(line, (MARGIN, top + number * size * 1.3), size, INK, ' font-weight="bold"')
        for number, line in enumerate(lines)
    )


def _width(words: str, size: float) -> float:
    """Return how wide a line of the title is, in pixels, or a little more."""
    return float(_font().getlength(words)) * size / TITLE + 1


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / BOLD), TITLE)


def _formula(picture: Typeset) -> str:
    """Return MathJax's picture in the middle of its box, as large as fits."""
    width, height = picture.width * EX, picture.height * EX
    scale = min(LARGEST, (WIDTH - 2 * MARGIN) / width, (FORMULA_BOTTOM - FORMULA_TOP) / height)
    x, y = (WIDTH - width * scale) / 2, (FORMULA_TOP + FORMULA_BOTTOM - height * scale) / 2
    placed = f'<svg x="{x:.2f}" y="{y:.2f}" width="{width * scale:.2f}" height="{height * scale:.2f}"'
    drawn, found = _VIEW.subn(placed, picture.svg)
    if not found:
        raise TypesetError(
            f"{picture.readable} · its picture does not begin as MathJax's do · generator/mathjax/svg.mjs"
        )
    return drawn


def _foot(card: Card) -> tuple[str, ...]:
    y = HEIGHT - 52
    name = _text(card.site, (WIDTH - MARGIN, y), NAME, PALE, ' text-anchor="end"')
    if not card.mark:
        return (name,)
    shape, ink = (_CROSS, ALARM) if card.wrong else (_TICK, ACCENT)
    sign = f'<path transform="translate({MARGIN},{y - 25})" d="{shape}" fill="none" stroke="{ink}" stroke-width="5"/>'
    return sign, _text(card.mark, (MARGIN + 46, y), MARK, PALE), name


def _text(words: str, place: tuple[float, float], size: float, fill: str, more: str = "") -> str:
    x, y = place
    return f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size:g}" fill="{fill}"{more}>{escape(words, quote=False)}</text>'
