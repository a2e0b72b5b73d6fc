"""An equal term that a program may differentiate: at zero each part of it has the slope of the same side.

A stable form has |u|, max(0, u) and min(0, u) in it where the whole is smooth at u = 0. A program that differentiates
it takes half of a slope there, or none, for each of them, and the whole comes out wrong. Written as branches of u > 0,
all parts take the side u <= 0, and the whole has its slope. A branch that is not taken must be finite too, for 0 times
infinity is no number: what would overflow there is given 0 in place of u.
"""

from collections.abc import Mapping
from typing import TypeAlias

import sympy as sp
from sympy.codegen.cfunctions import expm1

from generator.engine import terms as t
from generator.engine.primitives import by_head, lowered
from generator.engine.terms import Term
from generator.engine.views import opposite

_GROWING = (sp.exp, expm1, sp.cosh, sp.sinh)

Branch: TypeAlias = tuple[sp.Basic, tuple[sp.Basic, ...]]
"""Where a branch is taken: its condition, and those before it, which do not hold."""


def one_sided(x: Term, within: tuple[Branch, ...] = ()) -> Term:
    """Return x with |u|, max(0, u) and min(0, u) as branches, and with branches that overflow nowhere.

    ``within`` are the branches that x is part of, the outermost first.
    """
    plain = lowered(x)
    if plain is not None and not by_head()[x.func].scipy:
        return one_sided(plain, within)
    if isinstance(x, sp.Piecewise):
        whens = tuple(when for _, when in x.args)
        each = (one_sided(value, (*within, (when, whens[:n]))) for n, (value, when) in enumerate(x.args))
        return t.cases(*((_divided(value, when), when) for value, when in zip(each, whens, strict=True)))
    parts = t.children(x)
    new = t.with_children(x, (one_sided(part, within) for part in parts)) if parts else x
    if isinstance(x, _GROWING):
        return x.func(_bounded(x.args[0], new.args[0], within), evaluate=False)
    found = _sides(new)
    return new if found is None else t.cases((found[1], sp.StrictGreaterThan(found[0], t.ZERO)), (found[2], sp.true))


def _sides(x: Term) -> tuple[Term, Term, Term] | None:
    """Return u, and what |u|, max(0, u) or min(0, u) is for u > 0 and otherwise; of u and -u the same one."""
    if isinstance(x, sp.Abs):
        (u,) = x.args
    elif isinstance(x, (sp.Max, sp.Min)) and len(x.args) == 2 and t.ZERO in x.args:
        u = next(part for part in x.args if part is not t.ZERO)
    else:
        return None
    if u.has(sp.Piecewise) or not u.free_symbols:
        return None
    turned = bool(t.evaluated(u).could_extract_minus_sign())
    v = opposite(u) if turned else u
    v = t.add(*sorted(v.args, key=t.is_neg)) if v.is_Add else v
    above = u if turned == isinstance(x, sp.Min) else t.ZERO
    below = t.ZERO if above is u else u
    return (v, v, opposite(v)) if isinstance(x, sp.Abs) else (v, above, below)


def _bounded(w: Term, new: Term, within: tuple[Branch, ...]) -> Term:
    """Return what stands for an exponent w: itself where its branches are taken, and zero where it may grow."""
    if w.is_nonpositive or w.has(sp.Piecewise, sp.Abs, sp.Max, sp.Min):
        return new
    grows = {branch: _grows_outside(w, branch) for branch in within if w.free_symbols & _asked(branch).free_symbols}
    ends = next((branch for branch, found in grows.items() if found), None)
    for branch in (ends,) if ends else reversed([branch for branch, found in grows.items() if found is None]):
        new = _held(new, *branch)
    return new


def _asked(branch: Branch) -> sp.Basic:
    """Return the condition that ends a branch."""
    when, before = branch
    return before[0] if when is sp.true else when


def _grows_outside(w: Term, branch: Branch) -> bool | None:
    """Tell whether an exponent is positive where its branch ends; None where the condition tells no sign."""
    asked = _asked(branch)
    if not isinstance(asked, (*_ABOVE, *_BELOW)) or asked.rhs != 0:
        return None
    slope = sp.cancel(t.evaluated(w) / t.evaluated(asked.lhs))
    if slope.has(*(w.free_symbols & asked.lhs.free_symbols)):
        return None
    above = isinstance(asked, _ABOVE) == (branch[0] is not sp.true)
    return bool(slope.could_extract_minus_sign()) == above


_ABOVE, _BELOW = (sp.StrictGreaterThan, sp.GreaterThan), (sp.StrictLessThan, sp.LessThan)


def _held(w: Term, when: sp.Basic, before: tuple[sp.Basic, ...]) -> Term:
    """Return a term where its branch is taken, and zero elsewhere."""
    if when is sp.true:
        return t.cases(*((t.ZERO, other) for other in before), (w, sp.true))
    return t.cases((w, when), (t.ZERO, sp.true))


def _divided(value: Term, when: sp.Basic) -> Term:
    """Return the branch for |u| > 0 with 1 in place of u where it is not taken."""
    if not isinstance(when, sp.StrictGreaterThan) or when.rhs != 0 or not isinstance(when.lhs, sp.Abs):
        return value
    u = one_sided(when.lhs.args[0])
    return _replaced(value, {u: t.cases((u, when), (t.ONE, sp.true))})


def _replaced(x: Term, table: Mapping[Term, Term]) -> Term:
    """Return x with parts replaced; conditions, which have no slope, ask what they asked."""
    if x in table:
        return table[x]
    parts = t.children(x)
    return t.with_children(x, (_replaced(part, table) for part in parts)) if parts else x
