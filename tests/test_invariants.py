"""Each rule that always holds names the tests that keep it, and these tests are there."""

import ast
import re
from pathlib import Path

import pytest


@pytest.fixture
def rules(root: Path) -> dict[str, list[str]]:
    """Return the tests of each rule in the table of ``docs/house.md``."""
    text = (root / "docs/house.md").read_text("utf-8").partition("## What always holds")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|`]+) \| (`.+`) \|$", text, re.MULTILINE)
    return {rule: re.findall("`([^`]+)`", tests) for rule, tests in rows}


def test_the_tests_of_every_rule_are_there(rules: dict[str, list[str]], root: Path) -> None:
    assert len(rules) == 14
    named = [test for tests in rules.values() for test in tests]
    assert [test for test in named if not is_there(root / "tests", *test.split("::"))] == []


def is_there(folder: Path, file: str, name: str) -> bool:
    """Tell whether a file has a test of this name."""
    if not (folder / file).is_file():
        return False
    tree = ast.parse((folder / file).read_text("utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in tree.body)


@pytest.mark.parametrize(("file", "name"), [("test_layout.py", "test_of_nothing"), ("test_of_nothing.py", "test_one")])
def test_a_test_that_is_gone_is_missed(file: str, name: str, root: Path) -> None:
    assert not is_there(root / "tests", file, name)
