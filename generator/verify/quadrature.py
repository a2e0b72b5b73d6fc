"""By which rules are integrals worked out?

Gauss's rules with 50 digits, their places found by Newton's method and not copied from a table; out to infinity
mpmath's own tanh-sinh rule.

Source: NIST DLMF, section 3.5.
"""

from collections.abc import Callable
from functools import cache

import sympy as sp

from generator.verify.arithmetic import MP, Real

PIECE, NODES_EACH, CHORDS, SPACE_NODES = 3, 32, 32, 3
"""How long a piece of a finite interval is at most, and how many nodes each piece has; how many chords cut a disk; and
how many nodes to a side serve for a Gaussian times a polynomial of degree 5 at most, which they integrate exactly."""


@cache
def gauss(count: int) -> tuple[tuple[Real, Real], ...]:
    """Return the places and weights of Gauss and Legendre's rule on -1..1 (DLMF 3.5.15)."""
    with MP.extradps(15):
        starts = (MP.cos(MP.pi * (n - MP.mpf(1) / 4) / (count + MP.mpf(1) / 2)) for n in range(1, count + 1))
        return tuple((x, 2 / ((1 - x**2) * _slope(count, x) ** 2)) for x in (_root(count, start) for start in starts))


def _root(count: int, x: Real) -> Real:
    """Return the root of a Legendre polynomial near x, by Newton's method: six times twice as many digits."""
    for _ in range(6):
        x -= MP.legendre(count, x) / _slope(count, x)
    return x


def _slope(count: int, x: Real) -> Real:
    return count * (x * MP.legendre(count, x) - MP.legendre(count - 1, x)) / (x**2 - 1)


@cache
def hermite(count: int) -> tuple[tuple[Real, Real], ...]:
    """Return the places and weights of Gauss and Hermite's rule, the weight e^(-x^2) divided out (DLMF 3.5.28)."""
    with MP.extradps(15):
        coefficients = sp.Poly(sp.hermite(count, sp.Symbol("x"))).all_coeffs()
        roots = MP.polyroots([int(c) for c in coefficients], maxsteps=500, extraprec=500)
        size = MP.mpf(2) ** (count - 1) * MP.factorial(count) * MP.sqrt(MP.pi) / count**2
        return tuple((x, size / MP.hermite(count - 1, x) ** 2 * MP.exp(x**2)) for x in map(MP.re, roots))


def quadrature(function: Callable[[Real], Real], low: Real, high: Real) -> Real:
    """Return the integral: Gauss's rule piece by piece between finite ends, mpmath's tanh-sinh rule out to infinity."""
    if MP.isinf(low) or MP.isinf(high):
        return MP.quad(function, [low, high])
    pieces = max(1, int(MP.ceil(abs(high - low) / PIECE)))
    half = (high - low) / (2 * pieces)
    middles = (low + (2 * n + 1) * half for n in range(pieces))
    return half * MP.fsum(weight * function(middle + half * x) for middle in middles for x, weight in gauss(NODES_EACH))
