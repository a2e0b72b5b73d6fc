"""Which networks are the matrix formulas measured on, and what are their gradients by numbers alone?

A ``Net`` is a network with random weights, data and targets, of any depth; its activations and its loss are entries of
the catalogue, run as the NumPy that their own pages print. ``slope`` moves one number at a time and takes the central
difference of J: no formula of backpropagation takes part.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import cycle, pairwise, product
from random import Random
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from sympy import FiniteSet

from generator.catalogue.formulas import I, at_usual, value_of
from generator.catalogue.index import Catalogue
from generator.catalogue.records import Activation, Case, Loss
from generator.catalogue.results import is_difference, result_of, slope_of
from generator.engine.code import numpy_expression
from generator.engine.libraries import SPECIAL
from generator.engine.terms import Term
from generator.errors import ProofError
from generator.verify.floats import single
from generator.verify.guards import guards
from generator.verify.sampling import draw

Array: TypeAlias = npt.NDArray[np.float64]
Function: TypeAlias = Callable[..., Any]

DEPTHS, EXAMPLES, WIDTHS = (1, 2, 3, 4), (1, 3), (2, 4, 3, 2, 3)
"""How many layers, how many examples, and how wide the layers are from the data on."""
STEP = 1e-5
_SPREAD, _MARGIN, _TRIES = 0.6, 1e-3, 40


@dataclass(frozen=True, eq=False)
class Net:
    """A network: weights, biases, data and targets, a hidden activation, and a case at its end."""

    hidden: Activation
    case: Case
    weights: tuple[Array, ...]
    biases: tuple[Array, ...]
    data: Array
    targets: Array

    @property
    def depth(self) -> int:
        """The number of layers."""
        return len(self.weights)

    @property
    def examples(self) -> int:
        """The number of examples."""
        return int(self.data.shape[1])

    @property
    def widths(self) -> tuple[int, ...]:
        """The units of every layer, from the data on."""
        return (self.data.shape[0], *(w.shape[0] for w in self.weights))

    @property
    def name(self) -> str:
        """The network in words."""
        sizes = "-".join(map(str, self.widths))
        return f"{sizes}, m = {self.examples}, {self.hidden.id} inside, {self.case.id} at the end"

    def entry(self, layer: int) -> Activation:
        """Return the catalogue's entry for the activation of a layer."""
        return self.case.activation if layer == self.depth else self.hidden

    def activation(self, layer: int) -> Function:
        """Return the activation of a layer, on matrices with one example in each column."""
        return self._activations[layer - 1]

    def slope(self, layer: int) -> Function:
        """Return the derivative of a layer's activation as a function of z, element by element."""
        entry = self.entry(layer)
        value, slope = function(_value(entry), "z"), function(slope_of(entry), "z, a")
        return lambda z: slope(z, value(z)) + 0 * z

    def mean_loss(self, moved: Mapping[tuple[str, int], Array]) -> float:
        """Return J with something added to what is moved: ("W", 2) is the weights of the second layer."""

        def add(name: str, layer: int, array: Array) -> Array:
            return array + moved.get((name, layer), 0.0)

        a = add("A", 0, self.data)
        for layer, (w, b) in enumerate(zip(self.weights, self.biases, strict=True), 1):
            z = add("Z", layer, add("W", layer, w) @ a + add("b", layer, b))
            a = add("A", layer, self.activation(layer)(z))
        return float(np.mean([self._loss(a[:, s], self.targets[:, s]) for s in range(self.examples)]))

    def _loss(self, a: Array, y: Array) -> float:
        return float(np.sum(self._value_of_loss(a, y)))

    @cached_property
    def _activations(self) -> tuple[Function, ...]:
        entries = (self.entry(layer) for layer in range(1, self.depth + 1))
        return tuple(by_columns(function(_value(entry), "z"), vector=entry.vector) for entry in entries)

    @cached_property
    def _value_of_loss(self) -> Function:
        return function(_value(self.case.loss), "a, y")

    def measured(self, name: str, layer: int, shape: tuple[int, ...]) -> Array:
        """Return dJ/dW and the like by central differences, number by number; for Z and A it is dL, so m times dJ."""
        found = np.zeros(shape)
        for place in np.ndindex(*shape):
            step = np.zeros(shape)
            step[place] = STEP
            up, down = (self.mean_loss({(name, layer): sign * step}) for sign in (1, -1))
            found[place] = (up - down) / (2 * STEP)
        return found * (self.examples if name in {"Z", "A"} else 1)

    def output_error(self, z: Array, a: Array) -> Array:
        """Return dL/dZ of the last layer by the catalogue's result for the case."""
        result = function(at_usual(result_of(self.case), self.case), "z, a, y")
        return np.asarray(by_columns(result, vector=self.case.vector)(z, a, self.targets))

    def output_slope(self, a: Array) -> Array:
        """Return dL/dA of the last layer by the catalogue's result for the loss."""
        slope = function(slope_of(self.case.loss), "a, y")
        return np.asarray(by_columns(slope, vector=self.case.loss.vector)(a, self.targets))


def by_columns(value: Function, *, vector: bool) -> Function:
    """Return a function of vectors as one of matrices, column by column; others act on every element as they are."""
    if not vector:
        return lambda *arrays: value(*arrays) + 0 * arrays[0]
    return lambda *arrays: np.stack([value(*columns) for columns in zip(*(x.T for x in arrays), strict=True)], axis=1)


@cache
def function(term: Term, letters: str) -> Function:
    """Return a term as the NumPy function that its page prints."""
    axes = (I,) if term.has(I) else None
    code = f"lambda {letters}: {numpy_expression(term, axes, special='{0}')}"
    special = {row.torch or row.id: np.vectorize(single(row)) for row in SPECIAL.values()}
    found: Function = eval(code, {"np": np, **special})  # noqa: S307 - printed by this package
    return found


def _value(entry: Activation | Loss) -> Term:
    return at_usual(value_of(entry), entry)


def nets(catalogue: Catalogue, *, alike: bool = False) -> Iterator[Net]:
    """Yield networks of every depth: every activation inside, every activation and every loss at the end.

    The cases whose error is the difference come with every depth and number of examples; of the others, which are many,
    as few as hold every activation and loss come once. ``alike`` networks have the activation of their last layer in
    all layers, as Nielsen writes them.
    """
    inside = cycle(entry for entry in catalogue.activations if not entry.vector)
    ends = [case for case in catalogue.cases if not (alike and case.vector)]
    sizes = list(product(DEPTHS, (1,) if alike else EXAMPLES))
    differences = [case for case in ends if is_difference(case)]
    others = _covering([case for case in ends if not is_difference(case)])
    found = [*product(differences, sizes), *zip(others, cycle(sizes), strict=False)]
    for (case, (depth, examples)), hidden in zip(found, inside, strict=False):
        own = case.activation if alike else hidden
        seed = f"{own.id} {case.id} {depth} {examples}"
        yield make_net(own, case, WIDTHS[: depth + 1], examples, Random(seed))  # noqa: S311 - repeatable


def _covering(cases: list[Case]) -> list[Case]:
    """Return some of the cases, among which is every activation and every loss of them."""
    kept = list[Case]()
    for case in sorted(cases, key=lambda case: (len(case.parameters), case.id)):
        known = {part.id for one in kept for part in (one.activation, one.loss)}
        if not {case.activation.id, case.loss.id} <= known:
            kept.append(case)
    return kept


def make_net(hidden: Activation, case: Case, widths: tuple[int, ...], examples: int, drawing: Random) -> Net:
    """Draw a network until it is calm. Raises ``ProofError`` where it never is."""
    for _ in range(_TRIES):
        net = _draw_net(hidden, case, widths, examples, drawing)
        if _calm(net):
            return net
    raise ProofError(f"{case.id} · no network with {hidden.id} inside stays where both are sampled · {_TRIES} drawn")


def _calm(net: Net) -> bool:
    """Tell whether every weighted sum lies where its activation is sampled, and nothing is close to a kink."""
    a = net.data
    for layer, (w, b) in enumerate(zip(net.weights, net.biases, strict=True), 1):
        entry, z = net.entry(layer), w @ a + b
        low, high = (float(end) for end in (entry.sample.inf, entry.sample.sup))
        if not (np.all(low < z) and np.all(z < high) and _clear(_value(entry), z=z)):
            return False
        a = net.activation(layer)(z)
    return bool(np.isfinite(net.mean_loss({}))) and _clear(_value(net.case.loss), a=a, y=net.targets)


def _clear(term: Term, **letters: Array) -> bool:
    """Tell whether every guard of the term, which is zero at a kink, is far from zero."""
    names = ", ".join(letters)
    found = (function(guard, names)(*letters.values()) for guard in guards((term,)) if not guard.has(I))
    return all(bool(np.all(np.abs(value) > _MARGIN)) for value in found)


def _draw_net(hidden: Activation, case: Case, widths: tuple[int, ...], examples: int, drawing: Random) -> Net:
    """Draw weights and data near zero, targets from the set of the loss (0 if none), scaled to its precondition."""
    shapes = [(above, below) for below, above in pairwise(widths)]
    weights = tuple(_random(shape, drawing) for shape in shapes)
    biases = tuple(_random((rows, 1), drawing) for rows, _ in shapes)
    held = FiniteSet(0) if case.loss.targets is None else case.loss.targets
    targets = np.array([[float(draw(held, drawing)) for _ in range(examples)] for _ in range(widths[-1])])
    if case.loss.condition:
        targets /= targets.sum(axis=0)
    return Net(hidden, case, weights, biases, _random((widths[0], examples), drawing), targets)


def _random(shape: tuple[int, int], drawing: Random) -> Array:
    return np.array([[drawing.gauss(0, _SPREAD) for _ in range(shape[1])] for _ in range(shape[0])])
