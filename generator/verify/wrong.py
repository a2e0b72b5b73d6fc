"""How does each wrong formula come about from a derivation?

One function for each slip: it builds the wrong formula from the derivation, or gives None where the slip cannot be
made. The docstring is the wrong equality that somebody believes. A wrong formula may hold inert derivatives. Of second
derivatives there are wrong ones only where a first derivative went before.
"""

from collections.abc import Callable
from typing import cast

import sympy as sp

from generator.catalogue.formulas import A_VEC, Y_VEC, A, Y, Z
from generator.engine import terms as t
from generator.engine.factors import chained, factors, fresh_index, own_phase
from generator.engine.named import head_of
from generator.engine.records import Derivation, Phase, Step
from generator.engine.simplify import simplify
from generator.engine.terms import D, Term


def times(factor: Term) -> Callable[[Derivation], Term | None]:
    """Multiply the result by a number."""
    return lambda d: t.mul(factor, d.result)


def without_inner(d: Derivation) -> Term | None:
    """dL/dz = dL/da."""
    found = factors(d)
    return chained(d, found.outer, t.ONE) if found else None


def without_outer(d: Derivation) -> Term | None:
    """dL/dz = da/dz, for vectors its column sums."""
    found = factors(d)
    if not found:
        return None
    return chained(d, t.ONE, found.inner)


def inner_twice(d: Derivation) -> Term | None:
    """dL/dz = dL/da (da/dz)^2."""
    found = factors(d)
    return chained(d, found.outer, t.power(found.inner, 2)) if found else None


def diagonal_chain(d: Derivation) -> Term | None:
    """dL/dz_i = dL/da_i da_i/dz_i."""
    found = factors(d)
    if not found or not isinstance(d.variable, sp.Indexed):
        return None
    return t.mul(found.at(d.variable.indices[0], found.outer), found.on_diagonal(d.variable.indices[0]))


def answer_for_target(d: Derivation) -> Term | None:
    """Exchange a and y."""
    if not (d.result.has(A, A_VEC) and d.result.has(Y, Y_VEC)):
        return None
    other = {A: Y, Y: A, A_VEC: Y_VEC, Y_VEC: A_VEC}
    parts = d.result.atoms(sp.Indexed) or d.result.atoms(sp.Symbol)
    exchanged = {x: _with_head(x, other[head_of(x)]) for x in parts if head_of(x) in other}
    return t.substitute(d.result, exchanged)


def _with_head(x: Term, head: sp.Basic) -> Term:
    return head[x.indices] if isinstance(x, sp.Indexed) else head


def _chain_step(phase: Phase) -> tuple[Step, Term, D] | None:
    """Return a firing of the chain rule: the step, the part it wrote, and the inner derivative in it."""
    for step in phase.steps:
        if not isinstance(step.part, D) or not isinstance(step.part.args[0], (sp.Function, sp.Pow)):
            continue
        after = t.at(step.after, step.place)
        inner = [part for _, part in t.walk(after) if isinstance(part, D)]
        if len(inner) == 1 and inner[0].args[0] != step.part.args[0]:
            return step, after, inner[0]
    return None


def inner_derivative_missing(d: Derivation) -> Term | None:
    """D(f(u)) = f'(u)."""
    return _rewritten(d, lambda after, inner: t.substitute(after, {inner: t.ONE}))


def outer_derivative_missing(d: Derivation) -> Term | None:
    """D(f(u)) = D(u)."""
    return _rewritten(d, lambda _, inner: inner)


def _rewritten(d: Derivation, wrong: Callable[[Term, D], Term]) -> Term | None:
    found, phase = factors(d), own_phase(d)
    fired = _chain_step(phase)
    if fired is None:
        return None
    step, after, inner = fired
    term = t.put(step.before, step.place, wrong(after, inner))
    return chained(d, term, found.inner) if found else term


def delta_dropped(d: Derivation) -> Term | None:
    """delta_ij = 0 everywhere."""
    deltas = d.result.atoms(sp.KroneckerDelta)
    return t.substitute(d.result, dict.fromkeys(deltas, t.ZERO)) if deltas else None


def diagonal_only(d: Derivation) -> Term | None:
    """da_i/dz_j = 0 for i != j."""
    pair = _row_and_column(d)
    return t.mul(t.delta(*pair), d.result) if pair else None


def one_index(d: Derivation) -> Term | None:
    """Write i for j in every component."""
    pair = _row_and_column(d)
    if not pair:
        return None
    i, j = pair
    parts = d.result.atoms(sp.Indexed)
    return t.substitute(d.result, {x: t.substitute(x, {j: i}) for x in parts if j in x.indices})


def _row_and_column(d: Derivation) -> tuple[Term, Term] | None:
    """Return the two indices of a Jacobian."""
    above, below = d.goal.args
    if isinstance(above, sp.Indexed) and isinstance(below, sp.Indexed):
        return above.indices[0], below.indices[0]
    return None


def sum_dropped(d: Derivation) -> Term | None:
    """sum_k u_k = u_i, in the first spelling of the result that has a sum."""
    if not isinstance(d.variable, sp.Indexed):
        return None
    spelling = next((x for x in (d.result, *(form.term for form in d.forms)) if x.has(sp.Sum)), None)
    if spelling is None:
        return None
    i = d.variable.indices[0]
    return t.substitute(spelling, {x: t.substitute(x.args[0], {x.args[1][0]: i}) for x in spelling.atoms(sp.Sum)})


def all_targets(d: Derivation) -> Term | None:
    """Subtract the sum of all targets where y_i belongs."""
    targets = [x for x in d.result.atoms(sp.Indexed) if x.base == Y_VEC]
    if len(targets) != 1 or d.result.has(sp.Sum) or not isinstance(d.variable, sp.Indexed):
        return None
    k = fresh_index(d.result)
    return t.substitute(d.result, {targets[0]: t.total(targets[0].base[k], k)})


def as_it_stands(d: Derivation) -> Term | None:
    """Use the result where its precondition does not hold."""
    return d.result if d.assuming else None


def slope_at_answer(d: Derivation) -> Term | None:
    """g'(a) = g'(z)."""
    value = next((term for name, term in d.where if name == A), None)
    slope = _slope(d)
    if value is None or slope is None or not slope.has(A, Z):
        return None
    in_z = t.substitute(slope, {A: value})
    return _with_slope(d, t.substitute(in_z, {Z: A}))


def argument_for_answer(d: Derivation) -> Term | None:
    """Put z into the slope that is written in a."""
    slope = _slope(d)
    if slope is None or not slope.has(A):
        return None
    return _with_slope(d, t.substitute(slope, {A: Z}))


def _slope(d: Derivation) -> Term | None:
    """Return da/dz, of an activation or of a case, where it is a number."""
    found = factors(d)
    if found:
        return None if isinstance(d.variable, sp.Indexed) else found.inner
    return d.result if d.variable == Z else None


def _with_slope(d: Derivation, slope: Term) -> Term:
    found = factors(d)
    return chained(d, found.outer, slope) if found else slope


def made_to_fit(d: Derivation) -> Term | None:
    """da_i/dz_i = (dL/dz_i)/(dL/da_i)."""
    found = factors(d)
    if not found or not isinstance(d.variable, sp.Indexed):
        return None
    quotient = t.over(d.result, found.at(d.variable.indices[0], found.outer))
    lines = simplify(quotient)
    made, slope = lines[-1].after if lines else quotient, found.on_diagonal(d.variable.indices[0])
    return None if t.evaluated(made) == t.evaluated(slope) else made


def own_slope(d: Derivation) -> D:
    """Return da_i/dz_i as an inert derivative, which ``made_to_fit`` claims to be."""
    found = factors(d)
    index = d.variable.indices[0]
    if found is None:
        return cast("D", d.goal)
    return cast("D", found.between(index, index, found.inner_phase.start))


def squared(d: Derivation) -> Term | None:
    """L'' = (L')^2, with two indices the product of the two components."""
    if d.first is None:
        return None
    if not isinstance(d.variable, sp.Indexed):
        return t.power(d.first.result, 2)
    i, j = (x.indices[0] for x in (d.first.variable, d.variable))
    return t.mul(d.first.result, t.substitute(d.first.result, {i: j}))


def by_answer(d: Derivation) -> Term | None:
    """d/dz (a - y) = d/da (a - y)."""
    if d.first is None or d.variable == A or isinstance(d.variable, sp.Indexed) or not d.first.result.has(A):
        return None
    return D(d.first.result, A)


def gauss_newton(d: Derivation) -> Term | None:
    """L'' = d^2L/da^2 (da/dz)^2."""
    found = factors(d.first) if d.first else None
    if found is None or isinstance(d.variable, sp.Indexed):
        return None
    return t.mul(D(found.outer, A), t.power(found.inner, 2))
