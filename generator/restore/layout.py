r"""How are formulas put together again that a copy took apart?

Copied MathML leaves its fractions on three lines (numerator, denominator, a blank), and each letter as a mathematical
glyph; copied KaTeX leaves a formula three times (glyphs, TeX, glyphs). Both are recognised by their shape alone.
Of a formula that was copied twice or three times, the TeX is read and the other copies are left out.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from generator.restore.tokens import to_tex

PLACES = (0xE000, 0xF8FF)
"""Private letters stand for characters that may have been several."""
_GLYPH = "\U0001d400-\U0001d7ff\ue000-\uf8ffα-ω∂∑∫∇ℒ"
_SIGN = r"−×=+*/<>≤≥·⋅⊙|^_\d()\[\]\s,.!" + "\u2061-\u2064"
_RUN = re.compile(rf"(?:\\frac\{{[^{{}}]*\}}\{{[^{{}}]*\}}|[{_GLYPH}{_SIGN}])+")
_TELLING = re.compile(rf"\\frac|[{_GLYPH}]|−\d")
_LINE = re.compile(rf"(?:[{_GLYPH}{_SIGN}-]|(?<![A-Za-z])d?[A-Za-z](?![A-Za-z]))+")
_MARKS = re.compile("[\u200b-\u200f\u2061-\u2064\ufeff\\s]")
LONGEST = 400
"""The longest run of text in which a formula is looked for three times."""


class Mapped(NamedTuple):
    """A text and, for each of its characters, where it stood before."""

    text: str
    places: tuple[int, ...]

    def cut(self, start: int, end: int) -> "Mapped":
        """Return a part of the text."""
        return Mapped(self.text[start:end], self.places[start:end])


def has_glyphs(text: str) -> bool:
    """Tell whether the text holds letters of the mathematical alphabets."""
    return re.search(rf"[{_GLYPH}−]", text) is not None


def joined(text: str, start: int) -> Mapped:
    """Return a block of lines as one, with fractions that stood on three lines written in TeX."""
    lines = _lines(text, start)
    parts: list[tuple[str, int]] = []
    n = 0
    while n < len(lines):
        (line, at) = lines[n]
        if _is_fraction(lines, n):
            below, place = lines[n + 1]
            parts += [(r"\frac{", at), (line, at), ("}{", place), (below, place), ("}", place + len(below) - 1)]
            n += 3
        else:
            parts += [(line, at), (" ", at + len(line))]
            n += 1
    return _mapped(parts)


def _lines(text: str, start: int) -> list[tuple[str, int]]:
    found = []
    for line in text.split("\n"):
        found.append((line, start))
        start += len(line) + 1
    return found


def _is_fraction(lines: list[tuple[str, int]], n: int) -> bool:
    if n + 2 >= len(lines):
        return False
    above, below, blank = (lines[n + k][0] for k in range(3))
    plain = all(_LINE.fullmatch(line) and line.strip() for line in (above, below))
    return bool(plain) and blank != "" and not blank.strip()


def _mapped(parts: list[tuple[str, int]]) -> Mapped:
    text = "".join(part for part, _ in parts)
    literal = {r"\frac{", "}{", "}"}
    places = (at if part in literal else at + n for part, at in parts for n in range(len(part)))
    return Mapped(text, tuple(places))


def runs(block: Mapped) -> Iterator[tuple[int, int]]:
    """Yield where formulas of glyphs begin and end in a block."""
    for match in _RUN.finditer(block.text):
        if _TELLING.search(match[0]):
            start, end = trimmed(block.text, *match.span())
            if start < end and _TELLING.search(block.text[start:end]):
                yield start, end


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without spaces, stops and brackets that are not closed or not opened in it."""
    while start < end:
        piece = text[start:end]
        if (
            piece[-1] in " \n\t,.;:"
            or (piece[-1] in "([" and len(piece) > 0)
            or (piece[-1] in ")]" and _open(piece) < 0)
        ):
            end -= 1
        elif piece[0] in " \n\t,.;:)]" or (piece[0] in "([" and _open(piece) > 0):
            start += 1
        else:
            break
    return start, end


def _open(piece: str) -> int:
    count = Counter(piece)
    return count["("] + count["["] - count[")"] - count["]"]


def undoubled(text: str) -> str | None:
    r"""Return the TeX in ``dLda\frac{dL}{da}dadL``, or None where a formula does not stand there three times."""
    if len(text) > LONGEST:
        return None
    for first in range(1, len(text) // 2):
        if text[first - 1] == "\\":
            break
        glyphs = _flat(text[:first])
        last = _tail(text, first, len(glyphs))
        if last and _same(glyphs, text[first:last], text[last:]):
            return text[first:last].strip()
    return None


def _tail(text: str, first: int, size: int) -> int:
    """Return where the last copy begins: it has as many marks as the first."""
    end = len(text)
    while end > first and size > 0:
        end -= 1
        size -= not _MARKS.match(text[end])
    return end if size == 0 else 0


def _same(glyphs: str, tex: str, tail: str) -> bool:
    return bool(glyphs) and glyphs == _flat(tex) and Counter(glyphs) == Counter(_flat(tail))


def flattened(text: str) -> tuple[str, ...]:
    """Return the marks that a reader sees, one a sign: a command that names a sign is one mark."""
    plain = _SPOKEN.sub(r"\1", to_tex(_UNSEEN.sub("", text))).replace("\\!", "")
    found = (_ALIKE.get(mark, mark) for mark in _MARK.findall(plain) if not _UNSHOWN.fullmatch(mark))
    return tuple(letter for mark in found for letter in (mark[1:] if mark in _NAMED else (mark,)))


_UNSEEN = re.compile("[\u200b-\u200f\u2061-\u2064\ufeff]")
_SPOKEN = re.compile(r"\\(?:text|operatorname|mathrm)\{([^{}]*)\}")
_UNSHOWN = re.compile(
    r"\\(?:frac|dfrac|tfrac|left|right|mathrm|mathbf|boldsymbol|operatorname|text|displaystyle|quad|,|;|:|!)|[{}_^&]"
)
_MARK = re.compile(r"\\[A-Za-z]+|\\[,;:! ]|\S")
_NAMED = {rf"\{name}" for name in ("log", "ln", "exp", "tanh", "sin", "cos", "max", "min")}
_ALIKE = {r"\times": "×", r"\ast": "*", "−": "-"}


def _flat(text: str) -> str:
    """Return the marks that a reader sees: no commands, braces or spaces."""
    plain = re.sub(
        r"\\(?:frac|left|right|mathrm|operatorname|text)(?![A-Za-z])|[{}_^]", "", to_tex(_MARKS.sub("", text))
    )
    return re.sub(r"\\([A-Za-z]+)", r"\1", plain).replace(" ", "").replace("\\", "")


_TEX = re.compile(r"\\[A-Za-z]+")
_BREAK = re.compile(
    r"[，。；：、！？「」《》【】“”\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0400-\u04ff`$]+|(?<!\S)[A-Za-z]{2,}[.,:;]?(?!\S)"
)
_WORDS = {"log", "ln", "exp", "sin", "cos", "tanh", "max", "min", "dz", "da", "dw", "db", "dL"}
LARGEST = 600
"""The longest run of text in which copies are looked for."""


def copies(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield where formulas stand that were copied twice or three times, and the TeX of each."""
    for line in re.finditer(r"[^\n]+", text[start:end]):
        low, high = start + line.start(), start + line.end()
        if high - low <= 20 * LARGEST and _TEX.search(text, low, high):
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
    if low < high and high - low <= LARGEST and "\\" in text[low:high]:
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
