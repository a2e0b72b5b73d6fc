"""The cache between builds: one file for each thing that was made, named by all that decided what it is.

Proofs, written pages, pages of HTML, typeset formulas, cards: whoever makes one gives a key of all that it depends on,
code included, so nothing in the store gets old. A file holds a checksum of its key and its content. One that is
missing, cut short, damaged or put in the place of another is a cache miss, and its content is made anew. Files come by
renaming, so that any number of builds use a store at once. The folder may be deleted at any time.
"""

import hashlib
import os
import tempfile
import time
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LIMIT = 2_000_000_000
"""What a store may hold, in bytes, before that which has not been asked for longest is deleted."""
DAY = 86_400
_QUICK = 1
_DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True)
class Store:
    """The cache in a folder, which need not be there yet; without a folder it holds nothing."""

    folder: Path | None = None

    def get(self, *key: str) -> bytes | None:
        """Return what was put under this key, or ``None`` where that is missing or damaged."""
        if self.folder is None:
            return None
        name = _name(key)
        file = _file(self.folder, name)
        try:
            packed = file.read_bytes()
            if packed[:_DIGEST] != _checksum(name, packed[_DIGEST:]):
                return None
            _touch(file)
            return zlib.decompress(packed[_DIGEST:])
        except (OSError, zlib.error):
            return None

    def put(self, data: bytes, *key: str) -> None:
        """Keep data under a key. A folder that cannot be written, or a full disk, raises ``OSError``."""
        if self.folder is None:
            return
        name = _name(key)
        target = _file(self.folder, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        packed = zlib.compress(data, _QUICK)
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as file:
            file.write(_checksum(name, packed) + packed)
        os.replace(file.name, target)  # noqa: PTH105 - at once, so that nobody reads half a file

    def sweep(self, limit: int = LIMIT) -> None:
        """Delete what nobody asked for longest, until at most ``limit`` bytes are left, and what was never finished."""
        if self.folder is None:
            return
        found = [(file.stat(), file) for file in self.folder.glob("??/*") if not file.is_symlink()]
        total = sum(stat.st_size for stat, _ in found)
        for stat, file in sorted(found, key=lambda one: one[0].st_mtime):
            unfinished = file.name.startswith(".") and stat.st_mtime < time.time() - DAY
            if total > limit or unfinished:
                file.unlink(missing_ok=True)
                total -= stat.st_size


def _name(key: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(key).encode()).hexdigest()


def _file(folder: Path, name: str) -> Path:
    return folder / name[:2] / name[2:]


def _checksum(name: str, packed: bytes) -> bytes:
    return hashlib.sha256(name.encode() + packed).digest()


def _touch(file: Path) -> None:
    """Note that a file was asked for: once a day is enough."""
    if file.stat().st_mtime < time.time() - DAY:
        with suppress(OSError):  # another build may have deleted it, or the cache may be read only
            os.utime(file)
