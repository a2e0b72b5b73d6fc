"""Does another builder make the same pages? Zensical, which runs no plugin of MkDocs, from the same ``mkdocs.yml``."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, html
from playwright.sync_api import Browser

from generator.build import work
from generator.build.project import write_project
from tests.site.server import serving
from tests.site.visit import Reader, faults, reading

pytestmark = pytest.mark.whole

PAGES = ("", "cases/sigmoid-logistic/", "network/dw/", "notation/")
ONE_IN = 15
"""Of the pages, one in so many is built, and those that are looked at or lead to others."""


@pytest.fixture(scope="module")
def other_site(root: Path, site_dir: Path, pages_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a part of the site as Zensical builds it; pages and formulas come from what the first build kept."""
    assert site_dir.is_dir()
    project = tmp_path_factory.mktemp("zensical")
    site = work.site(pages_cache, quiet=True)
    uris = {f"{page}index.md" for page in PAGES} | {f"{page.rstrip('/')}.md" for page in PAGES}
    pages = (page for n, page in enumerate(site.pages) if n % ONE_IN == 0 or "index" in page.uri or page.uri in uris)
    write_project(project, replace(site, pages=tuple(pages)), root / "mkdocs.yml")
    (project / ".cache").mkdir()
    (project / ".cache/mathjax").symlink_to(root / ".cache/mathjax")
    command = [sys.executable, "-m", "zensical", "build", "--config-file", "mkdocs.yml"]
    run = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return project / "site"


def content(file: Path) -> tuple[list[str], list[bytes], list[str]]:
    """Return the formulas of a page as TeX, their pictures, and the ids of its headings and formulas.

    Pictures are in the canonical form of XML, in which the order of attributes does not count.
    """
    (article,) = html.parse(file).iter("article")
    formulas = article.xpath(".//*[@data-tex]")
    pictures = [etree.tostring(each.find(".//svg"), method="c14n", with_tail=False) for each in formulas]
    return [each.get("data-tex") for each in formulas], pictures, [tag.get("id") for tag in article.xpath(IDS)]


IDS = ".//*[self::h1 or self::h2 or self::h3 or contains(concat(' ', @class, ' '), ' tex ')][@id]"


def test_every_page_has_the_same_formulas_pictures_and_ids(site_dir: Path, other_site: Path) -> None:
    pages = [file.relative_to(other_site) for file in other_site.rglob("index.html")]
    docs = other_site.parent / "docs"
    assert len(pages) == len([*docs.rglob("*.md"), *docs.glob("f/*/index.html")]) > 60
    different = [str(page) for page in pages if content(site_dir / page) != content(other_site / page)]
    assert different == []


def test_its_pages_read_as_well(other_site: Path, browser: Browser) -> None:
    """With the same style sheets, light and dark."""
    with serving(other_site) as url:
        for scheme in ("light", "dark"):
            with reading(browser, Reader(1280, scheme)) as context:
                assert faults(context, *(url + page for page in PAGES)) == []
