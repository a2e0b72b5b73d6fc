"""A moved page leaves a page, a moved place its id; a row that cannot be true is refused."""

import pytest
from markdown import markdown

from generator.catalogue.errata import Erratum
from generator.catalogue.moved import Moved
from generator.errors import PageError
from generator.pages.environment import environment
from generator.pages.moved import address, errata, with_moved
from generator.pages.site import Page

PAGES = (Page("cases/one.md", "One", "# One\n", "x"), Page("cases/index.md", "Cases", "# Cases\n", "x"))


def moved(old: str, new: str = "") -> Moved:
    """Return a row about a link."""
    return Moved(old, new, "0.2.0", "It had two names.")


@pytest.mark.parametrize(
    ("uri", "place"), [("cases/one.md", "cases/one/"), ("cases/index.md", "cases/"), ("index.md", "")]
)
def test_a_file_has_an_address(uri: str, place: str) -> None:
    assert address(uri) == place


def test_without_rows_nothing_changes() -> None:
    assert tuple(with_moved(environment(), PAGES, ())) == PAGES


def test_a_page_that_is_gone_leaves_one_that_leads_on() -> None:
    *rest, left = with_moved(environment(), PAGES, (moved("cases/uno/", "cases/one/#result"),))
    assert tuple(rest) == PAGES
    assert (left.uri, left.listed) == ("cases/uno.md", False)
    assert "[here now](../cases/one.md#result), since version 0.2.0: It had two names." in left.text
    assert 'canonical: "cases/one/"' in left.text


def test_a_page_that_was_withdrawn_says_so() -> None:
    left = tuple(with_moved(environment(), PAGES, (moved("cases/uno/"),)))[-1]
    assert "was withdrawn" in left.text
    assert "canonical" not in left.text


def test_a_place_that_is_gone_keeps_its_id() -> None:
    rows = (moved("cases/one/#step-1-1", "cases/one/#step-1-2"), moved("cases/one/#step-1-9"))
    page, other = with_moved(environment(), PAGES, rows)
    html = markdown(page.text, extensions=["attr_list"])
    assert '<p id="step-1-1">Now <a href="../cases/one.md#step-1-2">here</a>' in html
    assert '<p id="step-1-9">Withdrawn' in html
    assert other == PAGES[1]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (moved("cases/uno/", "cases/none/"), "no page"),
        (moved("cases/one/", "cases/"), "still there"),
        (moved("cases/uno/#result", "cases/one/"), "is gone"),
    ],
)
def test_a_row_that_cannot_be_true_is_refused(row: Moved, says: str) -> None:
    with pytest.raises(PageError, match=says):
        tuple(with_moved(environment(), PAGES, (row,)))


def test_a_formula_written_otherwise_leaves_nothing() -> None:
    row = moved("cases/one/#result", "cases/one/#result")
    assert tuple(with_moved(environment(), PAGES, (row,))) == PAGES


def test_errata_stand_with_what_when_and_where() -> None:
    row = Erratum("cases/one/#result", "a + y", "The sign.", ("1234567", "2026-01-02"), ("89abcde", "2026-03-04"))
    text = errata(environment(), (row,)).text
    assert all(part in text for part in ("(cases/one.md#result)", "a + y", "The sign.", "2026-01-02", "89abcde"))
    assert "nobody has found one" not in text
    assert "nobody has found one" in errata(environment(), ()).text
