"""What does a derivation consist of?

    Derivation -> Phase -> Line -> Step

A *step* is one firing of one rule. A *line* is what a person writes on paper: one or more steps under one heading. A
*phase* is a headed part of the derivation ("Step 1: dL/da") with its own goal. All are frozen and hold no prose of
their own beyond headings: a page is a rendering of these records.
"""

from dataclasses import dataclass

from generator.engine.named import spelled_out
from generator.engine.terms import Path, Term, at

Definitions = tuple[tuple[Term, Term], ...]
"""Pairs (name, term) that hold by definition or assumption while a phase is read: (a, 1/(1 + exp(-z)))."""


@dataclass(frozen=True)
class Step:
    """One firing: ``before`` becomes ``after`` by the rule with this id, at this place of ``before``."""

    before: Term
    after: Term
    rule: str
    place: Path = ()

    @property
    def part(self) -> Term:
        """The part of ``before`` that the rule changed."""
        return at(self.before, self.place)


@dataclass(frozen=True)
class Line:
    """One line on paper: the term that it ends in, and the steps that lead there."""

    title: str
    steps: tuple[Step, ...]

    @property
    def before(self) -> Term:
        """The term that the line starts from."""
        return self.steps[0].before

    @property
    def after(self) -> Term:
        """The term that the line ends in."""
        return self.steps[-1].after


@dataclass(frozen=True)
class Phase:
    """A headed part of a derivation.

    ``goal`` is what is looked for (dL/da, as an inert derivative of a name), ``start`` what it is by definition.
    ``where`` holds the definitions in force, ``assuming`` the preconditions; ``uses`` the ids of the lemmas.
    """

    title: str
    goal: Term
    start: Term
    lines: tuple[Line, ...]
    where: Definitions = ()
    assuming: Definitions = ()
    uses: tuple[str, ...] = ()

    @property
    def result(self) -> Term:
        """The term that the phase ends in."""
        return self.lines[-1].after if self.lines else self.start

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps of all lines."""
        return tuple(step for line in self.lines for step in line.steps)


@dataclass(frozen=True)
class Derivation:
    """The way from the definition to the derivative.

    ``result`` is the derivative of ``definition`` with respect to ``variable``, given the definitions in ``where`` and
    the preconditions in ``assuming``; ``goal`` is its name (dL/dz). ``forms`` are further spellings of the same
    derivative that the phases passed through, such as the one in z alone or the one without the precondition.
    ``first`` is the derivation that a second derivative goes on from.
    """

    id: str
    title: str
    goal: Term
    definition: Term
    variable: Term
    phases: tuple[Phase, ...]
    result: Term
    where: Definitions = ()
    assuming: Definitions = ()
    forms: tuple["Form", ...] = ()
    first: "Derivation | None" = None

    @property
    def spelled(self) -> Term:
        """The result with named functions written out, for whoever computes it."""
        return spelled_out(self.result, self.where)

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps of all phases."""
        return tuple(step for phase in self.phases for step in phase.steps)

    @property
    def uses(self) -> tuple[str, ...]:
        """The ids of the derivations that this one uses as lemmas, each once, in order of use."""
        return tuple(dict.fromkeys(name for phase in self.phases for name in phase.uses))


@dataclass(frozen=True)
class Form:
    """Another spelling of a result: what it is called, the term, and the preconditions under which it holds."""

    title: str
    term: Term
    assuming: Definitions = ()
