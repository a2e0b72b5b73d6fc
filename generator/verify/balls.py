"""Balls: real numbers with a bound of their error, and power series of them, from python-flint.

A ball holds the true value whatever was rounded on the way, so that two balls that do not meet prove two values to be
different, and two small ones bound their difference. A power series in one letter carries derivatives along: its
coefficients come from FLINT's own rules, in which no rule of ``engine`` takes part.

Where a ball cannot tell whether there is a value, as 1/u and log(u) cannot where u holds 0, the result is ``NONE``; so
it is where there is none. Source: F. Johansson, "Arb: efficient arbitrary-precision midpoint-radius interval
arithmetic", IEEE Transactions on Computers 66 (2017).

Which functions there are stands in ``engine.primitives``. One that FLINT lacks is left to mpmath, without a bound.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeAlias

import flint
import sympy as sp

from generator.engine.primitives import Primitive, by_head
from generator.errors import ProofError
from generator.verify.arithmetic import FAR, HUGE, SMALL_EXPONENT, NoValueError, Real

Ball: TypeAlias = Any
"""An ``arb``, or an ``arb_series`` where a letter moves; python-flint's types are those of compiled code."""

NONE: Ball = flint.arb("nan")
_ZERO, _ONE = flint.arb(0), flint.arb(1)
_LARGEST: Ball = flint.arb(2) ** HUGE


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Calculate with so many bits within."""
    before, flint.ctx.prec = flint.ctx.prec, bits
    try:
        yield
    finally:
        flint.ctx.prec = before


def here(x: Ball) -> Ball:
    """Return the value of a number that may move: its first coefficient."""
    return x if isinstance(x, flint.arb) else x[0]


def slope(x: Ball) -> Ball:
    """Return the second coefficient of a number that may move, the derivative where the letter moves as itself."""
    return _still(x) if isinstance(x, flint.arb) else x[1]


def bend(x: Ball) -> Ball:
    """Return the third coefficient of a number that may move, half of the second derivative."""
    return _still(x) if isinstance(x, flint.arb) else x[2]


def _still(x: Ball) -> Ball:
    """Return the derivative of a number that does not move."""
    return _ZERO if x.is_finite() else NONE


def series(*coefficients: Ball) -> Ball:
    """Return a number that moves."""
    return flint.arb_series(list(coefficients), len(coefficients))


def _divided(x: Ball) -> Ball:
    try:
        return 1 / x
    except (ValueError, ZeroDivisionError):  # a series that begins with what may be zero
        return NONE


def raised(x: Ball, n: int) -> Ball:
    """Return x ** n."""
    if n == 0:
        return x * 0 + 1
    if n < 0:
        return _divided(raised(x, -n))
    return x**n if n <= SMALL_EXPONENT else _tame(x**n)


def power(x: Ball, y: Ball) -> Ball:
    """Return x ** y; a negative number has whole powers alone."""
    if isinstance(x, flint.arb) and isinstance(y, flint.arb):
        return _tame(x**y)
    if isinstance(y, flint.arb) and (2 * y).is_integer():
        twice = int(float(2 * y))
        return _tame(raised(x.sqrt(), twice) if twice % 2 else raised(x, twice // 2))
    return _exp(y * x.log())


def _tame(x: Ball) -> Ball:
    size = abs(here(x))
    return x if size == 0 or (size < _LARGEST and size * _LARGEST > 1) else NONE


def _either(name: str, of_series: Callable[[Ball], Ball]) -> Callable[[Ball], Ball]:
    """Return FLINT's function of balls, with what stands for it where there is none of series."""
    method = operator.methodcaller(name)
    return staticmethod(lambda x: method(x) if isinstance(x, flint.arb) else of_series(x))


def _exp(x: Ball) -> Ball:
    return x.exp() if abs(here(x)) < HUGE else NONE


_LONG, _FEW = 2**15, 32
_long_values: dict[object, Ball] = {}


def _erf(x: Ball) -> Ball:
    """Return the error function, whose values of many thousand digits take long, and are asked for again."""
    if flint.ctx.prec < _LONG:
        return x.erf()
    parts = [x] if isinstance(x, flint.arb) else x.coeffs()
    key = flint.ctx.prec, getattr(x, "prec", 0), *((part.mid().man_exp(), part.rad().man_exp()) for part in parts)
    if key not in _long_values:
        while len(_long_values) >= _FEW:
            del _long_values[next(iter(_long_values))]
        _long_values[key] = x.erf()
    return _long_values[key]


def sign(x: Ball) -> Ball:
    """Return the sign, where it is known."""
    u = here(x)
    if u == 0:
        return _ZERO if isinstance(x, flint.arb) else NONE
    return _ONE if u > 0 else -_ONE if u < 0 else NONE


def _corner(value: Ball, *moving: Ball) -> Ball:
    """Return a number that has a value and no derivative: what a condition asks for is the value alone."""
    length = max(x.prec for x in moving if not isinstance(x, flint.arb))
    return series(value, *[NONE] * (length - 1))


def _absolute(x: Ball) -> Ball:
    if isinstance(x, flint.arb):
        return abs(x)
    signed = sign(x)
    return signed * x if signed.is_finite() else _corner(abs(here(x)), x)


def largest(x: Ball, y: Ball) -> Ball:
    """Return the larger of two numbers; of two that move, where it is known which that is."""
    if isinstance(x, flint.arb) and isinstance(y, flint.arb):
        return x.max(y)
    u, v = here(x), here(y)
    return y if u < v else x if u > v else _corner(u.max(v), x, y)


def smallest(x: Ball, y: Ball) -> Ball:
    """Return the smaller of two numbers."""
    return -largest(-x, -y)


def _between_steps(u: Ball) -> Ball:
    """Return the largest whole number below a number that is none itself."""
    return NONE if u.contains_integer() else u.floor()


class UnknownError(ProofError):
    """FLINT has no such function, or no power series of it."""


class _Context:
    """The functions of balls under mpmath's names, as a row of ``engine.primitives`` asks for them.

    What FLINT has of balls alone is put together, for series, of what it has.
    """

    exp = staticmethod(_exp)
    erf = staticmethod(_erf)
    fabs = staticmethod(_absolute)
    sign = staticmethod(sign)
    sinh = _either("sinh", lambda x: (x.exp() - (-x).exp()) / 2)
    cosh = _either("cosh", lambda x: (x.exp() + (-x).exp()) / 2)
    tanh = _either("tanh", lambda x: 1 - 2 / ((2 * x).exp() + 1))
    asinh = _either("asinh", lambda x: (x + (1 + x * x).sqrt()).log())
    erfc = _either("erfc", lambda x: 1 - _erf(x))
    log1p = _either("log1p", lambda x: (1 + x).log())
    expm1 = _either("expm1", lambda x: x.exp() - 1)
    floor = _either("floor", lambda x: _between_steps(x[0]))
    loggamma = staticmethod(operator.methodcaller("lgamma"))

    def __getattr__(self, name: str) -> Callable[[Ball], Ball]:
        """Return FLINT's own function of this name."""

        def value(x: Ball, *_others: object) -> Ball:
            method = getattr(x, name, None)
            if method is None or _others:
                raise UnknownError(f"{name} · python-flint has no such function of {type(x).__name__}")
            return method()

        return value


_CONTEXT = _Context()


def _applied(row: Primitive) -> Callable[[Ball], Ball]:
    """Return a function of the table of primitives; what would fill the memory has no value."""
    named = getattr(_CONTEXT, row.mpmath or row.id)
    function = partial(row.value, _CONTEXT) if row.evaluate else named
    return function if row.id in FAR else lambda x: function(x) if abs(here(x)) < HUGE else NONE


def _strictly(row: Primitive) -> Callable[[Ball], Ball]:
    """Return the same function, which raises ``NoValueError`` where there is surely no value."""
    function = _applied(row)
    low, high = (exactly(float(end)) if end.is_Rational else None for end in (row.domain.inf, row.domain.sup))

    def value(x: Ball) -> Ball:
        found, u = function(x), here(x)
        if not here(found).is_finite() and (
            u.is_exact() or abs(u) > HUGE or (low is not None and u < low) or (high is not None and u > high)
        ):
            raise NoValueError
        return found

    return value


def strictly_raised(x: Ball, n: int) -> Ball:
    """Return x ** n. Raises ``NoValueError`` where there is surely no value."""
    if n < 0 and here(x) == 0:
        raise NoValueError
    return raised(x, n)


def strict_power(x: Ball, y: Ball) -> Ball:
    """Return x ** y. Raises ``NoValueError`` where there is surely no value."""
    u, v = here(x), here(y)
    if (u == 0 and v < 0) or (u < 0 and not v.contains_integer()):
        raise NoValueError
    return power(x, y)


def quotient(p: int, q: int) -> Ball:
    """Return p/q."""
    return flint.arb(p) / q if q != 1 else flint.arb(p)


def exactly(x: Real) -> Ball:
    """Return a number of a point, which is what it is to the last digit."""
    return flint.arb(x)


def is_settled(x: Ball, bits: int, floor: Ball) -> bool:
    """Tell whether so many bits of a value are known, or so many of ``floor`` where the value is smaller."""
    return bool(x.is_finite() and (x.is_exact() or x.rel_accuracy_bits() >= bits or x.rad() < floor))


FUNCTIONS: Mapping[type[sp.Basic], Callable[[Ball], Ball]] = {head: _applied(row) for head, row in by_head().items()}
STRICT: Mapping[type[sp.Basic], Callable[[Ball], Ball]] = {head: _strictly(row) for head, row in by_head().items()}
CONSTANTS: Mapping[sp.Basic, Callable[[], Ball]] = {sp.pi: flint.arb.pi, sp.E: flint.arb.const_e}
