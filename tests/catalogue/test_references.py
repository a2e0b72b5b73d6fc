"""Sources are real texts with an id of author and year."""

import re

import pytest

from generator.catalogue.records import Reference
from generator.catalogue.references import REFERENCES


@pytest.mark.parametrize("source", REFERENCES, ids=lambda source: source.id)
def test_the_id_of_a_source_is_author_and_year_and_its_text_tells_both(source: Reference) -> None:
    author, year = source.id.rsplit("-", maxsplit=1)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", author)
    assert author.split("-")[0] in source.text.lower()
    assert year in source.text


def test_ids_are_unique() -> None:
    ids = [source.id for source in REFERENCES]
    assert sorted(ids) == sorted(set(ids))
