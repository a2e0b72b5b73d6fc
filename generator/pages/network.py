"""What stands on the pages of a network: one for each formula, and one that joins them?"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment

from generator.catalogue.index import Catalogue
from generator.catalogue.layers import Derived, is_difference, result_of, statement
from generator.catalogue.network import Formula, Kind
from generator.catalogue.records import Case
from generator.engine.anchors import anchor
from generator.engine.matrices import Matrix, parts_of
from generator.engine.printing import matrix_tex, name_code, shape_tex, shaped_tex
from generator.engine.records import Phase
from generator.engine.tex import equation, tex
from generator.pages.copies import Copies, permalink, tex_copies
from generator.pages.graph import CHAIN, graph
from generator.pages.marks import checked_in_networks
from generator.pages.network_code import network_code, xor_code
from generator.pages.records import Proved
from generator.pages.site import Page
from generator.pages.snippet import fenced
from generator.pages.tabs import others, own, tabs
from generator.pages.text import escape, inline, scientific
from generator.pages.views import Link, PhaseView, line_view, proof_text
from generator.pages.worked import worked
from generator.verify.misprints import without_mean
from generator.verify.network_records import NetworkEvidence, Rejected
from generator.verify.records import Proof

SOURCE = "generator/catalogue/network.py"
LAYOUTS = {
    "columns": "One example in each column, as in Ng's course",
    "rows": "One example in each row, as in PyTorch",
    "none": "One example at a time, as in Nielsen's book: BP1 to BP4",
}
FORWARD: tuple[Kind, ...] = ("z", "a")
BACKWARD: tuple[Kind, ...] = ("dz-output", "dz-difference", "dz-hidden", "dw", "db", "da")
_NUMERATORS = {
    "dL": "Differentiated is $L$, the loss of each example by itself: one column an example, and no $1/m$.",
    "dJ": "Differentiated is $J$, the mean of the losses: this is where $1/m$ lives.",
    "dC": "Differentiated is $C$, the cost of one example. There is no mean, so no $1/m$.",
}


@dataclass(frozen=True)
class ProvedFormula:
    """A formula that is derived, gathered, proved and measured."""

    found: Derived
    evidence: NetworkEvidence

    @property
    def entry(self) -> Formula:
        """The entry."""
        return self.found.entry

    @property
    def tex(self) -> str:
        """The headline formula."""
        return f"{self.entry.left} = {matrix_tex(self.found.matrix)}"

    @property
    def shaped(self) -> str:
        """The headline formula with rows and columns under everything."""
        left = rf"\underbrace{{{self.entry.left}}}_{{{shape_tex(self.found.matrix)}}}"
        return f"{left} = {shaped_tex(self.found.matrix)}"

    @property
    def components(self) -> str:
        """The formula in components."""
        if self.found.derivation is None:
            x, entry = self.entry.layout, self.entry
            name = (x.z if entry.what == "z" else x.a)(self.found.unit)
            return equation(name, self.found.term)
        return equation(self.found.derivation.goal, self.found.term)


def pages(
    env: Environment,
    catalogue: Catalogue,
    formulas: tuple[ProvedFormula, ...],
    work: tuple[Proved, ...],
    link: Callable[[str], Link],
) -> Iterator[Page]:
    """Yield the page of the whole network, then one for each formula."""
    if not formulas:
        return
    template = env.get_template("network.md.jinja")
    yield Page("network/index.md", "Network", template.render(_whole(formulas, work)), SOURCE, "network")
    one = env.get_template("formula.md.jinja")
    for proved in formulas:
        text = one.render(_context(env, catalogue, proved, formulas, link))
        mark = checked_in_networks(proved.evidence.receipt)
        yield Page(f"{proved.entry.uri}.md", proved.entry.title, text, SOURCE, "network", proved.tex, mark)


def plain(proved: ProvedFormula) -> str:
    """Return the headline formula on one line, as NumPy."""
    return statement(proved.entry, proved.found.matrix)


def links(formulas: tuple[ProvedFormula, ...]) -> Mapping[str, Link]:
    """Return the links to the formulas from a page of the network, by id."""
    return {one.entry.id: (escape(one.entry.title), _file(one.entry)) for one in formulas}


def _file(entry: Formula) -> str:
    return f"{entry.uri.rsplit('/', maxsplit=1)[1]}.md"


# One formula.


def _context(
    env: Environment,
    catalogue: Catalogue,
    proved: ProvedFormula,
    formulas: tuple[ProvedFormula, ...],
    link: Callable[[str], Link],
) -> dict[str, Any]:
    entry, evidence = proved.entry, proved.evidence
    drawing = graph(entry)
    caption = _caption(entry)
    return {
        "proved": proved,
        "tabs": tuple(tabs(proved.found)),
        "entry": entry,
        "plain": plain(proved),
        "menus": _menus(proved),
        "copies": tex_copies(entry.title, entry.uri, proved.found.derivation),
        "steps": len(evidence.proofs),
        "numerator": _NUMERATORS.get(entry.numerator, ""),
        "graph": env.get_template("graph.svg.jinja").render(graph=drawing, caption=caption, width=96 * len(CHAIN) - 16),
        "letters": _letters(proved),
        "phases": tuple(_phases(proved, link)),
        "gathered": proof_text(evidence.gathered),
        "receipt": evidence.receipt,
        "rejected": tuple(map(_rejected, evidence.receipt.rejected)) if evidence.receipt else (),
        "mean": _mean(proved),
        "cases": tuple(map(_case, catalogue.cases)) if entry.what in {"dz-output", "dz-difference"} else (),
        "uses": tuple(links(formulas)[name] for name in _uses(proved) if name in links(formulas)),
        "others": tuple(_same_kind(proved, formulas)),
        "references": tuple(catalogue.reference(name) for name in entry.references),
    }


def _menus(proved: ProvedFormula) -> tuple[str, ...]:
    """Return the menus of what can be copied of the headline, one for each author; the first has the code."""
    entry, link = proved.entry, permalink(proved.entry.uri, "result")
    code = (("NumPy", f"{plain(proved)}\n# {link}\n"),)
    _, *rest = tabs(proved.found)
    own_menu = Copies(entry.title, proved.tex, link, code)
    return tuple(each.block for each in (own_menu, *(Copies(entry.title, tab.tex, link) for tab in rest)))


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
    more = f"[More](../mistakes/{one.misprint.id}.md)"
    return matrix_tex(one.matrix), one.misprint.says, " ".join((*reasons(one), more))


def reasons(one: Rejected) -> Iterator[str]:
    """Yield in sentences how a wrong formula was found out."""
    if one.misfit:
        yield f"Whatever the widths: {_SHAPE.sub(_typeset, one.misfit)}."
    if one.wrong:
        yield f"Wrong numbers in {one.wrong} layers, with a relative error of up to {scientific(one.worst)}."
    if one.same:
        yield f"In {one.same} layers it comes out right all the same, so that a single test may miss it."


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


def _case(case: Case) -> tuple[Link, str, str]:
    """Return a case, its result, and whether it is the difference."""
    variable = "z_i" if case.vector else "z"
    slope = rf"\frac{{\partial L}}{{\partial {variable}}}" if case.vector else rf"\frac{{dL}}{{d{variable}}}"
    answer = "yes" if is_difference(case) else "no"
    return (escape(case.title), f"../{case.uri}.md"), f"{slope} = {tex(result_of(case))}", answer


def _uses(proved: ProvedFormula) -> tuple[str, ...]:
    return proved.found.derivation.uses if proved.found.derivation else ()


def _same_kind(proved: ProvedFormula, formulas: tuple[ProvedFormula, ...]) -> Iterator[Link]:
    known = links(formulas)
    for other in formulas:
        if other.entry.what == proved.entry.what and other is not proved:
            yield known[other.entry.id]


# The whole network.


def _whole(formulas: tuple[ProvedFormula, ...], work: tuple[Proved, ...]) -> dict[str, Any]:
    by_kind = {one.entry.what: one for one in formulas if one.entry.layout.examples == "columns"}
    receipts = [one.evidence.receipt for one in formulas if one.evidence.receipt]
    return {
        "forward": _switched([by_kind[kind] for kind in FORWARD]),
        "backward": _switched([by_kind[kind] for kind in BACKWARD]),
        "groups": [
            (LAYOUTS[layout], [_row(one) for one in formulas if one.entry.layout.examples == layout])
            for layout in LAYOUTS
        ],
        "shaped": _shapes([one for one in formulas if one.entry.layout.examples == "columns"]),
        "worked": worked(),
        "code": fenced(network_code()),
        "xor": fenced(xor_code()),
        "networks": max(receipt.networks for receipt in receipts),
        "worst": max(receipt.worst for receipt in receipts),
        "rejected": sum(len(receipt.rejected) for receipt in receipts),
        "activations": [escape(one.entry.title) for one in work if one.entry.kind == "activation"],
    }


def _switched(formulas: list[ProvedFormula]) -> dict[str, list[tuple[Link, str]]]:
    """Return formulas in every dialect, each with its link, by author."""
    found: dict[str, list[tuple[Link, str]]] = {}
    for proved in formulas:
        link = (escape(proved.entry.title), _file(proved.entry))
        for tab in tabs(proved.found):
            found.setdefault(tab.author, []).append((link, inline(tab.tex)))
    return found


def _shapes(formulas: list[ProvedFormula]) -> dict[str, list[str]]:
    """Return formulas with the shape of every factor, by author; where he writes components, there is none."""
    found: dict[str, list[str]] = {}
    for proved in formulas:
        for tab in tabs(proved.found):
            if tab.shaped:
                found.setdefault(tab.author, []).append(tab.shaped)
    return found


def _row(proved: ProvedFormula) -> tuple[Link, str]:
    return (escape(proved.entry.title), _file(proved.entry)), inline(proved.tex)
