"""The names that the command line knows without loading any mathematics: entries, and functions of formulas.

They are written down beside the compiled code, under a digest of the tables that they come from, and made anew when
one of these has changed. So ``list`` and a mistyped name are answered at once.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.build.import_errors import import_errors_reported
from generator.errors import CatalogueError

if TYPE_CHECKING:
    from generator.catalogue.records import Activation, Loss

PACKAGE = Path(__file__).parents[1]
TABLES = ("catalogue/**/*.py", "engine/primitives.py", "pages/data.py", "build/names.py")


@dataclass(frozen=True)
class Row:
    """An entry as ``list`` shows it; ``url`` is seen from the root of the site."""

    id: str
    kind: str
    title: str
    url: str


@dataclass(frozen=True)
class Definition:
    """An activation or a loss as a formula, with the usual values of its parameters as text."""

    id: str
    formula: str
    parameters: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Names:
    """All entries, and the functions of formulas by name, with their numbers of arguments.

    ``definitions`` are activations and losses, by kind and by each of their names as ``plain_name`` writes it.
    """

    entries: tuple[Row, ...]
    functions: Mapping[str, tuple[int, ...]]
    vector_functions: tuple[str, ...]
    definitions: Mapping[str, Mapping[str, Definition]]

    def check(self, name: str) -> None:
        """Raise ``CatalogueError`` with the nearest ids where no entry has this one."""
        known = [row.id for row in self.entries]
        if name not in known:
            near = get_close_matches(name, known, 3, 0.5)
            hint = f"the nearest are {', '.join(near)}" if near else "python -m generator list names them all"
            raise CatalogueError(f"{name} · no such entry · {hint}")


def plain_name(name: str) -> str:
    """Return a name in which capitals, hyphens and spaces make no difference."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


@cache
def names() -> Names:
    """Return the names as they were written down, or from the tables. Raises ``CatalogueError`` for a wrong table."""
    file = PACKAGE / f"__pycache__/names-{_digest()}.json"
    with suppress(OSError, ValueError, KeyError, TypeError):
        data = json.loads(file.read_text("utf-8"))
        functions = {name: tuple(counts) for name, counts in data["functions"].items()}
        entries, vectors = tuple(Row(**row) for row in data["entries"]), tuple(data["vector_functions"])
        return Names(entries, functions, vectors, {kind: _defined(rows) for kind, rows in data["definitions"].items()})
    with import_errors_reported():
        found = _from_tables()
    with suppress(OSError):  # a package that cannot be written to is slower, and no worse
        file.parent.mkdir(exist_ok=True)
        for old in file.parent.glob("names-*.json"):
            old.unlink()
        file.write_text(json.dumps(asdict(found)), "utf-8")
    return found


def _defined(rows: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Definition]:
    return {
        name: Definition(row["id"], row["formula"], tuple((letter, value) for letter, value in row["parameters"]))
        for name, row in rows.items()
    }


def _digest() -> str:
    files = sorted(file for pattern in TABLES for file in PACKAGE.glob(pattern))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:16]


def _from_tables() -> Names:
    from generator.catalogue.activations import ACTIVATIONS  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it
    from generator.catalogue.examples import EXAMPLES  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it
    from generator.catalogue.formulas import callables  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it
    from generator.catalogue.index import Catalogue  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it
    from generator.catalogue.losses import LOSSES  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it
    from generator.catalogue.network import FORMULAS  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it
    from generator.catalogue.operations import OPERATIONS  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it
    from generator.pages.data import listed  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it

    entries = (*Catalogue().entries, *FORMULAS, *EXAMPLES, *OPERATIONS)
    functions, vectors = callables()
    definitions = {"activation": _by_name(ACTIVATIONS), "loss": _by_name(LOSSES)}
    return Names(tuple(Row(**listed(entry)) for entry in entries), functions, vectors, definitions)


def _by_name(table: "tuple[Activation | Loss, ...]") -> Mapping[str, Definition]:
    """Return definitions by every name, an id before the other names; what stands for weights or gates is left out."""
    whole = [one for one in table if one.inputs in {("z",), ("a", "y")}]
    found = dict[str, Definition]()
    by_name = ((name, each) for each in whole for name in each.names)
    for name, one in (*((each.id, each) for each in whole), *by_name):
        parameters = tuple((parameter.id, str(parameter.default)) for parameter in one.parameters)
        found.setdefault(plain_name(name), Definition(one.id, one.value, parameters))
    return found
