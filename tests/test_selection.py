"""A test over all entries keeps to the cover; one with a few entries of its own keeps them all."""

import pytest

from generator.catalogue.index import Catalogue
from tests.selection import COVER, within_the_cover

ENTRIES = Catalogue().entries
NAMES = [entry.id for entry in ENTRIES]


def kept(mark: pytest.MarkDecorator) -> list[object]:
    """Return the values that are left of a mark."""
    return list(within_the_cover(mark.mark).args[1])


def test_entries_and_their_ids_keep_to_the_cover() -> None:
    assert [entry.id for entry in kept(pytest.mark.parametrize("entry", ENTRIES))] == [n for n in NAMES if n in COVER]  # type: ignore[attr-defined]
    assert kept(pytest.mark.parametrize("name", NAMES)) == [name for name in NAMES if name in COVER]


def test_an_entry_with_a_mark_is_one_too() -> None:
    marked = [pytest.param(name, marks=pytest.mark.xfail) for name in NAMES]
    assert len(kept(pytest.mark.parametrize("name", marked))) == len(COVER)


def test_what_is_no_entry_stays_with_its_id() -> None:
    pairs = [*((entry, 1) for entry in ENTRIES), ("other", 2)]
    mark = within_the_cover(pytest.mark.parametrize(("one", "two"), pairs, ids=[*NAMES, "last"]).mark)
    assert mark.args[1][-1] == ("other", 2)
    assert mark.kwargs["ids"] == [*(name for name in NAMES if name in COVER), "last"]


def test_a_few_entries_stay_whether_they_are_in_the_cover_or_not() -> None:
    outside = [name for name in NAMES if name not in COVER][:20]
    assert kept(pytest.mark.parametrize("name", outside)) == outside
