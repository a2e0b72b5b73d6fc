"""Which letters does a page give to parts that recur, and which of its lines are too wide to stand open?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import sympy as sp

from generator.engine.notation import Notation
from generator.engine.records import Derivation, Line, Phase
from generator.engine.shorthand import Shorthands, expanded, introduced, shortened, shorthands
from generator.engine.terms import D, Term
from generator.engine.tex import equation
from generator.engine.width import PHONE, width
from generator.verify.proved import Proved

TAKEN = "azyLJCdgmijklnNeABWXZY"
"""Letters that mean something else on the pages, in one notation or another."""
WIDEST = 1.7 * PHONE
"""How wide an open line is at most, in ex: where letters carry indices it is no wider than two phones."""


@dataclass(frozen=True)
class OpenLine:
    """A line that stands open, with the numbers of the lines that are too wide for it and lead to it, and its own."""

    numbers: tuple[int, ...]
    line: Line


def shorthands_of(proved: Proved) -> Shorthands:
    """Return the letters for the parts that recur in the formulas of an entry's page."""
    found = (proved, *([proved.second] if proved.second else []), *proved.partials)
    derivations = [one.derivation for one in found]
    return shorthands(
        (term for one in derivations for term in terms_of(one)),
        TAKEN,
        (term for one in derivations for term in (one.result, *(form.term for form in one.forms))),
    )


def terms_of(derivation: Derivation) -> Iterator[Term]:
    """Yield what a page shows of a derivation: its result, the other forms of it, and its lines."""
    yield derivation.result
    yield from (form.term for form in derivation.forms)
    for phase in derivation.phases:
        yield phase.start
        yield from (line.after for line in phase.lines)


def names_within(phase: Phase, names: Shorthands) -> Shorthands:
    """Return the letters for a phase: none where only its first line would use them, unless that is too wide without.

    A line that says ``dp/dz`` for ``da/dz``, with a lemma right after it, would ask what p is for.
    """
    later = (*(line.after for line in phase.lines), *(value for name, value in phase.where if isinstance(name, D)))
    used = introduced(names, (shortened(term, names) for term in later))
    return names if used or width(phase.start) > WIDEST else ()


def open_lines(phase: Phase, names: Shorthands) -> Iterator[OpenLine]:
    """Yield the lines of a phase; one that is wider than two phones goes into the next, the last one never."""
    passed = list[tuple[int, Line]]()
    for number, line in enumerate(phase.lines, 1):
        passed.append((number, line))
        if number == len(phase.lines) or width(shortened(line.after, names)) <= WIDEST:
            yield _joined(passed)
            passed = []


def _joined(passed: list[tuple[int, Line]]) -> OpenLine:
    numbers, lines = zip(*passed, strict=True)
    first, last = lines[0].title, lines[-1].title
    title = last if len(lines) == 1 or first == last else f"{first}; {last[:1].lower()}{last[1:]}"
    return OpenLine(numbers, Line(title, tuple(step for line in lines for step in line.steps)))


def written(names: Shorthands, terms: Iterable[Term], notation: Notation) -> tuple[str, ...]:
    """Return what the letters in these terms stand for, as equations in an author's notation."""
    own = lettered(notation, names)
    shown = (shortened(term, names) for term in terms)
    return tuple(equation(name, value, own) for name, value in introduced(names, shown))


def lettered(notation: Notation, names: Shorthands) -> Notation:
    """Return a notation that gives its index to the letters for what depends on letters with an index."""
    if not notation.index:
        return notation
    values = {str(name): expanded(name, names) for name, _ in names if isinstance(name, sp.Symbol)}
    known = {
        name: f"{name}{{i}}"
        for name, value in values.items()
        if not value.has(sp.Indexed) and {str(one) for one in value.free_symbols} & {*notation.letters}
    }
    return replace(notation, letters={**notation.letters, **known})
