"""Which code decides what a function gives?

A module, all that it imports of ours, all that those import, and the versions of the libraries below. So the edit of a
template proves nothing anew, and the edit of a rule only what a rule could change. What is written depends on the
templates too.
"""

import ast
import hashlib
import platform
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from importlib.util import resolve_name
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
OURS = frozenset({"generator", "tools"})
LIBRARIES = ("ml-dtypes", "mpmath", "numpy", "python-flint", "sympy")
FOR_PAGES = ("jinja2", "markupsafe")
"""Libraries that no proof needs, and every page."""
TEMPLATES = PACKAGE / "pages/templates"
DATA = frozenset(f"generator.catalogue.{name}" for name in ("activations", "losses", "references"))
"""Modules of records and nothing else: what a proof takes from there is part of its own key."""


@cache
def digest(*names: str) -> str:
    """Return a name for the code behind these modules, such as "generator.verify.judge"."""
    found = hashlib.sha256(platform.python_version().encode())
    for file in code_of(*names):
        found.update(f"\0{file.relative_to(PACKAGE.parent).as_posix()}\0".encode() + file.read_bytes())
    found.update(" ".join(version(library) for library in LIBRARIES).encode())
    return found.hexdigest()


@cache
def digest_of_templates() -> str:
    """Return a name for the templates of all pages, and the versions of the libraries that fill them in and draw."""
    found = hashlib.sha256(" ".join(version(library) for library in FOR_PAGES).encode())
    for file in sorted(TEMPLATES.iterdir()):
        found.update(f"\0{file.name}\0".encode() + file.read_bytes())
    return found.hexdigest()


@cache
def code_of(*names: str) -> tuple[Path, ...]:
    """Return the files behind these modules, themselves among them, in order."""
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in seen and not _is_data(name) and _file(name):
            seen.add(name)
            waiting += imported(name)
    return tuple(sorted(file for name in seen if (file := _file(name))))


def _is_data(name: str) -> bool:
    return any(name == data or name.startswith(f"{data}.") for data in DATA)


@cache
def imported(name: str) -> tuple[str, ...]:
    """Return what a module imports of ours, wherever in it that stands, and the packages that it is in."""
    file, package = _file(name), name if _place(name).is_dir() else _parent(name)
    tree = ast.parse(file.read_bytes()) if file else ast.Module([], [])
    found = (one for node in ast.walk(tree) for one in _named(node, package))
    return tuple(dict.fromkeys((_parent(name), *(one for one in found if one.split(".")[0] in OURS))))


def _named(node: ast.AST, package: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        module = resolve_name("." * node.level + (node.module or ""), package)
        yield module
        yield from (f"{module}.{alias.name}" for alias in node.names)


def _parent(name: str) -> str:
    return name.rpartition(".")[0]


@cache
def _file(name: str) -> Path | None:
    """Return the file of a module, or ``None`` where the name is that of something in a module."""
    place = _place(name)
    files = (place / "__init__.py", place.with_suffix(".py"))
    return next((file for file in files if name and file.is_file()), None)


def _place(name: str) -> Path:
    return PACKAGE.parent.joinpath(*name.split("."))
