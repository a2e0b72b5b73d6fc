"""Every page reads well in a real browser: on a phone and on a desk, light and dark, with JavaScript and without."""

from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.site.server import serving
from tests.site.visit import AT_ONCE, Reader, faults, reading

PHONES = (Reader(360), Reader(360, "dark"))
"""Who reads every page in the whole run, the two in turns: nobody's screen is smaller."""
SCREENS = (Reader(360), Reader(1280, "dark"), Reader(360, "dark"), Reader(1280))
"""Who sees each kind of page: the page is loaded for the first of them."""
WITHOUT = (Reader(360, javascript=False), Reader(1280, javascript=False))
"""Without JavaScript no page follows the lights."""
PARTS = 12
"""So many tests share the pages, so that every process of this run gets some."""
ONE_IN = 64
"""Of the pages of one folder, which one template makes, every reader sees one in so many."""

BROKEN_PAGE = """<!doctype html><title>broken</title>
<link rel="icon" href="data:,">
<script>console.error("from the console"); throw new Error("from a script")</script>
<img src="missing.png"><img src="http://another.invalid/picture.png">
<div style="width: 2000px">wide</div>
<span class="tex" data-tex="empty"></span>
<span class="tex" data-tex="flat"><svg width="0" height="9"></svg></span>
<span class="tex" data-tex="faint" style="color: #eee"><svg width="9" height="9"></svg></span>
<details><span class="tex" data-tex="folded"><svg width="9" height="9"></svg></span></details>
"""

SOUND_PAGE = '<!doctype html><title>sound</title><link rel="icon" href="data:,"><p>words</p>'

BROKEN_PAGE_FAULTS = (
    "console error: from the console",
    "uncaught error: from a script",
    "missing.png: 404",
    "asks another host: http://another.invalid/picture.png",
    "wider than the screen",
    "formula 'empty' holds no picture",
    "formula 'flat' measures 0 x 9",
    "formula 'faint' stands out by 1.16 only",
)


@cache
def pages(site: Path) -> tuple[str, ...]:
    """Return the path of each page; a redirect is none, it has nothing to show."""
    files = (file for file in sorted(site.rglob("*.html")) if b'http-equiv="refresh"' not in file.read_bytes())
    return tuple(file.relative_to(site).as_posix().removesuffix("index.html") for file in files)


@pytest.mark.whole
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_reads_well(site_dir: Path, site_url: str, browser: Browser, part: int) -> None:
    urls = [site_url + page for page in pages(site_dir)][part::PARTS]
    reader = PHONES[part % 2]
    with reading(browser, reader) as context:
        assert faults(context, *urls) == []


def samples(site: Path) -> list[str]:
    """Return some pages of every folder, the first one always."""
    folders: dict[str, list[str]] = {}
    for page in pages(site):
        folders.setdefault(page.rstrip("/").rpartition("/")[0], []).append(page)
    return [page for folder, inside in folders.items() for page in inside[:: ONE_IN if folder else 1]]


@pytest.mark.parametrize("readers", [SCREENS, WITHOUT], ids=["with-javascript", "without-javascript"])
def test_every_kind_of_page_reads_well(
    site_dir: Path, site_url: str, browser: Browser, readers: tuple[Reader, ...]
) -> None:
    with reading(browser, readers[0]) as context:
        assert faults(context, *(site_url + page for page in samples(site_dir)), readers=readers) == []


def test_a_broken_page_is_found_out(tmp_path: Path, browser: Browser) -> None:
    """The test above is worth something: a page with every fault in it fails for each of them."""
    (tmp_path / "broken.html").write_text(BROKEN_PAGE, "utf-8")
    with serving(tmp_path) as url, reading(browser, Reader(1280)) as context:
        found = faults(context, url + "broken.html")
    assert [expected for expected in BROKEN_PAGE_FAULTS if not any(expected in fault for fault in found)] == []
    assert not any("folded" in fault for fault in found)


def test_a_tab_forgets_the_page_before(tmp_path: Path, browser: Browser) -> None:
    (tmp_path / "broken.html").write_text(BROKEN_PAGE, "utf-8")
    (tmp_path / "sound.html").write_text(SOUND_PAGE, "utf-8")
    with serving(tmp_path) as url, reading(browser, Reader(1280)) as context:
        sound, broken = [f"{url}sound.html"] * AT_ONCE, f"{url}broken.html"
        alone, among = faults(context, broken), faults(context, broken, *sound, broken, *sound)
    assert sorted(among) == sorted(alone * 2) != []


def test_a_missing_page_answers_with_the_sites_own(site_dir: Path, site_url: str, browser: Browser) -> None:
    with reading(browser, Reader(360)) as context, context.new_page() as page:
        answer = page.goto(site_url + "no/such/page/")
        assert answer is not None
        assert answer.status == 404
        assert answer.body() == (site_dir / "404.html").read_bytes()
