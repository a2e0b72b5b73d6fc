"""Does each step of an example keep the value?

By algebra where that decides it, else at 12 points or more, to 30 digits or more. The part that a rule changed is
compared alone where both terms have it in the same place, else the whole terms.
"""

from collections.abc import Iterator
from typing import Literal

from generator.catalogue.examples import Sides
from generator.engine import terms as t
from generator.engine.calculus.nodes import Antiderivative
from generator.engine.records import Phase, Step
from generator.engine.terms import Term
from generator.errors import ProofError
from generator.verify.algebra import identical
from generator.verify.arithmetic import MP, NoValueError, Real, digits, relative_error
from generator.verify.compare import TOLERANCE
from generator.verify.example_points import fits
from generator.verify.meaning import World
from generator.verify.records import Proof
from generator.verify.sampling import REQUIRED
from generator.verify.text import number, shown

FILE = "generator/catalogue/example_plans.py"


def proved(seed: str, phase: Phase, worlds: tuple[World, ...]) -> Iterator[Proof]:
    """Yield the proof of each step. Raises ``ProofError`` where one is wrong or undecided."""
    held = tuple(world for world in worlds if fits(world, phase.assuming))[:REQUIRED]
    start = Step(phase.goal, phase.start, "start")
    if not phase.where and phase.goal != phase.start:
        _proof(seed, start, phase, held)
    term = phase.start
    for step in phase.steps:
        if step.before != term:
            message = f"{seed} · {phase.title} · {step.rule} starts from {shown(step.before)}, not from {shown(term)}"
            raise ProofError(message)
        yield _proof(seed, step, phase, held)
        term = step.after


def _proof(seed: str, step: Step, phase: Phase, worlds: tuple[World, ...]) -> Proof:
    worst, points = MP.inf, 0
    for before, after in _readings(step):
        scope: Literal["part", "whole"] = "whole" if before is step.before else "part"
        if identical(before, after):
            return Proof("exact", scope=scope)
        errors = [error for world in worlds if (error := apart((before, after), world)) is not None]
        worst, points = max(errors, default=MP.mpf(0)), len(errors)
        if points >= REQUIRED and worst < TOLERANCE:
            return Proof("numeric", points, float(worst), digits(worst), scope)
    claim = f"{seed} · {phase.title} · {step.rule}: {shown(step.before)} → {shown(step.after)}"
    message = f"{claim} · error {number(worst, 3)} at {points} of {REQUIRED} points · {FILE}"
    raise ProofError(message)


def _readings(step: Step) -> Iterator[Sides]:
    """Yield what may be compared: the changed part with what it became, then the whole terms."""
    try:
        after = t.at(step.after, step.place)
    except IndexError:
        after = None
    if step.place and after is not None and t.put(step.before, step.place, after) == step.after:
        yield step.part, after
    yield step.before, step.after


def apart(sides: Sides, world: World) -> Real | None:
    """Return how far apart the two sides are there, as a relative error; None where neither has a value."""
    values = []
    for side in sides:
        try:
            values.append(value_of_side(side, sides, world))
        except NoValueError:
            values.append(None)
    return None if values == [None, None] else relative_error(*values)


def value_of_side(side: Term, sides: Sides, world: World) -> Real:
    """Return the value or, where a side is known up to a constant only, how much it grows from a place to another."""
    open_ended = next((part for x in sides for part in x.atoms(Antiderivative)), None)
    if open_ended is None:
        return world.value(side)
    variable = open_ended.args[1]
    return world.value(side) - world.moved(variable, MP.mpf(-1) / 3).value(side)
