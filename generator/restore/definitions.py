"""Which value has an activation, a loss or what a post defines, with parameters as letters?"""

from collections.abc import Mapping

import numpy as np
from sympy import Interval, Set

from generator.errors import RestoreError
from generator.restore.arrays import Array, shape_of, sigmoid
from generator.restore.nodes import Branches, Call, Name, Node, indices_of, names_in, walk
from generator.restore.roles import LOSSES
from generator.restore.settings import Setting, Slot, parameters
from generator.restore.values import value
from generator.restore.world import Key, World


def ranges_of(setting: Setting) -> dict[str, Set]:
    """Return the parameters of a setting where they are letters, each with the numbers that are drawn for it."""
    slots = (slot for slot in (setting.activation, setting.loss) if slot is not None and slot.entry is not None)
    found = ((slot, parameters(slot.entry)) for slot in slots if slot.entry is not None)
    return {x: _near(held) for slot, known in found for x, held in known.items() if x in names_in(slot.node)}


def _near(held: Set) -> Set:
    """Return the part of a set that is not above the other letters, so that both sides of a corner are tried."""
    found = held & Interval(-1, 1)
    return found if found.measure else held


def others_of(slot: Slot, world: World) -> dict[Key, Array]:
    """Return the values of an entry's parameters, where they are letters."""
    return (
        {(x, None): world.at((x, None)) for x in names_in(slot.node) if x in parameters(slot.entry)}
        if slot.entry
        else {}
    )


def applied(node: Node, z: Array, others: Mapping[Key, Array] | None = None, *, vector: bool = False) -> Array:
    """Return an activation, whose definition is written in z, at a number or at every number of an array."""
    others = others or {}
    if vector:
        world = World({**others, ("z", None): z, ("N", None): float(len(z))}, functions={r"\sigma": sigmoid})
        return np.array([value(node, world.running("i", n)) for n in range(1, len(z) + 1)])
    if not shape_of(z) or not any(isinstance(x, (Branches, Call)) for x in walk(node)):
        return value(node, World({**others, ("z", None): z}, functions={r"\sigma": sigmoid})) + 0 * z
    found = [value(node, World({**others, ("z", None): x}, functions={r"\sigma": sigmoid})) for x in z.ravel()]
    return np.array(found).reshape(z.shape)


def lost(slot: Slot, a: Array, y: Array, others: Mapping[Key, Array] | None = None) -> Array:
    """Return a loss, whose definition is written in a and y: of numbers, or the sum over a vector."""
    vector = bool(slot.entry and slot.entry.vector)
    if not shape_of(a) or vector:
        known: dict[Key, Array] = {**(others or {}), ("a", None): a, ("y", None): y, ("N", None): float(np.size(a))}
        return value(slot.node, World(known, functions={r"\sigma": sigmoid}))
    pairs = zip(np.ravel(a), np.ravel(y), strict=True)
    return sum(
        value(slot.node, World({**(others or {}), ("a", None): p, ("y", None): q}, functions={r"\sigma": sigmoid}))
        for p, q in pairs
    )


def defined(head: Name, node: Node, size: int, world: World) -> Array:
    """Return what a post defines: a number, or a vector whose index is that of the head."""
    places = [index for index in indices_of(head) if isinstance(index, Name)]
    if not places:
        found = value(node, world)
        return found.sum() if head.letter in LOSSES and shape_of(found) else found
    if len(places) > 1:
        raise RestoreError("a matrix that the post defines")
    return np.array([value(node, world.running(places[0].letter, n)) for n in range(1, size + 1)])
