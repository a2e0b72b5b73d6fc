"""Which pages have the widest lines that stand open? ``python -m tools.bench.wide SITE``.

A line is what MathJax set as a display formula outside of every fold, in any notation; its width is that of its picture
in ex, of which a phone of 390 px shows ``PHONE``.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import html

from generator.engine.width import PHONE
from tools.bench.report import Target, table

FOLDERS = ("cases", "activations", "losses", "layers", "network")
SHOWN = 30
OPEN = "//*[contains(concat(' ', @class, ' '), ' tex-display ')][not(ancestor::details)]"


class Wide(NamedTuple):
    """An open line of a page, and how many ex it is wide."""

    width: float
    page: str


def widest(site: Path) -> list[Wide]:
    """Return the widest open line of each page, the widest first."""
    pages = (file for folder in FOLDERS for file in sorted((site / folder).glob("**/index.html")))
    return sorted((max(lines) for file in pages if (lines := [*_lines(file, site)])), reverse=True)


def _lines(file: Path, site: Path) -> Iterator[Wide]:
    for each in html.parse(file).xpath(OPEN):
        pictures = each.xpath(".//svg/@width")
        if pictures:
            width = float(str(pictures[0]).removesuffix("ex"))
            yield Wide(width, str(file.parent.relative_to(site)))


def weighed(site: Path) -> list[Target]:
    """Print the pages with the widest open lines, and return what is to be met: two phones are enough for each."""
    found = widest(site)
    rows = ((one.page, f"{one.width:.0f}", f"{one.width / PHONE:.1f}") for one in found[:SHOWN])
    over = sum(one.width > 2 * PHONE for one in found)
    note = f"pages with an open line wider than two phones: {over} of {len(found)}"
    table("The widest open lines, one a page", "page | ex | phones", rows, note)
    return [Target("the widest open line / two phones", found[0].width / (2 * PHONE), 1)] if found else []


if __name__ == "__main__":
    weighed(Path(sys.argv[1]))
