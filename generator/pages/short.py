"""Which page does a short link show, ``/f/<id>/``?

One formula, what its letters mean, how it was checked, and the way to its derivation. It is a page of its own and no
redirect, so that a crawler finds the title and the card in its first answer; its canonical address is the entry's page.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jinja2 import Environment

from generator.engine.tex import equation
from generator.pages.entry import description
from generator.pages.facts import definitions
from generator.pages.fitting import titled
from generator.pages.marks import checked, checked_in_networks
from generator.pages.site import Page
from generator.verify.proved import Proved, ProvedFormula

FOLDER = "f"
TEMPLATE = "generator/pages/templates/short.md.jinja"


@dataclass(frozen=True)
class Short:
    """A formula to show alone: its entry's id, title and page, the formula, its letters, and how it was checked."""

    id: str
    title: str
    uri: str
    tex: str
    plain: str
    description: str
    letters: tuple[str, ...]
    provided: tuple[str, ...]
    steps: int
    mark: str

    @property
    def heading(self) -> str:
        """The title with the result in Unicode, or without it where both are too long for a preview."""
        return titled(self.title, self.plain)


def of_entry(env: Environment, proved: Proved) -> Page:
    """Return the page of an entry's short link."""
    return _page(env, _of_entry(proved))


def of_formulas(env: Environment, formulas: Iterable[ProvedFormula]) -> Iterator[Page]:
    """Yield the page of the short link of each formula of the network."""
    return (_page(env, _of_formula(one)) for one in formulas)


def _page(env: Environment, short: Short) -> Page:
    text = env.get_template("short.md.jinja").render(short=short)
    uri = f"{FOLDER}/{short.id}.md"
    return Page(uri, short.title, text, TEMPLATE, formula=short.tex, mark=short.mark, listed=False)


def _of_entry(proved: Proved) -> Short:
    entry, derivation = proved.entry, proved.derivation
    return Short(
        entry.id,
        entry.title,
        entry.uri,
        proved.tex,
        proved.plain,
        description(proved),
        tuple(formula for formula, _ in definitions(entry)),
        tuple(equation(*pair) for pair in derivation.assuming),
        len(derivation.steps),
        checked(proved.evidence.receipt),
    )


def _of_formula(proved: ProvedFormula) -> Short:
    entry, steps = proved.entry, len(proved.evidence.proofs)
    return Short(
        entry.id,
        entry.title,
        entry.uri,
        proved.tex,
        proved.plain,
        f"{proved.plain}, with the shape of every factor; derived, proved and measured.",
        (),
        (),
        steps,
        checked_in_networks(proved.evidence.receipt),
    )
