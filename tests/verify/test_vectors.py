"""Golden vectors are exact where they say so, true to 30 digits, and never taken from a derived formula."""

from collections.abc import Callable

import mpmath
import pytest
from sympy import Interval, S

from generator.catalogue.derivations import derivation_of
from generator.catalogue.formulas import Z
from generator.catalogue.index import Catalogue
from generator.catalogue.records import Activation, Case, Loss
from generator.engine.parse import parse
from generator.engine.terms import D, Term
from generator.errors import ProofError
from generator.verify.arithmetic import MP
from generator.verify.indices import NOWHERE
from generator.verify.records import Number, Numbers, Vector
from generator.verify.sampling import sampling_for
from generator.verify.vectors import _component, golden, nearest, number
from generator.verify.world import World


def vectors_of(entry: Activation | Loss | Case, domain: object = S.Reals) -> tuple[Vector, ...]:
    return golden(derivation_of(entry), sampling_for(entry), domain)


def find(name: str) -> Activation | Loss | Case:
    return Catalogue().find(name)


def given(vector: Vector, name: str) -> Numbers:
    return dict(vector.inputs)[name]


def exact(value: Numbers) -> mpmath.mpf:
    assert isinstance(value, Number)
    return mpmath.mpf(float.fromhex(value.hex))


def test_the_float_is_the_nearest_one_also_where_it_has_fewer_digits() -> None:
    with MP.workdps(60):
        tiny = MP.mpf(2) ** -1074
        assert nearest(tiny * 3 / 4) == 5e-324
        assert nearest(tiny / 4) == 0.0
        assert nearest(MP.mpf(10) ** 400) == float("inf")
        assert nearest(-(MP.mpf(10) ** 400)) == float("-inf")
        assert nearest(MP.mpf(1) / 3) == 1 / 3
        assert nearest(MP.mpf("-0.1")) == -0.1


def test_a_number_is_given_in_both_spellings() -> None:
    assert number(MP.mpf(1) / 4) == Number((0.25).hex(), "0.25")


def test_a_sigmoids_vectors_are_true_to_thirty_digits() -> None:
    with mpmath.workdps(400):
        for vector in vectors_of(find("sigmoid")):
            a = 1 / (1 + mpmath.exp(-exact(given(vector, "z"))))
            expected = (a, a * (1 - a), a * (1 - a) * (1 - 2 * a))
            for value, found in zip(expected, (vector.value, vector.gradient, vector.second), strict=True):
                assert isinstance(found, Number)
                assert found.decimal == "0.0" if value == 0 else abs(mpmath.mpf(found.decimal) / value - 1) < 1e-29


def test_what_is_smaller_than_anything_that_is_told_is_zero() -> None:
    assert settled("sqrt(z) - sqrt(z)", 3).decimal == "0.0"


def test_far_points_reach_where_float64_fails() -> None:
    far = [vector for vector in vectors_of(find("sigmoid-logistic")) if vector.kind == "far"]
    assert {float(exact(given(vector, "z"))) for vector in far} >= {750.0, -750.0, 0.0}
    assert any(isinstance(v.value, Number) and float.fromhex(v.value.hex) > 100 for v in far)


def test_a_number_too_small_for_float64_is_told_apart_from_zero() -> None:
    far = next(v for v in vectors_of(find("sigmoid")) if exact(given(v, "z")) == -750)
    assert isinstance(far.gradient, Number)
    assert float.fromhex(far.gradient.hex) == 0
    assert far.gradient.decimal.endswith("e-326")


def test_a_zero_is_zero() -> None:
    seconds = {v.second.decimal for v in vectors_of(find("identity")) if isinstance(v.second, Number)}
    assert seconds == {"0.0"}


def test_points_of_a_loss_lie_in_its_domain() -> None:
    domain = Interval.open(0, 1)
    found = vectors_of(find("logistic"), domain)
    assert all(0 < exact(given(vector, "a")) < 1 for vector in found)
    assert any(vector.kind == "far" for vector in found)


def test_a_precondition_holds_to_the_last_digit() -> None:
    for vector in vectors_of(find("softmax-cross-entropy")):
        targets = given(vector, "y")
        assert isinstance(targets, tuple)
        assert sum(map(exact, targets), mpmath.mpf(0)) == 1


def test_a_hessian_is_a_symmetric_matrix_and_a_jacobian_has_none() -> None:
    for vector in vectors_of(find("softmax-cross-entropy")):
        assert isinstance(vector.second, tuple)
        assert vector.second == tuple(zip(*vector.second, strict=True))
    assert all(vector.second is None for vector in vectors_of(find("softmax")))


def test_no_point_lies_on_a_kink() -> None:
    relu = Activation("relu-like", "ReLU-like", "max(z, 0)", ())
    found = vectors_of(relu)
    assert 0 not in {exact(given(vector, "z")) for vector in found}
    assert any(vector.kind == "far" for vector in found)


@pytest.mark.parametrize(
    ("formula", "z", "expected"),
    [
        ("1 - tanh(z)", 750.0, lambda: 2 * mpmath.exp(-1500) / (1 + mpmath.exp(-1500))),
        ("1 + erf(z)", -20.0, lambda: mpmath.erfc(20)),
        ("exp(-z**2)", 400.0, lambda: mpmath.exp(-160000)),
        ("1 - 1/(1 + exp(-z))", 1000.0, lambda: 1 / (1 + mpmath.exp(1000))),
    ],
)
def test_what_is_all_but_nothing_has_its_thirty_digits_too(
    formula: str, z: float, expected: Callable[[], mpmath.mpf]
) -> None:
    found = settled(formula, z)
    assert found.hex.endswith("0x0.0p+0") or float.fromhex(found.hex) > 0
    with mpmath.workdps(1500):
        assert abs(mpmath.mpf(found.decimal) / expected() - 1) < 1e-29


def test_a_derivative_is_settled_like_a_value() -> None:
    with mpmath.workdps(1500):
        slope = mpmath.mpf(settled(D(parse("tanh(z)", {"z": Z}), Z), 750.0).decimal)
        assert abs(slope * mpmath.cosh(750) ** 2 - 1) < 1e-29


def test_what_has_no_value_is_an_error_that_names_it() -> None:
    with pytest.raises(ProofError, match="30 digits cannot be had of log"):
        settled("log(z)", -1)


def settled(formula: str | Term, z: float) -> Number:
    """Return a term at a point, as a golden vector gives it."""
    term = parse(formula, {"z": Z}) if isinstance(formula, str) else formula
    found = _component(World((), {Z: MP.mpf(z)}), term, (), NOWHERE)
    assert isinstance(found, Number)
    return found
