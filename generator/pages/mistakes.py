"""What stands on the pages about wrong formulas that people write?

All of it comes from the rows that the receipts are made with: where a formula fails and with which numbers, in which
entries it happens to be right, and of what it would be the gradient. Nothing about a verdict is written here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import sympy as sp
from jinja2 import Environment

from generator.catalogue.formulas import LOSS, value_of
from generator.catalogue.records import Activation, Case, Loss
from generator.engine import terms as t
from generator.engine.simplify import simplify
from generator.engine.terms import D, Term
from generator.engine.tex import equation, tex
from generator.pages import layer_mistakes
from generator.pages.fitting import shortened
from generator.pages.marks import REJECTED
from generator.pages.pieces import Piece, Write, one_by_one
from generator.pages.records import Proved, ProvedFormula
from generator.pages.site import Page
from generator.pages.text import SUPERSCRIPT, escape
from generator.pages.views import Link, point_text
from generator.verify.chain import factors
from generator.verify.lookalikes import Derived, Lookalike, comparable, gradient_of_what, scaled
from generator.verify.records import Variant
from generator.verify.variants import SECOND_VARIANTS, VARIANTS, Row

FOLDER = "mistakes"
WORKED = 24
"""For how many entries a page works a mistake out; for the others it leads to their receipts."""
UP = "../"
SOURCE = "generator/verify/variants.py"
DIGITS = 5


@dataclass(frozen=True)
class Failure:
    """An entry in which a formula is wrong: both sides of what it claims, the numbers against it, the right formula.

    ``gradient_of`` says of what it is the gradient: the words, and the formula of that loss where it is no entry's own.
    """

    id: str
    entry: Link
    left: str
    wrong: str
    at: str
    value: str
    expected: str
    error: float
    right: str
    gradient_of: "Meaning | None"


@dataclass(frozen=True)
class Meaning:
    """Of what a wrong formula is the gradient: an entry, how many times its loss, and that loss as a formula."""

    entry: Link
    times: str
    formula: str
    proof: str


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


@dataclass(frozen=True)
class Claims:
    """The wrong formulas of an entry that are worked out, and the entries of whose results they may be multiples."""

    proved: Proved
    first: tuple[Variant, ...]
    second: tuple[Variant, ...]
    others: tuple[Derived, ...]

    @property
    def pairs(self) -> Iterator[tuple[Proved, Variant]]:
        """Yield each formula with the derivative that it claims to be."""
        yield from ((self.proved, variant) for variant in self.first)
        yield from ((self.proved.second, variant) for variant in self.second if self.proved.second)


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


def failures(claims: Claims) -> tuple[tuple[str, Failure], ...]:
    """Return each wrong formula of an entry worked out, with the id of the mistake."""
    return tuple((variant.id, _failure(one, variant, claims.others)) for one, variant in claims.pairs)


def _mistake(
    row: Row,
    found: tuple[tuple[Proved, Variant], ...],
    told: Mapping[tuple[str, str], Failure],
    work: tuple[Proved, ...],
) -> Mistake:
    return Mistake(
        row,
        tuple(told[row.id, one.id] for one, _ in found if (row.id, one.id) in told),
        tuple((one.id, _link(one.entry)) for one, _ in found if (row.id, one.id) not in told),
        tuple(_link(one.entry) for one, _ in _variants(row, work, same=True)),
    )


def _places(work: tuple[Proved, ...]) -> dict[Activation | Loss | Case, int]:
    """Return how far down the catalogue each entry stands, which is in the order of use; a case where both parts do."""
    entries = [one.entry for one in work]
    places: dict[Activation | Loss | Case, int] = {}
    for kind in (Activation, Loss):
        places |= {entry: n for n, entry in enumerate(x for x in entries if isinstance(x, kind))}
    cases = (entry for entry in entries if isinstance(entry, Case))
    return places | {case: max(places.get(case.activation, 0), places.get(case.loss, 0)) for case in cases}


def _variants(row: Row, work: tuple[Proved, ...], *, same: bool) -> Iterator[tuple[Proved, Variant]]:
    for one in work:
        receipt = one.evidence.receipt
        for variant in receipt.same_function if same else receipt.rejected_variants:
            if variant.id == row.id:
                yield one, variant


def _failure(one: Proved, variant: Variant, others: tuple[Derived, ...]) -> Failure:
    return Failure(
        id=one.id,
        entry=_link(one.entry),
        left=tex(variant.of or one.derivation.goal),
        wrong=wrong_formula(variant.term),
        at=point_text(variant.rejected_by),
        value=_number(variant.value),
        expected=_number(variant.expected),
        error=variant.error,
        right=right_formula(one, variant),
        gradient_of=None if variant.of or one.derivation.first else _meaning(one, variant, others),
    )


def wrong_formula(term: Term) -> str:
    """Return the formula as the mistake makes it and, where that is shorter, as people write it."""
    made = tex(term)
    lines = () if term.has(sp.Sum, D) else simplify(term)
    written = tex(lines[-1].after) if lines else made
    return f"{made} = {written}" if len(written) < len(made) else made


def right_formula(one: Proved, variant: Variant) -> str:
    """Return the formula that belongs in the place of the wrong one."""
    derivation, found = one.derivation, factors(one.derivation)
    if variant.of is not None and found:
        return equation(variant.of, found.on_diagonal(derivation.variable.indices[0]))
    if variant.term == derivation.result:  # wrong without its precondition only: the form that needs none is right
        return equation(derivation.goal, next(form.term for form in derivation.forms if not form.assuming))
    return one.tex


def _meaning(one: Proved, variant: Variant, others: tuple[Derived, ...]) -> Meaning | None:
    found = gradient_of_what(variant.term, (one.entry, one.derivation), others)
    if found is None:
        return None
    times = "" if found.scale == 1 else str(found.scale).replace("-", "−")
    proof = "proved exactly" if found.exact else f"all digits agree at {found.points} points"
    return Meaning(_link(found.entry), times, multiple(found), proof)


def multiple(found: Lookalike) -> str:
    """Return the function of which a wrong formula is the derivative, as a formula."""
    entry = found.entry
    if isinstance(entry, Activation):
        return tex(_simple(scaled(found.scale, value_of(entry))))
    loss = entry.loss if isinstance(entry, Case) else entry
    return equation(LOSS, _simple(scaled(found.scale, value_of(loss))))


def _simple(term: Term) -> Term:
    """Return the term with its numbers multiplied, where it is no plain definition or its negative."""
    lines = simplify(term) if t.is_product(term) else ()
    return lines[-1].after if lines else term


def _link(entry: object) -> Link:
    return escape(getattr(entry, "title", "")), f"{UP}{getattr(entry, 'uri', '')}.md"


def _number(text: str) -> str:
    """Return a number to five digits, and "no value" as it is."""
    try:
        mantissa, _, power = f"{float(text):.{DIGITS}g}".partition("e")
    except ValueError:
        return text
    tens = f" × 10{str(int(power)).translate(SUPERSCRIPT)}" if power else ""
    return mantissa.replace("-", "−") + tens
