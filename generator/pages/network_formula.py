"""What stands on the page of one formula of the network?"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import sympy as sp
from jinja2 import Environment

from generator.catalogue.index import Catalogue
from generator.catalogue.network import Formula
from generator.catalogue.network_derivations import target
from generator.catalogue.records import Case
from generator.catalogue.results import is_difference, result_of
from generator.engine.anchors import anchor
from generator.engine.matrices import Matrix, parts_of, without_mean
from generator.engine.matrix_sympy import matrix_sympy
from generator.engine.printing import matrix_tex, name_code, shape_tex
from generator.engine.records import Phase
from generator.engine.tex import tex
from generator.pages.copies import Copies, component_copies
from generator.pages.evidence import compared
from generator.pages.graph import CHAIN, graph
from generator.pages.tabs import others, own, tabs
from generator.pages.text import escape, inline, plural, scientific
from generator.pages.views import Link, PhaseView, line_view
from generator.verify.network_records import Rejected
from generator.verify.proved import ProvedFormula
from generator.verify.records import Proof

_NUMERATORS = {
    "dL": "Differentiated is $L$, the loss of each example by itself: one column an example, and no $1/m$.",
    "dJ": "Differentiated is $J$, the mean of the losses: this is where $1/m$ lives.",
    "dC": "Differentiated is $C$, the cost of one example. There is no mean, so no $1/m$.",
}


def link_to(proved: ProvedFormula) -> Link:
    """Return the link to a formula from a page of the network."""
    return escape(proved.entry.title), f"{proved.entry.uri.rsplit('/', maxsplit=1)[1]}.md"


def links(formulas: tuple[ProvedFormula, ...]) -> Mapping[str, Link]:
    """Return the links to the formulas from a page of the network, by id."""
    return {one.entry.id: link_to(one) for one in formulas}


def context(
    env: Environment,
    catalogue: Catalogue,
    proved: ProvedFormula,
    formulas: tuple[ProvedFormula, ...],
    link: Callable[[str], Link],
) -> dict[str, Any]:
    """Return what the template of a formula's page needs."""
    entry, evidence = proved.entry, proved.evidence
    drawing = graph(entry)
    caption = _caption(entry)
    return {
        "proved": proved,
        "tabs": tuple(tabs(proved.found)),
        "entry": entry,
        "plain": proved.plain,
        "code": proved.code,
        "menus": _menus(proved),
        "copies": component_copies(proved.found.derivation),
        "steps": len(evidence.proofs),
        "summed": proved.found.term.has(sp.Sum),
        "numerator": _NUMERATORS.get(entry.numerator, ""),
        "graph": env.get_template("graph.svg.jinja").render(graph=drawing, caption=caption, width=96 * len(CHAIN) - 16),
        "letters": _letters(proved),
        "phases": tuple(_phases(proved, link)),
        "gathered": compared(evidence.gathered),
        "receipt": evidence.receipt,
        "rejected": tuple(map(_rejected, evidence.receipt.rejected)) if evidence.receipt else (),
        "mean": _mean(proved),
        "cases": len(catalogue.cases) if entry.what in {"dz-output", "dz-difference"} else 0,
        "differences": tuple(map(_case, filter(is_difference, catalogue.cases))),
        "uses": tuple(links(formulas)[name] for name in _uses(proved) if name in links(formulas)),
        "others": tuple(_same_kind(proved, formulas)),
        "references": tuple(catalogue.reference(name) for name in entry.references),
    }


def _menus(proved: ProvedFormula) -> tuple[str, ...]:
    """Return the menus of what can be copied of the headline, one for each author; the first has the code."""
    sympy = matrix_sympy(target(proved.entry), proved.found.matrix)
    code = (("SymPy", f"{sympy}\n"), ("NumPy", f"{proved.code}\n"))
    _, *rest = tabs(proved.found)
    own_menu = Copies(proved.tex, "result", code, proved.plain, result=True)
    return tuple(each.block for each in (own_menu, *(Copies(tab.tex, "result", result=True) for tab in rest)))


def _caption(entry: Formula) -> str:
    if not entry.numerator:
        return "Strong: the edges that the formula computes."
    return "Strong: the edges that the formula differentiates. Dashed: what the upstream gradient stands for."


def _letters(proved: ProvedFormula) -> tuple[tuple[str, str, str], ...]:
    """Return every matrix in the formula with its name in NumPy and its shape."""
    found = dict.fromkeys(part for part in parts_of(proved.found.matrix) if isinstance(part, Matrix))
    return tuple((tex(m.base.label), name_code(str(m.base.label)), shape_tex(m)) for m in found)


def _phases(proved: ProvedFormula, link: Callable[[str], Link]) -> Iterator[PhaseView]:
    derivation, proofs = proved.found.derivation, iter(proved.evidence.proofs)
    for number, phase in enumerate(derivation.phases if derivation else (), 1):
        yield _phase(number, phase, proved, proofs, link)


def _phase(
    number: int, phase: Phase, proved: ProvedFormula, proofs: Iterator[Proof], link: Callable[[str], Link]
) -> PhaseView:
    lines = tuple(line_view(anchor(number, n), line, proofs, link) for n, line in enumerate(phase.lines, 1))
    found = proved.found
    return PhaseView(f"Step {number}: {phase.title}", anchor(number, 0), own(phase, found), lines, others(phase, found))


def _rejected(one: Rejected) -> tuple[str, str, str]:
    """Return a wrong formula as TeX, how it comes about, and how it was found out."""
    more = f"See [{escape(one.misprint.title)}](../mistakes/{one.misprint.id}.md)."
    return matrix_tex(one.matrix), one.misprint.says, " ".join((*reasons(one), more))


def reasons(one: Rejected) -> Iterator[str]:
    """Yield in sentences how a wrong formula was found out."""
    if one.misfit:
        yield f"Whatever the widths: {_SHAPE.sub(_typeset, one.misfit)}."
    if one.misfit and one.same + one.wrong:
        yield f"In {plural(one.same + one.wrong, 'layer')} that were tried the sizes happen to fit."
    if one.wrong:
        yield f"Wrong numbers in {plural(one.wrong, 'layer')}, with a relative error of up to {scientific(one.worst)}."
    if one.same and not one.wrong:
        yield "There it gives the right numbers, so a test in such a layer does not notice it."
    if one.same and one.wrong:
        tried = one.same + one.wrong
        yield f"It coincides with the right one in {one.same} of {plural(tried, 'layer')}: a single test may miss it."


_SHAPE = re.compile(r"(\S+) x (\S+)")


def _typeset(shape: re.Match[str]) -> str:
    return inline(rf"{shape[1]} \times {shape[2]}")


def _mean(proved: ProvedFormula) -> tuple[str, str] | None:
    """Return the formula where 1/m is put into dZ, and how well it agrees."""
    if proved.evidence.mean_error is None:
        return None
    return f"{proved.entry.left} = {matrix_tex(without_mean(proved.found.matrix))}", scientific(
        proved.evidence.mean_error
    )


def _case(case: Case) -> tuple[Link, str]:
    """Return a case and its result."""
    variable = "z_i" if case.vector else "z"
    slope = rf"\frac{{\partial L}}{{\partial {variable}}}" if case.vector else rf"\frac{{dL}}{{d{variable}}}"
    return (escape(case.title), f"../{case.uri}.md"), f"{slope} = {tex(result_of(case))}"


def _uses(proved: ProvedFormula) -> tuple[str, ...]:
    return proved.found.derivation.uses if proved.found.derivation else ()


def _same_kind(proved: ProvedFormula, formulas: tuple[ProvedFormula, ...]) -> Iterator[Link]:
    known = links(formulas)
    for other in formulas:
        if other.entry.what == proved.entry.what and other is not proved:
            yield known[other.entry.id]
