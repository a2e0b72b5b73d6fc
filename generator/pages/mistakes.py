"""What stands on the pages about wrong formulas that people write?

All of it comes from the rows that the receipts are made with: in which entries a formula is wrong, and in which it
happens to be right. For the most used of the first it is worked out (``failures``); the others are links.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from jinja2 import Environment

from generator.catalogue.records import Activation, Case, Loss
from generator.catalogue.results import comparable
from generator.pages import layer_mistakes
from generator.pages.failures import Claims, Failure, failures, link
from generator.pages.fitting import shortened
from generator.pages.marks import REJECTED
from generator.pages.pieces import Piece, Write, one_by_one
from generator.pages.site import Page
from generator.pages.views import Link
from generator.verify.proved import Proved, ProvedFormula
from generator.verify.records import Variant
from generator.verify.variants import SECOND_VARIANTS, VARIANTS, Row

FOLDER = "mistakes"
WORKED = 24
"""For how many entries a page works a mistake out; for the others it leads to their receipts."""
SOURCE = "generator/verify/variants.py"


@dataclass(frozen=True)
class Mistake:
    """A mistake with what the judge found out about it: ``further`` are the entries whose own pages tell the rest.

    They have a named place here too, as those that are worked out have: which is which may change, and no link breaks.
    """

    row: Row
    failures: tuple[Failure, ...]
    further: tuple[tuple[str, Link], ...]
    harmless: tuple[Link, ...]

    @property
    def wrong_in(self) -> int:
        """In how many entries it is wrong."""
        return len(self.failures) + len(self.further)

    @property
    def formula(self) -> str:
        """The wrong formula where it is first found wrong, as the card shows it; nothing where it never is."""
        return next((f"{failure.left} \\ne {failure.wrong}" for failure in self.failures), "")

    @property
    def description(self) -> str:
        """A sentence for previews."""
        known = f"“{self.row.said}” {self.row.says}"
        return shortened(f"{known} Where it is wrong, with numbers, and what is right.")


def pages(
    env: Environment, work: Iterable[Proved], formulas: Iterable[ProvedFormula] = (), write: Write = one_by_one
) -> Iterator[Page]:
    """Yield the page that lists all mistakes, and a page for each: those of entries, then those of layers."""
    found, layers = mistakes(work, write), layer_mistakes.layer_mistakes(formulas)
    text = env.get_template("mistakes.md.jinja").render(mistakes=(*found, *layers))
    yield Page(f"{FOLDER}/index.md", "Mistakes", text, SOURCE, FOLDER)
    for mistake in found:
        text = env.get_template("mistake.md.jinja").render(mistake=mistake)
        formula = mistake.formula
        yield Page(
            f"{FOLDER}/{mistake.row.id}.md", mistake.row.title, text, SOURCE, FOLDER, formula, REJECTED, wrong=True
        )
    yield from layer_mistakes.pages(env, layers)


def title_of(mistake: str) -> str:
    """Return the heading of the page about a mistake."""
    return next(row.title for row in (*VARIANTS, *SECOND_VARIANTS) if row.id == mistake)


def mistakes(work: Iterable[Proved], write: Write = one_by_one) -> tuple[Mistake, ...]:
    """Return every mistake of the table, in its order."""
    entries = tuple(work)
    seconds = tuple(one.second for one in entries if one.second)
    tables = ((VARIANTS, entries), (SECOND_VARIANTS, seconds))
    found = {row.id: tuple(_variants(row, among, same=False)) for rows, among in tables for row in rows}
    chosen = {row: names for rows, among in tables for row, names in _worked_out(rows, found, _places(among))}
    claims = tuple(_claims(entries, chosen))
    made = write("explaining", failures, claims)
    told = {(row, one.id): one for several in made for row, one in several}
    return tuple(_mistake(row, found[row.id], told, among) for rows, among in tables for row in rows)


Found = Mapping[str, tuple[tuple[Proved, Variant], ...]]
"""Where each mistake is wrong, by its id."""


def _worked_out(
    rows: Iterable[Row], found: Found, places: Mapping[Activation | Loss | Case, int]
) -> Iterator[tuple[str, set[str]]]:
    """Yield for each mistake the ids of the entries for which it is worked out: the most used."""
    for row in rows:
        entries = sorted((one.entry for one, _ in found[row.id]), key=places.__getitem__)
        yield row.id, {entry.id for entry in entries[:WORKED]}


def _claims(work: tuple[Proved, ...], worked_out: Mapping[str, set[str]]) -> Iterator[Piece[Claims]]:
    derived = tuple((one.entry, one.derivation) for one in work)
    for one in work:
        first, second = (
            tuple(_chosen(one, VARIANTS, worked_out)),
            tuple(_chosen(one.second, SECOND_VARIANTS, worked_out)),
        )
        if first or second:
            others = comparable((one.entry, one.derivation), derived) if first else ()
            names = (variant.id for variant in (*first, *second))
            shows = dict.fromkeys((one.id, *(entry.id for entry, _ in others)))
            yield Piece(one.id, Claims(one, first, second, others), tuple(shows), " ".join(names))


def _chosen(one: Proved | None, rows: Iterable[Row], worked_out: Mapping[str, set[str]]) -> Iterator[Variant]:
    """Yield the wrong formulas of a derivative that are worked out, of those that a table is about."""
    if one is not None:
        names = {row.id for row in rows if one.id in worked_out[row.id]}
        yield from (variant for variant in one.evidence.receipt.rejected_variants if variant.id in names)


def _mistake(
    row: Row,
    found: tuple[tuple[Proved, Variant], ...],
    told: Mapping[tuple[str, str], Failure],
    work: tuple[Proved, ...],
) -> Mistake:
    return Mistake(
        row,
        tuple(told[row.id, one.id] for one, _ in found if (row.id, one.id) in told),
        tuple((one.id, link(one.entry)) for one, _ in found if (row.id, one.id) not in told),
        tuple(link(one.entry) for one, _ in _variants(row, work, same=True)),
    )


def _places(work: tuple[Proved, ...]) -> dict[Activation | Loss | Case, int]:
    """Return how far down the catalogue each entry stands, which is in the order of use; a case where both parts do."""
    entries = [one.entry for one in work]
    places: dict[Activation | Loss | Case, int] = {}
    alone, cases = ([x for x in entries if x.joined == joined] for joined in (False, True))
    for losses in (False, True):
        places |= {entry: n for n, entry in enumerate(x for x in alone if bool(x.losses) == losses)}
    return places | {case: max(places.get(part, 0) for part in case.parts) for case in cases}


def _variants(row: Row, work: tuple[Proved, ...], *, same: bool) -> Iterator[tuple[Proved, Variant]]:
    for one in work:
        receipt = one.evidence.receipt
        for variant in receipt.same_function if same else receipt.rejected_variants:
            if variant.id == row.id:
                yield one, variant
