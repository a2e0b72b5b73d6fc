"""Is every place where branches meet found, and told as a formula where the judge can work that formula out?"""

import pytest
from sympy import FiniteSet, Integer, Interval

from generator.catalogue.derivations import derivation_of, second_of
from generator.catalogue.formulas import Y
from generator.catalogue.index import Catalogue
from generator.catalogue.parameter import Parameter
from generator.catalogue.records import Activation, Case, Loss
from generator.engine.terms import evaluated
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


def test_a_component_of_a_vector_has_its_kinks() -> None:
    """Its Hessian has no component in it, and is looked at beside the kink all the same."""
    alpha, beta = (Parameter(name, Integer(1), "a strength", Interval.open(0, 2)) for name in ("alpha", "beta"))
    formula = "Sum(alpha*abs(w[k]) + beta*w[k]**2/2, k)"
    entry = Loss("l", "L", formula, (), variable="w", targets=None, parameters=(alpha, beta))
    first, second = derivation_of(entry), second_of(entry)
    assert second is not None
    kinks = [kink for one in (first, second) for kink in measure(one, sampling_for(entry)).kinks]
    slopes = [tuple(map(evaluated, kink.slopes or ())) for kink in kinks]
    assert {str(kink.place) for kink in kinks} == {"0"}
    assert [kink.jump for kink in kinks] == [False, False, True, True]
    assert slopes == [(-alpha.letter, alpha.letter)] * 2 + [(beta.letter, beta.letter)] * 2


def test_a_corner_at_a_distance_is_a_formula_on_either_side() -> None:
    entry = CATALOGUE.find("huber")
    places = {str(kink.place) for kink in measure(derivation_of(entry), sampling_for(entry)).kinks}
    assert places == {"delta + y", "-delta + y"}


def test_a_corner_behind_a_branch_is_a_formula_and_said_for_its_point_only() -> None:
    """The zero of 1 - y leaky(z) is 1/y for y = 1, and -100 for y = -1; a hard swish comes nowhere near -1."""
    found = [
        {kink.always for kink in kinks(name, "max(0, 1 - y*a)") if kink.place is not None and kink.place.has(Y)}
        for name in ("identity", "leaky-relu", "hard-swish")
    ]
    assert found == [{True}, {False}, {True}]
