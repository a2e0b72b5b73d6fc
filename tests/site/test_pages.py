"""What stands on the built pages: one result each, headings in order, code that runs, links both ways, clean words."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urljoin

import numpy as np
import pytest
from lxml import etree, html

from generator.catalogue.index import Catalogue
from generator.catalogue.network import FORMULAS
from generator.pages.fitting import MAX_TITLE

Node: TypeAlias = Any
"""An element as lxml has it; the library ships no types."""

ENTRIES = Catalogue().entries
PATHS = tuple(f"{entry.uri}/" for entry in ENTRIES)
URIS = [*(entry.uri for entry in ENTRIES), *(formula.uri for formula in FORMULAS)]
Z = np.array([-1.1, 0.3, 0.8])
A, Y = np.array([0.2, 0.3, 0.5]), np.array([0.0, 0.25, 0.75])
INNER_Y = np.array([0.15, 0.25, 0.6])
"""Targets where none may be 0."""
STEP = 1e-6


def page(site: Path, address: str) -> Node:
    """Return a page by its address, ``cases/sigmoid-logistic/`` or ``404.html``."""
    return html.parse(site / address / "index.html" if address.endswith("/") or not address else site / address)


@dataclass(frozen=True)
class Read:
    """What the tests want to know of a page."""

    results: int
    ids: list[str]
    levels: list[int]
    words: str
    rules: set[str]
    links: dict[str, list[str]]


MENTIONS = ("Uses", "Used by")
SOURCES = ("$$", "\\frac", "\\(", "<!--", "{ .", "{{")
WORDS = etree.XPath("//text()[not(ancestor::code or ancestor::pre or ancestor::svg or ancestor::script)]")
RULES = etree.XPath("//article//a[contains(@href, '/rules/#')][ancestor::*[contains(@class, 'chain')]]/@href")


@pytest.fixture(scope="module")
def found(site_dir: Path) -> dict[str, Read]:
    """Return what was read on every page, by its address; a whole site of trees would take gigabytes."""
    files = sorted(site_dir.rglob("*.html"))
    return {file.relative_to(site_dir).as_posix().removesuffix("index.html"): read(html.parse(file)) for file in files}


def read(soup: Node) -> Read:
    """Return what the tests want to know of a page."""
    return Read(
        len(soup.xpath("//*[@id='result'][@data-tex]")),
        soup.xpath("//article//@id"),
        [int(tag.tag[1]) for tag in article(soup).iter("h1", "h2", "h3", "h4", "h5", "h6")],
        " ".join(WORDS(soup)),
        {str(link).partition("#")[2] for link in RULES(soup)},
        dict(links_after(soup)),
    )


def article(soup: Node) -> Node:
    """Return the part of a page that is its own."""
    return soup.find(".//article")


def links_after(soup: Node) -> Iterator[tuple[str, list[str]]]:
    """Yield the beginning of each line such as ``Uses: ...``, and where its links lead."""
    for line in article(soup).iter("p"):
        words, colon, _ = line.text_content().partition(":")
        if colon and words in MENTIONS:
            yield words, [str(link) for link in line.xpath(".//a/@href")]


def test_every_entry_has_its_page(site_dir: Path) -> None:
    assert [uri for uri in URIS if not (site_dir / uri / "index.html").exists()] == []


def test_every_page_of_an_entry_has_one_result_and_no_other_page_has_any(found: dict[str, Read]) -> None:
    counts = {path: page.results for path, page in found.items()}
    assert {path for path, count in counts.items() if count} == {f"{uri}/" for uri in URIS}
    assert max(counts.values()) == 1


def test_ids_are_unique_on_their_page(found: dict[str, Read]) -> None:
    for path, page in found.items():
        assert (path, len(page.ids)) == (path, len(set(page.ids)))


def test_headings_stand_in_order(found: dict[str, Read]) -> None:
    """One first heading a page, and none that skips a level."""
    for path, page in found.items():
        assert (path, page.levels[0], page.levels.count(1)) == (path, 1, 1)
        assert [pair for pair in pairwise(page.levels) if pair[1] > pair[0] + 1] == []


def test_the_title_tells_the_result_and_the_description_is_short(site_dir: Path) -> None:
    for entry in ENTRIES:
        soup = page(site_dir, f"{entry.uri}/")
        title = soup.findtext(".//title")
        assert title.startswith(entry.title)
        gradient = json.loads((site_dir / f"api/{entry.id}.json").read_text("utf-8"))["gradient"]
        assert "=" in title or len(f"{entry.title}: {gradient['of']} = {gradient['text']}") > MAX_TITLE
        (description,) = soup.xpath("//meta[@name='description']/@content")
        assert 0 < len(description) <= 250


def test_no_source_of_a_formula_is_left_in_the_text(found: dict[str, Read]) -> None:
    for path, page in found.items():
        assert (path, [mark for mark in SOURCES if mark in page.words]) == (path, [])


def test_the_search_index_holds_words_and_formulas_on_a_line(site_dir: Path) -> None:
    index = json.loads((site_dir / "search/search_index.json").read_text("utf-8"))
    text = " ".join(f"{row['title']} {row['text']}" for row in index["docs"]).replace("<code>$$</code>", "")
    assert [mark for mark in ("\\frac", "<svg", "<path", "data-tex", "$$") if mark in text] == []
    assert "dL/dz = a - y" in text


def targets(entry: Any) -> tuple[np.ndarray, ...]:  # noqa: ANN401 - an activation, a loss or a case
    """Return the targets to try an entry with, if it has any: with a zero among them where that is allowed."""
    if "y" not in entry.inputs:
        return ()
    loss = entry.loss if entry.kind == "case" else entry
    return (Y if 0 in loss.targets else INNER_Y,)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_the_code_on_the_page_runs_and_its_gradient_is_a_slope(entry: Any, site_dir: Path) -> None:  # noqa: ANN401
    (block, *_) = article(page(site_dir, f"{entry.uri}/")).xpath(".//*[@id='numpy']/following::code")
    names: dict[str, Any] = {}
    exec(block.text_content(), names)  # noqa: S102 - what our own page shows
    function = names["loss" if "loss" in names else "activation"]
    first = A if entry.kind == "loss" else Z
    rest = targets(entry)
    moves = np.eye(len(first)) * STEP
    rises = [function(first + move, *rest) - function(first - move, *rest) for move in moves]
    expected = np.stack(rises, axis=-1) / (2 * STEP)
    got = names["gradient"](first, *rest)
    assert np.allclose(expected if entry.vector else np.diagonal(expected), got, rtol=1e-7, atol=1e-9)


def test_uses_and_used_by_mirror_each_other(found: dict[str, Read]) -> None:
    uses, used = (
        {(path, urljoin(path, link)) for path in PATHS for link in found[path].links[words]} for words in MENTIONS
    )
    assert uses == {(other, path) for path, other in used}
    assert ("cases/sigmoid-logistic/", "losses/logistic/") in uses


def test_every_step_leads_to_its_rule(site_dir: Path, found: dict[str, Read]) -> None:
    anchors = set(page(site_dir, "rules/").xpath("//article//h3/@id"))
    linked = {rule for path in PATHS for rule in found[path].rules}
    assert {"log", "common-denominator", "cancel", "chain"} <= linked
    assert linked - anchors == set()


def test_every_page_but_the_missing_one_can_be_edited(site_dir: Path) -> None:
    button = "//a[contains(concat(' ', @class, ' '), ' md-content__button ')]/@href"
    (link, *_) = page(site_dir, "activations/sigmoid/").xpath(button)
    assert link.endswith("/generator/catalogue/activations.py")


def test_the_grid_shows_every_case_and_the_home_page_some(site_dir: Path) -> None:
    cases = {f"{entry.uri}/" for entry in ENTRIES if entry.kind == "case"}
    home, grid = (
        {urljoin(path, link) for link in page(site_dir, path).xpath("//article//table//a/@href")}
        for path in ("", "cases/")
    )
    assert home < cases
    assert grid >= cases
