"""Of what a wrong formula is the gradient: found by comparison, and never where it is of nothing."""

from functools import cache

import pytest
import sympy as sp

from generator.catalogue.derivations import derivation_of
from generator.catalogue.formulas import A, Y
from generator.catalogue.index import Catalogue
from generator.catalogue.results import Derived
from generator.engine import terms as t
from generator.engine.parse import parse
from generator.verify.lookalikes import Lookalike, gradient_of_what, scaled

pytestmark = pytest.mark.usefixtures("derived")


@cache
def all_derived() -> dict[str, Derived]:
    """Return every entry of the catalogue with its derivation, by id."""
    return {entry.id: (entry, derivation_of(entry)) for entry in Catalogue().entries}


def looked_up(formula: str, entry: str) -> Lookalike | None:
    known = all_derived()
    return gradient_of_what(parse(formula, {"a": A, "y": Y}), known[entry], known.values())


@pytest.mark.parametrize(
    ("formula", "entry", "of", "scale"),
    [
        ("(a - y)*a*(1 - a)", "sigmoid-logistic", "sigmoid-mse", 1),
        ("a - y", "sigmoid-mse", "sigmoid-logistic", 1),
        ("2*(a - y)", "linear-mse", "linear-squared-error", 1),
        ("2*(a - y)", "sigmoid-logistic", "sigmoid-logistic", 2),
        ("y - a", "half-squared-error", "half-squared-error", -1),
        ("(y - a)/2", "linear-mse", "linear-mse", sp.Rational(-1, 2)),
    ],
)
def test_a_wrong_formula_may_be_the_gradient_of_something_else(formula: str, entry: str, of: str, scale: int) -> None:
    found = looked_up(formula, entry)
    assert found is not None
    assert (found.entry.id, found.scale, found.exact) == (of, scale, True)


def test_its_numbers_agree_with_the_slope_of_that_other_loss() -> None:
    """Calculated here once more, in plain Python: 2(a - y) is the slope of (a - y)^2 at any two places."""
    for a, y, h in ((0.3, 1.0, 1e-6), (-1.7, 0.25, 1e-6)):
        slope = ((a + h - y) ** 2 - (a - h - y) ** 2) / (2 * h)
        assert slope == pytest.approx(2 * (a - y))


@pytest.mark.parametrize("formula", ["a + y", "(a - y)**2", "3*(a - y)"])
def test_most_wrong_formulas_are_the_gradient_of_nothing_that_is_known(formula: str) -> None:
    assert looked_up(formula, "linear-mse") is None


def test_the_right_formula_is_no_lookalike() -> None:
    assert looked_up("a - y", "linear-mse") is None


def test_another_activation_gives_other_letters_their_meaning() -> None:
    """For the identity (a - y) a (1 - a) is nothing: it is a gradient only where a is a sigmoid."""
    assert looked_up("(a - y)*a*(1 - a)", "linear-mse") is None


def test_multiples_are_written_as_a_person_writes_them() -> None:
    assert [scaled(sp.Rational(n), A) for n in (1, -1)] == [A, t.neg(A)]
    assert scaled(sp.Rational(-2), A) == t.neg(t.mul(sp.Integer(2), A))
