"""What the commands about the catalogue answer: entries found, shown, checked and written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.build import proofs, work
from generator.build.derivation_text import derivation_lines
from generator.build.project import write_pages, write_project
from generator.build.terminal import example_lines, formula_lines, layer_lines
from generator.catalogue.examples import EXAMPLES, Example
from generator.catalogue.index import Catalogue
from generator.catalogue.network import FORMULAS, Formula
from generator.catalogue.operation import Operation
from generator.catalogue.operations import OPERATIONS
from generator.catalogue.records import Activation, Case, Loss
from generator.errors import DldzError
from generator.pages import data, layer_data, more_data
from generator.store import Store
from generator.verify.layer_evidence import judge_operation

Anything = Activation | Loss | Case | Formula | Example | Operation


@dataclass(frozen=True)
class Family:
    """What the commands do with a member: prove it, give what was proved as data and as lines, and what came of it."""

    members: tuple[Any, ...]
    prove: Callable[[Any], Any]
    data: Callable[[Any], dict[str, Any]]
    lines: Callable[[Any], Iterator[str]]
    checked: Callable[[str, Any], dict[str, Any]]


FAMILIES = (
    Family(FORMULAS, work.prove_formula, more_data.shown_formula, formula_lines,
           lambda name, proved: more_data.checked_formula(name, proved.evidence)),
    Family(EXAMPLES, proofs.judge_example, more_data.shown_example, example_lines,
           lambda _, judged: more_data.checked_example(judged)),
    Family(OPERATIONS, judge_operation, layer_data.layer_data, layer_lines, lambda _, layer: layer_data.checked(layer)),
)  # fmt: skip
ENTRIES = Family((), work.prove, data.shown, derivation_lines, data.checked)
"""Activations, losses and their cases, which a catalogue knows by id."""


def shown(name: str) -> tuple[dict[str, Any], Iterator[str]]:
    """Return a proved entry as data, and as lines for a terminal. Raises ``DldzError`` where it falls short."""
    family, entry = _find(Catalogue(), name)
    try:
        proved = family.prove(entry)
        return family.data(proved), family.lines(proved)
    except DldzError as error:
        raise proofs.located(error, entry) from error


def checked(ids: tuple[str, ...], cache: Path) -> list[dict[str, Any]]:
    """Return what came of proving entries, all of them if none is named."""
    catalogue = Catalogue()
    every = [(ENTRIES, one) for one in work.parts_first(catalogue)]
    every += [(family, one) for family in FAMILIES for one in family.members]
    wanted = [_find(catalogue, name) for name in ids] or every
    found = proofs.results([one for _, one in wanted], catalogue, Store(cache), quiet=False)
    return [_checked(family, entry.id, result) for (family, entry), result in zip(wanted, found, strict=True)]


def verdict(result: dict[str, Any]) -> str:
    """Return what came of proving an entry on one line."""
    if not result["ok"]:
        return f"{result['id']}: FALLS SHORT: {result['error']}"
    return (
        f"{result['id']}: {result['steps']} steps proved, {result['points']} points, "
        f"largest error {result['worst_relative_error']:.1e}, {result['rejected_variants']} wrong variants rejected"
    )


def written(folder: Path, cache: Path, docs: Path | None, config: Path | None) -> tuple[str, ...]:
    """Write all pages into a folder, and return their names."""
    site = work.site(cache)
    return write_project(folder, site, config) if config else write_pages(folder, site, docs)


def _find(catalogue: Catalogue, name: str) -> tuple[Family, Anything]:
    known = ((family, one) for family in FAMILIES for one in family.members if one.id == name)
    return next(known, None) or (ENTRIES, catalogue.find(name))


def _checked(family: Family, name: str, result: Any) -> dict[str, Any]:  # noqa: ANN401 - each family proves records of its own type; they share no class
    if isinstance(result, DldzError):
        return data.checked(name, None, str(result))
    return family.checked(name, result)
