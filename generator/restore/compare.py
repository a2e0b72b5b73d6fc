"""Do the sides of an equation have the same values, in the worlds in which it may be meant?"""

from collections.abc import Iterable, Iterator

import numpy as np

from generator.errors import RestoreError
from generator.restore.arrays import EXACT, Array, ShapeError, same
from generator.restore.branches import holds
from generator.restore.counter import counter_example, entry_text
from generator.restore.integrals import CLOSE
from generator.restore.nodes import Big, Branches, Differential, Equation, Number, Slope, walk
from generator.restore.values import measured
from generator.restore.world import World

NETWORK = {"W", "Z", "A", "X", "Y", "Y hat", "W hat"}
"""Letters that only a network has."""
SHAPES = "the shapes differ"
TRUE, UNDECIDED = "", "?"
"""What is said of an equation besides a counter-example."""


def outcome(formula: Equation, worlds: Iterable[World], indices: tuple[str, ...] = (), most: int = 2) -> str:
    """Return nothing where the equation holds, a counter-example where it does not, ``?`` where nothing decides."""
    decided = False
    for world in worlds:
        for placed in at_all(indices, world, most):
            found = compared(formula, placed)
            if found not in {TRUE, UNDECIDED}:
                return found
            decided |= found == TRUE
    return TRUE if decided else UNDECIDED


def at_all(indices: tuple[str, ...], world: World, most: int = 2) -> Iterator[World]:
    """Yield the world with each index at the first places: by symmetry that is i = j, and i other than j."""
    if not indices:
        yield world
        return
    for n in range(1, most + 1):
        yield from at_all(indices[1:], world.running(indices[0], n), most)


def _empty(formula: Equation, found: Array) -> bool:
    """Tell whether derivatives vanish on every side, and none says so: nothing depends on their letter here."""
    slopes = any(isinstance(x, (Slope, Differential)) for x in walk(formula.sides[0]))
    states = any(isinstance(side, (Number, Branches)) for side in formula.sides)
    return slopes and not states and not np.any(found)


def compared(formula: Equation, world: World) -> str:
    """Return nothing, a counter-example, or ``?``, for one world; ``?`` also where the formula's condition fails."""
    tolerance = CLOSE if any(isinstance(x, Big) and x.kind == "integral" for x in walk(formula)) else EXACT
    try:
        if formula.condition is not None and not holds(formula.condition, world):
            return UNDECIDED
        first, *rest = (measured(side, world) for side in formula.sides)
        other = next((other for other in rest if not same(first, other, tolerance)), None)
        if other is None and _empty(formula, first):
            return UNDECIDED
        return TRUE if other is None else counter_example(formula, world, first, other)
    except ShapeError as error:
        return f"{SHAPES}: {error}{entry_text(formula, world)}"
    except RestoreError:
        return UNDECIDED
    except (ArithmeticError, ValueError, TypeError, IndexError):
        return UNDECIDED
