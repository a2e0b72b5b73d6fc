"""Is there one machine for all, and do pages only print? What is left of others is listed here, and may only shrink."""

import ast
import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from pathlib import Path

import pytest

CHANCE = {
    "verify/sampling.py": "the drawer of points",
    "verify/compare.py": "which of many indices are tried at a point",
    "verify/nets.py": "whole networks in float64, for oracles of another make",
    "verify/benches.py": "as in nets: one more network, whose lengths are equal",
    "engine/rewrites/sides.py": "which rewrites of an equation are worth trying; nothing is proved by it",
}
"""The modules outside of ``restore`` that draw numbers, and why."""

EVALUATORS = {
    "verify/compiled.py": "terms at many points at once, with balls or with the numbers of mpmath",
    "verify/labelled.py": "arrays with named axes, all their components at once: five times as fast as one by one",
    "verify/analysis.py": "integrals and complex functions",
}
"""The modules that have a table from the shapes of terms to their numbers, and why."""

PROVERS = {
    "verify/steps.py": "the steps of entries, of networks and of rules",
    "verify/compare.py": "a comparison that agrees",
    "verify/example_steps.py": "the steps of examples",
}
"""The modules that say of a step that it is proved, and why."""

EQUALS = {"verify/compare.py": "the comparison"}
"""The modules that compare two numbers of many digits, and why."""

ASKED = {
    # Of which loss a wrong formula is the gradient is known when all entries are proved, and not with any of them.
    "failures.py": {"gradient_of_what"},
    # The form to compute of a derivative that stands on no page, and so in no record.
    "languages/program.py": {"best_of"},
}
"""What each page still asks of the judge, beside the records that it prints, and why."""

EVALUATES = {"Batch", "Valuation", "World"}
"""Records that have numbers for terms: whoever makes one evaluates."""


def trees(folder: Path) -> Iterator[tuple[str, ast.Module]]:
    """Yield the Python modules below a folder, by their path there."""
    for file in sorted(folder.rglob("*.py")):
        if "node_modules" not in file.parts:
            yield str(file.relative_to(folder)), ast.parse(file.read_text("utf-8"))


def imports(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield each module that is imported, with the name that is taken from it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)


def draws(tree: ast.AST) -> bool:
    """Tell whether a module draws numbers with Python's own generator."""
    return any(module == "random" for module, _ in imports(tree))


def evaluates(tree: ast.AST) -> bool:
    """Tell whether a module has a row for sums of terms in a table of builders."""
    rows = (node.elts[0] for node in ast.walk(tree) if isinstance(node, ast.Tuple) and len(node.elts) == 2)
    return any(ast.unparse(head) == "sp.Add" for head in rows)


def proves(tree: ast.AST) -> bool:
    """Tell whether a module makes a proof."""
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return any(isinstance(called, ast.Name) and called.id == "Proof" for called in calls)


def compares(tree: ast.AST) -> bool:
    """Tell whether a module compares two numbers by their relative error."""
    return ("generator.verify.arithmetic", "relative_error") in imports(tree)


def asked(tree: ast.AST) -> set[str]:
    """Return what a module takes of the judge that is a function, or that evaluates."""
    found = {pair for pair in imports(tree) if pair[0].startswith("generator.verify")}
    return {name for module, name in found if name in EVALUATES or _is_function(module, name)}


def _is_function(module: str, name: str) -> bool:
    thing = getattr(importlib.import_module(module), name)
    return callable(thing) and not is_dataclass(thing) and getattr(thing, "__module__", "").startswith("generator.")


@pytest.mark.parametrize(
    ("does", "left"),
    [(draws, CHANCE), (evaluates, EVALUATORS), (proves, PROVERS), (compares, EQUALS)],
    ids=["drawer", "evaluator", "prover", "equal"],
)
def test_there_is_one_and_what_is_left_of_others_has_a_reason(
    does: Callable[[ast.AST], bool], left: Mapping[str, str], root: Path
) -> None:
    found = {name for name, tree in trees(root / "generator") if not name.startswith("restore/") and does(tree)}
    assert found == set(left)


@pytest.mark.parametrize(
    ("does", "line"),
    [
        (draws, "import random"),
        (draws, "from random import Random"),
        (evaluates, "TABLE = ((sp.Mul, product), (sp.Add, total))"),
        (proves, "def prove(): return Proof('exact')"),
        (compares, "from generator.verify.arithmetic import MP, relative_error"),
    ],
)
def test_one_more_would_be_seen(does: Callable[[ast.AST], bool], line: str) -> None:
    assert does(ast.parse(line))


def test_pages_take_only_records_of_the_judge(root: Path) -> None:
    found = {name: asked(tree) for name, tree in trees(root / "generator" / "pages")}
    assert {name: names for name, names in found.items() if names} == ASKED


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("from generator.verify.judge import judge", {"judge"}),
        ("from generator.verify.world import World", {"World"}),
        ("def page():\n    from generator.verify.compare import check, Comparison", {"check"}),
        ("from generator.verify.records import Proof, Receipt", set()),
        ("from generator.verify.variants import ROWS", set()),
    ],
)
def test_a_page_that_asked_the_judge_would_be_seen(line: str, names: set[str]) -> None:
    assert asked(ast.parse(line)) == names
