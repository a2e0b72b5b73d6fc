"""Does each step keep the value?

First by algebra (``exact``), else by balls at points of the domain, which bound the difference below 1e-30; where the
first point says no, algebra is not asked. The part that the rule changed is compared alone where that is enough: its
context then gives the same to both. Inside a derivative it is not enough (a and sigma(z) are equal, their derivatives
with respect to a are not), nor in a branch of a piecewise term.
"""

from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias

import sympy as sp

from generator.engine import terms as t
from generator.engine.book import source_file
from generator.engine.records import Phase, Step
from generator.engine.terms import D, Term
from generator.errors import ProofError
from generator.verify.compare import Comparison, check, places, sampled, spoken
from generator.verify.exact import partial, same
from generator.verify.guards import corner, guards, has_kinks
from generator.verify.records import Proof, Scope
from generator.verify.sampling import REQUIRED, Sampling, Scene, at_all_scales, scene_of, worlds
from generator.verify.text import number, shown
from generator.verify.world import World

Further: TypeAlias = Callable[[Term, Term], tuple[World, ...]]
"""Finds more points for the two sides of a step."""

_FURTHER, _SEARCHED = 80, 160
"""How many points decide a step with kinks that algebra does not: few of the usual ones lie in a narrow branch. Where a
step changes what decides a branch, so many more are looked through for a corner in which none of them lies.
"""

_MOST_INDICES = 6
"""How many values of the indices a step is tried with at each point; with 18 points that is a hundred."""


def prove(step: Step, phase: Phase, sampling: Sampling) -> Proof:
    """Prove one step of a phase. Raises ``ProofError`` where it is wrong or cannot be decided."""
    drawn, further = drawn_for(phase, sampling)
    return _proved(step, phase, drawn, further, sampling.seed)


def prove_phase(phase: Phase, sampling: Sampling) -> tuple[Proof, ...]:
    """Prove all steps of a phase, that they join, and its premises. Raises ``ProofError``."""
    return prove_at(phase, *drawn_for(phase, sampling), sampling.seed)


def drawn_for(phase: Phase, sampling: Sampling) -> tuple[tuple[World, ...], Further]:
    """Return the points of a phase, and a way to the further ones, which few steps need."""
    scene = scene_of(phase)
    return worlds(sampling, scene), lambda before, after: _further(sampling, scene, before, after)


def _further(sampling: Sampling, scene: Scene, before: Term, after: Term) -> tuple[World, ...]:
    """Return many points, and where the two sides have other guards, one in each corner that these leave out."""
    usual = worlds(sampling, scene, _FURTHER)
    if {*guards((before,))} == {*guards((after,))}:
        return usual
    joint = guards((before, after, *scene.terms))
    met = {corner(world, joint) for world in usual}
    searched = ((corner(world, joint), world) for world in worlds(at_all_scales(sampling), scene, _SEARCHED, least=0))
    found = {where: world for where, world in searched if where not in met and 0 not in where}
    return usual + tuple(found.values())


def prove_at(phase: Phase, drawn: tuple[World, ...], further: Further, seed: str) -> tuple[Proof, ...]:
    """Prove all steps of a phase at points that have been drawn for it. Raises ``ProofError``."""
    check_joins(phase, seed)
    _check_premises(phase, drawn, seed)
    return tuple(_proved(step, phase, drawn, further, seed) for step in phase.steps)


def _proved(step: Step, phase: Phase, drawn: tuple[World, ...], further: Further, seed: str) -> Proof:
    last = Comparison(0, 0)
    for before, after, scope in readings(step, within=_transparent(step)):
        if _numerically(before, after, drawn[:1], phase).agrees and _exactly(before, after, phase, drawn):
            return Proof("exact", scope=scope)
        last = _numerically(before, after, drawn, phase)
        if last.agrees and (has_kinks(before) or has_kinks(after)):
            last = _numerically(before, after, further(before, after), phase)
        if last.agrees and last.points >= REQUIRED:
            return last.proof(numerically(before, after, drawn), scope)
    raise _failure(step, phase, last, seed)


def numerically(before: Term, after: Term, drawn: tuple[World, ...]) -> Literal["bounded", "numeric"]:
    """Say whether the error is bounded by balls, or measured: of a function that balls do not know."""
    return "bounded" if all(world.bounds(before, after) for world in drawn) else "numeric"


def readings(step: Step, *, within: bool) -> Iterator[tuple[Term, Term, Scope]]:
    """Yield what may be compared: with ``within`` the changed part and what it became, then the whole terms."""
    if step.place and within:
        try:
            after = t.at(step.after, step.place)
        except IndexError:
            after = None
        if after is not None and t.put(step.before, step.place, after) == step.after:
            yield step.part, after, "part"
    yield step.before, step.after, "whole"


def _transparent(step: Step) -> bool:
    """Tell whether equal parts give equal wholes at each single point."""
    above = (t.at(step.before, step.place[:depth]) for depth in range(len(step.place)))
    return not any(isinstance(context, (D, sp.Piecewise)) for context in above)


def _exactly(before: Term, after: Term, phase: Phase, drawn: tuple[World, ...]) -> bool:
    """Tell whether algebra proves the step, and the two sides have values in the same places."""
    inert = before.atoms(D) | after.atoms(D)
    if not all(drawn[0].knows(x.args[0]) for x in inert) or not same(before, after, phase.where):
        return False
    few = drawn if partial(before) != partial(after) else drawn[:1]
    return all(world.attempt(x) is not None for world in few for x in (before, after))


def _numerically(before: Term, after: Term, drawn: tuple[World, ...], phase: Phase) -> Comparison:
    held = places(drawn, before, after, assuming=phase.assuming, most=_MOST_INDICES)
    return check(after, sampled(before, held))


def check_joins(phase: Phase, seed: str) -> None:
    """Check that each step starts from what the one before it came to. Raises ``ProofError``."""
    term = phase.start
    for step in phase.steps:
        if step.before != term:
            raise ProofError(
                f"{seed} · {phase.title} · {step.rule} starts from {shown(step.before)}, not from {shown(term)}"
            )
        term = step.after


def _check_premises(phase: Phase, drawn: tuple[World, ...], seed: str) -> None:
    """Check that the start is what the goal means, and that what is stated of a derivative is so where it is known."""
    claims = [(phase.goal, phase.start), *((name, term) for name, term in phase.where if isinstance(name, D))]
    for name, term in claims:
        if not drawn[0].knows(name.args[0] if isinstance(name, D) else name):
            continue
        found = _numerically(name, term, drawn, phase)
        if not found.agrees or not found.points:
            values = f"{number(found.expected)} and {number(found.got)}"
            raise ProofError(
                f"{seed} · {phase.title} · {shown(name)} is not {shown(term)} · {values} at {spoken(found.point)}"
            )


def _failure(step: Step, phase: Phase, found: Comparison, seed: str) -> ProofError:
    claim = f"{seed} · {phase.title} · {step.rule}: {shown(step.before)} → {shown(step.after)}"
    if found.agrees:
        return ProofError(
            f"{claim} · undecided: {found.points} of {REQUIRED} points have a value · {source_file(step.rule)}"
        )
    values = f"{number(found.expected)} became {number(found.got)}"
    return ProofError(f"{claim} · not equal: {values} at {spoken(found.point)} · {source_file(step.rule)}")
