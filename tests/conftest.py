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


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep proofs for as long as the tests run, and take none from earlier: what is proved is proved by this code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DLDZ_CACHE", os.environ.get("DLDZ_CACHE", str(tmp_path_factory.mktemp("cache"))))
        yield
