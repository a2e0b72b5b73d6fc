"""What are the numbers in every matrix of one small network, forward and backward?

Chosen are the sizes, the weights, the data and the targets; the rest is computed by the lines that the pages print.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from generator.catalogue.index import Catalogue
from generator.verify.benches import backward, forward
from generator.verify.nets import Array, Net

DIGITS = 4

WEIGHTS = (((1, -1), (0.5, 1), (-1, 0.5)), ((1, -0.5, 2),))
BIASES = (((0,), (0.5,), (-0.5,)), ((0.25,),))
DATA, TARGETS = ((1, 0.5), (2, -1)), ((1, 0),)


@dataclass(frozen=True)
class Shown:
    """A matrix of the example as TeX: its name and its numbers."""

    name: str
    tex: str


@dataclass(frozen=True)
class Worked:
    """The example: what is given, what the forward and the backward pass compute, and one slope by hand."""

    given: tuple[Shown, ...]
    forward: tuple[Shown, ...]
    backward: tuple[Shown, ...]
    loss: float
    slope: float
    measured: float


def worked() -> Worked:
    """Return the example: two data, three hidden units, one output, two examples."""
    net = _net()
    names = forward(net)
    backward(net, names)
    slopes = net.measured("W", 1, net.weights[0].shape)
    layers = range(1, net.depth + 1)
    return Worked(
        given=tuple(_named("X", net.data)) + tuple(_all(names, ("W", "b"), layers)) + tuple(_named("Y", net.targets)),
        forward=tuple(_all(names, ("Z", "A"), layers)),
        backward=tuple(_all(names, ("dZ", "dW", "db"), reversed(layers))),
        loss=net.mean_loss({}),
        slope=float(names["dW"][1][0, 0]),
        measured=float(slopes[0, 0]),
    )


def _net() -> Net:
    catalogue = Catalogue()
    case = next(case for case in catalogue.cases if case.id == "sigmoid-logistic")
    weights, biases = (tuple(np.array(part, dtype=float) for part in parts) for parts in (WEIGHTS, BIASES))
    return Net(case.activation, case, weights, biases, np.array(DATA, dtype=float), np.array(TARGETS, dtype=float))


def _all(
    names: dict[str, dict[int, Array]], letters: tuple[str, ...], layers: Iterator[int] | range
) -> Iterator[Shown]:
    for layer in layers:
        for letter in letters:
            yield from _named(f"{letter}^{{[{layer}]}}", names[letter][layer])


def _named(name: str, array: Array) -> Iterator[Shown]:
    yield Shown(name, f"{name} = {matrix(array)}")


def matrix(array: Array) -> str:
    """Return the numbers of a matrix as TeX, rounded."""
    rows = r" \\ ".join(" & ".join(f"{round(float(x), DIGITS) + 0:g}" for x in row) for row in array)
    return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"
