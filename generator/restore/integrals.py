"""Which value has an integral in a world?

By quadrature, to some 15 digits. A region such as ``x^2 + y^2 <= R^2`` is cut into strips: its edge is a quadratic in
each variable, so three values of its equation tell where it lies.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from generator.errors import RestoreError
from generator.restore.arrays import Array, number
from generator.restore.nodes import Big, Equation, Name, Node
from generator.restore.values import key_of, value
from generator.restore.world import World
from generator.verify.arithmetic import MP

Number: TypeAlias = Any
"""A number of mpmath's, which ships no types."""

DIGITS = 15
CLOSE = MP.mpf(10) ** -9
"""Integrals whose relative difference is below this are the same."""
_FOLDS = 2


def integral(node: Big, world: World) -> Array:
    """Return the value of a definite integral. Raises ``RestoreError`` for any other, and for more than two folds."""
    if len(node.variables) > _FOLDS:
        message = "an integral of an unknown function over a space"
        raise RestoreError(message)
    region = node.bounds[0][0]
    if isinstance(region, Equation) and region.relations == ("<=",) and len(node.variables) == _FOLDS:
        return number(_over_region(node, region, world))
    if len(node.bounds) != len(node.variables):
        message = "an integral without its limits"
        raise RestoreError(message)
    return number(_iterated(node, tuple(_limits(pair, world) for pair in node.bounds), world))


def _limits(pair: tuple[Node | Equation | None, Node | None], world: World) -> tuple[Number, Number]:
    lower, upper = pair
    if isinstance(lower, Equation) and lower.relations == ("=",):
        lower = lower.sides[1]
    if lower is None or upper is None or isinstance(lower, Equation):
        message = "an integral without its limits"
        raise RestoreError(message)
    return value(lower, world)[()], value(upper, world)[()]


def _iterated(node: Big, limits: tuple[tuple[Number, Number], ...], world: World) -> Number:
    """Return the integral; the variables are written from the inside out, the limits from the outside in."""
    names = tuple(reversed(node.variables))

    def body(*places: Number) -> Number:
        return value(node.body, _placed(world, *zip(names, places, strict=True)))[()]

    with MP.workdps(DIGITS + 5):
        if len(limits) == 1:
            return MP.quad(body, *limits)
        return gauss(lambda x: gauss(lambda y: body(x, y), *limits[1]), *limits[0])


def between(node: Big, low: Number, high: Number, world: World) -> Number:
    """Return the integral over its variable from one number to another, whatever limits are written."""
    return _iterated(node, ((low, high),), world)


def gauss(function: Callable[[Number], Number], low: Number, high: Number) -> Number:
    """Return the integral of a smooth function by Gauss's rule."""
    if not MP.isfinite(high - low):
        message = "an integral over a plane"
        raise RestoreError(message)
    half, middle = (high - low) / 2, (high + low) / 2
    return half * sum(weight * function(middle + half * node) for node, weight in _RULE)


_RULE = tuple(
    (MP.mpf(float(node)), MP.mpf(float(weight)))
    for node, weight in zip(*np.polynomial.legendre.leggauss(16), strict=True)
)


def _over_region(node: Big, region: Equation, world: World) -> Number:
    """Return the integral, the outer variable on a sine, so that the ends of the strips are smooth too."""
    first, second = node.variables

    def edge(x: Number, y: Number) -> Number:
        inner = _placed(world, (first, x), (second, y))
        return value(region.sides[0], inner)[()] - value(region.sides[1], inner)[()]

    def strip(x: Number) -> Number:
        return gauss(
            lambda y: value(node.body, _placed(world, (first, x), (second, y)))[()], *_inside(lambda y: edge(x, y))
        )

    with MP.workdps(DIGITS + 5):
        low, high = _inside(lambda x: edge(x, MP.mpf(0)))
        half, middle = (high - low) / 2, (high + low) / 2
        return half * gauss(lambda t: MP.cos(t) * strip(middle + half * MP.sin(t)), -MP.pi / 2, MP.pi / 2)


def _placed(world: World, *places: tuple[Name, Number]) -> World:
    for name, place in places:
        world = world.moved(key_of(name, world), number(place))
    return world


def _inside(edge: Callable[[Number], Number]) -> tuple[Number, Number]:
    """Return between which roots a quadratic is negative."""
    left, middle, right = (edge(MP.mpf(n)) for n in (-1, 0, 1))
    square, linear = (left + right) / 2 - middle, (right - left) / 2
    inside = linear**2 - 4 * square * middle
    if square <= 0 or inside < -CLOSE:
        message = "an integral over a region that is not read"
        raise RestoreError(message)
    root = MP.sqrt(max(inside, MP.mpf(0)))
    return (-linear - root) / (2 * square), (-linear + root) / (2 * square)
