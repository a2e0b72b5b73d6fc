"""Run an operation as wrong kernels would, so that the slip in a reader's own can be named by its numbers.

A kernel is wrong where one gradient in it is: what follows from that gradient is wrong too. The numbers are those of
the settings of the golden vectors; a wrong kernel that gives the right numbers in all of them is none.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np
import sympy as sp

from generator.derive.graph import Graph
from generator.derive.reverse import Gradient, slope_name
from generator.engine import terms as t
from generator.engine.terms import Term
from generator.verify.array_arithmetic import FLOATS, Numbers, as_floats
from generator.verify.differences import BATCH, Labelled
from generator.verify.labelled import Valuation, name_of, names_in, value
from generator.verify.operations import Drawn

DIFFERS = 1e-4
"""A kernel is told from the right one where it is further off than this, relative to the largest component."""

Program: TypeAlias = tuple[Gradient, ...]
How: TypeAlias = Term | Callable[[Valuation, Drawn], Numbers]
"""What a gradient is in a wrong kernel: another term, or an array that is worked out from the others."""


@dataclass(frozen=True)
class Change:
    """A kernel made wrong: in which words, by which gradients, and by which other forward pass."""

    title: str
    gradients: Mapping[str, How] = field(default_factory=dict)
    start: Callable[[Valuation], Valuation] | None = None
    """From a point to that with the quantities of the other forward pass."""


TOLERANCES = {"float64": 1e-9, "float32": 1e-4, "bfloat16": 5e-2, "float16": 1e-2}
"""How far a kernel may be from the true numbers, relative to the largest component, by what it computes in."""

SUMS = 2
"""By so many weighted sums an array is recognised: as many numbers as a name needs, however long the array is."""


@dataclass(frozen=True)
class Print:
    """What an array is recognised by: its shape, and weighted sums of its components."""

    shape: tuple[int, ...]
    sums: tuple[float, ...]

    def distance(self, other: "Print") -> float:
        """Return how far the arrays are from each other, as far as their sums tell it; infinite for other shapes."""
        if self.shape != other.shape:
            return float("inf")
        pairs = zip(self.sums, other.sums, strict=True)
        return max((abs(one - its) for one, its in pairs), default=0.0)


def print_of(array: Numbers) -> Print:
    """Return what an array is recognised by; a sum moves about as far as the components do."""
    places = np.arange(1, array.size + 1)
    sums = []
    for row in range(min(SUMS, array.size)):
        weights = (17 + 31 * row) * places * places % 97 - 48.5  # whole numbers and a half, so that none is 0
        sums.append(float(weights @ array.reshape(-1) / np.sqrt(weights @ weights)))
    return Print(array.shape, tuple(sums))


@dataclass(frozen=True)
class WrongKernel:
    """What a wrong kernel gives: for each setting the arrays that it has wrong, by name; None where it has no value."""

    title: str
    arrays: tuple[tuple[tuple[str, Print], ...] | None, ...]


def wrong_kernels(
    graph: Graph, points: tuple[Drawn, ...], changes: Iterator[tuple[Change, Program]]
) -> tuple[WrongKernel, ...]:
    """Return the kernels that differ from the right one; of two with the same numbers the first."""
    found: dict[object, WrongKernel] = {}
    every = tuple(changes)
    right = [right_arrays(graph, point) for point in points]
    runs = [_run(graph, every, point) for point in points]
    asked: list[dict[tuple[str, int], bool]] = [{} for _ in points]
    for n, (change, _) in enumerate(every):
        results = [
            _differing(run[n], known, told) if run[n] else None
            for run, known, told in zip(runs, right, asked, strict=True)
        ]
        if any(results):
            key = tuple(
                None if row is None else tuple((name, array.shape, _rounded(array)) for name, array in row.items())
                for row in results
            )
            rows = tuple(
                None if row is None else tuple((name, print_of(array)) for name, array in row.items())
                for row in results
            )
            found.setdefault(key, WrongKernel(change.title, rows))
    return tuple(found.values())


def _rounded(array: Numbers) -> tuple[str, ...]:
    small = 1e-9 * np.max(np.abs(array), initial=0.0)
    return tuple(f"{number:.5g}" if abs(number) > small else "0" for number in array.reshape(-1).tolist())


def right_arrays(graph: Graph, point: Drawn) -> Mapping[str, Numbers]:
    """Return the outputs and the gradients at a point, by name."""
    out = {one.name: as_floats(point.point.arrays[one.name]) for one in graph.outputs}
    return out | {one.name: as_floats(point.measured[one.name]) for one in graph.given if one.name in point.measured}


def _differing(
    results: Mapping[str, Numbers], right: Mapping[str, Numbers], told: dict[tuple[str, int], bool]
) -> dict[str, Numbers]:
    """Return the arrays that are not the right ones; ``told`` is what is known of arrays that many kernels share."""
    for name, array in results.items():
        if (name, id(array)) not in told:
            told[name, id(array)] = differs(array, right[name])
    return {name: array for name, array in results.items() if told[name, id(array)]}


def differs(array: Numbers, right: Numbers) -> bool:
    """Tell whether an array is another one, by its shape or its numbers."""
    if array.shape != right.shape:
        return True
    scale = max(float(np.max(np.abs(right), initial=0.0)), 1e-6)
    return not float(np.max(np.abs(array - right), initial=0.0)) < DIFFERS * scale


Arrays: TypeAlias = Mapping[str, Numbers]


def _run(graph: Graph, every: tuple[tuple[Change, Program], ...], drawn: Drawn) -> list[Arrays]:
    """Return what the changed passes give at a point: outputs and gradients.

    A kernel that has no value there gives nothing.
    """
    found: list[Arrays] = [{}] * len(every)
    start = in_floats(drawn.point)
    with np.errstate(all="ignore"):
        for program in {id(program): program for _, program in every}.values():
            places = [n for n, (change, own) in enumerate(every) if own is program and not change.start]
            chosen = tuple(every[n][0] for n in places)
            for n, arrays in zip(places, _results(graph, program, chosen, start, drawn), strict=True):
                found[n] = arrays
        for n, (change, program) in enumerate(every):
            if change.start and _finite(begun := change.start(start)):
                (found[n],) = _results(graph, program, (change,), begun, drawn)
    return found


def _finite(point: Valuation) -> bool:
    return all(np.all(np.isfinite(array)) for array in point.arrays.values())


def in_floats(point: Valuation) -> Valuation:
    """Return a point with its arrays in float64."""
    return replace(point, arrays={name: as_floats(array) for name, array in point.arrays.items()}, arithmetic=FLOATS)


def _results(
    graph: Graph, program: Program, chosen: tuple[Change, ...], start: Valuation, drawn: Drawn
) -> Iterator[Arrays]:
    """Yield the arrays of each changed pass. All passes run at once, along one more axis, up to what they return."""
    inner = tuple(one for one in program if one.of.value is not None)
    point, rounds = start, start.lengths[graph.recurrent] if graph.recurrent else 1
    for _ in range(rounds):  # each round of a recurrence is right for one more of its steps, from the end
        before = point
        for one in inner:
            found = _slopes(point, one, chosen, drawn)
            point = point if found is None else point.moved(name_of(one.name), np.stack(found, axis=-1))
        if all(np.array_equal(before.arrays[name], point.arrays[name]) for name in point.moving):
            break
    returned = {one.of.name: _slopes(point, one, chosen, drawn) for one in program if one.of.value is None}
    finite = np.ones(len(chosen), dtype=bool)
    for name in point.moving:
        finite &= np.all(np.isfinite(point.arrays[name]).reshape(-1, len(chosen)), axis=0)
    still = {one.name: start.arrays[one.name] for one in graph.outputs}
    given = (one for one in graph.given if one.name in drawn.measured)
    still |= {one.name: start.arrays[name_of(slope_name(one))] for one in given}
    for n in range(len(chosen)):
        arrays = still | {name: found[n] for name, found in returned.items() if found is not None}
        yield arrays if finite[n] and all(np.all(np.isfinite(array)) for array in arrays.values()) else {}


def _slopes(point: Valuation, one: Gradient, chosen: tuple[Change, ...], drawn: Drawn) -> list[Numbers] | None:
    """Return one gradient in every pass; None where nothing has changed in any of them."""
    changed = [n for n, change in enumerate(chosen) if one.of.name in change.gradients]
    moved = any(change.start for change in chosen) or not point.moving.isdisjoint(names_in(one.term))
    if not changed and not moved:
        return None
    shape = tuple(point.lengths[index.name] for index in one.of.indices)
    if moved:
        found = value(one.term, point).along((*one.of.indices, BATCH))
        found = np.broadcast_to(found, (*shape, len(chosen)))
        every = [found[..., n] for n in range(len(chosen))]
    else:
        every = [point.arrays[name_of(one.name)]] * len(chosen)
    for n in changed:
        how = chosen[n].gradients[one.of.name]
        if isinstance(how, sp.Basic):
            every[n] = aligned(value(how, _alone(point, n, names_in(how))), one.of.indices, shape)
        else:
            every[n] = how(_alone(point, n, point.moving), drawn)
    return every


def _alone(point: Valuation, n: int, names: frozenset[str]) -> Valuation:
    """Return one of many points, with those of its arrays that are asked for."""
    arrays = {name: point.arrays[name][..., n] for name in names & point.moving}
    return replace(point.having(arrays), moving=frozenset[str]()) if arrays else point


def aligned(found: Labelled, indices: tuple[sp.Symbol, ...], shape: tuple[int, ...]) -> Numbers:
    """Return a labelled array with its axes in this order, repeated along those that it lacks."""
    return np.array(np.broadcast_to(found.along(indices), shape))


ZERO: How = t.ZERO
"""The gradient by what is taken for a constant."""
