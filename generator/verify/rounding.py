"""How far is what a machine computes from the true value, from z = -1000 to 1000?

The true values come from mpmath, with as many digits as it takes for nothing to cancel away: e^-1000 beside 1 needs 435
of them. The error is counted in units in the last place of the true value. Below the smallest normal number a format
has no digits left, and all that is asked is that the result is as small. Where the true value is larger than the
format's largest number there is nothing to compute.

Near a zero of the function the sum of two rounded numbers is as exact as they are, not as it is small; so errors there
are left out of the worst figure. Source: N. J. Higham, *Accuracy and Stability of Numerical Algorithms*, sections 1.7,
2.1 and 3.1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import sympy as sp

from generator.catalogue.formulas import Y, Z
from generator.engine.terms import Term
from generator.verify.arithmetic import MP, Real
from generator.verify.floats import FORMATS, Format, Numbers, in_format
from generator.verify.world import World

ALLOWED = 8
"""The units in the last place within which a form counts as one to compute."""

WIDEST = 1000
_OCTAVES, _EACH = range(-6, 10), 8
"""Points per power of two: numbers of eight binary digits, which every format holds exactly."""

_NEAR = 0.25


@cache
def grid() -> Numbers:
    """Return the values of z at which forms are measured, in order: some three hundred, dense around 0."""
    positive = [2.0**octave * (1 + n / _EACH) for octave in _OCTAVES for n in range(_EACH)]
    kept = [z for z in (*positive, float(WIDEST)) if z <= WIDEST]
    return np.array([*(-z for z in reversed(kept)), 0.0, *kept])


@dataclass(frozen=True)
class Truth:
    """The true values of a function on the grid, one row for each target: the nearest float64, and what it leaves."""

    targets: tuple[float, ...]
    high: Numbers
    low: Numbers
    away: Numbers

    @property
    def letters(self) -> Mapping[Term, Numbers]:
        """The values of z and y, row by row."""
        z, y = np.broadcast_arrays(grid()[None, :], np.array(self.targets)[:, None])
        return {Z: z, Y: y}


def truth(term: Term, targets: tuple[float, ...]) -> Truth:
    """Return the true values of a term in z and y."""
    rows = [[_true(term, z, y) for z in grid()] for y in targets]
    with np.errstate(all="ignore"):
        high = np.array([[_nearest(value) for value in row] for row in rows])
        low = np.array([[_rest(value) for value in row] for row in rows])
    return Truth(targets, high, low, np.array([_away(row) for row in high]))


def _true(term: Term, z: float, y: float) -> Real | None:
    """Return the value with enough digits for a tail like e^(-z^2/2) beside 1."""
    with MP.workdps(int(40 + min(z * z, 400) + abs(z) / 2)):
        return World((), {Z: MP.mpf(z), Y: MP.mpf(y)}).attempt(term)


def _nearest(value: Real | None) -> float:
    return float("nan") if value is None else float(value)


def _rest(value: Real | None) -> float:
    if value is None or not np.isfinite(float(value)):
        return 0.0
    return float(value - MP.mpf(float(value)))


def _away(row: Numbers) -> Numbers:
    """Tell which points are not beside a zero: where the sign changes, the value is 0, or the size has a dip."""
    z, size = grid(), np.abs(row)
    around = np.maximum(np.roll(size, 3), np.roll(size, -3))
    dips = (size <= np.minimum(np.roll(size, 1), np.roll(size, -1))) & (size < around / 4)
    crossed = np.sign(row) * np.sign(np.roll(row, -1)) < 0
    zeros = [*z[dips & (size > 0)], *((z + np.roll(z, -1))[crossed] / 2), *z[row == 0]]
    inner = [zero for zero in zeros if abs(zero) < WIDEST]
    away = np.ones(z.shape, dtype=bool)
    for zero in inner:
        away &= np.abs(z - zero) > _NEAR * max(1.0, abs(zero))
    return np.asarray(away | (row == 0))


@dataclass(frozen=True)
class Rounded:
    """How a form fares in one format.

    ``worst`` is the largest error in units in the last place, away from zeros, at ``z`` and ``y``; it is infinite where
    the form has no value. ``low`` and ``high`` are the ends of the stretch around 0 in which the error is within
    ``ALLOWED``. ``anywhere`` is the largest error with zeros included, ``errors`` is the largest relative error at each
    point of the grid, zeros included.
    """

    format: str
    worst: float
    z: float
    y: float
    low: float
    high: float
    anywhere: float
    errors: tuple[float, ...]

    @property
    def holds(self) -> bool:
        """Whether the error is within what is allowed everywhere."""
        return self.worst <= ALLOWED


def rounded(term: Term, true: Truth) -> tuple[Rounded, ...]:
    """Return how a term fares in every format."""
    return tuple(_rounded(term, true, kind) for kind in FORMATS)


def _rounded(term: Term, true: Truth, kind: Format) -> Rounded:
    got = np.broadcast_to(in_format(term, true.letters, kind), true.high.shape).astype(float)
    within = np.isfinite(true.high) & (np.abs(true.high) <= kind.largest)
    with np.errstate(all="ignore"):
        error = np.abs((got - true.high) - true.low)
        error = np.where(within, np.where(np.isfinite(got), error, np.inf), 0.0)
        every = _beyond_underflow(error, got, true, kind) / _unit(true.high, kind)
        units = np.where(true.away, every, 0.0)
        relative = error / np.maximum(np.abs(true.high), 2.0**kind.lowest)
    row, column = np.unravel_index(np.argmax(units), units.shape)
    low, high = _stretch(units.max(axis=0) <= ALLOWED)
    return Rounded(
        format=kind.name,
        worst=float(units[row, column]),
        z=float(grid()[column]),
        y=true.targets[int(row)],
        low=low,
        high=high,
        anywhere=float(every.max()),
        errors=tuple(map(float, relative.max(axis=0))),
    )


def _beyond_underflow(error: Numbers, got: Numbers, true: Truth, kind: Format) -> Numbers:
    """Return the errors without those of results that are below the smallest normal number, where they should be."""
    smallest = 2.0**kind.lowest
    return np.where((np.abs(true.high) < smallest) & (np.abs(got) <= smallest), 0.0, error)


def _unit(value: Numbers, kind: Format) -> Numbers:
    """Return the distance of two neighbouring numbers of a format around a value."""
    exponent = np.frexp(np.abs(value))[1] - 1
    exponent = np.maximum(np.where(value == 0, kind.lowest, exponent), kind.lowest)
    return np.asarray(np.ldexp(1.0, exponent - kind.digits + 1))


def _stretch(good: Numbers) -> tuple[float, float]:
    """Return the ends of the run of good points that holds 0."""
    z = grid()
    middle = int(np.argmin(np.abs(z)))
    left, right = middle, middle
    while left > 0 and good[left - 1]:
        left -= 1
    while right < len(z) - 1 and good[right + 1]:
        right += 1
    return float(z[left]), float(z[right])


def targets_of(held: sp.Set | None) -> tuple[float, ...]:
    """Return the targets that a case is measured with: the ends of their set and a quarter, else 1/2; 0 if none."""
    if held is None:
        return (0.0,)
    if held.is_finite_set:
        return tuple(float(x) for x in sorted(held))
    ends = [float(end) for end in (held.inf, held.sup) if end.is_finite and held.contains(end) is sp.true]
    return tuple(dict.fromkeys((*ends, *(x for x in (0.25, 0.5) if sp.Rational(x) in held))))[:3]
