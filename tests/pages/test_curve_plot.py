"""The plot of an entry is small, the same in every build, and shows in lines and says in words what its curves are."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from generator.catalogue.derivations import derivation_of
from generator.catalogue.index import Catalogue
from generator.pages.curve_plot import curve_plot, words
from generator.pages.plot import SVG
from generator.verify.curves import curves
from generator.verify.proved import Proved
from generator.verify.records import Curve, Evidence, Receipt
from tests.cover import cover

pytestmark = pytest.mark.usefixtures("derived")

NO_RECEIPT = Receipt(0, 0.0, (), 0, (), ())
SMALLEST, LARGEST = 1_000, 8_000


def drawable(name: str) -> Proved:
    """Return an entry with its curves, and no other evidence."""
    entry = Catalogue().find(name)
    derivation = derivation_of(entry)
    return Proved(entry, derivation, Evidence(name, (), NO_RECEIPT, (), curves(derivation, entry)))


@pytest.mark.parametrize("name", [entry.id for entry in cover(Catalogue()) if not entry.vector])
def test_it_is_small(name: str) -> None:
    assert SMALLEST < len(curve_plot(drawable(name))) < LARGEST


@pytest.mark.parametrize("name", ["sigmoid", "sigmoid-logistic"])
def test_two_drawings_are_the_same_to_the_byte(name: str) -> None:
    assert curve_plot(drawable(name)) == curve_plot(drawable(name))


def test_two_plots_may_stand_on_one_page() -> None:
    """Neither has an id, which the other could have too."""
    assert not [part for part in ET.fromstring(curve_plot(drawable("sigmoid"))).iter() if "id" in part.attrib]  # noqa: S314 - drawn by ourselves


def test_it_names_its_lines_and_axes() -> None:
    texts = {part.text for part in ET.fromstring(curve_plot(drawable("sigmoid-logistic"))).iter(f"{{{SVG}}}text")}  # noqa: S314 - as above
    assert {"z", "L", "dL/dz", "y = 0", "y = 1/2", "y = 1"} <= texts


def test_it_asks_for_no_font_of_its_own() -> None:
    assert "font-family" not in curve_plot(drawable("sigmoid"))


def test_words_say_where_it_goes() -> None:
    assert words(drawable("sigmoid")) == (
        "From z = −4 to 4, a goes from 0.018 to 0.982; da/dz is between 0.0177, at z = −4, and 0.25, at z = 0."
    )


def test_a_function_of_vectors_has_none() -> None:
    assert curve_plot(drawable("softmax")) == ""


def test_a_wrong_formula_moves_the_circles_and_not_the_lines() -> None:
    right = drawable("sigmoid")
    (curve,) = right.evidence.curves
    moved = Curve(curve.target, curve.values, curve.slopes, tuple((x, -y) for x, y in curve.derived))
    wrong = replace(right, evidence=replace(right.evidence, curves=(moved,)))
    assert curve_plot(right) != curve_plot(wrong)


def test_a_jump_is_a_gap() -> None:
    drawn = ET.fromstring(curve_plot(drawable("relu")))  # noqa: S314 - as above
    assert any(path.attrib.get("d", "").count("M") == 2 for path in drawn.iter(f"{{{SVG}}}path"))
