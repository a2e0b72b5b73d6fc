"""How does an expression that SymPy has built become a term in human order?

Needed where SymPy's algebra finds the form (a factorisation, a solved equation): SymPy's own order of arguments is an
accident of hashing and sorting, so sums are written with their positive terms first and products with numbers first,
then letters, then the rest.
"""

from functools import lru_cache

import sympy as sp

from generator.engine import terms as t
from generator.engine.terms import Term
from generator.engine.views import in_order


def human(x: Term) -> Term:
    """Return the evaluated expression as an unevaluated term in the order in which a person writes it."""
    if x.is_Rational and not x.is_Integer:
        whole = t.over(sp.Integer(abs(x.p)), sp.Integer(x.q))
        return t.neg(whole) if x.is_negative else whole
    if x.is_Add:
        return _sum(x)
    if x.is_Mul or (x.is_Pow and x.exp.could_extract_minus_sign() and not x.exp.free_symbols):
        return _product(x)
    if x.is_Pow:
        return t.power(human(x.base), x.exp if x.exp.is_Rational else human(x.exp))
    if isinstance(x, sp.Function):
        return t.call(x.func, *map(human, x.args))
    return x


def _sum(x: Term) -> Term:
    parts = [human(part) for part in x.as_ordered_terms("rev-lex" if _has_unit(x) else None)]
    return t.add(*sorted(parts, key=t.is_neg))


def _has_unit(x: Term) -> bool:
    """Tell whether a number stands in the sum: 1 - a and 1 + u**2 are written with the number first."""
    return any(part.is_Number for part in x.args)


def _product(x: Term) -> Term:
    sign, rest = (-1, -x) if x.could_extract_minus_sign() and x.as_coeff_Mul()[0].is_negative else (1, x)
    above, below = sp.fraction(rest, exact=True)
    whole = t.mul(*_ordered(above))
    if below is not t.ONE:
        whole = t.over(whole, t.mul(*_ordered(below)))
    return t.neg(whole) if sign < 0 else whole


def _ordered(x: Term) -> list[Term]:
    factors = sp.Mul.make_args(x)
    return list(in_order(tuple(human(f) for f in sorted(factors, key=_letters_then_brackets))))


@lru_cache(maxsize=1 << 12)
def _letters_then_brackets(factor: Term) -> tuple[bool, int, tuple[bool, str]]:
    """Sort letters by name, Greek ones (parameters) first, then brackets, a short one before a long one."""
    written, bracket = sp.sstr(factor), factor.as_base_exp()[0].is_Add
    return bracket, len(written) * bracket, (is_latin(factor), written)


def is_latin(x: Term) -> bool:
    """Tell whether a factor is no Greek letter: those have names, as beta has."""
    base = x.as_base_exp()[0]
    return not base.is_Symbol or len(base.name) == 1
