"""The built site and a browser to read it with, each made once for all tests."""

import os
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser

from tests.site.read import Read, read_site
from tests.site.server import path_of, serving
from tools import browser as chromium

SITE_VARIABLE = "DLDZ_SITE"


@pytest.fixture(scope="session")
def site_dir(request: pytest.FixtureRequest) -> Path:
    """Return the folder of the site: the one of this run, unless DLDZ_SITE names one that is built."""
    built = os.environ.get(SITE_VARIABLE)
    return Path(built) if built else Path(request.getfixturevalue("built_site"))


@pytest.fixture(scope="session")
def found(site_dir: Path, shared: Path) -> dict[str, Read]:
    """Return what stands on every page, by its address: read once for all processes of this run."""
    kept = shared / "read.pickle"
    with FileLock(shared / "read.lock"):
        if not kept.exists():
            kept.write_bytes(pickle.dumps(read_site(site_dir)))
    pages: dict[str, Read] = pickle.loads(kept.read_bytes())  # noqa: S301 - our own, of this run
    return pages


@pytest.fixture(scope="session")
def pages_cache(root: Path, kept_proofs: Path) -> Path:
    """Return the cache that the build of this site has filled, so that nothing is proved or written anew."""
    return root / ".cache/dldz" if SITE_VARIABLE in os.environ else kept_proofs


@pytest.fixture(scope="session")
def site_url(site_dir: Path) -> Iterator[str]:
    """Serve the site on this machine and yield the URL of its home page."""
    with serving(site_dir, path_of(site_dir)) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium; without one the tests fail, unless somebody asked in so many words to skip them."""
    if chromium.skipping():
        pytest.skip(f"{chromium.SKIP_VARIABLE}={chromium.SKIP_WORDS}")
    path = chromium.find()
    if path is None:
        pytest.fail(chromium.MISSING, pytrace=False)
    with chromium.launched(path) as browser:
        yield browser
