"""How does a plan, "first by parts, then tidy", become the lines of a derivation?

A plan says which tables of rules are fired at which line; what comes out of it is for the rules to find.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import sympy as sp

from generator.engine import terms as t
from generator.engine.calculus.rows import given
from generator.engine.records import Definitions, Line, Phase
from generator.engine.rules import exhaust, fire
from generator.engine.simplify import Stage, simplify
from generator.engine.terms import Term
from generator.errors import DerivationError


@dataclass(frozen=True)
class Once(Stage):
    """A line of a single firing."""


@dataclass(frozen=True)
class Plan:
    """A headed part of a derivation, before any rule has fired: its goal, where it starts, and its lines by table.

    Of two results for one goal the later one counts. With ``renaming`` the results of earlier phases are used for other
    letters, such as s for t.
    """

    title: str
    goal: Term
    start: Term
    stages: tuple[Stage, ...]
    where: Definitions = ()
    assuming: Definitions = ()
    renaming: Definitions = ()


def shortened(title: str = "") -> Stage:
    """Return the line that makes the term as short as it gets, by as many lines as that takes."""
    return Stage(title, ())


def earlier(title: str) -> Stage:
    """Return the line that puts in the results of the phases before."""
    return Stage(title, (given("insert", "insert what was found", *_NOTHING),))


def assumed(title: str) -> Stage:
    """Return the line that puts in what the plan assumes."""
    return Stage(title, (given("precondition", "use the precondition", *_NOTHING),))


def carried_out(plans: Iterable[Plan], before: tuple[Phase, ...] = ()) -> tuple[Phase, ...]:
    """Fire the tables of each plan, line after line; the results of the phases before, too, can be put in.

    Raises ``DerivationError`` for a line in which nothing fires.
    """
    phases: tuple[Phase, ...] = ()
    for plan in plans:
        phases = (*phases, _phase(plan, (*before, *phases)))
    return phases


def _phase(plan: Plan, before: tuple[Phase, ...]) -> Phase:
    letters = dict(plan.renaming)
    found = tuple(
        (t.substitute(phase.goal, letters), t.substitute(phase.result, letters)) for phase in reversed(before)
    )
    known = {"insert": found, "precondition": plan.assuming}
    term, lines = plan.start, list[Line]()
    for stage in plan.stages:
        lines += _lines(term, _filled(stage, known), plan.title)
        term = lines[-1].after
    inserted = [step.part for line in lines for step in line.steps if step.rule == "insert"]
    used = tuple(pair for pair in found if pair[0] in inserted)
    return Phase(plan.title, plan.goal, plan.start, tuple(lines), (*used, *plan.where), plan.assuming)


_NOTHING: Definitions = ((sp.nan, sp.nan),)


def _filled(stage: Stage, known: Mapping[str, Definitions]) -> Stage:
    """Return the stage with what is known by now in its rule that puts it in."""
    rows = tuple(
        given(row.id, row.title, *known[row.id]) if row.before is sp.nan and known[row.id] else row
        for row in stage.rules
    )
    return replace(stage, rules=rows)


def _lines(term: Term, stage: Stage, title: str) -> tuple[Line, ...]:
    if not stage.rules:
        return simplify(term)
    step = fire(term, stage.rules) if isinstance(stage, Once) else None
    line = Line(stage.title, (step,)) if step else exhaust(term, stage.rules, stage.title)
    if not line.steps:
        raise DerivationError(
            f"{title} · {stage.title}: no rule of this line applies · generator/catalogue/examples.py"
        )
    return (line,)
