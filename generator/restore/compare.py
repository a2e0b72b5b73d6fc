"""Do the sides of an equation have the same values, in the worlds in which it may be meant?"""

import random
from collections.abc import Iterator
from functools import lru_cache

from generator.errors import RestoreError
from generator.restore import worlds
from generator.restore.arrays import EXACT, ShapeError, same
from generator.restore.counter import counter_example, entry_text
from generator.restore.integrals import CLOSE
from generator.restore.nodes import Big, Equation, Name, Number, names_in, walk
from generator.restore.place import Place
from generator.restore.settings import Setting
from generator.restore.values import measured
from generator.restore.world import World

NETWORK = {"W", "Z", "A", "X", "Y", "Y hat", "W hat"}
"""Letters that only a network has."""
POINTS = 4
DEPTHS = (2, 3)
SHAPES = "the shapes differ"
TRUE, UNDECIDED = "", "?"
"""What is said of an equation besides a counter-example."""


def outcome(formula: Equation, place: Place, setting: Setting, *, normed: bool = True) -> str:
    """Return nothing where the equation holds, a counter-example where it does not, ``?`` where nothing decides."""
    decided = False
    for world in _outcomes(formula, place, setting, normed=normed):
        found = compared(formula, world)
        if found not in {TRUE, UNDECIDED}:
            return found + _where_shapes_fit(formula, setting, found)
        decided |= found == TRUE
    return TRUE if decided else UNDECIDED


def _where_shapes_fit(formula: Equation, setting: Setting, found: str) -> str:
    """Return numbers against an equation whose shapes do not fit, from a network in which all lengths are equal."""
    if not found.startswith(SHAPES) or not set(names_in(formula)) & NETWORK:
        return ""
    other = compared(formula, network(setting, _depths(formula)[0], alike=True))
    told = other not in {TRUE, UNDECIDED} and not other.startswith(SHAPES)
    return f"; where every layer has as many units as there are examples, they fit, and {other}" if told else ""


def _outcomes(formula: Equation, place: Place, setting: Setting, *, normed: bool) -> Iterator[World]:
    if set(names_in(formula)) & NETWORK:
        yield from (network(setting, depth) for depth in _depths(formula))
        return
    rng = random.Random(place.seed)  # noqa: S311 - points, not secrets
    if not setting.vector:
        yield from (worlds.of_numbers(setting, rng) for _ in range(POINTS))
        return
    for size in (3, 4):
        yield from _at_all(worlds.indices_of(formula), worlds.of_vectors(setting, rng, normed=normed, size=size))


def _depths(formula: Equation) -> tuple[int, ...]:
    """Return how deep the networks are: a numbered layer beside the targets is the last one."""
    layers = [x.layer for x in walk(formula) if isinstance(x, Name) and x.layer is not None]
    numbered = [int(x.text) for x in layers if isinstance(x, Number) and x.text.isdecimal()]
    last = max(numbered, default=0)
    targets = {"Y", "Y hat"} & set(names_in(formula))
    return (last,) if targets and len(numbered) == len(layers) and last in DEPTHS else DEPTHS


def _at_all(indices: tuple[str, ...], world: World) -> Iterator[World]:
    """Yield the world with each index at two places: by symmetry that is i = j, and i other than j."""
    if not indices:
        yield world
        return
    for n in (1, 2):
        yield from _at_all(indices[1:], world.running(indices[0], n))


@lru_cache(maxsize=16)
def network(setting: Setting, depth: int, *, alike: bool = False) -> World:
    """Return the network of a case; it remembers the gradients that it has measured. ``alike`` are all its lengths."""
    return worlds.of_layers(setting, random.Random(f"network {depth}"), depth, alike=alike)  # noqa: S311 - points, not secrets


def compared(formula: Equation, world: World) -> str:
    """Return nothing, a counter-example, or ``?``, for one world."""
    tolerance = CLOSE if any(isinstance(x, Big) and x.kind == "integral" for x in walk(formula)) else EXACT
    try:
        first, *rest = (measured(side, world) for side in formula.sides)
        if all(same(first, other, tolerance) for other in rest):
            return TRUE
        other = next(other for other in rest if not same(first, other, tolerance))
        return counter_example(formula, world, first, other)
    except ShapeError as error:
        return f"{SHAPES}: {error}{entry_text(formula, world)}"
    except RestoreError:
        return UNDECIDED
