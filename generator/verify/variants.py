"""Which wrong formulas do people write?

One table for all entries: each row builds its mistake from the derivation, or gives None where the mistake cannot be
made. Receipts show that the check rejects every one of them; pages about mistakes are written from the same rows.

A newcomer adds a row at the end: a name, one sentence on how it comes about, and a function of the derivation.
"""

from collections.abc import Callable
from dataclasses import dataclass

import sympy as sp

from generator.catalogue.formulas import A_VEC, Y_VEC, A, Y
from generator.engine import terms as t
from generator.engine.records import Derivation, Phase, Step
from generator.engine.terms import D, Term
from generator.verify.chain import chained, factors, fresh_index, own_phase
from generator.verify.compiled import head_of


@dataclass(frozen=True)
class Row:
    """A mistake: its name, how it comes about, and the wrong formula, which may hold inert derivatives."""

    name: str
    says: str
    term: Callable[[Derivation], Term | None]


def _times(factor: Term) -> Callable[[Derivation], Term | None]:
    return lambda d: t.mul(factor, d.result)


def _without_inner(d: Derivation) -> Term | None:
    """dL/dz = dL/da."""
    found = factors(d)
    return chained(d, found.outer, t.ONE) if found else None


def _without_outer(d: Derivation) -> Term | None:
    """dL/dz = da/dz, for vectors its column sums."""
    found = factors(d)
    if not found:
        return None
    return chained(d, t.ONE, found.inner)


def _inner_twice(d: Derivation) -> Term | None:
    """dL/dz = dL/da (da/dz)^2."""
    found = factors(d)
    return chained(d, found.outer, t.power(found.inner, 2)) if found else None


def _diagonal_chain(d: Derivation) -> Term | None:
    """dL/dz_i = dL/da_i da_i/dz_i."""
    found = factors(d)
    if not found or not isinstance(d.variable, sp.Indexed):
        return None
    return t.mul(found.at(d.variable.indices[0], found.outer), found.on_diagonal(d.variable.indices[0]))


def _answer_for_target(d: Derivation) -> Term | None:
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


def _inner_derivative_missing(d: Derivation) -> Term | None:
    """D(f(u)) = f'(u)."""
    return _rewritten(d, lambda after, inner: t.substitute(after, {inner: t.ONE}))


def _outer_derivative_missing(d: Derivation) -> Term | None:
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


def _delta_dropped(d: Derivation) -> Term | None:
    """delta_ij = 0 everywhere."""
    deltas = d.result.atoms(sp.KroneckerDelta)
    return t.substitute(d.result, dict.fromkeys(deltas, t.ZERO)) if deltas else None


def _diagonal_only(d: Derivation) -> Term | None:
    """da_i/dz_j = 0 for i != j."""
    pair = _row_and_column(d)
    return t.mul(t.delta(*pair), d.result) if pair else None


def _one_index(d: Derivation) -> Term | None:
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


def _sum_dropped(d: Derivation) -> Term | None:
    """sum_k u_k = u_i, in the first spelling of the result that has a sum."""
    if not isinstance(d.variable, sp.Indexed):
        return None
    spelling = next((x for x in (d.result, *(form.term for form in d.forms)) if x.has(sp.Sum)), None)
    if spelling is None:
        return None
    i = d.variable.indices[0]
    return t.substitute(spelling, {x: t.substitute(x.args[0], {x.args[1][0]: i}) for x in spelling.atoms(sp.Sum)})


def _all_targets(d: Derivation) -> Term | None:
    """Subtract the sum of all targets where y_i belongs."""
    targets = [x for x in d.result.atoms(sp.Indexed) if x.base == Y_VEC]
    if len(targets) != 1 or d.result.has(sp.Sum) or not isinstance(d.variable, sp.Indexed):
        return None
    k = fresh_index(d.result)
    return t.substitute(d.result, {targets[0]: t.total(targets[0].base[k], k)})


VARIANTS = (
    Row("sign flipped", "The minus of the loss, or of an inner derivative, is lost.", _times(t.MINUS_ONE)),
    Row("factor 2", "The square is differentiated and the half in front of it forgotten.", _times(sp.Integer(2))),
    Row("factor 1/2", "A half is put in front that the definition does not have.", _times(t.HALF)),
    Row("activation's derivative missing", "The chain stops at dL/da, as if da/dz were 1.", _without_inner),
    Row("activation's derivative doubled", "da/dz is multiplied in once more after it was.", _inner_twice),
    Row("loss's derivative missing", "The chain starts at da/dz, as if dL/da were 1.", _without_outer),
    Row(
        "a and y exchanged",
        "The target stands where the answer belongs, and the reverse.",
        _answer_for_target,
    ),
    Row("inner derivative missing", "The chain rule is left half done: f'(u) without D(u).", _inner_derivative_missing),
    Row("outer derivative missing", "The chain rule is left half done: D(u) without f'(u).", _outer_derivative_missing),
    Row("diagonal of the chain only", "z_i is taken to act on a_i alone, not on the other answers.", _diagonal_chain),
    Row("diagonal lost", "The Kronecker delta is dropped, as if i were never j.", _delta_dropped),
    Row("diagonal only", "The vector function is differentiated component by component.", _diagonal_only),
    Row("one index for both", "i is written for j, so that the column no longer shows.", _one_index),
    Row("sum dropped", "One term is kept where the sum over all of them belongs.", _sum_dropped),
    Row("sum for a component", "All targets are added up where one of them belongs.", _all_targets),
)
"""Every mistake that is tried on every entry, in the order in which receipts list them."""
