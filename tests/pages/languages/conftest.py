"""Everything that code is printed for: the catalogue, and shapes that it need not hold."""

from pathlib import Path

import pytest
from filelock import FileLock

from generator.build import proofs
from generator.catalogue.index import Catalogue
from generator.store import Store
from generator.verify.proved import Proved
from tests.pages.languages.expected import SHAPES
from tests.whole import unmeasured


@pytest.fixture(scope="session")
def written(proved: dict[str, Proved], shared: Path, kept_proofs: Path) -> dict[str, Proved]:
    """Return every entry of the catalogue, and every shape, proved once for all processes of this run."""
    with FileLock(shared / "proofs.lock"), unmeasured():
        shapes = proofs.sound(proofs.results(SHAPES, Catalogue(), Store(kept_proofs)))
        return proved | {one.id: one for one in shapes}
