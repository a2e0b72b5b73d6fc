"""Compare a kernel's numbers with the golden vectors of an operation, and name the slip that explains them.

``docs/assets/compare.js`` does the same in a browser; ``tests/pages/test_kernel_page.py`` holds the two together.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

import numpy as np

from generator.catalogue.operation import Operation
from generator.derive.combine import combined
from generator.derive.graph import Graph
from generator.derive.reverse import gradients
from generator.derive.scale_factors import scale_factors
from generator.verify.array_arithmetic import Numbers
from generator.verify.kernel_changes import changes
from generator.verify.kernels import DIFFERS, Print, WrongKernel, print_of, right_arrays, wrong_kernels
from generator.verify.operations import Drawn

NAMED = 1e-4
"""A slip explains an array that is nearer than this to what it gives, relative to the largest component."""

Arrays = Mapping[str, Numbers]
Given = Mapping[int, Arrays]
"""What a reader's kernel gave: arrays by name, for the settings that were run, by their place."""


@dataclass(frozen=True)
class Difference:
    """Where an array is furthest off: relative to its largest component; without a place where the shapes differ."""

    name: str
    setting: int
    error: float
    place: tuple[int, ...] | None
    expected: str
    found: str


@dataclass(frozen=True)
class Comparison:
    """What came of it: the worst place of each array, those that are wrong, and which slips explain which of these."""

    settings: int
    arrays: int
    components: int
    worst: tuple[Difference, ...]
    wrong: tuple[Difference, ...]
    slips: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def right(self) -> bool:
        """Whether all that was compared agrees."""
        return not self.wrong

    @property
    def unnamed(self) -> tuple[str, ...]:
        """The wrong arrays that no slip explains."""
        named = {name for _, names in self.slips for name in names}
        return tuple(one.name for one in self.wrong if one.name not in named)


@dataclass(frozen=True)
class Expected:
    """The right arrays of each setting, gradients and outputs, and the numbers that a slip may multiply by.

    ``loose`` says for each setting which arrays may be further off than others: rounding takes their digits.
    """

    operation: Operation
    arrays: tuple[Arrays, ...]
    wrong: tuple[WrongKernel, ...] = ()
    loose: tuple[Mapping[str, float], ...] = ()

    def allowed(self, setting: int, name: str, tolerance: float) -> float:
        """Return how far an array may be off in a setting."""
        return max(tolerance, self.loose[setting].get(name, 0.0)) if self.loose else tolerance


def expected_of(graph: Graph, points: tuple[Drawn, ...]) -> Expected:
    """Return the right arrays at points that were drawn."""
    return Expected(graph.operation, tuple(right_arrays(graph, point) for point in points))


def kernels_of(graph: Graph, points: tuple[Drawn, ...]) -> tuple[WrongKernel, ...]:
    """Return the wrong kernels of an operation, derived anew."""
    return wrong_kernels(graph, points, changes(graph, gradients(graph), combined(graph)))


def compared(expected: Expected, given: Given, tolerance: float) -> Comparison:
    """Compare what a kernel gave with what is right; name slips where ``expected`` has the wrong kernels."""
    every = [
        difference(name, n, array, expected.arrays[n][name])
        for n, arrays in given.items()
        for name, array in arrays.items()
    ]
    names = dict.fromkeys(one.name for one in every)
    allowed = {id(one): expected.allowed(one.setting, one.name, tolerance) for one in every}
    worst = tuple(
        max((one for one in every if one.name == name), key=lambda one: one.error / allowed[id(one)]) for name in names
    )
    wrong = tuple(one for one in worst if not one.error <= allowed[id(one)])
    slips = tuple(_slips(expected, given, tuple(one.name for one in wrong), max(tolerance, NAMED)))
    components = sum(int(array.size) for arrays in given.values() for array in arrays.values())
    return Comparison(len(given), len(every), components, worst, wrong, slips)


def difference(name: str, setting: int, found: Numbers, right: Numbers) -> Difference:
    """Return where an array is furthest off; what is no number is infinitely far."""
    if found.shape != right.shape:
        shapes = (f"the shape {shape_of(array)}" for array in (right, found))
        return Difference(name, setting, float("inf"), None, *shapes)
    error = np.abs(found - right)
    error = np.where(np.isfinite(error), error, np.inf).reshape(-1)
    flat = int(np.argmax(error)) if error.size else 0
    place = tuple(int(n) for n in np.unravel_index(flat, right.shape)) if error.size else ()
    relative = float(error[flat]) / _scale(right) if error.size else 0.0
    return Difference(name, setting, relative, place, f"{right[place]:.6g}", f"{found[place]:.6g}")


def shape_of(array: Numbers) -> str:
    """Return a shape as one writes it: 2 × 3, or "one number"."""
    return " × ".join(map(str, array.shape)) or "of one number"


def _scale(array: Numbers) -> float:
    return max(float(np.max(np.abs(array), initial=0.0)), 1e-6)


def _slips(
    expected: Expected, given: Given, wrong: tuple[str, ...], tolerance: float
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the slips that explain wrong arrays: each time that which explains most of those that are left.

    An array that is wrong by less than slips are told by goes with whatever explains another. A slip that would have
    made an array wrong which is right was not made.
    """
    right = {name for arrays in given.values() for name in arrays} - {*wrong}
    rows = {
        name: tuple(_row(n, arrays[name], expected.arrays[n][name], expected.allowed(n, name, tolerance))
                    for n, arrays in given.items() if name in arrays)
        for name in (*wrong, *sorted(right))
    }  # fmt: skip
    candidates = (
        *((title, slip) for title, slip in _kernels(expected)
          if not any(_denied(rows[name], name, slip) for name in right)),
        *_factors(expected),
    )  # fmt: skip
    found = [(title, {name for name in wrong if _explained(rows[name], name, slip)})
             for title, slip in candidates]  # fmt: skip
    near = {name for name in wrong if all(each.found.distance(each.right) <= each.near for each in rows[name])}
    found = [(title, names | near) for title, names in found if names - near]
    left = set(wrong)
    while left:
        title, names = max(found, key=lambda pair: len(pair[1] & left), default=("", set[str]()))
        if not names & left:
            return
        yield title, tuple(name for name in wrong if name in names & left)
        left -= names


@dataclass(frozen=True)
class Row:
    """An array of a kernel in one setting: what it is recognised by, beside the right one.

    What is no further than ``near`` is the same; where it is not ``exact``, rounding hides small slips.
    """

    setting: int
    found: Print
    right: Print
    near: float
    exact: bool


def _row(setting: int, found: Numbers, right: Numbers, allowed: float) -> Row:
    finite = bool(np.all(np.isfinite(found)))  # what is no number is near nothing
    near = allowed * _scale(found) if finite else 0.0
    return Row(setting, print_of(found), print_of(right), near, allowed <= DIFFERS)


Slip: TypeAlias = Callable[[Row, str], "Print | None"]
"""From a row and a name to the array that a slip gives there, if it is another than the right one.

Where the slip has no value, a row of a softmax that is masked whole, what was found stands for it.
"""


def _denied(rows: tuple[Row, ...], name: str, slip: Slip) -> bool:
    """Tell whether an array that the kernel has right would be wrong if the slip were what it does."""
    slipped = ((row, slip(row, name)) for row in rows)
    return any(
        each is not None and each is not row.found and (row.exact or each.distance(row.right) > row.near)
        for row, each in slipped
    )


def _explained(rows: tuple[Row, ...], name: str, slip: Slip) -> bool:
    """Tell whether a slip gives an array's numbers in all settings that were run."""
    slipped = [slip(row, name) for row in rows]
    told = any(each is not None and each is not row.found for row, each in zip(rows, slipped, strict=True))
    return told and all(
        row.found.distance(row.right if each is None else each) <= row.near
        for row, each in zip(rows, slipped, strict=True)
    )


def _kernels(expected: Expected) -> Iterator[tuple[str, Slip]]:
    """Yield every wrong kernel with its title."""
    for kernel in expected.wrong:
        tables = tuple(None if row is None else dict(row) for row in kernel.arrays)
        yield kernel.title, partial(_tabled, tables)


def _factors(expected: Expected) -> Iterator[tuple[str, Slip]]:
    """Yield the factors that any array may be multiplied by, whatever the others are."""
    for words, numbers in scale_factors(expected.operation):
        yield words, partial(_times, numbers)


def _times(numbers: tuple[float, ...], row: Row, _: str) -> Print:
    return replace(row.right, sums=tuple(each * numbers[row.setting] for each in row.right.sums))


def _tabled(tables: tuple[dict[str, Print] | None, ...], row: Row, name: str) -> "Print | None":
    table = tables[row.setting]
    return row.found if table is None else table.get(name)
