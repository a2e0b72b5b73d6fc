"""The whole catalogue, proved once, and the site that is written from it."""

import pytest

from generator import work
from generator.catalogue.index import Catalogue
from generator.pages.records import Proved
from generator.pages.render import render
from generator.pages.site import Page, Site


@pytest.fixture(scope="session")
def proved() -> dict[str, Proved]:
    """Return every entry by id, with its derivation and its evidence."""
    return {entry.id: work.prove(entry) for entry in Catalogue().entries}


@pytest.fixture(scope="session")
def site(proved: dict[str, Proved]) -> Site:
    """Return all generated pages and tables."""
    return render(Catalogue(), proved.values())


@pytest.fixture(scope="session")
def pages(site: Site) -> dict[str, Page]:
    """Return the generated pages by URI."""
    return {page.uri: page for page in site.pages}
