"""What do the tests of the typesetter share? One Node process, and a cache that begins empty."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.mathjax.extension import PAGE
from generator.mathjax.typeset import Typesetter


@pytest.fixture(autouse=True)
def no_page() -> None:
    """Begin with no page at work, whatever a test of the plugin has left behind."""
    PAGE.set("")


@pytest.fixture(scope="session")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a cache of this run's own."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def typesetter(cache_dir: Path) -> Iterator[Typesetter]:
    """Start a typesetter with a real Node process, shared because MathJax takes half a second to load."""
    with Typesetter(cache_dir) as shared:
        yield shared
