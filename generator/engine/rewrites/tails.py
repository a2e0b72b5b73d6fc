"""Which equalities keep the digits of the error function's tails, where it is near 1 or -1?

erf(6) rounds to 1, and one less it is nothing; erfc(6) is 2e-17, to the last digit.

Source: NIST, *Digital Library of Mathematical Functions*, equations 7.2.2 (erfc), 7.4.1 and 7.4.2 (its symmetry).
"""

import sympy as sp

from generator.engine import terms as t
from generator.engine.primitives import class_of
from generator.engine.rewrites.bounded import TWO, one_and, one_less_weighed
from generator.engine.rules import rule
from generator.engine.terms import Term
from generator.engine.views import opposite, swap


def one_and_erf(x: Term) -> Term | None:
    """1 + erf(u) = erfc(-u), and 1 - erf(u) = erfc(u), whatever is added to them."""
    parts = x.args if x.is_Add and t.ONE in x.args else ()
    found = next((part for part in parts if isinstance(t.without_sign(part), sp.erf)), None)
    if found is None:
        return None
    u = t.without_sign(found).args[0]
    return t.add(*swap(swap(parts, t.ONE), found, t.call(sp.erfc, u if t.is_neg(found) else opposite(u))))


def half_erfc(x: Term) -> Term | None:
    """Return u of erfc(u)/2, a number between 0 and 1."""
    above, below = t.children(x) if t.is_quotient(x) else (t.ZERO, t.ONE)
    return above.args[0] if isinstance(above, sp.erfc) and below == TWO else None


def one_less_tail(x: Term) -> Term | None:
    """1 - erfc(u)/2 = erfc(-u)/2."""
    rest = one_and(x)
    u = half_erfc(t.without_sign(rest)) if rest is not None and t.is_neg(rest) else None
    return None if u is None else t.over(t.call(sp.erfc, opposite(u)), TWO)


def tail_and_target(x: Term) -> Term | None:
    """erfc(u)/2 - v = ((1 - v) erfc(u) - v erfc(-u))/2."""
    if not x.is_Add or len(x.args) != 2 or not t.is_neg(x.args[1]):
        return None
    u, v = half_erfc(x.args[0]), t.without_sign(x.args[1])
    if u is None or not v.is_Symbol:
        return None
    right = t.mul(t.add(t.ONE, t.neg(v)), t.call(sp.erfc, u))
    wrong = t.mul(v, t.call(sp.erfc, opposite(u)))
    return t.over(t.add(right, t.neg(wrong)), TWO)


def one_less_weighed_tail(x: Term) -> Term | None:
    """1 - v erfc(u)/2 = ((1 - v) erfc(u) + erfc(-u))/2."""
    found = one_less_weighed(x)
    u = None if found is None else half_erfc(found[1])
    if found is None or u is None:
        return None
    right = t.mul(t.add(t.ONE, t.neg(found[0])), t.call(sp.erfc, u))
    return t.over(t.add(right, t.call(sp.erfc, opposite(u))), TWO)


def log_of_tail(x: Term) -> Term | None:
    """log(erfc(u)/2) = log of the normal distribution function at -u sqrt(2)."""
    u = half_erfc(x.args[0]) if isinstance(x, sp.log) else None
    return None if u is None else t.call(class_of("logndtr"), _doubled(opposite(u)))


def _doubled(u: Term) -> Term:
    """Return u sqrt(2), which is v where u is v/sqrt(2)."""
    root, inner = t.power(TWO, t.HALF), t.without_sign(u)
    above, below = t.children(inner) if t.is_quotient(inner) else (inner, t.ONE)
    found = above if below == root else t.mul(inner, root)
    return t.neg(found) if t.is_neg(u) else found


TAILS = (
    rule("log-of-tail", "the logarithm of a tail has a name", log_of_tail,
         ("log(erfc(u)/2)", "logndtr(-u*sqrt(2))"), ("log(erfc(-u/sqrt(2))/2)", "logndtr(u)"), "log(erfc(u))"),
    rule("one-and-erf", "one and an error function are its complement", one_and_erf,
         ("1 - erf(u)", "erfc(u)"), ("1 + erf(u) + v", "erfc(-u) + v"), "2 - erf(u)"),
    rule("one-less-tail", "one less a tail is the other tail", one_less_tail,
         ("1 - erfc(u)/2", "erfc(-u)/2"), ("1 - erfc(-2*u)/2", "erfc(2*u)/2"), "1 - erfc(u)"),
    rule("tail-and-target", "both tails weighed by the target", tail_and_target,
         ("erfc(u)/2 - v", "((1 - v)*erfc(u) - v*erfc(-u))/2"),
         ("erfc(-2*u)/2 - v", "((1 - v)*erfc(-2*u) - v*erfc(2*u))/2"), "erfc(u)/2 - 1"),
    rule("one-less-weighed-tail", "one less a weighed tail, from both tails", one_less_weighed_tail,
         ("1 - v*(erfc(u)/2)", "((1 - v)*erfc(u) + erfc(-u))/2"),
         ("1 - v*(erfc(-u)/2)", "((1 - v)*erfc(-u) + erfc(u))/2"), "1 - v*erfc(u)"),
)  # fmt: skip
"""What is left of 1 is computed by itself."""
