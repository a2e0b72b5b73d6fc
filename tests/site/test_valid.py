"""Is every page valid HTML, and can everybody use it: with a keyboard, a screen reader, in light and dark?"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.site import judges
from tests.site.server import serving
from tests.site.visit import Reader, reading

UNFOLD = """for (const fold of document.querySelectorAll("details")) fold.open = true;
for (const part of document.querySelectorAll(".md-content__inner > *")) part.style.contentVisibility = "visible";"""
JUDGE = "axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations)"
BROKEN = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>broken</title></head>
<body><p><pre>block in a paragraph</pre></p><img src="data:,"><p style="color: #bbb">faint words</p></body></html>
"""


def kinds(site: Path) -> Iterator[str]:
    """Yield pages of every type: those at the root, the first of each folder, and the longest in it."""
    yield from sorted(file.relative_to(site).as_posix().removesuffix("index.html") for file in site.glob("*.html"))
    for folder in sorted(place for place in site.iterdir() if place.is_dir()):
        found = sorted(
            file for file in folder.rglob("index.html") if 'http-equiv="refresh"' not in file.read_text("utf-8")
        )
        longest = max(found, key=lambda file: file.stat().st_size, default=None)
        for file in dict.fromkeys([*found[:1], *filter(None, [longest])]):
            yield f"{file.parent.relative_to(site).as_posix()}/"


def violations(page: Page) -> list[str]:
    """Return what axe-core says of a page with everything unfolded, and drawn: else it would guess what lies behind."""
    page.evaluate(UNFOLD)
    page.evaluate(judges.axe())
    return [
        f"{page.url} {said['id']}: {len(said['nodes'])} x {said['nodes'][0]['html'][:200]} · {said['help']}"
        for said in page.evaluate(JUDGE)
    ]


def test_every_kind_of_page_is_valid_html(site_dir: Path) -> None:
    assert list(judges.invalid(file_of(site_dir, path) for path in kinds(site_dir))) == []


@pytest.mark.whole
def test_every_page_is_valid_html(site_dir: Path) -> None:
    assert list(judges.invalid(sorted(site_dir.rglob("*.html")))) == []


def file_of(site: Path, path: str) -> Path:
    """Return the file of a page by its path."""
    return site / path / "index.html" if path.endswith("/") or not path else site / path


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """Open a window that lets a test's own script in, which the policy of the site would keep out."""
    with reading(browser, request.param) as context:
        yield context


READERS = (Reader(1280, "dark"), Reader(360))


@pytest.mark.parametrize("context", READERS, ids=str, indirect=True)
def test_every_kind_of_page_is_accessible(site_dir: Path, site_url: str, context: BrowserContext) -> None:
    found = []
    for path in kinds(site_dir):
        with context.new_page() as page:
            page.goto(site_url + path)
            found += violations(page)
    assert found == []


@pytest.mark.parametrize("context", [Reader(1280)], ids=str, indirect=True)
def test_both_judges_find_what_is_wrong(tmp_path: Path, context: BrowserContext) -> None:
    """The tests above are worth something."""
    (tmp_path / "broken.html").write_text(BROKEN, "utf-8")
    assert any("close-order" in said for said in judges.invalid([tmp_path / "broken.html"]))
    with serving(tmp_path) as url, context.new_page() as page:
        page.goto(url + "broken.html")
        found = " ".join(violations(page))
    assert [name for name in ("image-alt", "color-contrast") if f"{name}:" not in found] == []
