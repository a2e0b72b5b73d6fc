"""What the commands about the catalogue answer: entries found, shown, checked and written."""

from collections.abc import Iterator
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
from generator.verify.examples import Judged
from generator.verify.layer_evidence import ProvedLayer, judge_operation
from generator.verify.proved import Proved, ProvedFormula

Anything = Activation | Loss | Case | Formula | Example | Operation


def shown(name: str) -> tuple[dict[str, Any], Iterator[str]]:
    """Return a proved entry as data, and as lines for a terminal. Raises ``DldzError`` where it falls short."""
    entry = _find(Catalogue(), name)
    if isinstance(entry, Example):
        example = proofs.judge_example(entry)
        return more_data.shown_example(example), example_lines(example)
    try:
        if isinstance(entry, Formula):
            formula = work.prove_formula(entry)
            return more_data.shown_formula(formula), formula_lines(formula)
        if isinstance(entry, Operation):
            layer = judge_operation(entry)
            return layer_data.layer_data(layer), layer_lines(layer)
        proved = work.prove(entry)
        return data.shown(proved), derivation_lines(proved)
    except DldzError as error:
        raise proofs.located(error, entry) from error


def checked(ids: tuple[str, ...], cache: Path) -> list[dict[str, Any]]:
    """Return what came of proving entries, all of them if none is named."""
    catalogue = Catalogue()
    entries = [_find(catalogue, name) for name in ids] or [
        *work.parts_first(catalogue),
        *FORMULAS,
        *EXAMPLES,
        *OPERATIONS,
    ]
    found = proofs.results(entries, catalogue, Store(cache), quiet=False)
    return [_checked(entry, result) for entry, result in zip(entries, found, strict=True)]


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


def _find(catalogue: Catalogue, name: str) -> Anything:
    others: tuple[Formula | Example | Operation, ...] = (*FORMULAS, *EXAMPLES, *OPERATIONS)
    return next((one for one in others if one.id == name), None) or catalogue.find(name)


def _checked(entry: Anything, result: proofs.Result) -> dict[str, Any]:
    match result:
        case ProvedFormula():
            return more_data.checked_formula(entry.id, result.evidence)
        case Judged():
            return more_data.checked_example(result)
        case ProvedLayer():
            return layer_data.checked(result)
        case Proved():
            return data.checked(entry.id, result)
    return data.checked(entry.id, None, str(result))
