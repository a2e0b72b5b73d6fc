"""Is a number right to the digits that are given?

A number with four digits behind the point is known to half a unit of the fourth, and so is everything that it goes
into:
each number of the other side is moved by half its last digit, and what that changes is allowed for.
"""

import random
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from typing import Any

from generator.errors import RestoreError
from generator.restore.arrays import EXACT, sigmoid
from generator.restore.compare import plain
from generator.restore.flat import flat, flat_name
from generator.restore.nodes import (
    Differential,
    Equation,
    Name,
    Node,
    Number,
    Operation,
    Part,
    Slope,
    called_in,
    every,
    names_in,
    rewritten,
)
from generator.restore.place import Finding, Place
from generator.restore.values import measured
from generator.restore.world import World

Key = tuple[str, int | None]
"""A letter and its layer."""
_CONSTANTS = {"e", r"\pi", r"\infty"}


def judged(formula: Equation, place: Place) -> Finding | None:
    """Return the verdict on an equation of numbers, or None where letters decide."""
    rounded = [side for side in formula.sides if _is_decimal(side)]
    free = [side for side in formula.sides if set(names_in(side)) - _CONSTANTS - called_in(side)]
    decimal = any("." in x.text for x in every(formula, Number))
    if formula.condition is not None and rounded and free:
        return None
    if free and not rounded and "~" not in formula.relations:
        return None
    if free:
        return _with_values(formula, place)
    return _numbers(formula, World({}, functions={r"\sigma": sigmoid})) if decimal or "~" in formula.relations else None


def _is_decimal(side: Node) -> bool:
    if isinstance(side, Operation) and side.kind == "negative":
        return _is_decimal(side.parts[0])
    if isinstance(side, Operation) and side.kind == "product":
        first, *rest = side.parts
        return isinstance(first, Number) and len(rest) == 1 and _power_of_ten(rest[0])
    return isinstance(side, Number) and "." in side.text


def _power_of_ten(node: Node) -> bool:
    return isinstance(node, Operation) and node.kind == "power" and node.parts[0] == Number("10")


def _with_values(formula: Equation, place: Place) -> Finding | None:
    """Return the verdict where a side is a rounded number and letters stand on others: their values must be given."""
    values = _given(place)
    world = World({(x, None): number for x, number in values.items()}, functions={r"\sigma": sigmoid})
    flattened: Equation = _determined(flat(formula), place, values)
    sides = [side for side in flattened.sides if _known(side, world)]
    if len(sides) > 1:
        return _numbers(Equation(tuple(sides), ("=",) * (len(sides) - 1)), world, _exact(place))
    rest = [side for side in formula.sides if not _is_decimal(side)]
    if len(rest) > 1:
        from generator.restore.judge import statement  # noqa: PLC0415 - the two halves of one recursion

        found = statement(Equation(tuple(rest), ("=",) * (len(rest) - 1)), place)
        if found.verdict == "false":
            return found
    return Finding("not judged", "it is a number for values of the letters that are not given here")


def _given(place: Place) -> dict[str, float]:
    """Return the numbers that a post gives its letters; none to one that it gives two."""
    found: dict[str, set[float]] = {}
    for head, node in (*place.stated, *place.own):
        if not set(names_in(node)) - _CONSTANTS - called_in(node):
            with suppress(RestoreError):
                found.setdefault(flat_name(head).letter, set()).add(measured(flat(node), World({})).real)
    return {letter: numbers.pop() for letter, numbers in found.items() if len(numbers) == 1}


def _exact(place: Place) -> frozenset[float]:
    """Return the numbers that a post gives by themselves, w = 0.5: they are what they say, and not rounded."""
    sides = (x.parts[0] if isinstance(x, Operation) and x.kind == "negative" else x for _, x in place.stated)
    return frozenset(float(x.text) for x in sides if isinstance(x, Number))


def _determined(formula: Equation, place: Place, values: Mapping[str, float]) -> Equation:
    """Return the formula with its derivatives as numbers, where the numbers of the post leave them one value."""
    if len(values) < ENOUGH or not all(isinstance(x, float) for x in values.values()):
        return formula
    sides = [_number(side, place, values) if _is_slope(side) else side for side in formula.sides]
    return replace(formula, sides=tuple(sides))


ENOUGH = 2
"""How many letters must have a number before derivatives are worked out: an output and its target."""


def _is_slope(side: Node) -> bool:
    return isinstance(side, (Slope, Differential))


def _number(side: Node, place: Place, values: Mapping[str, float]) -> Node:
    """Return the value of a derivative at the numbers of a post; itself where these do not settle it."""
    from generator.restore import units, worlds  # noqa: PLC0415 - the two halves of one recursion
    from generator.restore.settings import possible  # noqa: PLC0415 - the two halves of one recursion

    at: dict[Key, Any] = {(letter, None): x for letter, x in values.items()}
    found = []
    for setting in possible(place.setting):
        symbols = tuple(one for one in place.own if flat_name(one[0]).letter not in values)
        scene = units.scene_of(Equation((side, Number("0")), ("=",)), replace(place, own=symbols), setting)
        for seed in ("one", "other"):
            world = worlds.world_of(scene, random.Random(seed))  # noqa: S311 - points, not secrets
            known = {**world.known, **{key: x for key, x in at.items() if key not in world.rules}}
            given = replace(world, known=known, memo={})
            world = _with_output(given, (scene.roles.inner, None), (scene.roles.output, None), at)
            try:
                found.append(float(measured(side, world).real))
            except (RestoreError, TypeError):
                return side
    if not found or max(found) - min(found) > EXACT:
        return side
    value: Node = Number(repr(abs(found[0])))
    return Operation("negative", (value,)) if found[0] < 0 else value


def _with_output(world: World, inner: Key, output: Key, at: Mapping[Key, float]) -> World:
    """Return the world with z found by bisection, where a is given and z is not."""
    computed = {("w", None), ("x", None)} <= set(at)
    if output not in at or inner in at or computed or output not in world.rules:
        return world
    low, high = -_WIDEST, _WIDEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        above = world.moved(inner, middle).at(output) > at[output]
        low, high = (low, middle) if above else (middle, high)
    return world.moved(inner, (low + high) / 2)


_WIDEST, _HALVINGS = 30.0, 60
"""Between which numbers an activation is inverted, and how often the interval is halved."""


def _known(side: Node, world: World) -> bool:
    try:
        measured(side, world)
    except RestoreError:
        return False
    return True


def _numbers(formula: Equation, world: World, exact: frozenset[float] | None = None) -> Finding:
    """Return whether neighbouring sides agree to the digits of both."""
    try:
        sides = [(measured(side, world).real, _slack(side, world, exact)) for side in formula.sides]
    except RestoreError as error:
        return Finding("not judged", str(error))
    for (left, first), (right, second) in pairwise(sides):
        if not abs(left - right) <= first + second + EXACT * (1 + abs(left)):
            numbers = f"{_enough(left, right)} on the left, {_enough(right, left)} on the right"
            return Finding("false", numbers)
    return Finding("true", "both sides are the same number, to the digits given")


def _enough(x: float, other: float) -> str:
    """Return a number with as many digits as tell it from another."""
    for digits in range(4, 13):
        if f"{x:.{digits}g}" != f"{other:.{digits}g}":
            return f"{x:.{digits}g}".replace("-", "−")
    return plain(x)


def _slack(side: Node, world: World, exact: frozenset[float] | None = None) -> float:
    """Return how far a side may be off because its numbers are rounded, or cut."""
    stated = _is_decimal(side)
    found, base = 0.0, measured(side, world).real
    rounded = (x for x in every(side, Number) if "." in x.text and (stated or _rounded(x, exact)))
    for number in dict.fromkeys(rounded):
        moved = _replaced(side, number, Number(repr(float(number.text) + _unit(number))))
        found += abs(measured(moved, world).real - base)
    return found


_MEANT, _DERIVED = 4, 2
"""From how many digits on a number that goes into another is taken for a rounded one, and not for a given one.

Beside numbers that are given, one of fewer digits that is none of them came out of a line before.
"""


def _rounded(number: Number, exact: frozenset[float] | None) -> bool:
    digits = len(number.text.partition("e")[0].replace(".", "").lstrip("0"))
    derived = exact is not None and float(number.text) not in exact
    return digits >= (_DERIVED if derived else _MEANT)


def _unit(number: Number) -> float:
    """Return a bit more than half a unit of the last digit that is given."""
    mantissa, _, exponent = number.text.lower().partition("e")
    behind = len(mantissa.partition(".")[2])
    return 0.5001 * float(10 ** (int(exponent or 0) - behind))


def _replaced(node: Part, old: Number, new: Number) -> Part:
    return rewritten(node, lambda x: new if x == old else x if isinstance(x, Name) else None)


def said(condition: Equation) -> str:
    """Return a condition in words: ``i = j``, ``z > 0``."""
    signs = {"!=": "≠", "<=": "≤", ">=": "≥", "~": "≈"}
    text = _said(condition.sides[0])
    for sign, side in zip(condition.relations, condition.sides[1:], strict=True):
        text += f" {signs.get(sign, sign)} {_said(side)}"
    return text


def _said(node: Node) -> str:
    match node:
        case Number(text):
            return text
        case Name(letter, layer, index):
            raised = f"^{_said(layer)}" if layer is not None else ""
            return letter.lstrip("\\") + raised + (f"_{_said(index)}" if index is not None else "")
        case Operation("negative", (part,)):
            return f"−{_said(part)}"
        case Operation("absolute", (part,)):
            return f"|{_said(part)}|"
        case Operation("sum", (first, *rest)):
            return _said(first) + "".join(f" − {_said(x.parts[0])}" if _minus(x) else f" + {_said(x)}" for x in rest)  # type: ignore[union-attr]
        case Operation("product", parts):
            return " ".join(map(_said, parts))
    return "the condition"


def _minus(node: Node) -> bool:
    return isinstance(node, Operation) and node.kind == "negative"
