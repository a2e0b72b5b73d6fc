"""What stands on the built pages: one result each, headings in order, code that runs, links both ways, clean words."""

import copy
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import numpy as np
import pytest
from bs4 import BeautifulSoup, Tag

from generator import work
from generator.catalogue.index import Catalogue
from generator.catalogue.network import FORMULAS
from generator.pages.fitting import MAX_TITLE

ENTRIES = Catalogue().entries
URIS = [*(entry.uri for entry in ENTRIES), *(formula.uri for formula in FORMULAS)]
Z = np.array([-1.1, 0.3, 0.8])
A, Y = np.array([0.2, 0.3, 0.5]), np.array([0.0, 0.25, 0.75])
STEP = 1e-6


@pytest.fixture(scope="session")
def soups(site_dir: Path) -> dict[str, BeautifulSoup]:
    """Return every page of the site by its path, ``cases/sigmoid-logistic/`` or ``404.html``."""
    return {
        file.relative_to(site_dir).as_posix().removesuffix("index.html"): BeautifulSoup(file.read_bytes(), "lxml")
        for file in site_dir.rglob("*.html")
    }


def article(soup: BeautifulSoup) -> Tag:
    """Return the part of a page that is its own."""
    found = soup.find("article")
    assert found is not None
    return found


def test_every_entry_has_its_page(soups: dict[str, BeautifulSoup]) -> None:
    assert [uri for uri in URIS if f"{uri}/" not in soups] == []


def test_every_page_of_an_entry_has_one_result_and_no_other_page_has_any(soups: dict[str, BeautifulSoup]) -> None:
    counts = {path: len(soup.select("#result[data-tex]")) for path, soup in soups.items()}
    assert {path for path, count in counts.items() if count} == {f"{uri}/" for uri in URIS}
    assert max(counts.values()) == 1


def test_ids_are_unique_on_their_page(soups: dict[str, BeautifulSoup]) -> None:
    for path, soup in soups.items():
        ids = [tag["id"] for tag in article(soup).select("[id]")] if soup.find("article") else []
        assert (path, len(ids)) == (path, len(set(ids)))


def test_headings_stand_in_order(soups: dict[str, BeautifulSoup]) -> None:
    """One first heading a page, and none that skips a level."""
    for path, soup in soups.items():
        levels = [int(tag.name[1]) for tag in article(soup).select("h1, h2, h3, h4, h5, h6")]
        assert (path, levels[0], levels.count(1)) == (path, 1, 1)
        assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_the_title_tells_the_result_and_the_description_is_short(soups: dict[str, BeautifulSoup]) -> None:
    for entry in ENTRIES:
        soup = soups[f"{entry.uri}/"]
        assert soup.title is not None
        assert soup.title.text.startswith(entry.title)
        assert "=" in soup.title.text or len(f"{entry.title}: {work.prove(entry).plain}") > MAX_TITLE
        description = soup.select_one('meta[name="description"]')
        assert description is not None
        assert 0 < len(str(description["content"])) <= 250


def test_no_source_of_a_formula_is_left_in_the_text(soups: dict[str, BeautifulSoup]) -> None:
    for path, soup in soups.items():
        read = copy.copy(soup)
        for code in read.select("code, pre, svg, script"):
            code.extract()
        words = read.get_text(" ")
        assert (path, [mark for mark in ("$$", "\\frac", "\\(", "<!--", "{ .", "{{") if mark in words]) == (path, [])


def test_the_search_index_holds_words_and_formulas_on_a_line(site_dir: Path) -> None:
    index = json.loads((site_dir / "search/search_index.json").read_text("utf-8"))
    text = " ".join(f"{row['title']} {row['text']}" for row in index["docs"]).replace("<code>$$</code>", "")
    assert [mark for mark in ("\\frac", "<svg", "<path", "data-tex", "$$") if mark in text] == []
    assert "dL/dz = a - y" in text


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_the_code_on_the_page_runs_and_its_gradient_is_a_slope(entry: Any, soups: dict[str, BeautifulSoup]) -> None:  # noqa: ANN401
    heading = article(soups[f"{entry.uri}/"]).find(id="numpy")
    assert isinstance(heading, Tag)
    block = heading.find_next("code")
    assert isinstance(block, Tag)
    names: dict[str, Any] = {}
    exec(block.get_text(), names)  # noqa: S102 - what our own page shows
    function = names["loss" if "loss" in names else "activation"]
    first = A if entry.kind == "loss" else Z
    rest = () if entry.kind == "activation" else (Y,)
    moves = np.eye(len(first)) * STEP
    rises = [function(first + move, *rest) - function(first - move, *rest) for move in moves]
    expected = np.stack(rises, axis=-1) / (2 * STEP)
    got = names["gradient"](first, *rest)
    assert np.allclose(expected if entry.vector else np.diagonal(expected), got, rtol=1e-7, atol=1e-9)


def links_after(soup: BeautifulSoup, words: str) -> Iterator[str]:
    """Yield where the links of a line such as ``Uses: ...`` lead."""
    line = next(tag for tag in article(soup).find_all("p") if tag.get_text().startswith(f"{words}:"))
    yield from (str(link["href"]) for link in line.find_all("a"))


def test_uses_and_used_by_mirror_each_other(soups: dict[str, BeautifulSoup]) -> None:
    pages = {f"{entry.uri}/": soups[f"{entry.uri}/"] for entry in ENTRIES}
    forward = {(page, urljoin(page, link)) for page, soup in pages.items() for link in links_after(soup, "Uses")}
    backward = {(urljoin(page, link), page) for page, soup in pages.items() for link in links_after(soup, "Used by")}
    assert forward == backward
    assert ("cases/sigmoid-logistic/", "losses/logistic/") in forward


def test_every_step_leads_to_its_rule(soups: dict[str, BeautifulSoup]) -> None:
    anchors = {str(tag["id"]) for tag in article(soups["rules/"]).select("h3[id]")}
    linked = {
        str(link["href"]).partition("#")[2]
        for entry in ENTRIES
        for link in article(soups[f"{entry.uri}/"]).select('.chain a[href*="/rules/#"]')
    }
    assert {"log", "common-denominator", "cancel", "chain"} <= linked
    assert linked - anchors == set()


def test_every_page_but_the_missing_one_can_be_edited(soups: dict[str, BeautifulSoup]) -> None:
    link = soups["activations/sigmoid/"].select_one("a.md-content__button")
    assert link is not None
    assert str(link["href"]).endswith("/generator/catalogue/activations.py")


def test_the_grid_shows_every_case_and_the_home_page_some(soups: dict[str, BeautifulSoup]) -> None:
    cases = {f"{entry.uri}/" for entry in ENTRIES if entry.kind == "case"}
    home, grid = (
        {urljoin(page, str(link["href"])) for link in article(soups[page]).select("table a")} for page in ("", "cases/")
    )
    assert home < cases
    assert grid >= cases
