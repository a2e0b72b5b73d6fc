"""Which equalities make one case distinction of several, and put what stands around one into its branches?

Two with the same conditions are added branch by branch; a maximum counts as one of them. Of one within the other, the
inner one is put beside the outer one.
"""

from collections.abc import Iterator

import sympy as sp

from generator.engine import terms as t
from generator.engine.rewrites.branches import is_positive_part
from generator.engine.rewrites.sums import expand
from generator.engine.rules import rule
from generator.engine.terms import Term
from generator.engine.views import Ratio, as_power, opposite, ratio, swap


def asked_beside(x: Term) -> Term | None:
    """(1 if c else 0) (u (1 if c else 0) if d else v) = (1 if c else 0) (u if d else v)."""
    for beside, piece in _pairs(x):
        indicator = isinstance(beside, sp.Piecewise) and all(value in {t.ZERO, t.ONE} for value, _ in beside.args)
        if indicator and any(beside in ratio(value).above for value, _ in piece.args):
            return _replaced(x, {piece: _without(piece, beside)})
    return None


def same_factor(x: Term) -> Term | None:
    """u (u v if c else 0) = u^2 (v if c else 0)."""
    for beside, piece in _pairs(x):
        alone = _alone(piece)
        if len(alone) == 1 and not beside.is_Number and beside in ratio(alone[0]).above:
            raised = as_power(beside)
            square = t.power(raised.base, 2 * raised.exponent)
            return _replaced(x, {piece: _without(piece, beside), beside: square})
    return None


def _pairs(x: Term) -> Iterator[tuple[Term, sp.Piecewise]]:
    """Yield each factor of a product with each case distinction beside it."""
    factors = x.args if t.is_product(x) else ()
    return ((f, piece) for f in factors for piece in factors if isinstance(piece, sp.Piecewise) and f is not piece)


def _replaced(x: Term, table: dict[Term, Term]) -> Term:
    return t.mul(*(table.get(f, f) for f in x.args))


def _without(x: sp.Piecewise, factor: Term) -> Term:
    """Return a case distinction with one factor fewer in each branch that has it."""
    return t.cases(*((_divided(value, factor), when) for value, when in x.args))


def _divided(value: Term, factor: Term) -> Term:
    parts = ratio(value)
    return Ratio(parts.sign, swap(parts.above, factor), parts.below).term if factor in parts.above else value


def only_branch(x: Term) -> Term | None:
    """u (v if d else w) if c else 0 = (u if c else 0) (v if d else w)."""
    alone = _alone(x) if isinstance(x, sp.Piecewise) else []
    if len(alone) != 1:
        return None
    parts = ratio(alone[0])
    asked = _asked(x)
    taken = [f for f in parts.above if isinstance(_base(f), sp.Piecewise) and not asked & _asked(_base(f))]
    if not taken:
        return None
    kept = Ratio(parts.sign, tuple(f for f in parts.above if f not in taken), parts.below).term
    return t.mul(t.cases(*((kept if value is alone[0] else value, when) for value, when in x.args)), *taken)


def _base(factor: Term) -> Term:
    return as_power(factor).base


def _asked(x: sp.Piecewise) -> set[sp.Basic]:
    return {when for _, when in x.args if when != sp.true}


NESTED = (
    rule("asked-beside", "what is asked beside need not be asked within", asked_beside,
         ("piecewise(1, x > 0, 0)*piecewise(u*piecewise(1, x > 0, 0), y > 0, v)",
          "piecewise(1, x > 0, 0)*piecewise(u, y > 0, v)"),
         ("piecewise(piecewise(1, x > 0, 0), y > 0, 0)*piecewise(1, x > 0, 0)",
          "piecewise(1, y > 0, 0)*piecewise(1, x > 0, 0)"),
         "piecewise(1, x > 0, 2)*piecewise(u*piecewise(1, x > 0, 2), y > 0, v)"),
    rule("same-factor", "a factor of the only branch that is not zero joins its like", same_factor,
         ("u*piecewise(u*v, x > 0, 0)", "u**2*piecewise(v, x > 0, 0)"),
         ("u**2*piecewise(-(u**2*v), x > 0, 0)", "u**4*piecewise(-v, x > 0, 0)"),
         "u*piecewise(u*v, x > 0, u)"),
    rule("only-branch", "a distinction within the only branch that is not zero stands beside it", only_branch,
         ("piecewise(u*piecewise(v, y > 0, w), x > 0, 0)", "piecewise(u, x > 0, 0)*piecewise(v, y > 0, w)"),
         ("piecewise(0, x < 0, piecewise(v, y > 0, w), x > 0)", "piecewise(0, x < 0, 1, x > 0)*piecewise(v, y > 0, w)"),
         "piecewise(piecewise(u, x > 0, v), x > 0, 0)"),
)  # fmt: skip


def add_branches(x: Term) -> Term | None:
    """u (v if c else w) + (p if c else q) = u v + p if c else u w + q."""
    parts = x.args if x.is_Add else ()
    for n, first in enumerate(parts):
        for m, second in enumerate(parts[n + 1 :], n + 1):
            joined = _joined(first, second)
            if joined is not None:
                return t.add(*(joined if k == n else part for k, part in enumerate(parts) if k != m))
    return None


def _joined(first: Term, second: Term) -> Term | None:
    """Return two terms of a sum as one case distinction, where they ask the same and nothing else."""
    pieces = [piece for x in (first, second) if (piece := _piece(x)) is not None]
    sides = [_branches(x, pieces[0].args) if pieces else None for x in (first, second)]
    if None in sides:
        return None
    values = zip(*(side for side in sides if side is not None), strict=True)
    return t.cases(*((t.add(*both), when) for both, (_, when) in zip(values, pieces[0].args, strict=True)))


def _piece(x: Term) -> sp.Piecewise | None:
    """Return the only case distinction in a term, where it is a factor."""
    return next((f for f in ratio(x).above if isinstance(f, sp.Piecewise) and _is_plain(x, f)), None)


def _is_plain(x: Term, factor: Term) -> bool:
    """Tell whether no more than one case distinction stands in a term, and that as this factor."""
    return sum(isinstance(part, sp.Piecewise) for _, part in t.walk(x)) == isinstance(factor, sp.Piecewise)


def _branches(x: Term, branches: tuple[tuple[Term, sp.Basic], ...]) -> tuple[Term, ...] | None:
    """Return the values of a term under these conditions, where a factor of it tells them."""
    parts, conditions = ratio(x), tuple(when for _, when in branches)
    for found in parts.above:
        values = _values(found, conditions) if _is_plain(x, found) else None
        if values is not None:
            rest = Ratio(parts.sign, swap(parts.above, found), parts.below)
            return tuple(rest.times(ratio(value)).term for value in values)
    return None


def _values(factor: Term, conditions: tuple[sp.Basic, ...]) -> tuple[Term, ...] | None:
    """Return the value of a case distinction, or of max(u, 0), under each condition."""
    if isinstance(factor, sp.Piecewise):
        same = tuple(when for _, when in factor.args) == conditions
        return tuple(value for value, _ in factor.args) if same else None
    if len(conditions) != 2 or not is_positive_part(factor, conditions[0]) or not _opposed(*conditions):
        return None
    return next(part for part in factor.args if part is not t.ZERO), t.ZERO


def _opposed(first: sp.Basic, second: sp.Basic) -> bool:
    """Tell whether the second condition is "otherwise", or turns the sign of the first round."""
    turned = {sp.StrictGreaterThan: sp.StrictLessThan, sp.StrictLessThan: sp.StrictGreaterThan}
    return second == sp.true or (second.func is turned.get(first.func) and second.args == first.args)


def open_branches(x: Term) -> Term | None:
    """u (v + w) + y if c else z = u v + u w + y if c else z."""
    if not isinstance(x, sp.Piecewise):
        return None
    opened = tuple((_opened(value), when) for value, when in x.args)
    return t.cases(*opened) if opened != tuple(map(tuple, x.args)) else None


def _opened(value: Term) -> Term:
    return t.add(*(_multiplied(part) for part in value.args)) if value.is_Add else value


def _multiplied(part: Term) -> Term:
    if t.is_neg(part) and not part.is_Number:
        return opposite(_multiplied(t.without_sign(part)))
    return expand(part) or part


def into_only_branch(x: Term) -> Term | None:
    """-2 u (v if c else 0) = -2 u v if c else 0, for a letter u and no other factor, or for a v with a minus."""
    if not t.is_product(x) and not t.is_quotient(x) and not t.is_neg(x):
        return None
    parts = ratio(x)
    pieces = [f for f in parts.above if isinstance(f, sp.Piecewise)]
    found = next((f for f in pieces if len(_alone(f)) == 1), None)
    moving = tuple(f for f in parts.above if f.is_Number or as_power(f).base.is_Symbol)
    plain = len(pieces) + len(moving) == len(parts.above) and (moving or parts.sign < 0)
    if found is None or not (plain or (parts.sign < 0 and t.is_neg(_alone(found)[0]))):
        return None
    outer = Ratio(parts.sign, moving, ())
    branches = ((value if value is t.ZERO else outer.times(ratio(value)).term, when) for value, when in found.args)
    staying = (f for f in parts.above if f not in moving)
    inside = t.cases(*branches)
    return Ratio(1, tuple(inside if f is found else f for f in staying), parts.below).term


def _alone(x: sp.Piecewise) -> list[Term]:
    return [value for value, _ in x.args if value is not t.ZERO]


UNITED = (
    rule("add-branches", "add branch by branch", add_branches,
         ("u*piecewise(v, x > 0, w) + piecewise(y, x > 0, z)", "piecewise(u*v + y, x > 0, u*w + z)"),
         ("v*max(u, 0) - piecewise(w, u > 0, 0)", "piecewise(v*u - w, u > 0, 0*v - 0)"),
         "piecewise(u, x > 0, v) + piecewise(u, x > 1, v)"),
)  # fmt: skip
INWARD = (
    rule("into-only-branch", "multiply the only branch that is not zero", into_only_branch,
         ("-2*u*piecewise(v, x > 0, 0)", "piecewise(-2*u*v, x > 0, 0)"),
         ("-2*u*piecewise(-u, x > 0, 0)/(1 + w)", "piecewise(2*u*u, x > 0, 0)/(1 + w)"),
         "-2*exp(u)*piecewise(v, x > 0, 0)"),
)  # fmt: skip
OPENED = (
    rule("open-branches", "multiply out the sums in the branches", open_branches,
         ("piecewise(u*(v + w) + y, x > 0, z)", "piecewise(u*v + u*w + y, x > 0, z)"),
         ("piecewise(1 - u*(v - w), x > 0, z)", "piecewise(1 + (-(u*v) + u*w), x > 0, z)"),
         "piecewise(u*(v + w), x > 0, z)"),
)  # fmt: skip
