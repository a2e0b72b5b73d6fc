"""How do a formula of the network and a LaTeX example look in a terminal?"""

from collections.abc import Iterator

from generator.build.derivation_text import phase_lines
from generator.engine.oneline import plain_equation
from generator.engine.printing import matrix_code
from generator.engine.tex import equation
from generator.pages.evidence import compared
from generator.pages.examples import OWN
from generator.pages.rules import sections, titles
from generator.pages.text import plural, scientific
from generator.verify.examples import Judged
from generator.verify.layer_evidence import ProvedLayer
from generator.verify.network_records import TOLERANCE, NetworkReceipt
from generator.verify.proved import ProvedFormula


def formula_lines(proved: ProvedFormula) -> Iterator[str]:
    """Yield the derivation of a formula of the network, its result and its receipt."""
    derivation, evidence = proved.found.derivation, proved.evidence
    proofs = iter(evidence.proofs)
    yield proved.entry.title
    for phase in derivation.phases if derivation else ():
        yield ""
        yield from phase_lines(phase, proofs)
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
        yield from phase_lines(phase, proofs, known)
    if found.measured:
        yield ""
        yield f"Result: {equation(*found.measured.sides)}"
        worst = scientific(found.measured.worst) if found.measured.worst else "0"
        yield f"Receipt: {plural(found.measured.points, 'point')}, largest relative error {worst}"
        for wrong in found.measured.rejected:
            yield f"  rejected: {equation(*wrong.sides)}: {wrong.says}"


def layer_lines(one: ProvedLayer) -> Iterator[str]:
    """Yield the derivation of a layer's gradients, its results and its receipt."""
    known = titles(sections())
    yield one.operation.title
    for gradient, proofs in zip(one.gradients, one.proofs, strict=True):
        yield ""
        own = {step.rule: known.get(step.rule, step.rule.replace("-", " ")) for step in gradient.phase.steps}
        yield from phase_lines(gradient.phase, iter(proofs), own)
    yield ""
    for gradient in one.results:
        yield f"Result: {plain_equation(gradient.name, gradient.term)}"
    for each in one.claims:
        yield f"Claim:  {one.operation.question(each.claim)} {'true' if each.holds else 'false'}"
    yield f"Receipt: {one.digits} digits agree in {one.components} numbers, {one.rejected} wrong variants rejected"
