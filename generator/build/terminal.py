"""How does a derivation look in a terminal? The same words as on its page, with formulas on one line."""

from collections.abc import Iterator, Mapping

from sympy import S

from generator.engine.oneline import plain
from generator.engine.printing import matrix_code
from generator.engine.records import Phase
from generator.engine.terms import Term
from generator.engine.tex import equation, tex
from generator.errors import DerivationError
from generator.pages.evidence import compared
from generator.pages.examples import OWN
from generator.pages.kink_lines import kink_lines
from generator.pages.numpy_lines import numpy_lines
from generator.pages.rules import LEMMA, sections, titles
from generator.pages.text import plural, scientific, within
from generator.pages.views import point_text
from generator.verify.examples import Judged
from generator.verify.network_records import TOLERANCE, NetworkReceipt
from generator.verify.proved import Proved, ProvedFormula
from generator.verify.records import Proof, Receipt


def derivation_lines(proved: Proved) -> Iterator[str]:
    """Yield a derivation with its proofs, its result and its receipt."""
    known = titles(sections())
    proofs = iter(proved.evidence.proofs)
    yield proved.entry.title
    for phase in proved.derivation.phases:
        yield ""
        yield from _phase_lines(phase, proofs, known)
    yield ""
    yield f"Result: {proved.plain}"
    yield from ("        " + line for line in kink_lines(proved.evidence.receipt.kinks, proved.derivation.variable))
    for one in (parameter for parameter in proved.entry.parameters if parameter.range != S.Reals):
        yield f"        for {within(plain(one.letter), one.range)}"
    yield from (f"{'NumPy:  ' if n == 0 else '        '}{line}" for n, line in enumerate(numpy_lines(proved)))
    yield ""
    yield from receipt_lines(proved.evidence.receipt)


def _phase_lines(phase: Phase, proofs: Iterator[Proof], known: Mapping[str, str]) -> Iterator[str]:
    yield phase.title
    goal, last = _written(phase.goal), _written(phase.start)
    yield f"  {goal}" if goal == last else f"  {goal} = {last}"
    for step in phase.steps:
        proof, now = next(proofs), _written(step.after)
        if now == last:  # a step that no reader sees, such as brackets that were not written
            continue
        last = now
        lemma = f"lemma {step.rule.removeprefix(LEMMA)}"
        rule = lemma if step.rule.startswith(LEMMA) else known[step.rule]
        yield f"    = {now}"
        yield f"      {rule}; {compared(proof)}"


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


def formula_lines(proved: ProvedFormula) -> Iterator[str]:
    """Yield the derivation of a formula of the network, its result and its receipt."""
    derivation, evidence = proved.found.derivation, proved.evidence
    known, proofs = titles(sections()), iter(evidence.proofs)
    yield proved.entry.title
    for phase in derivation.phases if derivation else ():
        yield ""
        yield from _phase_lines(phase, proofs, known)
    yield ""
    yield "From components to matrices"
    yield f"  {proved.components}"
    yield f"    => {proved.tex}"
    yield f"      gathered; {compared(evidence.gathered)}"
    yield ""
    yield f"Result: {proved.tex}"
    yield f"NumPy:  {matrix_code(proved.found.matrix)}"
    if evidence.receipt:
        yield ""
        yield from _network_receipt(evidence.receipt)


def _network_receipt(receipt: NetworkReceipt) -> Iterator[str]:
    where = f"{receipt.elements} elements in {plural(receipt.networks, 'network')}"
    yield f"Receipt: {where}, largest relative error {scientific(receipt.worst)} (allowed {scientific(TOLERANCE)})"
    for one in receipt.rejected:
        yield f"  rejected: {matrix_code(one.matrix)}: {one.misprint.says}"


def example_lines(found: Judged) -> Iterator[str]:
    """Yield a LaTeX example with its verdict, and its derivation if it has one."""
    known = {**titles(sections()), **{name: rule.title for name, rule in OWN.items()}}
    proofs = iter(found.proofs)
    yield found.example.title
    yield f"  {found.example.found}"
    yield f"  {found.word}: {found.why}" if found.why else f"  {found.word}"
    for phase in found.phases:
        yield ""
        yield from _phase_lines(phase, proofs, known)
    if found.measured:
        yield ""
        yield f"Result: {equation(*found.measured.sides)}"
        worst = scientific(found.measured.worst) if found.measured.worst else "0"
        yield f"Receipt: {plural(found.measured.points, 'point')}, largest relative error {worst}"
        for wrong in found.measured.rejected:
            yield f"  rejected: {equation(*wrong.sides)}: {wrong.says}"
