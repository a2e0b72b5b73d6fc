"""Which formulas of a sentence are the conditions of others: ``... = p_i(1 - p_i)$ if $i = j$``?

A newcomer adds a word of another language to ``_BEHIND``.
"""

import re

from generator.restore.find import Span

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
