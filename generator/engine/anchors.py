"""What is the address of a line within its derivation, so that a link can point at the line that proves a claim?

The lines of a page are counted by phase: ``step-1-3`` is the third line of the first phase, ``step-1-0`` the formula
that the phase starts from. Pages give these ids to their formulas, and whoever looks for the proof of a formula finds
it among the ``key_lines`` of a derivation.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.engine.records import Definitions, Derivation
from generator.engine.terms import Term


@dataclass(frozen=True)
class KeyLine:
    """A line of a derivation: ``goal = term``, where the preconditions hold; ``anchor`` is its id on the page."""

    anchor: str
    goal: Term
    term: Term
    assuming: Definitions = ()


def anchor(phase: int, line: int) -> str:
    """Return the id of a line; phases count from 1, and so do lines, 0 being the start of the phase."""
    return f"step-{phase}-{line}"


def key_lines(derivation: Derivation, start: int = 1) -> Iterator[KeyLine]:
    """Yield every line of the derivation that its page shows, in order, with its address.

    ``start`` is the number of the first phase on its page: a second derivation counts on from the first.
    """
    for number, phase in enumerate(derivation.phases, start):
        terms = (phase.start, *(line.after for line in phase.lines))
        for count, term in enumerate(terms):
            yield KeyLine(anchor(number, count), phase.goal, term, phase.assuming)
