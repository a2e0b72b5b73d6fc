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
OVERFLOW = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
AT_ONCE = 4
"""So many pages are open beside each other."""
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
    """Open a browser window of a reader's own, which lets no request out of this machine."""
    context = browser.new_context(
        viewport={"width": reader.width, "height": 800},
        color_scheme=reader.scheme,
        java_script_enabled=reader.javascript,
    )
    context.route(is_external, lambda route: route.abort())
    try:
        yield context
    finally:
        context.close()


def faults(context: BrowserContext, *urls: str) -> list[str]:
    """Open pages, a few at a time, and return what is wrong with them; an empty list is what one hopes for."""
    return [fault for few in batched(urls, AT_ONCE) for fault in _faults(context, few)]


def _faults(context: BrowserContext, urls: tuple[str, ...]) -> Iterator[str]:
    """Open pages beside each other: each waits half a second for the network to fall silent."""
    opened = [(url, page, _listen(page)) for url in urls for page in [context.new_page()]]
    for url, page, _ in opened:
        page.goto(url, wait_until="commit")
    for url, page, found in opened:
        page.wait_for_load_state("networkidle")
        shown = list(_shown(page))
        page.close()
        yield from (f"{urlsplit(url).path}: {fault}" for fault in found + shown)


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
    page.on("response", lambda got: found.append(f"request failed: {got.url}: {got.status}") if not got.ok else None)
    return found
