"""What can be done with numbers, vectors and matrices, and when do their shapes not fit?

A number is a plain number, a vector has one axis, a matrix has its examples in columns. Numbers are complex: a letter
that is moved by a tiny imaginary step carries its derivative through everything that follows from it (Squire and Trapp,
*SIAM Review* 40, 1998), so what is compared looks at real parts only. A newcomer adds an operation to ``OPERATIONS``,
a function of one number to ``FUNCTIONS``.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np

from generator.errors import RestoreError

Array: TypeAlias = Any
"""A number, or a NumPy array of numbers."""
EXACT = 1e-9
"""Below this relative difference two numbers are the same: slopes have 14 digits, slopes of slopes some 11."""
MOST = 200
"""The largest number of terms in a sum, and the largest factorial."""
_LARGEST = 600.0
"""The largest exponent of e that has a value in floating point, with room for products."""


class UnknownNameError(RestoreError):
    """A letter that has no value here."""


class ShapeError(RestoreError):
    """Arrays whose shapes do not fit."""


def shape_of(x: Array) -> tuple[int, ...]:
    """Return the shape; a number has none."""
    return getattr(x, "shape", ())


def real(x: Array) -> Array:
    """Return the values without what carries derivatives."""
    return x.real


def number(x: Array) -> float:
    """Return a plain number. Raises ``ShapeError`` for an array."""
    if shape_of(x):
        raise ShapeError(f"{shape(x)} where a number belongs")
    return float(x.real)


def total(*parts: Array) -> Array:
    """Return the sum; the shapes must fit as in NumPy, where a column is added to every column."""
    found = parts[0]
    for part in parts[1:]:
        found = _fitting(found, part, "+") + part
    return found


def _fitting(left: Array, right: Array, sign: str) -> Array:
    try:
        np.broadcast_shapes(shape_of(left), shape_of(right))
    except ValueError:
        raise ShapeError(f"{shape(left)} {sign} {shape(right)}: the shapes do not fit") from None
    return left


def shape(x: Array) -> str:
    """Return the shape in words: ``2 × 5``."""
    sizes = shape_of(x)
    return " × ".join(map(str, sizes)) if len(sizes) > 1 else f"{sizes[0]}-vector" if sizes else "a number"


def _product(*parts: Array) -> Array:
    found = parts[0]
    for part in parts[1:]:
        found = _times(found, part)
    return found


def _times(left: Array, right: Array) -> Array:
    first, second = shape_of(left), shape_of(right)
    if not first or not second:
        return left * right
    if len(first) == len(second) == 1:
        return _fitting(left, right, "·") * right
    if len(first) == 1 and len(second) == 2 and second[0] == 1:
        return np.outer(left, right[0])
    if first[-1] != second[0]:
        raise ShapeError(f"{shape(left)} times {shape(right)}: the shapes do not fit")
    found = left @ right
    return found[0] if found.shape == (1,) else found[0, 0] if found.shape == (1, 1) and 1 in first[:1] else found


def _dot(*parts: Array) -> Array:
    left, right = parts
    if len(shape_of(left)) == len(shape_of(right)) == 1:
        return (_fitting(left, right, "·") * right).sum()
    return _times(left, right)


def _entries(*parts: Array) -> Array:
    left, right = parts
    return _fitting(left, right, "*") * right


def _quotient(above: Array, below: Array) -> Array:
    if np.any(np.abs(below) < 1e-300):
        raise RestoreError("a division by nothing")
    return _fitting(above, below, "/") / below


def power(base: Array, exponent: Array) -> Array:
    """Return the power. Raises ``RestoreError`` where it has no real value."""
    if shape_of(exponent) and shape_of(base):
        _fitting(base, exponent, "^")
    whole = not shape_of(exponent) and exponent.imag == 0 and exponent.real == round(exponent.real)
    if whole and abs(exponent.real) <= MOST:
        if exponent.real < 0:
            return _quotient(1.0, base ** int(-exponent.real))
        return base ** int(exponent.real)
    if np.any(base.real < 0):
        raise RestoreError("no real value at this point")
    if not shape_of(base) and base.real == 0:
        return 0.0 * exponent
    return exponential(exponent * np.log(base))


def exponential(x: Array) -> Array:
    """Return e to the x. Raises ``RestoreError`` where it is too large."""
    if np.any(np.abs(x.real) > _LARGEST):
        raise RestoreError("a function of a number that is too large")
    return np.exp(x)


def _factorial(x: Array) -> Array:
    plain = number(x)
    if abs(plain) > 150:
        raise RestoreError("a factorial that is too large")
    return math.gamma(plain + 1)


def _determinant(*cells: Array) -> Array:
    size = round(len(cells) ** 0.5)
    return np.linalg.det(np.array([number(cell) for cell in cells]).reshape(size, size))


def transposed(x: Array) -> Array:
    """Return the transpose; that of a vector is a row."""
    return x.reshape(1, -1) if len(shape_of(x)) == 1 else x.T if shape_of(x) else x


def _absolute(x: Array) -> Array:
    return x * np.sign(x.real)


def _norm(x: Array) -> Array:
    return np.sqrt(np.sum(x * x))


OPERATIONS: Mapping[str, Callable[..., Array]] = {
    "sum": total,
    "product": _product,
    "dot": _dot,
    "entrywise": _entries,
    "quotient": _quotient,
    "power": power,
    "negative": lambda x: -x,
    "transpose": transposed,
    "absolute": _absolute,
    "norm": _norm,
    "factorial": _factorial,
    "determinant": _determinant,
}


def _log(x: Array) -> Array:
    if np.any(x.real <= 0):
        raise RestoreError("a logarithm of nothing positive")
    return np.log(x)


def sigmoid(x: Array) -> Array:
    """Return the sigmoid of every number: what sigma means wherever a post does not say otherwise."""
    return 1 / (1 + exponential(-x))


def softmax(x: Array) -> Array:
    """Return the softmax of a vector, or of every column."""
    if not shape_of(x):
        raise RestoreError("the softmax of a single number")
    weights = exponential(x)
    return weights / weights.sum(axis=0)


def _root(x: Array) -> Array:
    if np.any(x.real < 0):
        raise RestoreError("no real value at this point")
    return np.sqrt(x)


def _erf(x: Array) -> Array:
    """Return the error function; a tiny imaginary part is carried by its slope, 2 exp(-x^2) / sqrt(pi)."""
    slope = 2 / math.sqrt(math.pi) * np.exp(-(np.real(x) ** 2))
    found = np.vectorize(math.erf, otypes=[float])(np.real(x))
    return (found if shape_of(x) else float(found)) + 1j * np.imag(x) * slope


FUNCTIONS: Mapping[str, Callable[[Any], Any]] = {
    "log": _log, "ln": _log, "exp": exponential, "sin": np.sin, "cos": np.cos, "tan": np.tan, "tanh": np.tanh,
    "sinh": np.sinh, "cosh": np.cosh, "arctan": np.arctan, "sigmoid": sigmoid, "softmax": softmax, "sqrt": _root,
    "softplus": lambda x: _log(1 + exponential(x)), "relu": lambda x: x * (x.real > 0), "abs": _absolute,
    "coth": lambda x: 1 / np.tanh(x), "sech": lambda x: 1 / np.cosh(x), "erf": _erf, "cot": lambda x: 1 / np.tan(x),
    "sec": lambda x: 1 / np.cos(x), "arcsin": np.arcsin, "arccos": np.arccos,
    "sign": lambda x: np.sign(x.real) + 0.0, "diag": np.diag,
    "tr": np.trace, "trace": np.trace, "det": np.linalg.det,
    "rms": lambda x: np.sqrt(np.mean(x * x)), "std": lambda x: np.sqrt(np.mean((x - np.mean(x)) ** 2)),
    "rowsum": lambda x: np.sum(x, axis=-1, keepdims=np.ndim(x) > 1),
}  # fmt: skip
CONSTANTS: Mapping[str, float] = {"e": math.e, r"\pi": math.pi, r"\infty": math.inf}


def same(left: Array, right: Array, tolerance: float = EXACT) -> bool:
    """Tell whether two values are the same. Raises ``ShapeError`` where their shapes differ."""
    first, second = shape_of(left), shape_of(right)
    if (
        first != second
        and (np.size(left) > 1 or np.size(right) > 1)
        and sorted(first) != sorted((*second, 1))
        and sorted(second) != sorted((*first, 1))
    ):
        raise ShapeError(f"{shape(left)} on the left, {shape(right)} on the right")
    u, v = np.ravel(np.real(left)), np.ravel(np.real(right))
    return bool(np.all(np.abs(u - v) <= tolerance * (1 + np.abs(u) + np.abs(v))))
