"""Which equalities work out a sum over powers, a determinant, or sines and cosines?

Sources: R. L. Graham, D. E. Knuth and O. Patashnik, *Concrete Mathematics*, section 2.6 (telescoping); G. Strang,
*Introduction to Linear Algebra*, section 5.2 (cofactors).
"""

from typing import cast

import sympy as sp

from generator.engine import terms as t
from generator.engine.calculus.integrals import ANGLE, N, U, X
from generator.engine.calculus.nodes import Det, determinant
from generator.engine.calculus.rows import row
from generator.engine.terms import Term
from generator.engine.views import summands

K = sp.Symbol("k", integer=True, positive=True)
V, W = sp.symbols("v w", real=True)


def power_as_difference(x: Term) -> Term | None:
    """k^p is a difference of neighbouring powers p + 1, and lower powers, by the binomial theorem."""
    if not isinstance(x, sp.Sum):
        return None
    body, (k, _, _) = x.args
    p = body.exp if body.is_Pow and body.base == k else t.ONE if body == k else None
    if p is None or not p.is_Integer or p < 1:
        return None
    above = p + 1
    lower = (_times((-1) ** (above - j) * sp.binomial(above, j), k, j) for j in range(int(p) - 1, -1, -1))
    difference = t.power(k, above), t.neg(t.power(t.add(k, t.MINUS_ONE), above))
    return t.resum(x, t.over(t.add(*difference, *lower), above))


def _times(number: sp.Integer, k: Term, exponent: int) -> Term:
    """Return number k^exponent, without factors that are 1."""
    size = abs(number)
    raised = () if exponent == 0 else (t.power(k, exponent),)
    whole = t.mul(*(() if size == 1 and raised else (size,)), *raised)
    return t.neg(whole) if number < 0 else whole


def telescope(x: Term) -> Term | None:
    """sum_k (u_k - u_(k-1) + v_k) = u_n - u_0 + sum_k v_k: all that is between the ends cancels."""
    if not isinstance(x, sp.Sum) or not x.args[0].is_Add:
        return None
    body, (k, low, high) = x.args
    earlier = t.add(k, t.MINUS_ONE)
    for part in body.args:
        before = t.neg(t.substitute(part, {k: earlier}))
        if low == t.ONE and before in body.args and part.has(k):
            rest = tuple(other for other in body.args if other not in (part, before))
            outside = t.substitute(part, {k: high}), t.neg(t.substitute(part, {k: t.ZERO}))
            return t.add(*outside, *((t.resum(x, t.add(*rest)),) if rest else ()))
    return None


def sum_of_constant(x: Term) -> Term | None:
    """sum_k c = n c."""
    if not isinstance(x, sp.Sum) or x.args[0].has(x.args[1][0]) or x.args[1][1] != t.ONE:
        return None
    body, size = x.args[0], x.args[1][2]
    return size if body == t.ONE else t.mul(size, body)


def power_of_zero(x: Term) -> Term | None:
    """0^n = 0 for positive n."""
    return t.ZERO if x.is_Pow and x.base == t.ZERO and x.exp.is_positive else None


def letter_first(x: Term) -> Term | None:
    """1 + n = n + 1."""
    parts = summands(x)
    if len(parts) < 2 or not parts[0].is_Number or parts[0].is_negative or any(map(t.is_neg, parts)):
        return None
    return t.add(*parts[1:], parts[0])


def shorter_first(x: Term) -> Term | None:
    """(2 n + 1) (n + 1) = (n + 1) (2 n + 1)."""
    if not t.is_product(x):
        return None
    sums = iter(sorted((f for f in x.args if f.is_Add), key=t.leaves))
    ordered = tuple(next(sums) if f.is_Add else f for f in x.args)
    return t.mul(*ordered) if ordered != tuple(x.args) else None


def _total(body: Term) -> Term:
    return t.total(body, K, N)


_BOTH = t.power(K, 2), t.neg(t.power(t.add(K, t.MINUS_ONE), 2))
_STEP = t.add(*_BOTH)
SUMS = (
    row("power-as-difference", "a power as a difference of higher powers", power_as_difference,
        (_total(K), _total(t.over(t.add(*_BOTH, t.ONE), sp.Integer(2)))),
        (_total(t.power(K, 2)), cast("Term", power_as_difference(_total(t.power(K, 2))))), _total(t.power(U, 2))),
    row("telescope", "telescope", telescope,
        (_total(t.add(*_BOTH, U)), t.add(t.power(N, 2), t.neg(t.power(t.ZERO, 2)), _total(U))),
        (_total(_STEP), t.add(t.power(N, 2), t.neg(t.power(t.ZERO, 2)))), _total(t.add(K, t.ONE))),
    row("sum-of-constant", "equal terms", sum_of_constant,
        (_total(U), t.mul(N, U)), (_total(t.ONE), N), _total(K)),
    row("power-of-zero", "power of zero", power_of_zero,
        (t.power(t.ZERO, N), t.ZERO), (t.power(t.ZERO, 3), t.ZERO), t.power(U, 2), "n is positive"),
    row("letter-first", "letter first", letter_first,
        (t.add(t.ONE, U), t.add(U, t.ONE)), (t.add(t.ONE, t.mul(sp.Integer(2), N)),
         t.add(t.mul(sp.Integer(2), N), t.ONE)), t.add(U, t.ONE)),
    row("shorter-first", "shorter factor first", shorter_first,
        (t.mul(t.add(U, V, W), t.add(U, V)), t.mul(t.add(U, V), t.add(U, V, W))),
        (t.mul(N, t.add(U, V, W), t.add(U, V)), t.mul(N, t.add(U, V), t.add(U, V, W))), t.mul(U, t.add(U, V))),
)  # fmt: skip


def first_row(x: Term) -> Term | None:
    """det = a_1 M_1 - a_2 M_2 + ...: the first row's entries times their minors, with changing signs."""
    if not isinstance(x, Det) or len(x.args) == 1:
        return None
    first, *others = x.rows
    minors = (determinant(tuple((*line[:n], *line[n + 1 :]) for line in others)) for n in range(len(first)))
    products = (t.mul(entry, minor) for entry, minor in zip(first, minors, strict=True))
    return t.add(*(t.neg(part) if n % 2 else part for n, part in enumerate(products)))


def single(x: Term) -> Term | None:
    """det(u) = u."""
    return cast("Term", x.args[0]) if isinstance(x, Det) and len(x.args) == 1 else None


_FOUR = ((U, V), (W, X))
DETERMINANTS = (
    row("first-row", "along the first row", first_row,
        (determinant(_FOUR), t.add(t.mul(U, determinant(((X,),))), t.neg(t.mul(V, determinant(((W,),)))))),
        (determinant(((t.ONE, U), (V, W))),
         t.add(t.mul(t.ONE, determinant(((W,),))), t.neg(t.mul(U, determinant(((V,),)))))), determinant(((U,),))),
    row("single", "determinant of one number", single,
        (determinant(((U,),)), U), (determinant(((t.ONE,),)), t.ONE), determinant(_FOUR)),
)  # fmt: skip


def pythagoras(x: Term) -> Term | None:
    """cos(u)^2 + sin(u)^2 = 1."""
    for part in x.args if x.is_Add else ():
        if part.is_Pow and isinstance(part.base, sp.cos):
            other = t.power(t.call(sp.sin, part.base.args[0]), 2)
            if part.exp == 2 and other in x.args:
                return t.add(*(t.ONE if f == part else f for f in x.args if f != other))
    return None


_CIRCLE = t.add(t.power(t.call(sp.cos, ANGLE), 2), t.power(t.call(sp.sin, ANGLE), 2))
TRIGONOMETRY = (
    row("pythagoras", "Pythagoras on the unit circle", pythagoras,
        (_CIRCLE, t.ONE), (t.add(U, *_CIRCLE.args), t.add(U, t.ONE)), t.add(U, _CIRCLE.args[0])),
)  # fmt: skip

TABLES = (SUMS, DETERMINANTS, TRIGONOMETRY)
