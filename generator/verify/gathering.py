"""Values of terms at points that are evaluated together, settled to as many digits as are asked for.

The balls of a first pass have some digits more than are wanted. Where one is too wide all the same, its point is
evaluated alone, with twice the bits and so on, until it is settled whether there is a value and which.
"""

from collections.abc import Mapping
from functools import cached_property, lru_cache

import flint
import sympy as sp

from generator.engine.bound import unbound_indices
from generator.engine.records import Definitions
from generator.engine.terms import Term
from generator.verify import balls
from generator.verify.arithmetic import MP, NoValueError, Real, real
from generator.verify.balls import Ball
from generator.verify.batches import BALLS, MPMATH, STRICT, Batch, Given, Numbers
from generator.verify.compiled import compiled
from generator.verify.indices import Indices, place_of
from generator.verify.names import by_head

SPARE, MOST = 24, 4096
"""How many bits the first pass has more than are wanted, and with how many at most a point is evaluated."""

_BITS_PER_DIGIT = 7
"""So many more for each digit that a small value begins with: twice what its zeros take."""

_PATIENT = 2
"""How many times the bits of the first pass are tried on many points at once, before each is tried by itself."""

_SPARE_OF_MPMATH = 8
"""How many times the bits that are wanted are left to mpmath, which does not say how many of them are lost."""

Values = tuple[Real | None, ...]


class Gathering:
    """Points with the same definitions and sizes, and all values that were asked of them."""

    def __init__(self, where: Definitions, givens: tuple[Mapping[sp.Basic, Real], ...], size: int) -> None:
        """Take the numbers of the letters at each point; ``size`` is the number of classes."""
        self.where, self.givens, self.size = where, givens, size
        self._values: dict[object, Values] = {}
        self._batches: dict[object, Batch] = {}
        self._unbounded: set[Term] = set()

    @cached_property
    def definitions(self) -> Mapping[sp.Basic, tuple[Term, Term]]:
        """The first definition of each name, found by its head."""
        return by_head(self.where)

    def values(self, term: Term, indices: Indices, floor: int) -> Values:
        """Return the value at every point, None where there is none. Raises ``ProofError`` for what has no meaning."""
        places = tuple(place_of(index, indices) for index in unbound_indices(term))
        key = term, places, MP.prec, floor
        if key not in self._values:
            try:
                self._values[key] = self._settled(term, indices, floor)
            except balls.UnknownError:
                self._unbounded.add(term)
                with MP.workprec(_SPARE_OF_MPMATH * MP.prec):
                    self._values[key] = tuple(self.by_mpmath(n, term, indices) for n in range(len(self.givens)))
        return self._values[key]

    def bounds(self, term: Term) -> bool:
        """Tell whether the values of a term that have been asked for are those of balls."""
        return term not in self._unbounded

    def _settled(self, term: Term, indices: Indices, floor: int) -> Values:
        first = bits = MP.prec + SPARE
        found = dict[int, Real | None]()
        waiting, small = tuple(range(len(self.givens))), _small(floor, MP.prec)
        while waiting and bits <= MOST - _BITS_PER_DIGIT * floor:
            if bits <= _PATIENT * first:
                tried = dict(zip(waiting, self._column(term, indices, bits, waiting), strict=True))
            else:
                tried = {n: x for n in waiting if (x := self._alone(n, term, indices, bits)) is not None}
            found |= {n: nearest(x) for n, x in tried.items() if balls.is_settled(x, MP.prec, small)}
            waiting = tuple(n for n in tried if n not in found)
            bits *= 2
        return tuple(found.get(n) for n in range(len(self.givens)))

    def _column(self, term: Term, indices: Indices, bits: int, points: tuple[int, ...]) -> list[Ball]:
        try:
            with balls.precision(bits):
                return compiled(term)(self._batch(BALLS, bits, points), indices)
        except NoValueError:  # a name that is defined through itself
            return [balls.NONE] * len(points)

    def _alone(self, n: int, term: Term, indices: Indices, bits: int) -> Ball | None:
        """Return the ball of one point, or None where there is surely no value."""
        try:
            with balls.precision(bits):
                (found,) = compiled(term)(self._batch(STRICT, bits, (n,)), indices)
        except NoValueError:
            return None
        return found

    def by_mpmath(self, n: int, term: Term, indices: Indices) -> Real | None:
        """Return the value at one point as mpmath computes it, or None where there is none."""
        batch = self._batch(MPMATH, MP.prec, (n,))
        try:
            return real(compiled(term)(batch, indices)[0])
        except (NoValueError, ZeroDivisionError, OverflowError):
            return None

    def _batch(self, numbers: Numbers, bits: int, points: tuple[int, ...]) -> Batch:
        """Return the batch of some of the points, which remembers what has been calculated with so many bits."""
        key = id(numbers), bits, points
        if key not in self._batches:
            first, *_ = givens = [self.givens[n] for n in points]
            given = {name: _columns([each[name] for each in givens], numbers) for name in first}
            lengths = {name: int(value) for name, value in first.items() if name.is_integer}
            self._batches[key] = Batch(numbers, self.where, given, len(points), self.size, lengths)
        return self._batches[key]


def _columns(values: list[Real], numbers: Numbers) -> Given:
    if isinstance(values[0], tuple):
        return tuple(_columns(list(parts), numbers) for parts in zip(*values, strict=True))
    return list(map(numbers.exactly, values))


@lru_cache(maxsize=64)
def _small(floor: int, bits: int) -> Ball:
    return flint.arb(10) ** floor * flint.arb(2) ** -bits


def nearest(x: Ball) -> Real:
    """Return the middle of a ball, rounded to the precision in force: equal values are equal numbers then."""
    return +MP.make_mpf(x._mpf_)
