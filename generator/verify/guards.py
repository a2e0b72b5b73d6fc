"""Where does a term have a kink or a jump?

At the zeros of its *guards*: the argument of an absolute value or a sign, the difference of the two sides of a maximum
or of a condition. Points are drawn with a margin from these zeros, and each zero is looked at from both sides.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations

import sympy as sp

from generator.engine import terms as t
from generator.engine.terms import Term
from generator.verify.arithmetic import MP
from generator.verify.indices import assignments
from generator.verify.world import World

MARGIN = MP.mpf(10) ** -3
"""How far from zero every guard has to be at an ordinary point."""


def guards(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Return the guards of the terms, each once, in the order in which they stand."""
    return tuple(dict.fromkeys(guard for x in terms for part in sp.preorder_traversal(x) for guard in _of(part)))


def has_kinks(x: Term) -> bool:
    """Tell whether the term has any guard at all."""
    return bool(guards((x,)))


def clear(world: World, found: Iterable[Term]) -> bool:
    """Tell whether every guard keeps its margin at this point, whatever its indices."""
    return all(
        (value := world.attempt(guard, indices)) is not None and abs(value) >= MARGIN
        for guard in found
        for indices in assignments(guard, world.size)
    )


@lru_cache(maxsize=8192)
def _of(part: sp.Basic) -> tuple[Term, ...]:
    if isinstance(part, (sp.Abs, sp.sign)):
        return (part.args[0],)
    if isinstance(part, (sp.Max, sp.Min)):
        return tuple(t.add(u, t.neg(v)) for u, v in combinations(part.args, 2))
    if isinstance(part, sp.core.relational.Relational):
        return (t.add(part.lhs, t.neg(part.rhs)),)
    return ()
