"""At which points of a batch does a condition hold?

A condition is a program like a term's, whose column says True, False, or None where that is not known: two balls that
overlap do not tell which number is the larger.
"""

import operator
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

import sympy as sp

from generator.engine.terms import Term
from generator.verify.arithmetic import Real
from generator.verify.indices import Indices

if TYPE_CHECKING:
    from generator.verify.batches import Batch
    from generator.verify.compiled import Compiled

Truth: TypeAlias = bool | None
Holding: TypeAlias = Callable[["Batch", Indices], list[Truth]]


def holds(condition: sp.Basic, compiled: Callable[[Term], "Compiled"]) -> Holding:
    """Return the program that tells where a condition holds; its sides are ``compiled``."""
    if condition in (sp.true, sp.false):
        return lambda b, _i: [bool(condition)] * b.count
    parts = condition.args
    if isinstance(condition, (sp.And, sp.Or)):
        return _joined([holds(part, compiled) for part in parts], isinstance(condition, sp.Or))
    if isinstance(condition, sp.ITE):  # SymPy's own spelling of a piecewise term inside a condition
        return _chosen(*(holds(part, compiled) for part in parts))
    return _compared(_COMPARISONS[condition.func], *map(compiled, parts))


def _joined(parts: list[Holding], decisive: bool) -> Holding:  # noqa: FBT001 - what decides it alone: True for "or"
    def column(b: "Batch", i: Indices) -> list[Truth]:
        found: list[Truth] = parts[0](b, i)
        for part in parts[1:]:
            if all(truth is decisive for truth in found):
                break
            found = [_both(*pair, decisive) for pair in zip(found, part(b, i), strict=True)]
        return found

    return column


def _both(first: Truth, second: Truth, decisive: bool) -> Truth:  # noqa: FBT001 - what decides it alone: True for "or"
    if decisive in (first, second):
        return decisive
    return None if None in (first, second) else not decisive


def _chosen(condition: Holding, then: Holding, otherwise: Holding) -> Holding:
    def column(b: "Batch", i: Indices) -> list[Truth]:
        asked = condition(b, i)
        unknown: list[Truth] = [None] * b.count
        yes = then(b, i) if True in asked else unknown
        no = otherwise(b, i) if False in asked else unknown
        return [None if truth is None else yes[n] if truth else no[n] for n, truth in enumerate(asked)]

    return column


Pair: TypeAlias = tuple[Callable[[Real, Real], bool], Callable[[Real, Real], bool]]


def _compared(pair: Pair, left: "Compiled", right: "Compiled") -> Holding:
    yes, no = pair

    def column(b: "Batch", i: Indices) -> list[Truth]:
        values = zip(map(b.numbers.here, left(b, i)), map(b.numbers.here, right(b, i)), strict=True)
        return [True if yes(u, v) else False if no(u, v) else None for u, v in values]

    return column


_COMPARISONS: Mapping[type[sp.Basic], Pair] = {
    sp.StrictLessThan:    (operator.lt, operator.ge),
    sp.LessThan:          (operator.le, operator.gt),
    sp.StrictGreaterThan: (operator.gt, operator.le),
    sp.GreaterThan:       (operator.ge, operator.lt),
    sp.Eq:                (operator.eq, operator.ne),
    sp.Ne:                (operator.ne, operator.eq),
}  # fmt: skip
"""Which comparison says yes, and which says no; of two balls that overlap neither does."""
