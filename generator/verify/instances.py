"""What are the numbers of a few entries, and of one small network, at points that pages choose to show?

Chosen are the points, the weights and the data; the rest is computed by the derived formulas and by the definitions. A
newcomer who wants another number on a page adds it to a record here, and the page prints it.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from generator.catalogue.formulas import A_VEC, Y_VEC, Z_VEC, A, I, J, Y, Z
from generator.catalogue.index import Catalogue
from generator.engine.terms import Term
from generator.verify.arithmetic import MP
from generator.verify.benches import backward, forward
from generator.verify.nets import Array, Net
from generator.verify.oracles import numeric_gradient
from generator.verify.proved import Proved
from generator.verify.records import Curve
from generator.verify.world import World

UNIT, CLASSES = ("sigmoid", "logistic", "sigmoid-logistic"), ("softmax", "cross-entropy", "softmax-cross-entropy")
"""An activation, a loss, and both together: those that the home page and the start begin with."""
AT, STEP = {Z: 1.0, Y: 1.0}, 0.01
SCORES, TARGETS = (1.0, 2.0, 3.0), (0.0, 1.0, 0.0)
PAIR = ("sigmoid-logistic", "sigmoid-mse")
"""The two cases that differ in the loss only."""
REACH, STEPS, MARKS, FAR, TARGET = 8, 160, 20, -6, 1
WEIGHTS = (((1, -1), (0.5, 1), (-1, 0.5)), ((1, -0.5, 2),))
BIASES = (((0,), (0.5,), (-0.5,)), ((0.25,),))
DATA, NET_TARGETS = ((1, 0.5), (2, -1)), ((1, 0),)


@dataclass(frozen=True)
class Unit:
    """A unit at a point and ``step`` away from it: (before, after) of its answer and its loss; the three slopes."""

    z: float
    y: float
    step: float
    answer: tuple[float, float]
    loss: tuple[float, float]
    slopes: tuple[float, ...]


@dataclass(frozen=True)
class Classes:
    """Three classes: scores, targets and answers, the Jacobian, dL/da, and dL/dz of the first score."""

    scores: tuple[float, ...]
    targets: tuple[float, ...]
    answers: tuple[float, ...]
    jacobian: tuple[tuple[float, ...], ...]
    outer: tuple[float, ...]
    first: float


@dataclass(frozen=True)
class Worked:
    """A network of two data, three hidden units, one output and two examples: its arrays by name and layer.

    ``slope`` is a derivative by a weight, and ``measured`` the same by numbers alone.
    """

    depth: int
    data: Array
    targets: Array
    arrays: Mapping[str, Mapping[int, Array]]
    loss: float
    slope: float
    measured: float


@dataclass(frozen=True)
class Instances:
    """All of them; ``None`` in a catalogue without the entries that are shown."""

    unit: Unit | None
    classes: Classes | None
    pair: tuple[Curve, Curve] | None
    worked: Worked


def instances(work: Iterable[Proved]) -> Instances:
    """Return the numbers of the entries that are there."""
    known = {one.id: one for one in work}

    def of(names: tuple[str, ...]) -> list[Proved] | None:
        return [known[name] for name in names] if {*names} <= {*known} else None

    unit, classes, pair = map(of, (UNIT, CLASSES, PAIR))
    return Instances(
        unit_of(*unit) if unit else None,
        classes_of(*classes) if classes else None,
        (curve(pair[0]), curve(pair[1])) if pair else None,
        worked(),
    )


def unit_of(inner: Proved, outer: Proved, both: Proved) -> Unit:
    """Return a unit at a point and a small step away from it."""
    where = both.derivation.where
    here, there = World(where, AT), World(where, {**AT, Z: AT[Z] + STEP})

    def moved(term: Term) -> tuple[float, float]:
        return float(here.value(term)), float(there.value(term))

    slopes = tuple(float(here.value(one.derivation.result)) for one in (inner, outer, both))
    return Unit(AT[Z], AT[Y], STEP, moved(inner.derivation.definition), moved(both.derivation.definition), slopes)


def classes_of(inner: Proved, outer: Proved, both: Proved) -> Classes:
    """Return the Jacobian of three answers, and the ways from the first score through each answer to the loss."""
    places = range(1, len(SCORES) + 1)
    where = (*both.derivation.where, *inner.derivation.where)
    world = World(where, {Z_VEC: SCORES, Y_VEC: TARGETS}, len(SCORES))
    return Classes(
        SCORES,
        TARGETS,
        tuple(float(world.component(A_VEC, i)) for i in places),
        tuple(tuple(float(world.value(inner.derivation.result, {I: i, J: j})) for j in places) for i in places),
        tuple(float(world.value(outer.derivation.result, {I: i})) for i in places),
        float(world.value(both.derivation.result, {I: 1})),
    )


def curve(one: Proved) -> Curve:
    """Return dL/dz against z for the target: the derived formula, the definition's slopes, and the answer at FAR."""

    def at(z: float) -> World:
        return World(one.derivation.where, {Z: MP.mpf(z), Y: MP.mpf(TARGET)})

    def measured(z: float) -> float:
        (sample,) = numeric_gradient(one.derivation, (at(z),))
        return math.nan if sample.expected is None else float(sample.expected)

    grid, few = ([REACH * (2 * n / parts - 1) for n in range(parts + 1)] for parts in (STEPS, MARKS))
    derived = tuple((z, float(at(z).value(one.derivation.result))) for z in grid)
    answer = ((float(FAR), float(at(FAR).value(A))),)
    return Curve(str(TARGET), answer, tuple((z, measured(z)) for z in few), derived)


def worked() -> Worked:
    """Return the small network, run forward and backward by the lines that the pages print."""
    case = next(case for case in Catalogue().cases if case.id == PAIR[0])
    weights, biases = (tuple(np.array(part, dtype=float) for part in parts) for parts in (WEIGHTS, BIASES))
    data, targets = (np.array(part, dtype=float) for part in (DATA, NET_TARGETS))
    net = Net(case.activation, case, weights, biases, data, targets)
    names = forward(net)
    backward(net, names)
    measured = net.measured("W", 1, net.weights[0].shape)
    arrays = {letter: names[letter] for letter in ("W", "b", "Z", "A", "dZ", "dW", "db")}
    slope = float(names["dW"][1][0, 0])
    return Worked(net.depth, data, targets, arrays, net.mean_loss({}), slope, float(measured[0, 0]))
