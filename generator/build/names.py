"""The names that the command line knows without loading any mathematics: entries, and functions of formulas.

They are written down beside the compiled code, under a digest of the tables that they come from, and made anew when
one of these has changed. So ``list`` and a mistyped name are answered at once.
"""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from generator.build.import_errors import import_errors_reported
from generator.errors import CatalogueError

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
class Names:
    """All entries, and the functions of formulas by name, with their numbers of arguments."""

    entries: tuple[Row, ...]
    functions: Mapping[str, tuple[int, ...]]
    vector_functions: tuple[str, ...]

    def check(self, name: str) -> None:
        """Raise ``CatalogueError`` with the nearest ids where no entry has this one."""
        known = [row.id for row in self.entries]
        if name not in known:
            near = get_close_matches(name, known, 3, 0.5)
            hint = f"the nearest are {', '.join(near)}" if near else "python -m generator list names them all"
            raise CatalogueError(f"{name} · no such entry · {hint}")


@cache
def names() -> Names:
    """Return the names as they were written down, or from the tables. Raises ``CatalogueError`` for a wrong table."""
    file = PACKAGE / f"__pycache__/names-{_digest()}.json"
    with suppress(OSError, ValueError, KeyError, TypeError):
        data = json.loads(file.read_text("utf-8"))
        functions = {name: tuple(counts) for name, counts in data["functions"].items()}
        return Names(tuple(Row(**row) for row in data["entries"]), functions, tuple(data["vector_functions"]))
    with import_errors_reported():
        found = _from_tables()
    with suppress(OSError):  # a package that cannot be written to is slower, and no worse
        file.parent.mkdir(exist_ok=True)
        for old in file.parent.glob("names-*.json"):
            old.unlink()
        file.write_text(json.dumps(asdict(found)), "utf-8")
    return found


def _digest() -> str:
    files = sorted(file for pattern in TABLES for file in PACKAGE.glob(pattern))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:16]


def _from_tables() -> Names:
    from generator.catalogue.examples import EXAMPLES  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it
    from generator.catalogue.formulas import callables  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it
    from generator.catalogue.index import Catalogue  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it
    from generator.catalogue.network import FORMULAS  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it
    from generator.catalogue.operations import OPERATIONS  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it
    from generator.pages.data import listed  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it

    entries = (*Catalogue().entries, *FORMULAS, *EXAMPLES, *OPERATIONS)
    functions, vectors = callables()
    return Names(tuple(Row(**listed(entry)) for entry in entries), functions, vectors)
