"""A product is seen as sign and factors, a sum as signed terms, and both in the order in which they stand."""

import pytest
import sympy as sp

from generator.engine import terms as t
from generator.engine.rules import reading
from generator.engine.terms import Term
from generator.engine.views import as_power, in_order, kind, monomial, number, opposite, powers, ratio, summands, swap

U, V, W = (sp.Symbol(name, real=True) for name in "uvw")


@pytest.mark.parametrize(
    ("text", "sign", "above", "below"),
    [
        ("u*v/w", 1, ("u", "v"), ("w",)),
        ("-(u/v)", -1, ("u",), ("v",)),
        ("(-u)*(-v)", 1, ("u", "v"), ()),
        ("u/(v/w)", 1, ("u", "w"), ("v",)),
        ("(u/v)/w", 1, ("u",), ("v", "w")),
        ("u*(1/v)*w", 1, ("u", "w"), ("v",)),
        ("3/4", 1, ("3",), ("4",)),
        ("-0.75", -1, ("3",), ("4",)),
        ("u + v", 1, ("u + v",), ()),
        ("1", 1, (), ()),
    ],
)
def test_a_product_is_taken_apart(text: str, sign: int, above: tuple[str, ...], below: tuple[str, ...]) -> None:
    found = ratio(reading(text))
    assert found.sign == sign
    assert found.above == tuple(map(reading, above))
    assert found.below == tuple(map(reading, below))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("u*(-v)/w", "-(u*v/w)"),
        ("exp(u)*v*2", "2*v*exp(u)"),
        ("(u - v)*u", "(u - v)*u"),
        ("u/1", "u"),
        ("v*1*u", "v*u"),
    ],
)
def test_a_product_is_put_together_with_numbers_first_and_functions_last(text: str, expected: str) -> None:
    assert ratio(reading(text)).term == reading(expected)


def test_letters_and_brackets_keep_the_order_in_which_they_came() -> None:
    factors = (t.call(sp.exp, U), W, t.add(U, V), sp.Integer(2), U, t.ONE)
    assert in_order(factors) == (sp.Integer(2), W, t.add(U, V), U, t.call(sp.exp, U))


def test_equal_bases_are_joined_even_where_their_terms_stand_in_another_order() -> None:
    found = powers((reading("1 - u"), V, reading("-u + 1"), reading("v**3")))
    assert [power.term for power in found.values()] == [reading("(1 - u)**2"), reading("v**4")]
    assert kind(reading("1 - u")) == kind(reading("-u + 1"))


@pytest.mark.parametrize(("text", "base", "exponent"), [("u**3", "u", 3), ("sqrt(u)", "u", t.HALF), ("u", "u", 1)])
def test_a_factor_is_a_base_with_an_exponent(text: str, base: str, exponent: Term) -> None:
    found = as_power(reading(text))
    assert (found.base, found.exponent) == (reading(base), exponent)


def test_the_numbers_of_a_product_are_multiplied() -> None:
    assert number((sp.Integer(2), U, sp.Integer(3))) == 6
    assert number((U,)) == 1


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("2*u*v", "-v*u", True),
        ("u/v", "3*u/v", True),
        ("u**2", "u*u", True),
        ("u", "v", False),
        ("u/v", "v/u", False),
        ("2", "3", True),
    ],
)
def test_terms_are_alike_whatever_the_order_of_their_factors(one: str, other: str, *, alike: bool) -> None:
    assert (monomial(reading(one)).key == monomial(reading(other)).key) == alike


@pytest.mark.parametrize(("text", "coefficient"), [("2*u*3", 6), ("-u", -1), ("u/2", t.HALF), ("-3*u/6", -t.HALF)])
def test_a_term_has_a_coefficient(text: str, coefficient: Term) -> None:
    assert monomial(reading(text)).coefficient == coefficient


@pytest.mark.parametrize(("text", "expected"), [("u - v", "-u + v"), ("-u", "u"), ("u*v", "-(u*v)"), ("2", "-2")])
def test_the_opposite_has_no_double_minus(text: str, expected: str) -> None:
    assert opposite(reading(text)) == reading(expected)


def test_a_term_is_a_sum_of_itself() -> None:
    assert summands(reading("u - v")) == (U, t.neg(V))
    assert summands(U) == (U,)


def test_one_of_several_equal_parts_is_replaced() -> None:
    assert swap((U, V, U), U) == (V, U)
    assert swap((U, V, U), U, W, W) == (W, W, V, U)
