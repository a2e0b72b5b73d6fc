"""The whole catalogue, proved once, and the site that is written from it."""

from pathlib import Path

import pytest
from filelock import FileLock

from generator import proofs, work
from generator.catalogue.index import Catalogue
from generator.pages.records import Proved
from generator.pages.render import render
from generator.pages.site import Page, Site


@pytest.fixture(scope="session")
def proved(shared: Path, kept_proofs: Path) -> dict[str, Proved]:
    """Return every entry by id, derived and judged: in this run, by whichever test was first."""
    catalogue = Catalogue()
    with FileLock(shared / "proofs.lock"):
        found = proofs.sound(proofs.results(catalogue.entries, catalogue, work.kept(kept_proofs)))
        return {one.id: one for one in found}


@pytest.fixture(scope="session")
def site(proved: dict[str, Proved]) -> Site:
    """Return all generated pages and tables."""
    return render(Catalogue(), proved.values())


@pytest.fixture(scope="session")
def pages(site: Site) -> dict[str, Page]:
    """Return the generated pages by URI."""
    return {page.uri: page for page in site.pages}
