"""How long does a page of the site keep a reader from using it, and how much of that is due to its formulas?

Lighthouse's figures, taken by the browser itself with its processor slowed: the largest contentful paint, and the total
blocking time, which is by how much each task of more than 50 ms is longer than that. The same page with its formulas
taken out is the measure of what the theme does alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from tools.bench.paint import HEIGHT, SLOWER, WIDTH
from tools.bench.report import seconds

KINDS = ("cases/sigmoid-logistic/", "activations/sigmoid/", "network/dw/", "notation/")
WATCH = """
window.seen = {blocked: 0, largest: 0};
const watch = (type, each) => new PerformanceObserver((list) => list.getEntries().forEach(each))
  .observe({type, buffered: true});
watch("longtask", ({duration}) => { seen.blocked += Math.max(0, duration - 50); });
watch("largest-contentful-paint", ({startTime}) => { seen.largest = startTime; });
"""
SETTLE_MS = 1500
LEAST = 0.05
"""Seconds: a task that ends within them blocks nobody, and a ratio of less would be noise."""
BARE = "without-formulas.html"


@dataclass(frozen=True)
class Use:
    """What a reader waited for, in seconds: the largest part of the first screen, and an answer to a touch."""

    largest: float
    blocked: float

    def column(self) -> tuple[str, str]:
        """Return both figures as a table shows them."""
        return seconds(self.largest), seconds(self.blocked)


def use(browser: Browser, url: str) -> Use:
    """Load a page once, on a phone with a slow processor."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    try:
        page = context.new_page()
        page.add_init_script(WATCH)
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(url, wait_until="networkidle")
        page.wait_for_timeout(SETTLE_MS)
        seen = page.evaluate("({...seen})")
        return Use(seen["largest"] / 1000, seen["blocked"] / 1000)
    finally:
        context.close()


def loads(browser: Browser, url: str, runs: int) -> tuple[Use, Use]:
    """Load a page and the same without formulas in turns, and return the medians of both."""
    taken = [(use(browser, url), use(browser, url + BARE)) for _ in range(runs)]
    whole, bare = zip(*taken, strict=True)
    return middle(whole), middle(bare)


def middle(uses: Sequence[Use]) -> Use:
    """Return the medians of some loads."""
    return Use(median(one.largest for one in uses), median(one.blocked for one in uses))


def ratio(page: Use, bare: Use) -> float:
    """Return how much longer a page blocks than without its formulas."""
    return max(page.blocked, LEAST) / max(bare.blocked, LEAST)


def write_without_formulas(folder: Path) -> None:
    """Write a page once more beside itself, with nothing changed but that its formulas are taken out."""
    soup = BeautifulSoup((folder / "index.html").read_bytes(), "lxml")
    for formula in soup.select(".tex"):
        formula.decompose()
    (folder / BARE).write_text(str(soup), "utf-8")
