"""Are the errors of forms measured right, and is what is lost seen?"""

import math

import mpmath
import pytest

from generator.catalogue.formulas import Y, Z
from generator.engine.parse import parse
from generator.verify.rounding import ALLOWED, Rounded, rounded, truth
from generator.verify.sweep import Sweep, points_in


def sweep(targets: tuple[float, ...] = (0.0,)) -> Sweep:
    return Sweep(Z, points_in(), Y, targets)


def term(formula: str) -> object:
    return parse(formula, {"z": Z, "y": Y})


def fares(definition: str, form: str, targets: tuple[float, ...] = (0.0,)) -> dict[str, Rounded]:
    return {fare.format: fare for fare in rounded(term(form), truth(term(definition), sweep(targets)))}


def test_the_true_value_has_the_digits_that_cancel() -> None:
    true = truth(term("1 - tanh(z)**2"), sweep())
    with mpmath.workdps(900):
        for n, z in enumerate(points_in()):
            assert float(1 / mpmath.cosh(z) ** 2) == pytest.approx(true.high[0, n], rel=1e-15, abs=5e-324)


def test_a_correctly_rounded_function_is_within_half_a_unit() -> None:
    assert all(fare.worst <= 0.5 for fare in fares("z/3", "z/3").values())


def test_an_error_of_a_known_size_is_counted_in_units() -> None:
    """1 + 2**-50 beside 1 is four units of 2**-52."""
    fare = fares("1 + 0*z", "1 + 1/1024/1024/1024/1024/1024 + 0*z")["float64"]
    assert fare.worst == 4
    assert fares("1 + 0*z", "1 + 1/1024/1024/1024/1024/1024 + 0*z")["float32"].worst == 0


def test_cancellation_is_seen_and_where_it_begins() -> None:
    fare = fares("log(1 + exp(z))", "log(1 + exp(z))")["float64"]
    assert fare.worst == math.inf
    assert -5 < fare.low < -1
    assert 700 <= fare.high < 710
    stable = fares("log(1 + exp(z))", "max(z, 0) + log1p(exp(-abs(z)))")
    assert all(fare.worst <= 2.5 and (fare.low, fare.high) == (-1000, 1000) for fare in stable.values())


def test_beside_a_zero_no_form_is_blamed_and_the_zero_is_found_without_a_change_of_sign() -> None:
    for formula in ("exp(z) - y", "(exp(z) - y)**2"):
        fare = fares(formula, formula, (math.exp(0.5),))["float64"]
        assert fare.anywhere > ALLOWED
        assert fare.worst <= ALLOWED


def test_a_value_that_underflows_has_to_be_small_only() -> None:
    assert fares("exp(z)", "exp(z)")["float16"].holds
    assert fares("exp(z)", "1/exp(-z)")["float16"].holds
    assert not fares("exp(z)", "exp(z) + 1/16")["float16"].holds


def test_a_value_that_is_too_large_for_a_format_asks_nothing_of_it() -> None:
    assert fares("exp(z)", "exp(z)")["float32"].holds


def test_a_form_that_has_no_value_where_there_is_one_is_stopped() -> None:
    assert fares("z", "z*exp(z)/exp(z)")["float16"].worst == math.inf
