"""What stands on the pages of a network: one for each formula (``network_formula``), and one that joins them?"""

from collections.abc import Callable, Iterator
from typing import Any

from jinja2 import Environment

from generator.catalogue.index import Catalogue
from generator.catalogue.network import Kind
from generator.pages.marks import checked_in_networks
from generator.pages.network_code import network_code, xor_code
from generator.pages.network_formula import context, link_to
from generator.pages.site import Page
from generator.pages.snippet import fenced
from generator.pages.tabs import tabs
from generator.pages.text import escape, inline
from generator.pages.views import Link
from generator.pages.worked import example
from generator.verify.instances import Worked
from generator.verify.proved import Proved, ProvedFormula

SOURCE = "generator/catalogue/network.py"
LAYOUTS = {
    "columns": "One example in each column, as in Ng's course",
    "rows": "One example in each row, as in PyTorch",
    "none": "One example at a time, as in Nielsen's book: BP1 to BP4",
}
FORWARD: tuple[Kind, ...] = ("z", "a")
BACKWARD: tuple[Kind, ...] = ("dz-output", "dz-difference", "dz-hidden", "dw", "db", "da")


def index(env: Environment, formulas: tuple[ProvedFormula, ...], work: tuple[Proved, ...], shown: Worked) -> Page:
    """Return the page of the whole network."""
    text = env.get_template("network.md.jinja").render(_whole(formulas, work, shown))
    return Page("network/index.md", "Network", text, SOURCE, "network")


def pages(
    env: Environment, catalogue: Catalogue, formulas: tuple[ProvedFormula, ...], link: Callable[[str], Link]
) -> Iterator[Page]:
    """Yield a page for each formula."""
    one = env.get_template("formula.md.jinja")
    for proved in formulas:
        text = one.render(context(env, catalogue, proved, formulas, link))
        mark = checked_in_networks(proved.evidence.receipt)
        yield Page(f"{proved.entry.uri}.md", proved.entry.title, text, SOURCE, "network", proved.tex, mark)


def _whole(formulas: tuple[ProvedFormula, ...], work: tuple[Proved, ...], shown: Worked) -> dict[str, Any]:
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
        "worked": example(shown),
        "code": fenced(network_code()),
        "xor": fenced(xor_code()),
        "networks": max(receipt.networks for receipt in receipts),
        "worst": max(receipt.worst for receipt in receipts),
        "rejected": sum(len(receipt.rejected) for receipt in receipts),
        "activations": [escape(one.entry.title) for one in work if not one.entry.losses],
    }


def _switched(formulas: list[ProvedFormula]) -> dict[str, list[tuple[Link, str]]]:
    """Return formulas in every dialect, each with its link, by author."""
    found: dict[str, list[tuple[Link, str]]] = {}
    for proved in formulas:
        for tab in tabs(proved.found):
            found.setdefault(tab.author, []).append((link_to(proved), inline(tab.tex)))
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
    return link_to(proved), inline(proved.tex)
