"""How does Markdown become HTML on all cores, and not again while nothing changes?

MkDocs converts one page after another, in one process. Here its own ``Page.render`` works in as many as there are
cores, before MkDocs asks, and what it gives is stored: the plugin then hands MkDocs an empty page, and puts the HTML,
the contents and the links in their places. A page's HTML follows from its Markdown, the places of all files, to which
it may link, the settings, and the code of the formulas. What MkDocs reported of its links is reported at every build.
"""

import hashlib
import json
import logging
import pickle
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib.metadata import version
from multiprocessing import get_context
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from generator.build.code_digest import code_of
from generator.build.progress import tracked
from generator.build.search import Words, words_of
from generator.build.workers import most_workers, tidy_seldom
from generator.errors import DldzError
from generator.mathjax.extension import PAGE
from generator.mathjax.node import fingerprint
from generator.store import Store

FEW = 6
"""So many pages are converted before other processes have begun."""
LIBRARIES = ("markdown", "mkdocs", "pymdown-extensions")
SETTINGS = ("markdown_extensions", "mdx_configs", "validation", "use_directory_urls")
"""The settings that decide a page's HTML."""
OURS = "generator."

Link = tuple[str, Mapping[str, str]]


@dataclass(frozen=True)
class Source:
    """A page to convert: the place of its file, its Markdown and its front matter."""

    uri: str
    markdown: str
    meta: Mapping[str, Any]


@dataclass(frozen=True)
class Converted:
    """What a page was converted to.

    ``contents`` are the tokens of its headings, ``anchors`` its named places, ``links`` those that it leads to on
    pages, ``reports`` what MkDocs reported of its links, each with its level, and ``words`` are for the search.
    """

    html: str
    title: str
    contents: Sequence[Mapping[str, Any]]
    anchors: Sequence[str]
    links: Sequence[Link]
    reports: Sequence[tuple[int, str]]
    words: Words

    def give(self, page: Page, files: Files, *, named: bool) -> str:
        """Give a page of MkDocs what its own conversion would have given it, and return the HTML.

        A page that is ``named`` in the nav keeps its name.
        """
        page.toc = get_toc(self.contents)  # type: ignore[arg-type] # MkDocs types these tokens of Python-Markdown more narrowly
        page.present_anchor_ids = set(self.anchors)
        page.links_to_anchors = {file: dict(to) for uri, to in self.links if (file := files.get_file_from_path(uri))}
        if not named:
            page.title = self.title
        for level, text in self.reports:
            logging.getLogger("mkdocs.structure.pages").log(level, text)
        return self.html


@dataclass(frozen=True)
class Converter:
    """Converts the pages of one build; ``files`` are all files that a page may link to."""

    config: MkDocsConfig
    files: Files

    def convert(self, sources: Sequence[Source], store: Store, *, quiet: bool) -> dict[str, Converted]:
        """Return what the pages are converted to, from the store where it may. Raises ``DldzError``."""
        stored = {one.uri: store.get("html", self.key(one)) for one in sources}
        found = {uri: read(data) for uri, data in stored.items() if data}
        missing = [one for one in sources if one.uri not in found]
        done = self._carried_out(missing)
        for source, converted in done if quiet else tracked(done, _reported, len(missing)):
            store.put(json.dumps(asdict(converted)).encode(), "html", self.key(source))
            found[source.uri] = converted
        return found

    def one(self, source: Source) -> Converted:
        """Convert a page in this process. Raises ``TypesetError``."""
        place = self.files.get_file_from_path(source.uri)
        assert place is not None  # noqa: S101 - for mypy: the page was made from one of these files
        file = _File(source.uri, place.dest_uri, place.inclusion.value).file(self.config)
        page, reports = Page(None, file, self.config), _Reports()
        page.markdown, page.meta = source.markdown, dict(source.meta)
        logger = logging.getLogger("mkdocs.structure.pages")
        logger.addFilter(reports)
        PAGE.set(source.uri)
        try:
            page.render(self.config, self.files)
        finally:
            PAGE.set("")
            logger.removeFilter(reports)
        return Converted(
            page.content or "",
            str(page.title),
            tuple(map(_token, page.toc)),
            sorted(page.present_anchor_ids or ()),
            [(file.src_uri, places) for file, places in (page.links_to_anchors or {}).items()],
            reports.found,
            words_of(page.content or ""),
        )

    def key(self, source: Source) -> str:
        """Return a name for all that decides what a page is converted to."""
        text = "\0".join((self._around, source.uri, repr(source.meta), source.markdown))
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def _around(self) -> str:
        """What all pages depend on."""
        extensions = [name for name in self.config.markdown_extensions if name.startswith(OURS)]
        code = [file.read_text("utf-8") for file in code_of(__name__, *extensions)]
        places = sorted((file.src_uri, file.url, str(file.inclusion)) for file in self.files)
        settings = [_text(self.config[name]) for name in SETTINGS]
        found = repr((places, settings, code, fingerprint(), [version(library) for library in LIBRARIES]))
        return hashlib.sha256(found.encode()).hexdigest()

    def _carried_out(self, sources: Sequence[Source]) -> Iterator[tuple[Source, Converted]]:
        workers = most_workers()
        if len(sources) <= FEW or workers == 1:
            yield from ((one, self.one(one)) for one in sources)
            return
        places = [_File(file.src_uri, file.dest_uri, file.inclusion.value) for file in self.files]
        begin = pickle.dumps(({name: self.config[name] for name in SETTINGS}, places))
        with ProcessPoolExecutor(workers, get_context("spawn"), _begin, (begin,)) as pool:
            try:
                yield from zip(sources, pool.map(_convert, sources, chunksize=2), strict=True)
            except DldzError:
                pool.shutdown(cancel_futures=True)
                raise


def _text(setting: object) -> str:
    """Return a setting as text that is the same in every process: a function goes by its name."""
    if isinstance(setting, Mapping):
        return repr([(name, _text(value)) for name, value in setting.items()])
    if isinstance(setting, list | tuple):
        return repr([_text(one) for one in setting])
    if callable(setting) and hasattr(setting, "__qualname__"):
        return f"{setting.__module__}.{setting.__qualname__}"
    if " at 0x" in (text := repr(setting)):
        raise TypeError(f"{text} · a setting that decides a page has no text of its own, only an address")
    return text


def read(data: bytes) -> Converted:
    """Return a conversion as it was stored."""
    found = json.loads(data)
    return Converted(**found | {"words": Words(**found["words"])})


def _reported(done: tuple[Source, Converted]) -> str:
    return f"converting {done[0].uri}"


def _token(link: AnchorLink) -> dict[str, Any]:
    children = [_token(child) for child in link.children]
    return {"level": link.level, "id": link.id, "name": link.title, "children": children}


class _Reports(logging.Filter):
    """Takes what MkDocs reports of a page: it is reported where the page is used."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []

    def filter(self, record: logging.LogRecord) -> bool:
        self.found.append((record.levelno, record.getMessage()))
        return False


@dataclass(frozen=True)
class _File:
    """A file as another process gets it: without its content."""

    uri: str
    place: str
    inclusion: int

    def file(self, config: MkDocsConfig) -> File:
        """Return it as a file of MkDocs."""
        level = InclusionLevel(self.inclusion)
        return File(self.uri, None, "", config.use_directory_urls, dest_uri=self.place, inclusion=level)


_CONVERTERS: list[Converter] = []
"""The converter of a process that was begun for it."""


def _begin(begin: bytes) -> None:
    tidy_seldom()
    settings, places = pickle.loads(begin)  # noqa: S301 - written by the process that began this one, never from outside
    config = MkDocsConfig()
    config.data.update(settings)
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    _CONVERTERS[:] = [Converter(config, Files([place.file(config) for place in places]))]


def _convert(source: Source) -> Converted:
    return _CONVERTERS[0].one(source)
