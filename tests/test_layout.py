"""Is the house still in order? Imports run one way, files stay short, and no file names a package registry's host."""

import ast
import re
import subprocess
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

ROOMS = (
    ("errors", "store"),
    ("engine",),
    ("catalogue",),
    ("derive",),
    ("verify",),
    ("restore",),
    ("pages",),
    ("compare",),
    ("build", "__main__"),
)
"""Each room may import from its own row and from those above."""

MAY_IMPORT = {room: set(chain(*ROOMS[: row + 1])) for row, rooms in enumerate(ROOMS) for room in rooms}
MAY_IMPORT["mathjax"] = {"errors", "store", "mathjax"}
MAY_IMPORT["build"].add("mathjax")

LONGEST = 300

HOST = re.compile(r"://(?:[\w-]+\.)+[a-z]+|\b(?:[\w-]+\.)+(?:org|com|io|dev)\b", re.IGNORECASE)
"""The name of a host: after a scheme, or by its ending."""
NAMED = {
    "dldz.github.io", "dldz.org", "github.com", "json-schema.org", "keepachangelog.com", "opencollective.com",
    "schema.org", "semver.org", "www.sitemaps.org", "www.w3.org", "x.org", "zensical.org",
}  # fmt: skip
"""The hosts that files may name: the site's own, those of standards, of tools and of examples."""
NOBODYS = (".example", ".invalid", "example.org", "127.0.0.1")
"""Hosts that nobody can own (RFC 2606)."""


def hosts(text: str) -> set[str]:
    """Return the hosts that a text names, but for those that any file may."""
    found = {host.lower().removeprefix("://") for host in HOST.findall(text)}
    return {host for host in found - NAMED if not host.endswith(NOBODYS)}


def modules(root: Path) -> Iterator[Path]:
    """Yield the Python files of the generator, those of the Node packages aside."""
    yield from (file for file in sorted((root / "generator").rglob("*.py")) if "node_modules" not in file.parts)


def imported_rooms(source: str, package: str) -> set[str]:
    """Return the rooms of the generator that a module of this package imports from."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: package.count(".") + 2 - node.level] if node.level else []
            module = ".".join([*above, *filter(None, [node.module])])
            names |= {f"{module}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in names if name.startswith("generator.") and "__version__" not in name}


def test_imports_run_one_way(root: Path) -> None:
    wrong = []
    for file in modules(root):
        inside = file.relative_to(root / "generator")
        room, package = inside.parts[0].removesuffix(".py"), ".".join(("generator", *inside.parts[:-1]))
        if room != "__init__":
            imported = imported_rooms(file.read_text("utf-8"), package)
            wrong += [f"{inside} imports {other}" for other in sorted(imported - MAY_IMPORT[room])]
    assert wrong == []


@pytest.mark.parametrize(
    ("line", "rooms"),
    [
        ("import sympy, generator.pages.cases", {"pages"}),
        ("from generator import verify, __version__", {"verify"}),
        ("from generator.engine.terms import Term", {"engine"}),
        ("from .proof import prove", {"verify"}),
        ("from ..errors import ProofError", {"errors"}),
        ("def f():\n    from generator.build.plugin import DldzPlugin", {"build"}),
    ],
)
def test_every_way_of_importing_is_seen(line: str, rooms: set[str]) -> None:
    assert imported_rooms(line, "generator.verify") == rooms


def test_files_can_be_read_in_one_sitting(root: Path) -> None:
    lengths = {file: len(file.read_text("utf-8").splitlines()) for file in modules(root)}
    assert {str(file): length for file, length in lengths.items() if length > LONGEST} == {}


def test_no_file_names_the_host_of_a_registry(root: Path) -> None:
    """Whoever builds the site may use a mirror: hosts are for the machine's own configuration to know."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.split("\0")
    files = [root / name for name in listed if name and (root / name).is_file()]
    assert files
    assert [(file.name, found) for file in files if (found := hosts(file.read_text("utf-8", errors="replace")))] == []


def test_a_host_that_is_not_on_the_list_is_found() -> None:
    """One with a scheme and one without, for a lock file may have either."""
    elsewhere = f"elsewhere.{'com'}"  # in parts, or this file would name it
    assert hosts(f"resolved: https://{elsewhere}/a.tgz") == hosts(f"index: {elsewhere}") == {elsewhere}
