"""Does each step of an example keep the value?

By algebra where that decides it, else at 12 points or more, to 30 digits or more. The part that a rule changed is
compared alone where both terms have it in the same place, else the whole terms.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.catalogue.examples import Sides
from generator.engine.calculus.nodes import Antiderivative
from generator.engine.records import Phase, Step
from generator.errors import ProofError
from generator.verify.algebra import identical
from generator.verify.arithmetic import MP
from generator.verify.compare import Comparison, check, sampled
from generator.verify.example_points import fits
from generator.verify.indices import NOWHERE
from generator.verify.meaning import FieldWorld
from generator.verify.records import Proof
from generator.verify.sampling import REQUIRED
from generator.verify.steps import check_joins, readings
from generator.verify.text import number, shown

FILE = "generator/catalogue/example_plans.py"


def proved(seed: str, phase: Phase, worlds: tuple[FieldWorld, ...]) -> Iterator[Proof]:
    """Yield the proof of each step. Raises ``ProofError`` where one is wrong or undecided."""
    held = tuple(world for world in worlds if fits(world, phase.assuming))[:REQUIRED]
    check_joins(phase, seed)
    if not phase.where and phase.goal != phase.start:
        _proof(seed, Step(phase.goal, phase.start, "start"), phase, held)
    yield from (_proof(seed, step, phase, held) for step in phase.steps)


def _proof(seed: str, step: Step, phase: Phase, worlds: tuple[FieldWorld, ...]) -> Proof:
    found = Comparison(0, MP.inf)
    for before, after, scope in readings(step, within=True):
        if identical(before, after):
            return Proof("exact", scope=scope)
        found = compared((before, after), worlds)
        if found.agrees and found.points >= REQUIRED:
            return found.proof("numeric", scope)
    claim = f"{seed} · {phase.title} · {step.rule}: {shown(step.before)} → {shown(step.after)}"
    raise ProofError(f"{claim} · error {number(found.worst, 3)} at {found.points} of {REQUIRED} points · {FILE}")


def compared(sides: Sides, worlds: Iterable[FieldWorld]) -> Comparison:
    """Compare the two sides at these points."""
    left, right = sides
    return check(left, sampled(right, ((grown(world, sides), NOWHERE) for world in worlds)))


def grown(world: FieldWorld, sides: Sides) -> FieldWorld:
    """Return the world as it is or, where a side is known up to a constant only, one in which values grow."""
    open_ended = next((part for x in sides for part in x.atoms(Antiderivative)), None)
    return replace(world, grows=open_ended.args[1]) if open_ended else world
