"""Where do proofs stay between builds? In one file each, named after all that could change what is in it.

A file that is missing, cut short or damaged is as good as none: its proof is made anew. Of each proof the last version
stays.
"""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

_DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True)
class Store:
    """What is kept in a folder, which need not be there yet; with no folder nothing is."""

    folder: Path | None = None

    def get(self, name: str, key: str) -> bytes | None:
        """Return what was put there last under this name, if the key is still the same."""
        if self.folder is None:
            return None
        try:
            content = self._file(self.folder, name, key).read_bytes()
        except OSError:
            return None
        data = content[_DIGEST:]
        return data if hashlib.sha256(data).digest() == content[:_DIGEST] else None

    def put(self, name: str, key: str, data: bytes) -> None:
        """Keep data in the place of what was kept under this name before."""
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        target = self._file(self.folder, name, key)
        with tempfile.NamedTemporaryFile(dir=self.folder, prefix=".", delete=False) as file:
            file.write(hashlib.sha256(data).digest() + data)
        os.replace(file.name, target)  # noqa: PTH105 - at once, so that nobody reads half a file
        for old in self.folder.glob(f"{name}.*"):
            if old != target:
                old.unlink(missing_ok=True)

    @staticmethod
    def _file(folder: Path, name: str, key: str) -> Path:
        return folder / f"{name}.{key}"
