"""How many bytes of a page's HTML go into which part of it?

Every byte is counted once: it belongs to the innermost part around it. ``python -m tools.bench.weight FILE ...`` prints
a table of built pages; ``shares`` is the same for a program.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from gzip import compress
from html.parser import HTMLParser
from itertools import accumulate
from pathlib import Path
from statistics import median

from tools.bench.report import Target, table

PARTS = (
    ("div", "tex", "formulas: words"),
    ("span", "tex", "formulas: words"),
    ("desc", "", "formulas: words"),
    ("svg", "", "formulas: pictures"),
    ("details", "copy", "copy menus"),
    ("details", "steps", "folds"),
    ("figure", "", "drawings"),
    ("div", "highlight", "code"),
    ("script", "", "scripts"),
    ("article", "", "words and tables"),
)
"""A tag, a class that it has, and the part that begins there."""
KEPT = ("drawings",)
"""What holds only itself: its own pictures are not formulas."""
OTHER = "around the page"
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


def shares(html: str) -> Counter[str]:
    """Return the bytes of a page by part, in UTF-8."""
    return _Reader(html).counts


class _Reader(HTMLParser):
    """Counts what lies between two places by the part that was open there."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.counts: Counter[str] = Counter()
        self._html = html
        self._starts = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self._open: list[tuple[str, str]] = [("", OTHER)]
        self._last, self._part = 0, OTHER
        self.feed(html)
        self._count(len(html))

    def _count(self, end: int) -> None:
        self.counts[self._part] += len(self._html[self._last : end].encode())
        self._last, self._part = end, self._open[-1][1]

    def _here(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open the part that begins here; its tag is its own."""
        if tag not in VOID:
            around = self._open[-1][1]
            self._open.append((tag, around if around in KEPT else _part(tag, dict(attrs), around)))
        self._count(self._here())

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count an element without contents with what is around it."""

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and with it what was left open in it: the tag is its own."""
        if any(tag == name for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass
            text = self.get_starttag_text() or ""
            self._count(min(len(self._html), self._here() + len(f"</{tag}>")) if text else self._here())


def _part(tag: str, attributes: dict[str, str | None], around: str) -> str:
    classes = (attributes.get("class") or "").split()
    found = (part for name, kind, part in PARTS if name == tag and (not kind or kind in classes))
    return next(found, around)


def rows(pages: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield a row of kilobytes for each part of these pages, then for all, and for all as a host packs it."""
    htmls = tuple(pages)
    found = tuple(map(shares, htmls))
    for part in ROWS:
        yield part, *(f"{one[part] / 1000:.0f}" for one in found)
    yield "all", *(f"{one.total() / 1000:.0f}" for one in found)
    yield "packed", *(f"{len(compress(html.encode())) / 1000:.0f}" for html in htmls)


ROWS = (*dict.fromkeys(part for _, _, part in PARTS), OTHER)


TYPICAL, LARGEST, SITE = 300_000, 900_000, 170_000_000
"""Bytes that half of all cases, every case, and the whole site are to stay under."""


def cases(site: Path) -> list[Path]:
    """Return the cases of a built site, the lightest first."""
    return sorted((site / "cases").glob("*/index.html"), key=lambda file: (file.stat().st_size, file))


def weighed(site: Path) -> list[Target]:
    """Print the parts of the lightest, the middle and the heaviest case of a site, and return what is to be met."""
    files = cases(site)
    show(files[n * (len(files) - 1) // 4] for n in range(5))
    sizes = [file.stat().st_size for file in files]
    whole = sum(file.stat().st_size for file in site.rglob("*") if file.is_file())
    return [
        Target("bytes of half of all cases", median(sizes) / TYPICAL, 1),
        Target("bytes of the heaviest case", max(sizes) / LARGEST, 1),
        Target("bytes of the site", whole / SITE, 1),
    ]


def show(files: Iterable[Path]) -> None:
    """Print the table of these files."""
    shown = tuple(files)
    heads = " | ".join(file.parent.name for file in shown)
    table("Kilobytes of HTML by part", f"part | {heads}", rows(file.read_text("utf-8") for file in shown))


if __name__ == "__main__":
    show(map(Path, sys.argv[1:]))
