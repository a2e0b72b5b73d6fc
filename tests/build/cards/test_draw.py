"""Cards are drawn once, the same each time, and kept by what they show."""

import io
from pathlib import Path

import pytest
import resvg_py
from PIL import Image, ImageChops

from generator.build.cards import draw
from generator.build.cards.card import Card, svg
from generator.store import Store

ONE, OTHER = svg(Card("One", "dL/dz")), svg(Card("Other", "dL/dz"))


def test_a_card_that_is_in_the_cache_is_not_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = draw.draw_all({"a.png": ONE, "b.png": OTHER}, Store(tmp_path))
    assert first["a.png"] != first["b.png"]
    monkeypatch.setattr(draw, "png", lambda _: pytest.fail("drawn again"))
    assert draw.draw_all({"a.png": ONE, "b.png": OTHER}, Store(tmp_path)) == first


def test_a_damaged_card_is_drawn_again(tmp_path: Path) -> None:
    first = draw.draw_all({"a.png": ONE}, Store(tmp_path))
    (file,) = tmp_path.glob("*/*")
    file.write_bytes(file.read_bytes()[:-100])
    assert draw.draw_all({"a.png": ONE}, Store(tmp_path)) == first


def test_the_same_card_is_the_same_file() -> None:
    assert draw.png(ONE) == draw.png(ONE)


def test_the_words_are_drawn_with_the_fonts_that_are_given() -> None:
    """Without its fonts a card would be empty, and nobody would be told."""
    assert all(Path(font).is_file() for font in draw.FONT_FILES)
    shown = Image.open(io.BytesIO(draw.png(ONE))).convert("L").crop((72, 100, 1100, 600))
    shades = shown.histogram()
    assert sum(shades[:60]) > 0
    assert shades[255] > 0


def test_a_palette_changes_no_point_and_halves_the_file() -> None:
    drawn = bytes(resvg_py.svg_to_bytes(svg_string=ONE, skip_system_fonts=True, font_files=list(draw.FONT_FILES)))
    small = draw.png(ONE)
    pictures = [Image.open(io.BytesIO(one)).convert("RGB") for one in (drawn, small)]
    assert ImageChops.difference(*pictures).getbbox() is None
    assert len(small) < 0.65 * len(drawn)


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(ValueError, match=r".+"):
        draw.png("no picture")
