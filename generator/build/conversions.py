"""What does ``serve`` not do again for a page? What would come out as it did at the last build.

A page's HTML follows from its Markdown, the places of all files, to which it may link, and the settings. Where these
are the same, what the conversion gave is taken from memory; the theme's templates are filled in again for every page,
so that menus and links to neighbours are never old. A warning about a page is told when the page is converted.

The theme's search reads the whole page for its index, which takes as long as all templates together. It too is given
what it found where the page that it read is the same.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from material.plugins.search.plugin import SearchIndex
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

GIVEN = ("content", "toc", "_title_from_render", "present_anchor_ids")
"""What MkDocs sets on a page when it converts it, besides its links to places on other pages: they hold on to files."""


@dataclass(frozen=True)
class Conversion:
    """What a page was converted from, what was given, and the outlines that were set aside."""

    key: bytes
    given: dict[str, Any]
    links: tuple[tuple[str, dict[str, str]], ...] | None
    shelf: tuple[str, ...]


class Conversions:
    """The conversions of the last build, by page."""

    def __init__(self) -> None:
        """Begin with none."""
        self._last: dict[str, Conversion] = {}
        self._around = ""

    def begin(self, config: MkDocsConfig, files: Files) -> None:
        """Note for a build what all its pages depend on."""
        places = sorted((file.src_uri, file.url, str(file.inclusion)) for file in files)
        settings = [
            repr(config[name]) for name in ("markdown_extensions", "mdx_configs", "validation", "use_directory_urls")
        ]
        self._around = hashlib.sha256(repr((places, settings)).encode()).hexdigest()

    def render(self, page: Page, shelf: list[str]) -> Callable[[MkDocsConfig, Files], None]:
        """Return what does for a page what its ``render`` does, from memory where it may."""
        convert = page.render

        def render(config: MkDocsConfig, files: Files) -> None:
            last = self._last.get(page.file.src_uri)
            if last is None or last.key != self._key(page):
                convert(config, files)
            else:
                _given_back(last, page, shelf, files)

        return render

    def note(self, page: Page, html: str, shelf: list[str]) -> None:
        """Keep what a page was converted to."""
        links = page.links_to_anchors
        told = None if links is None else tuple((file.src_uri, places) for file, places in links.items())
        given = {name: getattr(page, name) for name in GIVEN} | {"content": html}
        self._last[page.file.src_uri] = Conversion(self._key(page), given, told, tuple(shelf))

    def _key(self, page: Page) -> bytes:
        return hashlib.sha256(f"{self._around}\0{page.markdown}".encode()).digest()


class Indexed:
    """What the search found on the pages of the last build: for each a digest of what it read, and its entries."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._last: dict[str, tuple[bytes, list[dict[str, Any]]]] = {}

    def serve(self, index: object) -> None:
        """Have an index of the theme's search take from memory what it may; another search is left as it is."""
        if not isinstance(index, SearchIndex):
            return
        read = index.add_entry_from_context

        def add(page: Page) -> None:
            seen = repr((page.url, page.title, sorted(page.meta.items(), key=str), page.content))
            key = hashlib.sha256(seen.encode()).digest()
            before, found = self._last.get(page.file.src_uri, (b"", []))
            if before == key:
                index.entries.extend(found)
                return
            count = len(index.entries)
            read(page)
            self._last[page.file.src_uri] = key, index.entries[count:]

        index.add_entry_from_context = add


def _given_back(last: Conversion, page: Page, shelf: list[str], files: Files) -> None:
    for name, value in last.given.items():
        setattr(page, name, value)
    if last.links is not None:
        found = ((files.get_file_from_path(uri), places) for uri, places in last.links)
        page.links_to_anchors = {file: places for file, places in found if file}
    shelf[:] = last.shelf
