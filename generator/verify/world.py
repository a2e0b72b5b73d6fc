"""What is a point, and what do the letters mean there?

A *world* is one point: numbers for the letters that were drawn, the definitions in force, and the number of classes N.
A name without a number of its own is computed from its definition, which holds at that point.

Worlds that were ``gathered`` are evaluated together: whoever asks one of them for a value has it computed for all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import sympy as sp

from generator.engine.records import Definitions
from generator.engine.terms import SIZE, Term
from generator.verify.arithmetic import SMALL, NoValueError, Real
from generator.verify.gathering import Gathering
from generator.verify.indices import NOWHERE, Indices, place_of
from generator.verify.names import known


@dataclass(frozen=True, eq=False)
class World:
    """One point. ``given`` holds a number for a symbol, a tuple of numbers for a vector, one of rows for a matrix.

    It is the point number ``place`` of those with which it is evaluated.
    """

    where: Definitions
    given: Mapping[sp.Basic, Real]
    size: int = 1
    together: Gathering | None = None
    place: int = 0

    @cached_property
    def _gathering(self) -> Gathering:
        return self.together or Gathering(self.where, (self.given,), self.size)

    def value(self, term: Term, indices: Indices = NOWHERE, floor: int = SMALL) -> Real:
        """Return the number, to the digits of the precision in force; below 10**floor, to those of 10**floor.

        Raises ``NoValueError`` where there is none, ``ProofError`` for what has no meaning.
        """
        found = self.attempt(term, indices, floor)
        if found is None:
            raise NoValueError
        return found

    def attempt(self, term: Term, indices: Indices = NOWHERE, floor: int = SMALL) -> Real | None:
        """Return the number, or None where there is none."""
        return self._gathering.values(term, indices, floor)[self.place]

    def bounds(self, *terms: Term) -> bool:
        """Tell whether the values of these terms that have been asked for are those of balls, whose error is known."""
        return all(map(self._gathering.bounds, terms))

    def differenced(self, term: Term, indices: Indices = NOWHERE) -> Real | None:
        """Return the number as mpmath computes it, with derivatives by its differences, or None where there is none."""
        return self._gathering.by_mpmath(self.place, term, indices)

    def scalar(self, name: sp.Basic) -> Real:
        """Return the value of a symbol."""
        found = self.given.get(name)
        return self.value(name) if found is None else found

    def count(self, size: sp.Basic) -> int:
        """Return how many values an index of this size has; N is the number of classes."""
        return self.size if size == SIZE else int(self.scalar(size))

    def component(self, base: sp.Basic, *places: int) -> Real:
        """Return a component of a vector or a matrix, counted from 1."""
        return self.value(base[places])

    def applied(self, function: sp.Basic, arguments: tuple[Real, ...]) -> Real:
        """Return the value of a named function."""
        name, term = self._gathering.definitions[function]
        return World(self.where, {**self.given, **dict(zip(name.args, arguments, strict=True))}, self.size).value(term)

    def moved(self, variable: Term, indices: Indices, value: Real) -> "World":
        """Return the world in which the variable, and all that is defined through it, has moved to this value."""
        if not isinstance(variable, sp.Indexed):
            return World(self.where, {**self.given, variable: value}, self.size)
        at = tuple(place_of(index, indices) for index in variable.indices)
        whole = self._moved_array(variable.base, at, value, ())
        return World(self.where, {**self.given, variable.base: whole}, self.size)

    def _moved_array(self, base: sp.IndexedBase, at: tuple[int, ...], value: Real, row: tuple[int, ...]) -> Real:
        """Return the components of a vector or a matrix, from this row inwards, one of them moved."""
        if len(row) == len(at):
            return value if row == at else self.component(base, *row)
        sizes = base.shape or (SIZE,)
        places = range(1, self.count(sizes[len(row)]) + 1)
        return tuple(self._moved_array(base, at, value, (*row, n)) for n in places)

    def knows(self, x: Term) -> bool:
        """Tell whether every name in the term has a number or a definition."""
        return known(x, self.given, self._gathering.definitions)


def gathered(worlds: Iterable[World]) -> tuple[World, ...]:
    """Return the worlds in the same order, those that are alike but for their numbers evaluated together."""
    every = tuple(worlds)
    groups: dict[object, list[int]] = {}
    for n, world in enumerate(every):
        groups.setdefault(_shape(world), []).append(n)
    found = dict[int, World]()
    for members in groups.values():
        first = every[members[0]]
        together = Gathering(first.where, tuple(every[n].given for n in members), first.size)
        found |= {n: replace(every[n], together=together, place=place) for place, n in enumerate(members)}
    return tuple(found[n] for n in range(len(every)))


def _shape(world: World) -> object:
    """Return what worlds have to have in common: definitions, letters, and the lengths of axes."""
    lengths = tuple((name, value) for name, value in world.given.items() if name.is_integer)
    return id(world.where), world.size, tuple(world.given), lengths
