"""What are the numbers in every matrix of one small network, forward and backward?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.verify.instances import Worked
from generator.verify.nets import Array

DIGITS = 4


@dataclass(frozen=True)
class Shown:
    """A matrix of the example as TeX: its name and its numbers."""

    name: str
    tex: str


@dataclass(frozen=True)
class Example:
    """The example: what is given, what the forward and the backward pass compute, and one slope by hand."""

    given: tuple[Shown, ...]
    forward: tuple[Shown, ...]
    backward: tuple[Shown, ...]
    loss: float
    slope: float
    measured: float


def example(worked: Worked) -> Example:
    """Return the example as it is shown."""
    layers = range(1, worked.depth + 1)
    return Example(
        (_named("X", worked.data), *_all(worked, ("W", "b"), layers), _named("Y", worked.targets)),
        tuple(_all(worked, ("Z", "A"), layers)),
        tuple(_all(worked, ("dZ", "dW", "db"), reversed(layers))),
        worked.loss,
        worked.slope,
        worked.measured,
    )


def _all(worked: Worked, letters: tuple[str, ...], layers: Iterable[int]) -> Iterator[Shown]:
    for layer in layers:
        for letter in letters:
            yield _named(f"{letter}^{{[{layer}]}}", worked.arrays[letter][layer])


def _named(name: str, array: Array) -> Shown:
    return Shown(name, f"{name} = {matrix(array)}")


def matrix(array: Array) -> str:
    """Return the numbers of a matrix as TeX, rounded."""
    rows = r" \\ ".join(" & ".join(f"{round(float(x), DIGITS) + 0:g}" for x in row) for row in array)
    return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"
