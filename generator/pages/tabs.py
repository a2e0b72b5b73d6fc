"""How does a formula of the network look in every author's dialect, for the tabs that switch between them?

The derivation's own components stand in the first tab of a phase, with the fine steps and the addresses of its lines;
the other tabs print the same lines in other names. The headline is gathered into the matrices of each author.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import sympy as sp

from generator.catalogue.dense import S
from generator.catalogue.dialects import DIALECTS, OWN, Dialect, axes, translated
from generator.catalogue.network_derivations import Derived, as_row, left_of
from generator.engine import terms as t
from generator.engine.matrices import Node, gather, walk
from generator.engine.printing import matrix_tex, shape_tex, shaped_tex
from generator.engine.records import Phase
from generator.engine.terms import D, Term
from generator.engine.tex import equation, tex
from generator.pages.authors import Spelling
from generator.pages.text import escape


@dataclass(frozen=True)
class Tab:
    """A headline in one dialect, with rows and columns under every factor where it is written in matrices."""

    author: str
    tex: str
    shaped: str
    note: str


@dataclass(frozen=True)
class Gathered:
    """A formula in an author's matrices; ``around`` is what stands before them: a mean over the examples."""

    left: str
    around: str
    matrix: Node

    @property
    def tex(self) -> str:
        """The formula."""
        return f"{self.left} = {self.around}{matrix_tex(self.matrix)}"

    @property
    def shaped(self) -> str:
        """The formula with rows and columns under everything."""
        left = rf"\underbrace{{{self.left}}}_{{{shape_tex(self.matrix)}}}"
        return f"{left} = {self.around}{shaped_tex(self.matrix)}"


def tabs(found: Derived) -> Iterator[Tab]:
    """Yield the headline in every dialect, that of the formula's own layout first."""
    for dialect in DIALECTS[found.entry.layout.examples]:
        whole = gathered(found, dialect)
        if whole is None:
            yield Tab(dialect.author, in_components(found, dialect), "", dialect.note)
        else:
            yield Tab(dialect.author, whole.tex, whole.shaped, dialect.note)


def gathered(found: Derived, dialect: Dialect) -> Gathered | None:
    """Return a formula in the matrices of a dialect; nothing where its author writes components."""
    layout, entry = dialect.whole, found.entry
    if layout is None:
        return None
    units, by_example = _units(found)
    term, around = translated(found.term, entry.layout, replace(dialect, quotients=None), layout), ""
    if dialect.by_example and entry.layout.examples != "none" and not by_example:
        term, around = _inside(term)
    matrix = gather(term, *axes(units, layout, by_example=by_example))
    if layout.examples == "rows":
        matrix = walk(matrix, as_row)
    return Gathered(left_of(entry, layout, dialect.gradient), around, matrix)


def _units(found: Derived) -> tuple[tuple[sp.Symbol, ...], bool]:
    """Return the units of what a formula gives, and whether it gives one of them for each example."""
    indices = found.derivation.variable.indices if found.derivation else (found.rows, found.columns)
    present = tuple(index for index in indices if index is not None)
    return tuple(index for index in present if index != S), S in present


def _inside(term: Term) -> tuple[Term, str]:
    """Take a mean over the examples apart: what is averaged, and the sign of the mean as TeX."""
    for factor in term.args if t.is_product(term) else (term,):
        if isinstance(factor, sp.Sum):
            body, (index, _, size) = factor.args
            share = "".join(f"{tex(other)} " for other in term.args if other is not factor)
            return body, rf"{share}\sum_{{{tex(index)}=1}}^{{{tex(size)}}} "
    return term, ""


def in_components(found: Derived, dialect: Dialect) -> str:
    """Return a formula in the components of a dialect."""
    entry = found.entry
    if found.derivation is None:
        left: Term = (entry.layout.z if entry.what == "z" else entry.layout.a)(found.unit)
    else:
        left = found.derivation.goal
    return equation(*(translated(side, entry.layout, dialect) for side in (left, found.term)))


def own(phase: Phase, found: Derived) -> Spelling:
    """Return a phase in the dialect in which it was derived."""
    return spelled(phase, found, OWN[found.entry.layout.examples])


def others(phase: Phase, found: Derived) -> tuple[Spelling, ...]:
    """Return a phase in all other dialects."""
    examples = found.entry.layout.examples
    dialects = (dialect for dialect in DIALECTS[examples] if dialect is not OWN[examples])
    return tuple(spelled(phase, found, dialect) for dialect in dialects)


def spelled(phase: Phase, found: Derived, dialect: Dialect) -> Spelling:
    """Return a phase in one dialect."""

    def told(term: Term) -> Term:
        own_words = dialect is OWN[found.entry.layout.examples]
        return term if own_words else translated(term, found.entry.layout, dialect)

    goal, start = told(phase.goal), told(phase.start)
    known = tuple(pair for pair in phase.where if isinstance(pair[0], D))
    return Spelling(
        author=dialect.author,
        first=tex(goal) if goal == start else equation(goal, start),
        lines=tuple((escape(line.title), tex(told(line.after))) for line in phase.lines),
        earlier=tuple(equation(*map(told, pair)) for pair in known if told(pair[0]) != told(pair[1])),
        assuming=tuple(equation(*map(told, pair)) for pair in phase.assuming),
    )
