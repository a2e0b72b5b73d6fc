"""Do two terms have the same values at these points?

One comparison serves all: the two sides of a step, a result and the numeric derivative, a wrong variant and the numeric
derivative. Where neither side has a value the point decides nothing; where one side alone has none, they differ.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import sympy as sp

from generator.engine.records import Definitions
from generator.engine.terms import Term
from generator.verify.arithmetic import MP, Real, digits, relative_error
from generator.verify.indices import Indices, assignments
from generator.verify.records import Point, Proof, Scope
from generator.verify.text import number
from generator.verify.world import World

Place: TypeAlias = tuple[World, Indices]

TOLERANCE = MP.mpf(10) ** -30
"""The relative error below which two numbers of 50 digits are the same: 30 agree."""


@dataclass(frozen=True)
class Sample:
    """What is expected at one place, None where there is no value."""

    place: Place
    expected: Real | None


@dataclass(frozen=True)
class Comparison:
    """How many points were decided, the largest relative error, and where it is.

    Each value is the middle of a ball, whose size is counted in: of two values by balls the error is a proved bound.
    """

    points: int
    worst: Real
    place: Place | None = None
    got: Real | None = None
    expected: Real | None = None

    @property
    def agrees(self) -> bool:
        """Whether 30 digits agree at every decided point."""
        return bool(self.worst < TOLERANCE)

    @property
    def digits(self) -> int:
        """How many decimal digits agree at the worst point, at most those that are calculated."""
        return digits(self.worst)

    def proof(self, method: Literal["bounded", "numeric"], scope: Scope = "whole") -> Proof:
        """Return the comparison as a proof of two terms that it was asked of."""
        return Proof(method, self.points, float(self.worst), self.digits, scope)

    @property
    def point(self) -> Point:
        """The worst point, as text."""
        return described(*self.place) if self.place else ()


def check(term: Term, samples: Iterable[Sample]) -> Comparison:
    """Compare the term with what is expected at each place: the one way in which anything passes or is rejected."""
    return compared((one.place[0].attempt(term, one.place[1]), one) for one in samples)


def compared(pairs: Iterable[tuple[Real | None, Sample]]) -> Comparison:
    """Compare what was got at each place with what is expected there."""
    worst = Comparison(0, MP.mpf(-1))
    points = 0
    for got, sample in pairs:
        if got is None and sample.expected is None:
            continue
        points += 1
        error = relative_error(got, sample.expected) + MP.ldexp(1, 2 - MP.prec)
        if error > worst.worst:
            worst = Comparison(0, error, sample.place, got, sample.expected)
    return Comparison(points, max(worst.worst, MP.mpf(0)), worst.place, worst.got, worst.expected)


def sampled(term: Term, places: Iterable[Place]) -> tuple[Sample, ...]:
    """Return the values of a term at these places."""
    return tuple(Sample((world, indices), world.attempt(term, indices)) for world, indices in places)


def places(
    worlds: Iterable[World], *terms: Term, assuming: Definitions = (), most: int | None = None
) -> tuple[Place, ...]:
    """Return every world with every value of the indices that are free in any of the terms.

    Preconditions on indices alone (delta_ij = 1) choose among these values. ``most`` thins them out for each world,
    the same ones in every build.
    """
    bound = tuple((term, value) for term, value in assuming if isinstance(term, sp.KroneckerDelta))
    joined = sp.Tuple(*terms, *(term for term, _ in bound))
    return tuple((world, indices) for world in worlds for indices in _thinned(_allowed(joined, world, bound), most))


def _allowed(x: sp.Tuple, world: World, bound: Definitions) -> tuple[Indices, ...]:
    every = assignments(x, world.size, world.count)
    return tuple(i for i in every if all(world.value(term, i) == world.value(wanted, i) for term, wanted in bound))


def _thinned(every: tuple[Indices, ...], most: int | None) -> tuple[Indices, ...]:
    if most is None or len(every) <= most:
        return every
    return tuple(random.Random(len(every)).sample(every, most))  # noqa: S311 - repeatable, not secret


def described(world: World, indices: Indices) -> Point:
    """Return a place as names with values: the letters, then the indices."""
    letters = tuple(pair for name, value in world.given.items() for pair in _spelled(str(name), value))
    return (*letters, *((str(index), str(n)) for index, n in indices.items()))


def _spelled(name: str, value: Real) -> Point:
    if isinstance(value, tuple):
        return tuple(pair for n, part in enumerate(value, 1) for pair in _spelled(f"{name}[{n}]", part))
    return ((name, number(value)),)


def spoken(point: Point) -> str:
    """Return a point as ``y = 0.25, z = -1.5``."""
    return ", ".join(f"{name} = {value}" for name, value in point)
