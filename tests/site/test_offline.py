"""Does the site work from a folder: without a server, without a network, and under its policy?"""

from pathlib import Path
from zipfile import ZipFile

import pytest
from filelock import FileLock
from playwright.sync_api import Browser

from generator.build import offline
from tests.site.visit import Reader, faults, listening, reading
from tests.whole import build, complaint

pytestmark = pytest.mark.whole

PAGES = ("index", "start", "cases/index", "cases/sigmoid-logistic", "activations/softmax", "network/dw", "link-to-us")
CASE = "cases/sigmoid-logistic"


@pytest.fixture(scope="module")
def folder(root: Path, site_dir: Path, pages_cache: Path, shared: Path) -> Path:
    """Return the zip, unpacked once for all processes; its pages come from the cache that the first build filled."""
    assert site_dir.is_dir()
    made = shared / "offline"
    with FileLock(shared / "offline.lock"):
        if not (made / offline.TOP).is_dir():
            cache = {"DLDZ_OFFLINE": "true", "DLDZ_CACHE": str(pages_cache)}
            done = build(root, "--quiet", "--site-dir", str(made / "site"), **cache)
            assert complaint(done) == ""
            offline.write_zip(made / "site", made / "dldz.zip")
            with ZipFile(made / "dldz.zip") as archive:
                archive.extractall(made)
    return made / offline.TOP


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_from_its_folder(page: str, folder: Path, browser: Browser) -> None:
    with reading(browser, Reader(1280)) as context:
        assert faults(context, (folder / f"{page}.html").as_uri()) == []


def test_the_search_leads_to_a_page_of_the_folder(folder: Path, browser: Browser) -> None:
    with reading(browser, Reader(1280)) as context, context.new_page() as page, listening(page) as found:
        page.goto((folder / "index.html").as_uri())
        page.click(".md-search__input")
        page.type(".md-search__input", "BCEWithLogits")
        page.click(".md-search-result__item > a >> nth=0")
        page.wait_for_url(f"{(folder / CASE).as_uri()}.html*")
        assert page.inner_text("h1").startswith("Sigmoid with logistic loss")
        assert found == []


def test_the_instrument_and_the_tabs_work(folder: Path, browser: Browser) -> None:
    with reading(browser, Reader(1280)) as context, context.new_page() as page, listening(page) as found:
        page.goto((folder / f"{CASE}.html").as_uri())
        page.locator(".try").scroll_into_view_if_needed()
        page.wait_for_selector(".try-alive")
        page.fill(".try-answer input", "a - y")
        page.press(".try-answer input", "Enter")
        page.wait_for_selector(".try-right")
        page.hover("#result")
        page.wait_for_selector(".letters-card:has-text('what comes out of a unit')")
        page.click(".tabbed-labels label >> nth=1")
        page.wait_for_selector(".tabbed-block >> nth=1")
        assert found == []


def test_every_link_leads_to_a_file(folder: Path, browser: Browser) -> None:
    with reading(browser, Reader(1280, javascript=False)) as context, context.new_page() as page:
        for name in PAGES:
            page.goto((folder / f"{name}.html").as_uri())
            links = page.evaluate("[...document.querySelectorAll('a[href], img[src]')].map((at) => at.href || at.src)")
            inside = {link.split("#")[0].split("?")[0] for link in links if link.startswith("file:")}
            assert len(inside) > 10
            assert [link for link in inside if not Path(link.removeprefix("file://")).is_file()] == []
