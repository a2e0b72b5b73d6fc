"""Outlines that were set aside come back to where they were."""

from collections.abc import Iterator

import pytest

from generator.mathjax.shelf import SHELF, put_in, set_aside, shelved, taken_back

INSIDES = ('<g><svg><path d="M1"></path></svg></g></svg>', "<g></g></svg>")


@pytest.fixture
def shelf() -> Iterator[list[str]]:
    """Put up a shelf."""
    token = SHELF.set([])
    yield SHELF.get() or []
    SHELF.reset(token)


def test_without_a_shelf_outlines_go_into_the_page() -> None:
    assert [shelved(inside) for inside in INSIDES] == list(INSIDES)


def test_a_shelf_keeps_them_until_they_are_taken_back(shelf: list[str]) -> None:
    assert SHELF.get() is not None
    page = "".join(f"<svg><desc>{n}</desc>{shelved(inside)}" for n, inside in enumerate(INSIDES))
    assert "<path" not in page
    assert page.count("</svg>") == len(INSIDES)
    assert taken_back(page, SHELF.get() or shelf) == "".join(
        f"<svg><desc>{n}</desc>{inside}" for n, inside in enumerate(INSIDES)
    )


def test_a_page_without_a_shelf_stays_as_it_is() -> None:
    assert taken_back("<svg>none</svg>", ()) == "<svg>none</svg>"


def test_outlines_may_change_on_their_way(shelf: list[str]) -> None:
    assert SHELF.get() is not None
    page, kept = (
        "".join(f"<svg><desc>{n}</desc>{shelved(inside)}" for n, inside in enumerate(INSIDES)),
        SHELF.get() or [],
    )
    whole = put_in(page, kept).replace("M1", "M2")
    assert set_aside(whole, shelf) == page
    assert shelf == [INSIDES[0].replace("M1", "M2"), INSIDES[1]]
    assert set_aside(put_in(page, shelf), shelf) == page
