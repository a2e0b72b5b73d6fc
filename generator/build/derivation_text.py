"""How does the derivation of an entry look in a terminal? The same words as on its page, with formulas on one line."""

from collections.abc import Iterator, Mapping

from sympy import S

from generator.engine.book import find
from generator.engine.lemmas import LEMMA
from generator.engine.oneline import plain
from generator.engine.records import Phase
from generator.engine.terms import Term
from generator.engine.tex import tex
from generator.errors import DerivationError
from generator.pages.evidence import compared
from generator.pages.kink_lines import kink_lines
from generator.pages.numpy_lines import numpy_lines
from generator.pages.text import plural, scientific, within
from generator.pages.views import point_text
from generator.verify.proved import Proved
from generator.verify.records import Proof, Receipt


def derivation_lines(proved: Proved, notes: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield a derivation with its proofs, its result with ``notes`` on where it holds, and its receipt."""
    proofs = iter(proved.evidence.proofs)
    yield proved.entry.title
    for phase in proved.derivation.phases:
        yield ""
        yield from phase_lines(phase, proofs)
    yield ""
    yield f"Result: {proved.plain}"
    yield from ("        " + line for line in kink_lines(proved.evidence.receipt.kinks, proved.derivation.variable))
    yield from ("        " + line for line in notes)
    for one in (parameter for parameter in proved.entry.parameters if parameter.range != S.Reals):
        yield f"        for {within(plain(one.letter), one.range)}"
    yield from (f"{'NumPy:  ' if n == 0 else '        '}{line}" for n, line in enumerate(numpy_lines(proved)))
    yield ""
    yield from receipt_lines(proved.evidence.receipt)


def phase_lines(phase: Phase, proofs: Iterator[Proof], own: Mapping[str, str] | None = None) -> Iterator[str]:
    """Yield a phase with the proof of each step; ``own`` are the titles of rules that are in no table, by their ids."""
    yield phase.title
    goal, last = _written(phase.goal), _written(phase.start)
    yield f"  {goal}" if goal == last else f"  {goal} = {last}"
    for step in phase.steps:
        proof, now = next(proofs), _written(step.after)
        if now == last:  # a step that no reader sees, such as brackets that were not written
            continue
        last = now
        yield f"    = {now}"
        yield f"      {_title(step.rule, own or {})}; {compared(proof)}"


def _title(rule: str, own: Mapping[str, str]) -> str:
    if rule.startswith(LEMMA):
        return f"lemma {rule.removeprefix(LEMMA)}"
    return own[rule] if rule in own else find(rule).title


def _written(term: Term) -> str:
    """Return a term on one line, as TeX where it has parts that fit on none, such as complex fields."""
    try:
        return plain(term)
    except DerivationError:
        return tex(term)


def receipt_lines(receipt: Receipt) -> Iterator[str]:
    """Yield what was measured, and which wrong formulas the same check rejects."""
    worst = f"{scientific(receipt.worst_relative_error)} at {point_text(receipt.worst_point)}"
    yield f"Receipt: {plural(receipt.points, 'point')}, largest relative error {worst}"
    for oracle in receipt.oracles:
        yield f"  {oracle.name}: {scientific(oracle.worst)} (allowed {scientific(oracle.tolerance)})"
    for variant in receipt.rejected_variants:
        yield f"  rejected: {plain(variant.term)}: {variant.says}"
