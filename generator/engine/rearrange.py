"""Which equalities rearrange sums: fractions together, expand, collect, factor, order, sums over an index?

The second half of the rewrites, in the same form as ``rewrites``: a function, then its row in a table that is a phase.
``surface`` rows apply to the numerator and the terms of a sum only: nobody expands a denominator.
"""

from collections.abc import Iterable
from itertools import product

import sympy as sp

from generator.engine import terms as t
from generator.engine.human import human
from generator.engine.rules import Rule, rule
from generator.engine.terms import Term
from generator.engine.views import Power, Ratio, kind, monomial, number, opposite, powers, ratio, summands, swap

# Fractions together.


def common_denominator(x: Term) -> Term | None:
    """u/v + w = u/v + (w v)/v: every term over the least common denominator."""
    if not x.is_Add or not any(ratio(part).below for part in x.args):
        return None
    parts = [ratio(part) for part in x.args]
    below = _least_common(part.below for part in parts)
    if all(_same(part.below, below) for part in parts):
        return None
    return t.add(*(Ratio(p.sign, p.above + _missing(below, p.below), below).term for p in parts))


def _least_common(sides: Iterable[tuple[Term, ...]]) -> tuple[Term, ...]:
    needed: dict[Term, Power] = {}
    numbers = t.ONE
    for side in sides:
        numbers = sp.lcm(numbers, number(side))
        for name, power in powers(side).items():
            if name not in needed or needed[name].exponent < power.exponent:
                needed[name] = power
    return (*(() if numbers == 1 else (numbers,)), *(power.term for power in needed.values()))


def _missing(whole: tuple[Term, ...], part: tuple[Term, ...]) -> tuple[Term, ...]:
    have = powers(part)
    ratio_of_numbers = number(whole) / number(part)
    rest = [Power(p.base, p.exponent - (have[k].exponent if k in have else 0)) for k, p in powers(whole).items()]
    return (*(() if ratio_of_numbers == 1 else (ratio_of_numbers,)), *(p.term for p in rest if p.exponent))


def _same(side: tuple[Term, ...], other: tuple[Term, ...]) -> bool:
    exponents = [{name: power.exponent for name, power in powers(one).items()} for one in (side, other)]
    return exponents[0] == exponents[1] and number(side) == number(other)


def add_fractions(x: Term) -> Term | None:
    """u/w + v/w = (u + v)/w."""
    parts = [ratio(part) for part in x.args] if x.is_Add else []
    if len(parts) < 2 or not parts[0].below or not all(_same(p.below, parts[0].below) for p in parts):  # noqa: PLR2004
        return None
    return t.over(t.add(*(Ratio(p.sign, p.above, ()).term for p in parts)), t.mul(*parts[0].below))


TOGETHER = (
    rule("common-denominator", "common denominator", common_denominator,
         ("u/v + w", "u/v + w*v/v"), ("1/u + 1/v", "v/(u*v) + u/(u*v)"), "u/w + v/w"),
    rule("add-fractions", "add the numerators", add_fractions,
         ("u/w + v/w", "(u + v)/w"), ("u/w - v/w", "(u - v)/w"), "u/v + v/w", condition="w is not zero"),
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


# Expand, collect, factor, order.

_MAX_TERMS, _MAX_POWER = 40, 3


def expand(x: Term) -> Term | None:
    """u (v + w) = u v + u w."""
    factors = tuple(x.args) if t.is_product(x) else (x,)
    sums = [summands(part) for factor in factors for part in _repeated(factor)]
    count = sp.prod(len(one) for one in sums)
    if count == 1 or count > _MAX_TERMS or (len(sums) == 1 and not x.is_Pow):
        return None
    return t.add(*(_multiplied(choice) for choice in product(*sums)))


def _repeated(factor: Term) -> tuple[Term, ...]:
    raised = factor.is_Pow and factor.base.is_Add and factor.exp.is_Integer
    return (factor.base,) * int(factor.exp) if raised and 1 < factor.exp <= _MAX_POWER else (factor,)


def _multiplied(factors: tuple[Term, ...]) -> Term:
    whole = ratio(t.mul(*factors))
    return Ratio(whole.sign, tuple(sorted(whole.above, key=_letters_first)), whole.below).term


def _letters_first(factor: Term) -> tuple[int, str]:
    """Sort letters alphabetically before everything else, which keeps its order."""
    return (0, factor.name) if factor.is_Symbol else (1, "")


EXPAND = (
    rule("expand", "multiply out", expand, ("u*(v + w)", "u*v + u*w"), ("u*(1 - v)", "u - u*v"), "u*v", surface=True),
)  # fmt: skip


def cancel_terms(x: Term) -> Term | None:
    """u - u = 0."""
    parts = [monomial(part) for part in x.args] if x.is_Add else []
    for n, one in enumerate(parts):
        for m in range(n + 1, len(parts)):
            if one.key == parts[m].key and one.coefficient == -parts[m].coefficient:
                return t.add(*(part for k, part in enumerate(x.args) if k not in (n, m)))
    return None


def like_terms(x: Term) -> Term | None:
    """2 u + 3 u = 5 u."""
    parts = [monomial(part) for part in x.args] if x.is_Add else []
    for n, one in enumerate(parts):
        same = [m for m, other in enumerate(parts) if other.key == one.key]
        if one.key and len(same) > 1:
            joined = Ratio(1, (one.rest,), ()).times(ratio(sum((parts[m].coefficient for m in same), t.ZERO))).term
            return t.add(*(joined if m == n else part for m, part in enumerate(x.args) if m == n or m not in same))
    return None


COLLECT = (
    rule("cancel-terms", "terms that cancel", cancel_terms, ("u + v - u", "v"), ("u*v - v*u + w", "w"), "u - v"),
    rule("like-terms", "add like terms", like_terms, ("2*u + 3*u", "5*u"), ("u + u", "2*u"), "u + v"),
)  # fmt: skip


def common_factor(x: Term) -> Term | None:
    """u w + v w = w (u + v)."""
    if not x.is_Add:
        return None
    parts = [ratio(part) for part in x.args]
    shared = _shared([powers(part.above) for part in parts])
    numbers = sp.gcd([number(part.above) for part in parts])
    if not shared and numbers == 1:
        return None
    front = (*(() if numbers == 1 else (numbers,)), *(power.term for power in shared.values()))
    return t.mul(*front, t.add(*(Ratio(p.sign, _missing(p.above, front), p.below).term for p in parts)))


def _shared(sides: list[dict[Term, Power]]) -> dict[Term, Power]:
    first, *others = sides
    return {
        name: Power(power.base, min(power.exponent, *(side[name].exponent for side in others)))
        for name, power in first.items()
        if all(name in side for side in others)
    }


def factor(x: Term) -> Term | None:
    """u^2 - v^2 = (u - v)(u + v), and whatever else a polynomial splits into."""
    if not x.is_Add or any(ratio(part).below for part in x.args):
        return None
    if len(x.args) > _MAX_TERMS or x.has(sp.Sum, sp.Piecewise, sp.KroneckerDelta, t.D):
        return None
    whole = sp.factor(t.evaluated(x))
    return human(whole) if whole.is_Mul or whole.is_Pow else None


FACTOR = (
    rule("common-factor", "take out the common factor", common_factor,
         ("u*w + v*w", "w*(u + v)"), ("u - u**2", "u*(1 - u)"), "u + v"),
)  # fmt: skip
FACTOR_FULLY = (
    rule("factor", "factor", factor, ("u**2 - v**2", "(u - v)*(u + v)"), ("u**2 + 2*u + 1", "(1 + u)**2"), "u + v"),
)  # fmt: skip


def positive_first(x: Term) -> Term | None:
    """-u + v = v - u."""
    if not x.is_Add or not t.is_neg(x.args[0]):
        return None
    positive = next((part for part in x.args if not t.is_neg(part)), None)
    return None if positive is None else t.add(positive, *swap(tuple(x.args), positive))


def minus_in_front(x: Term) -> Term | None:
    """-u - v = -(u + v)."""
    return t.neg(opposite(x)) if x.is_Add and all(map(t.is_neg, x.args)) else None


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


ORDER = (
    rule("positive-first", "positive term first", positive_first, ("-u + v", "v - u"), ("-u + 1", "1 - u"), "u - v"),
    rule("minus-in-front", "minus in front", minus_in_front, ("-u - v", "-(u + v)"), ("-u - 1", "-(u + 1)"), "u - v"),
)  # fmt: skip
OPPOSITE = (
    rule("opposite-factor", "turn the difference round", opposite_factor,
         ("(u - v)*w/(v - u)", "-((v - u)*w/(v - u))"), ("(u - 1)/(1 - u)", "-((1 - u)/(1 - u))"), "(u - v)/w"),
)  # fmt: skip


# Sums over an index, and branches.


def split_sum(x: Term) -> Term | None:
    """sum_k (u_k + v_k) = sum_k u_k + sum_k v_k."""
    if not isinstance(x, sp.Sum) or not x.args[0].is_Add:
        return None
    parts = x.args[0].args
    return t.add(*(t.neg(t.resum(x, t.without_sign(p))) if t.is_neg(p) else t.resum(x, p) for p in parts))


def constant_out(x: Term) -> Term | None:
    """sum_k c u_k = c sum_k u_k."""
    if not isinstance(x, sp.Sum):
        return None
    index = x.args[1][0]
    parts = ratio(x.args[0])
    fixed = [tuple(f for f in side if not f.has(index)) for side in (parts.above, parts.below)]
    moving = [tuple(f for f in side if f.has(index)) for side in (parts.above, parts.below)]
    if not any(moving) or (parts.sign > 0 and not any(fixed)):
        return None
    inner = t.resum(x, Ratio(1, *moving).term)
    return Ratio(parts.sign, (*fixed[0], inner), fixed[1]).term


def collapse(x: Term) -> Term | None:
    """sum_k u_k delta_ki = u_i."""
    if not isinstance(x, sp.Sum):
        return None
    index = x.args[1][0]
    parts = ratio(x.args[0])
    found = next((f for f in parts.above if isinstance(f, sp.KroneckerDelta) and index in f.args), None)
    if found is None:
        return None
    other = next(letter for letter in found.args if letter != index)
    rest = Ratio(parts.sign, swap(parts.above, found), parts.below).term
    return t.substitute(rest, {index: other})


SUMS = (
    rule("collapse", "the delta picks one term", collapse,
         ("Sum(u[k]*delta(k, i), k)", "u[i]"), ("Sum(exp(z[k])*delta(k, j), k)", "exp(z[j])"), "Sum(u[k], k)"),
    rule("split-sum", "sum term by term", split_sum,
         ("Sum(u[k] + v[k], k)", "Sum(u[k], k) + Sum(v[k], k)"), ("Sum(u[k] - v[k], k)", "Sum(u[k], k) - Sum(v[k], k)"),
         "Sum(u[k]*v[k], k)"),
    rule("constant-out", "constant out of the sum", constant_out,
         ("Sum(c*u[k], k)", "c*Sum(u[k], k)"), ("Sum(-u[k], k)", "-Sum(u[k], k)"), "Sum(u[k]*v[k], k)"),
)  # fmt: skip


def into_branches(x: Term) -> Term | None:
    """u (v if c else w) = u v if c else u w."""
    if not t.is_product(x) and not t.is_quotient(x) and not t.is_neg(x):
        return None
    parts = ratio(x)
    found = next((f for f in parts.above if isinstance(f, sp.Piecewise)), None)
    if found is None:
        return None

    def branch(value: Term) -> Term:
        rest = Ratio(parts.sign, swap(parts.above, found), parts.below)
        return rest.times(ratio(value)).term

    return t.cases(*((branch(value), when) for value, when in found.args))


BRANCHES = (
    rule("into-branches", "multiply each branch", into_branches,
         ("u*piecewise(v, x > 0, w)", "piecewise(u*v, x > 0, u*w)"),
         ("u*piecewise(1, x > 0, 0)", "piecewise(u, x > 0, 0*u)"), "u*v"),
)  # fmt: skip

TABLES: tuple[tuple[Rule, ...], ...] = (
    TOGETHER, APART, EXPAND, COLLECT, FACTOR, FACTOR_FULLY, ORDER, OPPOSITE, SUMS, BRANCHES,
)  # fmt: skip
