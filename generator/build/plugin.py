"""How does MkDocs come by the generated pages?

    on_startup         ``serve`` keeps Python from writing bytecode, or its own watch would wake up for it
    on_config          the build moves to a folder beside ``site_dir``, and its date is fixed
    on_files           derive, prove, write (``work``); the pages become virtual files and lines of the nav; what the
                       theme has for its own search and for its developers is left out
    on_nav             the path for newcomers is laid
    on_nav             and all pages are converted, on all cores (``convert``)
    on_page_markdown   MkDocs gets an empty page to convert
    on_page_content    and is given what the page was converted to
    on_page_context    the page learns what previews show of it (``previews``) and how to cite it, and the search what
                       it says (``search``)
    on_post_page       the page is finished (``postprocess``)
    on_post_template   and so is a page that the theme alone makes
    on_post_build      cards are drawn, each page gets its Markdown (``twins``), the index of the search is written,
                       and the site takes the place of the last
    on_build_error     the half-built site is thrown away: the last good one stays as it was
    on_serve           entries, templates and the engine are watched

No mathematics here, and nothing that another builder would need.
"""

import logging
import os
from collections.abc import Mapping
from fnmatch import fnmatchcase
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urljoin

from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.meta import get_data
from mkdocs.utils.templates import TemplateContext

from generator.build import offline, previews, search, short_links, work
from generator.build.citation import Citation
from generator.build.convert import Converter, Source
from generator.build.folders import Building
from generator.build.gathered import Gathered, day
from generator.build.project import STYLE
from generator.build.workers import tidy_seldom
from generator.errors import DldzError
from generator.mathjax.typeset import shared
from generator.pages.path import PATH
from generator.pages.site import Page, Site, addressed, fill, nav
from generator.store import Store

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

    from generator.build.convert import Converted

FIRST, LAST = 100, -100
UNUSED = ("assets/javascripts/lunr/*", "assets/*.map")
"""Files of the theme that no page asks for: 2.3 MB for a search that is not ours, and source maps."""

log = get_plugin_logger("dldz")


class DldzConfig(Config):  # type: ignore[no-untyped-call]
    """The options of the plugin ``dldz`` in mkdocs.yml."""

    cache_dir = c.Type(str, default=os.environ.get("DLDZ_CACHE", ".cache/dldz"))
    """Where generated pages are kept between builds, seen from mkdocs.yml: any folder, by default what the variable
    DLDZ_CACHE of the environment says, or ``.cache/dldz``. It may be deleted at any time."""


class DldzPlugin(BasePlugin[DldzConfig]):  # type: ignore[no-untyped-call]
    """Adds the generated pages to a site."""

    def __init__(self) -> None:
        """Begin with nothing generated."""
        self._site = Site((), ())
        self._generated: dict[str, Page] = {}
        self._building: Building | None = None
        self._serving = False
        self._converter: Converter | None = None
        self._converted: dict[str, tuple[str, Converted]] = {}
        self._named: set[str] = set()
        self._gathered = Gathered()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], **_: object) -> None:
        """Keep Python from writing bytecode into the folders that ``serve`` watches, and look for garbage seldom."""
        self._serving = command == "serve"
        tidy_seldom()
        if self._serving:
            os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")

    @event_priority(FIRST)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Build beside the last site, at a date that is always the same."""
        self._building = Building(Path(config.site_dir), _root(config))
        config.site_dir = str(self._building.folder)
        config.extra_css.insert(0, STYLE)
        self._gathered = Gathered()
        complaint = None if self._serving else previews.complaint(config.site_url)
        if complaint:
            log.warning(complaint)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the generated pages, and fill them into the nav. Raises ``PluginError`` where one cannot be proved."""
        try:
            self._site = work.site(_root(config) / self.config.cache_dir, quiet=not log.isEnabledFor(logging.INFO))
        except DldzError as error:
            raise PluginError(str(error)) from error
        self._generated = {page.uri: page for page in self._site.pages}
        for page in self._site.pages:
            files.append(_virtual(page, config))
        for asset in self._site.assets:
            files.append(File.generated(config, asset.uri, content=addressed(asset.text, config.site_url)))
        files.append(File.generated(config, STYLE, content=shared().style(), inclusion=InclusionLevel.NOT_IN_NAV))
        for file in [file for file in files if any(fnmatchcase(file.src_uri, pattern) for pattern in UNUSED)]:
            files.remove(file)
        for short in self._site.shorts:
            place = short_links.uri(short)
            files.append(File.generated(config, place, content="", inclusion=InclusionLevel.NOT_IN_NAV))
        for file in files.documentation_pages():
            files.append(_card_of(file, config))
        if config.nav is not None:
            config.nav = nav(config.nav, self._site)
        offline.without_other_hosts(config)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Lead from page to page along the path for newcomers, on the pages that lie on it."""
        pages = {page.file.src_uri: page for page in nav.pages}
        for before, after in pairwise(pages[uri] for uri in PATH if uri in pages):
            before.next_page, after.previous_page = after, before
        self._named = {uri for uri, page in pages.items() if page.title is not None}
        self._convert(config, files)
        return nav

    def _convert(self, config: MkDocsConfig, files: Files) -> None:
        converter = self._converter = Converter(config, files)
        pages = files.documentation_pages()
        sources = [self._source(file.src_uri, *get_data(file.content_string), config) for file in pages]
        try:
            found = converter.convert(sources, self._store(config), quiet=not log.isEnabledFor(logging.INFO))
        except DldzError as error:
            raise PluginError(str(error)) from error
        self._converted = {one.uri: (converter.key(one), found[one.uri]) for one in sources}

    def _source(self, uri: str, markdown: str, meta: Mapping[str, Any], config: MkDocsConfig) -> Source:
        """Return a page to convert, with the tables of hand-written pages and the site's address where they belong."""
        return Source(uri, addressed(fill(markdown, self._site.tables), config.site_url), meta)

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, **_: object) -> str:
        """Leave MkDocs nothing to convert; a page that came in another way than as a file is converted here."""
        assert self._converter is not None  # noqa: S101 - on_nav comes first
        source = self._source(page.file.src_uri, markdown, page.meta, config)
        self._gathered.twins[source.uri] = str(page.meta.get("title") or page.title), source.markdown
        key = self._converter.key(source)
        if self._converted.get(source.uri, ("",))[0] != key:
            self._converted[source.uri] = key, self._converter.one(source)
        if config.site_url:
            page.canonical_url = urljoin(config.site_url, str(page.meta.get("canonical", offline.online(page.url))))
        return ""

    @event_priority(FIRST)
    def on_page_content(self, _: str, *, page: MkDocsPage, files: Files, **__: object) -> str:
        """Give MkDocs what the page was converted to."""
        return self._converted[page.file.src_uri][1].give(page, files, named=page.file.src_uri in self._named)

    @event_priority(FIRST)
    def on_page_context(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, **_: object
    ) -> TemplateContext:
        """Tell the page what previews show of it, and how to cite it, which need the address of the site.

        The search is told what the page says. The theme's own has nothing to read: ours stands in its place.
        """
        title = str(page.meta.get("title") or page.title)
        made = self._generated.get(str(page.meta.get("card_of", page.file.src_uri)))
        converted = self._converted.pop(page.file.src_uri)[1]
        self._gathered.found.append(search.found(page.url, title, page.meta, converted.contents, converted.words))
        page.meta["search"] = {"exclude": True}
        place = offline.online(page.url)
        self._gathered.cards.append((place, title, made))
        if config.site_url:
            described = config.site_description or ""
            url = page.canonical_url or urljoin(config.site_url, place)
            citation = Citation(title, config.site_name, place, url, day())
            preview = previews.preview(title, page.meta, place, config.site_url, described)
            context.update(preview=preview, citation=citation)  # type: ignore[call-arg] # a page's own additions
        return context

    def on_post_page(self, output: str, *, page: MkDocsPage, **_: object) -> str:
        """Finish a page; its title, which the theme prints as it is, is escaped where it is not."""
        head, content, rest = output.partition(page.content or "\0")
        title = str(page.meta.get("title", ""))
        if title:
            head, rest = (part.replace(title, escape(title, quote=False)) for part in (head, rest))
        return self._gathered.finished(head, content, rest)

    def on_post_template(self, output_content: str, *, template_name: str, **_: object) -> str:
        """Finish a page that the theme alone makes, for what is not there."""
        return self._gathered.finished(output_content) if template_name.endswith(".html") else output_content

    @event_priority(LAST)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Draw the cards, write the index of the search, and put the site in the place of the last one."""
        assert self._building is not None  # noqa: S101 - on_config comes first
        store = None if self._serving else self._store(config)
        self._gathered.write(self._building.folder, self._site.shorts, config, store)
        self._building.finish()
        config.site_dir = str(self._building.target)

    def on_build_error(self, *, error: Exception) -> None:
        """Throw the half-built site away, and turn an error that a user can mend into MkDocs' own kind."""
        if self._building is not None:
            self._building.leave()
        if isinstance(error, DldzError):
            raise Abort("Aborted: the last site stays as it was.")  # MkDocs has told what and where by now

    def on_serve(self, server: "LiveReloadServer", **_: object) -> "LiveReloadServer":
        """Build again when an entry, a template or the engine changes."""
        for folder in work.SOURCES:
            server.watch(str(work.PACKAGE / folder))
        return server

    def _store(self, config: MkDocsConfig) -> Store:
        return Store(_root(config) / self.config.cache_dir)


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent


def _card_of(page: File, config: MkDocsConfig) -> File:
    """Return the place of a page's card, so that pages can show it; it is drawn when all formulas are typeset."""
    place = previews.place(offline.online(page.url))
    return File.generated(config, place, content=b"", inclusion=InclusionLevel.NOT_IN_NAV)


def _virtual(page: Page, config: MkDocsConfig) -> File:
    """Return a page as a file that MkDocs takes for one of its own; "edit" leads to the file of its entry."""
    file = File.generated(config, page.uri, content=page.text)
    file.edit_uri = f"../{page.source}"
    if not page.listed:
        file.inclusion = InclusionLevel.NOT_IN_NAV
    return file
