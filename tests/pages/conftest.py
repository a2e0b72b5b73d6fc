"""The pages that are written from the whole catalogue."""

import pytest

from generator.catalogue.index import Catalogue
from generator.pages.records import Proved
from generator.pages.render import render
from generator.pages.site import Page, Site


@pytest.fixture(scope="session")
def site(proved: dict[str, Proved]) -> Site:
    """Return all generated pages and tables."""
    return render(Catalogue(), proved.values())


@pytest.fixture(scope="session")
def pages(site: Site) -> dict[str, Page]:
    """Return the generated pages by URI."""
    return {page.uri: page for page in site.pages}
