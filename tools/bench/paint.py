"""When does a reader on a slow phone see the mathematics?

Chromium loads a page with an empty cache, its processor slowed four times and its network slowed to a preset, by the
DevTools protocol. First paint is the browser's own figure. The first screen's mathematics is there at the end of the
first frame in which all of its formulas are drawn in their own font (``paint.js``), never before first paint.
"""

from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, CDPSession, Page

from tools.bench.report import seconds

WIDTH, HEIGHT = 360, 800
SIZE = f"{WIDTH} x {HEIGHT}"
SLOWER = 4
WATCHER = Path(__file__).with_name("paint.js").read_text("utf-8")
PATIENCE_MS = 240_000
SETTLE_MS = 500


@dataclass(frozen=True)
class Network:
    """A kind of network: megabits a second each way, and the milliseconds that every answer takes at least."""

    name: str
    down: float
    up: float
    latency: float


NETWORKS = (
    Network("slow 4G", 1.6, 0.75, 150),
    Network("cable", 5, 1, 28),
)
"""The presets of these names in WebPageTest; slow 4G is also Lighthouse's."""


@dataclass(frozen=True)
class View:
    """What a reader waited for, in seconds, and how far things moved; ``formulas`` stand on the first screen."""

    first_paint: float
    mathematics: float
    shift: float
    formulas: int
    faults: tuple[str, ...]

    @property
    def ratio(self) -> float:
        """How much later than the first paint the mathematics is there."""
        return self.mathematics / self.first_paint

    def column(self) -> tuple[str, ...]:
        """Return the figures that a table shows, in the order of ``FIGURES``."""
        times = seconds(self.first_paint), seconds(self.mathematics)
        return *times, f"{self.ratio:.2f}", f"{self.shift:.3f}", str(self.formulas), "; ".join(self.faults) or "none"


FIGURES = ("first paint", "first screen's mathematics", "ratio", "layout shift", "formulas on first screen", "faults")


def view(browser: Browser, url: str, network: Network) -> View:
    """Load a page once. Raises Playwright's ``TimeoutError`` where its formulas do not come."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=2)
    try:
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda sent: None if url in sent.url else faults.append(f"asks for {sent.url}"))
        page.add_init_script(WATCHER)
        _slow_down(context.new_cdp_session(page), network)
        page.goto(url, wait_until="commit", timeout=PATIENCE_MS)
        page.wait_for_function("bench.complete", polling=SETTLE_MS, timeout=PATIENCE_MS)
        page.wait_for_timeout(SETTLE_MS)
        return _view(page, tuple(faults))
    finally:
        context.close()


def middle(views: list[View]) -> View:
    """Return the medians of some views."""
    return View(
        median(one.first_paint for one in views),
        median(one.mathematics for one in views),
        median(one.shift for one in views),
        max(one.formulas for one in views),
        tuple(sorted({fault for one in views for fault in one.faults})),
    )


def _slow_down(session: CDPSession, network: Network) -> None:
    bytes_in_a_megabit = 1e6 / 8
    conditions = {
        "offline": False,
        "latency": network.latency,
        "downloadThroughput": network.down * bytes_in_a_megabit,
        "uploadThroughput": network.up * bytes_in_a_megabit,
    }
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", conditions)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def _view(page: Page, faults: tuple[str, ...]) -> View:
    paint = page.evaluate("performance.getEntriesByName('first-paint')[0].startTime") / 1000
    seen = page.evaluate("({...bench})")
    return View(paint, max(paint, seen["drawn"] / 1000), seen["shift"], seen["formulas"], faults)
