"""How fast are the generator and its pages? ``make bench``, or ``python -m tools.bench --runs 5``.

Everything is measured in one run on one machine; every figure is the median of some runs, and what is compared with one
another takes turns. Seconds depend on the machine, ratios hardly do, so the targets are ratios. A target that is
missed is printed as missed; the exit status stays 0, because a busy machine is no fault of the code.

    build      seconds of a build, cold, warm, without the generator, and by Zensical; the generator's share; memory
    serve      seconds after the edit of one entry until ``mkdocs serve`` shows it
    entries    seconds to derive, and to prove and measure, each entry; cases per second
    posts      how many formulas of the corpus of posts are found whole, and judged right
    growth     time and memory for 1, 3 and 10 times as many entries, and the exponent with which they grow
    formulas   formulas typeset in a second
    page       one page, drawn at build time or by the browser; ``client.js`` is the browser's part
    weight     bytes of the site's pages by part
    wide       the pages with the widest lines that stand open
    blocking   what a reader of the site's own pages waits for, with their formulas and without
    paint      when that page's first screen is there (``paint.js`` watches), served by ``server``
    settings, clock, memory, report    what those share
"""

import argparse
from pathlib import Path
from statistics import median as _middle
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from generator.build.work import site as generated_pages
from generator.mathjax.typeset import Formula
from tools import browser as chromium
from tools.bench import blocking, formulas, growth, page, paint, report, weight, wide
from tools.bench.build import PARTS, Build, build, zensical
from tools.bench.entries import entries
from tools.bench.posts import posts
from tools.bench.report import Target, seconds, share, table
from tools.bench.serve import rebuilds
from tools.bench.server import serving
from tools.bench.settings import CLIENT_TEX, generated, without_generator

RUNS = 3
WARM_SHARE, COLD_SHARE, FIRST_SCREEN, BLOCKED, EXPONENT, REBUILD = 0.05, 0.50, 1.2, 1.5, 1.05, 1.5
PLOT = Path("build/growth.svg")


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description="Measure the generator and its pages.")
    parser.add_argument("--runs", type=int, default=RUNS, help="how often each figure is taken (default: %(default)s)")
    runs = parser.parse_args().runs
    with TemporaryDirectory(prefix="dldz-bench-") as folder:
        targets = _measure(Path(folder), runs)
    table("Targets", "ratio | measured | limit |", (target.row() for target in targets))


def _measure(folder: Path, runs: int) -> list[Target]:
    _entries(runs)
    targets = posts() + _growth() + _builds(folder, runs) + weight.weighed(folder / "site")
    targets += wide.weighed(folder / "site")
    shown = formulas.shown(folder / "site")
    _formulas(shown, runs)
    return targets + _page(folder, shown, runs)


def _entries(runs: int) -> None:
    load, found = entries(runs)
    rows = [(one.id, seconds(one.derive), seconds(one.judge)) for one in found]
    derived, judged = sum(one.derive for one in found), sum(one.judge for one in found)
    rows.append(("all", seconds(derived), seconds(judged)))
    cases = [one.derive + one.judge for one in found if one.kind == "case"]
    rate = f"cases derived and proved in a second, on one core: {len(cases) / sum(cases):.2f}"
    note = f"loading the mathematics once: {seconds(load)}; {rate}"
    table("Entries", "entry | derive | prove and measure", rows, note)


def _growth() -> list[Target]:
    """Measure each size once: the largest takes minutes, in which noise evens out."""
    found = growth.uses()
    powers = growth.exponents(found)
    rows = [
        (name, *(seconds(use.figures[n]) for use in found), f"{powers[n]:.2f}")
        for n, name in enumerate(growth.FIGURES[:-1])
    ]
    rows.append((growth.FIGURES[-1], *(f"{use.megabytes:.0f} MB" for use in found), f"{powers[-1]:.2f}"))
    PLOT.parent.mkdir(exist_ok=True)
    growth.draw(found, PLOT)
    heads = " | ".join(("activations, each with a case", *(str(use.size) for use in found), "exponent"))
    table("Growth", heads, rows, f"drawn on logarithmic axes in {PLOT}")
    return [Target(f"exponent of growth, {name}", powers[n], EXPONENT) for n, name in enumerate(growth.FIGURES)]


def _builds(folder: Path, runs: int) -> list[Target]:
    cold, warm, bare, other = zip(*(_round(folder, number) for number in range(runs)), strict=True)
    kinds = (cold, warm, bare, other)
    rows = [
        ("whole", *(seconds(_middle(one.seconds for one in same)) for same in kinds)),
        *(
            (f"  {part}", *(seconds(_middle(one.parts.get(part, 0.0) for one in same)) for same in kinds))
            for part in PARTS
        ),
        ("generator's share", *(share(_middle(one.share for one in same)) for same in kinds)),
        ("times the build without", *(f"{_middle(map(_times, same, bare)):.2f}" for same in kinds)),
        ("peak memory", *(f"{max(one.megabytes for one in same):.0f} MB" for same in kinds)),
    ]
    table("mkdocs build", " | cold, no cache | warm | same pages, no generator | warm, by Zensical", rows)
    return [
        Target("generator's share of a warm build", _middle(one.share for one in warm), WARM_SHARE, percent=True),
        Target("generator's share of a cold build", _middle(one.share for one in cold), COLD_SHARE, percent=True),
        *_rebuilds(folder, runs, _middle(one.seconds for one in bare)),
    ]


def _rebuilds(folder: Path, runs: int, plain: float) -> list[Target]:
    """Compare what ``serve`` takes after an edit with a build of the same pages without the generator."""
    words, definition = zip(*rebuilds(folder / "cache-0", runs), strict=True)
    figures = {"of its words": _middle(words), "of its definition, proved anew with its cases": _middle(definition)}
    rows = [(edit, seconds(taken), f"{taken / plain:.2f}") for edit, taken in figures.items()]
    heads = "edit of one entry | until it is shown | times the build without generator"
    table("mkdocs serve", heads, rows)
    return [
        Target(f"rebuild in serve / build without generator, {edit}", taken / plain, REBUILD)
        for edit, taken in figures.items()
    ]


def _times(one: Build, other: Build) -> float:
    return one.seconds / other.seconds


def _round(folder: Path, number: int) -> tuple[Build, Build, Build, Build]:
    """Build cold, then warm, then the same pages without the generator, and by another builder."""
    cache = folder / f"cache-{number}"
    settings = generated(folder / "site", cache)
    cold, warm = build(settings, folder), build(settings, folder)
    site = generated_pages(cache / "dldz")
    plain = page.written(site, folder / f"plain-{number}")
    bare = build(without_generator(folder / "plain-site", plain, CLIENT_TEX), folder)
    return cold, warm, bare, zensical(site, cache, folder / f"zensical-{number}")


def _formulas(shown: tuple[Formula, ...], runs: int) -> None:
    taken = [formulas.speed(shown) for _ in range(runs)]
    figures = (
        ("different formulas on the site", str(len(shown))),
        ("Node's start and the first one", seconds(_middle(one.first for one in taken))),
        ("formulas per second after that", f"{_middle(one.steady for one in taken):.0f}"),
        ("formulas per second, start included", f"{_middle(one.per_second for one in taken):.0f}"),
    )
    table("Typesetting, no cache, a Node process for each core", "|", figures)


def _page(folder: Path, shown: tuple[Formula, ...], runs: int) -> list[Target]:
    path = None if chromium.skipping() else chromium.find()
    if path is None:
        report.say(f"The page in a browser is left out: {chromium.MISSING}")
        return []
    report.say(
        f"The page: {page.DISPLAY} display and {page.INLINE} inline formulas, on a screen of {paint.SIZE} pixels"
    )
    text = page.markdown(shown)
    sites = {
        "static SVG": page.static(text, folder / "static"),
        "client-side MathJax": page.client(text, folder / "client"),
    }
    with chromium.launched(path) as browser:
        networks = [_network(browser, network, sites, runs) for network in paint.NETWORKS]
        return networks + _blocking(browser, folder, runs)


def _network(browser: Browser, network: paint.Network, sites: dict[str, Path], runs: int) -> Target:
    views: dict[str, list[paint.View]] = {name: [] for name in sites}
    for _ in range(runs):
        for name, site in sites.items():
            with serving(site) as url:
                views[name].append(paint.view(browser, url, network))
    rows = zip(paint.FIGURES, *(paint.middle(same).column() for same in views.values()), strict=True)
    heads = " | ".join(("", *views))
    table(f"The page on {network.name}, processor slowed {paint.SLOWER} times", heads, rows)
    ours = next(iter(views.values()))
    return Target(f"first screen's mathematics / first paint, {network.name}", paint.middle(ours).ratio, FIRST_SCREEN)


def _blocking(browser: Browser, folder: Path, runs: int) -> list[Target]:
    """Measure pages of the site as they are, and beside them without their formulas."""
    for kind in blocking.KINDS:
        blocking.write_without_formulas(folder / "site" / kind)
    with serving(folder / "site") as url:
        loads = [blocking.loads(browser, url + kind, runs) for kind in blocking.KINDS]
    rows = [(kind, *whole.column(), *bare.column()) for kind, (whole, bare) in zip(blocking.KINDS, loads, strict=True)]
    heads = "page | largest paint | blocked | largest paint without formulas | blocked without"
    table(f"Pages of the site, processor slowed {paint.SLOWER} times", heads, rows)
    worst = max(blocking.ratio(whole, bare) for whole, bare in loads)
    return [Target("blocking time / that without formulas, the worst page", worst, BLOCKED)]


if __name__ == "__main__":
    main()
