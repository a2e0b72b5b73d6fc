"""Is algebra believed of components where it decides, on the diagonal and off it?"""

import pytest

from generator.catalogue.formulas import A_VEC, Y_VEC, I, J
from generator.engine import terms as t
from generator.engine.parse import parse
from generator.engine.terms import D, Term
from generator.verify.components import same_components


def read(text: str) -> Term:
    return parse(text, {"a": A_VEC, "y": Y_VEC})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("delta(i, j)*delta(i, j)", "delta(i, j)"),
        ("a[i]*delta(i, j)", "a[j]*delta(i, j)"),
        ("Sum((a[n] - y[n])*delta(n, i)**2, n)", "a[i] - y[i]"),
        ("Sum(a[k]**2, k)*2*y[i]", "2*y[i]*Sum(a[k]**2, k)"),
        ("(a[i] - 1)*(a[i] + 1)", "a[i]**2 - 1"),
    ],
)
def test_what_is_the_same_is_told(first: str, second: str) -> None:
    assert same_components(read(first), read(second))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a[i]*delta(i, j)", "a[j]"),
        ("a[i]", "a[j]"),
        ("delta(i, j)", "0*delta(i, j)"),
        ("delta(i, j)", "1 + 0*delta(i, j)"),
        ("Sum(a[k], k)", "Sum(y[k], k)"),
        ("Sum(a[k]*delta(k, i), k)", "Sum(a[k], k)"),
    ],
)
def test_what_differs_on_the_diagonal_or_off_it_is_not_the_same(first: str, second: str) -> None:
    assert not same_components(read(first), read(second))


def test_a_derivative_that_is_not_worked_out_is_left_to_the_numbers() -> None:
    inert = D(A_VEC[I], A_VEC[J])
    assert not same_components(inert, t.mul(t.ONE, inert))
