"""What stands in a post: its text with the bytes mended, and every formula with the readings that it may have?

A formula may be the condition of another: ``... = p_i(1 - p_i)$ if $i = j$``. Characters that may have been several are
kept as private letters until a formula is read. A newcomer who meets a new kind of damage to the text as a whole mends
it here, and adds a word of another language to ``_BEHIND``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, product

from generator.errors import RestoreError
from generator.restore.decode import Decoded, decoded
from generator.restore.find import Span, find

LARGEST = 12_000_000
"""The largest post, in bytes or characters."""
MOST = 2000
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
    condition: str = ""
    is_condition: bool = False


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
        if not marks:
            return (({}, tex),)
        choices = product(*(self.doubts[mark] for mark in marks))
        most = READINGS // (1 + len(tex) // LONG)
        tables = (dict(zip(marks, chosen, strict=True)) for chosen in islice(choices, most))
        return tuple((table, tex.translate({ord(mark): letter for mark, letter in table.items()})) for table in tables)


def read_post(source: str | bytes) -> Post:
    """Return the post. Raises ``RestoreError`` in one line where it is too large or holds too many formulas."""
    whole = decoded(_as_text(source))
    spans = find(whole.text, MOST)
    before = conditions(whole.text, spans)
    drafts = tuple(_drafts(whole, spans))
    return Post(
        whole.text,
        tuple(
            _conditioned(
                drafts,
                before,
                tuple(trailing(whole.text, span.end) or leading(whole.text, span.start) for span in spans),
            )
        ),
        whole.doubts,
    )


def _conditioned(drafts: tuple[Draft, ...], pairs: Mapping[int, int], ends: tuple[str, ...]) -> Iterator[Draft]:
    """Yield the drafts, with the conditions under which the text puts them."""
    behind = set(pairs.values())
    for n, draft in enumerate(drafts):
        condition = drafts[pairs[n]].tex if n in pairs else ends[n]
        yield replace(draft, condition=condition, is_condition=n in behind)


def _as_text(source: str | bytes) -> str:
    if len(source) > LARGEST:
        raise RestoreError(f"the post has {len(source)} bytes · at most {LARGEST} are read")
    return source.decode("utf-8-sig", "replace") if isinstance(source, bytes) else source


def _drafts(whole: Decoded, spans: tuple[Span, ...]) -> Iterator[Draft]:
    line, at = 1, 0
    for span in spans:
        start, end = whole.span(span.start, span.end)
        found = whole.source[start:end].strip()
        start += len(whole.source[start:end]) - len(whole.source[start:end].lstrip())
        line, at = line + whole.source.count("\n", at, start), start
        damaged = span.mended or whole.mended(span.start, span.end)
        yield Draft(line, (start, end), span.start, found, span.tex, damaged)


_WORD = r"(?:if|for|when|whenever|where|in case|provided|as long as|falls|wenn|für|sofern|si|pour|cuando|para|若|当|при|если)"  # noqa: E501 - one row a line
_BEHIND = re.compile(
    rf"[$`)\\\s]*,?\s*\(?(?:and\s+)?(?:only\s+)?{_WORD}\s+(?:all\s+|only\s+)?[$`(\\\s]*", re.IGNORECASE
)
_BEFORE = re.compile(
    r"(?:only\s+)?[$`)\\\s]*(?:only|ist)?\s*(?:[:,，、]|时|時|のとき|(?<=\s)"
    r"|\bthen\b|\bwe (?:get|have|find|obtain)\b|\b(?:dann|gilt|alors|entonces)\b)"
    r"[\s,，、:]*(?:(?:we have|one has|it is|then|dann|gilt|有|则)\s*)*[$`(\\\s]*",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\s*\$\s+\$\s*")
"""A condition between dollars that stands right before its formula: for $k \\ne c$ $...$."""
_OPENED = re.compile(rf"(?:{_WORD}\s+|[当若])[$`(\\\s]*$", re.IGNORECASE)
_CONDITION = re.compile(
    r"\s*[ijklmnpq]\s*=\s*[ijklmnpq1-9]\s*|[^=]*(?:[<>≤≥≠]|\\(?:neq?|leq?|geq?|lt|gt)(?![A-Za-z])|!=)[^=]*"
)
_FAR = 40


_COMPARED = (
    r"((?:\|?[A-Za-z]\|?|\|[^|\n]{1,20}\|)\s*(?:<=|>=|!=|[<>≤≥≠])\s*[\w.−-]+|[ijkl]\s*(?:=|≠|!=)\s*[ijkl])(?![\w(^])"
)
_TRAILING = re.compile(rf"`{{0,2}}\s*,?\s*\(?{_WORD}\s+{_COMPARED}", re.IGNORECASE)
_LEADING = re.compile(
    rf"(?<!\w){_WORD}\s+{_COMPARED}\s*[,:]?\s*(?:then|we have|we get|dann|gilt|alors|entonces)?\s*$", re.IGNORECASE
)


def trailing(text: str, end: int) -> str:
    """Return the condition that a sentence puts right behind a plain formula: ``... = 1 if z > 0``."""
    match = _TRAILING.match(text, end)
    return match[1] if match else ""


def leading(text: str, start: int) -> str:
    """Return the condition that a sentence puts right before a plain formula: ``for z > 0 da/dz = 1``."""
    line = text[max(text.rfind("\n", 0, start), start - 2 * _FAR, 0) : start]
    match = _LEADING.search(line)
    return match[1] if match else ""


def conditions(text: str, spans: tuple[Span, ...]) -> dict[int, int]:
    """Return which formula has which other as its condition, by their numbers."""
    found: dict[int, int] = {}
    for n in range(len(spans) - 1):
        first, second = spans[n], spans[n + 1]
        between = text[first.end : second.start]
        if len(between) > _FAR or n in found.values():
            continue
        ahead = text[second.end : spans[n + 2].start] if n + 2 < len(spans) else ""
        behind = _BEHIND.fullmatch(between) and not _BESIDE.fullmatch(ahead)
        if n not in found and behind and _is_condition(second.tex):
            found[n] = n + 1
        elif (
            (_BEFORE.fullmatch(between) or _BESIDE.fullmatch(between))
            and _is_condition(first.tex)
            and _OPENED.search(text[max(0, first.start - _FAR) : first.start])
        ):
            found[n + 1] = n
    return found


def _is_condition(tex: str) -> bool:
    """Tell whether a formula is a condition: a comparison, or two indices that are the same."""
    return _CONDITION.fullmatch(tex) is not None and "frac" not in tex
