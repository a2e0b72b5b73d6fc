"""Which numbers arrays hold: balls, by which layers are proved and measured, or float64, by which wrong kernels run.

Both compute the functions of ``engine.primitives``. A component without a value is not a number in either.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import flint
import numpy as np
import sympy as sp

from generator.verify import balls, floats
from generator.verify.arithmetic import MP, Real

Numbers: TypeAlias = "np.ndarray[Any, Any]"


@dataclass(frozen=True)
class Arithmetic:
    """How arrays of one kind are computed: their type in NumPy, their numbers, constants and functions."""

    dtype: Any
    rational: Callable[[int, int], Any]
    number: Callable[[float], Any]
    constants: Mapping[sp.Basic, Callable[[], Any]]
    functions: Mapping[type[sp.Basic], Callable[[Numbers], Numbers]]
    root: Callable[[Numbers], Numbers]
    power: Callable[[Numbers, Numbers], Numbers]

    def full(self, shape: tuple[int, ...], number: int) -> Numbers:
        """Return an array of one whole number."""
        found = np.empty(shape, dtype=self.dtype)
        found[...] = self.rational(number, 1)
        return found


def _each(function: Callable[..., Any], count: int = 1) -> Callable[..., Numbers]:
    ufunc = np.frompyfunc(function, count, 1)
    return lambda *arrays: np.asarray(ufunc(*arrays), dtype=object)


BALLS = Arithmetic(
    object, balls.quotient, lambda x: flint.arb(str(x)), balls.CONSTANTS,
    {head: _each(function) for head, function in balls.FUNCTIONS.items()}, _each(flint.arb.sqrt), _each(balls.power, 2),
)  # fmt: skip

FLOATS = Arithmetic(
    np.float64, lambda p, q: p / q, float, {letter: partial(float, letter) for letter in balls.CONSTANTS},
    floats.FUNCTIONS, np.sqrt, np.power,
)  # fmt: skip


def as_floats(array: Numbers) -> Numbers:
    """Return an array in float64, each number the middle of its ball."""
    return np.array(np.asarray(array).tolist(), dtype=float)


def real_of(ball: Any) -> Real:  # noqa: ANN401 - an arb of python-flint
    """Return the middle of a ball as a number of mpmath."""
    return MP.mpf(ball)


def bounds(array: Numbers) -> Numbers:
    """Return in float64 how far from 0 each number of an array of balls may be; infinite for what is no number."""
    return np.asarray(np.frompyfunc(_bound, 1, 1)(array), dtype=float)


def _bound(ball: Any) -> float:  # noqa: ANN401 - an arb of python-flint
    return float(ball.abs_upper()) if ball.is_finite() else float("inf")
