"""Which equality gives a value to the corner between two branches, where a machine may land by rounding?

The slope of a hinge has no value where y a is 1, which it never is; rounded, it is. Either neighbour is a subgradient
there.

Source: PyTorch, *Autograd mechanics*, "Gradients for non-differentiable functions".
"""

import sympy as sp

from generator.engine import terms as t
from generator.engine.rules import Rule, reading
from generator.engine.terms import Term


def closed_corner(x: Term) -> Term | None:
    """u if v < w, x if v > w: u if v <= w, x otherwise."""
    if not isinstance(x, sp.Piecewise) or len(x.args) != 2:
        return None
    (first, low), (second, high) = x.args
    if not isinstance(low, sp.StrictLessThan) or not isinstance(high, sp.StrictGreaterThan) or low.args != high.args:
        return None
    return t.cases((first, sp.LessThan(*low.args, evaluate=False)), (second, sp.true))


def _open(first: str, second: str, side: str, other: str) -> Term:
    """Return a distinction without a value where the sides are equal, which no formula says."""
    one, two, left, right = map(reading, (first, second, side, other))
    low, high = (kind(left, right, evaluate=False) for kind in (sp.StrictLessThan, sp.StrictGreaterThan))
    return t.cases((one, low), (two, high))


CORNERS = (
    Rule("closed-corner", "the corner goes to its first side", closed_corner,
         _open("u", "x", "v", "w"), reading("piecewise(u, v <= w, x)"),
         (_open("-v", "0", "u*v", "1"), reading("piecewise(-v, u*v <= 1, 0)")), reading("piecewise(u, v < w, x)"),
         condition="v is not w"),
)  # fmt: skip
"""What has a value on both sides has one between them."""
