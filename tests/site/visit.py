"""What does a reader meet on a page? Everything that goes wrong while a browser shows it, as sentences."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

FAULTS_OF_FORMULAS = (Path(__file__).parent / "formulas.js").read_text("utf-8").strip().removesuffix(";")
OVERFLOW = """() => {
    for (const motion of document.getAnimations()) motion.cancel(); // what moves is looked at where it comes to rest
    return document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth;
}"""
AT_ONCE = 4
"""So many pages are open beside each other."""
BAD = 400
"""An answer's status from here on is a fault; 304 says that the browser has the file already."""
HEIGHT = 800
PATIENCE = 120_000
"""So many milliseconds may a page take, for the machine may be busy with other tests."""
HERE = {"127.0.0.1", "localhost", "::1", None}


@dataclass(frozen=True)
class Reader:
    """Somebody at a screen so many pixels wide."""

    width: int
    scheme: Literal["light", "dark"] = "light"
    javascript: bool = True

    def __str__(self) -> str:
        """Return a name for the list of tests."""
        return f"{self.width}-{self.scheme}-{'js' if self.javascript else 'nojs'}"


def is_external(url: str) -> bool:
    """Tell whether a URL leads to another machine; one that names no host does not."""
    return urlsplit(url).hostname not in HERE


@contextmanager
def reading(browser: Browser, reader: Reader) -> Iterator[BrowserContext]:
    """Open a browser window of a reader's own, alone with the pages of this machine."""
    context = browser.new_context(
        viewport={"width": reader.width, "height": HEIGHT},
        color_scheme=reader.scheme,
        java_script_enabled=reader.javascript,
    )
    context.set_default_timeout(PATIENCE)
    try:
        yield context
    finally:
        context.close()


def faults(context: BrowserContext, *urls: str, readers: Sequence[Reader] = ()) -> list[str]:
    """Open pages, a few beside each other, and return what is wrong with them; an empty list is what one hopes for.

    A page is loaded for the first of ``readers``; the others find it open, and turn the screen or the lights. Without
    ``readers`` it is for the one whom the window was opened for.
    """
    tabs = [context.new_page() for _ in urls[:AT_ONCE]]
    reports = [_listen(tab) for tab in tabs]
    found = [fault for few in batched(urls, AT_ONCE) for fault in _faults(few, tabs, reports, readers)]
    for tab in tabs:
        tab.close()
    return found


def _faults(
    urls: Sequence[str], tabs: Sequence[Page], reports: Sequence[list[str]], readers: Sequence[Reader]
) -> Iterator[str]:
    """Open pages beside each other: each waits half a second for the network to fall silent.

    The tabs stay open, for a new one costs as much as many a page. Each is emptied first, and what a page gives up when
    it is left is not heard.
    """
    visits = list(zip(urls, tabs, reports, strict=False))
    for url, tab, report in visits:
        tab.goto("about:blank")
        report.clear()
        _seat(tab, readers[:1])
        tab.goto(url, wait_until="commit")
    for url, tab, report in visits:
        tab.wait_for_load_state("load")  # on a busy machine, silence may come first
        tab.wait_for_load_state("networkidle")
        shown = list(_shown(tab))
        for reader in readers[1:]:
            _seat(tab, [reader])
            shown += [f"for {reader}: {fault}" for fault in _shown(tab)]
        yield from (f"{urlsplit(url).path}: {fault}" for fault in report + shown)


def _seat(page: Page, readers: Sequence[Reader]) -> None:
    """Turn the screen and the lights as each of the readers has them."""
    for reader in readers:
        page.set_viewport_size({"width": reader.width, "height": HEIGHT})
        page.emulate_media(color_scheme=reader.scheme)


def _shown(page: Page) -> Iterator[str]:
    """Yield what is wrong with a page as it stands there."""
    yield from page.evaluate(FAULTS_OF_FORMULAS)
    overflow = page.evaluate(OVERFLOW)
    if overflow > 0:
        yield f"the page is {overflow} pixels wider than the screen"


def batched(items: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    """Yield the items, so many at a time; ``itertools`` has it from Python 3.12 on."""
    rest = iter(items)
    while few := tuple(islice(rest, size)):
        yield few


@contextmanager
def listening(page: Page) -> Iterator[list[str]]:
    """Yield a list that fills with what the browser reports of a page."""
    yield _listen(page)


def _listen(page: Page) -> list[str]:
    """Return a list that fills with what the browser reports from now on."""
    found: list[str] = []
    page.on("console", lambda said: found.append(f"console error: {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: found.append(f"uncaught error: {error}"))
    page.on("request", lambda sent: found.append(f"asks another host: {sent.url}") if is_external(sent.url) else None)
    page.on("requestfailed", lambda sent: found.append(f"request failed: {sent.url}: {sent.failure}"))
    page.on(
        "response", lambda got: found.append(f"got no answer: {got.url}: {got.status}") if got.status >= BAD else None
    )
    return found
