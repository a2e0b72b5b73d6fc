"""What stands in a post: its text with the bytes mended, and every formula with the readings that it may have?

Characters that may have been several are kept as private letters until a formula is read. A newcomer who meets a new
kind of damage to the text as a whole mends it here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product

from generator.errors import RestoreError
from generator.restore.find import Span, find
from generator.restore.layout import PLACES
from generator.restore.mojibake import Cell, is_damaged, lattice
from generator.restore.tokens import to_tex

SURROGATES = (0xD800, 0xDFFF)
"""Halves of characters, which no text may hold."""
LARGEST = 300_000
"""The largest post, in bytes or characters."""
MOST = 500
"""The largest number of formulas in a post."""
READINGS, LONG = 240, 200
"""How many readings of one formula are weighed; of a long one half as many, or a third."""


@dataclass(frozen=True)
class Draft:
    """A formula as found: its line, its span in the post, and what it says, with private letters in doubt.

    ``at`` is its place in the mended text, where definitions are looked for.
    """

    line: int
    span: tuple[int, int]
    at: int
    found: str
    tex: str
    damaged: bool


@dataclass(frozen=True)
class Post:
    """A post: the mended text, its formulas, and what each private letter may stand for."""

    text: str
    drafts: tuple[Draft, ...]
    doubts: Mapping[str, tuple[str, ...]]

    def doubtful(self, tex: str) -> tuple[str, ...]:
        """Return the private letters in a formula."""
        return tuple(dict.fromkeys(mark for mark in tex if mark in self.doubts))

    def readings(self, tex: str) -> tuple[tuple[Mapping[str, str], str], ...]:
        """Return what a formula may say: a private letter reads the same throughout it."""
        marks = self.doubtful(tex)
        choices = product(*(self.doubts[mark] for mark in marks))
        most = READINGS // (1 + len(tex) // LONG)
        tables = (dict(zip(marks, chosen, strict=True)) for chosen in islice(choices, most))
        return tuple((table, tex.translate({ord(mark): letter for mark, letter in table.items()})) for table in tables)


def read_post(source: str | bytes) -> Post:
    """Return the post. Raises ``RestoreError`` in one line where it is too large or holds too many formulas."""
    text = _as_text(source)
    mended, places, doubts = _mended(text)
    spans = find(mended)
    if len(spans) > MOST:
        message = f"the post holds {len(spans)} formulas · at most {MOST} are read"
        raise RestoreError(message)
    return Post(mended, tuple(_drafts(text, mended, places, spans)), doubts)


def _as_text(source: str | bytes) -> str:
    if len(source) > LARGEST:
        message = f"the post has {len(source)} bytes · at most {LARGEST} are read"
        raise RestoreError(message)
    text = source.decode("utf-8-sig", "replace") if isinstance(source, bytes) else source
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        "\ufffd" if PLACES[0] <= ord(mark) <= PLACES[1] or SURROGATES[0] <= ord(mark) <= SURROGATES[1] else mark
        for mark in text
    )


def _mended(text: str) -> tuple[str, tuple[int, ...] | None, dict[str, tuple[str, ...]]]:
    """Return the text with its bytes put right, where each character was, and the characters in doubt."""
    if not is_damaged(text):
        return text, None, {}
    cells = lattice(text)
    private: dict[tuple[str, ...], str] = {}
    marks = [_mark(cell, private) for cell in cells]
    places = (*(cell.start for cell in cells), len(text))
    return "".join(marks), places, {mark: letters for letters, mark in private.items()}


def _mark(cell: Cell, private: dict[tuple[str, ...], str]) -> str:
    letters = tuple(dict.fromkeys(to_tex(letter) for letter in cell.candidates))
    if len(cell.candidates) == 1:
        return cell.candidates[0]
    if not any(letter.strip("\\ ").isalpha() for letter in letters):
        return "”" if "”" in cell.candidates else cell.candidates[0]
    return private.setdefault(letters, chr(PLACES[0] + len(private)))


def _drafts(text: str, mended: str, places: tuple[int, ...] | None, spans: tuple[Span, ...]) -> Iterator[Draft]:
    line, at = 1, 0
    for span in spans:
        start, end = (span.start, span.end) if places is None else (places[span.start], places[span.end])
        found = text[start:end].strip()
        line, at = line + text.count("\n", at, start), start
        changed = places is not None and found != mended[span.start : span.end].strip()
        yield Draft(line, (start, end), span.start, found, span.tex, span.mended or changed)
