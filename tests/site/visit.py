"""What does a reader meet on a page? Everything that goes wrong while a browser shows it, as sentences."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

FAULTS_OF_FORMULAS = (Path(__file__).parent / "formulas.js").read_text("utf-8").strip().removesuffix(";")
OVERFLOW = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
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


def faults(context: BrowserContext, url: str) -> list[str]:
    """Open a page and return what is wrong with it; an empty list is what one hopes for."""
    with context.new_page() as page:
        found = _listen(page)
        page.goto(url, wait_until="networkidle")
        found += page.evaluate(FAULTS_OF_FORMULAS)
        overflow = page.evaluate(OVERFLOW)
        if overflow > 0:
            found.append(f"the page is {overflow} pixels wider than the screen")
        return [f"{urlsplit(url).path}: {fault}" for fault in found]


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
