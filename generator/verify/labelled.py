"""Evaluate terms with indices at all values of their indices at once, as arrays whose axes have names.

An index term becomes an array with one axis for each of its free indices. Numbers are balls or float64, by the
arithmetic of the point. Indices count from 0 in index expressions; a component outside of its array is 0, which is
what padding and the ends of a sequence mean. A maximum leaves it out: there it is less than all others.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, reduce
from math import inf
from typing import Any

import flint
import numpy as np
import sympy as sp
from sympy.core.function import AppliedUndef

from generator.engine import terms as t
from generator.engine.extremes import First, Largest
from generator.engine.primitives import by_head, lowered
from generator.engine.terms import D, Term
from generator.errors import ProofError
from generator.verify.array_arithmetic import BALLS, Arithmetic, Numbers
from generator.verify.differences import BATCH, Labelled, sides, slopes
from generator.verify.text import shown


@dataclass(frozen=True)
class Valuation:
    """A point: arrays by their name, numbers by their letter, lengths by the letter of an axis, and definitions.

    Arrays whose name is in ``moving`` have one more axis, the last one, which holds many points at once.
    ``definitions`` are those of named arrays: their own indices and what they are. ``outside`` is what a maximum takes
    for components outside of their array.
    """

    arrays: Mapping[str, Numbers]
    letters: Mapping[sp.Basic, Any]
    lengths: Mapping[str, int]
    definitions: Mapping[Any, tuple[tuple[Term, ...], Any]] = field(default_factory=dict)
    moving: frozenset[str] = frozenset()
    arithmetic: Arithmetic = BALLS
    outside: float = -inf
    known: dict[object, "Labelled"] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The values of terms that have been asked for, by the precision in force: terms have many parts in common."""

    def length(self, index: sp.Symbol) -> int | None:
        """Return how many values an index has, None for what is no index; n' and n'' run over the axis of n."""
        return self.lengths.get(index.name.rstrip("'"))

    def moved(self, name: str, data: Numbers) -> "Valuation":
        """Return the point with an array that holds many points at once."""
        return replace(self, arrays={**self.arrays, name: data}, moving=self.moving | {name})

    def having(self, arrays: Mapping[str, Numbers]) -> "Valuation":
        """Return the point with these arrays in the place of those of their names."""
        return replace(self, arrays={**self.arrays, **arrays})


def value(term: Term, point: Valuation) -> Labelled:
    """Return a term at all values of its free indices. Raises ``ProofError`` for a shape that is not known."""
    key = term, flint.ctx.prec
    if key not in point.known:
        point.known[key] = _value(term, point)
    return point.known[key]


def _value(term: Term, point: Valuation) -> Labelled:
    for kind, build in _BUILDERS:
        if isinstance(term, kind):
            return build(term, point)
    raise ProofError(f"{shown(term)} · {type(term).__name__} has no value in arrays · generator/verify/labelled.py")


def joined(parts: Iterable[Labelled], join: Callable[[Any, Any], Any]) -> Labelled:
    """Return arrays joined element by element, each repeated along the axes that it lacks."""
    every = tuple(parts)
    axes = tuple(dict.fromkeys(axis for part in every for axis in part.axes))
    return Labelled(axes, np.asarray(reduce(join, (part.along(axes) for part in every))))


def _scalar(number: Any, point: Valuation) -> Labelled:  # noqa: ANN401 - a number of the point's arithmetic
    data = np.empty((), dtype=point.arithmetic.dtype)
    data[()] = number
    return Labelled((), data)


def _number(x: sp.Rational, point: Valuation) -> Labelled:
    return _scalar(point.arithmetic.rational(int(x.p), int(x.q)), point)


def _constant(x: sp.NumberSymbol, point: Valuation) -> Labelled:
    return _scalar(point.arithmetic.constants[x](), point)


def _symbol(x: sp.Symbol, point: Valuation) -> Labelled:
    if x not in point.letters:
        raise ProofError(f"{x} · has no value here")
    number = point.letters[x]
    return _scalar(point.arithmetic.rational(number.numerator, number.denominator), point)


def _place(x: Term, point: Valuation) -> Labelled:
    """Return an index expression as whole numbers counted from 0."""
    if isinstance(x, sp.Indexed):
        found = _component(x, point)
        return Labelled(found.axes, found.data.astype(float).astype(int))
    if x.is_Symbol and (length := point.length(x)) is not None:
        return Labelled((x,), np.arange(length))
    if x.is_Symbol or x.is_Integer:
        return Labelled((), np.asarray(int(point.letters[x] if x.is_Symbol else x)))
    if x.is_Add or x.is_Mul:
        return joined((_place(part, point) for part in x.args), np.add if x.is_Add else np.multiply)
    raise ProofError(f"{x} · not an index · generator/verify/labelled.py")


def name_of(x: sp.Indexed) -> str:
    """Return the name of a component's array. SymPy's own bases are slow to tell apart, and change as one asks them."""
    return str(x.base.label.name)


@cache
def names_in(term: Term) -> frozenset[str]:
    """Return the names of the arrays in a term."""
    return frozenset(map(name_of, term.atoms(sp.Indexed)))


def _component(x: sp.Indexed, point: Valuation) -> Labelled:
    return _at(name_of(x), x.indices, point)


def _at(name: str, indices: tuple[Term, ...], point: Valuation, outside: float = 0) -> Labelled:
    """Return an array at these indices, and this number where they are outside of it."""
    if name not in point.arrays:
        raise ProofError(f"{name}{list(indices)} · has no value here")
    data, more = point.arrays[name], (BATCH,) if name in point.moving else ()
    if len(set(indices)) == len(indices) and all(
        index.is_Symbol and point.length(index) == size for index, size in zip(indices, data.shape, strict=False)
    ):
        return Labelled((*indices, *more), np.asarray(data))
    places = [_place(index, point) for index in indices]
    axes = tuple(dict.fromkeys(axis for place in places for axis in place.axes))
    if not places:
        return Labelled(more, np.asarray(data))
    grids = np.broadcast_arrays(*(place.along(axes) for place in places))
    pairs = tuple(zip(grids, data.shape, strict=False))
    inside = reduce(np.logical_and, ((grid >= 0) & (grid < size) for grid, size in pairs))
    taken = data[tuple(np.clip(grid, 0, size - 1) for grid, size in pairs)]
    if not np.all(inside):
        taken[~inside] = point.arithmetic.number(outside)
    return Labelled((*axes, *more), np.asarray(taken))


def _delta(x: sp.KroneckerDelta, point: Valuation) -> Labelled:
    found = joined((_place(part, point) for part in x.args), np.equal)
    return Labelled(found.axes, _flags(found.data, point))


def _flags(holds: Numbers, point: Valuation) -> Numbers:
    """Return 1 where something holds, else 0."""
    return np.where(holds, *(point.arithmetic.full((), number) for number in (1, 0)))


def _sum(x: sp.Sum, point: Valuation) -> Labelled:
    body, (index, _, size) = value(x.args[0], point), x.args[1]
    if index not in body.axes:
        return Labelled(body.axes, body.data * int(point.letters[size]))
    axis = body.axes.index(index)
    return Labelled(tuple(a for a in body.axes if a != index), np.asarray(body.data.sum(axis=axis)))


def inside_of(x: Largest, point: Valuation) -> Labelled:
    """Return the body of a maximum, with that in the place of components outside of their array which no maximum is."""
    inner = x.args[0]
    if isinstance(inner, sp.Indexed):
        return _at(name_of(inner), inner.indices, point, point.outside)
    return value(inner, point)


def _over_axes(x: Largest, point: Valuation) -> tuple[Labelled, tuple[sp.Symbol, ...], Numbers]:
    """Return the body of a maximum, its indices that the body has, and its numbers with those in one last axis."""
    body = inside_of(x, point)
    own = tuple(limit[0] for limit in x.args[1:] if limit[0] in body.axes)
    rest = tuple(axis for axis in body.axes if axis not in own)
    data = body.along((*rest, *own))
    return Labelled((*rest, *own), data), own, data.reshape((*data.shape[: len(rest)], -1))


def _largest(x: Largest, point: Valuation) -> Labelled:
    body, own, flat = _over_axes(x, point)
    return Labelled(body.axes[: len(body.axes) - len(own)], np.asarray(flat.max(axis=-1)))


def _first(x: First, point: Valuation) -> Labelled:
    body, _, flat = _over_axes(x, point)
    found = np.arange(flat.shape[-1]) == flat.argmax(axis=-1)[..., None]
    return Labelled(body.axes, _flags(found, point).reshape(body.data.shape))


def _derivative(x: D, point: Valuation) -> Labelled:
    """Return a partial derivative: of a loss its gradient, which has a name here, else by central differences."""
    expr, variable = x.args
    if expr in point.definitions:
        return _at(point.definitions[expr][1][name_of(variable)], variable.indices, point)
    if isinstance(x, t.Partial):
        own, meaning = point.definitions[name_of(expr)]
        expr = t.substitute(meaning, dict(zip(own, expr.indices, strict=True)))
    data = point.arrays[name_of(variable)]
    found = value(expr, point.moved(name_of(variable), sides(data)))
    return _renamed(slopes(found, data.shape), variable.indices)


def _renamed(found: Labelled, indices: tuple[sp.Symbol, ...]) -> Labelled:
    """Return the array whose last axes have the names of a variable's indices; an index met twice is a diagonal."""
    axes, data = [*found.axes[: len(found.axes) - len(indices)], *indices], found.data
    while len(set(axes)) < len(axes):
        double = next(axis for axis in axes if axes.count(axis) > 1)
        one, two = (n for n, axis in enumerate(axes) if axis == double)
        data = np.diagonal(data, axis1=one, axis2=two)
        axes = [axis for n, axis in enumerate(axes) if n not in (one, two)] + [double]
    return Labelled(tuple(axes), data)


def _function(x: sp.Function, point: Valuation) -> Labelled:
    function = point.arithmetic.functions.get(x.func)
    plain = None if function else lowered(x)
    if plain is not None:
        return value(plain, point)
    if function is None:
        raise ProofError(f"{shown(x)} · no such function of arrays · generator/verify/array_arithmetic.py")
    inner = value(x.args[0], point)
    return Labelled(inner.axes, np.asarray(function(inner.data)))


def _called(x: AppliedUndef, point: Valuation) -> Labelled:
    """Return a function that has a name only, by its definition."""
    own, meaning = point.definitions[x.func]
    return value(t.substitute(meaning, dict(zip(own, x.args, strict=True))), point)


def _power(x: sp.Pow, point: Valuation) -> Labelled:
    base, exponent = value(x.base, point), x.exp
    if exponent == t.HALF:
        return Labelled(base.axes, np.asarray(point.arithmetic.root(base.data)))
    if exponent.is_Integer:
        return Labelled(base.axes, np.asarray(base.data ** int(exponent)))
    return joined((base, value(exponent, point)), point.arithmetic.power)


def _extreme(x: Term, point: Valuation) -> Labelled:
    join = np.maximum if isinstance(x, sp.Max) else np.minimum
    return joined((value(part, point) for part in x.args), join)


_COMPARED: Mapping[str, Callable[[Any, Any], Any]] = {
    ">": np.greater, "<": np.less, ">=": np.greater_equal, "<=": np.less_equal
}  # fmt: skip


def _piecewise(x: sp.Piecewise, point: Valuation) -> Labelled:
    *others, (last, _) = x.args
    found = value(last, point)
    for branch, when in reversed(others):
        holds = joined((value(when.lhs, point), value(when.rhs, point)), _COMPARED[when.rel_op])
        parts = (holds, value(branch, point), found)
        axes = tuple(dict.fromkeys(axis for part in parts for axis in part.axes))
        chosen, yes, no = (part.along(axes) for part in parts)
        found = Labelled(axes, np.where(chosen.astype(bool), yes, no))
    return found


def _joining(join: Callable[[Any, Any], Any]) -> Callable[[Term, Valuation], Labelled]:
    return lambda x, point: joined((value(part, point) for part in x.args), join)


_BUILDERS: tuple[tuple[type | tuple[type, ...], Callable[[Any, Valuation], Labelled]], ...] = (
    (sp.Rational, _number),
    (sp.NumberSymbol, _constant),
    (sp.Indexed, _component),
    (sp.KroneckerDelta, _delta),
    (sp.Sum, _sum),
    (First, _first),
    (Largest, _largest),
    (D, _derivative),
    (AppliedUndef, _called),
    (sp.Symbol, _symbol),
    (sp.Add, _joining(np.add)),
    (sp.Mul, _joining(np.multiply)),
    (sp.Pow, _power),
    ((sp.Max, sp.Min), _extreme),
    (sp.Piecewise, _piecewise),
    (tuple(by_head()), _function),
)
"""Which builder answers for which shape, the first that fits."""
