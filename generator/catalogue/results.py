"""What is the catalogue's result for a case, and is it the plain difference a - y?

Most cases are told from the difference by numbers, at a point: L'(a) g'(z) is another value there. So whoever asks it
of all cases has all activations and losses derived, but few cases.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from sympy import lambdify

from generator.catalogue.derivations import derivation_of
from generator.catalogue.formulas import A_VEC, Y_VEC, A, I, Y, Z, at_usual, value_of
from generator.catalogue.records import Activation, Case, Loss
from generator.engine import terms as t
from generator.engine.terms import Term

_Z, _Y, _APART = 0.3, 0.5, 1e-6


def is_difference(case: Case) -> bool:
    """Tell whether the catalogue's result for a case is the activation less the target."""
    answer, target = (A_VEC[I], Y_VEC[I]) if case.vector else (A, Y)
    return not _is_another(case) and bool(result_of(case) == t.add(answer, t.neg(target)))


@cache
def result_of(case: Case) -> Term:
    """Return the catalogue's result for a case, derived once."""
    return derivation_of(case).spelled


@cache
def slope_of(part: Activation | Loss) -> Term:
    """Return the catalogue's derivative of an activation or a loss, derived once, with the usual parameters."""
    return at_usual(derivation_of(part).spelled, part)


def _is_another(case: Case) -> bool:
    """Tell whether L'(a) g'(z) differs from a - y at a point. Where there is no number, numbers tell nothing."""
    if case.vector:
        return False
    try:
        a = _number(at_usual(value_of(case.activation), case.activation), 0)
        gap = _number(slope_of(case.loss), a) * _number(slope_of(case.activation), a) - (a - _Y)
    except (ArithmeticError, TypeError, ValueError):
        return False
    return bool(abs(gap) > _APART)


def _number(term: Term, a: Any) -> Any:  # noqa: ANN401 - a number of mpmath
    return _function(term)(_Z, a, _Y)


@cache
def _function(term: Term) -> Callable[..., Any]:
    found: Callable[..., Any] = lambdify((Z, A, Y), term, "mpmath")
    return found
