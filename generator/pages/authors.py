"""How does a phase of a derivation look in every author's notation, for the tabs that switch between them?

The first notation is the one whose tab holds the fine steps and the addresses of the lines; the other tabs hold the
same lines in another spelling.
"""

from dataclasses import dataclass, replace

import sympy as sp

from generator.engine.notation import NOTATIONS, Notation
from generator.engine.records import Derivation, Form, Phase
from generator.engine.terms import D, Term
from generator.engine.tex import equation, tex
from generator.pages.text import escape


@dataclass(frozen=True)
class Headline:
    """A result in one author's notation; ``note`` says what he calls what, ``arrays`` is it for whole arrays."""

    author: str
    tex: str
    note: str
    arrays: str = ""


@dataclass(frozen=True)
class Spelling:
    """The lines of a phase in one author's notation, each with its heading."""

    author: str
    first: str
    lines: tuple[tuple[str, str], ...]
    earlier: tuple[str, ...]
    assuming: tuple[str, ...]


def headlines(goal: Term, result: Term) -> tuple[Headline, ...]:
    """Return a result in every notation that has a spelling of its own for it, the first of all first."""
    found: dict[str, Headline] = {}
    for each in NOTATIONS:
        formula = equation(goal, result, each)
        found.setdefault(formula, Headline(each.title, formula, each.note, for_arrays(goal, result, each)))
    return tuple(found.values())


def for_arrays(goal: Term, result: Term, notation: Notation) -> str:
    """Return a result for whole arrays, element by element.

    Nothing where components of one array mix, or where the author has no name for an array, as for all weights.
    """
    indices = {index for part in result.atoms(sp.Indexed) for index in part.indices}
    mixed = result.has(sp.Sum, sp.KroneckerDelta) or len(indices) > 1
    if notation.arrays is None or mixed or not result.free_symbols:
        return ""
    vectors = {str(vector.label) for vector in result.atoms(sp.IndexedBase)}
    if not vectors <= notation.arrays.letters.keys():
        return ""
    return equation(goal, result, notation.arrays)


def result_of(derivation: Derivation) -> tuple[Headline, ...]:
    """Return the result of a derivation in every notation."""
    return headlines(derivation.goal, derivation.result)


def form_of(derivation: Derivation, form: Form) -> tuple[Headline, ...]:
    """Return another form of the result in every notation."""
    return headlines(derivation.goal, form.term)


def spellings(phase: Phase) -> tuple[Spelling, ...]:
    """Return a phase in every notation but the first, and without those that look like it."""
    own = spelled(phase, NOTATIONS[0])
    others = (spelled(phase, notation) for notation in NOTATIONS[1:])
    return tuple(other for other in others if replace(other, author=own.author) != own)


def spelled(phase: Phase, notation: Notation) -> Spelling:
    """Return a phase in one notation."""
    return Spelling(
        author=notation.title,
        first=first_line(phase, notation),
        lines=tuple((escape(line.title), tex(line.after, notation)) for line in phase.lines),
        earlier=tuple(equation(*pair, notation) for pair in phase.where if isinstance(pair[0], D)),
        assuming=tuple(equation(*pair, notation) for pair in phase.assuming),
    )


def first_line(phase: Phase, notation: Notation) -> str:
    """Return what a phase starts from: ``goal = start``, or the goal alone where it says no more."""
    same = phase.goal == phase.start
    return tex(phase.goal, notation) if same else equation(phase.goal, phase.start, notation)
