"""What is a site before a builder has seen it? Pages of Markdown, short links, tables for hand-written pages, data.

This module imports nothing, so that a build which finds its pages in the cache need not load any mathematics.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

ADDRESS = "https://address-of-the-site.invalid/"
"""What generated pages write where the address of the site belongs, which only a builder knows."""


@dataclass(frozen=True)
class Page:
    """A page of Markdown. ``source`` is the file to edit, seen from the root of the repository.

    ``folder`` is the section of the navigation that it belongs to, and ``group`` the part of that section, if it has
    parts; a page that is ``listed`` nowhere is reached by its address only. ``formula`` is its headline in TeX, for
    the card of previews, and ``mark`` says how it was checked, or how it was found to be ``wrong``.
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
    group: str = ""


@dataclass(frozen=True)
class Table:
    """A generated table, and the mark that hand-written pages put where it belongs."""

    mark: str
    text: str


UNFILLED = Table("<!-- the plugin dldz was not run -->", "")
"""What the home page has until it is filled: ``generator.pages.filled`` refuses it."""


@dataclass(frozen=True)
class Asset:
    """A file that is served as it stands."""

    uri: str
    text: str


@dataclass(frozen=True)
class Short:
    """A formula to show alone, under its short link: its entry's id, title and page, the formula, and what it takes.

    ``heading`` is the title with the result, for previews; ``letters`` and ``provided`` are formulas in TeX;
    ``checked`` says how it was checked, and is empty where nothing was.
    """

    id: str
    title: str
    uri: str
    tex: str
    heading: str
    description: str
    letters: tuple[str, ...]
    provided: tuple[str, ...]
    checked: str


@dataclass(frozen=True)
class Site:
    """All that is generated."""

    pages: tuple[Page, ...]
    tables: tuple[Table, ...]
    assets: tuple[Asset, ...] = ()
    shorts: tuple[Short, ...] = ()


def fill(text: str, tables: Iterable[Table]) -> str:
    """Return a hand-written page with each table in the place of its mark."""
    for table in tables:
        text = text.replace(table.mark, table.text)
    return text


def addressed(text: str, address: str | None) -> str:
    """Return a page with the site's address, such as ``https://dldz.github.io/dldz/``, wherever it belongs."""
    return text.replace(ADDRESS, f"{address.rstrip('/')}/" if address else "")


def nav(lines: Iterable[Any], site: Site) -> list[Any]:
    """Return a navigation as YAML holds it, with a section's pages in the place of its folder: ``Cases: cases/``."""
    return [_filled(line, site) for line in lines]


def _filled(line: Any, site: Site) -> Any:  # noqa: ANN401 - what YAML may hold
    if not isinstance(line, dict):
        return line
    return {title: _place(place, site) for title, place in line.items()}


def _place(place: Any, site: Site) -> Any:  # noqa: ANN401 - what YAML may hold
    if isinstance(place, list):
        return nav(place, site)
    return list(_section(place[:-1], site)) if str(place).endswith("/") else place


def _section(folder: str, site: Site) -> Iterator[Any]:
    pages = (page for page in site.pages if page.folder == folder and page.listed)
    for group, members in groupby(pages, lambda page: page.group):
        lines = [page.uri if page.uri.endswith("index.md") else {page.title: page.uri} for page in members]
        yield from [{group: lines}] if group else lines
