"""Which value do branches give, and where does a condition hold?"""

from collections.abc import Callable

import numpy as np

from generator.errors import RestoreError
from generator.restore.arrays import (
    Array,
    number,
    shape_of,
)  # fmt: skip
from generator.restore.nodes import (
    Branches,
    Equation,
)  # fmt: skip
from generator.restore.values import value
from generator.restore.world import World


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
        sign = condition.relations[0]
        where = np.vectorize(_COMPARED[sign], otypes=[bool])(*sides[:2])
        found = np.where(where, values, found)
    return found


def holds(condition: Equation, world: World) -> bool:
    """Tell whether a condition holds. Raises ``RestoreError`` where it says nothing about numbers."""
    sides = [number(value(side, world)) for side in condition.sides]
    return all(
        _COMPARED[sign](left, right) for sign, left, right in zip(condition.relations, sides, sides[1:], strict=False)
    )


def _near(x: float, y: float) -> bool:
    return abs(x - y) <= 1e-12 * (1 + abs(x) + abs(y))


_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "=": _near, "~": _near, "!=": lambda x, y: not _near(x, y), "<": lambda x, y: x < y, ">": lambda x, y: x > y,
    "<=": lambda x, y: x <= y, ">=": lambda x, y: x >= y,
}  # fmt: skip
