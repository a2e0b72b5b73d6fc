"""Run an operation as wrong kernels would, so that the slip in a reader's own can be named by its numbers.

A kernel is wrong where one gradient in it is: what follows from that gradient is wrong too. The numbers are those of
the settings of the golden vectors; a wrong kernel that gives the right numbers in all of them is none.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, TypeAlias

import numpy as np
import sympy as sp

from generator.derive.graph import Graph
from generator.derive.reverse import Gradient, slope_name
from generator.engine import terms as t
from generator.engine.terms import Term
from generator.errors import DldzError
from generator.verify.arithmetic import MP
from generator.verify.labelled import Labelled, Numbers, Valuation, value
from generator.verify.operations import Drawn

PRECISION = 20
"""With so many digits wrong kernels are run: a reader's numbers have fewer."""

DIFFERS = 1e-4
"""A kernel is told from the right one where it is further off than this, relative to the largest component."""

Nested: TypeAlias = float | tuple["Nested", ...]
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


@dataclass(frozen=True)
class WrongKernel:
    """What a wrong kernel gives: for each setting the arrays that it has wrong, by name."""

    title: str
    arrays: tuple[tuple[tuple[str, Nested], ...], ...]


def wrong_kernels(
    graph: Graph, points: tuple[Drawn, ...], changes: Iterator[tuple[Change, Program]]
) -> tuple[WrongKernel, ...]:
    """Return the kernels that differ from the right one; of two with the same numbers the first."""
    found: dict[object, WrongKernel] = {}
    with MP.workdps(PRECISION):
        right = [right_arrays(graph, point) for point in points]
        for change, program in changes:
            reached = _reached(program, change)
            pairs = zip(points, right, strict=True)
            results = [_differing(_run(graph, reached, change, point), known) for point, known in pairs]
            if any(results) and all(np.all(np.isfinite(array)) for row in results for array in row.values()):
                key = tuple((name, array.shape, _rounded(array)) for row in results for name, array in row.items())
                rows = tuple(tuple((name, _nested(array)) for name, array in row.items()) for row in results)
                found.setdefault(key, WrongKernel(change.title, rows))
    return tuple(found.values())


def _rounded(array: Numbers) -> tuple[str, ...]:
    return tuple(f"{number + 0:.5g}" for number in array.reshape(-1))


def _nested(array: Numbers) -> Nested:
    """Return an array as nested tuples of seven digits, which is more than a name needs."""
    return tuple(map(_nested, array)) if array.ndim else float(f"{float(array):.7g}")


def right_arrays(graph: Graph, point: Drawn) -> Mapping[str, Numbers]:
    """Return the outputs and the gradients at a point, by name."""
    out = {one.name: _floats(point.point.arrays[one.base]) for one in graph.outputs}
    return out | {one.name: _floats(point.measured[one.name]) for one in graph.given if one.name in point.measured}


def _floats(array: Numbers) -> Numbers:
    return np.array(np.asarray(array).tolist(), dtype=float)


def _differing(results: Mapping[str, Numbers], right: Mapping[str, Numbers]) -> dict[str, Numbers]:
    """Return the arrays that are not the right ones."""
    return {name: array for name, array in results.items() if differs(array, right[name])}


def differs(array: Numbers, right: Numbers) -> bool:
    """Tell whether an array is another one, by its shape or its numbers."""
    if array.shape != right.shape:
        return True
    scale = max(float(np.max(np.abs(right), initial=0.0)), 1e-6)
    return not float(np.max(np.abs(array - right), initial=0.0)) < DIFFERS * scale


def _run(graph: Graph, program: Program, change: Change, drawn: Drawn) -> Mapping[str, Numbers]:
    """Return what the changed passes give: outputs and gradients.

    A kernel that has no value at a point gives nothing there.
    """
    try:
        start = change.start(drawn.point) if change.start else drawn.point
        point = _passed_back(graph, program, change, replace(drawn, point=start))
    except (DldzError, ZeroDivisionError, ValueError):
        return {}
    given = [one for one in graph.given if one.name in drawn.measured]
    results = {one.name: _floats(point.arrays[slope_name(one).base]) for one in given}
    return {**{one.name: _floats(point.arrays[one.base]) for one in graph.outputs}, **results}


def _passed_back(graph: Graph, program: Program, change: Change, drawn: Drawn) -> Valuation:
    """Return the point with the gradients of the changed pass; what nothing has changed stays as it was measured."""
    point, inner = drawn.point, tuple(one for one in program if one.of.value is not None)
    rounds = drawn.point.lengths[graph.recurrent] if graph.recurrent else 1
    for _ in range(rounds):  # each round of a recurrence is right for one more of its steps, from the end
        before = point
        for one in inner:
            point = _with_slope(point, one, change, drawn)
        if all(np.array_equal(before.arrays[one.name.base], point.arrays[one.name.base]) for one in inner):
            break
    for one in (one for one in program if one.of.value is None):
        point = _with_slope(point, one, change, drawn)
    return point


def _with_slope(point: Valuation, one: Gradient, change: Change, drawn: Drawn) -> Valuation:
    how = change.gradients.get(one.of.name, one.term)
    array = _aligned(how, one, point) if isinstance(how, sp.Basic) else how(point, drawn)
    return replace(point, arrays={**point.arrays, one.name.base: array})


def _aligned(term: Term, one: Gradient, point: Valuation) -> Numbers:
    shape = tuple(point.lengths[index.name] for index in one.of.indices)
    return aligned(value(term, point), one.of.indices, shape)


def aligned(found: Labelled, indices: tuple[sp.Symbol, ...], shape: tuple[int, ...]) -> Numbers:
    """Return a labelled array with its axes in this order, repeated along those that it lacks."""
    return np.array(np.broadcast_to(found.along(indices), shape))


def _reached(program: Program, change: Change) -> Program:
    """Return the gradients that a change reaches: all of them where it is in the forward pass."""
    if change.start:
        return program
    uses = {one.name.base: _bases(one.term) for one in program}
    found = {one.name.base for one in program if one.of.name in change.gradients}
    while more := {base for base, used in uses.items() if base not in found and not found.isdisjoint(used)}:
        found |= more
    return tuple(one for one in program if one.name.base in found)


@cache
def _bases(term: Term) -> set[Any]:
    return {part.base for part in term.atoms(sp.Indexed)}


ZERO: How = t.ZERO
"""The gradient by what is taken for a constant."""
