"""What was a text before its way to us: which bytes were misread, which HTML is left in it?

``decoded`` returns the text put right and where each of its characters stood. Characters that may have been several are
private letters until a formula is read. A newcomer who meets new damage to the text as a whole adds a kind of edit.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.restore.layout import PLACES
from generator.restore.mojibake import Cell, lattice, suspicious
from generator.restore.tokens import to_tex

_SURROGATES = re.compile(f"[\ud800-\udfff{chr(PLACES[0])}-{chr(PLACES[1])}]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z][A-Za-z0-9]{1,30});")
_TAG = re.compile(
    r"<(/?)(sub|sup|i|em|b|strong|var|span|code|p|br|div|tt|pre|li|ul|ol|h[1-6]|td|tr|th|table|tbody|font|u|small|a|blockquote)"
    r"(?:\s+[A-Za-z-]+=[^<>]*)?\s*/?>",
    re.IGNORECASE,
)
_LONGEST = 200
"""How long a tag with its attributes may be, in characters."""
_LINES = {
    "p", "br", "div", "pre", "li", "ul", "ol", "tr", "td", "th", "table", "blockquote",
    *(f"h{n}" for n in range(1, 7)),
}  # fmt: skip
_LIGATURES = {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl"}


@dataclass(frozen=True)
class Decoded:
    """A text put right: what it was made of, what may stand for its private letters, and the edits that were made."""

    text: str
    source: str
    doubts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    starts: tuple[int, ...] = ()
    edits: tuple[tuple[int, int, int, bool], ...] = ()
    """For each edit: where it begins and ends in the source, how long it is now, and whether it mends damage."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of the text stands in the source, with the other halves of its tags."""
        return _balanced(self.source, self._place(start, last=False), self._place(end, last=True))

    def mended(self, start: int, end: int) -> bool:
        """Tell whether damage was mended within a part of the text."""
        first = max(0, bisect_right(self.starts, start) - 1)
        return any(
            edit[3]
            for at, edit in zip(self.starts[first:], self.edits[first:], strict=True)
            if at < end and at + edit[2] > start
        ) if self._any_damage else False  # fmt: skip

    @property
    def _any_damage(self) -> bool:
        return bool(self.doubts) or any(edit[3] for edit in self.edits)

    def _place(self, at: int, *, last: bool) -> int:
        n = bisect_right(self.starts, at) - 1
        while last and n >= 0 and self.starts[n] == at:
            n -= 1
        if n < 0:
            return at
        start, (low, high, length, _) = self.starts[n], self.edits[n]
        if at >= start + length:
            return high + at - start - length
        return high if last else low


def _balanced(source: str, low: int, high: int) -> tuple[int, int]:
    """Take in the tags at both ends whose other halves are within: ``<b>`` of ``<b>dz</b> = a - y``."""
    if "<" not in source[low:high]:
        return low, high
    while (tag := _before(source, low)) and _loose(source[low:high], tag[2])[0]:
        low = tag.start()
    while (tag := _TAG.match(source, high)) and tag[1] and _loose(source[low:high], tag[2])[1]:
        high = tag.end()
    return low, high


def _before(source: str, end: int) -> re.Match[str] | None:
    """Return the opening tag that ends here, if one does."""
    start = source.rfind("<", max(0, end - _LONGEST), end)
    tag = _TAG.match(source, start, end) if start >= 0 else None
    return tag if tag and tag.end() == end and not tag[1] else None


def _loose(part: str, name: str) -> tuple[int, int]:
    """Return how many tags of a name are closed in a part and not opened before, and opened and not closed behind."""
    closed = opened = 0
    for tag in _TAG.finditer(part):
        if tag[2].lower() == name.lower():
            closed += bool(tag[1]) and not opened
            opened = max(0, opened - 1) if tag[1] else opened + 1
    return closed, opened


def decoded(source: str) -> Decoded:
    """Return the text with its bytes and its HTML put right."""
    source = _SURROGATES.sub("\ufffd", source.replace("\r\n", "\n").replace("\r", "\n"))
    private: dict[tuple[str, ...], str] = {}
    edits = sorted([*_bytes(source, private), *_marks(source)])
    parts, starts, kept, at, length = [], [], [], 0, 0
    for low, high, new, damage in edits:
        if low < at:
            continue
        parts += [source[at:low], new]
        length += low - at
        starts.append(length)
        kept.append((low, high, len(new), damage))
        length += len(new)
        at = high
    parts.append(source[at:])
    doubts = {mark: letters for letters, mark in private.items()}
    return Decoded("".join(parts), source, doubts, tuple(starts), tuple(kept))


def _bytes(source: str, private: dict[tuple[str, ...], str]) -> Iterator[tuple[int, int, str, bool]]:
    """Yield what misread bytes were, piece by piece of the text that holds any."""
    for low, high in suspicious(source):
        for cell in lattice(source[low:high]):
            mark = _mark(cell, private)
            if mark != cell.found:
                yield low + cell.start, low + cell.start + len(cell.found), mark, True


def _mark(cell: Cell, private: dict[tuple[str, ...], str]) -> str:
    letters = tuple(dict.fromkeys(to_tex(letter) for letter in cell.candidates))
    if len(cell.candidates) == 1:
        return cell.candidates[0]
    if not any(letter.strip("\\ ").isalpha() for letter in letters):
        return "”" if "”" in cell.candidates else cell.candidates[0]
    return private.setdefault(letters, chr(PLACES[0] + len(private)))


def _marks(source: str) -> Iterator[tuple[int, int, str, bool]]:
    """Yield what entities, tags and ligatures stand for."""
    if "&" in source:
        for match in _ENTITY.finditer(source):
            new = html.unescape(match[0])
            if new != match[0] and len(new) == 1 and new not in "<&\n":
                yield match.start(), match.end(), new, False
            elif new == "<":
                yield match.start(), match.end(), " < ", False
    if "<" in source:
        for match in _TAG.finditer(source):
            yield match.start(), match.end(), _tag(match[1], match[2].lower()), False
    for ligature, letters in _LIGATURES.items():
        if ligature in source:
            yield from ((m.start(), m.end(), letters, False) for m in re.finditer(ligature, source))


def _tag(slash: str, name: str) -> str:
    if name in {"sub", "sup"}:
        return "}" if slash else "_{" if name == "sub" else "^{"
    if name == "code":
        return "`"
    return "\n" if name in _LINES else ""
