"""How does a phase of a derivation look in every author's notation, for the tabs that switch between them?

The first notation is the one whose tab holds the fine steps and the addresses of the lines; the other tabs hold the
same lines in another spelling.
"""

from dataclasses import dataclass, replace

import sympy as sp

from generator.engine.notation import NOTATIONS, Notation
from generator.engine.records import Derivation, Form, Phase
from generator.engine.shorthand import Shorthands, shortened
from generator.engine.terms import D, Term
from generator.engine.tex import equation, tex
from generator.pages.shorthand import lettered, names_within, open_lines, written
from generator.pages.text import escape


@dataclass(frozen=True)
class Headline:
    """A result in one author's notation; ``note`` says what he calls what, ``arrays`` is it for whole arrays.

    ``named`` is what its letters stand for, where parts that recur have one.
    """

    author: str
    tex: str
    note: str
    arrays: str = ""
    named: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spelling:
    """The lines of a phase in one author's notation, each with its heading."""

    author: str
    first: str
    lines: tuple[tuple[str, str], ...]
    earlier: tuple[str, ...]
    assuming: tuple[str, ...]
    named: tuple[str, ...] = ()


def headlines(goal: Term, result: Term, names: Shorthands = ()) -> tuple[Headline, ...]:
    """Return a result in every notation that has a spelling of its own for it, the first of all first."""
    found, shown = dict[str, Notation](), shortened(result, names)
    for each in NOTATIONS:
        found.setdefault(equation(goal, result, each), each)
    return tuple(
        Headline(
            author=each.title,
            tex=equation(goal, shown, lettered(each, names)),
            note=each.note,
            arrays=for_arrays(goal, shown, each),
            named=written(names, (result,), each),
        )
        for each in found.values()
    )


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


def result_of(derivation: Derivation, names: Shorthands = ()) -> tuple[Headline, ...]:
    """Return the result of a derivation in every notation."""
    return headlines(derivation.goal, derivation.result, names)


def form_of(derivation: Derivation, form: Form, names: Shorthands = ()) -> tuple[Headline, ...]:
    """Return another form of the result in every notation."""
    return headlines(derivation.goal, form.term, names)


def spellings(phase: Phase, names: Shorthands = ()) -> tuple[Spelling, ...]:
    """Return a phase in every notation but the first, and without those that look like it."""
    own = spelled(phase, NOTATIONS[0], names)
    others = (spelled(phase, notation, names) for notation in NOTATIONS[1:])
    return tuple(other for other in others if replace(other, author=own.author) != own)


def spelled(phase: Phase, notation: Notation, names: Shorthands = ()) -> Spelling:
    """Return a phase in one notation, with letters for parts that recur."""
    names = names_within(phase, names)
    own = lettered(notation, names)
    lines = [one.line for one in open_lines(phase, names)]
    earlier = [pair for pair in phase.where if isinstance(pair[0], D)]
    shown = (phase.start, *(line.after for line in lines), *(value for _, value in earlier))
    return Spelling(
        author=notation.title,
        first=first_line(phase, own, names),
        lines=tuple((escape(line.title), tex(shortened(line.after, names), own)) for line in lines),
        earlier=tuple(equation(name, shortened(value, names), own) for name, value in earlier),
        assuming=tuple(equation(*pair, own) for pair in phase.assuming),
        named=written(names, shown, notation),
    )


def first_line(phase: Phase, notation: Notation, names: Shorthands = ()) -> str:
    """Return what a phase starts from: ``goal = start``, or the goal alone where it says no more."""
    same, start = phase.goal == phase.start, shortened(phase.start, names)
    return tex(phase.goal, notation) if same else equation(phase.goal, start, notation)
