"""Does an inequality hold wherever its sides have values: ``σ'(z) ≤ 1/4``, ``0 < σ(z) < 1``?

One letter is moved over a grid that holds zero, where most bounds of slopes are reached. An inequality that fails
somewhere is a condition unless it bounds a derivative, or something from both sides.
"""

import random
from collections.abc import Iterator

from generator.errors import RestoreError
from generator.restore import units, worlds
from generator.restore.about import cases_of
from generator.restore.compare import plain
from generator.restore.nodes import (
    Call,
    Differential,
    Equation,
    Name,
    Number,
    Operation,
    Slope,
    every,
    names_in,
    quantities,
    walk,
)
from generator.restore.operators import holds
from generator.restore.place import Finding, Place
from generator.restore.values import measured
from generator.restore.world import World

ORDERS = {"<", ">", "<=", ">="}
_GRID = (0.0, 1e-3, -1e-3, *(sign * n / 20 for n in range(1, 121) for sign in (1, -1)), 8.0, -8.0, 15.0, -15.0)
_CLOSE, _FAR = 1e-5, 4.0
"""How close both sides are where numbers tell no longer which is larger, except at zero; where to look closer."""
CONDITION = Finding("fragment", "a condition or an unfinished formula: it states no equality to check")


def states(formula: Equation) -> bool:
    """Tell whether an inequality says something of a function or a derivative, and is no mere range of a letter."""
    ordered = bool(ORDERS & set(formula.relations)) and set(formula.relations) <= {*ORDERS, "="}
    return ordered and any(map(_is_function, walk(formula))) and not _mixed(formula)


def _is_function(node: object) -> bool:
    """Tell whether a node is a function's value, a power of e or a derivative."""
    powers = isinstance(node, Operation) and node.kind == "power" and node.parts[0] == Name("e")
    return powers or isinstance(node, (Call, Slope))


def _mixed(formula: Equation) -> bool:
    """Tell whether a differential stands by itself, which has no value at a point of one letter."""
    return any(every(formula, Differential))


def judged(formula: Equation, place: Place, kind: str) -> Finding:
    """Return the verdict on an inequality that states something."""
    points, failing = 0, ""
    pairs = [Equation(formula.sides[n : n + 2], (sign,)) for n, sign in enumerate(formula.relations)]
    for world in _worlds(formula, place, kind):
        for pair in pairs:
            for at, placed in _placed(formula, pair, world, kind):
                held = _holds(pair, placed, at)
                points += held is not None
                failing = failing or (_said(pair, placed, at) if held is False else "")
    if not points:
        return Finding("not judged", "an inequality that has no value in any case of the catalogue")
    if not failing:
        return Finding("true", "it holds wherever it was tried: from −15 to 15, and at 0")
    return Finding("false", failing) if _bounds(formula) else CONDITION


def _bounds(formula: Equation) -> bool:
    """Tell whether it bounds a derivative, or something between two numbers: that is claimed, and no condition."""
    slopes = any(isinstance(x, Slope) or (isinstance(x, Call) and x.primes) for x in walk(formula))
    ends = formula.sides[0], formula.sides[-1]
    between = len(formula.sides) > 2 and all(isinstance(x, Number) or not names_in(x) for x in ends)
    return slopes or between


def _worlds(formula: Equation, place: Place, kind: str) -> Iterator[World]:
    if kind == "unit":
        for setting in cases_of(formula, place, kind):
            yield worlds.world_of(units.scene_of(formula, place, setting), random.Random(place.seed))  # noqa: S311 - points, not secrets
        return
    yield from (world for world, _ in units.free(formula, place))


def _placed(formula: Equation, pair: Equation, world: World, kind: str) -> Iterator[tuple[float, World]]:
    """Yield the world with its one letter over the grid, closer where both sides come close; none where it has several."""  # noqa: E501 - one row a line
    letters = {x.letter for x in quantities(formula)} - {"e", r"\pi"}
    key = world.inner if kind == "unit" else (letters.pop(), None) if len(letters) == 1 else None
    if key is None or not world.knows(key):
        return
    places = [(value, world.moved(key, value)) for value in _GRID]
    yield from places
    near = min((place for place in places if abs(place[0]) < _FAR), key=lambda place: _gap(pair, place[1]))[0]
    yield from ((near + n / 500, world.moved(key, near + n / 500)) for n in range(-25, 26))


def _gap(pair: Equation, world: World) -> float:
    """Return how far apart both sides are; infinity where one has no value."""
    try:
        left, right = (measured(side, world) for side in pair.sides)
        return float(abs(left - right))
    except (RestoreError, ArithmeticError, ValueError, TypeError):
        return float("inf")


def _holds(pair: Equation, world: World, at: float) -> bool | None:
    try:
        left, right = (complex(measured(side, world)) for side in pair.sides)
        if abs(left.imag) + abs(right.imag) > _CLOSE:
            return None
        if holds(pair, world):
            return True
    except (RestoreError, ArithmeticError, ValueError, TypeError):
        return None
    close = abs(left - right) <= _CLOSE * (1 + abs(left))
    return None if close and at else False


def _said(pair: Equation, world: World, at: float) -> str:
    left, right = (plain(measured(side, world).real) for side in pair.sides)
    return f"at {plain(at)}: {left} on the left, {right} on the right"
