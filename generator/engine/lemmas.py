"""How does a function that has a page of its own stand in the formulas of others, under its name?

A *lemma* is such a function: its name as a call, its value, and its derivative as its own page derives it. The rules of
``differentiate`` use the derivative as it stands there; for numbers, ``named.spelled_out`` puts the value in.
"""

from dataclasses import dataclass

import sympy as sp

from generator.engine import terms as t
from generator.engine.differentiate import chained
from generator.engine.records import Definitions
from generator.engine.rules import Rule, X
from generator.engine.terms import D, Term

U = sp.Symbol("u", real=True)

LEMMA = "lemma:"
"""What the id of a lemma's rule begins with."""


@dataclass(frozen=True)
class Lemma:
    """A function by name: ``call`` is sigma(u), ``value`` its definition in u, ``slope`` its derivative in both."""

    id: str
    call: Term
    value: Term
    slope: Term

    @property
    def definition(self) -> tuple[Term, Term]:
        """What the name means."""
        return self.call, self.value

    @property
    def rule(self) -> Rule:
        """The rule D(sigma(u)) = sigma'(u) D(u)."""
        at_x = t.substitute(self.call, {U: X})
        after = t.mul(self.slope, D(U, X))
        fires = D(at_x, X), self._at(X)
        return Rule(f"lemma:{self.id}", "lemma", self._taken, D(self.call, X), after, fires, D(X, X))

    def _taken(self, x: Term) -> Term | None:
        if not isinstance(x, D) or x.args[0].func != self.call.func:
            return None
        (inner,), variable = x.args[0].args, x.args[1]
        return chained(self._at(inner), inner, variable) if t.depends(inner, variable) else t.ZERO

    def _at(self, inner: Term) -> Term:
        return t.substitute(self.slope, {U: inner})


def definitions(lemmas: tuple[Lemma, ...]) -> Definitions:
    """Return what the names of the lemmas mean."""
    return tuple(lemma.definition for lemma in lemmas)
