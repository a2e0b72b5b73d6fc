"""Which equalities bring fractions together, and take them apart?"""

from collections.abc import Iterable

import sympy as sp

from generator.engine import terms as t
from generator.engine.rules import rule
from generator.engine.terms import Term
from generator.engine.views import Ratio, divided, kind, number, opposite, powers, ratio, swap


def common_denominator(x: Term) -> Term | None:
    """u/v + w = u/v + (w v)/v: every term over the least common denominator."""
    if not x.is_Add or not any(ratio(part).below for part in x.args):
        return None
    parts = [ratio(part) for part in x.args]
    below = _least_common(part.below for part in parts)
    if all(_same(part.below, below) for part in parts):
        return None
    return t.add(*(Ratio(p.sign, p.above + divided(below, p.below), below).term for p in parts))


def _least_common(sides: Iterable[tuple[Term, ...]]) -> tuple[Term, ...]:
    needed = powers(())
    numbers = t.ONE
    for side in sides:
        numbers = sp.lcm(numbers, number(side))
        for name, power in powers(side).items():
            if name not in needed or needed[name].exponent < power.exponent:
                needed[name] = power
    return (*(() if numbers == 1 else (numbers,)), *(power.term for power in needed.values()))


def _same(side: tuple[Term, ...], other: tuple[Term, ...]) -> bool:
    exponents = [{name: power.exponent for name, power in powers(one).items()} for one in (side, other)]
    return exponents[0] == exponents[1] and number(side) == number(other)


def add_fractions(x: Term) -> Term | None:
    """u/w + v/w = (u + v)/w."""
    parts = [ratio(part) for part in x.args] if x.is_Add else []
    if len(parts) < 2 or not parts[0].below or not all(_same(p.below, parts[0].below) for p in parts):
        return None
    return t.over(t.add(*(Ratio(p.sign, p.above, ()).term for p in parts)), t.mul(*parts[0].below))


TOGETHER = (
    rule("common-denominator", "common denominator", common_denominator,
         ("u/v + w", "u/v + w*v/v"), ("1/u + 1/v", "v/(u*v) + u/(u*v)"), "u/w + v/w"),
    rule("add-fractions", "add the numerators", add_fractions,
         ("u/w + v/w", "(u + v)/w"), ("u/w - v/w", "(u - v)/w"), "u/v + v/w", condition="w is not zero"),
)  # fmt: skip


def rest_of_one(x: Term) -> Term | None:
    """1 - u/(u + v) = v/(u + v), whatever is added to them."""
    if not x.is_Add or t.ONE not in x.args:
        return None
    for part in x.args:
        share = t.without_sign(part)
        above, below = t.children(share) if t.is_neg(part) and t.is_quotient(share) else (t.ZERO, t.ONE)
        if below.is_Add and above in below.args:
            rest = t.over(t.add(*swap(tuple(below.args), above)), below)
            return t.add(*swap(swap(x.args, part), t.ONE, rest))
    return None


REST = (
    rule("rest-of-one", "what is left of one", rest_of_one,
         ("1 - u/(u + v)", "v/(u + v)"), ("1 - 1/(1 + exp(u))", "exp(u)/(1 + exp(u))"), "1 - u/v",
         condition="u + v is not zero"),
)  # fmt: skip


def split_fraction(x: Term) -> Term | None:
    """(u + v)/w = u/w + v/w."""
    if not t.is_quotient(x) or not t.children(x)[0].is_Add:
        return None
    above, below = t.children(x)
    return t.add(*(t.neg(t.over(t.without_sign(p), below)) if t.is_neg(p) else t.over(p, below) for p in above.args))


APART = (
    rule("split-fraction", "divide each term", split_fraction,
         ("(u + v)/w", "u/w + v/w"), ("(u - v)/w", "u/w - v/w"), "u/w", condition="w is not zero"),
)  # fmt: skip


def whole_part(x: Term) -> Term | None:
    """(u w + v)/w = u + v/w: a term that has the whole denominator stands before the fraction."""
    if not t.is_quotient(x) or not t.children(x)[0].is_Add:
        return None
    above, below = t.children(x)[0].args, ratio(t.children(x)[1]).above
    whole = [part for part in above if _contains(ratio(part).above, below)]
    rest = [part for part in above if part not in whole]
    if not whole or not rest:
        return None
    taken = (Ratio(one.sign, divided(one.above, below), one.below).term for one in map(ratio, whole))
    return t.add(*taken, t.over(t.add(*rest), t.children(x)[1]))


def _contains(whole: tuple[Term, ...], part: tuple[Term, ...]) -> bool:
    found = powers(whole)
    letters = all(name in found and found[name].exponent >= one.exponent for name, one in powers(part).items())
    return letters and number(part) == 1


WHOLE = (
    rule("whole-part", "take the whole part out", whole_part,
         ("(u*w + v)/w", "u + v/w"), ("(v - x + u*v*w)/(v*w)", "u + (v - x)/(v*w)"), "(u + v)/w",
         condition="w is not zero"),
)  # fmt: skip


def opposite_factor(x: Term) -> Term | None:
    """(u - v)/(v - u) = -1: a factor that is the opposite of one across the fraction is turned round."""
    if not t.is_quotient(x):
        return None
    parts = ratio(x)
    below = powers(parts.below)
    for factor_above in parts.above:
        turned = opposite(factor_above) if factor_above.is_Add else None
        if turned is not None and kind(turned) in below:
            above = swap(parts.above, factor_above, below[kind(turned)].base)
            return Ratio(-parts.sign, above, parts.below).term
    return None


OPPOSITE = (
    rule("opposite-factor", "turn the difference round", opposite_factor,
         ("(u - v)*w/(v - u)", "-((v - u)*w/(v - u))"), ("(u - 1)/(1 - u)", "-((1 - u)/(1 - u))"), "(u - v)/w"),
)  # fmt: skip
