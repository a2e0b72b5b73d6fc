"""Is a page light, does it stand still while it loads, and does it fit every screen?"""

import gzip
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page

from tests.site.server import serving
from tests.site.visit import Reader, reading
from tools.bench import blocking

if TYPE_CHECKING:
    from playwright.sync_api import Response

TYPICAL = "cases/sigmoid-logistic/"
KINDS = (TYPICAL, "activations/sigmoid/", "network/dw/", "notation/", "layers/layer-norm/")
MOST_BYTES, MOST_SHIFT = 150_000, 0.005
WATCH = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
SCROLL = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += 600) {
    scrollTo(0, y);
    await new Promise((done) => requestAnimationFrame(done));
  }
}"""
SHRUNK = """() => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  for (const block of document.querySelectorAll(".tabbed-block")) block.style.display = "block";
  return [...document.querySelectorAll(".tex:not(.tex-display) > svg")]
    .filter((svg) => svg.getBoundingClientRect().width < 0.98 * svg.width.baseVal.value)
    .map((svg) => svg.parentElement.dataset.tex);
}"""
CUT_OFF = """() => {
  const moves = (place) => /auto|scroll/.test(getComputedStyle(place).overflowX);
  const scrolls = (place) => place && (moves(place) || scrolls(place.parentElement));
  return [...document.querySelectorAll("article .tex-display")]
    .filter((box) => box.checkVisibility() && box.scrollWidth > box.clientWidth + 1 && !scrolls(box))
    .map((box) => box.dataset.tex);
}"""
JUMPS = """<!doctype html><title>jumps</title><link rel="icon" href="data:,"><p id="words">words</p>
<script>
setTimeout(() => words.before(Object.assign(document.createElement("div"), {style: "height: 300px"})), 300)
</script>
"""


def shift(page: Page, url: str) -> float:
    """Return how far things move while a page loads and is scrolled through, as browsers count it."""
    page.add_init_script(WATCH)
    page.goto(url, wait_until="networkidle")
    page.wait_for_timeout(500)
    page.evaluate(SCROLL)
    return float(page.evaluate("window.shift"))


def test_a_typical_case_is_light(browser: Browser, site_url: str) -> None:
    """All that is loaded with the page, each file compressed by itself, as a host sends it."""
    got: list[Response] = []
    with reading(browser, Reader(390)) as context, context.new_page() as page:
        page.on("response", lambda answer: got.append(answer))  # noqa: PLW0108 - a method of a list cannot be marked
        page.goto(site_url + TYPICAL, wait_until="networkidle")
        sizes = {answer.url.removeprefix(site_url): len(gzip.compress(answer.body())) for answer in got}
    assert not any("search/" in url or "minisearch" in url for url in sizes), "the search waits until it is asked"
    assert sum(sizes.values()) < MOST_BYTES, sizes


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", KINDS)
def test_pages_stand_still(path: str, width: int, browser: Browser, site_url: str) -> None:
    with reading(browser, Reader(width)) as context, context.new_page() as page:
        assert shift(page, site_url + path) < MOST_SHIFT


@pytest.mark.parametrize("place", ["step-2-1", "receipt", "code"])
def test_a_link_to_a_place_leads_there(place: str, browser: Browser, site_url: str) -> None:
    """What lies above it may have been left undrawn, and may be higher than it was taken for."""
    with reading(browser, Reader(390)) as context, context.new_page() as page:
        page.goto(f"{site_url}{TYPICAL}#{place}", wait_until="networkidle")
        page.wait_for_timeout(500)
        assert 0 < page.evaluate("(id) => document.getElementById(id).getBoundingClientRect().top", place) < 100


def test_a_page_is_drawn_before_its_scripts_have_come(site_dir: Path) -> None:
    scripts = BeautifulSoup((site_dir / TYPICAL / "index.html").read_bytes(), "lxml").select("script[src]")
    assert len(scripts) > 2
    assert [script["src"] for script in scripts if not script.has_attr("defer")] == []


def test_a_page_that_jumps_is_found_out(tmp_path: Path, browser: Browser) -> None:
    (tmp_path / "index.html").write_text(JUMPS, "utf-8")
    with serving(tmp_path) as url, reading(browser, Reader(390)) as context, context.new_page() as page:
        assert shift(page, url) > MOST_SHIFT


def test_a_page_that_computes_is_measured_as_blocking(tmp_path: Path, browser: Browser) -> None:
    """By about what it computes, less the part of each task that counts as none."""
    busy = "<script>const end = performance.now() + 400; while (performance.now() < end);</script>"
    for name, script in (("index.html", busy), (blocking.BARE, "")):
        (tmp_path / name).write_text(f"<!doctype html><title>x</title><h1>word</h1>{script}", "utf-8")
    with serving(tmp_path) as url:
        whole, bare = blocking.loads(browser, url, 1)
    assert whole.blocked > max(0.3, bare.blocked)
    assert whole.largest > 0


@pytest.mark.parametrize("path", [*KINDS, "cases/gelu-tanh-mse/", "activations/mish/"])
def test_no_formula_is_shrunk_to_fit_a_phone(path: str, browser: Browser, site_url: str) -> None:
    """What does not fit scrolls, in the text too: a formula of half the size cannot be read."""
    with reading(browser, Reader(320)) as context, context.new_page() as page:
        page.goto(site_url + path, wait_until="networkidle")
        assert page.evaluate(SHRUNK) == []


@pytest.mark.parametrize("overflow", ["", "visible"])
def test_what_is_wider_than_a_phone_can_be_scrolled(overflow: str, browser: Browser, site_url: str) -> None:
    """The page itself is clipped, so that a formula which does not scroll would be cut off without a fault."""
    with reading(browser, Reader(320)) as context, context.new_page() as page:
        page.goto(f"{site_url}cases/gelu-tanh-mse/", wait_until="networkidle")
        page.evaluate(f"() => document.querySelectorAll('.tex-display').forEach(b => b.style.overflow = '{overflow}')")
        assert bool(page.evaluate(CUT_OFF)) == bool(overflow)


@pytest.mark.parametrize("width", [320, 3840])
@pytest.mark.parametrize("path", KINDS)
def test_no_page_is_wider_than_its_screen(path: str, width: int, browser: Browser, site_url: str) -> None:
    with reading(browser, Reader(width)) as context, context.new_page() as page:
        page.goto(site_url + path, wait_until="networkidle")
        root = "document.scrollingElement"
        assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") <= 0
