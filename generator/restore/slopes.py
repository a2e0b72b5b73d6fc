"""Which value has a derivative in a world: how does something move with a letter?

A letter is moved by a tiny imaginary step, a slope of slopes also by real ones; nothing is differentiated by rules.
"""

from collections.abc import Callable

import numpy as np

from generator.errors import RestoreError
from generator.restore.arrays import (
    Array,
    number,
    shape_of,
)  # fmt: skip
from generator.restore.nodes import (
    Differential,
    Name,
    Slope,
    indices_of,
)  # fmt: skip
from generator.restore.roles import LOSSES
from generator.restore.values import component, key_of, value
from generator.restore.world import Key, World

STEP = 1e-30
"""How far a letter is moved along the imaginary axis: the error of the slope is near its square."""


_NEAR = 1e-3


_WEIGHTS = (3 / 4, -3 / 20, 1 / 60)
"""The step along the real axis and the weights of the sixth order, for slopes of slopes (Fornberg 1988)."""


def slope_at(function: Callable[[Array], Array], x: Array, order: int, world: World) -> Array:
    """Return the entrywise slope of a function of one number."""
    if order > 1:
        return _differences(lambda u: slope_at(function, u, order - 1, world), x)
    if world.stepping:
        return _differences(function, x)
    return np.imag(function(x + 1j * STEP)) / STEP


def _differences(function: Callable[[Array], Array], x: Array) -> Array:
    found: Array = 0.0
    for n, weight in enumerate(_WEIGHTS, start=1):
        found = found + weight * (function(x + n * _NEAR) - function(x - n * _NEAR))
    return found / _NEAR


def slope(node: Slope, world: World) -> Array:
    """Return the value of a derivative."""
    if node.of is None:
        raise RestoreError("a derivative of nothing")
    of = node.of
    if node.order > 1:
        of = Slope(node.of, node.by, node.order - 1)
    key = key_of(node.by, world)
    base = world.at(key)
    place = _place(node.by, base, world)
    if place is not None:
        return _moved(lambda w: value(of, w), key, base, place, world)
    found = gradient(lambda w: value(of, w), key, world)
    if isinstance(of, Name) and of != node.by and not np.any(found) and _idle(of, key, world):
        raise RestoreError(f"nothing depends on {node.by.letter} here")
    return found


def _idle(of: Name, key: Key, world: World) -> bool:
    """Tell whether a letter is given, and a loss does not depend on it, or nothing that is worked out here."""
    worked_out = [key_of(of, world)] if of.letter in LOSSES else list(world.rules)
    return key not in world.rules and not any(world.depends(other, key) for other in worked_out)


def _place(name: Name, base: Array, world: World) -> tuple[int, ...] | None:
    """Return at which entry a letter is moved; None where all of them are."""
    indices = indices_of(name)
    if world.examples and name.layer is not None:
        indices = (name.layer, *indices)
    if not indices or not shape_of(base):
        return None
    found = tuple(int(number(value(index, world))) - 1 for index in indices)[: len(shape_of(base))]
    if any(not 0 <= n < size for n, size in zip(found, shape_of(base), strict=False)):
        raise RestoreError("an index out of range")
    return found


def gradient(function: Callable[[World], Array], key: Key, world: World) -> Array:
    """Return the derivative of what the function finds by a letter: the shape of the value, then that of the letter."""
    base = world.at(key)
    sizes = shape_of(base)
    if not sizes:
        return _moved(function, key, base, (), world)
    slopes = [np.asarray(_moved(function, key, base, place, world)) for place in np.ndindex(sizes)]
    found = np.stack(slopes, axis=-1).reshape((*slopes[0].shape, *sizes))
    return found if found.shape else found[()]


def _moved(function: Callable[[World], Array], key: Key, base: Array, place: tuple[int, ...], world: World) -> Array:
    def at(step: complex) -> Array:
        if not shape_of(base):
            return function(world.moved(key, base + step, stepping=True))
        moved = np.array(base, dtype=complex)
        moved[place] += step
        return function(world.moved(key, moved, stepping=True))

    if world.stepping:
        return _differences(at, 0.0)
    return np.imag(at(1j * STEP)) / STEP


def differential(node: Differential, world: World) -> Array:
    """Return the value of dz: the derivative of the loss, unless the world says otherwise."""
    key = key_of(node.name, world)
    if ("d" + key[0], key[1]) in world.rules:
        found = world.at(("d" + key[0], key[1]))
    elif world.depends(world.loss, key):
        found = gradient(lambda w: w.at(w.loss), key, world)
    else:
        raise RestoreError("the loss does not depend on it, as far as is known")
    if world.examples and node.name.layer is not None and shape_of(found):
        found = component(found, (node.name.layer,), world)
    return found if node.name.index is None else component(found, indices_of(node.name), world)
