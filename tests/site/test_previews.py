"""Every page as a crawler reads it, without a script: words within the limits, a picture that is there, no redirect."""

import io
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from lxml import html
from PIL import Image

from generator.catalogue.index import Catalogue
from generator.catalogue.network import FORMULAS

TAGS = ("og:title", "og:description", "og:url", "og:image", "og:image:alt", "og:type", "og:site_name",
        "twitter:card", "twitter:title", "twitter:description", "twitter:image", "twitter:image:alt")  # fmt: skip
TEX = ("$", "\\", "_{", "^{")
BASE = "https://dldz.github.io/dldz/"
LARGEST_FILE = 300_000
"""Where previews stop: some sites skip a picture that is larger, in bytes."""


@pytest.fixture(scope="session")
def heads(site_dir: Path) -> dict[str, BeautifulSoup]:
    """Return the head of every page that can be linked to, by its address within the site."""
    files = [file for file in site_dir.rglob("*.html") if file.name != "404.html"]
    return {
        file.relative_to(site_dir).as_posix().removesuffix("index.html"): BeautifulSoup(
            file.read_text("utf-8").split("</head>")[0], "lxml"
        )
        for file in files
    }


def said(head: BeautifulSoup, name: str) -> str:
    """Return what a page says under a name, which it must say once."""
    (tag,) = head.select(f'meta[property="{name}"], meta[name="{name}"]')
    return str(tag["content"])


def test_every_page_says_all_that_a_preview_needs_in_unicode(heads: dict[str, BeautifulSoup]) -> None:
    for path, head in heads.items():
        words = {tag: said(head, tag) for tag in TAGS}
        assert (path, [tag for tag, text in words.items() if not text.strip()]) == (path, [])
        assert (path, len(words["og:title"]) <= 80, len(words["og:description"]) <= 250) == (path, True, True)
        assert (path, head.title is not None and len(head.title.get_text()) <= 80) == (path, True)
        shown = words["og:title"] + words["og:description"]
        assert (path, [mark for mark in TEX if mark in shown]) == (path, [])
        assert words["og:url"] == BASE + path


def test_every_card_is_a_small_picture_of_the_size_that_is_asked_for(
    heads: dict[str, BeautifulSoup], site_dir: Path
) -> None:
    for path, head in heads.items():
        address = urlsplit(said(head, "og:image"))
        file = site_dir / address.path.removeprefix("/dldz/")
        content = file.read_bytes()
        image = Image.open(io.BytesIO(content))
        assert (path, address.scheme, image.size, image.format) == (path, "https", (1200, 630), "PNG")
        assert (path, len(content) < LARGEST_FILE) == (path, True)
        assert (said(head, "og:image:width"), said(head, "og:image:height")) == ("1200", "630")


def test_no_page_sends_a_crawler_elsewhere(heads: dict[str, BeautifulSoup]) -> None:
    assert [path for path, head in heads.items() if head.select('meta[http-equiv="refresh"]')] == []


def test_every_formula_has_a_short_link_that_leads_to_its_page(heads: dict[str, BeautifulSoup]) -> None:
    for entry in (*Catalogue().entries, *FORMULAS):
        head = heads[f"f/{entry.id}/"]
        canonical = head.select_one('link[rel="canonical"]')
        assert canonical is not None
        assert canonical["href"] == f"{BASE}{entry.uri}/"
        assert said(head, "og:title").startswith(entry.title)


def test_the_sitemap_names_every_page_once(site_dir: Path) -> None:
    addresses = [tag.text for tag in BeautifulSoup((site_dir / "sitemap.xml").read_bytes(), "xml").find_all("loc")]
    assert len(addresses) == len(set(addresses))
    assert [address for address in addresses if "/f/" in address] == []


def test_every_page_says_how_to_cite_it(site_dir: Path) -> None:
    for file in site_dir.rglob("index.html"):
        (cite,) = html.parse(file).xpath("//details[contains(concat(' ', @class, ' '), ' citation ')]")
        assert "@misc{dldz:" in cite.text_content(), file
