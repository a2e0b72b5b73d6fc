"""Everything that code is printed for: the catalogue, and shapes that it need not hold."""

import pytest

from generator import work
from generator.pages.records import Proved
from tests.pages.languages.expected import SHAPES


@pytest.fixture(scope="session")
def written(proved: dict[str, Proved]) -> dict[str, Proved]:
    """Return every entry of the catalogue, and every shape, proved."""
    return proved | {entry.id: work.prove(entry) for entry in SHAPES}
