"""Does anything but a record's own room ask of which kind an entry is?

An entry has parts, fields and methods, and whoever prints or judges it asks for these: so a new kind is one record, and
no branch anywhere. Seen are ``isinstance``, ``match``, ``singledispatch``, a comparison of types, and a choice by the
word for a kind.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

RECORDS = {
    "Activation", "Loss", "Case", "AnyEntry", "Formula", "Example", "Operation", "Post", "Book",
    "Proved", "ProvedFormula", "Judged", "ProvedLayer", "RestoredPost",
}  # fmt: skip
"""Entries, and what was proved of them."""
HOMES = ("generator.catalogue.", "generator.verify.", "generator.pages.posts")
"""Where these are defined; a node of another tree may have the same name."""

LEFT = {
    "build/proofs.py": 11,
    "pages/render.py": 4,
    "pages/second.py": 1,
}
"""How many choices are left, by file: what the command line and the build prove, by kind. It may only become less."""


def records_in(tree: ast.Module) -> set[str]:
    """Return the names under which a module has records, unions of them included."""
    found = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(HOMES)
        for alias in node.names
        if alias.name in RECORDS
    }
    for node in tree.body:
        if (
            isinstance(node, (ast.Assign, ast.AnnAssign))
            and isinstance(node.value, ast.BinOp)
            and names(node.value) & found
        ):
            found |= {name for target in targets(node) for name in names(target)}
    return found


def targets(node: ast.Assign | ast.AnnAssign) -> list[ast.expr]:
    """Return what is assigned to."""
    return node.targets if isinstance(node, ast.Assign) else [node.target]


def names(node: ast.AST) -> set[str]:
    """Return all names in a piece of code."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def choices(source: str) -> Iterator[str]:
    """Yield each choice by the kind of an entry that a module makes."""
    tree = ast.parse(source)
    known = records_in(tree)
    registered = {
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and any("register" in ast.unparse(one) for one in node.decorator_list)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Call(ast.Name("isinstance" | "issubclass" | "type"), [_, asked]) if names(asked) & known:
                yield ast.unparse(node)
            case ast.MatchClass(cls) if names(cls) & known:
                yield ast.unparse(node)
            case ast.FunctionDef(args=arguments) if node in registered and names(arguments) & known:
                yield f"register {node.name}"
            case ast.Compare() if any(map(_is_kind, (node.left, *node.comparators))):
                yield ast.unparse(node)
            case ast.Subscript(slice=chosen) if _is_kind(chosen):
                yield ast.unparse(node)


def _is_kind(node: ast.AST) -> bool:
    """Tell whether this is the word for the kind of an entry, or its type."""
    match node:
        case ast.Attribute(ast.Attribute(attr="entry") | ast.Name("entry" | "section"), "kind"):
            return True
        case ast.Call(ast.Name("type"), [ast.Attribute(attr="entry") | ast.Name("entry" | "proved")]):
            return True
    return False


def test_nobody_asks_an_entry_of_which_kind_it_is(root: Path) -> None:
    left = Counter[str]()
    for file in sorted((root / "generator").rglob("*.py")):
        inside = file.relative_to(root / "generator")
        if "node_modules" not in inside.parts and inside.parts[0] != "catalogue":
            left[str(inside)] = len(list(choices(file.read_text("utf-8"))))
    assert {name: count for name, count in left.items() if count} == LEFT


@pytest.mark.parametrize(
    "line",
    [
        "isinstance(entry, Case)",
        "isinstance(entry, Case | Loss)",
        "isinstance(entry, Both)",
        "issubclass(type(entry), (Case, int))",
        "type(entry) is Case",
        "entry.kind == 'case'",
        "one.entry.kind in {'case', 'loss'}",
        "WORDS[entry.kind]",
        "match entry:\n    case Case(): ...",
        "@f.register\ndef _(entry: Case) -> None: ...",
    ],
)
def test_every_way_of_choosing_by_kind_is_seen(line: str) -> None:
    source = f"from generator.catalogue.records import Case, Loss\nBoth = Case | Loss\n{line}\n"
    assert len(list(choices(source))) == 1


def test_a_node_of_the_same_name_is_no_record() -> None:
    source = "from generator.restore.nodes import Operation\nisinstance(x, Operation)\n"
    assert list(choices(source)) == []
