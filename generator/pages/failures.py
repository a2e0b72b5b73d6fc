"""What is there to say about a wrong formula of an entry?

Where it fails, and with which numbers, the judge has found already; here it is written beside the right formula, as
people write it, with the loss of which it would be the gradient. That last is what takes time: so each entry is worked
out by itself (``failures``), on any core, and kept. Nothing about a verdict is decided here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import sympy as sp

from generator.catalogue.formulas import LOSS
from generator.catalogue.results import Derived
from generator.engine import terms as t
from generator.engine.factors import factors
from generator.engine.simplify import simplify
from generator.engine.terms import D, Term
from generator.engine.tex import equation, tex
from generator.pages.text import escape, power_of_ten
from generator.pages.views import Link, point_text
from generator.verify.lookalikes import Lookalike, gradient_of_what
from generator.verify.proved import Proved
from generator.verify.records import Variant

UP = "../"
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


def failures(claims: Claims) -> tuple[tuple[str, Failure], ...]:
    """Return each wrong formula of an entry worked out, with the id of the mistake."""
    return tuple((variant.id, _failure(one, variant, claims.others)) for one, variant in claims.pairs)


def _failure(one: Proved, variant: Variant, others: tuple[Derived, ...]) -> Failure:
    return Failure(
        id=one.id,
        entry=link(one.entry),
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
    proof = "exact" if found.exact else f"all digits agree at {found.points} points"
    return Meaning(link(found.entry), times, multiple(found), proof)


def multiple(found: Lookalike) -> str:
    """Return the function of which a wrong formula is the derivative, as a formula."""
    whole = _simple(found.function)
    return equation(LOSS, whole) if found.entry.losses else tex(whole)


def _simple(term: Term) -> Term:
    """Return the term with its numbers multiplied, where it is no plain definition or its negative."""
    lines = simplify(term) if t.is_product(term) else ()
    return lines[-1].after if lines else term


def link(entry: object) -> Link:
    """Return the title of an entry and its page, as seen from the page of a mistake."""
    return escape(getattr(entry, "title", "")), f"{UP}{getattr(entry, 'uri', '')}.md"


def _number(text: str) -> str:
    """Return a number to five digits, and "no value" as it is."""
    try:
        mantissa, _, power = f"{float(text):.{DIGITS}g}".partition("e")
    except ValueError:
        return text
    tens = power_of_ten(int(power)) if power else ""
    return mantissa.replace("-", "−") + tens
