"""What stands on the built pages: one result each, headings in order, code that runs, links both ways, clean words."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import numpy as np
import pytest

from generator.catalogue.index import Catalogue
from generator.catalogue.network import FORMULAS
from generator.pages.fitting import MAX_TITLE
from tests.cover import cover
from tests.site.read import MENTIONS, Read, article, parsed
from tests.site.visit import is_external

ENTRIES = Catalogue().entries
PATHS = tuple(f"{entry.uri}/" for entry in ENTRIES)
URIS = [*(entry.uri for entry in ENTRIES), *(formula.uri for formula in FORMULAS)]
Z = np.array([-1.1, 0.3, 0.8])
A, Y = np.array([0.2, 0.3, 0.5]), np.array([0.0, 0.25, 0.75])
INNER_Y = np.array([0.15, 0.25, 0.6])
"""Targets where none may be 0."""
STEP = 1e-6


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


def test_the_title_tells_the_result_and_the_description_is_short(found: dict[str, Read], site_dir: Path) -> None:
    for entry in ENTRIES:
        page = found[f"{entry.uri}/"]
        title = page.title
        assert title.startswith(entry.title)
        gradient = json.loads((site_dir / f"api/{entry.id}.json").read_text("utf-8"))["gradient"]
        assert "=" in title or len(f"{entry.title}: {gradient['of']} = {gradient['text']}") > MAX_TITLE
        assert 0 < len(page.description) <= 250


def test_no_source_of_a_formula_is_left_in_the_text(found: dict[str, Read]) -> None:
    for path, page in found.items():
        assert (path, page.sources) == (path, [])


def test_the_search_index_holds_words_and_formulas_on_a_line(site_dir: Path) -> None:
    script = (site_dir / "search/pages.js").read_text("utf-8")
    index = json.loads(script.removeprefix("var __search_pages = ").removesuffix(";\n"))
    text = " ".join(f"{row['title']} {row['line']} {row['text']}" for row in index).replace("$$", "", 2)
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
    (block, *_) = article(parsed(site_dir, f"{entry.uri}/")).xpath(".//*[@id='numpy']/following::code")
    names: dict[str, Any] = {}
    exec(block.text_content(), names)  # noqa: S102 - what our own page shows
    function = names["loss" if "loss" in names else "activation"]
    first = A if entry.kind == "loss" else Z
    rest = targets(entry)
    moves = np.eye(len(first)) * STEP
    rises = [function(first + move, *rest) - function(first - move, *rest) for move in moves]
    expected = np.stack(rises, axis=-1) / (2 * STEP)
    if entry.vector and entry.kind == "activation":  # a row of the Jacobian for each upstream gradient
        got = np.stack([names["gradient"](first, row) for row in np.eye(len(first))])
    else:
        got = names["gradient"](first, *rest)
    assert np.allclose(expected if entry.vector else np.diagonal(expected), got, rtol=1e-7, atol=1e-9)


def test_uses_and_used_by_mirror_each_other(found: dict[str, Read]) -> None:
    uses, used = (
        {(path, urljoin(path, link)) for path in PATHS for link in found[path].links.get(words, ())}
        for words in MENTIONS
    )
    assert uses == {(other, path) for path, other in used}
    assert ("cases/sigmoid-logistic/", "losses/logistic/") in uses


def test_no_page_names_another_host_as_a_source(found: dict[str, Read]) -> None:
    """Hints such as ``preconnect`` reach a host without a request that a browser would report."""
    loaded = [(path, url) for path, page in found.items() for url in page.loaded]
    assert loaded
    assert [(path, url) for path, url in loaded if is_external(url)] == []


def test_every_step_leads_to_its_rule(site_dir: Path, found: dict[str, Read]) -> None:
    anchors = set(parsed(site_dir, "rules/").xpath("//article//h3/@id"))
    linked = {rule for path in PATHS for rule in found[path].rules}
    assert {"log", "common-denominator", "cancel", "chain"} <= linked
    assert linked - anchors == set()


@pytest.mark.whole
def test_the_cover_uses_every_rule_that_any_entry_uses(found: dict[str, Read]) -> None:
    """Or what a rule does to printers and copies would be tested of no entry in the short run."""
    used = {entry.id: found[f"{entry.uri}/"].rules for entry in ENTRIES}
    missing = set().union(*used.values()) - set().union(*(used[entry.id] for entry in cover(Catalogue())))
    assert {rule: [name for name, rules in used.items() if rule in rules] for rule in missing} == {}


def test_every_page_but_the_missing_one_can_be_edited(site_dir: Path) -> None:
    button = "//a[contains(concat(' ', @class, ' '), ' md-content__button ')]/@href"
    (link, *_) = parsed(site_dir, "activations/sigmoid/").xpath(button)
    assert link.endswith("/generator/catalogue/activations.py")


def test_the_grid_shows_every_case_and_the_home_page_some(site_dir: Path) -> None:
    cases = {f"{entry.uri}/" for entry in ENTRIES if entry.kind == "case"}
    home, grid = (
        {urljoin(path, link) for link in parsed(site_dir, path).xpath("//article//table//a/@href")}
        for path in ("", "cases/")
    )
    assert home < cases
    assert grid >= cases
