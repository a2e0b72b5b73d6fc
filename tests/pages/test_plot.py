"""A plot is the same in every build, takes its colours from the page, and says in words what it shows."""

from xml.etree import ElementTree as ET

from generator.pages.plot import SVG, Curve, plot

CURVES = tuple(Curve(name, (0, 0), ((0, 0), (1, y)), ((0.5, y / 2),)) for name, y in (("rising", 1), ("falling", -1)))


def drawn() -> str:
    return plot(CURVES, ("x", "y"), "Two lines", "One rises & one falls.")


def test_two_drawings_are_the_same_to_the_byte() -> None:
    assert drawn() == drawn()


def test_it_has_a_label_and_a_description() -> None:
    root = ET.fromstring(drawn())  # noqa: S314 - drawn by ourselves
    assert (root.get("role"), root.get("aria-label")) == ("img", "Two lines")
    assert [words.text for words in root.iter(f"{{{SVG}}}desc")] == ["One rises & one falls."]


def test_its_colours_are_those_of_the_page() -> None:
    text = drawn()
    assert "currentColor" in text
    assert "var(--plot-1)" in text
    assert "var(--plot-2)" in text
    assert "#0102" not in text


def test_it_fits_into_a_page_of_markdown() -> None:
    """No blank line, which would end the block, no size of its own, no date, no letters turned into outlines."""
    text = drawn()
    assert "\n\n" not in text
    assert "<svg" in text.splitlines()[0]
    assert ET.fromstring(text).get("width") is None  # noqa: S314 - drawn by ourselves
    assert "metadata" not in text
    assert "rising" in text
