"""Which equalities give a value to the corner between two branches, where a machine may land by rounding, and to zero?

The slope of a hinge has no value where y a is 1, which it never is; rounded, it is. Either neighbour is a subgradient
there.

Source: PyTorch, *Autograd mechanics*, "Gradients for non-differentiable functions".
"""

import sympy as sp

from generator.engine import terms as t
from generator.engine.rules import Rule, reading, rule
from generator.engine.terms import Term
from generator.engine.views import Ratio, ratio, swap


def closed_corner(x: Term) -> Term | None:
    """u if v < w, x if v > w: u if v <= w, x otherwise."""
    if not isinstance(x, sp.Piecewise) or len(x.args) != 2:
        return None
    (first, low), (second, high) = x.args
    if not isinstance(low, sp.StrictLessThan) or not isinstance(high, sp.StrictGreaterThan) or low.args != high.args:
        return None
    return t.cases((first, sp.LessThan(*low.args, evaluate=False)), (second, sp.true))


def factor_into_branches(x: Term) -> Term | None:
    """e^u (v if c, else 0) = v e^u if c, else 0: there it is nothing however large the exponential is."""
    parts = ratio(x) if t.is_product(x) or t.is_quotient(x) else Ratio(1, (), ())
    found = next((f for f in parts.above if isinstance(f, sp.Piecewise) and t.ZERO in dict(f.args)), None)
    rest = () if found is None else swap(parts.above, found)
    if found is None or not any(part.has(sp.exp) for part in (*rest, *parts.below)):
        return None
    values = ((Ratio(parts.sign, rest, parts.below).times(ratio(value)), when) for value, when in found.args)
    return t.cases(*((t.ZERO if t.ZERO in one.above else one.term, when) for one, when in values))


def _open(first: str, second: str, side: str, other: str) -> Term:
    """Return a distinction without a value where the sides are equal, which no formula says."""
    one, two, left, right = map(reading, (first, second, side, other))
    low, high = (kind(left, right, evaluate=False) for kind in (sp.StrictLessThan, sp.StrictGreaterThan))
    return t.cases((one, low), (two, high))


def exponential_into_part(x: Term) -> Term | None:
    """e^u max(v, 0) = v e^u if v > 0, else 0: there it is nothing however large the exponential is."""
    parts = ratio(x) if t.is_product(x) or t.is_quotient(x) else Ratio(1, (), ())
    found = next((f for f in parts.above if isinstance(f, sp.Max) and len(f.args) == 2 and t.ZERO in f.args), None)
    if found is None or found.has(sp.Piecewise) or not any(isinstance(part, sp.exp) for part in parts.above):
        return None
    inner = next(part for part in found.args if part is not t.ZERO)
    value = Ratio(parts.sign, swap(parts.above, found, inner), parts.below).term
    return t.cases((value, sp.StrictGreaterThan(inner, t.ZERO, evaluate=False)), (t.ZERO, sp.true))


CORNERS = (
    Rule("closed-corner", "the corner goes to its first side", closed_corner,
         _open("u", "x", "v", "w"), reading("piecewise(u, v <= w, x)"),
         (_open("-v", "0", "u*v", "1"), reading("piecewise(-v, u*v <= 1, 0)")), reading("piecewise(u, v < w, x)"),
         condition="v is not w"),
    rule("factor-into-branches", "nothing times an exponential is nothing", factor_into_branches,
         ("exp(u)*piecewise(v, w > 0, 0)", "piecewise(v*exp(u), w > 0, 0)"),
         ("piecewise(0, u > 1, v)*exp(w)/x", "piecewise(0, u > 1, v*exp(w)/x)"), "u*piecewise(v, w > 0, 0)"),
    rule("exponential-into-part", "nothing times an exponential is nothing", exponential_into_part,
         ("exp(u)*max(v, 0)", "piecewise(v*exp(u), v > 0, 0)"),
         ("w*exp(u)*max(1 - v, 0)", "piecewise(w*(1 - v)*exp(u), 1 - v > 0, 0)"), "u*max(v, 0)"),
)  # fmt: skip
"""What has a value on both sides has one between them."""
