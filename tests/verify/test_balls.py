"""A ball holds the true value, says so where it cannot tell, and carries derivatives that mpmath finds too."""

import flint
import mpmath
import pytest
import sympy as sp

from generator.engine.primitives import PRIMITIVES, Primitive
from generator.errors import ProofError
from generator.verify import balls
from generator.verify.arithmetic import MP, NoValueError

ARGUMENTS = ("-2.5", "-0.75", "0.3", "0.6", "1.75")
ROWS = [row for row in PRIMITIVES if row.id not in {"sqrt", "digamma", "trigamma"}]


def inside(row: Primitive, text: str) -> bool:
    return sp.Rational(text) in row.domain


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_function_of_balls_holds_the_value_that_mpmath_has(row: Primitive) -> None:
    for text in filter(lambda text: inside(row, text), ARGUMENTS):
        x = MP.mpf(text)
        with balls.precision(160):
            found = balls.FUNCTIONS[row.head](balls.exactly(x))
        with MP.workdps(60):
            assert abs(MP.make_mpf(found._mpf_) - row.value(MP, x)) < MP.mpf(10) ** -44
        assert found.rel_accuracy_bits() > 140


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_series_has_the_derivatives_that_mpmath_finds(row: Primitive) -> None:
    for text in filter(lambda text: inside(row, text), ARGUMENTS):
        x = MP.mpf(text)
        with balls.precision(200):
            found = balls.FUNCTIONS[row.head](balls.series(balls.exactly(x), 1, 0))
            first, half = MP.make_mpf(balls.slope(found)._mpf_), MP.make_mpf(balls.bend(found)._mpf_)
        assert abs(first - MP.diff(lambda u: row.value(MP, u), x)) < MP.mpf(10) ** -40
        assert abs(2 * half - MP.diff(lambda u: row.value(MP, u), x, 2)) < MP.mpf(10) ** -30


@pytest.mark.parametrize(
    ("row", "low", "high"),
    [("log", -1, 1), ("asin", 0, 2), ("acos", -2, 0), ("log1p", -2, 0), ("sign", -1, 1)],
)
def test_what_a_wide_ball_does_not_tell_is_nothing(row: str, low: int, high: int) -> None:
    function = next(one for one in PRIMITIVES if one.id == row)
    wide = flint.arb(low).union(flint.arb(high))
    assert not balls.FUNCTIONS[function.head](wide).is_finite()
    assert not balls.STRICT[function.head](wide).is_finite()


@pytest.mark.parametrize(("row", "x"), [("log", -1), ("log", 0), ("asin", 2), ("exp", 10**7), ("log1p", -1)])
def test_where_there_is_surely_no_value_the_strict_functions_say_so(row: str, x: int) -> None:
    function = next(one for one in PRIMITIVES if one.id == row)
    assert not balls.FUNCTIONS[function.head](flint.arb(x)).is_finite()
    with pytest.raises(NoValueError):
        balls.STRICT[function.head](flint.arb(x))


def test_powers_have_values_where_real_numbers_have() -> None:
    zero, two = flint.arb(0), flint.arb(2)
    assert balls.raised(two, -2) == flint.arb(1) / 4
    assert balls.raised(flint.arb("nan"), 0).is_nan()
    assert balls.power(flint.arb(-2), flint.arb(3)) == -8
    assert balls.power(zero, flint.arb(0.5)) == 0
    assert not balls.raised(balls.series(zero, 1), -1).is_finite()
    with pytest.raises(NoValueError):
        balls.strictly_raised(zero, -1)
    with pytest.raises(NoValueError):
        balls.strict_power(-two, flint.arb(0.5))


def test_powers_of_what_moves_have_their_slopes() -> None:
    with balls.precision(200):
        for exponent in ("0.5", "1.5", "-2", "3", "0.3"):
            y = MP.mpf(exponent)
            found = balls.slope(balls.power(balls.series(flint.arb(2), 1), balls.exactly(y)))
            assert abs(MP.make_mpf(found._mpf_) - y * MP.power(2, y - 1)) < MP.mpf(10) ** -45


def test_a_corner_has_no_slope() -> None:
    moves = balls.series(flint.arb(0), 1)
    for found in (balls.largest(moves, flint.arb(0)), balls.sign(moves), balls.FUNCTIONS[sp.Abs](moves)):
        assert not balls.slope(found).is_finite()


def test_a_function_that_flint_lacks_is_told_apart() -> None:
    digamma = next(row for row in PRIMITIVES if row.id == "digamma")
    with pytest.raises(ProofError, match="digamma · python-flint has no such function of arb_series"):
        balls.FUNCTIONS[digamma.head](balls.series(flint.arb(2), 1))


def test_error_functions_of_many_digits_are_kept_apart_by_how_far_their_series_go() -> None:
    with balls.precision(2**15):
        short = balls.FUNCTIONS[sp.erf](balls.series(flint.arb(1), 1))
        long = balls.FUNCTIONS[sp.erf](balls.series(flint.arb(1), 1, 0))
    assert (short.prec, long.prec) == (2, 3)
    assert float(balls.bend(long)) == pytest.approx(float(-2 / mpmath.sqrt(mpmath.pi) / mpmath.e))
