"""Where are the outlines of a page's formulas while others read the page?

The search reads every page tag by tag, and nine tags of ten are outlines, in which there is not a word. So a builder
may put up a shelf: the pages then carry a mark for each picture, until the outlines are taken back.
"""

import re
from collections.abc import Sequence
from contextvars import ContextVar

SHELF: ContextVar[list[str] | None] = ContextVar("SHELF", default=None)
"""The outlines of the page at work; without a shelf they go right into the page."""

_MARK, _END = re.compile(r"<!--outlines (\d+)--></svg>"), "</svg>"
_EDGE = "\0"
"""Stands in no page: what divides the outlines in it from the rest."""


def shelved(inside: str) -> str:
    """Return what goes into a page of a picture, from behind its ``desc`` to its end: all of it, or a mark."""
    shelf = SHELF.get()
    if shelf is None:
        return inside
    shelf.append(inside)
    return _mark(len(shelf) - 1)


def put_in(html: str, shelf: Sequence[str]) -> str:
    """Return a page with its outlines in their places, and where each begins and ends."""
    return _MARK.sub(lambda mark: f"{_EDGE}{shelf[int(mark[1])]}{_EDGE}", html)


def set_aside(html: str, shelf: list[str]) -> str:
    """Put outlines that were ``put_in`` on the shelf, as they are by now, and return the page without them."""
    parts = html.split(_EDGE)
    shelf[:] = parts[1::2]
    rest = (f"{_mark(n)}{part}" for n, part in enumerate(parts[2::2]))
    return "".join((parts[0], *rest))


def taken_back(html: str, shelf: Sequence[str]) -> str:
    """Return a page with its outlines in their places."""
    return _MARK.sub(lambda mark: shelf[int(mark[1])], html)


def _mark(number: int) -> str:
    return f"<!--outlines {number}-->{_END}"
