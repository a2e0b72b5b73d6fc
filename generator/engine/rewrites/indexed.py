"""Which equalities work on sums over an index and on branches?"""

import sympy as sp

from generator.engine import terms as t
from generator.engine.rules import rule
from generator.engine.terms import Term
from generator.engine.views import Ratio, ratio, swap


def split_sum(x: Term) -> Term | None:
    """sum_k (u_k + v_k) = sum_k u_k + sum_k v_k."""
    if not isinstance(x, sp.Sum) or not x.args[0].is_Add:
        return None
    parts = x.args[0].args
    return t.add(*(t.neg(t.resum(x, t.without_sign(p))) if t.is_neg(p) else t.resum(x, p) for p in parts))


def split_at_delta(x: Term) -> Term | None:
    """sum_k u_k (delta_ki + v_k) = sum_k u_k delta_ki + sum_k u_k v_k."""
    if not isinstance(x, sp.Sum):
        return None
    parts, index = ratio(x.args[0]), x.args[1][0]
    found = next((f for f in parts.above if f.is_Add and any(_is_delta(part, index) for part in f.args)), None)
    if found is None:
        return None
    split = (Ratio(parts.sign, swap(parts.above, found), parts.below).times(ratio(part)) for part in found.args)
    signed = ((one.sign, t.resum(x, Ratio(1, one.above, one.below).term)) for one in split)
    return t.add(*(whole if sign > 0 else t.neg(whole) for sign, whole in signed))


def _is_delta(x: Term, index: Term) -> bool:
    return isinstance(x, sp.KroneckerDelta) and index in x.args


def constant_out(x: Term) -> Term | None:
    """sum_k c u_k = c sum_k u_k."""
    if not isinstance(x, sp.Sum):
        return None
    index = x.args[1][0]
    parts = ratio(x.args[0])
    fixed = [tuple(f for f in side if not f.has(index)) for side in (parts.above, parts.below)]
    moving = [tuple(f for f in side if f.has(index)) for side in (parts.above, parts.below)]
    if not any(moving) or (parts.sign > 0 and not any(fixed)):
        return None
    inner = t.resum(x, Ratio(1, *moving).term)
    return Ratio(parts.sign, (*fixed[0], inner), fixed[1]).term


def collapse(x: Term) -> Term | None:
    """sum_k u_k delta_ki = u_i."""
    if not isinstance(x, sp.Sum):
        return None
    index = x.args[1][0]
    parts = ratio(x.args[0])
    found = next((f for f in parts.above if isinstance(f, sp.KroneckerDelta) and index in f.args), None)
    if found is None:
        return None
    other = next(letter for letter in found.args if letter != index)
    rest = Ratio(parts.sign, swap(parts.above, found), parts.below).term
    return t.substitute(rest, {index: other})


SUMS = (
    rule("collapse", "the delta picks one term", collapse,
         ("Sum(u[k]*delta(k, i), k)", "u[i]"), ("Sum(exp(z[k])*delta(k, j), k)", "exp(z[j])"), "Sum(u[k], k)"),
    rule("split-sum", "sum term by term", split_sum,
         ("Sum(u[k] + v[k], k)", "Sum(u[k], k) + Sum(v[k], k)"), ("Sum(u[k] - v[k], k)", "Sum(u[k], k) - Sum(v[k], k)"),
         "Sum(u[k]*v[k], k)"),
    rule("split-at-delta", "the sum splits at the delta", split_at_delta,
         ("Sum(u[k]*(delta(k, i) + v[k]), k)", "Sum(u[k]*delta(k, i), k) + Sum(u[k]*v[k], k)"),
         ("Sum(u[k]*(delta(k, i) - 1), k)", "Sum(u[k]*delta(k, i), k) - Sum(u[k], k)"), "Sum(u[k]*v[k], k)"),
    rule("constant-out", "constant out of the sum", constant_out,
         ("Sum(c*u[k], k)", "c*Sum(u[k], k)"), ("Sum(-u[k], k)", "-Sum(u[k], k)"), "Sum(u[k]*v[k], k)"),
)  # fmt: skip


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
        if rest is t.ZERO and any(_is_positive_part(f, when) for f in x.args):
            return t.mul(*(part for f in x.args for part in _factors(value if f is found else f)))
    return None


def _factors(x: Term) -> tuple[Term, ...]:
    return tuple(x.args) if t.is_product(x) else (x,)


def _is_positive_part(x: Term, when: sp.Basic) -> bool:
    """Tell whether x is max(u, 0), and the condition says u > 0 in one of its spellings."""
    if not isinstance(x, sp.Max) or len(x.args) != 2 or t.ZERO not in x.args:
        return False
    if not isinstance(when, (sp.StrictGreaterThan, sp.StrictLessThan)):
        return False
    (clipped,) = (part for part in x.args if part is not t.ZERO)
    return bool(sp.expand(t.evaluated(clipped) - t.evaluated(when.gts) + t.evaluated(when.lts)) == 0)


CLIPPED = (
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
    """Return what a value is where its own condition holds and the earlier ones do not, if its first branch tells."""
    inner = [pair for pair in value.args if pair[1] not in failed] if isinstance(value, sp.Piecewise) else []
    return inner[0][0] if inner and inner[0][1] in {when, sp.true} else value


def equal_branches(x: Term) -> Term | None:
    """(u if c else u) = u, away from the place where the branches meet."""
    values = {value for value, _ in x.args} if isinstance(x, sp.Piecewise) else ()
    return x.args[0][0] if len(values) == 1 else None


BRANCHES = (
    rule("same-branch", "the same question is asked once", same_branch,
         ("piecewise(piecewise(u, x > 0, v), x > 0, w)", "piecewise(u, x > 0, w)"),
         ("piecewise(piecewise(1, x > 0, 0), x > 0, 0)", "piecewise(1, x > 0, 0)"),
         "piecewise(piecewise(u, x > 1, v), x > 0, w)"),
    rule("equal-branches", "all branches are the same", equal_branches,
         ("piecewise(u, x > 0, u)", "u"), ("piecewise(0, x > 0, 0, x < 0)", "0"), "piecewise(u, x > 0, v)",
         condition="away from the place where the branches meet"),
    rule("into-branches", "multiply each branch", into_branches,
         ("u*piecewise(v, x > 0, w)", "piecewise(u*v, x > 0, u*w)"),
         ("u*piecewise(1, x > 0, 0)", "piecewise(u, x > 0, 0*u)"), "u*v"),
)  # fmt: skip
