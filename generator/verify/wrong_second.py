"""How does each wrong second derivative come about from the first?

As in ``wrong``: one function for each slip, with the wrong equality that somebody believes as its docstring, and None
where the slip cannot be made. Where no first derivative went before, none can.
"""

import sympy as sp

from generator.catalogue.formulas import A
from generator.engine import terms as t
from generator.engine.factors import factors
from generator.engine.records import Derivation
from generator.engine.terms import D, Term


def squared(d: Derivation) -> Term | None:
    """L'' = (L')^2, with two indices the product of the two components."""
    if d.first is None:
        return None
    if not isinstance(d.variable, sp.Indexed):
        return t.power(d.first.result, 2)
    i, j = (x.indices[0] for x in (d.first.variable, d.variable))
    return t.mul(d.first.result, t.substitute(d.first.result, {i: j}))


def by_answer(d: Derivation) -> Term | None:
    """d/dz (a - y) = d/da (a - y)."""
    if d.first is None or d.variable == A or isinstance(d.variable, sp.Indexed) or not d.first.result.has(A):
        return None
    return D(d.first.result, A)


def gauss_newton(d: Derivation) -> Term | None:
    """L'' = d^2L/da^2 (da/dz)^2."""
    found = factors(d.first) if d.first else None
    if found is None or isinstance(d.variable, sp.Indexed):
        return None
    return t.mul(D(found.outer, A), t.power(found.inner, 2))
