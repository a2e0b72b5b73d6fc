"""Which equalities change an integral?

Each function applies one to the outermost operation of its argument, and returns None where it does not apply; the
tables stand at the ends of the sections. What is the derivative of something is read off the table of primitives.

Sources: M. Spivak, *Calculus*, chapters 13, 14, 18 and 19; for changes of variables the same author's *Calculus on
Manifolds*, chapter 3.
"""

from typing import cast

import sympy as sp

from generator.engine import terms as t
from generator.engine.calculus.nodes import Antiderivative, Definite, Disk, Ends, Partial, Space, determinant, field
from generator.engine.calculus.rows import row
from generator.engine.primitives import PRIMITIVES
from generator.engine.terms import D, Term
from generator.engine.views import Ratio, ratio

X, Y, Z = sp.symbols("x y z", real=True)
C, S, U = sp.symbols("C s u", real=True)
N = sp.Symbol("n", integer=True, positive=True)
R, BIG_R = sp.symbols("r R", nonnegative=True)
ANGLE = sp.Symbol("theta", real=True)
F, G = (field(name, X, shown=name) for name in "FG")
SPACE = {X, Y, Z}
"""The variables of an integral over all of space."""


def integral(body: Term, x: Term, low: Term, high: Term) -> Term:
    """Return the inert integral."""
    return t.call(Definite, body, x, low, high)


def ends(body: Term, x: Term, low: Term, high: Term) -> Term:
    """Return the inert difference of the values at the ends."""
    return t.call(Ends, body, x, low, high)


# Every integral is linear.


def _variables(x: Term) -> set[sp.Symbol]:
    """Return the variables that an integral runs over; none for what is no integral."""
    if isinstance(x, Space):
        return SPACE
    return {x.args[1]} if isinstance(x, (Definite, Antiderivative, Ends)) else set()


def constant_out(x: Term) -> Term | None:
    """int c u = c int u."""
    own = _variables(x)
    if not own:
        return None
    parts = ratio(x.args[0])
    fixed = [tuple(f for f in side if not f.free_symbols & own) for side in (parts.above, parts.below)]
    moving = [tuple(f for f in side if f.free_symbols & own) for side in (parts.above, parts.below)]
    if not any(moving) or (parts.sign > 0 and not any(fixed)):
        return None
    inner = t.with_children(x, (Ratio(1, *map(tuple, moving)).term, *x.args[1:]))
    return Ratio(parts.sign, (*fixed[0], inner), fixed[1]).term


def term_by_term(x: Term) -> Term | None:
    """int (u + v) = int u + int v."""
    if not _variables(x) or not x.args[0].is_Add:
        return None
    pieces = ((t.is_neg(part), t.with_children(x, (t.without_sign(part), *x.args[1:]))) for part in x.args[0].args)
    return t.add(*(t.neg(piece) if negative else piece for negative, piece in pieces))


def of_zero(x: Term) -> Term | None:
    """int 0 = 0."""
    return t.ZERO if isinstance(x, (Definite, Space)) and x.args[0] == t.ZERO else None


_FG = t.add(F, G)
LINEAR = (
    row("integral-constant", "constant out of the integral", constant_out,
        (integral(t.mul(C, F), X, t.ZERO, U), t.mul(C, integral(F, X, t.ZERO, U))),
        (Space(t.neg(t.mul(C, X))), t.neg(t.mul(C, Space(X)))), integral(F, X, t.ZERO, U)),
    row("integral-sum", "integral term by term", term_by_term,
        (integral(_FG, X, t.ZERO, U), t.add(integral(F, X, t.ZERO, U), integral(G, X, t.ZERO, U))),
        (Space(t.add(X, t.neg(Y))), t.add(Space(X), t.neg(Space(Y)))), integral(F, X, t.ZERO, U),
        "both integrals exist"),
    row("integral-zero", "nothing to add up", of_zero,
        (integral(t.ZERO, X, t.ZERO, U), t.ZERO), (Space(t.ZERO), t.ZERO), integral(F, X, t.ZERO, U)),
)  # fmt: skip


# Integrals and derivatives undo each other.


def primitive_for(x: Term, variable: Term) -> Term | None:
    """Return what has the derivative x: a primitive of the variable or of its negative."""
    for entry in (one for one in PRIMITIVES if one.derivative):
        if entry.slope(variable) == x:
            return t.substitute(entry.function, {U: variable})
        if entry.slope(t.neg(variable)) == x:
            return t.neg(t.substitute(entry.function, {U: t.neg(variable)}))
    return None


def table_backwards(x: Term) -> Term | None:
    """int cos(x) = int D(sin(x)): the table of derivatives, read backwards."""
    found = primitive_for(x.args[0], x.args[1]) if isinstance(x, (Definite, Antiderivative)) else None
    return None if found is None else t.with_children(x, (D(found, x.args[1]), *x.args[1:]))


def undo(x: Term) -> Term | None:
    """int D(F) = F + C, or between limits the difference of F at the ends."""
    if not isinstance(x, (Definite, Antiderivative)) or not isinstance(x.args[0], D):
        return None
    inner, variable = x.args[0].args
    if variable != x.args[1]:
        return None
    return t.add(inner, C) if isinstance(x, Antiderivative) else ends(inner, *x.args[1:])


def by_parts(x: Term) -> Term | None:
    """int u D(v) = u v at the ends - int D(u) v; here u is a power of the variable."""
    if not isinstance(x, Definite) or not t.is_product(x.args[0]):
        return None
    u, *rest = x.args[0].args
    variable = x.args[1]
    v = primitive_for(t.mul(*rest), variable)
    if v is None or not u.is_Pow or u.base != variable:
        return None
    return t.add(ends(t.mul(u, v), *x.args[1:]), t.neg(integral(t.mul(D(u, variable), v), *x.args[1:])))


def exponential_wins(x: Term) -> Term | None:
    """x^n e^(-x) is 0 at x = 0, and far out too, for the exponential outgrows every power."""
    if not isinstance(x, Ends) or x.args[2:] != (t.ZERO, sp.oo):
        return None
    parts, variable = ratio(x.args[0]), x.args[1]
    fading = t.call(sp.exp, t.neg(variable))
    others = [f for f in parts.above if f != fading and f.has(variable)]
    raised = all(f.is_Pow and f.base == variable and f.exp.is_positive for f in others)
    falls = fading in parts.above and not any(f.has(variable) for f in parts.below)
    return t.ZERO if others and raised and falls else None


def at_the_ends(x: Term) -> Term | None:
    """F at the ends is F(high) - F(low)."""
    if not isinstance(x, Ends):
        return None
    body, variable, low, high = x.args
    return t.add(t.substitute(body, {variable: high}), t.neg(t.substitute(body, {variable: low})))


def fades(x: Term) -> Term | None:
    """e^(-infinity) is 0, the limit of e^(-x)."""
    return t.ZERO if isinstance(x, sp.exp) and x.args[0] == -sp.oo else None


_SQUARE = t.power(X, 2)
_FALL = t.call(sp.exp, t.neg(X))
_SLOPE = D(F, X)
UNDO = (
    row("table-backwards", "the table of derivatives, read backwards", table_backwards,
        (t.call(Antiderivative, t.call(sp.cos, X), X), t.call(Antiderivative, D(t.call(sp.sin, X), X), X)),
        (integral(_FALL, X, t.ZERO, U), integral(D(t.neg(_FALL), X), X, t.ZERO, U)), integral(F, X, t.ZERO, U)),
    row("fundamental-theorem", "fundamental theorem of calculus", undo,
        (integral(_SLOPE, X, t.ZERO, U), ends(F, X, t.ZERO, U)),
        (t.call(Antiderivative, _SLOPE, X), t.add(F, C)), integral(F, X, t.ZERO, U), "the derivative is continuous"),
    row("at-the-ends", "value at the ends", at_the_ends,
        (ends(F, X, S, U), t.add(F.subs(X, U), t.neg(F.subs(X, S)))),
        (ends(X, X, t.ZERO, U), t.add(U, t.neg(t.ZERO))), F),
    row("fades", "an exponential that has died away", fades,
        (t.call(sp.exp, -sp.oo), t.ZERO), (t.call(sp.exp, -sp.oo), t.ZERO), _FALL),
)  # fmt: skip
_WHOLE = (X, t.ZERO, sp.oo)
PARTS = (
    row("by-parts", "integration by parts", by_parts,
        (integral(t.mul(F, D(G, X)), X, t.ZERO, U),
         t.add(ends(t.mul(F, G), X, t.ZERO, U), t.neg(integral(t.mul(_SLOPE, G), X, t.ZERO, U)))),
        (integral(t.mul(_SQUARE, _FALL), *_WHOLE),
         t.add(ends(t.mul(_SQUARE, t.neg(_FALL)), *_WHOLE),
               t.neg(integral(t.mul(D(_SQUARE, X), t.neg(_FALL)), *_WHOLE)))),
        integral(_FALL, *_WHOLE)),
    row("exponential-wins", "the exponential outgrows the power", exponential_wins,
        (ends(t.mul(t.power(X, N), _FALL), *_WHOLE), t.ZERO),
        (ends(t.mul(_SQUARE, t.neg(_FALL)), *_WHOLE), t.ZERO), ends(_FALL, *_WHOLE), "n is positive"),
)  # fmt: skip


# Factorials.


def one_more_factor(x: Term) -> Term | None:
    """n (n - 1)! = n!."""
    if not t.is_product(x):
        return None
    for n in x.args:
        smaller = t.call(sp.factorial, t.add(n, t.MINUS_ONE))
        if smaller in x.args:
            return t.mul(*(t.call(sp.factorial, n) if f == smaller else f for f in x.args if f != n))
    return None


_BEFORE = t.call(sp.factorial, t.add(N, t.MINUS_ONE))
FACTORIALS = (
    row("factorial", "one more factor", one_more_factor,
        (t.mul(N, _BEFORE), t.call(sp.factorial, N)), (t.mul(X, N, _BEFORE), t.mul(X, t.call(sp.factorial, N))),
        t.mul(X, _BEFORE), "n is a positive whole number"),
)  # fmt: skip


# Polar coordinates.


def polar(x: Term) -> Term | None:
    """int f(x, y) = int f(r cos, r sin) |J|: over a disk in polar coordinates, J being the Jacobian determinant."""
    if not isinstance(x, Disk):
        return None
    body, first, second, radius = x.args
    places = t.mul(R, t.call(sp.cos, ANGLE)), t.mul(R, t.call(sp.sin, ANGLE))
    there = body.subs(dict(zip((first, second), places, strict=True)), simultaneous=True)
    size = t.call(sp.Abs, jacobian(places, (R, ANGLE)))
    return integral(integral(t.mul(there, size), R, t.ZERO, radius), ANGLE, t.ZERO, t.mul(sp.Integer(2), sp.pi))


def jacobian(places: tuple[Term, ...], variables: tuple[Term, ...]) -> Term:
    """Return the determinant of the inert partial derivatives: a row for each place, a column for each variable."""
    return determinant(tuple(tuple(Partial(place, variable) for variable in variables) for place in places))


def size_of_positive(x: Term) -> Term | None:
    """|u| = u where u is not negative."""
    return cast("Term", x.args[0]) if isinstance(x, sp.Abs) and x.args[0].is_nonnegative else None


_PLANE = field("f", X, Y)
_DISK = t.call(Disk, _PLANE, X, Y, BIG_R)
_POLAR = cast("Term", polar(_DISK))
POLAR = (
    row("polar", "change of variables", polar, (_DISK, _POLAR), (_DISK, _POLAR), _PLANE,
        "f is continuous; every point but the origin has one r and one angle"),
    row("size-of-positive", "a size that needs no bars", size_of_positive,
        (t.call(sp.Abs, R), R), (t.call(sp.Abs, R), R), t.call(sp.Abs, X), "r is not negative"),
)  # fmt: skip

TABLES = (LINEAR, UNDO, PARTS, FACTORIALS, POLAR)
