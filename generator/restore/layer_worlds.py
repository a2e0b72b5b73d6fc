"""In which worlds is a formula about a layer judged: its record's quantities, and their gradients as measured?

``verify.operations`` draws the arrays of a record and measures the gradient by each of them; here they get the names
and the shapes of an author: a single example, examples in rows or in columns, weights either way round.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from generator.catalogue.layer_letters import LETTERS, Letters
from generator.catalogue.operation import Operation
from generator.catalogue.operations import OPERATIONS
from generator.derive.graph import Graph
from generator.derive.reading import read, read_claim
from generator.restore.arrays import Array, sigmoid
from generator.restore.world import World
from generator.verify.labelled import Valuation, value
from generator.verify.operations import drawn

if TYPE_CHECKING:
    from generator.restore.world import Key

Named: TypeAlias = tuple[tuple[str, ...], Array]
"""An array with the letters of its axes."""
Shape: TypeAlias = Callable[[str, Named], Array]
_CARRIED = "nothing but the output passes on a gradient"


@dataclass(frozen=True)
class Way:
    """A way to write a layer: the letters that have a value in it, its world, and what it takes for granted.

    ``columns`` has its examples in columns; in one that is ``indexed`` a quantity has an index for each of its axes.
    """

    operation: Operation
    said: str
    letters: frozenset[str]
    own: frozenset[str]
    columns: bool
    indexed: bool
    build: Callable[[], World]

    @cached_property
    def world(self) -> World:
        """The world, built when it is first asked for."""
        return self.build()


LAYERS = tuple(
    one for one in OPERATIONS if one.axes[0].means in {"examples", "rows", "queries"} and len(one.axes) < 5
    and all(array.name.count(",") < 2 for array in one.arrays)
)  # fmt: skip
"""The layers whose arrays are matrices."""


@cache
def ways(operation: Operation) -> tuple[Way, ...]:
    """Return all ways to write a layer, those that take nothing for granted first."""
    rows = [one for one in LETTERS if operation.id in one.layers] or [Letters(())]
    plain = [_way(operation, "", row, shape) for row in rows for shape in _shapes(operation)]
    if not operation.also:
        return tuple(plain)
    alone = replace(operation, also=())
    return (*plain, *(_way(alone, _CARRIED, row, shape) for row in rows for shape in _shapes(operation)))


def _shapes(operation: Operation) -> tuple[str, ...]:
    single = operation.axes[0].means in {"examples", "rows"}
    weights = any("[n" not in array.name and "," in array.name for array in operation.arrays)
    turned = ("turned", "columns") if weights and single else ()
    return (*(("one",) if single else ()), "rows", *turned, *(_INDEXED if single else _INDEXED[:1]))


def _way(operation: Operation, said: str, row: Letters, shape: str) -> Way:
    graph = read(operation)
    names = {one.name for one in (*graph.given, *graph.defined)}
    letters = {*names, *row.same, *row.terms, *(axis.size.lower() for axis in operation.axes), "out", "y_out"}
    letters |= {f"{name}_out" for name in operation.also}
    return Way(
        operation,
        said,
        frozenset(letters),
        frozenset(names),
        shape == "columns",
        shape in _INDEXED,
        partial(_world, operation, row, shape),
    )


@cache
def _arrays(operation: Operation, *, one: bool) -> tuple[Graph, Mapping[str, Named], Valuation]:
    """Return the quantities of an operation and their gradients, of one example or of several."""
    graph = read(operation)
    first = operation.axes[0].size
    setting = next(
        (s for s in operation.settings if (dict(s.sizes)[first] == 1) == one and (one or len(set(s.sizes)) > 1)),
        operation.settings[0],
    )
    found = drawn(graph, setting)
    every = (*graph.given, *graph.defined)
    axes = {x.name: tuple(index.name for index in x.indices) for x in every}
    axes |= {f"d{name}": letters for name, letters in axes.items()} | {f"d{name}_out": axes[name] for name in axes}
    arrays = found.point.arrays
    named: dict[str, Named] = {x: (axes[x], np.array(data, dtype=float)) for x, data in arrays.items() if x in axes}
    named |= {str(letter).lower(): ((), float(number)) for letter, number in found.point.letters.items()}
    return graph, named, found.point


def _world(operation: Operation, row: Letters, shape: str) -> World:
    """Return the world of a layer with another author's letters."""
    graph, named, point = _arrays(operation, one=shape == "one")
    found = dict(named)
    for other, name in {**row.same, "out": graph.output.name, "dout": "dout"}.items():
        found |= {other: named[name]} if name in named else {}
        found |= {f"d{other}": named[f"d{name}"]} if f"d{name}" in named else {}
    for other, term in row.terms.items():
        got = value(read_claim(term, graph), point)
        found[other] = (tuple(axis.name for axis in got.axes), np.array(got.data, dtype=float))
    batch = operation.axes[0].letter
    shaped = {name: _SHAPES[shape](batch, one) for name, one in found.items()}
    rules: dict[Key, Callable[[World], Array]] = {
        (name, None): partial(_constant, data) for name, data in shaped.items() if name[0] == "d" and len(name) > 1
    }
    known: dict[Key, Array] = {(name, None): data for name, data in shaped.items()}
    return World(known, rules, {r"\sigma": sigmoid, "softmax": _shares}, loss=("no loss", None))


def _shares(scores: Array) -> Array:
    """Return the softmax along the last axis."""
    weights = np.exp(scores)
    return weights / weights.sum(axis=-1, keepdims=True)


def _constant(data: Array, _world: World) -> Array:
    return data


def _one(batch: str, named: Named) -> Array:
    """Return what an array is for a single example."""
    axes, data = named
    found = np.take(data, 0, axis=axes.index(batch)) if batch in axes else data
    return found if np.ndim(found) else float(found)


def _rows(batch: str, named: Named) -> Array:
    axes, data = named
    if np.ndim(data) != 1:
        return data if np.ndim(data) else float(data)
    return data[:, None] if axes == (batch,) else data[None, :]


def _turned(batch: str, named: Named) -> Array:
    """Return rows of examples beside weights the other way round: Y = X W."""
    return _rows(batch, named).T if batch not in named[0] and np.ndim(named[1]) > 1 else _rows(batch, named)


def _columns(batch: str, named: Named) -> Array:
    weights = batch not in named[0] and np.ndim(named[1]) > 1
    return _rows(batch, named) if weights or not np.ndim(named[1]) else _rows(batch, named).T


def _whole(_batch: str, named: Named) -> Array:
    return named[1] if np.ndim(named[1]) else float(named[1])


def _feature(batch: str, named: Named) -> Array:
    """Return what an array is for a single feature: one number of each example, or of all."""
    axes, data = named
    found = np.asarray(data)[tuple(slice(None) if axis == batch else 0 for axis in axes)]
    return found if np.ndim(found) else float(found)


_INDEXED = ("whole", "example", "feature")
"""The ways to write a layer with indices: with all of them, with those of one example, and with that of examples."""
_SHAPES: Mapping[str, Shape] = {
    "one": _one, "rows": _rows, "turned": _turned, "columns": _columns,
    "whole": _whole, "example": _one, "feature": _feature,
}  # fmt: skip
