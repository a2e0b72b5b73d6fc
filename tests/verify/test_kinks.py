"""Is every place where branches meet found, and told as a formula where the judge can work that formula out?"""

import pytest
from sympy import FiniteSet

from generator.catalogue.derivations import derivation_of
from generator.catalogue.index import Catalogue
from generator.catalogue.records import Activation, Case, Loss
from generator.verify.receipt import measure
from generator.verify.records import Kink
from generator.verify.sampling import sampling_for

CATALOGUE = Catalogue()


def kinks(activation: str, loss: str) -> tuple[Kink, ...]:
    before = CATALOGUE.find(activation)
    assert isinstance(before, Activation)
    entry = Case(before, Loss("l", "L", loss, (), targets=FiniteSet(-1, 1)))
    return measure(derivation_of(entry), sampling_for(entry)).kinks


@pytest.mark.parametrize(("activation", "place"), [("identity", "1/y"), ("silu", "None"), ("mish", "None")])
def test_a_place_is_a_formula_where_the_judge_knows_its_functions(activation: str, place: str) -> None:
    """Where z sigmoid(z) is 1 takes Lambert's W, which the judge does not know."""
    found = kinks(activation, "max(0, 1 - y*a)**2")
    assert found
    assert {str(kink.place) for kink in found} == {place}


def test_a_corner_beyond_the_box_is_found_where_points_are_drawn_there() -> None:
    """A formula that is wrong beyond it only would not be found out otherwise."""
    entry = CATALOGUE.find("relu6")
    assert {str(kink.place) for kink in measure(derivation_of(entry), sampling_for(entry)).kinks} == {"0", "6"}


def test_a_corner_at_a_distance_is_a_formula_on_either_side() -> None:
    entry = CATALOGUE.find("huber")
    places = {str(kink.place) for kink in measure(derivation_of(entry), sampling_for(entry)).kinks}
    assert places == {"delta + y", "-delta + y"}
