"""The built site and a browser to read it with, each made once for all tests."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser

from tests.site.server import path_of, serving
from tools import browser as chromium

SITE_VARIABLE = "DLDZ_SITE"


@pytest.fixture(scope="session")
def site_dir(root: Path, shared: Path) -> Path:
    """Return the folder of the site, built with ``mkdocs build --strict`` unless DLDZ_SITE names one that is built."""
    built = os.environ.get(SITE_VARIABLE)
    if built:
        return Path(built)
    folder, told = shared / "site", shared / "site.txt"
    with FileLock(shared / "site.lock"):
        if not told.exists():
            told.write_text(_built(root, folder), "utf-8")
    if complaint := told.read_text("utf-8"):
        pytest.fail(f"the site cannot be built:\n{complaint}", pytrace=False)
    return folder


def _built(root: Path, folder: Path) -> str:
    """Build the site, and return what went wrong, or nothing."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return f"{run.stdout}{run.stderr}\nexit status {run.returncode}" if run.returncode else ""


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
