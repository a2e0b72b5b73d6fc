"""Where do typeset formulas stay between builds? In one SQLite file, in which each is looked up when it is asked for.

One file, because a build asks for tens of thousands of formulas, and a file of its own for each would take longer to
open than to read; SQLite, because it is in the standard library and lets builds at the same time share the file, while
loading joblib's memory would cost every warm build the import of NumPy. Outlines are numbers, which zlib makes ten
times as short. The file is named after all that decides what a formula looks like, so nothing in it gets old.
"""

import json
import sqlite3
import weakref
import zlib
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

NAME = "formulas-v2-{}.sqlite"
ALL = "formulas-*.sqlite"
DIGITS = 16
QUICK = 1

_TABLE = "CREATE TABLE IF NOT EXISTS formulas (tex TEXT, display INTEGER, answer BLOB, PRIMARY KEY (tex, display))"

Key = tuple[str, bool]
Answer = dict[str, Any]


class Store:
    """The formulas of one version of the typesetter, by TeX and display style. Threads take turns."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        """Keep formulas in a folder, which need not be there yet. Opens nothing yet."""
        self._file = folder / NAME.format(fingerprint[:DIGITS])

    def __getitem__(self, key: Key) -> Answer:
        """Return what is kept of a formula. Raises ``KeyError``."""
        query = "SELECT answer FROM formulas WHERE tex = ? AND display = ?"
        found: tuple[bytes] | None = self._connection.execute(query, key).fetchone()
        if found is None:
            raise KeyError(key)
        answer: Answer = json.loads(zlib.decompress(found[0]))
        return answer

    def update(self, answers: Iterable[tuple[Key, Answer]]) -> None:
        """Keep what belongs to formulas, all of them at once: what comes before an error is kept too."""
        self._connection.execute("BEGIN")
        try:
            for (tex, display), answer in answers:
                packed = zlib.compress(json.dumps(answer).encode(), QUICK)
                self._connection.execute("INSERT OR REPLACE INTO formulas VALUES (?, ?, ?)", (tex, display, packed))
        finally:
            self._connection.execute("COMMIT")

    @property
    def _connection(self) -> sqlite3.Connection:
        """The open file; another one where a build with another typesetter took it away, or a third put it back."""
        if not self._file.exists():
            self._begin()
        if self._opened[1] != self._inode:
            self.__dict__.pop("_opened")
        return self._opened[0]

    @cached_property
    def _opened(self) -> tuple[sqlite3.Connection, int]:
        file = sqlite3.connect(self._file, isolation_level=None, check_same_thread=False)
        weakref.finalize(self, file.close)
        file.execute("PRAGMA synchronous = OFF")  # a cache may lose its last lines with the machine's power
        file.execute(_TABLE)
        return file, self._inode

    @property
    def _inode(self) -> int:
        """Which file has the name by now; none is 0."""
        return self._file.stat().st_ino if self._file.exists() else 0

    def _begin(self) -> None:
        """Make the folder, and take away what an older version left in it."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        for old in self._file.parent.glob(ALL):
            old.unlink(missing_ok=True)
