"""Of what is a wrong matrix formula the gradient, if of anything?

Its numbers are compared with the slopes of other quantities, found by central differences: the sum of the losses, the
mean turned round, the same network with another loss, or the same loss by something else than the formula is for. One
of them is named only where it agrees in every network in which the wrong formula can be calculated.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache

import numpy as np

from generator.catalogue.index import Catalogue, fits
from generator.catalogue.network import Formula
from generator.catalogue.records import Case, Loss
from generator.verify.nets import Array, Net
from generator.verify.network_records import TOLERANCE, Bench

Layer = tuple[Bench, int]
Slope = Callable[[Formula, Bench, int], Array | None]
"""The slope of some quantity for a formula in one layer of a network; None where there is no such quantity."""
AWAY = {"dw": "W", "db": "b", "da": "A"}
OTHERS = 8
"""In how many networks the same network with another loss is measured."""


def quantity(entry: Formula, layer: int) -> tuple[str, int]:
    """Return what a formula is the gradient by, and in which layer: the key of its slope."""
    return AWAY.get(entry.what, "Z"), layer - (entry.what == "da")


def meaning(entry: Formula, layers: Iterable[Layer], wrong: Callable[[Bench, int], Array | None]) -> str:
    """Return in words of what a wrong formula is the gradient, or nothing."""
    results = [(bench, layer, wrong(bench, layer)) for bench, layer in layers]
    told = [
        (bench, layer, got)
        for bench, layer, got in results
        if got is not None and not _agrees(got, _own(entry, bench, layer))
    ]
    plain = [(bench, layer, got) for bench, layer, got in told if not bench.net.case.vector]
    for found, candidates in ((told, _slopes()), (plain[:OTHERS], _losses(plain))):
        for words, slope in candidates:
            if found and all(_agrees(got, slope(entry, bench, layer)) for bench, layer, got in found):
                return words
    return ""


def _agrees(got: Array, slope: Array | None) -> bool:
    if slope is None or slope.shape != got.shape:
        return False
    scale = max(float(np.max(np.abs(slope))), TOLERANCE)
    return bool(np.max(np.abs(got - slope)) < TOLERANCE * max(scale, 1e-3))


def _slopes() -> Iterator[tuple[str, Slope]]:
    """Yield multiples of what is asked for, and slopes by another quantity of the layer."""
    yield "the sum of the losses, where their mean is meant", lambda e, b, n: _own(e, b, n) * b.net.examples
    yield "the mean of the losses, divided by $m$ once more", lambda e, b, n: _own(e, b, n) / b.net.examples
    yield "minus the loss, which gradient descent then makes larger", lambda e, b, n: -_own(e, b, n)
    for words, name in (("what comes out of the layer, $A$", "A"), ("what goes into the layer, $Z$", "Z")):
        yield f"the loss of each example by {words}", _by(name)
        yield f"the mean loss by {words}, example by example", _by(name, mean=True)


def _own(entry: Formula, bench: Bench, layer: int) -> Array:
    return bench.slopes[quantity(entry, layer)]


def _by(name: str, *, mean: bool = False) -> Slope:
    def slope(_: Formula, bench: Bench, layer: int) -> Array | None:
        found = bench.slopes.get((name, layer))
        return found / bench.net.examples if mean and found is not None else found

    return slope


def _losses(told: list[tuple[Bench, int, Array]]) -> Iterator[tuple[str, Slope]]:
    """Yield the same network with each other loss that fits all of its last activations."""
    ends = {bench.net.case.activation.id: bench.net.case.activation for bench, _, _ in told[:OTHERS]}
    for loss in Catalogue().losses if ends else ():
        if all(fits(activation, loss) for activation in ends.values()):
            yield f"the same network with the {loss.title.lower()}", _with(loss)


def _with(loss: Loss) -> Slope:
    def slope(entry: Formula, bench: Bench, layer: int) -> Array | None:
        name, at = quantity(entry, layer)
        if name != "Z" or at != bench.net.depth or bench.net.case.loss is loss:
            return None
        found = _measured(bench.net, loss)
        return found.T if entry.layout.examples == "rows" else found

    return slope


@cache
def _measured(net: Net, loss: Loss) -> Array:
    """Return the slopes of another loss by what goes into the last layer."""
    other = replace(net, case=Case(net.case.activation, loss))
    return other.measured("Z", net.depth, net.targets.shape)
