"""How does MkDocs come by the generated pages?

    on_startup         ``serve`` keeps Python from writing bytecode, or its own watch would wake up for it
    on_config          the build moves to a folder beside ``site_dir``, and its date is fixed
    on_files           derive, prove, write (``work``); the pages become virtual files and lines of the nav
    on_nav             the path for newcomers is laid
    on_page_markdown   hand-written pages get their tables; the typesetter is told which page is at work; ``serve`` does
                       not convert what it has converted (``conversions``)
    on_page_content    and that it is done; each outline stands once; they lie on a shelf, out of the search's way
    on_page_context    and are taken back; the head of the page learns what previews show (``previews``), its
                       foot how to cite it
    on_post_page       the title is escaped where the theme forgets to
    on_post_build      cards are drawn, pages finished (``postprocess``), and the site takes the place of the last
    on_build_error     the half-built site is thrown away: the last good one stays as it was
    on_serve           entries, templates and the engine are watched

No mathematics here, and nothing that another builder would need.
"""

import logging
import os
import shutil
import subprocess
from datetime import UTC, datetime
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin

from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import clean_directory
from mkdocs.utils.templates import TemplateContext

from generator.build import offline, previews, work
from generator.build.citation import Citation
from generator.build.conversions import Conversions, Indexed
from generator.build.postprocess import postprocess
from generator.build.project import STYLE, STYLE_FILE
from generator.errors import DldzError
from generator.mathjax.extension import PAGE
from generator.mathjax.glyphs import shared as shared_glyphs
from generator.mathjax.shelf import SHELF, put_in, set_aside, taken_back
from generator.mathjax.typeset import shared
from generator.pages.path import PATH
from generator.pages.site import Page, Site, addressed, fill, nav
from generator.store import Store

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

FIRST, LAST = 100, -100
TABS = '<div class="tabbed-labels">'
EPOCH = "SOURCE_DATE_EPOCH"
RELEASED = 1_790_000_000
"""The date of a build outside of a repository, in seconds since 1970: any would do that is always the same."""

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
        self._target = ""
        self._dated = False
        self._serving = False
        self._cards: list[tuple[str, str, Page | None]] = []
        self._shelves: dict[str, list[str]] = {}
        self._conversions = Conversions()
        self._indexed = Indexed()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], **_: object) -> None:
        """Keep Python from writing bytecode into the folders that ``serve`` watches."""
        self._serving = command == "serve"
        if self._serving:
            os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")

    @event_priority(FIRST)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Build beside the last site, at a date that is always the same."""
        self._target = config.site_dir
        _clear(Path(self._target))
        config.site_dir = str(_beside(Path(self._target)))
        self._dated = EPOCH not in os.environ
        if self._dated:
            os.environ[EPOCH] = str(commit_date(_root(config)))
        config.extra_css.insert(0, STYLE)
        self._cards = []
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
        for page in self._site.pages:
            files.append(_virtual(page, config))
        for asset in self._site.assets:
            files.append(File.generated(config, asset.uri, content=asset.text))
        files.append(File.generated(config, STYLE, abs_src_path=str(STYLE_FILE), inclusion=InclusionLevel.NOT_IN_NAV))
        for file in files.documentation_pages():
            files.append(_card_of(file, config))
        if config.nav is not None:
            config.nav = nav(config.nav, self._site)
        offline.without_other_hosts(config)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Lead from page to page along the path for newcomers, on the pages that lie on it."""
        self._conversions.begin(config, files)
        if self._serving:
            self._indexed.serve(getattr(config.plugins.get("material/search"), "search_index", None))
        pages = {page.file.src_uri: page for page in nav.pages}
        for before, after in pairwise(pages[uri] for uri in PATH if uri in pages):
            before.next_page, after.previous_page = after, before
        return nav

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, **_: object) -> str:
        """Put the tables into hand-written pages, and the site's address where it belongs."""
        PAGE.set(page.file.src_uri)
        shelf = self._shelves[page.file.src_uri] = list[str]()
        SHELF.set(shelf)
        if self._serving:
            page.render = self._conversions.render(page, shelf)  # type: ignore[method-assign,assignment] # no hook
        if config.site_url:
            page.canonical_url = urljoin(config.site_url, str(page.meta.get("canonical", offline.online(page.url))))
        return addressed(fill(markdown, self._site.tables), config.site_url)

    @event_priority(FIRST)
    def on_page_content(self, html: str, *, page: MkDocsPage, **_: object) -> str:
        """Keep each outline once and the names of tabs from the search, and let go of the page.

        What is typeset next may belong to no page at all. To do all this twice changes nothing, so ``serve`` keeps what
        comes of it.
        """
        PAGE.set("")
        SHELF.set(None)
        shelf = self._shelves[page.file.src_uri]
        done = set_aside(shared_glyphs(put_in(html, shelf)), shelf).replace(TABS, f"{TABS[:-1]} data-search-exclude>")
        if self._serving:
            self._conversions.note(page, done, shelf)
        return done

    @event_priority(LAST)
    def on_page_context(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, **_: object
    ) -> TemplateContext:
        """Put the outlines of the page's formulas back: the search has read it by now.

        Tell it what previews show of it, and how to cite it; both need the address of the site.
        """
        page.content = taken_back(page.content or "", self._shelves.pop(page.file.src_uri, ()))
        title = str(page.meta.get("title") or page.title)
        made = next(
            (known for known in self._site.pages if known.uri == page.meta.get("card_of", page.file.src_uri)), None
        )
        place = offline.online(page.url)
        self._cards.append((place, title, made))
        if config.site_url:
            described = config.site_description or ""
            url = page.canonical_url or urljoin(config.site_url, place)
            day = datetime.fromtimestamp(int(os.environ[EPOCH]), tz=UTC).date()
            citation = Citation(title, config.site_name, place, url, day)
            preview = previews.preview(title, page.meta, place, config.site_url, described)
            context.update(preview=preview, citation=citation)  # type: ignore[call-arg] # a page's own additions
        return context

    def on_post_page(self, output: str, *, page: MkDocsPage, **_: object) -> str:
        """Escape the title, which the theme prints as it is; where it is escaped already, it is not found."""
        title = str(page.meta.get("title", ""))
        return output.replace(title, escape(title, quote=False)) if title else output

    @event_priority(LAST)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Draw the cards, finish the pages, and put the site in the place of the last one."""
        built, target = Path(config.site_dir), Path(self._target)
        if not self._serving:
            drawn = previews.cards(self._cards, config.site_name, shared())
            previews.write(drawn, built, Store(_root(config) / self.config.cache_dir))
        from_a_folder = offline.is_offline(config)
        postprocess(built, offline=from_a_folder)
        if from_a_folder:
            offline.write_texts(built)
        target.mkdir(parents=True, exist_ok=True)
        clean_directory(str(target))
        for item in built.iterdir():
            shutil.move(item, target / item.name)
        self._leave(config)

    def on_build_error(self, *, error: Exception) -> None:
        """Throw the half-built site away, and turn an error that a user can mend into MkDocs' own kind."""
        PAGE.set("")
        SHELF.set(None)
        shutil.rmtree(_beside(Path(self._target)), ignore_errors=True)
        self._undate()
        if isinstance(error, DldzError):
            raise Abort("Aborted: the last site stays as it was.")  # MkDocs has told what and where by now

    def on_serve(self, server: "LiveReloadServer", **_: object) -> "LiveReloadServer":
        """Build again when an entry, a template or the engine changes."""
        for folder in work.SOURCES:
            server.watch(str(work.PACKAGE / folder))
        return server

    def _leave(self, config: MkDocsConfig) -> None:
        shutil.rmtree(config.site_dir, ignore_errors=True)
        config.site_dir = self._target
        self._undate()

    def _undate(self) -> None:
        if self._dated:
            os.environ.pop(EPOCH, None)


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent


def _beside(target: Path) -> Path:
    """Return the folder of this process's build: another build of the same site at the same time has its own."""
    return target.with_name(f".{target.name}.{os.getpid()}.building")


def _clear(target: Path) -> None:
    """Delete the folders of builds that were killed."""
    for folder in target.parent.glob(f".{target.name}.*.building"):
        number = folder.name.split(".")[-2]
        if number.isdigit() and int(number) != os.getpid() and not _runs(int(number)):
            shutil.rmtree(folder, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # it is somebody else's
    return True


def commit_date(root: Path) -> int:
    """Return the date of the last commit, so that two builds of one commit are the same to the byte."""
    command = ("git", "-C", str(root), "log", "-1", "--format=%ct")
    try:
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)  # noqa: S603 - git, and our own folder
    except (OSError, ValueError, subprocess.CalledProcessError):
        return RELEASED


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
