"""Do the sides of an equation have the same values, in the worlds in which it may be meant, and if not, where?"""

from collections.abc import Iterable, Iterator

import numpy as np

from generator.errors import RestoreError
from generator.restore.arrays import EXACT, Array, ShapeError, same, shape_of
from generator.restore.nodes import (
    Big,
    Branches,
    Call,
    Differential,
    Equation,
    Number,
    Slope,
    bound_in,
    every,
    names_in,
    walk,
)
from generator.restore.operators import CLOSE, holds
from generator.restore.values import measured
from generator.restore.world import Polynomial, World

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
    tolerance = CLOSE if any(x.kind == "integral" for x in every(formula, Big)) else EXACT
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


DIGITS, LARGE = 4, 10**7


def plain(x: object) -> str:
    """Return a number to four digits, or all of them before the point, with a real minus."""
    value = float(x)  # type: ignore[arg-type]
    whole = 10**DIGITS <= abs(value) < LARGE
    return (f"{value:.0f}" if whole else f"{value:.{DIGITS}g}").replace("-", "−")


def counter_example(formula: Equation, world: World, left: Array, right: Array) -> str:
    """Return where and by how much two sides differ."""
    first, second = np.broadcast_arrays(np.real(left), np.real(right)) if np.size(left) != np.size(right) else (
        np.real(np.asarray(left)), np.real(np.asarray(right)).reshape(shape_of(left)))  # fmt: skip
    apart = np.abs(first - second) / (1 + np.abs(first) + np.abs(second))
    entry = np.unravel_index(int(np.argmax(apart)), apart.shape) if apart.shape else ()
    where = "" if not apart.shape else f" in entry {', '.join(str(int(n) + 1) for n in entry)}"
    at = point(formula, world)
    numbers = f"{plain(first[entry])} on the left{where}, {plain(second[entry])} on the right"
    return f"at {at}: {numbers}" if at else numbers


def point(formula: Equation, world: World) -> str:
    """Return the values of the letters that occur, and of those that they follow from."""
    bound = bound_in(formula)
    letters = tuple(letter for letter in names_in(formula) if letter not in bound)
    if world.depth is not None:
        return f"a random network of {world.depth} layers"
    functions = [_function(x, world) for x in every(formula, Call)]
    wanted = [*letters, *(letter for letter in ("z", "y") if ("L", None) in world.rules and letter not in letters)]
    said = [*(_letter(letter, world) for letter in wanted), *dict.fromkeys(functions)]
    return ", ".join(filter(None, said))


def _function(call: Call, world: World) -> str:
    """Return the function that stands for one that the formula leaves open."""
    name = call.function.letter
    found = world.functions.get(name)
    return found.said(name.lstrip(chr(92)), len(call.arguments)) if isinstance(found, Polynomial) else ""


def _letter(letter: str, world: World) -> str:
    key = (letter, None)
    if letter in world.indices:
        return f"{letter} = {world.indices[letter]}"
    if letter in {"L", "N"} or (key not in world.known and key not in world.rules) or letter == r"\delta":
        return ""
    try:
        found = world.at(key)
    except RestoreError:
        return ""
    text = plain(found.real) if not shape_of(found) else f"({', '.join(map(plain, np.ravel(np.real(found))))})"
    return f"{letter.lstrip(chr(92))} = {text}"


def entry_text(formula: Equation, world: World) -> str:
    """Return numbers for a square Jacobian that was set equal to a vector: its diagonal against the vector."""
    if not any(every(formula, Slope)):
        return ""
    try:
        first, *rest = (measured(side, world) for side in formula.sides)
    except RestoreError:
        return ""
    other = next((x for x in rest if shape_of(x) != shape_of(first)), None)
    if other is None or len(shape_of(first)) != 2 or shape_of(other) != shape_of(first)[:1]:
        return ""
    numbers = f"even on its diagonal {plain(first[0, 0].real)} stands against {plain(other[0].real)}"
    return f"; at {point(formula, world)} {numbers}"
