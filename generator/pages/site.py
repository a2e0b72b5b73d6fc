"""What is a site before a builder has seen it? Pages of Markdown, and the tables for hand-written pages.

This module imports nothing, so that a build which finds its pages in the cache need not load any mathematics.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """A page of Markdown. ``source`` is the file to edit, seen from the root of the repository.

    ``folder`` is the section of the navigation that it belongs to, if any.
    """

    uri: str
    title: str
    text: str
    source: str
    folder: str = ""


@dataclass(frozen=True)
class Table:
    """A generated table, and the mark that hand-written pages put where it belongs."""

    mark: str
    text: str


@dataclass(frozen=True)
class Site:
    """All that is generated."""

    pages: tuple[Page, ...]
    tables: tuple[Table, ...]


def fill(text: str, tables: Iterable[Table]) -> str:
    """Return a hand-written page with each table in the place of its mark."""
    for table in tables:
        text = text.replace(table.mark, table.text)
    return text
