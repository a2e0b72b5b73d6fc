"""How does a term become a function of a world, without SymPy evaluating anything on the way?

``compiled`` builds the function once, one builder a shape; no term is too big to look at, and the numbers in it are
exact whatever the precision in force.

An inert derivative ``D(expr, variable)`` is *measured*: ``mpmath.diff`` moves the variable in a world of its own, in
which everything defined through it moves too. No rule of ``engine`` takes part, which is what makes it a proof.

A newcomer who gives terms a new shape adds its builder to the table at the end.
"""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, TypeAlias

import sympy as sp
from sympy.core.function import AppliedUndef

from generator.engine import terms as t
from generator.engine.terms import D, Term
from generator.errors import ProofError
from generator.verify.arithmetic import CONSTANTS, FUNCTIONS, MP, NoValueError, Real, product, quotient, raised, total
from generator.verify.indices import Indices, free_indices, place_of
from generator.verify.text import shown

if TYPE_CHECKING:
    from generator.verify.world import World

Compiled: TypeAlias = Callable[["World", Indices], Real]


def head_of(name: Term) -> sp.Basic:
    """Return what a name is known by: the vector of a component, the function of a call, else itself."""
    if isinstance(name, sp.Indexed):
        return _one(name.base)
    return _one(name.func if isinstance(name, AppliedUndef) else name)


@cache
def _one(head: sp.Basic) -> sp.Basic:
    """Return the same object for the same name: worlds are asked for it often, and SymPy compares objects slowly."""
    return head


@lru_cache(maxsize=8192)
def compiled(x: Term) -> Compiled:
    """Return the function that evaluates the term. Raises ``ProofError`` for a shape that has no builder."""
    for kind, build in _BUILDERS:
        if isinstance(x, kind):
            return build(x)
    message = f"{shown(x)} · no builder for {type(x).__name__} · generator/verify/compiled.py"
    raise ProofError(message)


def _number(x: sp.Rational) -> Compiled:
    p, q = int(x.p), int(x.q)
    return lambda _w, _i: quotient(p, q)


def _constant(x: sp.NumberSymbol) -> Compiled:
    value = CONSTANTS[x]
    return lambda _w, _i: value()


def _symbol(x: sp.Symbol) -> Compiled:
    name = head_of(x)
    return (lambda w, _i: MP.mpf(w.size)) if x == t.SIZE else (lambda w, _i: w.scalar(name))


def _indexed(x: sp.Indexed) -> Compiled:
    base, indices = head_of(x), x.indices
    return lambda w, i: w.component(base, *(place_of(index, i) for index in indices))


def _delta(x: sp.KroneckerDelta) -> Compiled:
    first, second = x.args
    return lambda _w, i: MP.mpf(place_of(first, i) == place_of(second, i))


def _sum(x: sp.Sum) -> Compiled:
    body, (index, low, high) = compiled(x.args[0]), x.args[1]
    if low != t.ONE:
        message = f"{shown(x)} · a sum runs from 1"
        raise ProofError(message)
    return _remembered(x, lambda w, i: total(body(w, {**i, index: n}) for n in range(1, w.count(high) + 1)))


def _derivative(x: D) -> Compiled:
    expr, variable = x.args
    body, place = compiled(expr), compiled(variable)
    named = isinstance(expr, (sp.Symbol, sp.Indexed, AppliedUndef))

    def slope(w: "World", i: Indices) -> Real:
        if named and not w.knows(expr):
            return _stated(w, x, i)
        return MP.diff(lambda value: body(w.moved(variable, i, value), i), place(w, i))

    return _remembered(x, slope)


def _remembered(x: Term, function: Compiled) -> Compiled:
    """Return the function with a memory in each world: sums and slopes are dear, and occur again and again."""
    free = free_indices(x)

    def value(w: "World", i: Indices) -> Real:
        key = x, tuple(i[index] for index in free)
        if key not in w.memo:
            w.memo[key] = function(w, i)
        return w.memo[key]

    return value


def _stated(w: "World", x: D, i: Indices) -> Real:
    """Return a derivative of something that has a name only, from its own line among the definitions."""
    for name, term in w.where:
        if isinstance(name, D) and head_of(name.args[0]) == head_of(x.args[0]):
            bound = _renaming(name, x)
            if bound is not None:
                return compiled(term)(w, {**i, **{old: place_of(new, i) for old, new in bound.items()}})
    message = f"{shown(x)} · {x.args[0]} has no definition here"
    raise ProofError(message)


def _renaming(name: Term, x: Term) -> dict[sp.Basic, sp.Basic] | None:
    """Return which index of x stands for which index of the name, or None if the two are not the same name."""
    indices = dict(zip(_indices(name), _indices(x), strict=False))
    return indices if t.substitute(name, indices) == x else None


def _indices(x: D) -> tuple[Term, ...]:
    return tuple(index for part in x.args if isinstance(part, sp.Indexed) for index in part.indices)


def _function(x: sp.Function) -> Compiled:
    function, argument = FUNCTIONS[x.func], compiled(x.args[0])
    return lambda w, i: function(argument(w, i))


def _named(x: AppliedUndef) -> Compiled:
    function, arguments = head_of(x), tuple(map(compiled, x.args))
    return lambda w, i: w.applied(function, tuple(argument(w, i) for argument in arguments))


def _join(join: Callable[..., Real]) -> Callable[[Term], Compiled]:
    def build(x: Term) -> Compiled:
        parts = tuple(map(compiled, x.args))
        return lambda w, i: join(part(w, i) for part in parts)

    return build


def _power(x: sp.Pow) -> Compiled:
    if x.exp.is_Integer:
        root, n = compiled(x.base), int(x.exp)
        return lambda w, i: raised(root(w, i), n)
    base, exponent = map(compiled, x.args)
    return lambda w, i: raised(base(w, i), exponent(w, i))


def _piecewise(x: sp.Piecewise) -> Compiled:
    branches = tuple((compiled(value), holds(condition)) for value, condition in x.args)

    def chosen(w: "World", i: Indices) -> Real:
        for value, holding in branches:
            if holding(w, i):
                return value(w, i)
        raise NoValueError

    return chosen


def holds(condition: sp.Basic) -> Callable[["World", Indices], bool]:
    """Return the function that tells whether a condition holds at a world."""
    if condition in (sp.true, sp.false):
        return lambda _w, _i: bool(condition)
    if isinstance(condition, (sp.And, sp.Or)):
        parts, join = tuple(map(holds, condition.args)), all if isinstance(condition, sp.And) else any
        return lambda w, i: join(part(w, i) for part in parts)
    if isinstance(condition, sp.ITE):  # SymPy's own spelling of a piecewise term inside a condition
        chosen, then, otherwise = map(holds, condition.args)
        return lambda w, i: then(w, i) if chosen(w, i) else otherwise(w, i)
    left, right = map(compiled, condition.args)
    compare = _COMPARISONS[condition.func]
    return lambda w, i: compare(left(w, i), right(w, i))


_COMPARISONS: Mapping[type[sp.Basic], Callable[[Real, Real], bool]] = {
    sp.StrictLessThan: lambda u, v: bool(u < v),
    sp.LessThan: lambda u, v: bool(u <= v),
    sp.StrictGreaterThan: lambda u, v: bool(u > v),
    sp.GreaterThan: lambda u, v: bool(u >= v),
    sp.Eq: lambda u, v: bool(u == v),
    sp.Ne: lambda u, v: bool(u != v),
}

_BUILDERS: tuple[tuple[type | tuple[type, ...], Callable[..., Compiled]], ...] = (
    (sp.Rational, _number),
    (sp.NumberSymbol, _constant),
    (sp.Symbol, _symbol),
    (sp.Indexed, _indexed),
    (sp.KroneckerDelta, _delta),
    (sp.Sum, _sum),
    (D, _derivative),
    (AppliedUndef, _named),
    (sp.Add, _join(total)),
    (sp.Mul, _join(product)),
    (sp.Pow, _power),
    (sp.Piecewise, _piecewise),
    (sp.Max, _join(max)),
    (sp.Min, _join(min)),
    (tuple(FUNCTIONS), _function),
)
"""Which builder answers for which shape, the first that fits."""
