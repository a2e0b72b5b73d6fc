"""A link that is gone, or that shows another formula, is told of until a row says what became of it."""

from pathlib import Path

import pytest
from lxml import html

from generator.build import registry
from generator.catalogue.moved import Moved

PAGE = (
    '<nav id="nav"></nav><article><h1 id="title">T</h1>'
    '<div id="{id}" data-tex="{tex}"></div><i id="f-0123abcd"></i>'
    '<svg id="s"><svg id="u"></svg><path id="p8e3dff700f"></path></svg></article>'
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site of two pages."""
    for name, tex in (("cases/one", "a - y"), ("cases/two", "y")):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "index.html").write_text(PAGE.format(id="result", tex=tex), "utf-8")
    (tmp_path / "404.html").write_text(PAGE.format(id="result", tex="x"), "utf-8")
    return tmp_path


def moved(old: str, new: str = "") -> Moved:
    """Return a row about a link."""
    return Moved(old, new, "0.2.0", "Because.")


def test_named_places_of_articles_are_found_with_the_digits_of_their_formula(site: Path) -> None:
    found = registry.published(site)
    assert list(found) == ["cases/one/", "cases/two/"]
    assert set(found["cases/one/"]) == {"title", "result"}
    assert found["cases/one/"]["title"] == ""
    assert found["cases/one/"]["result"] != found["cases/two/"]["result"]


def test_lines_of_derivations_are_not_promised_and_headings_of_phases_are(tmp_path: Path) -> None:
    ids = ("result", "step-1-0", "step-12-3", "step-1-dlda")
    (tmp_path / "index.html").write_text("".join(PAGE.format(id=name, tex="x") for name in ids), "utf-8")
    assert set(registry.places(html.parse(tmp_path / "index.html"))) == {"title", "result", "step-1-dlda"}


def test_what_is_written_is_read_again(site: Path, tmp_path: Path) -> None:
    links = registry.published(site)
    (tmp_path / "kept.txt").write_text(registry.written(links), "utf-8")
    assert registry.read(tmp_path / "kept.txt") == links
    assert registry.read(tmp_path / "none.txt") == {}


def test_a_site_that_keeps_its_links_breaks_none(site: Path) -> None:
    links = registry.published(site)
    assert registry.broken(links, links, ()) == ()
    assert registry.unregistered(links, links, ()) == ()


def test_what_is_gone_or_changed_is_told_of(site: Path) -> None:
    links = registry.published(site)
    now = {"cases/one/": {"result": "00000000"}}
    lines = registry.broken(links, now, ())
    assert [line.split(" · ")[1] for line in lines] == [
        "shows another formula",
        "the place is gone",
        "the page is gone",
    ]
    rows = (
        moved("cases/one/#result", "cases/one/#result"),
        moved("cases/one/#title"),
        moved("cases/two/", "cases/one/"),
    )
    assert registry.broken(links, now, rows) == ()


def test_the_registry_learns_new_links_and_lets_go_of_moved_ones(site: Path) -> None:
    links = registry.published(site)
    now = {"cases/one/": links["cases/one/"], "cases/new/": {"title": ""}}
    assert registry.unregistered(links, now, ()) == ("cases/new/", "cases/new/#title")
    rows = (moved("cases/two/", "cases/new/"),)
    assert registry.registered_with(links, now, rows, formulas=True) == now
    assert set(registry.registered_with(links, now, ())) == {"cases/one/", "cases/two/", "cases/new/"}


def test_formulas_are_promised_by_a_release_and_not_before(site: Path) -> None:
    built = registry.published(site)
    before = registry.registered_with({}, built, ())
    assert {digits for places in before.values() for digits in places.values()} == {""}
    other = {page: dict.fromkeys(places, "00000000") for page, places in built.items()}
    assert registry.broken(before, other, ()) == ()
    released = registry.registered_with(before, built, (), formulas=True)
    assert released == built
    assert "shows another formula" in " ".join(registry.broken(released, other, ()))
    assert registry.registered_with(released, built, ()) == released


def test_a_place_that_moved_stays_on_its_page_and_out_of_the_registry() -> None:
    links, now = {"cases/one/": {"step-1": "00000000"}}, {"cases/one/": {"step-1": "", "step-2": ""}}
    rows = (moved("cases/one/#step-1", "cases/one/#step-2"), moved("cases/one/", "cases/one/"))
    registered = registry.registered_with(links, now, rows)
    assert registered == {"cases/one/": {"step-2": ""}}
    assert registry.unregistered(registered, now, rows) == ()
    assert registry.unregistered(registered, now, ()) == ("cases/one/#step-1",)
