"""What all tests share: where the repository is, and a cache that is empty when they begin."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all processes of this run of the tests share, whether there is one or more."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session", autouse=True)
def kept_proofs(shared: Path) -> Iterator[Path]:
    """Keep proofs for as long as the tests run, and take none from earlier: what is proved is proved by this code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DLDZ_CACHE", str(shared / "cache"))
        yield shared / "cache"
