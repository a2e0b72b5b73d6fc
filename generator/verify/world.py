"""What is a point, and what do the letters mean there?

A *world* is one point: numbers for the letters that were drawn, the definitions in force, and the number of classes N.
A name without a number of its own is computed from its definition, which holds at that point.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache, reduce
from typing import TypeAlias

import sympy as sp
from sympy.core.function import AppliedUndef

from generator.engine.records import Definitions
from generator.engine.terms import SIZE, Term
from generator.errors import ProofError
from generator.verify.arithmetic import NoValueError, Real, real
from generator.verify.compiled import compiled, head_of
from generator.verify.indices import NOWHERE, Indices, place_of

Key: TypeAlias = tuple[sp.Basic, tuple[Real, ...]]


@dataclass(frozen=True, eq=False)
class World:
    """One point. ``given`` holds a number for a symbol, a tuple of numbers for a vector, one of rows for a matrix."""

    where: Definitions
    given: Mapping[sp.Basic, Real]
    size: int = 1
    memo: dict[Key, Real] = field(default_factory=dict)

    @cached_property
    def definitions(self) -> Mapping[sp.Basic, tuple[Term, Term]]:
        """The first definition of each name, found by its head: the symbol, the vector or the function."""
        return _by_head(self.where)

    def value(self, term: Term, indices: Indices = NOWHERE) -> Real:
        """Return the number. Raises ``NoValueError`` where there is none, ``ProofError`` for what has no meaning."""
        try:
            return real(compiled(term)(self, indices))
        except (ZeroDivisionError, OverflowError) as error:
            raise NoValueError from error

    def attempt(self, term: Term, indices: Indices = NOWHERE) -> Real | None:
        """Return the number, or None where there is none."""
        try:
            return self.value(term, indices)
        except NoValueError:
            return None

    def scalar(self, name: sp.Basic) -> Real:
        """Return the value of a symbol."""
        found = self.given.get(name)
        return self._defined((name, ())) if found is None else found

    def count(self, size: sp.Basic) -> int:
        """Return how many values an index of this size has; N is the number of classes."""
        return self.size if size == SIZE else int(self.scalar(size))

    def component(self, base: sp.Basic, *places: int) -> Real:
        """Return a component of a vector or a matrix, counted from 1."""
        found = self.given.get(base)
        if found is None:
            return self._defined((base, places))
        return reduce(lambda part, n: part[n - 1], places, found)

    def applied(self, function: sp.Basic, arguments: tuple[Real, ...]) -> Real:
        """Return the value of a named function."""
        return self._defined((function, arguments))

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

    def fresh(self) -> "World":
        """Return the same point with nothing calculated yet, for another precision or other hands."""
        return World(self.where, self.given, self.size)

    def knows(self, x: Term) -> bool:
        """Tell whether every name in the term has a number or a definition."""
        return all(head in self.given or head in self.definitions for head in _heads(x))

    def _defined(self, key: Key) -> Real:
        if key not in self.memo:
            head, arguments = key
            if head not in self.definitions:
                message = f"{head} · has neither a value nor a definition here"
                raise ProofError(message)
            self.memo[key] = None  # a name that is defined through itself has no value
            self.memo[key] = self._from_definition(*self.definitions[head], arguments)
        if self.memo[key] is None:
            raise NoValueError
        return self.memo[key]

    def _from_definition(self, name: Term, term: Term, arguments: tuple[Real, ...]) -> Real:
        if isinstance(name, sp.Indexed):
            return compiled(term)(self, dict(zip(name.indices, arguments, strict=True)))
        if isinstance(name, AppliedUndef):
            moved = {**self.given, **dict(zip(name.args, arguments, strict=True))}
            return compiled(term)(World(self.where, moved, self.size), NOWHERE)
        return compiled(term)(self, NOWHERE)


@lru_cache(maxsize=256)
def _by_head(where: Definitions) -> Mapping[sp.Basic, tuple[Term, Term]]:
    return {head_of(name): (name, term) for name, term in reversed(where)}


@cache
def _heads(x: Term) -> frozenset[sp.Basic]:
    names = x.atoms(sp.Symbol, sp.Indexed, AppliedUndef)
    hidden = {label for name in x.atoms(sp.IndexedBase) for label in name.atoms(sp.Symbol)}
    return frozenset(head_of(name) for name in names if not (name.is_integer or name in hidden))
