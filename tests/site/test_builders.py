"""Does another builder make the same pages? Zensical, which runs no plugin of MkDocs, from the same ``mkdocs.yml``."""

import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree, html
from playwright.sync_api import Browser

from generator import work
from generator.project import write_project
from tests.site.server import serving
from tests.site.visit import Reader, faults, reading

PAGES = ("", "cases/sigmoid-logistic/", "network/dw/", "notation/")


@pytest.fixture(scope="module")
def other_site(root: Path, site_dir: Path, pages_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site as Zensical builds it; pages and formulas come from the cache that the first build filled."""
    assert site_dir.is_dir()
    project = tmp_path_factory.mktemp("zensical")
    write_project(project, work.site(pages_cache, quiet=True), root / "mkdocs.yml")
    (project / ".cache").mkdir()
    (project / ".cache/mathjax").symlink_to(root / ".cache/mathjax")
    command = [sys.executable, "-m", "zensical", "build", "--config-file", "mkdocs.yml"]
    run = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return project / "site"


def content(file: Path) -> tuple[list[str], list[bytes], list[str]]:
    """Return the formulas of a page as TeX, their pictures, and the ids of its headings and formulas.

    An outline that a page keeps in one place for all its pictures is put back where it is drawn; pictures are in the
    canonical form of XML, in which the order of attributes does not count.
    """
    (article,) = html.parse(file).iter("article")
    outlines = {
        f"#{path.get('id')}": path.get("d") for path in article.xpath(".//*[contains(@class, 'tex-glyphs')]//path")
    }
    for use in article.xpath(".//*[@data-tex]//use"):
        use.tag = "path"
        use.set("d", outlines[use.attrib.pop("href")])
    formulas = article.xpath(".//*[@data-tex]")
    pictures = [etree.tostring(formula.find(".//svg"), method="c14n", with_tail=False) for formula in formulas]
    return [each.get("data-tex") for each in formulas], pictures, [tag.get("id") for tag in article.xpath(IDS)]


IDS = ".//*[self::h1 or self::h2 or self::h3 or contains(concat(' ', @class, ' '), ' tex ')][@id]"


def test_every_page_has_the_same_formulas_pictures_and_ids(site_dir: Path, other_site: Path) -> None:
    pages = [file.relative_to(site_dir) for file in site_dir.rglob("index.html")]
    assert len(pages) > 20
    different = [str(page) for page in pages if content(site_dir / page) != content(other_site / page)]
    assert different == []


def test_its_pages_read_as_well(other_site: Path, browser: Browser) -> None:
    """With the same style sheets, light and dark."""
    with serving(other_site) as url:
        for scheme in ("light", "dark"):
            with reading(browser, Reader(1280, scheme)) as context:
                assert faults(context, *(url + page for page in PAGES)) == []
