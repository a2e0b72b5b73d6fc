"""What can be done with arrays of 50-digit numbers, and when do their shapes not fit?

A number is an array without axes, so that one rule of shapes holds for numbers, vectors and matrices. A newcomer adds
an operation to ``OPERATIONS``, a function of one number to ``FUNCTIONS``.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np

from generator.errors import RestoreError
from generator.verify.arithmetic import MP

Array: TypeAlias = Any
"""A NumPy array of dtype object that holds mpmath numbers."""
EXACT = MP.mpf(10) ** -15
"""Numbers of 50 digits, slopes of some 28: below this relative difference two are the same."""
MOST = 200
"""The largest number of terms in a sum, and the largest factorial."""
_LARGEST = 10**200
"""The largest exponent: mpmath holds e to that power in a few words of memory."""


class UnknownNameError(RestoreError):
    """A letter that has no value here."""


class ShapeError(RestoreError):
    """Arrays whose shapes do not fit."""


def number(x: object) -> Array:
    """Return a single number as an array."""
    found = np.empty((), dtype=object)
    found[()] = MP.mpf(x) if not isinstance(x, MP.mpc) else x
    return found


def array(values: object) -> Array:
    """Return numbers as an array."""
    plain = np.asarray(values, dtype=object)
    return np.vectorize(MP.mpf, otypes=[object])(plain) if plain.size else plain


def entrywise(function: Callable[[Any], Any], x: Array) -> Array:
    """Return the function of every number."""
    found = np.empty(x.shape, dtype=object)
    for place in np.ndindex(x.shape):
        found[place] = function(moderate(x[place]))
    return found


def total(*parts: Array) -> Array:
    """Return the sum; the shapes must fit as in NumPy, where a column is added to every column."""
    found = parts[0]
    for part in parts[1:]:
        found = boxed(_fitting(found, part, "+") + part)
    return found


def boxed(x: Any) -> Array:  # noqa: ANN401 - NumPy unpacks arrays of one number
    """Return an array, whatever an operation of NumPy's made of it."""
    return x if isinstance(x, np.ndarray) else number(x)


def _fitting(left: Array, right: Array, sign: str) -> Array:
    same = left.shape == right.shape or not left.shape or not right.shape
    column = left.ndim == right.ndim == 2 and left.shape[0] == right.shape[0] and 1 in {left.shape[1], right.shape[1]}
    if not same and not column:
        message = f"{shape(left)} {sign} {shape(right)}: the shapes do not fit"
        raise ShapeError(message)
    return left


def shape(x: Array) -> str:
    """Return the shape in words: ``2 × 5``."""
    return " × ".join(map(str, x.shape)) if x.ndim > 1 else f"{len(x)}-vector" if x.ndim else "a number"


def _product(*parts: Array) -> Array:
    total = parts[0]
    for part in parts[1:]:
        total = _times(total, part)
    return total


def _times(left: Array, right: Array) -> Array:
    if not left.shape or not right.shape or left.ndim == right.ndim == 1:
        return boxed(_fitting(left, right, "·") * right)
    if left.shape[-1] != right.shape[0]:
        message = f"{shape(left)} times {shape(right)}: the shapes do not fit"
        raise ShapeError(message)
    return boxed(left @ right)


def _entries(*parts: Array) -> Array:
    left, right = parts
    return boxed(_fitting(left, right, "*") * right)


def _quotient(above: Array, below: Array) -> Array:
    return boxed(_fitting(above, below, "/") / below)


def _power(base: Array, exponent: Array) -> Array:
    if any(abs(x) > _LARGEST for x in exponent.flat):
        message = "an exponent that cannot be used"
        raise RestoreError(message)
    if not exponent.shape:
        return entrywise(lambda x: _real(MP.power(x, exponent[()])), base)
    if base.shape:
        message = "an array raised to an array"
        raise ShapeError(message)
    return entrywise(lambda x: _real(MP.power(base[()], x)), exponent)


def _real(x: Any) -> Any:  # noqa: ANN401 - mpmath ships no types
    if isinstance(x, MP.mpc):
        message = "no real value at this point"
        raise RestoreError(message)
    return x


def _factorial(x: Array) -> Array:
    if x.shape or abs(x[()]) > MOST:
        message = "a factorial that is too large"
        raise RestoreError(message)
    return number(MP.gamma(x[()] + 1))


def _determinant(*cells: Array) -> Array:
    size = int(len(cells) ** 0.5)
    return number(MP.det(_matrix(cells, size)))


def _matrix(cells: tuple[Array, ...], size: int) -> Any:  # noqa: ANN401 - mpmath ships no types
    return MP.matrix([[cells[row * size + column][()] for column in range(size)] for row in range(size)])


OPERATIONS: Mapping[str, Callable[..., Array]] = {
    "sum": total,
    "product": _product,
    "entrywise": _entries,
    "quotient": _quotient,
    "power": _power,
    "negative": lambda x: boxed(-x),
    "transpose": lambda x: x.T,
    "absolute": lambda x: entrywise(abs, x),
    "norm": lambda x: number(MP.sqrt(sum(entry**2 for entry in x.flat))),
    "factorial": _factorial,
    "determinant": _determinant,
}


def moderate(x: Any) -> Any:  # noqa: ANN401 - mpmath ships no types
    """Return a number that a function can be taken of. Raises ``RestoreError`` for one that is too large."""
    if abs(x) > _LARGEST:
        message = "a function of a number that is too large"
        raise RestoreError(message)
    return x


def _log(x: Any) -> Any:  # noqa: ANN401 - mpmath ships no types
    if x <= 0:
        message = "a logarithm of nothing positive"
        raise RestoreError(message)
    return MP.log(x)


FUNCTIONS: Mapping[str, Callable[[Any], Any]] = {
    "log": _log, "ln": _log, "exp": MP.exp, "sin": MP.sin, "cos": MP.cos, "tan": MP.tan, "tanh": MP.tanh,
    "arctan": MP.atan, "sigmoid": lambda x: 1 / (1 + MP.exp(-x)), "relu": lambda x: max(x, MP.mpf(0)),
}  # fmt: skip
CONSTANTS: Mapping[str, Callable[[], Any]] = {
    "e": lambda: MP.e + 0, r"\pi": lambda: MP.pi + 0, r"\infty": lambda: MP.inf,
}  # fmt: skip


def same(left: Array, right: Array, tolerance: Any = EXACT) -> bool:  # noqa: ANN401 - mpmath ships no types
    """Tell whether two values are the same. Raises ``ShapeError`` where their shapes differ."""
    if left.shape != right.shape and (left.size > 1 or right.size > 1):
        message = f"{shape(left)} on the left, {shape(right)} on the right"
        raise ShapeError(message)
    pairs = zip(left.flat, right.flat, strict=True)
    return all(abs(u - v) <= tolerance * (1 + abs(u) + abs(v)) for u, v in pairs)
