"""How far is what a machine computes from the true value, all along a sweep?

The true values come from balls, with as many digits as it takes for nothing to cancel away: e^-1000 beside 1 needs 435
of them. The error is counted in units in the last place of the true value. Below the smallest normal number a format
has no digits left, and all that is asked is that the result is as small. Where the true value is larger than the
format's largest number there is nothing to compute.

Near a zero of the function the sum of two rounded numbers is as exact as they are, not as it is small; so errors there
are left out of the worst figure. Source: N. J. Higham, *Accuracy and Stability of Numerical Algorithms*, sections 1.7,
2.1 and 3.1.
"""

import math
from dataclasses import dataclass
from itertools import product

import numpy as np

from generator.engine.terms import Term
from generator.verify.arithmetic import MP, Real
from generator.verify.floats import FORMATS, Format, Numbers
from generator.verify.sweep import Sweep
from generator.verify.world import gathered

ALLOWED = 8
"""The units in the last place within which a form counts as one to compute."""

_NEAR = 0.25
_BITS = 128
_SMALLEST = -330
"""What is smaller than 10 to this power, which float64 does not have, need not be known to so many bits."""


@dataclass(frozen=True)
class Truth:
    """The true values of a function on its sweep, one row for each setting: the nearest float64, and what it leaves."""

    sweep: Sweep
    high: Numbers
    low: Numbers
    away: Numbers


def truth(term: Term, sweep: Sweep) -> Truth:
    """Return the true values of a term: twice as many digits as float64 has, whatever cancels away."""
    with MP.workprec(_BITS):
        worlds = dict(zip(product(sweep.targets, sweep.points), gathered(sweep.worlds()), strict=True))
        rows = [
            [worlds[target, point].attempt(term, place, _SMALLEST) for point in sweep.points]
            for target, place in sweep.rows
        ]
        with np.errstate(all="ignore"):
            high = np.array([list(map(_nearest, row)) for row in rows])
            low = np.array([list(map(_rest, row)) for row in rows])
    return Truth(sweep, high, low, np.array([_away(row, sweep) for row in high]))


def _nearest(value: Real | None) -> float:
    return float("nan") if value is None else float(value)


def _rest(value: Real | None) -> float:
    if value is None or not np.isfinite(float(value)):
        return 0.0
    return float(value - MP.mpf(float(value)))


def _away(row: Numbers, sweep: Sweep) -> Numbers:
    """Tell which points are not beside a zero: where the sign changes, the value is 0, or the size has a dip."""
    z, size = np.array(sweep.points), np.abs(row)
    around = np.maximum(np.roll(size, 3), np.roll(size, -3))
    dips = (size <= np.minimum(np.roll(size, 1), np.roll(size, -1))) & (size < around / 4)
    crossed = (np.sign(row) * np.sign(np.roll(row, -1)) < 0) & (z < z[-1])
    zeros = [*z[dips & (size > 0)], *((z + np.roll(z, -1))[crossed] / 2), *z[row == 0]]
    inner = [zero for zero in zeros if z[0] < zero < z[-1]]
    away = np.ones(z.shape, dtype=bool)
    for zero in inner:
        away &= np.abs(z - zero) > _NEAR * max(sweep.unit, abs(zero))
    return np.asarray(away | (row == 0))


@dataclass(frozen=True)
class Rounded:
    """How a form fares in one format.

    ``worst`` is the largest error in units in the last place, away from zeros; it is infinite where the form has no
    value. ``low`` and ``high`` are the ends of the stretch in which the error is within ``ALLOWED``: the one around 0,
    or else the longest; they are no numbers where there is none. ``spoilt`` is the share of the numbers, 0 to 1, where
    the error is larger than that. ``anywhere`` is the largest error with zeros included, ``errors`` is the largest
    relative error at each point of the sweep, zeros included.
    """

    format: str
    worst: float
    low: float
    high: float
    spoilt: float
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
    got = true.sweep.computed(term, kind)
    within = np.isfinite(true.high) & (np.abs(true.high) <= kind.largest)
    with np.errstate(all="ignore"):
        error = np.abs((got - true.high) - true.low)
        error = np.where(within, np.where(np.isfinite(got), error, np.inf), 0.0)
        every = _beyond_underflow(error, got, true, kind) / _unit(true.high, kind)
        units = np.where(true.away, every, 0.0)
        relative = error / np.maximum(np.abs(true.high), 2.0**kind.lowest)
    low, high = _stretch(units.max(axis=0) <= ALLOWED, np.array(true.sweep.points))
    return Rounded(
        format=kind.name,
        worst=float(units.max()),
        low=low,
        high=high,
        spoilt=float(np.mean(units > ALLOWED)),
        anywhere=float(every.max()),
        errors=tuple(map(float, relative.max(axis=0))),
    )


def agree(term: Term, sweep: Sweep) -> bool:
    """Tell whether a term is the same in float64 and in float32 up to what is allowed, wherever both can hold it."""
    double, single = FORMATS[:2]
    fine, coarse = (sweep.computed(term, kind) for kind in (double, single))
    with np.errstate(all="ignore"):
        small = (np.abs(fine) < 2.0**single.lowest) & (np.abs(coarse) <= 2.0**single.lowest)
        near = np.abs(fine - coarse) <= ALLOWED * _unit(fine, single)
    return bool(np.all(near | small | (np.abs(fine) > single.largest) & (np.abs(coarse) > single.largest)))


def _beyond_underflow(error: Numbers, got: Numbers, true: Truth, kind: Format) -> Numbers:
    """Return the errors without those of results that are below the smallest normal number, where they should be."""
    smallest = 2.0**kind.lowest
    return np.where((np.abs(true.high) < smallest) & (np.abs(got) <= smallest), 0.0, error)


def _unit(value: Numbers, kind: Format) -> Numbers:
    """Return the distance of two neighbouring numbers of a format around a value."""
    exponent = np.frexp(np.abs(value))[1] - 1
    exponent = np.maximum(np.where(value == 0, kind.lowest, exponent), kind.lowest)
    return np.asarray(np.ldexp(1.0, exponent - kind.digits + 1))


def _stretch(good: Numbers, z: Numbers) -> tuple[float, float]:
    """Return the ends of the run of good points that holds the one nearest to 0, or of the longest."""
    ends = np.flatnonzero(np.diff(np.concatenate(([False], good, [False])).astype(int)))
    runs = [(int(first), int(last) - 1) for first, last in ends.reshape(-1, 2)]
    if not runs:
        return math.nan, math.nan
    middle = int(np.argmin(np.abs(z)))
    first, last = max(runs, key=lambda run: (run[0] <= middle <= run[1], run[1] - run[0]))
    return float(z[first]), float(z[last])
