"""What is the second derivative of a function whose first is known?

The first derivative is differentiated once more, by the same rules. It is mostly written in the answer a, which moves
with z: wherever its derivative is met, the result for da/dz is put in. That is what makes a(1 - a) of the D(a - y) of a
sigmoid, where one who takes a for a constant, or for the variable, finds 0 or 1.

Source: C. M. Bishop, *Pattern Recognition and Machine Learning*, section 5.4, the Hessian matrix.
"""

from dataclasses import dataclass

import sympy as sp

from generator.engine import terms as t
from generator.engine.answer import in_shares
from generator.engine.composite import renamed, special_phase
from generator.engine.differentiate import differentiate
from generator.engine.lemmas import Lemma
from generator.engine.records import Definitions, Derivation, Form, Line, Phase, Step
from generator.engine.rewrites import TIDY
from generator.engine.rules import Rule, exhaust
from generator.engine.shares import shares
from generator.engine.simplify import simplify
from generator.engine.terms import D, Term
from generator.engine.views import label_of


@dataclass(frozen=True)
class Again:
    """A first derivative, and what is needed to take it once more by ``variable``: z again, or z_j after z_i.

    ``answer`` is the derivation of da/dz, where the first derivative is written in an answer; ``where`` defines the
    names in it (the loss L, say), ``condition`` is a precondition, with its words, and ``lemmas`` are the
    functions that may be called by name.
    """

    first: Derivation
    variable: Term
    answer: Derivation | None = None
    where: Definitions = ()
    condition: Definitions = ()
    condition_text: str = ""
    lemmas: tuple[Lemma, ...] = ()


def derive_second(again: Again) -> Derivation:
    """Return the derivation of the second derivative, of which the first is the lemma that it starts from.

    Raises ``DerivationError`` where a rule is missing.
    """
    first = again.first
    goal = D(first.goal, again.variable)
    general = _phase(again, goal)
    special = special_phase(again.condition, again.condition_text, goal, general.result)
    phases = (general,) if special is None else (general, special)
    last = phases[-1]
    forms = () if special is None else (Form("for any targets", general.result),)
    definition = D(first.definition, first.variable)
    return Derivation(
        f"{first.id}-second-derivative",
        f"Second derivative of {first.title}",
        goal,
        definition,
        again.variable,
        phases,
        last.result,
        first.where,
        last.assuming,
        forms,
        first,
    )


def _phase(again: Again, goal: D) -> Phase:
    """Put the first derivative in, differentiate it by the rules, and simplify."""
    slope = _general(again.first)
    insert = Line("Insert the first derivative", (Step(goal, D(slope, again.variable), "insert", (0,)),))
    taken = _differentiated(again, slope)
    where = ((again.first.goal, slope), *again.where, *again.first.where)
    uses = (again.answer.id,) if again.answer and again.answer.id != again.first.id else ()
    lines = in_shares((insert, taken, *simplify(taken.after, _facts(again))))
    return Phase("Differentiate once more", goal, goal, lines, where, uses=uses)


def _facts(again: Again) -> tuple[Rule, ...]:
    return shares(again.answer.goal.args[0], again.answer.definition) if again.answer else ()


def _general(first: Derivation) -> Term:
    """Return the first derivative in the spelling that needs no precondition."""
    return next((form.term for form in first.forms if first.assuming and not form.assuming), first.result)


def _differentiated(again: Again, slope: Term) -> Line:
    lemmas = tuple(lemma.rule for lemma in again.lemmas)
    if again.answer is None:
        line = differentiate(D(slope, again.variable), lemmas)
    else:
        moving = _Moving(again.answer, again.variable)
        line = differentiate(D(moving.standing(slope), again.variable), (moving.rule, *lemmas))
        line = Line(line.title, tuple(map(moving.named, line.steps)))
    return Line(line.title, line.steps + exhaust(line.after, TIDY, line.title).steps)


class _Moving:
    """The answer of an activation as a function of its argument, so that the rules see it move."""

    def __init__(self, slope: Derivation, variable: Term) -> None:
        self.slope, self.variable = slope, variable
        self.name, self.by = slope.goal.args
        self.function: type[sp.Function] = sp.Function(str(label_of(self.name)), real=True)

    @property
    def rule(self) -> Rule:
        """The rule that the derivative of the answer is what has been derived for it."""
        moving, value = self.standing(self.name), self.slope.result
        example = D(moving, self.by), value
        return Rule(f"lemma:{self.slope.id}", "lemma", self._apply, *example, example, moving)

    def _apply(self, x: Term) -> Term | None:
        if not isinstance(x, D) or x.args[0].func != self.function:
            return None
        return self._slope_at(x.args[0])

    def _slope_at(self, moving: Term) -> Term:
        if not isinstance(self.name, sp.Indexed):
            return self.slope.result
        index = moving.args[0]
        value = renamed(self.slope.result, index)
        return t.substitute(value, {self.name.indices[0]: index})

    def standing(self, x: Term) -> Term:
        """Return the term with the answer written as a function."""
        if not isinstance(self.name, sp.Indexed):
            return t.substitute(x, {self.name: self.function(self.variable)})
        components = (part for part in x.atoms(sp.Indexed) if part.base == self.name.base)
        return t.substitute(x, {part: self.function(*part.indices, self.variable) for part in components})

    def named(self, step: Step) -> Step:
        """Return the step with the answer under its name again."""
        return Step(self._named(step.before), self._named(step.after), step.rule, step.place)

    def _named(self, x: Term) -> Term:
        moving = (part for part in x.atoms(sp.core.function.AppliedUndef) if part.func == self.function)
        return t.substitute(x, {part: self._name_of(part) for part in moving})

    def _name_of(self, moving: Term) -> Term:
        return self.name.base[moving.args[:-1]] if isinstance(self.name, sp.Indexed) else self.name
