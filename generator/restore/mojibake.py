"""Which letters may a damaged text have had, where UTF-8 was read as Windows-1252 or Windows-1254?

Both code pages leave some bytes undefined. A reader that meets one drops it, writes U+FFFD, or passes it on as a
control character; only the last can be undone without a choice. A damaged character starts with its lead byte, so the
text falls into cells, one a character, and each cell has the characters of ``ALPHABET`` that could have left it.

A newcomer who meets letters of another block adds the block to ``BLOCKS``.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

BLOCKS = ((0x00A0, 0x0400), (0x2000, 0x2300), (0x1D400, 0x1D800))
"""Latin and Greek letters, punctuation and operators, mathematical letters."""
CODE_PAGES = ("cp1252", "cp1254")
UNKNOWN = "\ufffd"
_LONGEST = 4


@dataclass(frozen=True)
class Cell:
    """One character of the original text: what is left of it, where that starts, and what it may have been."""

    found: str
    start: int
    candidates: tuple[str, ...]

    @property
    def damaged(self) -> bool:
        """Whether the character reads otherwise than it was written."""
        return self.candidates != (self.found,)


@cache
def undefined(code_page: str) -> frozenset[int]:
    """Return the bytes that the code page leaves undefined."""
    return frozenset(n for n in range(0x80, 0x100) if not _decoded(n, code_page))


def _decoded(byte: int, code_page: str) -> str:
    return bytes((byte,)).decode(code_page, "ignore")


def damaged(original: str, code_page: str, lost: str) -> str:
    """Return the text read as the code page, an undefined byte becoming ``lost``, or a control with ``keep``."""
    return "".join(_decoded(n, code_page) or (chr(n) if lost == "keep" else lost) for n in original.encode())


@cache
def _left_of() -> dict[str, tuple[str, ...]]:
    """Return every remnant that a letter of the alphabet can leave, with the letters that leave it."""
    found: dict[str, dict[str, None]] = {}
    for letter in alphabet():
        for left in _remnants(letter):
            found.setdefault(left, {})[letter] = None
    return {left: tuple(letters) for left, letters in found.items()}


@cache
def alphabet() -> tuple[str, ...]:
    """Return every assigned character that a cell may be restored to."""
    points = (chr(n) for low, high in BLOCKS for n in range(low, high))
    return tuple(letter for letter in points if unicodedata.category(letter) != "Cn")


def _remnants(letter: str) -> Iterator[str]:
    for page in (*CODE_PAGES, "latin-1"):
        spellings = [(_decoded(n, page),) if _decoded(n, page) else ("", UNKNOWN, chr(n)) for n in letter.encode()]
        yield from ("".join(choice) for choice in product(*spellings))


def candidates(left: str) -> tuple[str, ...]:
    """Return the characters that could have left this remnant; nothing where it is no remnant."""
    return _left_of().get(left, ())


@cache
def _leads() -> frozenset[str]:
    return frozenset(left[0] for left in _left_of() if left[0] != UNKNOWN)


@cache
def _tails() -> frozenset[str]:
    return frozenset(mark for left in _left_of() for mark in left[1:])


@cache
def _damage() -> re.Pattern[str]:
    leads, tails = ("".join(map(re.escape, sorted(marks))) for marks in (_leads(), _tails()))
    return re.compile(f"[{leads}][{tails}\ufffd]")


def suspicious(text: str) -> tuple[tuple[int, int], ...]:
    """Return the lines in which a lead byte is followed by one of its own; all lines where one in four has some.

    A text that was damaged was damaged as a whole, but a letter like ``Ã`` may stand anywhere.
    """
    if text.isascii():
        return ()
    found: list[tuple[int, int]] = []
    for match in _damage().finditer(text):
        if found and match.start() < found[-1][1]:
            continue
        low = text.rfind("\n", 0, match.start()) + 1
        high = text.find("\n", match.end())
        found.append((low, high if high >= 0 else len(text)))
    if found and is_damaged("\n".join(text[low:high] for low, high in found)):
        whole = len(text) < _SMALL
        return ((0, len(text)),) if whole else tuple(found)
    return ()


_SMALL = 100_000
"""A text of fewer characters is read as damaged from its start to its end."""


def is_damaged(text: str) -> bool:
    """Tell whether a lead byte followed by at least one of its own stands anywhere in the text."""
    return any(len(cell.found) > 1 for cell in _split(text))


def lattice(text: str) -> tuple[Cell, ...]:
    """Return the cells of a text; one that was not damaged keeps every character as it is."""
    cells = tuple(_split(text))
    if any(len(cell.found) > 1 for cell in cells):
        return cells
    return tuple(Cell(letter, n, (letter,)) for n, letter in enumerate(text))


def _split(text: str) -> Iterator[Cell]:
    at = 0
    while at < len(text):
        cell = _cell_at(text, at)
        yield cell
        at += len(cell.found)


def _cell_at(text: str, at: int) -> Cell:
    if text[at] in _leads():
        end = at + 1
        while end < min(len(text), at + _LONGEST) and text[end] in _tails():
            end += 1
        for stop in range(end, at, -1):
            if found := candidates(text[at:stop]):
                return Cell(text[at:stop], at, found)
    return Cell(text[at], at, (text[at],))
