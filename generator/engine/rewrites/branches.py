"""Which equalities work on case distinctions, and on a maximum as one of them?"""

import sympy as sp

from generator.engine import terms as t
from generator.engine.rules import rule
from generator.engine.terms import Term
from generator.engine.views import Ratio, factors_of, opposite, raised_to, ratio, swap


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


def clipped_branches(x: Term) -> Term | None:
    """max(u, 0) (v if u > 0 else 0) = v max(u, 0), for where u < 0 both sides are 0."""
    if not t.is_product(x):
        return None
    branched = (f for f in x.args if isinstance(f, sp.Piecewise) and len(f.args) == 2)
    for found in branched:
        (value, when), (rest, _) = found.args
        if rest is t.ZERO and any(is_positive_part(f, when) for f in x.args):
            return t.mul(*(part for f in x.args for part in factors_of(value if f is found else f)))
    return None


def is_positive_part(x: Term, when: sp.Basic) -> bool:
    """Tell whether x is max(u, 0), and the condition says u > 0 in one of its spellings."""
    if not isinstance(x, sp.Max) or len(x.args) != 2 or t.ZERO not in x.args:
        return False
    if not isinstance(when, (sp.StrictGreaterThan, sp.StrictLessThan)):
        return False
    (clipped,) = (part for part in x.args if part is not t.ZERO)
    return bool(sp.expand(t.evaluated(clipped) - t.evaluated(when.gts) + t.evaluated(when.lts)) == 0)


def square_of_sign(x: Term) -> Term | None:
    """sign(u)^2 = 1, away from u = 0."""
    return t.ONE if x.is_Pow and isinstance(x.base, sp.sign) and x.exp == 2 else None


def joined_by_size(x: Term) -> Term | None:
    """v if u > w, v if u < -w: v if |u| > w."""
    if not isinstance(x, sp.Piecewise) or len(x.args) < 2:
        return None
    (value, above), (same, below), *rest = x.args
    strict = isinstance(above, sp.StrictGreaterThan) and isinstance(below, sp.StrictLessThan)
    if value != same or not strict or above.lhs != below.lhs or opposite(above.rhs) != below.rhs:
        return None
    size = sp.StrictGreaterThan(t.call(sp.Abs, above.lhs), above.rhs, evaluate=False)
    return t.cases((value, size), *(tuple(pair) for pair in rest))


CLIPPED = (
    rule("joined-by-size", "join the branches by the size", joined_by_size,
         ("piecewise(v, u > w, v, u < -w, x)", "piecewise(v, abs(u) > w, x)"),
         ("piecewise(1, u > 1, 1, u < -1, 0)", "piecewise(1, abs(u) > 1, 0)"), "piecewise(v, u > w, x, u < -w, v)"),
    rule("square-of-sign", "the square of a sign is one", square_of_sign,
         ("sign(u)**2", "1"), ("sign(u - v)**2", "1"), "sign(u)**3", condition="u is not 0"),
    rule("clipped-branches", "where the maximum is zero, so is the product", clipped_branches,
         ("max(u, 0)*piecewise(v, u > 0, 0)", "max(u, 0)*v"),
         ("2*max(0, 1 - u)*piecewise(-v, u < 1, 0)", "2*max(0, 1 - u)*(-v)"), "max(u, 0)*piecewise(v, u > 0, 1)"),
)  # fmt: skip


def same_branch(x: Term) -> Term | None:
    """(u if c else v) if c else w = u if c else w, and u if c else (v if c else w) = u if c else w."""
    if not isinstance(x, sp.Piecewise):
        return None
    asked = tuple(when for _, when in x.args)
    branches = tuple((_chosen(value, when, asked[:n]), when) for n, (value, when) in enumerate(x.args))
    return t.cases(*branches) if branches != tuple(map(tuple, x.args)) else None


def _chosen(value: Term, when: sp.Basic, failed: tuple[sp.Basic, ...]) -> Term:
    """Return what a value is where its own condition holds and the earlier ones do not, as far as its branches tell."""
    if not isinstance(value, sp.Piecewise):
        return value
    inner = [pair for pair in value.args if pair[1] not in failed]
    if inner and inner[0][1] in {when, sp.true}:
        return inner[0][0]
    branches = tuple((_chosen(part, when, failed), asked) for part, asked in value.args)
    return t.cases(*branches) if branches != tuple(map(tuple, value.args)) else value


def equal_branches(x: Term) -> Term | None:
    """(u if c else u) = u, away from the place where the branches meet."""
    values = {value for value, _ in x.args} if isinstance(x, sp.Piecewise) else ()
    return x.args[0][0] if len(values) == 1 else None


def power_of_branches(x: Term) -> Term | None:
    """(u if c else v)^n = u^n if c else v^n."""
    if not x.is_Pow or not isinstance(x.base, sp.Piecewise) or not x.exp.is_Integer:
        return None
    return t.cases(*((raised_to(value, x.exp), when) for value, when in x.base.args))


BRANCHES = (
    rule("power-of-branches", "raise each branch", power_of_branches,
         ("piecewise(u, x > 0, v)**2", "piecewise(u**2, x > 0, v**2)"),
         ("piecewise(1, x > 0, 0)**2", "piecewise(1, x > 0, 0)"), "piecewise(u, x > 0, v)**w"),
    rule("same-branch", "the same question is asked once", same_branch,
         ("piecewise(piecewise(u, x > 0, v), x > 0, w)", "piecewise(u, x > 0, w)"),
         ("piecewise(piecewise(1, x > 0, 0), x > 0, 0)", "piecewise(1, x > 0, 0)"),
         "piecewise(piecewise(u, x > 1, v), x > 0, w)"),
    rule("equal-branches", "all branches are the same", equal_branches,
         ("piecewise(u, x > 0, u)", "u"), ("piecewise(0, x > 0, 0, x < 0)", "0"), "piecewise(u, x > 0, v)",
         condition="the branches do not meet"),
    rule("into-branches", "multiply each branch", into_branches,
         ("u*piecewise(v, x > 0, w)", "piecewise(u*v, x > 0, u*w)"),
         ("u*piecewise(1, x > 0, 0)", "piecewise(u, x > 0, 0*u)"), "u*v"),
)  # fmt: skip
