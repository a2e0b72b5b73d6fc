"""Where are the outlines of a page's formulas while others read the page?

The search reads every page tag by tag, and nine tags of ten are outlines, in which there is not a word. So a builder
may put up a shelf: the pages then carry a mark for each picture, until the outlines are taken back.
"""

import re
from collections.abc import Iterable
from contextvars import ContextVar

SHELF: ContextVar[list[str] | None] = ContextVar("SHELF", default=None)
"""The outlines of the page at work; without a shelf they go right into the page."""

_MARK, _END = re.compile(r"<!--outlines (\d+)--></svg>"), "</svg>"


def shelved(inside: str) -> str:
    """Return what goes into a page of a picture, from behind its ``desc`` to its end: all of it, or a mark."""
    shelf = SHELF.get()
    if shelf is None:
        return inside
    shelf.append(inside)
    return f"<!--outlines {len(shelf) - 1}-->{_END}"


def taken_back(html: str, shelf: Iterable[str]) -> str:
    """Return a page with its outlines in their places."""
    outlines = tuple(shelf)
    return _MARK.sub(lambda mark: outlines[int(mark[1])], html)
