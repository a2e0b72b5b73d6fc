"""What does a page full of mathematics look like, once drawn by us and once left to the reader's browser?

60 display and 150 inline formulas of this site, the same Markdown for both. ``static`` is built with the generator's
TeX step. ``client`` is the set-up that Material documents: arithmatex marks the formulas, a short script configures
MathJax, MathJax typesets when the page has loaded. It is served from the same place as the page, out of the npm package
that draws the static formulas, so both are one version and neither asks another host.
"""

import shutil
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from generator.mathjax.node import NODE_MODULES
from generator.mathjax.typeset import Formula
from generator.pages.site import Site, fill
from tools.bench.build import build
from tools.bench.settings import CLIENT_TEX, ROOT, TEX, Settings, without_generator

DISPLAY, INLINE = 60, 150
SECTIONS = 10
CLIENT_SCRIPT = Path(__file__).with_name("client.js")
STYLE = "tex.css"


def markdown(formulas: tuple[Formula, ...]) -> str:
    """Return a page of so many formulas, over and over again if there are too few."""
    display = islice(cycle(formula.tex for formula in formulas if formula.display), DISPLAY)
    inline = islice(cycle(formula.tex for formula in formulas if not formula.display), INLINE)
    return "\n\n".join(("# A page of formulas", *_body(display, inline))) + "\n"


def written(site: Site, folder: Path) -> Path:
    """Write the pages of this site as a folder of Markdown, the hand-written ones with their tables, and return it."""
    shutil.copytree(ROOT / "docs", folder)
    for file in folder.rglob("*.md"):
        file.write_text(fill(file.read_text("utf-8"), site.tables), "utf-8")
    for page in site.pages:
        target = folder / page.uri
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page.text, "utf-8")
    return folder


def _body(display: Iterator[str], inline: Iterator[str]) -> Iterator[str]:
    for number, tex in enumerate(display):
        if number % (DISPLAY // SECTIONS) == 0:
            yield f"## Part {number * SECTIONS // DISPLAY + 1}"
        few = islice(inline, (number + 1) * INLINE // DISPLAY - number * INLINE // DISPLAY)
        yield f"With {' and '.join(f'${one}$' for one in few)} in mind, the line that comes next reads as follows."
        yield f"$$\n{tex}\n$$"


def static(text: str, folder: Path) -> Path:
    """Build the page with drawn formulas, and return where its site is."""
    site, docs = _docs(text, folder)
    shutil.copy(ROOT / "generator" / "mathjax" / STYLE, docs / STYLE)
    settings = without_generator(site, docs, {TEX: {"cache_dir": str(folder / "cache")}})
    settings["extra_css"] = [STYLE, *settings["extra_css"]]
    return _built(settings, folder)


def client(text: str, folder: Path) -> Path:
    """Build the page whose formulas the browser draws, and return where its site is."""
    site, docs = _docs(text, folder)
    shutil.copy(CLIENT_SCRIPT, docs / CLIENT_SCRIPT.name)
    settings = without_generator(site, docs, CLIENT_TEX)
    settings["extra_javascript"] = [CLIENT_SCRIPT.name, "mathjax/tex-mml-chtml.js"]
    built = _built(settings, folder)
    shutil.copytree(NODE_MODULES / "@mathjax" / "src" / "bundle", site / "mathjax")
    font = "mathjax-newcm-font"
    shutil.copytree(NODE_MODULES / "@mathjax" / font / "chtml", site / "fonts" / font / "chtml")
    return built


def _docs(text: str, folder: Path) -> tuple[Path, Path]:
    docs = folder / "docs"
    shutil.copytree(ROOT / "docs" / "assets", docs / "assets")
    (docs / "index.md").write_text(text, "utf-8")
    return folder / "site", docs


def _built(settings: Settings, folder: Path) -> Path:
    build(settings, folder)
    return Path(settings["site_dir"])
