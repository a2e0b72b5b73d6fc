"""How typed operations become terms: what is read as one number, where a minus goes, how a sum is written."""

from collections.abc import Callable

import sympy as sp

from generator.engine import terms as t
from generator.engine.terms import Term


def summed_over(found: Term, letter: sp.Symbol, body: Term, index: sp.Symbol) -> Term:
    """Return a sum of a letter over k as that of a body over another index."""
    if isinstance(found, sp.Sum):
        return t.total(t.substitute(found.args[0], {letter: body}), index)
    parts = t.children(found)
    return t.with_children(found, (summed_over(part, letter, body, index) for part in parts)) if parts else found


def as_number(x: Term) -> Term:
    """Read a ratio of whole numbers as the number that it is; an exponent is shown as one."""
    if t.is_neg(x) and not x.is_Number:
        return -as_number(t.without_sign(x))
    if t.is_quotient(x) and all(part.is_Rational and part != 0 for part in t.children(x)):
        above, below = t.children(x)
        return above / below
    return x


def parts_of(x: Term, join: type[sp.Expr]) -> tuple[Term, ...]:
    """Return the parts that an operation joins, or the term itself."""
    return x.args if isinstance(x, join) else (x,)


def signed(left: Term, build: Callable[[Term], Term]) -> Term:
    """Read ``-a*b`` as -(a*b), the way it is said, not as Python's (-a)*b."""
    return t.neg(build(t.without_sign(left))) if t.is_neg(left) else build(left)
