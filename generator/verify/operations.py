"""Prove every line of an operation's derivation, and measure its gradients, at small arrays drawn for each setting.

The loss is the sum of the output's components, each with a weight that is drawn: its derivative by the output is the
upstream gradient. The gradient by every named quantity is measured by central differences of the definitions, moved
through all that follows from them, with 90 digits; no rule of the engine takes part. Steps and results are compared
with these arrays, component by component.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import ceil, log2
from typing import Any

import numpy as np

from generator.catalogue.operation import Operation, Setting
from generator.derive.graph import Graph, Quantity
from generator.derive.reverse import LOSS, slope_name, upstream
from generator.engine.records import Phase
from generator.engine.terms import Term
from generator.errors import ProofError
from generator.verify.arithmetic import MP, Real
from generator.verify.array_arithmetic import BALLS, Numbers, as_floats, bounds, real_of
from generator.verify.balls import exactly, precision, quotient
from generator.verify.compare import TOLERANCE, Comparison
from generator.verify.differences import BATCH, STEP, Labelled, sides, slopes, small
from generator.verify.labelled import Valuation, name_of, names_in, value
from generator.verify.records import Proof
from generator.verify.sampling import Drawing, seeded

DIGITS = 90
"""So many digits carry the differences; 30 of them have to agree."""

BITS = ceil(DIGITS * log2(10))

_GRID = 64


@dataclass(frozen=True)
class Drawn:
    """A point of a setting: all arrays of the graph, the upstream gradients, and the measured gradients, by name."""

    setting: Setting
    point: Valuation
    upstream: Mapping[str, Numbers]
    measured: Mapping[str, Numbers]


def drawn(graph: Graph, setting: Setting) -> Drawn:
    """Draw the arrays of a setting, the same ones in every build, and measure the gradients there."""
    with precision(BITS):
        whole = forward(graph, _given(graph, setting))
        reaching = {
            one.name: _array(whole.arrays[one.name].shape, _drawing(graph.operation, setting, f"d{one.name}"))
            for one in graph.outputs
        }
        measured = {one.name: _measured(graph, whole, one, reaching) for one in _with_gradients(graph)}
        named = {one.name: name_of(slope_name(one)) for one in _with_gradients(graph)}
        arrays = {named[name]: array for name, array in measured.items()}
        for one in graph.outputs:
            if (found := upstream(one, graph)) is not None:
                arrays[name_of(found)] = reaching[one.name]
        meanings: dict[Any, Any] = {one.name: (one.indices, one.value) for one in graph.defined}
        meanings |= {lemma.call.func: (lemma.call.args, lemma.value) for lemma in graph.lemmas}
        point = replace(whole.having(arrays), definitions={**meanings, LOSS: ((), named)})
        return Drawn(setting, point, reaching, measured)


def _with_gradients(graph: Graph) -> tuple[Quantity, ...]:
    return tuple(one for one in (*graph.given, *graph.defined) if one.has_gradient)


def _given(graph: Graph, setting: Setting) -> Valuation:
    operation, sizes = graph.operation, dict(setting.sizes)
    lengths = {axis.letter: sizes[axis.size] for axis in operation.axes}
    chosen = {option.id: option.default for option in operation.options} | dict(setting.options)
    letters: dict[Any, Fraction] = {axis.length: Fraction(sizes[axis.size]) for axis in operation.axes}
    letters |= {one.letter: Fraction(int(chosen[one.id].p), int(chosen[one.id].q)) for one in operation.options}
    fixed, arrays = dict(setting.data), dict[str, Numbers]()
    for one in graph.given:
        shape = tuple(lengths[index.name] for index in one.indices)
        drawing = _drawing(operation, setting, one.name)
        arrays[one.name] = _nested(fixed[one.name]) if one.name in fixed else _held(one, shape, drawing, lengths)
        if graph.maxima and one.has_gradient:
            arrays[one.name] = _apart(arrays[one.name])
    called: dict[Any, Any] = {lemma.call.func: (lemma.call.args, lemma.value) for lemma in graph.lemmas}
    return Valuation(arrays, letters, lengths, called)


def _drawing(operation: Operation, setting: Setting, name: str) -> Drawing:
    return seeded(f"{operation.id}:{setting.sizes}:{setting.options}:{name}")


def _array(shape: tuple[int, ...], drawing: Drawing) -> Numbers:
    """Draw numbers between -2 and 2 that float32 holds exactly, none of them 0."""
    found = np.empty(shape, dtype=object)
    for place in np.ndindex(shape):
        found[place] = quotient(drawing.choice((-1, 1)) * drawing.randint(1, 2 * _GRID), _GRID)
    return found


def _held(one: Quantity, shape: tuple[int, ...], drawing: Drawing, lengths: Mapping[str, int]) -> Numbers:
    held = one.array.held if one.array else "real"
    found = _array(shape, drawing)
    if held == "mask":
        flags = np.vectorize(lambda _: quotient(int(drawing.random() < 0.6), 1), otypes=[object])(found)
        flags.reshape(-1, shape[-1])[:, 0] = quotient(1, 1)  # every row keeps an entry
        return np.asarray(flags)
    if held.startswith("index:"):
        end = lengths[held.partition(":")[2]]
        return np.asarray(np.vectorize(lambda _: quotient(drawing.randrange(end), 1), otypes=[object])(found))
    positive = np.abs(found)
    if held == "positive":
        return np.asarray(positive)
    if held == "target":
        return _shares(shape, drawing)
    return found


def _shares(shape: tuple[int, ...], drawing: Drawing) -> Numbers:
    """Draw numbers that sum to one along the last axis and that float64 holds exactly; none of them is 0."""
    found = np.empty(shape, dtype=object)
    for row in np.ndindex(shape[:-1]):
        cuts = [0, *sorted(drawing.sample(range(1, _GRID), shape[-1] - 1)), _GRID]
        found[row] = [quotient(high - low, _GRID) for low, high in pairwise(cuts)]
    return found


def _nested(data: Any) -> Numbers:  # noqa: ANN401 - nested as deeply as the array has axes
    return np.asarray(np.vectorize(lambda x: quotient(int(x), 1), otypes=[object])(np.array(data)))


def _apart(array: Numbers) -> Numbers:
    """Return numbers of which the first of equals is the largest, by less than 30 digits or a float show of any but 0.

    A tie has no derivative. This close to it there is one, that by the first of the largest entries.
    """
    return np.asarray(array - np.arange(array.size).reshape(array.shape) * small(STEP - 2))


def forward(graph: Graph, start: Valuation, moved: tuple[Quantity, Numbers] | None = None) -> Valuation:
    """Compute every defined quantity in order; ``moved`` adds differences to the components of one of them.

    What does not move with it stays what it is at the start. A quantity that names its own earlier value is computed
    once for each step of its sequence.
    """
    point = start
    if moved is not None and moved[0].value is None:
        point = point.moved(moved[0].name, start.arrays[moved[0].name][..., None] + moved[1])
    rounds = 1
    if graph.recurrent:
        rounds = start.lengths[graph.recurrent]
        for one in graph.defined:
            shape = tuple(start.lengths[index.name] for index in one.indices)
            point = point.having({one.name: start.arithmetic.full(shape, 0)})
    for _ in range(rounds):
        for one in graph.defined:
            assert one.value is not None  # noqa: S101 - a defined quantity has a definition
            if moved is None or graph.recurrent or moved[0] is one or not point.moving.isdisjoint(names_in(one.value)):
                point = _with(point, one, value(one.value, point), moved)
    return point


def _with(point: Valuation, one: Quantity, found: Labelled, moved: tuple[Quantity, Numbers] | None) -> Valuation:
    shape = tuple(point.lengths[index.name] for index in one.indices)
    many = BATCH in found.axes or (moved is not None and moved[0] is one)
    axes = (*one.indices, BATCH) if many else one.indices
    data = np.broadcast_to(found.along(axes), (*shape, found.along(axes).shape[-1]) if many else shape)
    if moved is not None and moved[0] is one:
        data = data + moved[1]
    if many:
        return point.moved(one.name, np.asarray(data))
    return replace(point.having({one.name: np.asarray(data)}), moving=point.moving - {one.name})


def ties(graph: Graph, drawn_at: Drawn) -> int:
    """Return in how many components of what is given the loss rises on one side as it does not on the other.

    The numbers are those that the vectors show, in which entries that were kept apart are equal.
    """
    if not graph.maxima:
        return 0
    with precision(BITS):
        given = [one for one in graph.given if one.has_gradient]
        rounded = {one.name: _each_float(drawn_at.point.arrays[one.name]) for one in given}
        whole = forward(graph, drawn_at.point.having(rounded))
        return sum(_corners(graph, whole, one, drawn_at.upstream) for one in given)


def _each_float(array: Numbers) -> Numbers:
    return np.asarray(np.vectorize(exactly, otypes=[object])(as_floats(array)))


def _corners(graph: Graph, whole: Valuation, one: Quantity, reaching: Mapping[str, Numbers]) -> int:
    here = sum((whole.arrays[out.name] * reaching[out.name]).sum() for out in graph.outputs)
    up, down = np.split(_losses(graph, whole, one, reaching), 2)
    return int(np.sum(np.abs(up + down - 2 * here) > quotient(1, 10**30) * small(STEP)))


def _measured(graph: Graph, whole: Valuation, one: Quantity, reaching: Mapping[str, Numbers]) -> Numbers:
    """Return dL/dq by central differences through all that follows from q."""
    losses = _losses(graph, whole, one, reaching)
    return slopes(Labelled((BATCH,), losses), whole.arrays[one.name].shape).data


def _losses(graph: Graph, whole: Valuation, one: Quantity, reaching: Mapping[str, Numbers]) -> Numbers:
    """Return the loss with each component of a quantity moved up, then each moved down."""
    data = whole.arrays[one.name]
    difference = sides(data) - data[..., None]
    moved = forward(graph, whole, (one, difference))
    losses = BALLS.full((2 * data.size,), 0)
    for output in graph.outputs:
        if output.name in moved.moving:
            out = moved.arrays[output.name]
            losses = losses + (out * reaching[output.name][..., None]).reshape(-1, out.shape[-1]).sum(axis=0)
    return losses


def prove(phase: Phase, points: tuple[Drawn, ...], seed: str) -> tuple[Proof, ...]:
    """Prove each step of a phase by its numbers at all points. Raises ``ProofError`` with the numbers."""
    with precision(BITS):
        proofs, values = list[Proof](), dict[Term, tuple[Labelled, ...]]()

        def at_points(term: Term) -> tuple[Labelled, ...]:
            if term not in values:
                values[term] = tuple(value(term, one.point) for one in points)
            return values[term]

        for step in phase.steps:
            pairs = tuple(zip(at_points(step.before), at_points(step.after), strict=True))
            worst, count = 0.0, 0
            for (before, after), one in zip(pairs, points, strict=True):
                error, place, numbers = compared(after, before)
                count += numbers
                worst = max(worst, error)
                if not error < TOLERANCE:
                    became = " became ".join(
                        MP.nstr(number_at(each, before, after, place), 8) for each in (before, after)
                    )
                    where = f"component {place} at sizes {dict(one.setting.sizes)}"
                    raise ProofError(f"{seed} · {phase.title} · {step.rule} · not equal: {became} in {where}")
            proofs.append(Comparison(count, worst).proof("numeric"))
        return tuple(proofs)


def compared(got: Labelled, expected: Labelled) -> tuple[float, tuple[int, ...], int]:
    """Return a bound of a component's error over the largest component, where it is, and how many were compared."""
    axes = tuple(dict.fromkeys((*expected.axes, *got.axes)))
    left, right = np.broadcast_arrays(got.along(axes), expected.along(axes))
    error = bounds(left - right)
    scale = max(float(np.max(np.abs(as_floats(right)), initial=0.0)), 1e-6)
    flat = int(np.argmax(error)) if error.size else 0
    place = tuple(int(n) for n in np.unravel_index(flat, error.shape)) if error.size else ()
    worst = float(error.reshape(-1)[flat]) if error.size else 0.0
    return worst / scale, place, int(error.size)


def number_at(one: Labelled, first: Labelled, second: Labelled, place: tuple[int, ...]) -> Real:
    """Return the component of one of two arrays that were ``compared``, with the second's axes leading."""
    axes = tuple(dict.fromkeys((*first.axes, *second.axes)))
    shape = np.broadcast_shapes(first.along(axes).shape, second.along(axes).shape)
    return real_of(np.broadcast_to(one.along(axes), shape)[place])


def points_of(graph: Graph) -> Iterator[Drawn]:
    """Yield a point for each setting of an operation."""
    yield from (drawn(graph, setting) for setting in graph.operation.settings)
