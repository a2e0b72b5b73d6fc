"""Which equalities work on sums over an index?"""

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
    """Tell whether a term is a delta of this index, or less one."""
    bare = t.without_sign(x)
    return isinstance(bare, sp.KroneckerDelta) and index in bare.args


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


def collapse_branches(x: Term) -> Term | None:
    """sum_k (u_k delta_ki if c_k else 0) = u_i if c_i else 0."""
    body = x.args[0] if isinstance(x, sp.Sum) else t.ZERO
    if not isinstance(body, sp.Piecewise):
        return None
    index = x.args[1][0]
    shared = {f for value, _ in body.args for f in ratio(value).above if isinstance(f, sp.KroneckerDelta)}
    found = next((f for f in sorted(shared, key=str) if index in f.args), None)
    if found is None or not all(value is t.ZERO or found in ratio(value).above for value, _ in body.args):
        return None
    other = next(letter for letter in found.args if letter != index)
    values = ((_without(value, found), when) for value, when in body.args)
    return t.substitute(t.cases(*values), {index: other})


def _without(value: Term, factor: Term) -> Term:
    if value is t.ZERO:
        return value
    parts = ratio(value)
    return Ratio(parts.sign, swap(parts.above, factor), parts.below).term


SUMS = (
    rule("collapse-branches", "the delta picks one distinction", collapse_branches,
         ("Sum(piecewise(u[k]*delta(k, i), v[k] > 0, 0), k)", "piecewise(u[i], v[i] > 0, 0)"),
         ("Sum(piecewise(-delta(k, j), u[k] > 1, 0), k)", "piecewise(-1, u[j] > 1, 0)"),
         "Sum(piecewise(u[k], v[k] > 0, 0), k)"),
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


def equal_terms(x: Term) -> Term | None:
    """sum_k u_i = N u_i."""
    if not isinstance(x, sp.Sum):
        return None
    body, (index, _, size) = x.args
    return None if body.has(index) else Ratio(1, (size,), ()).times(ratio(body)).term


EQUAL_TERMS = (
    rule(
        "equal-terms",
        "N equal terms",
        equal_terms,
        ("Sum(u[i], k)", "N*u[i]"),
        ("Sum(u/2, k)", "N*u/2"),
        "Sum(u[k], k)",
    ),
)
