"""Does the Content-Security-Policy hold: in the page, as a header, and against somebody else's script?

That no page of ours breaks it is part of ``test_browser``: a browser reports a breach as an error of the console.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from generator.build import postprocess
from tests.site.visit import Reader, reading

HEAD = "document.head.querySelector('meta[http-equiv]')"
INJECTED = {
    "inline code": "const script = document.createElement('script'); script.text = 'window.broken = true'; "
    "document.body.append(script)",
    "a handler": "document.body.insertAdjacentHTML('beforeend', '<img src=\"data:,\" onerror=\"broken = true\">')",
    "code from a string": "setTimeout('window.broken = true')",
}


def built(site: Path) -> Iterator[Path]:
    """Yield the pages that the theme made; a redirect has nothing that could be attacked."""
    for file in sorted(site.rglob("*.html")):
        if 'http-equiv="refresh"' not in file.read_text("utf-8"):
            yield file


@pytest.fixture
def page(browser: Browser, site_url: str) -> Iterator[Page]:
    """Open a page that has a policy."""
    with reading(browser, Reader(1280)) as context, context.new_page() as page:
        page.goto(site_url + "cases/sigmoid-logistic/")
        yield page


def test_every_page_has_a_policy_before_its_first_script(site_dir: Path) -> None:
    for file in built(site_dir):
        text = file.read_text("utf-8")
        assert (file, text.count(postprocess.MARK)) == (file, 1)
        assert text.index(postprocess.MARK) < text.find("<script") or "<script" not in text


def test_the_headers_allow_what_the_pages_allow(site_dir: Path) -> None:
    hashes = {found for file in built(site_dir) for found in postprocess.inline_hashes(file.read_text("utf-8"))}
    assert hashes
    assert (site_dir / "_headers").read_text("utf-8") == postprocess.headers(hashes)


@pytest.mark.parametrize("way", INJECTED)
def test_a_script_that_was_smuggled_in_does_not_run(way: str, page: Page) -> None:
    page.evaluate(f"() => {{ {INJECTED[way]} }}")
    page.wait_for_timeout(100)
    assert page.evaluate("window.broken") is None


@pytest.mark.parametrize("way", INJECTED)
def test_without_the_policy_it_would_run(way: str, browser: Browser, site_url: str) -> None:
    """The test above is worth something."""
    with reading(browser, Reader(1280)) as context, context.new_page() as page:
        page.route(
            "**/sigmoid-logistic/", lambda route: route.fulfill(response=(got := route.fetch()), body=bare(got.text()))
        )
        page.goto(site_url + "cases/sigmoid-logistic/")
        page.evaluate(f"() => {{ {INJECTED[way]} }}")
        page.wait_for_function("window.broken", timeout=2000)


def bare(html: str) -> str:
    """Return a page whose policy is taken away."""
    return html.replace(postprocess.MARK, "<meta name=nothing")
