"""Which equality takes away a case distinction that makes no difference?

The usual stable form of the logistic loss from a score, max(u, 0) - u y + log(1 + e^(-|u|)), has a derivative with
|u|, sign(u) and a distinction in it, and is smooth: to the left and to the right of u = 0 it is one formula. A corner
that cancels so is none.
"""

import random
from collections.abc import Iterator

import sympy as sp
from sympy.core.function import AppliedUndef

from generator.engine import terms as t
from generator.engine.rules import Rule, reading
from generator.engine.terms import Term

_BRANCHED = (sp.Abs, sp.sign, sp.Max, sp.Min, sp.Piecewise)
_POINTS, _DIGITS = 6, 30


def both_sides(x: Term) -> Term | None:
    """u/sign(u) = |u|, and whatever else is the same formula on both sides of u = 0, away from it."""
    if not x.has(*_BRANCHED) or x.has(sp.Sum, sp.Indexed, sp.KroneckerDelta, AppliedUndef, t.D):
        return None
    base = _scaled(next(_guards(x), t.ZERO))[1]
    sides = [_on_side(x, base, sign) for sign in (1, -1)]
    if not base.free_symbols or any(side is None for side in sides):
        return None
    right, left = (side for side in sides if side is not None)
    return right if _same(right, left) else None


def _guards(x: sp.Basic) -> Iterator[Term]:
    """Yield what changes its sign where the branches of a term meet."""
    for part in sp.preorder_traversal(x):
        if isinstance(part, (sp.Abs, sp.sign)):
            yield part.args[0]
        elif isinstance(part, (sp.Max, sp.Min)) and len(part.args) == 2:
            yield t.add(part.args[0], t.neg(part.args[1]))
        elif isinstance(part, sp.core.relational.Relational):
            yield t.add(part.lhs, t.neg(part.rhs))


def _scaled(x: Term) -> tuple[Term, Term]:
    """Return a term as a number times what it is a multiple of."""
    number, rest = sp.expand(t.evaluated(x)).as_coeff_Mul()
    first = rest.args[0].as_coeff_Mul()[0] if rest.is_Add else t.ONE
    return number * first, sp.expand(rest / first)


def _on_side(x: Term, base: Term, side: int) -> Term | None:
    """Return a term as it reads where the base is positive or negative; None where that does not decide a branch."""
    match x:
        case sp.Abs() | sp.sign():
            sign, inner = _sign(x.args[0], base, side), _on_side(x.args[0], base, side)
            if sign is None or inner is None:
                return None
            return sp.Integer(sign) if isinstance(x, sp.sign) else inner if sign > 0 else _negative(inner)
        case sp.Max() | sp.Min():
            if len(x.args) != 2 or (sign := _sign(t.add(x.args[0], t.neg(x.args[1])), base, side)) is None:
                return None
            return _on_side(x.args[0 if (sign > 0) == isinstance(x, sp.Max) else 1], base, side)
        case sp.Piecewise():
            return _taken(x, base, side)
    parts = [_on_side(part, base, side) for part in t.children(x)]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return t.with_children(x, known) if known else x


def _negative(x: Term) -> Term:
    return t.without_sign(x) if t.is_neg(x) else t.neg(x)


def _taken(x: sp.Piecewise, base: Term, side: int) -> Term | None:
    """Return the value of the branch that is taken on a side; None where that is not decided."""
    for value, when in x.args:
        if when is sp.true:
            return _on_side(value, base, side)
        if not isinstance(when, sp.core.relational.Relational):
            return None
        sign = _sign(t.add(when.gts, t.neg(when.lts)), base, side) if hasattr(when, "gts") else None
        if sign is None:
            return None
        if sign > 0:
            return _on_side(value, base, side)
    return None


def _sign(x: Term, base: Term, side: int) -> int | None:
    """Return the sign of a multiple of the base on a side; None of anything else."""
    number, rest = _scaled(x)
    return None if rest != base else side if number > 0 else -side


def _same(one: Term, other: Term) -> bool:
    """Tell whether two formulas have the same values; the judge proves it of the line that comes of it."""
    draw, decided = random.Random(1), 0  # noqa: S311 - the same points for the same formula
    difference = t.evaluated(one) - t.evaluated(other)
    letters = sorted(difference.free_symbols, key=str)
    for _ in range(3 * _POINTS):
        point = {letter: sp.Rational(draw.randint(-200, 200), 128) for letter in letters}
        value = difference.evalf(_DIGITS, subs=point)
        if value.is_Float or value.is_Rational:
            if abs(value) > sp.Float(10) ** (8 - _DIGITS):
                return False
            decided += 1
    return decided >= _POINTS


SIDES = (
    Rule("both-sides", "both sides are the same formula", both_sides,
         reading("abs(u)*sign(u)"), reading("u"), (reading("u*piecewise(1, u > 0, -1)/abs(u)"), reading("u*1/u")),
         reading("abs(u)"), condition="u is not 0"),
)  # fmt: skip
"""What has a corner nowhere has no branches."""
