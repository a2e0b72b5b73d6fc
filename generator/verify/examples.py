"""Is what an example states true, what does it state at all, and what is true instead?

``judged`` answers for one example: its verdict is found here and typed in nowhere. Every step of a derivation is proved
by algebra or compared to 30 digits; the final formula is measured on its own, and its wrong variants are rejected by
the same comparison.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import sympy as sp

from generator.catalogue.example_fields import HBAR, PACKET, SIGMA, WAVE_NUMBER, M
from generator.catalogue.examples import EXAMPLES, LINES, Example, Sides
from generator.engine import terms as t
from generator.engine.calculus.fields import T
from generator.engine.calculus.nodes import Antiderivative
from generator.engine.calculus.plan import carried_out
from generator.engine.records import Phase
from generator.errors import CatalogueError, ProofError
from generator.verify.algebra import identical
from generator.verify.arithmetic import MP
from generator.verify.compare import TOLERANCE
from generator.verify.example_points import drawn, fits, spelled
from generator.verify.example_steps import compared, grown, proved
from generator.verify.meaning import FieldWorld, norm_by_axes
from generator.verify.records import Point, Proof
from generator.verify.sampling import REQUIRED
from generator.verify.text import number, shown

Word = Literal["true", "true when", "false", "definition", "fragment"]


@dataclass(frozen=True)
class Place:
    """A place where both sides were worked out: the point, the functions if any, and the two values."""

    point: Point
    title: str
    left: str
    right: str


@dataclass(frozen=True)
class Rejected:
    """A wrong variant: how it comes about, its two sides, and a place where they differ."""

    says: str
    sides: Sides
    place: Place


@dataclass(frozen=True)
class Measured:
    """A final formula, compared at points: how many, the largest relative error, and the variants that fail."""

    sides: Sides
    points: int
    worst: float
    digits: int
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True)
class Tried:
    """A function that an equation was tried on: at how many points, and the largest and smallest relative error."""

    title: str
    points: int
    worst: float
    least: float

    @property
    def holds(self) -> bool:
        """Whether 30 digits agree at all points."""
        return bool(self.worst < TOLERANCE)


@dataclass(frozen=True)
class Judged:
    """What was found out about an example.

    ``holds`` and ``fails`` are places where the formula, as it was found, is true and is not; ``meant`` are the powers
    p for which the right side of a false sum is the sum of k^p. ``tried`` are the functions that it was tried on;
    ``over_time`` are times, and how far the norm of a free packet is from 1 then.
    """

    example: Example
    word: Word
    why: str
    phases: tuple[Phase, ...] = ()
    proofs: tuple[Proof, ...] = ()
    measured: Measured | None = None
    holds: Place | None = None
    fails: Place | None = None
    meant: tuple[Sides, ...] = ()
    tried: tuple[Tried, ...] = ()
    over_time: tuple[tuple[float, float], ...] = ()


def judged(example: Example) -> Judged:
    """Derive, prove and judge one example. Raises ``DldzError`` where a step or the result falls short."""
    check_pieces((*EXAMPLES, example))
    found = verdict(example)
    if example.states is None:
        return found
    worlds = drawn(example, found.phases)
    proofs = tuple(proof for phase in found.phases for proof in proved(example.id, phase, worlds))
    return replace(
        _with_result(found, worlds),
        proofs=proofs,
        tried=tuple(_tried(example, example.states, worlds)),
        over_time=over_time(example),
    )


def verdict(example: Example) -> Judged:
    """Judge one example by its values alone: proofs and a receipt, which a page needs too, take ten times as long."""
    if example.states is None:
        return Judged(example, "fragment", fragment(example.found))
    phases = carried_out(example.plans, carried_out(example.builds_on))
    worlds = drawn(example, phases)
    holds, fails = _places(example.states, worlds)
    word, why = _word(example, example.states, phases, worlds)
    return Judged(example, word, why, phases, holds=holds, fails=fails)


def _word(
    example: Example, sides: Sides, phases: tuple[Phase, ...], worlds: tuple[FieldWorld, ...]
) -> tuple[Word, str]:
    """Return the verdict on the formula as found, and the reason."""
    left, right = sides
    if left.is_Symbol and not right.has(left):
        return "definition", "It gives its right side a name that does not occur there, so there is nothing to prove."
    inside = tuple(world for world in worlds if fits(world, example.needs))
    agree, disagree = _places(sides, inside)
    if not phases or example.solution:
        return "definition", _open(example, agree, disagree)
    if disagree is not None:
        return "false", "The two sides have different values."
    if example.needs:
        return "true when", example.needs_text
    return ("true when", CONSTANT) if left.has(Antiderivative) else ("true", "")


CONSTANT = "both sides are read as one function up to a constant"


def _open(example: Example, holds: Place | None, fails: Place | None) -> str:
    """Say why an equation with unknowns is neither true nor false. Raises ``ProofError`` where it is one of both."""
    if holds is None or fails is None:
        raise ProofError(f"{example.id} · no point at which it {'fails' if holds else 'holds'} was found · {FILE}")
    return "It holds for some and fails for others: it says which are meant, and there is nothing to prove."


def _places(sides: Sides, worlds: tuple[FieldWorld, ...]) -> tuple[Place | None, Place | None]:
    """Return the first place where the two sides agree, and the first where they do not."""
    found: dict[bool, Place] = {}
    for world in worlds:
        if len(found) == 2:
            break
        both = compared(sides, (world,))
        if both.points:
            found.setdefault(both.agrees, _place(sides, world))
    return found.get(True), found.get(False)


def _place(sides: Sides, world: FieldWorld) -> Place:
    left, right = (number(MP.chop(grown(world, sides).value(side)), 6) for side in sides)
    return Place(spelled(world, sides), world.instance.title if world.instance else "", left, right)


# Results.


def _with_result(found: Judged, worlds: tuple[FieldWorld, ...]) -> Judged:
    """Measure the final formula of a derivation; for a false one look for what its right side is."""
    example, phases = found.example, found.phases
    if not phases:
        return found
    sides = example.solution or (phases[-1].goal, phases[-1].result)
    if (
        example.solution
        and phases[0].result != phases[-1].result
        and not identical(phases[0].result, phases[-1].result)
    ):
        raise ProofError(f"{example.id} · both sides come out different · {FILE}")
    inside = tuple(world for world in worlds if fits(world, (*example.needs, *phases[-1].assuming)))
    return replace(found, measured=measure(example, sides, inside), meant=tuple(_meant(found)))


def _tried(example: Example, sides: Sides, worlds: tuple[FieldWorld, ...]) -> Iterator[Tried]:
    """Yield how an equation fares with each function that it is tried on."""
    for instance in example.instances:
        each = [compared(sides, (world,)) for world in worlds if world.instance is instance]
        errors = [float(one.worst) for one in each if one.points]
        yield Tried(instance.title, len(errors), max(errors), min(errors))


TIMES = (0, 1, 2, 5, 10)


def over_time(example: Example) -> tuple[tuple[float, float], ...]:
    """Return how far the norm of a free packet is from one at several times, where that is what an example is about."""
    if not example.over_time or example.states is None:
        return ()
    point = {letter: MP.mpf(1) for letter in (HBAR, M, SIGMA, WAVE_NUMBER)}
    density = example.states[0].args[0]
    norms = ((time, norm_by_axes(PACKET, density, {**point, T: MP.mpf(time)})) for time in TIMES)
    return tuple((float(time), float(abs(norm - 1))) for time, norm in norms)


def measure(example: Example, sides: Sides, worlds: tuple[FieldWorld, ...]) -> Measured:
    """Compare the two sides of a final formula. Raises ``ProofError`` where they differ, or a wrong variant passes."""
    found = compared(sides, worlds)
    if found.points < REQUIRED or not found.agrees:
        raise ProofError(
            f"{example.id} · the result has error {number(found.worst, 3)} at {found.points} points · {FILE}"
        )
    rejected = tuple(_rejected(example, *wrong, worlds) for wrong in variants(example, sides))
    return Measured(sides, found.points, float(found.worst), found.digits, rejected)


def variants(example: Example, sides: Sides) -> Iterator[tuple[str, Sides]]:
    """Yield the mistakes to be tried on a final formula: its own, and those that anything but 0 can have."""
    yield from example.wrong
    left, right = sides
    if right != t.ZERO and not example.solution:
        yield "The sign is lost.", (left, t.neg(right))
        yield "A factor 2 too much.", (left, t.mul(sp.Integer(2), right))


def _rejected(example: Example, says: str, sides: Sides, worlds: tuple[FieldWorld, ...]) -> Rejected:
    fails = next((_place(sides, world) for world in worlds if not compared(sides, (world,)).agrees), None)
    if fails is None:
        raise ProofError(f"{example.id} · the check does not reject {' = '.join(map(shown, sides))} · {FILE}")
    return Rejected(says, sides, fails)


def _meant(found: Judged) -> Iterator[Sides]:
    """Yield the sums of other powers that the right side of a false sum of powers is."""
    left, right = found.example.states or (t.ZERO, t.ZERO)
    if found.word != "false" or not isinstance(left, sp.Sum):
        return
    index = left.args[1][0]
    for power in range(4):
        other = t.resum(left, t.power(index, power) if power else t.ONE)
        if identical(other, right):
            yield other, right


FILE = "generator/catalogue/examples.py"


def fragment(tex: str) -> str:
    """Say why TeX is no statement. Raises ``CatalogueError`` for TeX that seems to be one."""
    dangling = [f"\\{name}" for name, rest in _OPERATOR.findall(tex) if not rest.strip(" .") or rest.startswith(",")]
    if dangling:
        return f"Nothing stands behind {' and '.join(f'`{name}`' for name in dangling)}: of what, it does not say."
    if "=" in _BRACED.sub("", tex):
        raise CatalogueError(f"{tex} · has two sides, and is no fragment · {FILE}")
    return "It is an expression and not a statement: nothing is said to be equal to it."


_OPERATOR = re.compile(r"\\(lim|inf|sup|max|min)_\{[^{}]*\}(?=(.*))")
_BRACED = re.compile(r"\{[^{}]*\}")


def check_pieces(examples: tuple[Example, ...]) -> None:
    """Check that the pieces, joined again, are the lines of the post. Raises ``CatalogueError``."""
    pieces = {example.id: example.found for example in examples}
    for line, names in LINES:
        if _squeezed("".join(pieces[name] for name in names)) != _squeezed(line):
            raise CatalogueError(f"{' + '.join(names)} · the pieces are not the line {line} · {FILE}")


def _squeezed(text: str) -> str:
    return "".join(text.split())
