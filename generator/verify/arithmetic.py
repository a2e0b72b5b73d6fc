"""Which real numbers does the judge calculate with, and when is there no value?

50 digits, real throughout: the logarithm of a negative number has no value here, rather than a complex one, and
neither has what would take more memory than the machine has (the exponential of a million).

A newcomer who gives formulas a new function adds its name here: the table is read by SymPy's class.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import add, mul
from typing import Any, TypeAlias

import mpmath
import sympy as sp
from sympy.codegen.cfunctions import expm1, log1p

MP: Any = mpmath.mp.clone()
"""A context of our own, so that no one else's precision moves ours."""
MP.dps = 50

Real: TypeAlias = Any
"""A number of ``MP``; mpmath ships no types."""

_HUGE, _FEW = 10**6, 8


class NoValueError(ArithmeticError):
    """The term is not a finite real number at this point."""


def real(value: object) -> Real:
    """Return the value if it is a finite real number. Raises ``NoValueError`` otherwise."""
    if not isinstance(value, MP.mpf) or not MP.isfinite(value):
        raise NoValueError
    return value


def quotient(p: int, q: int) -> Real:
    """Return p/q at the precision in force."""
    return _quotient(p, q, MP.prec)


@lru_cache(maxsize=4096)
def _quotient(p: int, q: int, bits: int) -> Real:  # noqa: ARG001 - the bits in force tell one answer from another
    return MP.mpf(p) / q


def raised(base: Real, exponent: Real | int) -> Real:
    """Return base ** exponent. Raises ``NoValueError`` at 0**-1 and at roots of negative numbers."""
    if base == 0:
        if exponent < 0:
            raise NoValueError
        return MP.mpf(exponent == 0)
    if isinstance(exponent, int) and abs(exponent) <= _FEW:
        return real(base**exponent)
    if abs(exponent) * (1 + abs(MP.mag(base))) > _HUGE:
        raise NoValueError
    return real(MP.power(base, int(exponent) if exponent == int(exponent) else exponent))


def _bounded(function: Callable[[Real], Real]) -> Callable[[Real], Real]:
    """Refuse arguments for which the reduction of the argument alone would fill the memory."""

    def applied(x: Real) -> Real:
        if abs(x) > _HUGE:
            raise NoValueError
        return real(function(x))

    return applied


def _finite(function: Callable[[Real], Real]) -> Callable[[Real], Real]:
    return lambda x: real(function(x))


def _logarithm(x: Real) -> Real:
    if x <= 0:
        raise NoValueError
    return real(MP.log(x))


def _log1p(x: Real) -> Real:
    if x <= -1:
        raise NoValueError
    return real(MP.log1p(x))


def _kept(function: Callable[[Real], Real]) -> Callable[[Real], Real]:
    """Keep the values of erf: its series is long, and a term and its derivative ask at the same points."""

    @lru_cache(maxsize=4096)
    def value(x: Real, bits: int) -> Real:  # noqa: ARG001 - the bits in force tell one answer from another
        return function(x)

    return lambda x: value(x, MP.prec)


FUNCTIONS: dict[type[sp.Basic], Callable[[Real], Real]] = {
    sp.exp:  _bounded(MP.exp),
    sp.log:  _logarithm,
    sp.sin:  _bounded(MP.sin),
    sp.cos:  _bounded(MP.cos),
    sp.tan:  _bounded(MP.tan),
    sp.sinh: _bounded(MP.sinh),
    sp.cosh: _bounded(MP.cosh),
    sp.tanh: _bounded(MP.tanh),
    sp.asin: _finite(MP.asin),
    sp.acos: _finite(MP.acos),
    sp.atan: _finite(MP.atan),
    sp.erf:  _bounded(_kept(MP.erf)),
    sp.erfc: _bounded(_kept(MP.erfc)),
    log1p:   _log1p,
    expm1:   _bounded(MP.expm1),
    sp.Abs:  abs,
    sp.sign: MP.sign,
}  # fmt: skip

CONSTANTS: dict[sp.Basic, Callable[[], Real]] = {sp.pi: lambda: +MP.pi, sp.E: lambda: +MP.e}


def total(values: Iterable[Real]) -> Real:
    """Return the sum; no value at all is 0."""
    return _joined(values, add, 0)


def product(values: Iterable[Real]) -> Real:
    """Return the product; no value at all is 1."""
    return _joined(values, mul, 1)


def _joined(values: Iterable[Real], join: Callable[[Real, Real], Real], none: int) -> Real:
    every = iter(values)
    result = next(every, None)
    if result is None:
        return MP.mpf(none)
    for value in every:
        result = join(result, value)
    return result


def relative_error(got: Real | None, expected: Real | None) -> Real:
    """Return |got - expected| / |expected|; infinite where only one of them has a value.

    Below ``FLOOR`` in size the floor divides instead: there a number of 50 digits is the zero that it stands for.
    """
    if got is None or expected is None:
        return MP.mpf(0) if got is expected else MP.inf
    return abs(got - expected) / max(abs(expected), FLOOR)


FLOOR = MP.mpf(10) ** -12
