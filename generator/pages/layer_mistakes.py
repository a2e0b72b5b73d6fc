"""What stands on the pages about wrong matrix formulas of a layer?

As on the pages of ``mistakes``, everything comes from the rows and the evidence of the receipts: in which formulas the
slip is made, whether its shapes ever fit, how wrong its numbers are and where, and where it comes out right.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jinja2 import Environment

from generator.engine.printing import matrix_tex
from generator.pages.fitting import shortened
from generator.pages.marks import REJECTED
from generator.pages.network_formula import reasons
from generator.pages.site import Page
from generator.pages.text import escape
from generator.pages.views import Link
from generator.verify.misprints import MISPRINTS, Misprint
from generator.verify.network_records import Numbers, Rejected
from generator.verify.proved import ProvedFormula

FOLDER, SOURCE = "mistakes", "generator/verify/misprints.py"


@dataclass(frozen=True)
class LayerFailure:
    """A formula in which the slip is wrong: both sides of what it claims, how it was found out, and what is right."""

    id: str
    entry: Link
    left: str
    wrong: str
    reasons: str
    example: str
    right: str
    numbers: Numbers | None
    meaning: str


@dataclass(frozen=True)
class LayerMistake:
    """A slip in a matrix formula, with everything that was found out about it."""

    row: Misprint
    failures: tuple[LayerFailure, ...]

    @property
    def wrong_in(self) -> int:
        """In how many formulas it is wrong."""
        return len(self.failures)

    @property
    def formula(self) -> str:
        """The wrong formula with its own sign, as the card shows it."""
        return f"{self.failures[0].left} \\ne {self.failures[0].wrong}"

    @property
    def description(self) -> str:
        """A sentence for previews."""
        return shortened(f"“{self.row.said}” {self.row.says} In which formulas it is wrong, with shapes and numbers.")


def layer_mistakes(formulas: Iterable[ProvedFormula]) -> tuple[LayerMistake, ...]:
    """Return every slip that has a page, in the order of its table; those that no formula shows are left out."""
    work = tuple(formulas)
    rows = {row.id: row for row in MISPRINTS}
    found = (LayerMistake(row, tuple(_failures(name, work))) for name, row in rows.items())
    return tuple(mistake for mistake in found if mistake.failures)


def pages(env: Environment, found: Iterable[LayerMistake]) -> Iterator[Page]:
    """Yield a page for each."""
    for mistake in found:
        text = env.get_template("layer-mistake.md.jinja").render(mistake=mistake)
        yield Page(
            f"{FOLDER}/{mistake.row.id}.md",
            mistake.row.title,
            text,
            SOURCE,
            FOLDER,
            mistake.formula,
            REJECTED,
            wrong=True,
        )


def _failures(name: str, work: tuple[ProvedFormula, ...]) -> Iterator[LayerFailure]:
    for proved in work:
        receipt = proved.evidence.receipt
        for one in receipt.rejected if receipt else ():
            if one.misprint.id == name:
                yield _failure(proved, one)


def _failure(proved: ProvedFormula, one: Rejected) -> LayerFailure:
    entry = proved.entry
    return LayerFailure(
        id=entry.id,
        entry=(escape(entry.title), f"../{entry.uri}.md"),
        left=entry.left,
        wrong=matrix_tex(one.matrix),
        reasons=" ".join(reasons(one)),
        example=one.example if one.wrong else "",
        right=proved.tex,
        numbers=one.numbers,
        meaning=one.meaning,
    )
