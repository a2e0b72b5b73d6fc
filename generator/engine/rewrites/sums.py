"""Which equalities multiply sums out, collect their terms and put them in order?"""

from collections.abc import Callable
from itertools import product

import sympy as sp

from generator.engine import terms as t
from generator.engine.human import is_latin
from generator.engine.rules import rule
from generator.engine.terms import Term
from generator.engine.views import (
    Ratio,
    monomial,
    opposite,
    powers,
    ratio,
    summands,
    swap,
)

MAX_TERMS, _MAX_POWER = 40, 3


def expand(x: Term) -> Term | None:
    """u (v + w) = u v + u w."""
    return _expanded(x, summands)


def expand_functions(x: Term) -> Term | None:
    """u (e^v + w) = u e^v + u w: brackets without a function stay."""
    return _expanded(x, lambda part: summands(part) if part.has(sp.Function, sp.Sum) else (part,))


def _expanded(x: Term, terms: Callable[[Term], tuple[Term, ...]]) -> Term | None:
    factors = tuple(x.args) if t.is_product(x) else (x,)
    sums = [terms(part) for factor in factors for part in _repeated(factor)]
    count = sp.prod(len(one) for one in sums)
    if count == 1 or count > MAX_TERMS or (len(sums) == 1 and not x.is_Pow):
        return None
    return t.add(*(_multiplied(choice) for choice in product(*sums)))


def _repeated(factor: Term) -> tuple[Term, ...]:
    raised = factor.is_Pow and factor.base.is_Add and factor.exp.is_Integer
    return (factor.base,) * int(factor.exp) if raised and 1 < factor.exp <= _MAX_POWER else (factor,)


def _multiplied(factors: tuple[Term, ...]) -> Term:
    whole = ratio(t.mul(*factors))
    return Ratio(whole.sign, tuple(sorted(whole.above, key=_letters_first)), whole.below).term


def _letters_first(factor: Term) -> tuple[int, bool, str]:
    """Sort letters alphabetically, Greek ones first, before everything else, which keeps its order."""
    return (0, is_latin(factor), factor.name) if factor.is_Symbol else (1, True, "")


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
EXPAND_FUNCTIONS = (
    rule("expand-functions", "multiply out what has a function in it", expand_functions,
         ("u*(exp(v) + w)", "u*exp(v) + u*w"), ("x*(1 - u)*(1 - exp(v))", "x*(1 - u) - x*(1 - u)*exp(v)"), "u*(v + w)",
         surface=True),
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


def positive_first(x: Term) -> Term | None:
    """-u + v = v - u."""
    if not x.is_Add or not t.is_neg(x.args[0]):
        return None
    positive = next((part for part in x.args if not t.is_neg(part)), None)
    return None if positive is None else t.add(positive, *swap(tuple(x.args), positive))


def minus_in_front(x: Term) -> Term | None:
    """-u - v = -(u + v)."""
    return t.neg(opposite(x)) if x.is_Add and all(map(t.is_neg, x.args)) else None


def delta_first(x: Term) -> Term | None:
    """-w (u - delta) = w (delta - u)."""
    factors = tuple(t.without_sign(x).args) if t.is_neg(x) and t.is_product(t.without_sign(x)) else ()
    found = next((f for f in factors if _is_difference(f) and t.without_sign(f.args[1]).has(sp.KroneckerDelta)), None)
    return None if found is None else t.mul(*swap(factors, found, _turned_round(found)))


def minus_above(x: Term) -> Term | None:
    """-(u - v)/w = (v - u)/w, for a difference of two letters, or of products of letters and sums."""
    if not t.is_neg(x) or not t.is_quotient(t.without_sign(x)):
        return None
    above, below = t.children(t.without_sign(x))
    return t.over(_turned_round(above), below) if _is_difference(above) else None


def _turned_round(x: Term) -> Term:
    return t.add(*reversed(opposite(x).args))


def _is_difference(x: Term) -> bool:
    if not x.is_Add or len(x.args) != 2 or not all(map(_has_letters_only, x.args)):
        return False
    return not t.is_neg(x.args[0]) and t.is_neg(x.args[1])


def _has_letters_only(x: Term) -> bool:
    letters = (sp.Symbol, sp.Indexed, sp.KroneckerDelta, sp.Sum, sp.Integer)
    return not x.is_Number and all(isinstance(factor, letters) for factor in ratio(x).above)


ORDER = (
    rule("positive-first", "positive term first", positive_first, ("-u + v", "v - u"), ("-u + 1", "1 - u"), "u - v"),
    rule("minus-in-front", "minus in front", minus_in_front, ("-u - v", "-(u + v)"), ("-u - 1", "-(u + 1)"), "u - v"),
    rule("minus-above", "the minus turns the difference round", minus_above,
         ("-((u - v)/w)", "(v - u)/w"), ("-((u*v - w)/2)", "(w - u*v)/2"), "-((1 - u)/w)"),
)  # fmt: skip
DELTA_FIRST = (
    rule("delta-first", "the minus turns the difference round", delta_first,
         ("-(w*(u - delta(i, j)))", "w*(delta(i, j) - u)"), ("-(2*(u - delta(i, j)))", "2*(delta(i, j) - u)"),
         "-(w*(u - v))"),
)  # fmt: skip
