"""Which equalities hold for complex functions of space and time?

Sources: D. J. Griffiths, *Introduction to Quantum Mechanics*, section 1.4; for Green's identity and the divergence
theorem, L. C. Evans, *Partial Differential Equations*, appendix C.2.
"""

from typing import cast

import sympy as sp

from generator.engine import terms as t
from generator.engine.calculus.integrals import S, U, X, Y, Z, integral
from generator.engine.calculus.nodes import Definite, Flux, Laplacian, Partial, Rate, Space, field
from generator.engine.calculus.rows import row
from generator.engine.terms import Term
from generator.engine.views import Ratio, ratio

T = sp.Symbol("t", real=True)
PSI = field("psi", X, Y, Z, T, shown=r"\psi")
V = field("V", X, Y, Z, shown="V")


def bar(x: Term) -> Term:
    """Return the inert complex conjugate."""
    return t.call(sp.conjugate, x)


# Complex conjugates.


def of_conjugates(x: Term) -> Term | None:
    """conj(u + v) = conj(u) + conj(v), and the same for products, quotients and Laplacians."""
    if not isinstance(x, sp.conjugate):
        return None
    inner = x.args[0]
    if inner.is_Add or inner.is_Mul or isinstance(inner, Laplacian):
        return t.with_children(inner, map(bar, t.children(inner)))
    return None


def through_derivative(x: Term) -> Term | None:
    """D(conj(u)) = conj(D(u)) for a real variable."""
    if isinstance(x, Partial) and isinstance(x.args[0], sp.conjugate):
        return bar(Partial(x.args[0].args[0], x.args[1]))
    return None


def own_conjugate(x: Term) -> Term | None:
    """conj(u) = u for real u, and conj(i) = -i."""
    if not isinstance(x, sp.conjugate):
        return None
    if x.args[0] == sp.I:
        return t.neg(sp.I)
    return cast("Term", x.args[0]) if x.args[0].is_real else None


def modulus_squared(x: Term) -> Term | None:
    """|u|^2 is the conjugate of u times u."""
    if x.is_Pow and isinstance(x.base, sp.Abs) and x.exp == 2:
        return t.mul(bar(x.base.args[0]), x.base.args[0])
    return None


def one_over_i(x: Term) -> Term | None:
    """u/(i v) = -(i u)/v."""
    parts = ratio(x) if t.is_quotient(x) else None
    if parts is None or sp.I not in parts.below:
        return None
    return Ratio(-parts.sign, (sp.I, *parts.above), tuple(f for f in parts.below if f != sp.I)).term


_F, _G = (field(name, X, Y, Z, T, shown=name) for name in "fg")
COMPLEX = (
    row("conjugate-parts", "conjugate part by part", of_conjugates,
        (bar(t.mul(_F, _G)), t.mul(bar(_F), bar(_G))), (bar(t.add(_F, _G)), t.add(bar(_F), bar(_G))), bar(_F)),
    row("conjugate-derivative", "derivative of the conjugate", through_derivative,
        (Partial(bar(_F), T), bar(Partial(_F, T))), (Partial(bar(_F), X), bar(Partial(_F, X))), Partial(_F, T),
        "t is real"),
    row("conjugate-real", "conjugate of a real number, and of i", own_conjugate,
        (bar(U), U), (bar(sp.I), t.neg(sp.I)), bar(_F), "u is real"),
)  # fmt: skip
MODULUS = (
    row("modulus-squared", "modulus squared", modulus_squared,
        (t.power(t.call(sp.Abs, _F), 2), t.mul(bar(_F), _F)), (t.power(t.call(sp.Abs, U), 2), t.mul(bar(U), U)),
        t.call(sp.Abs, U)),
)  # fmt: skip
IMAGINARY = (
    row("one-over-i", "one over i is minus i", one_over_i,
        (t.over(_F, t.mul(sp.I, U)), t.neg(t.over(t.mul(sp.I, _F), U))),
        (t.over(t.ONE, sp.I), t.neg(sp.I)), t.over(_F, U)),
)  # fmt: skip


# Integrals over all of space.


def under_the_integral(x: Term) -> Term | None:
    """d/dt int u = int D(u)."""
    if isinstance(x, Rate) and isinstance(x.args[0], Space):
        return t.call(Space, Partial(x.args[0].args[0], x.args[1]))
    return None


def green(x: Term) -> Term | None:
    """c u lap(v) - c v lap(u) is c times the divergence of u grad(v) - v grad(u)."""
    for first in x.args if x.is_Add else ():
        for second in x.args:
            joined = _flux(ratio(first), ratio(second)) if first is not second else None
            if joined is not None:
                return t.add(*(joined if part is first else part for part in x.args if part is not second))
    return None


def _flux(first: Ratio, second: Ratio) -> Term | None:
    """Return c flux(u, v) for the terms c u lap(v) and -c v lap(u), or None for any others."""
    v, u = (next((f.args[0] for f in side.above if isinstance(f, Laplacian)), None) for side in (first, second))
    if u is None or v is None or first.sign != 1 or second.sign != -1 or first.below != second.below:
        return None
    rests = [[f for f in side.above if not isinstance(f, Laplacian)] for side in (first, second)]
    if u not in rests[0] or v not in rests[1]:
        return None
    rests[0].remove(u)
    rests[1].remove(v)
    return Ratio(1, (*rests[0], t.call(Flux, u, v)), first.below).term if rests[0] == rests[1] else None


def nothing_escapes(x: Term) -> Term | None:
    """int div(f) = 0: it adds up to what flows out through the surface, and far out nothing flows."""
    return t.ZERO if isinstance(x, Space) and isinstance(x.args[0], Flux) else None


def since_the_start(x: Term) -> Term | None:
    """N(t) is N(0) plus the integral of its rate from 0 to t."""
    if not isinstance(x, Space) or not x.has(T):
        return None
    then, moving = (t.call(Space, x.args[0].xreplace({T: time})) for time in (t.ZERO, S))
    return t.add(then, integral(Rate(moving, S), S, t.ZERO, T))


_SPREAD = t.call(Space, _F)
SPACES = (
    row("under-the-integral", "differentiate under the integral", under_the_integral,
        (Rate(_SPREAD, T), t.call(Space, Partial(_F, T))),
        (Rate(t.call(Space, t.mul(bar(_F), _F)), T), t.call(Space, Partial(t.mul(bar(_F), _F), T))), _SPREAD,
        "the derivative is continuous, and bounded by one integrable function at all times near t"),
    row("green", "Green's identity", green,
        (t.add(t.mul(_F, Laplacian(_G)), t.neg(t.mul(_G, Laplacian(_F)))), t.call(Flux, _F, _G)),
        (t.add(U, t.mul(X, _F, Laplacian(_G)), t.neg(t.mul(X, _G, Laplacian(_F)))),
         t.add(U, t.mul(X, t.call(Flux, _F, _G)))), t.add(t.mul(_F, Laplacian(_G)), t.mul(_G, Laplacian(_F)))),
    row("nothing-escapes", "divergence theorem, over all of space", nothing_escapes,
        (t.call(Space, t.call(Flux, _F, _G)), t.ZERO), (t.call(Space, t.call(Flux, bar(_F), _F)), t.ZERO), _SPREAD,
        "f, g and their gradients die away so fast that f grad g - g grad f, times the area of a sphere, goes to zero"),
)  # fmt: skip
HISTORY = (
    row("since-the-start", "the value at the start and all change since", since_the_start,
        (_SPREAD, cast("Term", since_the_start(_SPREAD))), (_SPREAD, cast("Term", since_the_start(_SPREAD))),
        t.call(Definite, U, U, t.ZERO, T), "the rate is continuous"),
)  # fmt: skip

TABLES = (COMPLEX, MODULUS, IMAGINARY, SPACES, HISTORY)
