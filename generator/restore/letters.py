"""Is an equation between free letters an identity, a relation, or a condition?"""

from dataclasses import replace

from generator.errors import RestoreError
from generator.restore import digits, readings, units
from generator.restore.arrays import same
from generator.restore.called import unknown_in
from generator.restore.compare import TRUE, UNDECIDED, compared, counter_example, outcome
from generator.restore.nodes import (
    Big,
    Branches,
    Call,
    Equation,
    Name,
    Node,
    Number,
    Operation,
    Slope,
    called_in,
    every,
    names_in,
    quantities,
    walk,
)
from generator.restore.operators import CLOSE, between
from generator.restore.place import RELATION, Finding, Place
from generator.restore.values import measured
from generator.restore.world import World
from generator.restore.worlds import running

NEUTRAL = {"e", r"\pi", r"\infty", "T"}


def judged(formula: Equation, place: Place) -> Finding:
    """Return the verdict on an equation in which every letter is free."""
    found = unknown(formula)
    if found:
        return found
    constant = len(formula.sides) == 2 and any(map(_indefinite, formula.sides))
    said = {_compared(flat, world, constant=constant) for world, flat in units.free(formula, place)}
    failing = sorted(said - {TRUE, UNDECIDED})
    if failing and isinstance(formula.sides[0], Name) and formula.sides[0].letter == r"\delta":
        return Finding("not judged", "the post does not tell of which layer and loss this is the error")
    if failing and (side := _on_one_side(formula, place)) is not None:
        return Finding(f"true when {digits.said(side)}", failing[0])
    if failing:
        return _not_an_identity(formula, place, failing[0])
    if said == {UNDECIDED}:
        return Finding("definition", "cannot be computed from the letters alone: it sets a condition, or defines")
    if constant:
        return Finding("true when an arbitrary constant is allowed for", "both sides have the same differences")
    if formula.condition is not None:
        return Finding(
            f"true when {digits.said(formula.condition)}", "both sides agree at random values where that holds"
        )
    return Finding("true", "both sides agree at random values of all letters")


def _on_one_side(formula: Equation, place: Place) -> Equation | None:
    """Return on which side of 0 a formula with a corner holds: ReLU'(z) = 1."""
    told = [local.node for letter, local in place.local if letter in called_in(formula)]
    letters = {x.letter for x in quantities(formula)} - {"e", r"\pi"}
    branched = any(every(formula, Branches))
    if (
        branched
        or formula.condition is not None
        or len(letters) != 1
        or not any(map(readings.kinked, (formula, *told)))
    ):
        return None
    for side in readings.sides_of(letters.pop()):
        said = {outcome(flat, [world]) for world, flat in units.free(replace(formula, condition=side), place)}
        if TRUE in said and said <= {TRUE, UNDECIDED}:
            return side
    return None


def unknown(formula: Equation) -> Finding | None:
    """Return what is said of a letter that is differentiated without being known as anything: u in the heat equation."""  # noqa: E501 - one row a line
    for x in walk(formula):
        if isinstance(x, Slope) and isinstance(x.of, Name) and x.of != x.by:
            name = x.of.letter.lstrip(chr(92))
            return Finding("definition", f"{name} is an unknown function: the equation says which, and is no identity")
    return None


def _compared(formula: Equation, world: World, *, constant: bool) -> str:
    if not constant:
        return outcome(formula, [world], running(formula))
    integral = next(side for side in formula.sides if isinstance(side, Big) and _indefinite(side))
    return _differences(formula, integral, world)


def _indefinite(side: Node) -> bool:
    return isinstance(side, Big) and side.kind == "integral" and side.bounds == ((None, None),)


def _differences(formula: Equation, integral: Big, world: World) -> str:
    """Compare the differences of both sides between two places: an arbitrary constant drops out."""
    key = (integral.variables[0].letter, None)
    low = world.moved(key, 0.2)
    other = next(side for side in formula.sides if side is not integral)
    try:
        area = between(integral, 0.2, world.at(key).real, world)
        rise = measured(other, world) - measured(other, low)
    except RestoreError:
        return UNDECIDED
    return TRUE if same(area, rise, CLOSE) else counter_example(formula, world, area, rise)


def _not_an_identity(formula: Equation, place: Place, failing: str) -> Finding:
    """Tell a false identity from a relation, whose one side has letters of its own that it determines."""
    plain = not any(isinstance(x, (Big, Call, Slope)) for x in walk(formula))
    head = formula.sides[0]
    known = place.functions if place.setting.activation is None else unknown_in((formula,))
    if isinstance(head, Call) and head.primes and unknown_in((formula,)) - known == {head.function.letter}:
        return Finding("not judged", f"the post does not tell what {head.function.letter.lstrip(chr(92))} is")
    if len(formula.sides) == 2 and isinstance(formula.sides[1], Number) and _total(formula.sides[0]):
        return Finding("definition", "it sets a condition on the letters: there is nothing to prove")
    left, right = (set(names_in(side)) - NEUTRAL for side in (formula.sides[0], formula.sides[-1]))
    if plain and len(formula.sides) == 2 and left and right and not left & right:
        return Finding(RELATION, f"a relation between letters, not an identity: {failing}")
    left, right = ({x.letter for x in quantities(side)} - NEUTRAL for side in (formula.sides[0], formula.sides[-1]))
    slopes = any(isinstance(x, Slope) for x in walk(formula))
    if len(formula.sides) == 2 and not slopes and left - right and right - left:
        names = " and ".join(x.lstrip("\\") for x in sorted(left ^ right))
        return Finding("not judged", f"the post does not tell how {names} hang together")
    return Finding("false", failing)


def _total(side: Node) -> bool:
    """Tell whether a side is a sum over an index or a norm, which a text sets to a number."""
    return (isinstance(side, Big) and side.kind == "sum") or (isinstance(side, Operation) and side.kind == "norm")


__all__ = ["compared", "judged", "unknown"]
