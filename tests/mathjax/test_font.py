"""The letters of a picture are those of one font, at the places of their outlines."""

import io
import re
from pathlib import Path

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.svgLib.path import parse_path
from fontTools.ttLib import TTFont

from generator.mathjax import font as made
from generator.mathjax.font import EM, FAMILY, GLYPHS, Font, font
from generator.mathjax.typeset import Typesetter
from generator.store import Store

OURS = Font({"m1": "a", "m2": "b", "m3": "\ue000"}, b"")


def path(outline: str, place: str = "", scale: str = "scale(1,-1)") -> str:
    """Return an outline as MathJax's picture holds it."""
    return f'<path d="{outline}" transform="{place}{scale}"></path>'


def test_letters_of_one_line_stand_in_one_element() -> None:
    svg = f"<svg>{path('m1')}{path('m2', 'translate(520) ')}{path('m1', 'translate(-9) ')}</svg>"
    assert OURS.written(svg) == '<svg><text x="0 520 -9">aba</text></svg>'


def test_another_height_and_another_size_are_other_elements() -> None:
    small = "scale(0.707,-0.707)"
    svg = f"<svg>{path('m1')}{path('m2', 'translate(5,-363) ')}{path('m3', 'translate(7,-363) ', small)}</svg>"
    assert (
        OURS.written(svg)
        == "<svg><text x=0>a</text><text x=5 y=-363>b</text><text x=7 y=-363 font-size=707>\ue000</text></svg>"
    )


@pytest.mark.parametrize("kept", [path("m9"), path("m1", scale="scale(2,-1)"), '<path d="m1"></path>', "<g></g>"])
def test_what_is_no_letter_of_the_font_stays_as_it_is(kept: str) -> None:
    assert OURS.written(f"<svg>{path('m1')}{kept}</svg>") == f"<svg><text x=0>a</text>{kept}</svg>"


def test_a_bar_is_written_short() -> None:
    svg = '<svg><rect width="9" height="60" x="-2" y="0"></rect></svg>'
    assert OURS.written(svg) == "<svg><rect width=9 height=60 x=-2 y=0 /></svg>"


def test_each_letter_has_its_own_character_and_its_own_outline(typesetter: Typesetter) -> None:
    characters = typesetter.font.characters
    assert len({*characters.values()}) == len(characters) > 190
    read = TTFont(io.BytesIO(typesetter.font.woff))
    glyphs, names = read.getGlyphSet(), read.getBestCmap()
    for outline, character in characters.items():
        ours, theirs = BoundsPen(None), BoundsPen(None)
        glyphs[names[ord(character)]].draw(ours)
        parse_path(outline, theirs)
        assert ours.bounds == pytest.approx(theirs.bounds, abs=0.5), (outline, character)
    assert read["head"].unitsPerEm == EM


def test_a_letter_is_as_wide_as_its_picture(typesetter: Typesetter) -> None:
    """A wider one would reach past the picture, and the box of the formula would scroll."""
    read = TTFont(io.BytesIO(typesetter.font.woff))
    for tex in ("a", "L", "1", "+", r"\partial"):
        svg = typesetter.typeset(tex).svg
        (letter,) = re.findall(r">(.)</text>", typesetter.font.written(svg))
        (width,) = re.findall(r'viewBox="0 \S+ (\S+) ', svg)
        own, _ = read["hmtx"][read.getBestCmap()[ord(letter)]]
        assert 0.9 * float(width) < own <= float(width) + 1  # the picture has room for a slanted letter's end


def test_a_latin_letter_of_a_formula_is_itself(typesetter: Typesetter) -> None:
    """So a page whose font did not come can be read in part."""
    for tex in ("a", "z", "L", "1", "("):
        assert f">{tex}</text>" in typesetter.font.written(typesetter.typeset(tex).svg)


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{\partial L}{\partial z_i} = \sum_k a_k \left(\delta_{ki} - a_i\right)",
        r"\begin{cases} z & \text{if } z > 0 \\ \alpha \left(e^{z} - 1\right) & \text{otherwise} \end{cases}",
        r"\sqrt{\frac{2}{\pi}} \left(z + \Phi(z)\right)^2 \odot W^{\top}",
    ],
)
def test_nothing_of_a_formula_is_left_as_an_outline(typesetter: Typesetter, tex: str) -> None:
    assert "<path" not in typesetter.font.written(typesetter.typeset(tex, display=True).svg)


def test_the_font_is_the_same_each_time() -> None:
    assert font(Store()).woff == font.__wrapped__(Store()).woff


def test_every_letter_is_in_mathjaxs_font_but_those_that_it_has_elsewhere(typesetter: Typesetter) -> None:
    """Two letters may look the same; the italic h is the constant of Planck; the highest roots are put together."""
    wanted = sum(len({*letters}) for _, letters in GLYPHS)
    assert wanted - 20 < len(typesetter.font.characters) <= wanted


def test_the_style_sheet_holds_the_font(typesetter: Typesetter) -> None:
    style = typesetter.style()
    assert re.match(rf"@font-face {{font-family: {FAMILY}; src: url\(\"data:font/woff;base64,[\w+/=]+\"\)", style)
    assert f"font-family: {FAMILY}" in style
    assert f"font-size: {EM}px" in style


def test_the_font_is_made_once_for_a_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = font.__wrapped__(Store(tmp_path))
    monkeypatch.setattr(made, "_outlines", lambda: pytest.fail("made anew"))
    assert font.__wrapped__(Store(tmp_path)) == first
