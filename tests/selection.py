"""Which cases of a test the short run takes: a test over the whole catalogue keeps to the cover, unless it says not to.

A test that is parametrized by entries, or by their ids, runs over ``tests.cover`` only; ``--whole`` runs all of it. One
that is about each entry, such as the read-back of every page, is marked ``each_entry`` and always runs over all.
"""

from collections.abc import Sequence
from itertools import compress

import pytest

from generator.catalogue.index import Catalogue
from generator.catalogue.records import Activation, Case, Loss
from tests.cover import cover

CATALOGUE = Catalogue()
ALL = {entry.id for entry in CATALOGUE.entries}
COVER = {entry.id for entry in cover(CATALOGUE)}


def within_the_cover(mark: pytest.Mark) -> pytest.Mark:
    """Return the mark ``parametrize`` without entries outside of the cover, if it has more of them than the cover."""
    names, values, *more = mark.args
    entries = [entry_of(value) for value in values]
    if len({entry for entry in entries if entry}) <= len(COVER):
        return mark
    stays = [entry is None or entry in COVER for entry in entries]
    ids = mark.kwargs.get("ids")
    fewer = {"ids": list(compress(ids, stays))} if isinstance(ids, Sequence) else {}
    left = list(compress(values, stays))
    return pytest.mark.parametrize(names, left, *more, **{**mark.kwargs, **fewer}).mark


def entry_of(value: object) -> str | None:
    """Return the id of the entry of the catalogue that a set of parameters is about, with marks or without."""
    bare = getattr(value, "values", value) if hasattr(value, "marks") else value
    values = bare if isinstance(bare, tuple) else (bare,)
    ids = (one.id if isinstance(one, Activation | Loss | Case) else one for one in values)
    return next((name for name in ids if isinstance(name, str) and name in ALL), None)
