"""Which entry of the catalogue does a formula define, told by its values?

A newcomer adds another author's letter of a loss or an output to the tables.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

import numpy as np

from generator.catalogue.activations import ACTIVATIONS
from generator.errors import RestoreError
from generator.restore.arrays import FUNCTIONS, Array, same, shape_of, sigmoid
from generator.restore.nodes import (
    Call,
    Equation,
    Formula,
    Name,
    Node,
    Number,
    every,
    names_in,
    quantities,
    renamed,
)
from generator.restore.settings import LOSSES, Entry, Event, Slot, readable, slot_of
from generator.restore.values import measured
from generator.restore.world import World

LOSS_LETTERS = {"L", "C", "J", "E", "Loss", "loss", "Cost", "cost", r"\ell", "H", "D"}


OUTPUT_LETTERS = {"a", "y hat", "p", "h", "o", "s", "out", "output", "f", "g", "y", "q", r"\phi", r"\sigma"}


_CALLED_OF_ANYTHING = {"a", "A", "y hat", "Y hat"}
"""Letters of an output whatever it is taken of: ``A = sigmoid(w.T @ X + b)``."""


def _of_z(side: Node) -> Node:
    """Return a function of one argument as that of z."""
    return replace(side, arguments=(Name("z"),)) if isinstance(side, Call) and len(side.arguments) == 1 else side


def defines(formula: Formula, at: int) -> Event | None:
    """Return the definition that a formula puts in force: ``a = ...`` in z, ``L = ...`` in a and y, or a bare loss."""
    if not isinstance(formula, Equation):
        entry = entry_with_values(formula, LOSSES)
        return Event(at, slot_of(entry), is_loss=True) if entry else None
    if set(formula.relations) != {"="}:
        return None
    head = formula.sides[0]
    letter = head.function.letter if isinstance(head, Call) and not head.primes else getattr(head, "letter", "")
    if not isinstance(head, (Name, Call)) or (isinstance(head, Name) and head.layer is not None and head.letter != "a"):
        return None
    if letter in LOSS_LETTERS:
        return _event(formula.sides[1:], LOSSES, at)
    if letter in _CALLED_OF_ANYTHING and isinstance(head, Name) and head.layer is head.index is None:
        formula = replace(formula, sides=(head, *map(_of_z, formula.sides[1:])))
    if letter in OUTPUT_LETTERS or letter in _CALLED_OF_ANYTHING:
        return _event(formula.sides[1:], ACTIVATIONS, at, bare=letter == "a")
    return None


def _event(sides: tuple[Node, ...], entries: tuple[Entry, ...], at: int, *, bare: bool = False) -> Event | None:
    is_loss = entries is LOSSES
    for side in sides:
        if isinstance(side, Name) and not (bare and side.letter == "z"):
            continue
        for node in _in_usual_letters(side, is_loss=is_loss):
            entry = entry_with_values(node, entries)
            if entry:
                return Event(at, slot_of(entry), is_loss)
    for node in _in_usual_letters(sides[-1], is_loss=is_loss):
        letters = {x.letter for x in quantities(node)}
        if isinstance(node, Name) or not _known_calls(node) or (not is_loss and not bare):
            continue
        if letters <= {"e", r"\pi", *(("a", "y") if is_loss else ("z",))} and letters & {"a", "z"}:
            return Event(at, Slot(node), is_loss)
    return None


def _known_calls(node: Node) -> bool:
    """Tell whether every function in a node is one that has values by itself."""
    called = {x.function.letter.removeprefix("\\") for x in every(node, Call)}
    return called <= {*FUNCTIONS, "sigma", "max", "min"} and not any(x.primes for x in every(node, Call))


def _in_usual_letters(node: Node, *, is_loss: bool) -> Iterator[Node]:
    """Yield the node with its letters as the catalogue has them: a and y in a loss, z in an activation."""
    letters = [
        x
        for x in dict.fromkeys(x.letter for x in quantities(node))
        if x not in {"e", r"\pi", "i", "j", "k", "N", "m", "n"}
    ]
    wanted = ("a", "y") if is_loss else ("z",)
    if set(letters) <= {*wanted, "e"} or any(letter in wanted for letter in letters):
        yield node
        return
    if is_loss and len(letters) == 2:
        yield renamed(node, dict(zip(letters, ("a", "y"), strict=True)))
        yield renamed(node, dict(zip(letters, ("y", "a"), strict=True)))
    if not is_loss and len(letters) == 1:
        yield renamed(node, {letters[0]: "z"})
    if is_loss and len(letters) == 1 and letters[0] in {"y hat", "p", "h", "o"}:
        yield renamed(node, {letters[0]: "a"})


def entry_with_values(node: Node, entries: tuple[Entry, ...]) -> Entry | None:
    """Return the entry whose values the node has at a few points, if it is a formula in its letters."""
    letters = set(names_in(node))
    if isinstance(node, Number):
        return None
    for vector, points in ((False, _POINTS), (True, _VECTORS)):
        if not letters & {"a", "z"}:
            return None
        try:
            found = [_total(node, point) for point in points]
        except RestoreError:
            continue
        for entry in entries:
            if entry.vector == vector and entry.variable in letters and readable(entry):
                wanted = values_of(entry)
                if wanted and all(same(x, y) for x, y in zip(found, wanted, strict=True)):
                    return entry
    return None


@cache
def values_of(entry: Entry) -> tuple[Array, ...]:
    """Return the values of an entry at the points at which entries are recognised; none where it has none."""
    try:
        return tuple(_total(slot_of(entry).node, point) for point in (_VECTORS if entry.vector else _POINTS))
    except RestoreError:
        return ()


def _total(node: Node, point: Mapping[str, Array]) -> Array:
    """Return the value of a node at a point; of vectors their sum, for a loss is often written without its sum."""
    world = World({(letter, None): x for letter, x in point.items()}, functions={r"\sigma": sigmoid})
    for letter in sorted({x.index.letter for x in every(node, Name) if isinstance(x.index, Name)}):
        world = world.running(letter, 2)
    found = measured(node, world)
    return found.sum() if shape_of(found) else found


_POINTS: tuple[Mapping[str, Array], ...] = tuple(
    dict(zip("ayz", place, strict=True))
    for place in ((0.3, 0.6, -0.7), (0.8, 0.45, 1.9), (0.55, 0.15, 0.4), (0.9, 0.2, -2.6))
)


_VECTORS: tuple[Mapping[str, Array], ...] = tuple(
    {"N": 3.0, "a": np.array(a), "y": np.array(y), "z": np.array(z)}
    for a, y, z in (
        ((0.3, 0.6, 0.1), (0.2, 0.5, 0.3), (-0.7, 1.1, 0.4)),
        ((0.15, 0.4, 0.45), (0.9, 0.05, 0.05), (2.1, 0.3, -1.4)),
    )
)
