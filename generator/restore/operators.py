"""Which value has in a world what acts on a formula: a derivative, an integral, a choice by cases?

A letter is moved by a tiny imaginary step, a slope of slopes also by real ones; nothing is differentiated by rules. An
integral is taken by Gauss's rule, for a half line in pieces. A region such as ``x^2 + y^2 <= R^2`` is cut into strips:
its edge is a quadratic in each variable, so three values of its equation tell where it lies.
"""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from generator.errors import RestoreError
from generator.restore.arrays import Array, number, shape_of
from generator.restore.nodes import Big, Branches, Differential, Equation, Name, Node, Slope, indices_of
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


CLOSE = 1e-7
"""Integrals whose relative difference is below this are the same."""
_FOLDS = 2
_FAR = 60.0
"""Where a half line is cut: beyond it e to the minus x has nothing left."""


def integral(node: Big, world: World) -> Array:
    """Return the value of a definite integral. Raises ``RestoreError`` for any other, and for more than two folds."""
    if len(node.variables) > _FOLDS:
        raise RestoreError("an integral of an unknown function over a space")
    region = node.bounds[0][0]
    if isinstance(region, Equation) and region.relations == ("<=",) and len(node.variables) == _FOLDS:
        return _over_region(node, region, world)
    if len(node.bounds) != len(node.variables):
        raise RestoreError("an integral without its limits")
    return _iterated(node, tuple(_limits(pair, world) for pair in node.bounds), world)


def _limits(pair: tuple[Node | Equation | None, Node | None], world: World) -> tuple[float, float]:
    lower, upper = pair
    if isinstance(lower, Equation) and lower.relations == ("=",):
        lower = lower.sides[1]
    if lower is None or upper is None or isinstance(lower, Equation):
        raise RestoreError("an integral without its limits")
    return number(value(lower, world)), number(value(upper, world))


def _iterated(node: Big, limits: tuple[tuple[float, float], ...], world: World) -> float:
    """Return the integral; the variables are written from the inside out, the limits from the outside in."""
    names = tuple(reversed(node.variables))

    def body(*places: float) -> float:
        return number(value(node.body, _placed(world, *zip(names, places, strict=True))))

    if len(limits) == 1:
        return _along(body, *limits[0])
    return gauss(lambda x: gauss(lambda y: body(x, y), *limits[1]), *limits[0])


def _along(function: Callable[[float], float], low: float, high: float) -> float:
    """Return the integral over an interval or a half line, piece by piece."""
    if math.isinf(low):
        raise RestoreError("an integral over a whole line")
    if not math.isinf(high):
        return gauss(function, low, high)
    edges = [low, low + 1, low + 4, low + 10, low + 20, low + 35, low + _FAR]
    return sum(gauss(function, *pair) for pair in pairwise(edges))


def between(node: Big, low: float, high: float, world: World) -> float:
    """Return the integral over its variable from one number to another, whatever limits are written."""
    return _iterated(node, ((low, high),), world)


def gauss(function: Callable[[float], float], low: float, high: float) -> float:
    """Return the integral of a smooth function by Gauss's rule."""
    if not math.isfinite(high - low):
        raise RestoreError("an integral over a plane")
    half, middle = (high - low) / 2, (high + low) / 2
    return half * sum(weight * function(middle + half * node) for node, weight in _RULE)


_RULE = tuple((float(node), float(weight)) for node, weight in zip(*np.polynomial.legendre.leggauss(16), strict=True))


def _over_region(node: Big, region: Equation, world: World) -> float:
    """Return the integral, the outer variable on a sine, so that the ends of the strips are smooth too."""
    first, second = node.variables

    def edge(x: float, y: float) -> float:
        inner = _placed(world, (first, x), (second, y))
        return number(value(region.sides[0], inner)) - number(value(region.sides[1], inner))

    def strip(x: float) -> float:
        return gauss(
            lambda y: number(value(node.body, _placed(world, (first, x), (second, y)))), *_inside(lambda y: edge(x, y))
        )

    low, high = _inside(lambda x: edge(x, 0.0))
    half, middle = (high - low) / 2, (high + low) / 2
    return half * gauss(lambda t: math.cos(t) * strip(middle + half * math.sin(t)), -math.pi / 2, math.pi / 2)


def _placed(world: World, *places: tuple[Name, float]) -> World:
    for name, place in places:
        world = world.moved(key_of(name, world), place)
    return world


def _inside(edge: Callable[[float], float]) -> tuple[float, float]:
    """Return between which roots a quadratic is negative."""
    left, middle, right = (edge(n) for n in (-1.0, 0.0, 1.0))
    square, linear = (left + right) / 2 - middle, (right - left) / 2
    inside = linear**2 - 4 * square * middle
    if square <= 0 or inside < -CLOSE:
        raise RestoreError("an integral over a region that is not read")
    root = math.sqrt(max(inside, 0.0))
    return (-linear - root) / (2 * square), (-linear + root) / (2 * square)


def branches(node: Branches, world: World) -> Array:
    """Return the value of the first branch whose condition holds; entry by entry where it is about an array."""
    if any(condition is not None and _wide(condition, world) for _, condition in node.branches):
        return _entrywise_branches(node, world)
    for found, condition in node.branches:
        if condition is None or holds(condition, world):
            return value(found, world)
    raise RestoreError("a point that no branch is about")


def _wide(condition: Equation, world: World) -> bool:
    return any(shape_of(value(side, world)) for side in condition.sides)


def _entrywise_branches(node: Branches, world: World) -> Array:
    """Return what the branches give entry by entry, where the condition is about an array."""
    found: Array = None
    for inner, condition in reversed(node.branches):
        values = value(inner, world)
        if condition is None or found is None:
            found = values
            continue
        sides = [np.real(value(side, world)) for side in condition.sides]
        _check_classes(condition, sides, world)
        sign = condition.relations[0]
        where = np.vectorize(_COMPARED[sign], otypes=[bool])(*sides[:2])
        found = np.where(where, values, found)
    return found


def holds(condition: Equation, world: World) -> bool:
    """Tell whether a condition holds. Raises ``RestoreError`` where it says nothing about numbers."""
    sides = [number(value(side, world)) for side in condition.sides]
    _check_classes(condition, sides, world)
    return all(
        _COMPARED[sign](left, right) for sign, left, right in zip(condition.relations, sides, sides[1:], strict=False)
    )


def _check_classes(condition: Equation, sides: Sequence[Array], world: World) -> None:
    """Raise ``RestoreError`` where an index is set equal to what is no whole number: y = k is about a class y."""
    running = any(isinstance(side, Name) and side.letter in world.indices for side in condition.sides)
    if running and condition.relations == ("=",) and not all(np.all(np.mod(side, 1) == 0) for side in sides):
        raise RestoreError("an index that is equal to no whole number")


def _near(x: float, y: float) -> bool:
    return abs(x - y) <= 1e-12 * (1 + abs(x) + abs(y))


_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "=": _near, "~": _near, "!=": lambda x, y: not _near(x, y), "<": lambda x, y: x < y, ">": lambda x, y: x > y,
    "<=": lambda x, y: x <= y, ">=": lambda x, y: x >= y,
}  # fmt: skip
