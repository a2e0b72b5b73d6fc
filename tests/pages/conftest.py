"""The pages that are written from the whole catalogue."""

import pytest

from generator.pages.site import Page, Site


@pytest.fixture(scope="session")
def site(rendered: Site) -> Site:
    """Return all generated pages and tables."""
    return rendered


@pytest.fixture(scope="session")
def pages(site: Site) -> dict[str, Page]:
    """Return the generated pages by URI."""
    return {page.uri: page for page in site.pages}
