"""Which equalities move whole numbers in and out of an exponent that holds letters?"""

import sympy as sp

from generator.engine import terms as t
from generator.engine.human import human
from generator.engine.rules import rule
from generator.engine.terms import Term
from generator.engine.views import Ratio, as_power, kind, ratio, swap


def has_letters_above(x: Term) -> bool:
    """Tell whether an exponent in the term holds a letter, as in u^(v - 1)."""
    return any(not part.exp.is_number for part in x.atoms(sp.Pow))


def split_exponent(x: Term) -> Term | None:
    """u^(v + n) = u^n u^v and u^(v - n) = u^v/u^n, for whole n."""
    if not x.is_Pow or not x.exp.is_Add:
        return None
    found = [part for part in x.exp.args if part.is_Integer]
    if len(found) != 1:
        return None
    (number,) = found
    rest = t.power(x.base, t.add(*swap(tuple(x.exp.args), number)))
    whole = t.power(x.base, abs(number))
    return t.mul(whole, rest) if number > 0 else t.over(rest, whole)


def reciprocal_power(x: Term) -> Term | None:
    """(1/u)^(-v) = u^v, for an exponent with letters."""
    if not x.is_Pow or x.exp.is_number or not t.is_neg(x.exp) or not t.is_quotient(x.base):
        return None
    above, below = t.children(x.base)
    return t.power(below, t.without_sign(x.exp)) if above is t.ONE else None


def join_exponent(x: Term) -> Term | None:
    """u^n u^v = u^(v + n) and u^v/u^n = u^(v - n), for whole n."""
    if not x.is_Mul or t.is_neg(x):
        return None
    parts = ratio(x)
    for lettered in parts.above:
        if not lettered.is_Pow or lettered.exp.is_number:
            continue
        for side, sign in ((parts.above, 1), (parts.below, -1)):
            other = next((f for f in side if f is not lettered and _is_whole_power(f, lettered.base)), None)
            if other is not None:
                exponent = human(t.evaluated(t.add(lettered.exp, sign * as_power(other).exponent)))
                joined = t.power(lettered.base, exponent)
                if sign > 0:
                    return Ratio(parts.sign, swap(swap(parts.above, other), lettered, joined), parts.below).term
                return Ratio(parts.sign, swap(parts.above, lettered, joined), swap(parts.below, other)).term
    return None


def _is_whole_power(factor: Term, base: Term) -> bool:
    power = as_power(factor)
    return bool(power.exponent.is_Integer and kind(power.base) == kind(base))


SPLIT_EXPONENTS = (
    rule("reciprocal-power", "turn the fraction round", reciprocal_power,
         ("(1/u)**(-v)", "u**v"), ("(1/(1 + u))**(-v)", "(1 + u)**v"), "(1/u)**v", condition="u is positive"),
    rule("split-exponent", "split the power", split_exponent,
         ("u**(v - 1)", "u**v/u"), ("u**(2 - v)", "u**2*u**(-v)"), "u**(v + w)",
         condition="u is positive"),
)  # fmt: skip
JOIN_EXPONENTS = (
    rule("join-exponent", "add to the exponent", join_exponent,
         ("u*u**v", "u**(v + 1)"), ("u**v/u", "u**(v - 1)"), "u**v*w",
         condition="u is positive"),
)  # fmt: skip
