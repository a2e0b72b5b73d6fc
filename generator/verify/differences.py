"""Arrays whose axes have names, and central differences of them.

A component moves up and down in its turn, all of them at once along one more axis.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from generator.verify.array_arithmetic import BALLS, Numbers

STEP = 37
"""Central differences move by 10 to the minus this, and are taken with three times as many digits."""


@dataclass(frozen=True)
class Labelled:
    """An array whose axes are called by indices."""

    axes: tuple[sp.Symbol, ...]
    data: Numbers

    def along(self, axes: tuple[sp.Symbol, ...]) -> Numbers:
        """Return the data with exactly these axes, length 1 where this array has none of that name."""
        data = np.asarray(self.data)  # NumPy makes a bare number of an array without axes
        place = {axis: n for n, axis in enumerate(self.axes)}  # by hash: SymPy is slow at telling letters apart
        order = [place[axis] for axis in axes if axis in place]
        shape = [data.shape[place[axis]] if axis in place else 1 for axis in axes]
        return data.transpose(order).reshape(shape)


BATCH = sp.Symbol("batch")
"""The axis of an array that holds many points at once: a component moved up and down, each in its turn."""


def small(exponent: int) -> Any:  # noqa: ANN401 - a ball
    """Return 10 to the minus this."""
    return BALLS.rational(1, 10**exponent)


def sides(data: Numbers) -> Numbers:
    """Return an array with each of its components moved up, then each moved down, along a last axis."""
    step, count = small(STEP), data.size
    moved = np.repeat(data.reshape(-1, 1), 2 * count, axis=1)
    for n in range(count):
        moved[n, n] = moved[n, n] + step
        moved[n, count + n] = moved[n, count + n] - step
    return moved.reshape((*data.shape, 2 * count))


def slopes(found: Labelled, shape: tuple[int, ...]) -> Labelled:
    """Return the central differences of a value at ``sides`` of an array of this shape: its axes come last."""
    first = tuple(axis for axis in found.axes if axis != BATCH)
    fresh = tuple(sp.Dummy(f"axis{n}") for n in range(len(shape)))
    if BATCH not in found.axes:
        return Labelled((*first, *fresh), BALLS.full((*found.data.shape, *shape), 0))
    up, down = np.split(found.along((*first, BATCH)), 2, axis=-1)
    difference = (up - down) / (2 * small(STEP))
    return Labelled((*first, *fresh), difference.reshape((*difference.shape[:-1], *shape)))
