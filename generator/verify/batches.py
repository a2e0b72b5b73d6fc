"""Points at which terms are evaluated together: the same definitions and sizes, another number for each letter.

A ``Batch`` has one column of numbers for each letter, and remembers the column of every part of a term that it was
asked for. Its numbers are balls, or those of mpmath for one point alone, in which derivatives are differences: two ways
from a term to its number that have only the program in common.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from operator import add, mul
from typing import Any, TypeAlias

import sympy as sp

from generator.engine.records import Definitions
from generator.engine.terms import SIZE, Term
from generator.errors import ProofError
from generator.verify import arithmetic, balls
from generator.verify.arithmetic import MP, NoValueError, Real
from generator.verify.compiled import Column, Compiled, compiled
from generator.verify.indices import NOWHERE, Indices, place_of
from generator.verify.names import by_head, known

Given: TypeAlias = Any
"""A column for a symbol, a tuple of columns for a vector, one of rows for a matrix."""


@dataclass(frozen=True)
class Numbers:
    """A kind of number: how one is made, joined and compared, and what stands where there is none."""

    exactly: Callable[[Real], Real]
    quotient: Callable[[int, int], Real]
    constants: Mapping[sp.Basic, Callable[[], Real]]
    functions: Mapping[type[sp.Basic], Callable[[Real], Real]]
    add: Callable[[Real, Real], Real]
    mul: Callable[[Real, Real], Real]
    raised: Callable[[Real, int], Real]
    power: Callable[[Real, Real], Real]
    largest: Callable[[Real, Real], Real]
    smallest: Callable[[Real, Real], Real]
    here: Callable[[Real], Real]
    none: Callable[..., Real]
    difference: Callable[["Batch", Compiled, Term, Indices], Column]


@dataclass(eq=False)
class Batch:
    """Points that are evaluated together. Where letters move, ``moves`` says which did, from which batch."""

    numbers: Numbers
    where: Definitions
    given: Mapping[sp.Basic, Given]
    count: int
    size: int = 1
    lengths: Mapping[sp.Basic, int] = field(default_factory=dict)
    moves: tuple[tuple["Batch", Term, Indices], ...] = ()
    memo: dict[object, Column] = field(default_factory=dict)
    others: dict[object, "Batch"] = field(default_factory=dict)
    open: set[object] = field(default_factory=set)

    @cached_property
    def _definitions(self) -> Mapping[sp.Basic, tuple[Term, Term]]:
        return by_head(self.where)

    def slope(self, body: Compiled, variable: Term, indices: Indices) -> Column:
        """Return the derivative of what a program evaluates, in which everything defined through the variable moves."""
        return self.numbers.difference(self, body, variable, indices)

    def scalar(self, name: sp.Basic) -> Column:
        """Return the values of a symbol."""
        found = self.given.get(name)
        return self._defined(name, ()) if found is None else found

    def length(self, size: sp.Basic) -> int:
        """Return how many values an index of this size has; N is the number of classes."""
        return self.size if size == SIZE else self.lengths[size]

    def component(self, base: sp.Basic, *places: int) -> Column:
        """Return a component of a vector or a matrix, counted from 1."""
        found = self.given.get(base)
        return self._defined(base, places) if found is None else reduce(lambda part, n: part[n - 1], places, found)

    def applied(self, function: sp.Basic, arguments: Sequence[Column]) -> Column:
        """Return the values of a named function."""
        name, term = self._definition(function)
        key = function, *map(id, arguments)
        if key in self.open:
            raise NoValueError
        self.open.add(key)
        try:
            return compiled(term)(self._with(dict(zip(name.args, arguments, strict=True))), NOWHERE)
        finally:
            self.open.remove(key)

    def knows(self, x: Term) -> bool:
        """Tell whether every name in the term has numbers or a definition."""
        return known(x, self.given, self._definitions)

    def moved(self, variable: Term, indices: Indices, change: Callable[[Column], Column]) -> "Batch":
        """Return the batch in which the variable, and all that is defined through it, has other values."""
        if not isinstance(variable, sp.Indexed):
            changed: Mapping[sp.Basic, Given] = {variable: change(self.scalar(variable))}
        else:
            at = tuple(place_of(index, indices) for index in variable.indices)
            changed = {variable.base: self._changed(variable.base, at, change, ())}
        return self._anew(changed, (*self.moves, (self, variable, indices)))

    def _changed(
        self, base: sp.IndexedBase, at: tuple[int, ...], change: Callable[[Column], Column], row: tuple[int, ...]
    ) -> Given:
        """Return the components of a vector or a matrix, from this row inwards, one of them changed."""
        if len(row) == len(at):
            column = self.component(base, *row)
            return change(column) if row == at else column
        sizes = base.shape or (SIZE,)
        places = range(1, self.length(sizes[len(row)]) + 1)
        return tuple(self._changed(base, at, change, (*row, n)) for n in places)

    def _with(self, changed: Mapping[sp.Basic, Given]) -> "Batch":
        """Return the batch with other values of some letters, and itself where they are the same."""
        if all(self.given.get(letter) is column for letter, column in changed.items()):
            return self
        return self._anew(changed, self.moves)

    def _anew(self, changed: Mapping[sp.Basic, Given], moves: tuple[tuple["Batch", Term, Indices], ...]) -> "Batch":
        given = {**self.given, **changed}
        return Batch(self.numbers, self.where, given, self.count, self.size, self.lengths, moves, open=self.open)

    def _defined(self, head: sp.Basic, places: tuple[int, ...]) -> Column:
        key = head, places
        if key not in self.memo:
            if (id(self), key) in self.open:  # a name that is defined through itself has no value
                raise NoValueError
            name, term = self._definition(head)
            self.open.add((id(self), key))
            try:
                indices = dict(zip(name.indices, places, strict=True)) if isinstance(name, sp.Indexed) else NOWHERE
                self.memo[key] = compiled(term)(self, indices)
            finally:
                self.open.remove((id(self), key))
        return self.memo[key]

    def _definition(self, head: sp.Basic) -> tuple[Term, Term]:
        found = self._definitions.get(head)
        if found is None:
            raise ProofError(f"{head} · has neither a value nor a definition here")
        return found


def _series(b: Batch, body: Compiled, variable: Term, indices: Indices) -> Column:
    """Return a derivative as a coefficient of a power series; within another derivative, as a series again."""
    if b.moves:
        return _mixed(b, body, variable, indices)
    key = _key(variable, indices)
    if key not in b.others:
        b.others[key] = b.moved(variable, indices, lambda column: [balls.series(x, 1) for x in column])
    return [balls.slope(x) for x in body(b.others[key], indices)]


def _key(variable: Term, indices: Indices) -> object:
    return variable, tuple(place_of(index, indices) for index in getattr(variable, "indices", ()))


def _mixed(b: Batch, body: Compiled, variable: Term, indices: Indices) -> Column:
    """Return a derivative by a second variable t, as a series in the first, s.

    Along (s, t) = (u, u), (u, 0) and (0, u) the coefficients of u^2 are f_ss/2 + f_st + f_tt/2, f_ss/2 and f_tt/2.
    """
    if len(b.moves) > 1:
        raise ProofError(f"{variable} · a derivative within two others is not evaluated")
    ((origin, first, at),) = b.moves
    if _key(first, at) == _key(variable, indices):
        column = body(_along(origin, first, at, 1), indices)
        return [balls.series(balls.slope(x), 2 * balls.bend(x)) for x in column]
    both, one, other = (
        body(_along(_along(origin, first, at, s), variable, indices, t), indices) for s, t in ((1, 1), (1, 0), (0, 1))
    )
    bends = (map(balls.bend, column) for column in (both, one, other))
    mixed = [uu - u0 - u1 for uu, u0, u1 in zip(*bends, strict=True)]
    return [balls.series(balls.slope(x), y) for x, y in zip(other, mixed, strict=True)]


def _along(b: Batch, variable: Term, indices: Indices, pace: int) -> Batch:
    """Return the batch in which a letter moves at this pace, with second derivatives: no third one is asked there."""
    step = balls.series(0, pace, 0)
    along = b.moved(variable, indices, lambda column: [x + step for x in column])
    return replace(along, moves=along.moves * 2)


def _difference(b: Batch, body: Compiled, variable: Term, indices: Indices) -> Column:
    """Return a derivative by mpmath's own differences."""
    (place,) = compiled(variable)(b, indices)
    return [MP.diff(lambda value: body(b.moved(variable, indices, lambda _: [value]), indices)[0], place)]


def _poison(*, known: bool) -> Real:  # noqa: ARG001 - in a batch the other points go on
    return balls.NONE


def _no_value(*, known: bool) -> Real:
    if known:
        raise NoValueError
    return balls.NONE


BALLS = Numbers(
    exactly=balls.exactly,
    quotient=balls.quotient,
    constants=balls.CONSTANTS,
    functions=balls.FUNCTIONS,
    add=add,
    mul=mul,
    raised=balls.raised,
    power=balls.power,
    largest=balls.largest,
    smallest=balls.smallest,
    here=balls.here,
    none=_poison,
    difference=_series,
)

STRICT = replace(
    BALLS,
    functions=balls.STRICT,
    raised=balls.strictly_raised,
    power=balls.strict_power,
    none=_no_value,
)
"""The same balls, for one point alone: where there is surely no value they raise ``NoValueError``."""

MPMATH = Numbers(
    exactly=MP.mpf,
    quotient=arithmetic.quotient,
    constants=arithmetic.CONSTANTS,
    functions=arithmetic.FUNCTIONS,
    add=add,
    mul=mul,
    raised=arithmetic.raised,
    power=arithmetic.raised,
    largest=max,
    smallest=min,
    here=lambda x: x,
    none=_no_value,
    difference=_difference,
)
