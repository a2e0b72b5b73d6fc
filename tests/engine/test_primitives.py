"""Every row of the table of derivatives is right on its own domain and on both sides of its kinks."""

from collections.abc import Iterator

import mpmath
import numpy as np
import pytest
import sympy as sp
from scipy import special

from generator.engine import terms as t
from generator.engine.code import expression, numpy_expression
from generator.engine.libraries import JAX, TORCH
from generator.engine.oneline import plain
from generator.engine.parse import FUNCTIONS
from generator.engine.primitives import PRIMITIVES, Primitive, U, primitive_of
from generator.engine.sympy_code import sympy_code
from generator.engine.tex import tex
from generator.verify.arithmetic import FUNCTIONS as FUNCTIONS_OF_THE_JUDGE
from generator.verify.floats import FORMATS, in_format
from tests.engine.arithmetic import MP, Number, Point, close, dice

A = sp.Symbol("a", real=True)
PRIMITIVES_BY_ID = {row.id: row for row in PRIMITIVES}
DRAWN, MARGIN, FAR = 12, 0.05, 3.0

WITH_SLOPE = [row for row in PRIMITIVES if row.derivative]
by_row = pytest.mark.parametrize("row", WITH_SLOPE, ids=lambda row: row.id)


def arguments(row: Primitive) -> Iterator[Number]:
    """Yield points of the row's domain away from its edges and kinks, and close by on both sides of every kink."""
    low = max(float(row.domain.inf), -FAR)
    high = min(float(row.domain.sup), FAR)
    draw = dice(row.id)
    for _ in range(DRAWN):
        u = draw.uniform(low + MARGIN, high - MARGIN)
        if all(abs(u - kink) > MARGIN for kink in row.kinks):
            yield MP.mpf(u)
    for kink in row.kinks:
        yield from (kink - MP.mpf(MARGIN), kink + MP.mpf(MARGIN))


def slope(row: Primitive, u: Number) -> Number:
    """Return the derivative that the row gives at u."""
    return Point({U: u}).value(row.slope(U))


@by_row
def test_a_row_agrees_with_sympy(row: Primitive) -> None:
    derivative = sp.diff(t.evaluated(row.function), U)
    for u in arguments(row):
        assert close(MP.mpf(sp.N(derivative.subs(U, sp.Float(str(u), 30)), 25)), slope(row, u)), u


@by_row
def test_a_row_agrees_with_numeric_differentiation(row: Primitive) -> None:
    for u in arguments(row):
        assert close(MP.diff(lambda moved: Point({U: moved}).value(row.function), u), slope(row, u)), u


@by_row
def test_the_domain_of_a_row_is_no_wider_than_its_derivative(row: Primitive) -> None:
    for edge in (row.domain.inf, row.domain.sup):
        if edge.is_finite:
            assert row.domain.contains(edge) == sp.false
            here = MP.mpf(sp.N(edge, 30))
            near = [abs(slope(row, here + way * MP.mpf(10) ** -12)) for way in (1, -1) if inside(row, edge, way)]
            assert near
            assert min(near) > 10**4


def inside(row: Primitive, edge: sp.Expr, way: int) -> bool:
    """Tell whether the domain lies on this side of its edge."""
    return bool(row.domain.contains(edge + way * sp.Rational(1, 100)))


@pytest.mark.parametrize("row", [row for row in PRIMITIVES if row.kinks], ids=lambda row: row.id)
def test_at_a_kink_the_two_sides_differ(row: Primitive) -> None:
    for kink in row.kinks:
        step = MP.mpf(10) ** -9
        left, here, right = (Point({U: u}).value(row.function) for u in (kink - step, MP.mpf(kink), kink + step))
        assert not close((here - left) / step, (right - here) / step) or abs(right - left) > 1


@by_row
def test_a_row_is_found_by_its_function(row: Primitive) -> None:
    assert primitive_of(row.function) is row


def test_every_function_that_a_formula_may_call_has_a_row_but_maximum_and_minimum() -> None:
    heads = {row.function.func for row in PRIMITIVES}
    assert {name for name, head in FUNCTIONS.items() if head not in heads} == {"max", "min"}


def test_a_sum_has_no_row() -> None:
    assert primitive_of(t.add(U, t.ONE)) is None
    assert primitive_of(t.power(U, 3)) is None


def test_the_argument_stands_in_the_place_of_u_and_the_answer_in_that_of_y() -> None:
    row = next(row for row in PRIMITIVES if row.id == "tanh")
    inner = t.mul(sp.Integer(2), U)
    assert row.slope(inner) == t.add(t.ONE, t.neg(t.power(t.call(sp.tanh, inner), 2)))


def test_the_condition_of_a_row_is_told_in_words() -> None:
    said = {row.id: row.when for row in PRIMITIVES}
    assert (said["exp"], said["abs"], said["log"]) == ("", "u is not 0", "u > 0")


SCIPY = {
    "lgamma": special.gammaln, "digamma": special.digamma, "trigamma": lambda u: special.polygamma(1, u),
    "erf": special.erf, "erfc": special.erfc, "log1p": special.log1p, "expm1": special.expm1,
    "log1mexp": lambda u: np.log1p(-np.exp(u)), "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan,
    "asinh": np.arcsinh, "erfcx": special.erfcx, "logndtr": special.log_ndtr, "exprel": special.exprel,
}  # fmt: skip
"""What SciPy or NumPy calls by another name, or has in two steps."""


@pytest.mark.parametrize("row", PRIMITIVES, ids=lambda row: row.id)
def test_a_row_is_evaluated_as_scipy_and_numpy_do_it(row: Primitive) -> None:
    """``tanh`` is mixed up with nothing: the name is looked up elsewhere, and the number compared."""
    function = SCIPY.get(row.id) or getattr(np, row.id)
    for u in arguments(row):
        expected = float(function(float(u)))
        assert float(row.value(mpmath.mp, mpmath.mpf(u))) == pytest.approx(expected, rel=1e-12, abs=1e-12)
        if row.id != "sqrt":
            assert float(FUNCTIONS_OF_THE_JUDGE[row.head](u)) == pytest.approx(expected, rel=1e-12, abs=1e-12)
            term = t.substitute(row.function, {U: sp.Symbol("z", real=True)})
            place = {sp.Symbol("z", real=True): np.array([float(u)])}
            assert in_format(term, place, FORMATS[0])[0] == pytest.approx(expected, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("row", PRIMITIVES, ids=lambda row: row.id)
def test_every_dialect_prints_a_row(row: Primitive) -> None:
    """What is printed for NumPy is run, and has the row's value."""
    term = t.substitute(row.function, {U: sp.Symbol("z", real=True)})
    code = numpy_expression(term, special="special.{scipy}")
    for u in arguments(row):
        got = eval(code, {"np": np, "special": special, "z": np.array([float(u)])})  # noqa: S307 - printed by ourselves
        assert float(got[0]) == pytest.approx(float(row.value(mpmath.mp, mpmath.mpf(u))), rel=1e-12, abs=1e-12)
    assert all((tex(term), plain(term), expression(term, JAX), expression(term, TORCH), sympy_code(A, term)))


def test_log1mexp_keeps_its_digits_on_both_sides() -> None:
    term = t.call(PRIMITIVES_BY_ID["log1mexp"].head, sp.Symbol("z", real=True))
    for u in (-1e-18, -1e-9, -0.5, -0.8, -40.0, -700.0):
        got = eval(numpy_expression(term), {"np": np, "z": np.array([u])})  # noqa: S307 - as above
        exact = mpmath.mp.log(-mpmath.mp.expm1(mpmath.mpf(u)))
        assert float(got[0]) == pytest.approx(float(exact), rel=1e-15)


@pytest.mark.parametrize(
    ("name", "places"), [("logndtr", (-700.0, -37.0, -1e-9, 0.0, 5.0, 30.0)), ("exprel", (-700.0, -1e-30, 1e-9, 5.0))]
)
def test_a_row_for_forms_to_compute_keeps_its_digits_on_both_sides(name: str, places: tuple[float, ...]) -> None:
    row = PRIMITIVES_BY_ID[name]
    term = t.call(row.head, sp.Symbol("z", real=True))
    got = in_format(term, {sp.Symbol("z", real=True): np.array(places)}, FORMATS[0])
    with mpmath.mp.workdps(700):
        exact = [float(row.value(mpmath.mp, mpmath.mpf(u))) for u in places]
    assert got == pytest.approx(exact, rel=2e-15)
    assert in_format(t.call(PRIMITIVES_BY_ID["exprel"].head, t.ZERO), {}, FORMATS[0]) == 1


def test_the_two_oracles_are_not_one() -> None:
    assert close(MP.diff(MP.exp, MP.mpf(1)), +MP.e)
    assert MP is not mpmath.mp
