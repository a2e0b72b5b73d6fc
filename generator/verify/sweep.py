"""Along which numbers is a form measured?

One number runs from -1000 to 1000, or through as much of that as the function's domain holds. Of a vector the first
component does, beside others that stay where they are, so that the components come to lie far apart. Targets and
indices are tried one after the other: each of these settings is a row.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product
from typing import TypeAlias

import numpy as np
import sympy as sp
from sympy import S, Set

from generator.catalogue.formulas import heads
from generator.catalogue.records import AnyEntry
from generator.engine.rewrites import LARGEST, ranked_in
from generator.engine.terms import Term
from generator.verify.arithmetic import MP
from generator.verify.floats import Format, Numbers, in_format
from generator.verify.indices import Indices, assignments
from generator.verify.world import World

WIDEST = 1000
_OCTAVES, _EACH, _FEW = range(-6, 10), 8, 4
"""Points per power of two, and those of vectors, which cost more: of eight binary digits, which all formats hold."""
_TINY = range(-14, -6)
"""The powers of two that are added where 0 is an end of the domain: float16 has no normal number below them."""

_ASKED = (37.0, 100.0)
"""Where people try a form: e^-37 is the first that is lost beside 1."""

SIZE = 3
_BESIDE = ((0.5, -2.0), (0.5, 0.25), (-0.5, -2.0))
_LABELS = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.25, 0.25, 0.5), (0.5, 0.25, 0.25))

Target: TypeAlias = float | tuple[float, ...]


@cache
def points_in(held: Set = S.Reals, each: int = _EACH) -> tuple[float, ...]:
    """Return the numbers of a set at which forms are measured, in order: some three hundred, dense around 0.

    ``each`` is how many there are per power of two.
    """
    octaves = _OCTAVES if 0 in held else (*_TINY, *_OCTAVES)
    sizes = [2.0**octave * (1 + n / each) for octave in octaves for n in range(each)]
    sizes = sorted({size for size in (2.0 ** _TINY[0], *sizes, *_ASKED, float(WIDEST)) if size <= WIDEST})
    return tuple(x for x in (*(-size for size in reversed(sizes)), 0.0, *sizes) if sp.Rational(x) in held)


@dataclass(frozen=True)
class Sweep:
    """The numbers at which a function is measured.

    ``letter`` runs over the ``points``; of a vector its first component does, before those that are ``beside`` it.
    ``targets`` are the values of ``target`` in turn, and ``places`` those of the function's indices. ``ranked`` is u_k
    where forms may name the place of the largest.
    """

    letter: sp.Basic
    points: tuple[float, ...]
    target: sp.Basic | None
    targets: tuple[Target, ...]
    beside: tuple[float, ...] = ()
    places: tuple[Indices, ...] = ({},)
    ranked: Term | None = None

    @property
    def rows(self) -> tuple[tuple[Target, Indices], ...]:
        """The settings of everything else."""
        return tuple(product(self.targets, self.places))

    @property
    def unit(self) -> float:
        """What counts as far from a zero that lies at 0, if the letter goes through it."""
        return 1.0 if self.points[0] < 0 < self.points[-1] else 0.0

    def worlds(self) -> Iterator[World]:
        """Yield every point of the sweep, exactly, for one target after the other."""
        for target, point in product(self.targets, self.points):
            swept = (point, *self.beside) if self.beside else point
            given = {self.letter: swept} | ({} if self.target is None else {self.target: target})
            yield World((), {name: _exact(value) for name, value in given.items()}, 1 + len(self.beside))

    def computed(self, term: Term, kind: Format) -> Numbers:
        """Return what a machine gets in a format, a row for each setting and a column for each point."""
        found = in_format(term, self._letters, kind, self._indices(kind) if term.has(LARGEST) else self._places)
        return np.broadcast_to(found, (len(self.rows), len(self.points))).astype(float)

    @cached_property
    def _letters(self) -> Mapping[sp.Basic, Numbers]:
        shape = len(self.rows), len(self.points)
        swept = np.broadcast_to(np.array(self.points), shape)
        others = [np.full(shape, other) for other in self.beside]
        found = {self.letter: np.array([swept, *others]) if self.beside else swept}
        if self.target is None:
            return found
        targets = np.array([target for target, _ in self.rows]).T
        return found | {self.target: np.broadcast_to(targets[..., None], (*targets.shape[:-1], *shape))}

    @cached_property
    def _places(self) -> Mapping[sp.Basic, Numbers]:
        return {index: np.array([[place[index]] for _, place in self.rows]) for index in self.places[0]}

    def _indices(self, kind: Format) -> Mapping[sp.Basic, Numbers]:
        """Return the indices, and the place of the largest as the machine finds it."""
        assert self.ranked is not None  # noqa: S101 - a form that names the place comes from a term that has the sum
        (index,) = {index for part in self.ranked.atoms(sp.Indexed) for index in part.indices}
        each = [
            in_format(self.ranked, self._letters, kind, {index: np.array(n + 1)}).astype(float)
            for n in range(1 + len(self.beside))
        ]
        return {**self._places, LARGEST: 1 + np.argmax(np.array(each), axis=0)}


def _exact(value: Target) -> object:
    return tuple(map(MP.mpf, value)) if isinstance(value, tuple) else MP.mpf(value)


def sweep_of(entry: AnyEntry, term: Term) -> Sweep:
    """Return at which numbers a function of the entry is measured."""
    held, targets = entry.domain, entry.targets
    points = points_in(held, _FEW if entry.vector else _EACH)
    letter, target = (*heads(entry), None)[:2]
    if not entry.vector:
        return Sweep(letter, points, target, targets_of(targets))
    return Sweep(
        letter,
        points,
        target,
        labels_of(targets),
        next(pair for pair in _BESIDE if all(sp.Rational(x) in held for x in pair)),
        assignments(term, SIZE),
        ranked_in(term),
    )


def labels_of(held: Set | None) -> tuple[tuple[float, ...], ...]:
    """Return the targets of vectors, which sum to one: two one-hot and a soft one, as far as the set has them."""
    if held is None:
        return (_LABELS[0],)
    return tuple(label for label in _LABELS if all(sp.Rational(x) in held for x in label))[:3]


def targets_of(held: Set | None) -> tuple[float, ...]:
    """Return the targets that a case is measured with: the ends of their set and a quarter, or 0 and 1/2."""
    if held is None:
        return (0.0,)
    if held.is_finite_set:
        return tuple(float(x) for x in sorted(held))
    ends = [float(end) for end in (held.inf, held.sup) if end.is_finite and held.contains(end) is sp.true]
    inner = (0.25, 0.5) if ends or 0 not in held else (0.0, 0.5)
    return tuple(dict.fromkeys((*ends, *(x for x in inner if sp.Rational(x) in held))))[:3]
