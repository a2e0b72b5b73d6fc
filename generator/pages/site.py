"""What is a site before a builder has seen it? Pages of Markdown, and the tables for hand-written pages.

This module imports nothing, so that a build which finds its pages in the cache need not load any mathematics.
"""

from collections.abc import Iterable
from dataclasses import dataclass

ADDRESS = "https://address-of-the-site.invalid/"
"""What generated pages write where the address of the site belongs, which only a builder knows."""


@dataclass(frozen=True)
class Page:
    """A page of Markdown. ``source`` is the file to edit, seen from the root of the repository.

    ``folder`` is the section of the navigation that it belongs to; a page that is ``listed`` nowhere is reached
    by its address only. ``formula`` is its headline in TeX, for the card of previews, and ``mark`` says how it was
    checked, or how it was found to be ``wrong``.
    """

    uri: str
    title: str
    text: str
    source: str
    folder: str = ""
    formula: str = ""
    mark: str = ""
    wrong: bool = False
    listed: bool = True


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


def addressed(text: str, address: str | None) -> str:
    """Return a page with the site's address, such as ``https://dldz.github.io/dldz/``, wherever it belongs."""
    return text.replace(ADDRESS, f"{address.rstrip('/')}/" if address else "")
