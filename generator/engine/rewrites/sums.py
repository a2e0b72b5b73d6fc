"""Which equalities multiply sums out, collect their terms, factor them and put them in order?"""

from itertools import product

import sympy as sp

from generator.engine import terms as t
from generator.engine.human import human
from generator.engine.rules import rule
from generator.engine.terms import Term
from generator.engine.views import Power, Ratio, divided, monomial, number, opposite, powers, ratio, summands, swap

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


def into_fractions(x: Term) -> Term | None:
    """u w (v/u + x) = w (u v/u + u x): a factor goes into a bracket where it stands below a fraction."""
    if not t.is_product(x):
        return None
    for found in (f for f in x.args if f.is_Add):
        below = {name for part in found.args for name in _below(part)}
        others = swap(tuple(x.args), found)
        moved = tuple(f for f in others if not f.is_Number and powers((f,)).keys() & below)
        if moved:
            inside = t.add(*(ratio(part).times(Ratio(1, moved, ())).term for part in found.args))
            return t.mul(*(f for f in others if f not in moved), inside)
    return None


def _below(part: Term) -> set[Term]:
    """Return what stands below fractions of a term, those in its brackets too."""
    parts = ratio(part)
    inner = (one for f in parts.above if f.is_Add for one in f.args)
    return {*powers(parts.below), *(name for one in inner for name in _below(one))}


INTO_FRACTIONS = (
    rule("into-fractions", "multiply into the fractions", into_fractions,
         ("u*w*(v/u + x)", "w*(v*u/u + x*u)"), ("u*(1 - u)*(1/u - v)", "(1 - u)*(u/u - v*u)"), "u*(v/w + 1)"),
)  # fmt: skip
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
    return t.mul(*front, t.add(*(Ratio(p.sign, divided(p.above, front), p.below).term for p in parts)))


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
    return human(_facing(whole)) if whole.is_Mul or whole.is_Pow else None


def _facing(whole: Term) -> Term:
    """Write (u - 1)(v - 1) as (1 - u)(1 - v), and -(u - 1) v as (1 - u) v: in pairs, or with the minus in front."""
    front, factors = whole.as_coeff_mul()
    turned = [_turned(f) for f in factors]
    odd = sum(f.as_base_exp()[1] % 2 for f, new in zip(factors, turned, strict=True) if f != new) % 2
    if odd and not front.is_negative:
        return whole
    kept = () if (front := -front if odd else front) == 1 else (front,)
    return sp.Mul(*kept, *turned, evaluate=False)


def _turned(factor: Term) -> Term:
    """Return (1 - u)^n for (u - 1)^n, without regard to the sign, and any other factor as it is."""
    base, exponent = factor.as_base_exp()
    unit, rest = base.as_coeff_Add()
    positive = all(part.as_coeff_Mul()[0] > 0 for part in sp.Add.make_args(rest))
    return sp.Pow(-base, exponent) if unit.is_negative and positive and exponent.is_Integer else factor


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


def minus_above(x: Term) -> Term | None:
    """-(u - v)/w = (v - u)/w, for a difference of two letters."""
    if not t.is_neg(x) or not t.is_quotient(t.without_sign(x)):
        return None
    above, below = t.children(t.without_sign(x))
    letters = above.is_Add and len(above.args) == 2 and all(map(_is_letter, map(t.without_sign, above.args)))
    turned = letters and not t.is_neg(above.args[0]) and t.is_neg(above.args[1])
    return t.over(t.add(*reversed(opposite(above).args)), below) if turned else None


def _is_letter(x: Term) -> bool:
    return x.is_Symbol or isinstance(x, sp.Indexed)


ORDER = (
    rule("positive-first", "positive term first", positive_first, ("-u + v", "v - u"), ("-u + 1", "1 - u"), "u - v"),
    rule("minus-in-front", "minus in front", minus_in_front, ("-u - v", "-(u + v)"), ("-u - 1", "-(u + 1)"), "u - v"),
    rule("minus-above", "the minus turns the difference round", minus_above,
         ("-((u - v)/w)", "(v - u)/w"), ("-((a - y)/2)", "(y - a)/2"), "-((u + v)/w)"),
)  # fmt: skip
