"""Every line of a derivation has an address, and the address leads to the line that it promises."""

import pytest

from generator.catalogue.derivations import derivation_of
from generator.catalogue.index import Catalogue
from generator.engine.anchors import anchor, key_lines
from generator.engine.tex import tex

LINES = {line.anchor: line for line in key_lines(derivation_of(Catalogue().find("sigmoid-logistic")))}


def test_lines_are_counted_by_phase_and_the_start_of_a_phase_is_line_0() -> None:
    assert anchor(1, 3) == "step-1-3"
    assert tex(LINES["step-1-3"].term) == r"\frac{-y (1 - a) + (1 - y) a}{a (1 - a)}"
    assert LINES["step-2-0"].goal == LINES["step-2-1"].goal
    assert tex(LINES["step-3-4"].term) == "a - y"


def test_a_line_knows_what_it_assumes() -> None:
    *_, last = key_lines(derivation_of(Catalogue().find("softmax-cross-entropy")))
    assert [(tex(left), tex(right)) for left, right in last.assuming] == [(r"\sum_{k=1}^{N} y_{k}", "1")]


@pytest.mark.usefixtures("derived")
def test_no_two_lines_of_a_derivation_share_an_address() -> None:
    for entry in Catalogue().entries:
        found = [line.anchor for line in key_lines(derivation_of(entry))]
        assert len(set(found)) == len(found)
