"""How does a term become a program that runs at many points at once, without SymPy evaluating anything on the way?

``compiled`` builds the program once, one builder a shape, and each part of a term is carried out once for all points of
a ``Batch``, wherever the part occurs again: parts are shared within a term, and between the terms of a derivation. No
term is too big to look at, and the numbers in it are exact whatever the precision in force. A program does not know
with which numbers it runs: balls, those that move, or mpmath's.

A newcomer who gives terms a new shape adds its builder to the table at the end.
"""

from collections.abc import Callable
from functools import lru_cache, reduce
from itertools import count
from typing import TYPE_CHECKING, TypeAlias

import sympy as sp
from sympy.core.function import AppliedUndef

from generator.engine import terms as t
from generator.engine.bound import unbound_indices
from generator.engine.named import head_of
from generator.engine.terms import D, Term
from generator.errors import ProofError
from generator.verify import conditions
from generator.verify.arithmetic import FUNCTIONS, Real
from generator.verify.indices import Indices, place_of
from generator.verify.text import shown

if TYPE_CHECKING:
    from generator.verify.batches import Batch

Column: TypeAlias = list[Real]
"""A number for every point of a batch."""

Compiled: TypeAlias = Callable[["Batch", Indices], Column]

_numbered = count()


@lru_cache(maxsize=8192)
def compiled(x: Term) -> Compiled:
    """Return the program that evaluates the term. Raises ``ProofError`` for a shape that has no builder."""
    for kind, build in _BUILDERS:
        if isinstance(x, kind):
            return _shared(x, build(x))
    raise ProofError(f"{shown(x)} · no builder for {type(x).__name__} · generator/verify/compiled.py")


def _shared(x: Term, program: Compiled) -> Compiled:
    """Return the program with a memory in each batch, for the numbers of the indices that are free in the term."""
    number, free = next(_numbered), unbound_indices(x)

    def column(b: "Batch", i: Indices) -> Column:
        key = (number, *(place_of(index, i) for index in free)) if free else number
        found = b.memo.get(key)
        if found is None:
            found = b.memo[key] = program(b, i)
        return found

    return column


def _number(x: sp.Rational) -> Compiled:
    p, q = int(x.p), int(x.q)
    return lambda b, _i: [b.numbers.quotient(p, q)] * b.count


def _constant(x: sp.NumberSymbol) -> Compiled:
    return lambda b, _i: [b.numbers.constants[x]()] * b.count


def _symbol(x: sp.Symbol) -> Compiled:
    name = head_of(x)
    return (lambda b, _i: [b.numbers.quotient(b.size, 1)] * b.count) if x == t.SIZE else (lambda b, _i: b.scalar(name))


def _indexed(x: sp.Indexed) -> Compiled:
    base, indices = head_of(x), x.indices
    return lambda b, i: b.component(base, *(place_of(index, i) for index in indices))


def _delta(x: sp.KroneckerDelta) -> Compiled:
    first, second = x.args
    return lambda b, i: [b.numbers.quotient(int(place_of(first, i) == place_of(second, i)), 1)] * b.count


def _sum(x: sp.Sum) -> Compiled:
    body, (index, low, high) = compiled(x.args[0]), x.args[1]
    if low != t.ONE:
        raise ProofError(f"{shown(x)} · a sum runs from 1")

    def total(b: "Batch", i: Indices) -> Column:
        columns = [body(b, {**i, index: n}) for n in range(1, b.length(high) + 1)]
        return _joined(b.numbers.add, columns) if columns else [b.numbers.quotient(0, 1)] * b.count

    return total


def _joined(join: Callable[[Real, Real], Real], columns: list[Column]) -> Column:
    return reduce(lambda above, below: list(map(join, above, below)), columns)


def _derivative(x: D) -> Compiled:
    expr, variable = x.args
    body = compiled(expr)
    named = isinstance(expr, (sp.Symbol, sp.Indexed, AppliedUndef))

    def slope(b: "Batch", i: Indices) -> Column:
        if named and not b.knows(expr):
            return _stated(b, x, i)
        return b.slope(body, variable, i)

    return slope


def _stated(b: "Batch", x: D, i: Indices) -> Column:
    """Return a derivative of something that has a name only, from its own line among the definitions."""
    for name, term in b.where:
        if isinstance(name, D) and head_of(name.args[0]) == head_of(x.args[0]):
            bound = _renaming(name, x)
            if bound is not None:
                return compiled(term)(b, {**i, **{old: place_of(new, i) for old, new in bound.items()}})
    raise ProofError(f"{shown(x)} · {x.args[0]} has no definition here")


def _renaming(name: Term, x: Term) -> dict[sp.Basic, sp.Basic] | None:
    """Return which index of x stands for which index of the name, or None if the two are not the same name."""
    indices = dict(zip(_indices(name), _indices(x), strict=False))
    return indices if t.substitute(name, indices) == x else None


def _indices(x: D) -> tuple[Term, ...]:
    return tuple(index for part in x.args if isinstance(part, sp.Indexed) for index in part.indices)


def _function(x: sp.Function) -> Compiled:
    function, argument = x.func, compiled(x.args[0])
    return lambda b, i: list(map(b.numbers.functions[function], argument(b, i)))


def _named(x: AppliedUndef) -> Compiled:
    function, arguments = head_of(x), tuple(map(compiled, x.args))
    return lambda b, i: b.applied(function, [argument(b, i) for argument in arguments])


def _join(how: str) -> Callable[[Term], Compiled]:
    def build(x: Term) -> Compiled:
        parts = tuple(map(compiled, x.args))
        return lambda b, i: _joined(getattr(b.numbers, how), [part(b, i) for part in parts])

    return build


def _power(x: sp.Pow) -> Compiled:
    base = compiled(x.base)
    if x.exp.is_Integer:
        n = int(x.exp)
        return lambda b, i: [b.numbers.raised(u, n) for u in base(b, i)]
    exponent = compiled(x.exp)
    return lambda b, i: list(map(b.numbers.power, base(b, i), exponent(b, i)))


def _piecewise(x: sp.Piecewise) -> Compiled:
    branches = tuple((compiled(value), conditions.holds(when, compiled)) for value, when in x.args)

    def chosen(b: "Batch", i: Indices) -> Column:
        found: dict[int, Real] = {}
        waiting = list(range(b.count))
        for value, holding in branches:
            truth = holding(b, i)
            taken = [n for n in waiting if truth[n]]
            waiting = [n for n in waiting if truth[n] is False]  # where that is not known there is no value
            if taken:
                column = value(b, i)
                found |= {n: column[n] for n in taken}
            if not waiting:
                break
        return [found[n] if n in found else b.numbers.none(known=n in waiting) for n in range(b.count)]

    return chosen


_BUILDERS: tuple[tuple[type | tuple[type, ...], Callable[..., Compiled]], ...] = (
    (sp.Rational, _number),
    (sp.NumberSymbol, _constant),
    (sp.Symbol, _symbol),
    (sp.Indexed, _indexed),
    (sp.KroneckerDelta, _delta),
    (sp.Sum, _sum),
    (D, _derivative),
    (AppliedUndef, _named),
    (sp.Add, _join("add")),
    (sp.Mul, _join("mul")),
    (sp.Pow, _power),
    (sp.Piecewise, _piecewise),
    (sp.Max, _join("largest")),
    (sp.Min, _join("smallest")),
    (tuple(FUNCTIONS), _function),
)
"""Which builder answers for which shape, the first that fits."""
