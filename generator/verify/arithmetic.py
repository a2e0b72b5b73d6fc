"""Which real numbers does the judge calculate with, and when is there no value?

50 digits, real throughout: the logarithm of a negative number has no value here, rather than a complex one, and
neither has what would take more memory than the machine has (the exponential of a million).

Which functions there are, and how mpmath computes them, stands in ``engine.primitives``.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeAlias

import mpmath
import sympy as sp

from generator.engine.primitives import Primitive, by_head

MP: Any = mpmath.mp.clone()
"""A context of our own, so that no one else's precision moves ours."""
DIGITS = MP.dps = 50

Real: TypeAlias = Any
"""A number of ``MP``; mpmath ships no types."""

HUGE, SMALL_EXPONENT = 10**6, 8
"""What the argument of an exponential or a sine may not exceed, and the largest exponent that is always raised to."""


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
    if isinstance(exponent, int) and abs(exponent) <= SMALL_EXPONENT:
        return real(base**exponent)
    if abs(exponent) * (1 + abs(MP.mag(base))) > HUGE:
        raise NoValueError
    return real(MP.power(base, int(exponent) if exponent == int(exponent) else exponent))


def _applied(row: Primitive) -> Callable[[Real], Real]:
    """Return a function of the table of primitives, real throughout; a dear one keeps its values.

    A term and its derivative ask at the same points, and the series of erf is long. Refuse arguments for which the
    reduction of the argument alone would fill the memory.
    """

    def value(x: Real) -> Real:
        if abs(x) > HUGE and row.id not in FAR:
            raise NoValueError
        try:
            return real(row.value(MP, x))
        except (ValueError, ZeroDivisionError) as error:
            raise NoValueError from error

    @lru_cache(maxsize=4096)
    def kept(x: Real, bits: int) -> Real:  # noqa: ARG001 - the bits in force tell one value from another
        return value(x)

    return (lambda x: kept(x, MP.prec)) if row.scipy else value


FAR = frozenset({"log", "log1p", "asinh", "asin", "acos", "atan", "abs", "sign", "floor"})
"""The functions that stay small however large their argument is, or need no more room than it does."""

FUNCTIONS: dict[type[sp.Basic], Callable[[Real], Real]] = {head: _applied(row) for head, row in by_head().items()}

CONSTANTS: dict[sp.Basic, Callable[[], Real]] = {sp.pi: lambda: +MP.pi, sp.E: lambda: +MP.e}


def relative_error(got: Real | None, expected: Real | None) -> Real:
    """Return |got - expected| / |expected|; infinite where only one of them has a value.

    Below ``FLOOR`` in size the floor divides instead: there a number of 50 digits is the zero that it stands for.
    """
    if got is None or expected is None:
        return MP.mpf(0) if got is expected else MP.inf
    return abs(got - expected) / max(abs(expected), FLOOR)


def digits(error: Real) -> int:
    """Return how many decimal digits agree at this relative error, at most ``DIGITS``."""
    return int(max(0, min(DIGITS, -MP.log10(error)))) if error else DIGITS


SMALL = -12
FLOOR = MP.mpf(10) ** SMALL
