"""On which functions is a formula about functions tried?

Wave functions that are known in closed form, and functions of the plane; that each of them satisfies what it should is
for the judge to find out.

Sources: for the free packet, L. I. Schiff, *Quantum Mechanics*, section 12; for the coherent state of the oscillator,
R. J. Glauber, *Coherent and incoherent states of the radiation field*, 1963.
"""

from dataclasses import dataclass

import sympy as sp

from generator.engine.calculus.fields import PSI, T, V
from generator.engine.calculus.integrals import X, Y, Z
from generator.engine.calculus.nodes import field
from generator.engine.records import Definitions
from generator.engine.terms import Term

HBAR, M, SIGMA, WAVE_NUMBER, OMEGA, GAMMA = sp.symbols("hbar m sigma k omega gamma", positive=True)
PLANE = field("f", X, Y)


@dataclass(frozen=True)
class Instance:
    """Definitions of unknown functions, under a title.

    ``centre`` and ``width`` of the density, which is a Gaussian, tell an integral over all of space where to look; the
    density falls like exp(-s^2/2), s being the distance from the centre in widths.
    """

    title: str
    fields: Definitions
    centre: tuple[Term, Term, Term] = (sp.S.Zero,) * 3
    width: Term = sp.S.One


def _packet() -> tuple[Term, Term, Term]:
    """Return the free Gaussian packet that moves along x, its centre and its width."""
    spread = 1 + sp.I * HBAR * T / (2 * M * SIGMA**2)
    centre = HBAR * WAVE_NUMBER * T / M
    square = (X - centre) ** 2 + Y**2 + Z**2
    phase = sp.I * (WAVE_NUMBER * X - HBAR * WAVE_NUMBER**2 * T / (2 * M))
    size = (2 * sp.pi * SIGMA**2) ** sp.Rational(-3, 4) * spread ** sp.Rational(-3, 2)
    width = SIGMA * sp.sqrt(1 + (HBAR * T / (2 * M * SIGMA**2)) ** 2)
    return size * sp.exp(-square / (4 * SIGMA**2 * spread) + phase), centre, width


def _coherent() -> tuple[Term, Term, Term]:
    """Return the state that swings in an oscillator's potential along x, its centre and its width."""
    scale = M * OMEGA / HBAR
    centre = WAVE_NUMBER * sp.cos(OMEGA * T)
    square = (X - centre) ** 2 + Y**2 + Z**2
    swing = X * WAVE_NUMBER * sp.sin(OMEGA * T) - WAVE_NUMBER**2 * sp.sin(2 * OMEGA * T) / 4
    phase = -sp.I * (sp.Rational(3, 2) * OMEGA * T + scale * swing)
    return (scale / sp.pi) ** sp.Rational(3, 4) * sp.exp(-scale * square / 2 + phase), centre, 1 / sp.sqrt(2 * scale)


_FREE, _FREE_CENTRE, _FREE_WIDTH = _packet()
_SWINGING, _SWINGING_CENTRE, _SWINGING_WIDTH = _coherent()

PACKET = Instance(
    "a free Gaussian wave packet", ((PSI, _FREE), (V, sp.S.Zero)), (_FREE_CENTRE, sp.S.Zero, sp.S.Zero), _FREE_WIDTH
)
OSCILLATOR = Instance(
    "a packet that swings in the potential of an oscillator",
    ((PSI, _SWINGING), (V, M * OMEGA**2 * (X**2 + Y**2 + Z**2) / 2)),
    (_SWINGING_CENTRE, sp.S.Zero, sp.S.Zero),
    _SWINGING_WIDTH,
)
ABSORBER = Instance(
    "a packet in the complex potential −iγ, which absorbs it",
    ((PSI, _FREE * sp.exp(-GAMMA * T / HBAR)), (V, -sp.I * GAMMA)),
    (_FREE_CENTRE, sp.S.Zero, sp.S.Zero),
    _FREE_WIDTH,
)
STILL = Instance("a packet that stands still", ((PSI, _FREE.subs(T, 0)), (V, sp.S.Zero)), width=SIGMA)
WIDE = Instance(
    "twice a free packet", ((PSI, 2 * _FREE), (V, sp.S.Zero)), (_FREE_CENTRE, sp.S.Zero, sp.S.Zero), _FREE_WIDTH
)

_H, HEAT = sp.Symbol("h", positive=True), field("u", X, Y, Z, T, shown="u")
WARM = Instance("a pattern of sines that fades", ((HEAT, sp.exp(-3 * _H**2 * T) * sp.sin(X) * sp.sin(Y) * sp.sin(Z)),))
WARPED = Instance("a parabola that grows", ((HEAT, T * X**2),))

BUMPS = (
    Instance("a bump off the centre", ((PLANE, sp.exp(-(X**2) - Y**2 + X - Y / 2)),)),
    Instance("a polynomial", ((PLANE, 1 + X**2 * Y - 3 * X**2 + X * Y**3 / 2),)),
    Instance("a wave", ((PLANE, sp.cos(2 * X - Y) + Y * sp.sin(X)),)),
)
