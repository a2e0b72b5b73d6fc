"""C keeps the order of a formula, and puts loops as far out as indices allow; the tests of pages compile and run it."""

import pytest
import sympy as sp

from generator.catalogue.formulas import A_VEC, Y_VEC, Z_VEC, A, Y, Z
from generator.engine import terms as t
from generator.engine.c import c_expression, c_loops
from generator.engine.indices import free_indices
from generator.engine.parse import parse
from generator.engine.terms import Term
from generator.errors import DerivationError

SCALARS = (
    ("(a - y)*a*(1 - a)", "(a - y)*a*(1 - a)"),
    ("-a/y + 2/3*z", "-a/y + (real)2/3*z"),
    ("(a - y)**2/2", "pow(a - y, (real)2)/2"),
    ("2**(-z)*a**2.5", "pow((real)2, -z)*pow(a, (real)5/2)"),
    ("abs(z)*sign(a - y)", "fabs(z)*(real)(((a - y) > 0) - ((a - y) < 0))"),
    ("max(z, a)", "fmax(a, z)"),
    ("sqrt(1 + z**2) + asin(a) + pi", "sqrt(1 + z*z) + asin(a) + (real)M_PI"),
    ("piecewise(z, z > 0, a, z > -1, 0)", "(z > 0 ? z : (z > -1 ? a : (real)0))"),
)


def read(formula: str) -> Term:
    """Read a formula."""
    letters = {"a": A_VEC, "y": Y_VEC, "z": Z_VEC} if "[" in formula else {"a": A, "y": Y, "z": Z, "pi": sp.pi}
    return parse(formula, letters)


def loops(formula: str) -> list[str]:
    """Return the lines that assign a formula."""
    term = read(formula)
    return [line.strip() for line in c_loops("out", term, free_indices(term)).splitlines()]


@pytest.mark.parametrize(("formula", "code"), SCALARS)
def test_a_number_is_written_in_the_order_in_which_it_stands(formula: str, code: str) -> None:
    assert c_expression(read(formula)) == code


def test_a_number_that_is_no_fraction_keeps_all_its_digits() -> None:
    assert c_expression(sp.Float("0.1") * 1) == "(real)0.1"


def test_a_maximum_of_many_is_one_of_two_and_two() -> None:
    assert c_expression(sp.Max(A, Y, Z, evaluate=False)) == "fmax(a, fmax(y, z))"


def test_conditions_are_joined() -> None:
    inside = sp.And(sp.StrictGreaterThan(Z, 0), sp.StrictLessThan(Z, 1))
    assert c_expression(t.cases((A, inside), (Y, sp.true))) == "((z > 0) && (z < 1) ? a : y)"
    outside = sp.Or(sp.StrictLessThan(Z, 0), sp.StrictGreaterThan(Z, 1))
    assert c_expression(t.cases((A, outside), (Y, sp.true))) == "((z > 1) || (z < 0) ? a : y)"


def test_a_sum_that_all_components_share_is_taken_once() -> None:
    assert loops("exp(z[i])/Sum(exp(z[k]), k)") == [
        "real sum1 = 0;",
        "for (size_t k = 0; k < N; k++) {",
        "sum1 += exp(z[k]);",
        "}",
        "for (size_t i = 0; i < N; i++) {",
        "out = exp(z[i])/sum1;",
        "}",
    ]


def test_a_sum_of_its_own_stands_in_the_loop_of_its_component() -> None:
    lines = loops("Sum(y[k]*(delta(k, i) - a[i]), k)")
    assert lines.index("for (size_t i = 0; i < N; i++) {") < lines.index("real sum1 = 0;")
    assert "sum1 += y[k]*((real)(k == i) - a[i]);" in lines


def test_a_sum_within_a_sum_stands_outside_where_it_can() -> None:
    lines = loops("Sum(a[i]*Sum(z[k], k), i)")
    assert lines.index("sum1 += z[k];") < lines.index("for (size_t i = 0; i < N; i++) {")
    nested = loops("Sum(Sum(a[i]*z[k], k)**2, i)")
    assert nested.index("for (size_t i = 0; i < N; i++) {") < nested.index("sum1 += a[i]*z[k];")


def test_the_number_of_components_may_be_subtracted() -> None:
    """N counts without a sign: minus three would be a very large number."""
    assert c_expression(t.neg(t.SIZE)) == "-(real)N"


def test_what_c_cannot_say_is_an_error() -> None:
    with pytest.raises(DerivationError, match="cannot be written as C"):
        c_expression(t.D(A, Z))
    with pytest.raises(DerivationError, match="cannot be written as C"):
        c_expression(t.cases((A, sp.Symbol("p", bool=True)), (Y, sp.true)))
