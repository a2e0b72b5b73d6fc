"""Which cases of a test the short run takes: a test over the whole catalogue keeps to the cover, unless it says not to.

A test that is parametrized by entries, or by their ids, runs over ``tests.cover`` only; ``--whole`` runs all of it. One
that is about each entry, such as the read-back of every page, is marked ``each_entry`` and always runs over all.
"""

from collections import defaultdict
from collections.abc import Iterable

import pytest

from generator.catalogue.index import Catalogue
from generator.catalogue.records import Activation, Case, Loss
from tests.cover import cover

CATALOGUE = Catalogue()
ALL = {entry.id for entry in CATALOGUE.entries}
COVER = {entry.id for entry in cover(CATALOGUE)}


def outside_of_the_cover(items: Iterable[pytest.Item]) -> set[pytest.Item]:
    """Return the items that go over more entries than the cover has, for an entry that is not in the cover."""
    tests: dict[str, list[tuple[pytest.Item, str]]] = defaultdict(list)
    for item in items:
        if (entry := entry_of(item)) and not item.get_closest_marker("each_entry"):
            tests[item.nodeid.partition("[")[0]].append((item, entry))
    over_all = (cases for cases in tests.values() if len({entry for _, entry in cases}) > len(COVER))
    return {item for cases in over_all for item, entry in cases if entry not in COVER}


def entry_of(item: pytest.Item) -> str | None:
    """Return the id of the entry of the catalogue that an item is about, if it is about one."""
    values = item.callspec.params.values() if hasattr(item, "callspec") else ()
    ids = (value.id if isinstance(value, Activation | Loss | Case) else value for value in values)
    return next((name for name in ids if isinstance(name, str) and name in ALL), None)
