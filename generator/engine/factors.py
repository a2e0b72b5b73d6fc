"""The factors of a derivation by the chain rule, and its product with another one in the place of either.

Read off from the goals of the phases: dL/da is the outer factor, da/dz the inner one.
"""

from dataclasses import dataclass

import sympy as sp

from generator.engine import terms as t
from generator.engine.named import head_of
from generator.engine.parse import INDICES
from generator.engine.records import Derivation, Phase
from generator.engine.terms import D, Term


@dataclass(frozen=True)
class Factors:
    """The results dL/da and da/dz, with the goals that name their indices."""

    outer_phase: Phase
    inner_phase: Phase

    @property
    def outer(self) -> Term:
        """dL/da, with the index that its goal has."""
        return self.outer_phase.result

    @property
    def inner(self) -> Term:
        """da/dz, with the indices that its goal has."""
        return self.inner_phase.result

    def at(self, index: Term, outer: Term) -> Term:
        """Return an outer factor at another index of a."""
        return t.substitute(outer, _renaming(self.outer_phase.goal.args[1], index))

    def between(self, row: Term, column: Term, inner: Term) -> Term:
        """Return an inner factor at other indices of a and z."""
        above, below = self.inner_phase.goal.args
        return t.substitute(inner, _renaming(above, row) | _renaming(below, column))

    def on_diagonal(self, index: Term) -> Term:
        """Return da_i/dz_i."""
        same = self.between(index, index, self.inner)
        return t.substitute(same, {x: t.ONE for x in same.atoms(sp.KroneckerDelta) if x.args[0] == x.args[1]})


def _renaming(name: Term, index: Term) -> dict[Term, Term]:
    return {name.indices[0]: index} if isinstance(name, sp.Indexed) else {}


def factors(d: Derivation) -> Factors | None:
    """Return the factors of a derivation by the chain rule, or None for any other derivation."""
    goals = {phase.goal: phase for phase in d.phases if isinstance(phase.goal, D)}
    for outer, phase in goals.items():
        for inner, other in goals.items():
            middle, last = (head_of(x) for x in (outer.args[1], inner.args[1]))
            if middle == head_of(inner.args[0]) and last == head_of(d.variable) != middle:
                return Factors(phase, other)
    return None


def own_phase(d: Derivation) -> Phase:
    """Return the phase in which the derivation itself differentiates, rather than by a lemma's result."""
    found = factors(d)
    return found.outer_phase if found else d.phases[0]


def chained(d: Derivation, outer: Term, inner: Term) -> Term:
    """Return the product of an outer and an inner factor; for vectors the sum of products over the answers."""
    found = factors(d)
    if found is None or not isinstance(d.variable, sp.Indexed):
        return t.mul(*(x for x in (outer, inner) if x != t.ONE))
    if inner == t.ONE:
        return found.at(d.variable.indices[0], outer)
    k = fresh_index(outer, inner)
    factor = found.between(k, d.variable.indices[0], inner)
    return t.total(factor if outer == t.ONE else t.mul(found.at(k, outer), factor), k)


def fresh_index(*terms: Term) -> sp.Symbol:
    """Return an index that none of the terms uses."""
    taken = {str(symbol) for term in terms for symbol in term.atoms(sp.Symbol)}
    return next(letter for name, letter in sorted(INDICES.items(), reverse=True) if name not in taken)
