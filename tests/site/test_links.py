"""No link that was ever published is broken, and every link of the site is registered."""

from pathlib import Path

import pytest

from generator.build import registry
from generator.catalogue.moved import MOVED
from tests.site.read import Read

MEND = "`make register`, or `python -m generator links SITE --register` after a build"


@pytest.fixture(scope="module")
def built(found: dict[str, Read]) -> dict[str, dict[str, str]]:
    """Return the links of the built site."""
    return {path: page.places for path, page in found.items() if path != registry.OTHER}


def test_no_published_link_is_broken(built: dict[str, dict[str, str]]) -> None:
    assert registry.read() != {}
    broken = registry.broken(registry.read(), built, MOVED)
    if broken:
        pytest.fail(f"{len(broken)} broken links; say in moved.py what became of them: {broken[0]}", pytrace=False)


def test_every_link_is_registered(built: dict[str, dict[str, str]]) -> None:
    new = registry.unregistered(registry.read(), built, MOVED)
    if new:
        pytest.fail(f"{len(new)} links are not registered, {new[0]} the first: {MEND}", pytrace=False)


def test_the_markdown_of_each_page_lies_beside_it(site_dir: Path) -> None:
    pages = [file for file in site_dir.rglob("*.html") if "page-markdown" in file.read_text("utf-8")]
    assert pages
    assert [str(file) for file in pages if not (file.parent / "index.md").is_file()] == []
