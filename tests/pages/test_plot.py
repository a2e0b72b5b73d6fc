"""A plot is the same in every build, takes its colours from the page, and says in words what it shows."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from generator.pages.plot import SVG, Axis, Curve, Field, axis, plot

CURVES = tuple(Curve(name, (0, 0), ((0, 0), (1, y)), ((0.5, y / 2),)) for name, y in (("rising", 1), ("falling", -1)))


def drawn() -> str:
    return plot(CURVES, ("x", "y"), "Two lines", "One rises & one falls.")


def test_two_drawings_are_the_same_to_the_byte() -> None:
    assert drawn() == drawn()


def test_it_has_a_label_and_a_description() -> None:
    root = ET.fromstring(drawn())  # noqa: S314 - drawn by ourselves
    assert (root.get("role"), root.get("aria-label")) == ("img", "Two lines")
    assert [words.text for words in root.iter(f"{{{SVG}}}desc")] == ["One rises & one falls."]


def test_words_with_signs_of_html_stand_as_they_are() -> None:
    said = ("a < b & c", "p & q", "r < s")
    root = ET.fromstring(plot((replace(CURVES[0], label=said[0]),), said[1:], "Two lines", "Words."))  # noqa: S314 - as above
    assert set(said) <= {words.text for words in root.iter(f"{{{SVG}}}text")}


def test_its_colours_are_those_of_the_page() -> None:
    text = drawn()
    assert "currentColor" in text
    assert "var(--plot-1)" in text
    assert "var(--plot-2)" in text


def test_it_fits_into_a_page_of_markdown() -> None:
    """No blank line, which would end the block, no size of its own, no date, no letters turned into outlines."""
    text = drawn()
    assert "\n\n" not in text
    assert "<svg" in text.splitlines()[0]
    assert ET.fromstring(text).get("width") is None  # noqa: S314 - drawn by ourselves
    assert "metadata" not in text
    assert "rising" in text


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (-4, 4, ["−4", "−2", "0", "2", "4"]),
        (0, 1, ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
        (0.02, 0.25, ["0.05", "0.1", "0.15", "0.2", "0.25"]),
        (-1200, 300, ["−1000", "−500", "0"]),
        (3, 3, ["2", "2.5", "3", "3.5", "4"]),
    ],
)
def test_an_axis_has_a_few_round_numbers(low: float, high: float, words: list[str]) -> None:
    found = axis(low, high)
    assert [said for _, said in found.ticks] == words
    assert found.low < low <= high < found.high


FIELD = Field(0, 0, 100, 100, Axis(0, 1, ()), Axis(0, 1, ()))


def test_points_stand_where_their_numbers_are() -> None:
    assert FIELD.place((0.25, 0.25)) == (25, 75)


def test_a_straight_line_needs_its_ends_only_and_a_bend_stays() -> None:
    assert 'd="M0 100l100 -100"' in FIELD.line([(n / 10, n / 10) for n in range(11)], 0)
    assert 'd="M0 100l50 -100 50 100"' in FIELD.line([(0, 0), (0.25, 0.5), (0.5, 1), (1, 0)], 0)


def test_a_line_has_a_gap_where_it_has_no_height() -> None:
    assert 'd="M0 100l10 0M50 0l50 0"' in FIELD.line([(0, 0), (0.1, 0), (0.3, float("nan")), (0.5, 1), (1, 1)], 0)
