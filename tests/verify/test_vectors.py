"""Golden vectors are exact where they say so, true to 30 digits, and never taken from a derived formula."""

import mpmath
import pytest
from sympy import Interval, S

from generator.catalogue.derivations import derivation_of
from generator.catalogue.index import Catalogue
from generator.catalogue.records import Activation, Case, Loss
from generator.errors import ProofError
from generator.verify.arithmetic import MP
from generator.verify.records import Number, Numbers, Vector
from generator.verify.sampling import sampling_for
from generator.verify.vectors import _Tensor, golden, nearest, number
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


def test_what_is_nothing_twice_is_zero_before_the_highest_precision() -> None:
    asked: list[int] = []

    def tiny(_: World) -> object:
        asked.append(MP.dps)
        return MP.mpf(10) ** -2000

    assert _Tensor(World((), {})).settled(lambda w: tiny(w) if MP.dps >= 800 else MP.mpf(0)) == 0
    assert max(asked) == 800


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


def test_what_is_all_but_nothing_has_its_digits_too() -> None:
    """As the slope of z^2 e^(-z^4) with a loss has, of which 200 digits leave 30 that nothing confirms."""
    tiny = MP.mpf(10) ** -120
    found = _Tensor(World((), {})).settled(lambda _: tiny + MP.mpf(10) ** -MP.dps)
    assert abs(found / tiny - 1) < 1e-30


def test_digits_that_never_settle_are_an_error() -> None:
    tensor = _Tensor(World((), {}))
    with pytest.raises(ProofError, match="30 digits cannot be had"):
        tensor.settled(lambda _: MP.mpf(MP.dps))
    with pytest.raises(ProofError, match="30 digits cannot be had"):
        tensor.settled(lambda _: MP.mpf(1) / 0)
