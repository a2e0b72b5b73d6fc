"""Where does a term have a kink or a jump?

At the zeros of its *guards*: the argument of an absolute value or a sign, the difference of the two sides of a maximum
or of a condition. Points are drawn with a margin from these zeros, and each zero is looked at from both sides.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations

import sympy as sp

from generator.engine import terms as t
from generator.engine.primitives import by_head
from generator.engine.terms import Term
from generator.verify.arithmetic import MP, NoValueError
from generator.verify.indices import NOWHERE, Indices, assignments
from generator.verify.world import World

MARGIN = MP.mpf(10) ** -3
"""How far from zero every guard has to be at an ordinary point."""


def guards(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Return the guards of the terms, each once, in the order in which they stand."""
    return tuple(dict.fromkeys(guard for x in terms for guard in _guards(x)))


@lru_cache(maxsize=4096)
def _guards(x: Term) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(guard for part in _parts(x) for guard in _of(part)))


def _parts(x: Term) -> Iterator[sp.Basic]:
    """Yield what a term is made of; a branch changes where its condition does, and not within one side of that."""
    walk = sp.preorder_traversal(x)
    for part in walk:
        yield part
        if isinstance(part, sp.core.relational.Relational):
            walk.skip()


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


def corner(world: World, found: Iterable[Term]) -> tuple[int | None, ...]:
    """Return on which side of every guard a point lies, whatever its indices: None where a guard has no value."""
    values = (world.attempt(guard, indices) for guard in found for indices in assignments(guard, world.size))
    return tuple(None if value is None else int(MP.sign(value)) for value in values)


def level(world: World, found: Iterable[Term]) -> bool:
    """Tell whether the two sides of a comparison are equal here to the last digit.

    Beside a kink that means on a whole stretch, y a = 1 for every z > 3, say, where no branch is open.
    """
    return any(world.attempt(guard, indices) == 0 for guard in found for indices in assignments(guard, world.size))


def open_guards(x: sp.Basic, world: World, indices: Indices = NOWHERE) -> Iterator[Term]:
    """Yield the guards of the branches that are taken at this point, and of the conditions that decide it."""
    yield from _of(x)
    if isinstance(x, sp.Piecewise):
        yield from (guard for part in _taken(x, world, indices) for guard in open_guards(part, world, indices))
    elif not isinstance(x, sp.core.relational.Relational):
        yield from (guard for part in x.args for guard in open_guards(part, world, indices))


def _taken(x: sp.Piecewise, world: World, indices: Indices) -> Iterator[sp.Basic]:
    """Yield the conditions that are asked here, and then the value of the branch that is taken, if any is."""
    for value, when in x.args:
        yield when
        if _holds(when, world, indices):
            yield value
            return


def _holds(when: sp.Basic, world: World, indices: Indices) -> bool:
    return bool(world.attempt(t.cases((sp.S.One, when), (sp.S.Zero, sp.true)), indices) == 1)


def unbranched(x: Term, world: World, indices: Indices = NOWHERE) -> Term:
    """Return a term as it reads on this side of every kink: the branch that is taken, and u or -u for each |u|.

    Raises ``NoValueError`` where no branch is.
    """
    match x:
        case sp.Piecewise():
            taken = (value for value, when in x.args if _holds(when, world, indices))
            if (value := next(taken, None)) is None:
                raise NoValueError
            return unbranched(value, world, indices)
        case sp.Max() | sp.Min():
            pick = max if isinstance(x, sp.Max) else min
            return unbranched(pick(x.args, key=lambda u: world.value(u, indices)), world, indices)
        case sp.Abs() | sp.sign():
            sign = sp.Integer(int(MP.sign(world.value(x.args[0], indices))))
            return t.mul(sign, unbranched(x.args[0], world, indices)) if isinstance(x, sp.Abs) else sign
    parts = t.children(x)
    return t.with_children(x, (unbranched(part, world, indices) for part in parts)) if parts else x


@lru_cache(maxsize=8192)
def _of(part: sp.Basic) -> tuple[Term, ...]:
    row = by_head().get(part.func)
    if row is not None and (guard := row.guarded(part.args[0])) is not None:
        return (guard,)
    if isinstance(part, (sp.Max, sp.Min)):
        return tuple(t.add(u, t.neg(v)) for u, v in combinations(part.args, 2))
    if isinstance(part, sp.core.relational.Relational):
        return (t.add(part.lhs, t.neg(part.rhs)),)
    if part.is_Pow and not part.exp.is_Integer and part.base.is_Pow and part.base.exp.is_even:
        return (part.base.base,)  # the root of a square is an absolute value
    return ()
