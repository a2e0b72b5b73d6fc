"""No link that was ever published is broken, and every link of the site is registered."""

from pathlib import Path

import pytest

from generator import registry
from generator.catalogue.moved import MOVED

MEND = "python -m generator links site --register, after a build"


@pytest.fixture(scope="session")
def built(site_dir: Path) -> dict[str, dict[str, str]]:
    """Return the links of the built site."""
    return registry.published(site_dir)


def test_no_published_link_is_broken(built: dict[str, dict[str, str]]) -> None:
    assert registry.read() != {}
    assert registry.broken(registry.read(), built, MOVED) == ()


def test_every_link_is_registered(built: dict[str, dict[str, str]]) -> None:
    assert registry.unregistered(registry.read(), built) == (), MEND
