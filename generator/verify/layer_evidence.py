"""Judge an operation: every step proved, every gradient measured, claims and wrong variants tried, vectors taken."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log10
from typing import Any

import numpy as np
import sympy as sp

from generator.catalogue.operation import Claim, Operation, Setting
from generator.derive.combine import combined, facts_of, phase_of_fact
from generator.derive.graph import Graph
from generator.derive.listings import listings
from generator.derive.reading import read, read_claim
from generator.derive.reverse import Gradient
from generator.derive.reverse import gradients as raw_gradients
from generator.engine import terms as t
from generator.engine.records import Phase
from generator.engine.terms import Term
from generator.errors import DldzError, ProofError
from generator.verify import compare
from generator.verify.arithmetic import MP, Real
from generator.verify.array_arithmetic import Numbers, as_floats, real_of
from generator.verify.balls import precision
from generator.verify.differences import Labelled
from generator.verify.kernel_changes import changes
from generator.verify.kernels import TOLERANCES, WrongKernel, wrong_kernels
from generator.verify.labelled import value
from generator.verify.layer_matrices import Matrices, matrices
from generator.verify.layer_rounding import Allowed, Form, Rounding, allowances, forms, roundings
from generator.verify.operations import BITS, DIGITS, Drawn, compared, number_at, points_of, prove, ties
from generator.verify.records import Number, Proof
from generator.verify.records import Numbers as Exact

TOLERANCE = 1e-9
"""How far the printed code may be from the measured gradients in float64, relative to the largest component."""

SEEN = 1e-6
"""A wrong formula is rejected where it is further off than this at some point."""


@dataclass(frozen=True)
class Judgement:
    """What the judge says of a claimed formula: whether it holds, and else where it is furthest off and by how much."""

    claim: Claim
    term: Term
    error: float = 0.0
    claimed: str = ""
    right: str = ""
    where: str = ""

    @property
    def holds(self) -> bool:
        """Whether the formula is the gradient at all points."""
        return not self.error


@dataclass(frozen=True)
class ArrayVector:
    """One setting with all its numbers, by name; nested tuples of exact numbers."""

    setting: Setting
    arrays: tuple[tuple[str, Exact], ...]
    upstream: tuple[tuple[str, Exact], ...]
    output: tuple[tuple[str, Exact], ...]
    gradients: tuple[tuple[str, Exact], ...]


@dataclass(frozen=True)
class ProvedLayer:
    """An operation with its gradients, the proofs of their steps, and the evidence.

    ``facts`` are the sums that have one value whatever is given, with their proofs. ``digits`` agree at least between
    each derived gradient and the measured one, in ``components`` numbers; ``rounding`` is the largest relative error of
    the printed NumPy in float64. ``rejected`` counts the wrong variants that were tried, all of them rejected. At
    ``ties`` components entries of a maximum are equal, and the slopes of both sides differ. ``wrong`` is what wrong
    kernels give, to name the slip in a reader's; ``roundings`` are the errors in narrower formats, ``allowed`` where
    right kernels lose more digits than elsewhere in these, and ``forms`` those
    that lose digits in such a layer, beside better ones. ``matrices`` are the gradients that are products of matrices.
    """

    operation: Operation
    graph: Graph
    gradients: tuple[Gradient, ...]
    proofs: tuple[tuple[Proof, ...], ...]
    facts: tuple[tuple[Phase, tuple[Proof, ...]], ...]
    code: tuple[tuple[str, str], ...]
    vectors: tuple[ArrayVector, ...]
    claims: tuple[Judgement, ...]
    rejected: int
    digits: int
    components: int
    rounding: float
    ties: int = 0
    wrong: tuple[WrongKernel, ...] = ()
    roundings: tuple[Rounding, ...] = ()
    allowed: tuple[Allowed, ...] = ()
    forms: tuple[Form, ...] = ()
    matrices: tuple[Matrices, ...] = ()

    @property
    def id(self) -> str:
        """The permanent name."""
        return self.operation.id

    @property
    def results(self) -> tuple[Gradient, ...]:
        """The gradients that a backward pass returns, in the order of the record."""
        found = {one.of.name: one for one in self.gradients}
        return tuple(found[one.name] for one in self.graph.given if one.name in found)

    @property
    def steps(self) -> int:
        """How many steps were proved."""
        return sum(map(len, self.proofs)) + sum(len(proofs) for _, proofs in self.facts)


def judge_operation(operation: Operation) -> ProvedLayer:
    """Derive, prove and measure an operation. Raises ``DldzError`` with its id, what failed, and the numbers."""
    try:
        return _judged(operation)
    except DldzError as error:
        text = str(error)
        raise type(error)(text if text.startswith(operation.id) else f"{operation.id} · {text}") from error


def _judged(operation: Operation) -> ProvedLayer:
    graph = read(operation)
    gradients, points = combined(graph), tuple(points_of(graph))
    proofs = tuple(prove(one.phase, points, operation.id) for one in gradients)
    facts = tuple((phase, prove(phase, points, operation.id)) for phase in _phases_of_facts(graph, gradients))
    code = listings(graph, gradients)
    with precision(BITS), MP.workdps(DIGITS):
        errors = [compared(value(one.term, p.point), _measured(one, p)) for one in gradients for p in points]
        worst = max(error for error, _, _ in errors)
        rejected = sum(_rejected(one, points, operation.id) for one in gradients if one.of.value is None)
        claims = tuple(_claimed(claim, graph, gradients, points) for claim in operation.claims)
        vectors = tuple(_vector(graph, point) for point in points)
    if not worst < compare.TOLERANCE:
        raise ProofError(f"a gradient differs from the measured one by {worst:.3g}")
    return ProvedLayer(
        operation, graph, gradients, proofs, facts, code, vectors, claims, rejected,
        int(min(50, -log10(worst))) if worst else 50, sum(count for _, _, count in errors),
        run(dict(code)["numpy"], graph, points, operation.id), sum(ties(graph, point) for point in points),
        wrong_kernels(graph, points, changes(graph, raw_gradients(graph), gradients)),
        roundings(dict(code)["numpy"], graph, points, called_with),
        allowances(dict(code)["numpy"], graph, points, called_with, TOLERANCES), forms(graph),
        matrices(graph, gradients, points),
    )  # fmt: skip


def _phases_of_facts(graph: Graph, gradients: tuple[Gradient, ...]) -> Iterator[Phase]:
    """Yield the phases of the facts that the derivations use, and of those that these use."""
    known = facts_of(graph)
    phases = {fact.id: phase_of_fact(fact, graph, known[:place]) for place, fact in enumerate(known)}
    used = {step.rule for one in gradients for step in one.phase.steps}
    while more := {step.rule for name in used & phases.keys() for step in phases[name].steps} - used:
        used |= more
    yield from (phase for name, phase in phases.items() if name in used and phase.lines)


def _measured(one: Gradient, point: Drawn) -> Labelled:
    return Labelled(one.of.indices, point.measured[one.of.name])


# Wrong formulas.


def _claimed(claim: Claim, graph: Graph, gradients: tuple[Gradient, ...], points: tuple[Drawn, ...]) -> Judgement:
    """Judge a claimed formula at all points."""
    term = read_claim(claim.formula, graph)
    right = next(one for one in gradients if one.of.name == claim.of)
    worst = Judgement(claim, term)
    for point in points:
        got, expected = value(term, point.point), _measured(right, point)
        error, place, _ = compared(got, expected)
        if error > max(compare.TOLERANCE, worst.error):
            claimed, true = (MP.nstr(number_at(each, expected, got, place), 5) for each in (got, expected))
            sizes = ", ".join(f"{name} = {length}" for name, length in point.setting.sizes)
            worst = Judgement(claim, term, error, claimed, true, f"component {place} with {sizes}")
    return worst


def _rejected(one: Gradient, points: tuple[Drawn, ...], seed: str) -> int:
    """Return how many wrong variants of a gradient were rejected. Raises ``ProofError`` for one that passes."""
    count = 0
    for wrong in wrong_variants(one.term):
        errors = (compared(value(wrong, point.point), _measured(one, point))[0] for point in points)
        if not any(error > SEEN for error in errors):
            raise ProofError(f"{seed} · the wrong formula {wrong} for d{one.of.name} passes")
        count += 1
    return count


def wrong_variants(term: Term) -> Iterator[Term]:
    """Yield formulas made wrong: a sign turned, a factor 2, a summand left out or turned, a factor left out."""
    yield t.neg(term)
    yield t.mul(sp.Integer(2), term)
    numerator = t.children(term)[0] if t.is_quotient(term) else term
    for n, part in enumerate(numerator.args if numerator.is_Add else ()):
        rest = tuple(other for m, other in enumerate(numerator.args) if m != n)
        for new in (t.add(*rest), t.add(*rest, t.neg(part))):
            yield t.over(new, t.children(term)[1]) if t.is_quotient(term) else new
    if t.is_quotient(term):
        yield numerator


# Vectors and code.


def _vector(graph: Graph, point: Drawn) -> ArrayVector:
    given = tuple((one.name, exact(point.point.arrays[one.name])) for one in graph.given)
    out = tuple((one.name, exact(point.point.arrays[one.name])) for one in graph.outputs)
    upstream = tuple((name, exact(array)) for name, array in point.upstream.items())
    slopes = tuple((one.name, exact(point.measured[one.name])) for one in graph.given if one.name in point.measured)
    return ArrayVector(point.setting, given, upstream, out, slopes)


def exact(array: Numbers) -> Exact:
    """Return an array as nested tuples of numbers with 30 digits and the float64 beside them."""
    if array.ndim == 0:
        return _number(real_of(array.item()))
    return tuple(exact(np.asarray(row, dtype=object)) for row in array)


def _number(x: Real) -> Number:
    return Number(float(x).hex(), MP.nstr(x, 30, min_fixed=-5, max_fixed=20))


def run(code: str, graph: Graph, points: tuple[Drawn, ...], seed: str) -> float:
    """Run the printed NumPy at all points in float64 and return its largest relative error.

    Raises ``ProofError`` where an output or a gradient has another shape, or is further off than ``TOLERANCE``.
    """
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - text that this package printed itself
    worst = 0.0
    for point in points:
        arrays, numbers = called_with(graph, point)
        output, cache = names["forward"](**arrays, **numbers)
        upstream = {name: as_floats(array) for name, array in point.upstream.items()}
        several = len(upstream) > 1
        got = names["backward"](upstream if several else next(iter(upstream.values())), cache)
        results = output if several else {graph.output.name: output}
        expected = {one.name: point.point.arrays[one.name] for one in graph.outputs}
        expected |= {one.name: point.measured[one.name] for one in graph.given if one.name in got}
        for name, array in {**got, **results}.items():
            error = _error(np.asarray(array), as_floats(expected[name]))
            if not error < TOLERANCE:
                raise ProofError(
                    f"{seed} · the printed NumPy is off by {error:.3g} in {name} at {dict(point.setting.sizes)}"
                )
            worst = max(worst, error)
    return worst


def called_with(graph: Graph, point: Drawn) -> tuple[Mapping[str, Numbers], Mapping[str, float | int]]:
    """Return the arrays and the numbers that the printed ``forward`` takes at a point."""
    arrays = {one.name: as_floats(point.point.arrays[one.name]) for one in graph.given}
    for one in graph.given:
        if one.array and one.array.held.startswith("index:"):
            arrays[one.name] = arrays[one.name].astype(int)
    numbers: dict[str, float | int] = {}
    for option in graph.operation.options:
        number = point.point.letters[option.letter]
        numbers[option.id] = int(number) if option.letter.is_integer else float(number)
    told = {str(size) for one in graph.given for size in one.base.shape or ()}
    computed = {axis.size for axis in graph.operation.axes if axis.computed}
    numbers |= {name: length for name, length in point.setting.sizes if name not in told | computed}
    return arrays, numbers


def _error(got: Numbers, expected: Numbers) -> float:
    if got.shape != expected.shape:
        return float("inf")
    scale = max(float(np.max(np.abs(expected), initial=0.0)), 1e-6)
    return float(np.max(np.abs(got - expected), initial=0.0)) / scale
