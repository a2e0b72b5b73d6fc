r"""Which formulas stand in a text twice or three times, since a page was copied that shows them by KaTeX or CSDN?

``\frac{dL}{dz} = a - ydzdL=a−y`` is TeX with what a reader saw behind it; some copies have it in front as well, spaced.
They are recognised by their marks alone: each copy has the same ones, in another order.
"""

import re
from collections import Counter
from collections.abc import Iterator

from generator.restore.layout import flattened

_TEX = re.compile(r"\\[A-Za-z]+")
_BREAK = re.compile(
    r"[，。；：、！？「」《》【】“”\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0400-\u04ff`$]+|(?<!\S)[A-Za-z]{2,}[.,:;]?(?!\S)"
)
_WORDS = {"log", "ln", "exp", "sin", "cos", "tanh", "max", "min", "dz", "da", "dw", "db", "dL"}
LONGEST = 600
"""The longest run of text in which copies are looked for."""


def copies(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield where formulas stand that were copied twice or three times, and the TeX of each."""
    for line in re.finditer(r"[^\n]+", text[start:end]):
        low, high = start + line.start(), start + line.end()
        if high - low <= 20 * LONGEST and _TEX.search(text, low, high):
            for first, last in _segments(text, low, high):
                tex = copied(text[first:last])
                if tex is not None:
                    yield first, last, tex


def _segments(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    at = low
    for match in _BREAK.finditer(text, low, high):
        if match[0].strip(".,:;") in _WORDS:
            continue
        yield from _trimmed(text, at, match.start())
        at = match.end()
    yield from _trimmed(text, at, high)


def _trimmed(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    piece = text[low:high]
    low += len(piece) - len(piece.lstrip(" \t,.;:"))
    high -= len(piece) - len(piece.rstrip(" \t,.;:\u200b"))
    if low < high and high - low <= LONGEST and "\\" in text[low:high]:
        yield low, high


def copied(text: str) -> str | None:
    """Return the TeX in a run that holds it and the same marks behind it, perhaps in front of it too; else None."""
    commands = list(_TEX.finditer(text))
    if not commands:
        return None
    total = Counter(flattened(text))
    size = sum(total.values())
    for parts in (2, 3):
        if size % parts == 0 and size and all(count % parts == 0 for count in total.values()):
            found = _split(text, size // parts, parts, commands[-1].end())
            if found:
                return found
    return None


def _split(text: str, size: int, parts: int, last: int) -> str | None:
    """Return the copy in TeX where each has so many marks."""
    for cut in _cuts(text, size, last):
        tail, head = text[cut:], text[:cut]
        if parts == 2:
            if Counter(flattened(head)) == Counter(flattened(tail)):
                return head.strip()
            continue
        first = text.index("\\")
        for begin in range(min(first, len(head)), 0, -1):
            seen, tex = head[:begin], head[begin:]
            if len(flattened(seen)) == size and Counter(flattened(seen)) == Counter(flattened(tex)) == Counter(
                flattened(tail)
            ):
                return tex.strip()
    return None


def _cuts(text: str, size: int, last: int) -> Iterator[int]:
    """Yield where a last copy of so many marks may begin: behind the last command."""
    for cut in range(len(text) - 1, last - 1, -1):
        count = len(flattened(text[cut:]))
        if count == size:
            yield cut
        if count > size + 4:
            return
