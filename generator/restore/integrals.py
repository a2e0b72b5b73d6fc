"""Which value has an integral in a world?

By Gauss's rule, and for a half line by the substitution x = t / (1 - t). A region such as ``x^2 + y^2 <= R^2`` is cut
into strips: its edge is a quadratic in each variable, so three values of its equation tell where it lies.
"""

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np

from generator.errors import RestoreError
from generator.restore.arrays import Array, number
from generator.restore.nodes import Big, Equation, Name, Node
from generator.restore.values import key_of, value
from generator.restore.world import World

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
