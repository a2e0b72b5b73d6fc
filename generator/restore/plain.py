r"""Which words of a sentence are a formula that was typed without any sign of it: ``dz = a - y``, ``\frac{dL}{da}``?

A formula is a run of words that may stand in one, with at least one that does so only there. A newcomer adds a word
that is read as mathematics to ``tokens.WORDS``.
"""

import re
from collections.abc import Iterator

from generator.restore.tokens import WORDS

_WORD = re.compile(r"\S+")
_CORE = re.compile(r"^[\"“”'‘(*]*(.*?)[\"“”'’,.;:?!*]*$", re.DOTALL)
_LETTERS = re.compile(r"[A-Za-z]+")
_PAIRS = re.compile(r"d[azwbWZALJyx]|d?[AWZb]\[|[ayzwxAWZ][ayzwxAWZ]|XT|WT")
_SLOPE = re.compile(r"[dD][A-Za-z]/[dD][A-Za-z]")
_DIFFERENTIAL = re.compile(r"d[zawbWZAb](?:\[[0-9lL+-]+\])?")
_OPERATED = re.compile(r"\(?[\dA-Za-z]+(?:[-−+*/^][\dA-Za-z]+)+\)?")
_SIGNS = {"=", "+", "-", "−", "×", "*", "/", "⋅", "·", "≤", "<", ">", "≈"}
_SIGNED = re.compile(r"[-−]\d+")
_SAID = {"sigmoid", "softmax", "relu", "axis", "True", "keepdims", "max", "min", "tan", "exp", "det"}
"""Words that are mathematics in front of a bracket, and prose on their own."""
_NEVER = re.compile(r"https?:|www\.|@|://|\]\(")


def plain_runs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of plainly typed formulas, line by line."""
    for line in re.finditer(r"[^\n]+", text[start:end]):
        yield from _in_line(text, start + line.start(), start + line.end())


def _in_line(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    run: list[tuple[int, int]] = []
    for match in _WORD.finditer(text, start, end):
        if _may(match[0]):
            low, high = _core_span(match)
            first = run and text[low - 1 : low] in {"“", '"', "‘"}
            if first:
                yield from _whole(text, run)
                run = []
            run.append((low, high))
            if high < match.end() and _ends(match[0], text[high : match.end()]):
                yield from _whole(text, run)
                run = []
        else:
            yield from _whole(text, run)
            run = []
    yield from _whole(text, run)


def _ends(word: str, rest: str) -> bool:
    """Tell whether what follows the core of a word closes the formula: a quotation mark, a stop."""
    return bool(rest.strip("*")) and not (word.endswith("!") and "=" in word)


def _core_span(match: re.Match[str]) -> tuple[int, int]:
    word = match[0]
    low = len(word) - len(word.lstrip("\"“”'‘*"))
    high = len(word.rstrip('"“”’,.;:?*'))
    return match.start() + low, match.start() + max(high, low)


def _may(word: str) -> bool:
    """Tell whether the word may stand in a formula."""
    if _NEVER.search(word):
        return False
    core = word.strip("\"“”'‘’,.;:?*")
    if "\\" in core or core in _SIGNS or _SLOPE.fullmatch(core):
        return True
    if core in _SAID:
        return False
    known = re.sub("|".join(map(re.escape, WORDS)), " ", core)
    letters = _LETTERS.findall(known)
    return (
        bool(core)
        and re.fullmatch(r"[\w\s()\[\]{}=+\-−*/×^_'|!.,<>≤⋅·∂∇σδ]*", known) is not None
        and all(len(part) == 1 or _PAIRS.fullmatch(part) or _PAIRS.match(part + "[") for part in letters)
    )


def _whole(text: str, run: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    while run and run[-1] and text[slice(*run[-1])] in _SIGNS:
        run = run[:-1]
    while run and text[slice(*run[0])] in (_SIGNS - {"-", "−"}) | {"a", "A", "I"} and not _followed(text, run):
        run = run[1:]
    if run and any(_telling(text[slice(*word)]) for word in run):
        yield run[0][0], run[-1][1]


def _followed(text: str, run: list[tuple[int, int]]) -> bool:
    """Tell whether a single letter at the start is part of the formula: a sign follows."""
    return text[slice(*run[0])] in {"a", "A", "I"} and len(run) > 1 and text[run[1][0]] in _SIGNS | {"("}


def _telling(word: str) -> bool:
    """Tell whether the word stands in formulas only."""
    core = word.strip("()[]") or word
    if "\\" in word or _SLOPE.fullmatch(core) or _DIFFERENTIAL.fullmatch(core) or _SIGNED.fullmatch(word):
        return True
    if "=" in word and word not in {"==", "=>"}:
        return True
    called = any(f"{name}(" in word for name in WORDS)
    return called or (_OPERATED.fullmatch(word) is not None and _mixed(word))


def _mixed(word: str) -> bool:
    """Tell whether letters and digits or brackets meet, as in ``(1-a)``; dates and page numbers have no letter."""
    return any(mark.isalpha() for mark in word) and (word[0] == "(" or any(mark.isdigit() for mark in word))
