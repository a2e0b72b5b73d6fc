"""Results of the catalogue: of an entry, whether it is the plain difference a - y, and what it may be compared with.

Most cases are told from the difference by numbers, at a point: the slope of the loss by z, by differences of mpmath, is
another value there. So whoever asks it of all cases has few of them derived.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from mpmath import diff
from sympy import Indexed, lambdify

from generator.catalogue.derivations import derivation_of
from generator.catalogue.formulas import A_VEC, Y_VEC, Z_VEC, A, I, Y, Z, at_usual, value_of
from generator.catalogue.records import Activation, Case, Loss
from generator.engine import terms as t
from generator.engine.records import Derivation
from generator.engine.terms import SIZE, Term

Derived = tuple[Activation | Loss | Case, Derivation]

_POINTS, _APART = (0.3, -0.7, 2.5), 1e-6
"""Numbers for z: on both sides of most kinks, and far from the target."""
_Y, _REST = (0, 0.25, 0.75), 0.1
"""The targets of two classes, whose sum is 1, and the z of the second; components are counted from 1."""


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


def comparable(own: Derived, others: Iterable[Derived]) -> tuple[Derived, ...]:
    """Return those whose results are derivatives of the same letters, which mean the same in them as in one's own."""
    known, derivation = set(own[0].parameters), own[1]
    return tuple(other for other in others if known.issuperset(other[0].parameters) and _alike(other[1], derivation))


def _alike(other: Derivation, own: Derivation) -> bool:
    return bool(other.goal == own.goal and other.where == own.where and set(other.assuming) <= set(own.assuming))


def _is_another(case: Case) -> bool:
    """Tell whether dL/dz differs from a - y at a point. Where there is no number, numbers tell nothing."""
    return any(_gap(case, z) > _APART for z in _POINTS)


def _gap(case: Case, z: float) -> Any:  # noqa: ANN401 - a number of mpmath
    activation, loss = map(_function, case.parts)

    def answers(x: Any) -> tuple[Any, ...]:  # noqa: ANN401 - numbers of mpmath
        return 0, *(activation((0, x, _REST), _Y, i) for i in (1, 2))

    try:
        return abs(diff(lambda x: loss(_Y, answers(x), 1), z) - (answers(z)[1] - _Y[1]))
    except (ArithmeticError, NameError, TypeError, ValueError):
        return 0


@cache
def _function(part: Activation | Loss) -> Callable[..., Any]:
    """Return an activation or a loss as a function of z, a and a component, with the usual parameters."""
    term = at_usual(value_of(part), part)
    if term.has(Indexed):
        of_all: Callable[..., Any] = lambdify((Z_VEC, A_VEC, Y_VEC, I, SIZE), term, "mpmath")
        return lambda z, a, i: of_all(z, a, _Y, i, 2)
    of_one: Callable[..., Any] = lambdify((Z, A, Y), term, "mpmath")
    return lambda z, a, i: of_one(z[i], a[i], _Y[i])
