"""What does a machine get that computes a term as it is written, in one floating point format?

Every number, also the constants, is of that format, and every operation rounds to it, in the order in which the term is
written: NumPy alone would compute half of a bfloat16 in float32. A sum over an index is added up from its first term to
its last. The error functions, which NumPy lacks, are SciPy's, rounded from float64.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial, reduce
from typing import Any, TypeAlias

import ml_dtypes
import mpmath
import numpy as np
import sympy as sp
from scipy import special

from generator.engine import terms as t
from generator.engine.primitives import Primitive, by_head, lowered
from generator.engine.terms import Term
from generator.errors import ProofError
from generator.verify.text import shown

Numbers: TypeAlias = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Format:
    """A floating point format: ``digits`` binary digits, the first of them included; ``lowest`` normal is 2**lowest."""

    name: str
    type: np.dtype[Any]
    digits: int
    lowest: int
    largest: float


def _format(kind: Any) -> Format:  # noqa: ANN401 - a scalar type of NumPy or of ml_dtypes
    found: Any = ml_dtypes.finfo(kind)  # type: ignore[no-untyped-call]  # ml_dtypes ships this one untyped
    return Format(str(found.dtype), np.dtype(kind), found.nmant + 1, int(found.minexp), float(found.max))


FLOAT64, *_ = FORMATS = tuple(map(_format, (np.float64, np.float32, ml_dtypes.bfloat16, np.float16)))


def _rounded(name: str) -> Callable[[Numbers], Numbers]:
    """Return a function of SciPy, by its name or as a call with the argument at {0}, as one rounded from float64."""
    called, _, rest = name.removesuffix("{0})").partition("(")
    given = tuple(int(part) for part in rest.split(",") if part.strip())
    function = getattr(special, called)
    return lambda x: np.asarray(function(*given, x.astype(float)).astype(x.dtype))


def in_numpy(row: Primitive) -> bool:
    """Tell whether NumPy computes a function of the table."""
    return not row.scipy and not row.written


def single(row: Primitive) -> Callable[[float], float]:
    """Return what computes a function that NumPy lacks of one number: Python, or mpmath in float64.

    Like NumPy it gives what is not a number where the function has no value, and infinity where that is too large.
    """
    function = getattr(math, row.torch or row.id, None) or partial(row.value, mpmath.fp)

    def computed(x: float) -> float:
        try:
            value = function(x)
        except (ValueError, ZeroDivisionError):
            return math.nan
        except OverflowError:
            return math.inf
        return math.nan if isinstance(value, complex) else float(value)

    return computed


def _computed(row: Primitive) -> Callable[[Numbers], Numbers]:
    return _rounded(row.scipy) if row.scipy else getattr(np, row.arrays or row.id)


FUNCTIONS: Mapping[type[sp.Basic], Callable[[Numbers], Numbers]] = {
    head: _computed(row) for head, row in by_head().items() if row.scipy or not row.written
}

_COMPARISONS: Mapping[type[sp.Basic], Callable[[Numbers, Numbers], Numbers]] = {
    sp.StrictLessThan: np.less,
    sp.LessThan: np.less_equal,
    sp.StrictGreaterThan: np.greater,
    sp.GreaterThan: np.greater_equal,
}


def in_format(
    term: Term, letters: Mapping[sp.Basic, Numbers], kind: Format, indices: Mapping[sp.Basic, Numbers] | None = None
) -> Numbers:
    """Return the term's value where the letters have these values, all in one format.

    A vector has its components on a first axis of its own; ``indices`` are whole numbers from 1. What overflows is
    infinite, and what has no value is not a number; nothing warns. Raises ``ProofError`` for a shape that no machine
    computes.
    """
    with np.errstate(all="ignore"):
        return _Machine(letters, kind, indices or {}).value(term)


class _Machine:
    """Computes terms in one format."""

    def __init__(self, letters: Mapping[sp.Basic, Numbers], kind: Format, indices: Mapping[sp.Basic, Numbers]) -> None:
        self.letters = {name: value.astype(kind.type) for name, value in letters.items()}
        self.kind = kind
        vectors = [value for name, value in letters.items() if isinstance(name, sp.IndexedBase)]
        self.size = len(vectors[0]) if vectors else 0
        values = (value[0] if isinstance(name, sp.IndexedBase) else value for name, value in letters.items())
        self.shape = np.broadcast_shapes(*(value.shape for value in values))
        self.indices = {name: np.broadcast_to(value, self.shape) for name, value in indices.items()}
        self.known = dict[Term, Numbers]()

    def value(self, x: Term) -> Numbers:
        """Return the value of a part, which is computed once for the indices in force."""
        if x not in self.known:
            self.known[x] = self.computed(x)
        return self.known[x]

    def computed(self, x: Term) -> Numbers:
        if x in self.letters:
            return self.letters[x]
        if x == t.SIZE:
            return self.number(self.size)
        if x.is_Atom and x.is_number:
            return self.number(float(x))
        if t.is_quotient(x):
            above, below = map(self.value, t.children(x))
            return above / below
        if t.is_neg(x):
            return -self.value(t.without_sign(x))
        plain = None if x.func in FUNCTIONS else lowered(x)
        return self.operation(x) if plain is None else self.value(plain)

    def number(self, x: float) -> Numbers:
        return np.full(self.shape, x).astype(self.kind.type)

    def operation(self, x: Term) -> Numbers:
        match x:
            case sp.Indexed():
                components, (index,) = self.letters[x.base], x.indices
                return np.asarray(components[self.indices[index] - 1, *np.indices(self.shape)])
            case sp.KroneckerDelta():
                first, second = (self.indices[index] for index in x.args)
                return np.asarray(first == second).astype(self.kind.type)
            case sp.Sum():
                return np.asarray(reduce(np.add, self.terms(x)))
            case sp.Add():
                return reduce(np.add, map(self.value, x.args))
            case sp.Mul():
                return reduce(np.multiply, map(self.value, x.args))
            case sp.Pow():
                return self.power(x)
            case sp.Max() | sp.Min():
                return reduce(np.maximum if isinstance(x, sp.Max) else np.minimum, map(self.value, x.args))
            case sp.Piecewise():
                return self.branches(x)
        if x.func in FUNCTIONS:
            return FUNCTIONS[x.func](self.value(x.args[0]))
        raise ProofError(
            f"{shown(x)} · {type(x).__name__} is not computed in {self.kind.name} · generator/verify/floats.py"
        )

    def terms(self, x: sp.Sum) -> Iterator[Numbers]:
        body, (index, *_) = x.args
        outside = self.indices, self.known
        for n in range(1, self.size + 1):
            self.indices, self.known = {**outside[0], index: np.full(self.shape, n)}, {}
            yield self.value(body)
        self.indices, self.known = outside

    def power(self, x: sp.Pow) -> Numbers:
        base = self.value(x.base)
        if x.exp == t.HALF:
            return np.sqrt(base)
        if x.exp == 2:
            return base * base
        return np.power(base, self.value(x.exp))

    def branches(self, x: sp.Piecewise) -> Numbers:
        found = np.full(self.shape, np.nan).astype(self.kind.type)
        for value, when in reversed(x.args):
            found = np.where(self.holds(when), self.value(value), found)
        return found

    def holds(self, when: sp.Basic) -> Numbers:
        if when in (sp.true, sp.false):
            return np.full(self.shape, bool(when))
        if isinstance(when, (sp.And, sp.Or)):
            join = np.logical_and if isinstance(when, sp.And) else np.logical_or
            return reduce(join, map(self.holds, when.args))
        if isinstance(when, sp.ITE):
            chosen, then, otherwise = map(self.holds, when.args)
            return np.where(chosen, then, otherwise)
        return _COMPARISONS[when.func](*map(self.value, when.args))
