"""Where do typeset formulas stay between builds? In one SQLite file, read at once when a build begins.

One file, because a build asks for hundreds of formulas, and opening hundreds of files takes longer than reading one;
SQLite, because it is in the standard library and lets builds at the same time share the file, while loading joblib's
memory would cost every warm build the import of NumPy. The file is named after all that decides what a formula looks
like, so nothing in it gets old.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

NAME = "formulas-{}.sqlite"
DIGITS = 16

_TABLE = "CREATE TABLE IF NOT EXISTS formulas (tex TEXT, display INTEGER, answer TEXT, PRIMARY KEY (tex, display))"


class Store:
    """The formulas of one version of the typesetter."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        """Keep formulas in a folder, which need not be there yet. Reads nothing yet."""
        self._file = folder / NAME.format(fingerprint[:DIGITS])

    def get(self, tex: str, *, display: bool) -> dict[str, Any] | None:
        """Return what is kept of a formula, or ``None``."""
        line = self._lines.get((tex, display))
        answer: dict[str, Any] | None = None if line is None else json.loads(line)
        return answer

    def put(self, tex: str, answer: dict[str, Any], *, display: bool) -> None:
        """Keep what belongs to a formula."""
        self._lines[tex, display] = json.dumps(answer)
        with self._open() as file:
            file.execute("INSERT OR REPLACE INTO formulas VALUES (?, ?, ?)", (tex, display, self._lines[tex, display]))

    @cached_property
    def _lines(self) -> dict[tuple[str, bool], str]:
        if not self._file.exists():
            self._begin()
        with self._open() as file:
            return {(tex, bool(display)): answer for tex, display, answer in file.execute("SELECT * FROM formulas")}

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        file = sqlite3.connect(self._file, isolation_level=None)
        try:
            file.execute("PRAGMA synchronous = OFF")  # a cache may lose its last lines with the machine's power
            file.execute(_TABLE)
            yield file
        finally:
            file.close()

    def _begin(self) -> None:
        """Make the folder, and take away what an older version left in it."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        for old in self._file.parent.glob(NAME.format("*")):
            old.unlink(missing_ok=True)
