"""How does a derivation look to a template: lines, the fine steps under them, and what to say about each?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import sympy as sp

from generator.engine.anchors import anchor
from generator.engine.notation import NOTATIONS
from generator.engine.oneline import plain
from generator.engine.records import Derivation, Line, Phase, Step
from generator.engine.shorthand import Shorthands, shortened
from generator.engine.terms import Term, add, children, is_product, mul, put
from generator.engine.tex import tex
from generator.pages.authors import Spelling, spelled, spellings
from generator.pages.evidence import Known, counted, known
from generator.pages.shorthand import names_within, open_lines
from generator.pages.text import escape, plural
from generator.verify.records import Evidence, Point, Proof

Link = tuple[str, str]
"""The words of a link in Markdown, and where it leads; nowhere if that is empty."""


@dataclass(frozen=True)
class StepView:
    """One fine step: the rule, the part of the line that changed, what it became, and why that holds."""

    rule: Link
    part: str
    became: str
    proof: str
    known: Known


@dataclass(frozen=True)
class LineView:
    """One line on paper, with its fine steps; ``anchor`` is its id on the page.

    ``passed`` are the ids of lines that are too wide to stand open and lead to it.
    """

    anchor: str
    title: str
    before: str
    after: str
    steps: tuple[StepView, ...]
    passed: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """What a line of one step says of it: its heading, or which lemma it uses."""
        words = self.steps[0].rule[0]
        return f"By the {words}" if words.startswith("lemma ") else self.title

    @property
    def summary(self) -> str:
        """What the fold says."""
        return f"{plural(len(self.steps), 'step')}: {counted(step.known for step in self.steps)}"


@dataclass(frozen=True)
class PhaseView:
    """One headed part: its first formula is ``goal = start``, those of its lines go on with ``= ...``.

    ``own`` holds what is not in its lines, in the notation that a page shows first; ``others`` are all other notations.
    """

    title: str
    anchor: str
    own: Spelling
    lines: tuple[LineView, ...]
    others: tuple[Spelling, ...]


def phases_of(
    derivation: Derivation,
    evidence: Evidence,
    link: Callable[[str], Link],
    start: int = 1,
    names: Shorthands = (),
) -> tuple[PhaseView, ...]:
    """Return the phases; ``link`` turns the id in a step's ``rule`` into words and an address.

    ``start`` is the number of the first phase on its page: a second derivation counts on from the first. ``names`` are
    letters for parts that recur.
    """
    proofs = iter(evidence.proofs)
    return tuple(_phase(number, phase, proofs, link, names) for number, phase in enumerate(derivation.phases, start))


def _phase(
    number: int, phase: Phase, proofs: Iterator[Proof], link: Callable[[str], Link], names: Shorthands
) -> PhaseView:
    names = names_within(phase, names)
    lines = (
        replace(
            line_view(anchor(number, one.numbers[-1]), one.line, proofs, link, names),
            passed=tuple(anchor(number, passed) for passed in one.numbers[:-1]),
        )
        for one in open_lines(phase, names)
    )
    return PhaseView(
        title=phase.title,
        anchor=anchor(number, 0),
        own=spelled(phase, NOTATIONS[0], names),
        lines=tuple(lines),
        others=spellings(phase, names),
    )


def line_view(
    name: str, line: Line, proofs: Iterator[Proof], link: Callable[[str], Link], names: Shorthands = ()
) -> LineView:
    """Return a line with its fine steps, each with the next of the proofs."""
    steps = tuple(_step(step, next(proofs), link, names) for step in line.steps)
    before, after = (tex(shortened(term, names)) for term in (line.before, line.after))
    return LineView(name, escape(line.title), before, after, steps)


def _step(step: Step, proof: Proof, link: Callable[[str], Link], names: Shorthands) -> StepView:
    shown = [tuple(tex(shortened(term, names)) for term in pair) for pair in changes(step.before, step.after)]
    part, became = next((pair for pair in reversed(shown) if pair[0] != pair[1]), shown[-1])
    how = known(step, proof)
    return StepView(link(step.rule), part, became, how.words, how)


def changed(before: Term, after: Term) -> tuple[Term, Term]:
    """Return the smallest part of a term that changed, and what it became.

    Of a sum or a product that is the terms or factors from the first that changed to the last.
    """
    *_, smallest = changes(before, after)
    return smallest


def changes(before: Term, after: Term) -> Iterator[tuple[Term, Term]]:
    """Yield the parts of a term that changed and what they became, from the whole to the smallest.

    The smallest may look the same before and after, as a sum does whose brackets are removed.
    """
    yield before, after
    for together, join in ((before.is_Add and after.is_Add, add), (is_product(before) and is_product(after), mul)):
        if together:
            parts = _between(before.args, after.args)
            if len(parts[0]) == len(parts[1]) == 1:
                yield from changes(parts[0][0], parts[1][0])
            else:
                yield join(*parts[0]), join(*parts[1])
            return
    for place, (old, new) in enumerate(zip(children(before), children(after), strict=False)):
        if old != new:
            if put(before, (place,), new) == after:
                yield from changes(old, new)
            return


def _between(before: Sequence[Term], after: Sequence[Term]) -> tuple[Sequence[Term], Sequence[Term]]:
    """Return what is left of two rows without their common beginning and end, at least one part of each."""
    most = min(len(before), len(after)) - 1
    start = next((n for n in range(most) if before[n] != after[n]), most)
    end = next((n for n in range(most - start) if before[-1 - n] != after[-1 - n]), most - start)
    return before[start : len(before) - end], after[start : len(after) - end]


def point_text(point: Point) -> str:
    """Return a point to four digits: ``z = −1.5, α = 0.25``, or ``z = (−1.5, 2), i = 1`` where z is a vector."""
    letters: dict[str, list[str]] = {}
    for name, value in point:
        letters.setdefault(_letter(name), []).append(f"{float(value):.4g}".replace("-", "−"))
    vectors = {_letter(name) for name, _ in point if "[" in name}
    return ", ".join(
        f"{name} = ({', '.join(values)})" if name in vectors else f"{name} = {values[0]}"
        for name, values in letters.items()
    )


def _letter(name: str) -> str:
    """Return how a letter is written that code calls by name: lamda[2] is a component of λ."""
    return plain(sp.Symbol(name.partition("[")[0]))
