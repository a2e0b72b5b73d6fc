r"""Which words of a sentence are a formula that was typed without any sign of it: ``dz = a - y``, ``∂L/∂z = a − y``?

A formula is a run of words that may stand in one, with at least one that does so only there. The words of any language
end it. A newcomer adds a word that is read as mathematics to ``tokens.WORDS``, a name of a quantity to ``ROLES``.
"""

import re
from collections.abc import Iterator

from generator.restore.tails import end_of
from generator.restore.tokens import CALLED_BY_NAME, GREEK, WORDS
from generator.restore.words import (
    DASHES,
    QUOTES,
    RELATIONS,
    ROLES,
    SAID,
    SIGNS_ALONE,
    SLOPE,
    STOPS,
    introduced,
    masked,
    may,
)

_BREAKS = "，。；：、！？…「」『』《》【】¿¡“”\u2022"
_WORD = re.compile(rf"[^\s{_BREAKS}\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0400-\u04ff\u0e00-\u0e7f\u0590-\u06ff]+")
_TAILS = '"’‘,.;:?!*_~`'
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_WORD_BEHIND = re.compile(r"[ \t]+[^\W\d_]")
_DIFFERENTIAL = re.compile(r"d[zawbWZAbX](?:\[[0-9lL+-]+\])?")
_OPERATED = re.compile(r"\(?[\dA-Za-z]+(?:[-−+*/^][\dA-Za-z]+)+\)?")
_SIGNED = re.compile(r"[-−]\d+")
_BULLET = re.compile(r"\s*(?:>\s*)*(?:[-*•+–]\s+|\(?(?:\d{1,2}|[a-z])[.)]\s+|\|\s*)*")


def plain_runs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of plainly typed formulas, line by line."""
    for line in re.finditer(r"[^\n]+", text[start:end]):
        low, high = start + line.start(), start + line.end()
        if high - low > _LONGEST or not _ANY.search(text, low, high):
            continue
        bullet = _BULLET.match(text, low, high) if low == 0 or text[low - 1] == "\n" else None
        yield from _joined(text, _in_line(text, bullet.end() if bullet else low, high))


_LONGEST = 20_000
"""The longest line in which formulas are looked for."""
_ANY = re.compile(
    r"[=≈\\∂σδ∇≠≤≥ℒ′²√ŷ\ue000-\uf8ff\U0001d400-\U0001d7ff]|(?<![A-Za-z])[dD][A-Za-z](?![A-Za-z])|(?<!\w)[−-]\d|\d\s?[-−+*/^][a-z(]|"
    r"(?:log|ln|exp|tanh|sum|sin|cos|max|min|sigmoid|softmax|relu|mean|dot)\(|[<>]\s?[\d\w]|\)\s?[-+*/^(]|\(\d"
)
"""Some mark without which a line holds no formula."""


def _in_line(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    run: list[tuple[int, int]] = []
    depth = 0
    names = introduced(text)
    words = list(_WORD.finditer(text, start, end))
    for n, match in enumerate(words):
        gap = text[words[n - 1].end() : match.start()] if n else " "
        if run and gap.strip():
            yield from _whole(text, run)
            run, depth = [], 0
        if _joins(words, n, run, depth):
            yield from _whole(text, run)
            run = []
            continue
        if run and not depth and _begins(words, n) and {"<", ">", "≤", "≥"} & {text[slice(*one)] for one in run}:
            yield from _whole(text, run)
            run = []
        if may(masked(match[0], names)) or _named(text, words, n, run):
            low, high = _core_span(match, depth)
            if run and text[low - 1 : low] in {'"', "‘"}:
                yield from _whole(text, run)
                run, depth = [], 0
            run.append((low, high))
            depth = max(0, depth + _opened(text[low:high]))
            if high < match.end() and depth == 0 and _ends(match[0], text[high : match.end()]):
                yield from _whole(text, run)
                run = []
        else:
            last = text[slice(*run[-1])] if run else ""
            if not (last in RELATIONS or (last in _BINARY and _CALLED.match(match[0])) or _goes_on(words, n, run)):
                yield from _whole(text, run)
            run, depth = [], 0
    yield from _whole(text, run)


_AND = {"y", "e", "o", "u"}
"""Words of one letter that join two formulas in Spanish, Portuguese and Italian."""


def _joins(words: list[re.Match[str]], n: int, run: list[tuple[int, int]], depth: int) -> bool:
    """Tell whether a letter is a word between two formulas: a derivative that is set equal to something follows it."""
    if words[n][0] not in _AND or not run or depth or n + 2 >= len(words):
        return False
    return _begins(words, n + 1) and words[n - 1][0] not in SIGNS_ALONE


def _begins(words: list[re.Match[str]], n: int) -> bool:
    """Tell whether a derivative that is set equal to something begins with a word."""
    derivative = SLOPE.fullmatch(words[n][0]) or _DIFFERENTIAL.fullmatch(words[n][0])
    return derivative is not None and n + 1 < len(words) and words[n + 1][0] in RELATIONS


def _goes_on(words: list[re.Match[str]], n: int, run: list[tuple[int, int]]) -> bool:
    """Tell whether an unknown word is a factor of the formula before it: nothing ends that, and a sign follows it."""
    after = words[n + 1][0] if n + 1 < len(words) else ""
    unbroken = bool(run) and run[-1][1] == words[n - 1].end() and _IDENTIFIER.match(words[n][0]) is not None
    return unbroken and after in SIGNS_ALONE - DASHES - RELATIONS and words[n - 1][0] not in SIGNS_ALONE


_BINARY = {"+", "*", "/", "×", "·", "⋅", "⊙", "∘"}
"""Signs behind which a formula goes on: one whose next word is a call of something unknown is not taken at all."""
_CALLED = re.compile(r"[A-Za-z_]\w*\(")


def _opened(word: str) -> int:
    return sum(word.count(mark) for mark in "([{") - sum(word.count(mark) for mark in ")]}")


def _ends(word: str, rest: str) -> bool:
    """Tell whether what follows the core of a word closes the formula: a quotation mark, a stop."""
    return bool(rest.strip("*_~")) and not (word.endswith("!") and "=" in word)


def _core_span(match: re.Match[str], depth: int) -> tuple[int, int]:
    word = match[0]
    low = len(word) - len(word.lstrip('"“”‘*`~')) if word.strip("*") else 0
    tail = _TAILS if depth + _opened(word) <= 0 else '"’‘?`~'
    if re.search(r"[A-Za-zσ)\]]'+[,.;:?!]*$", word):
        tail = tail.replace("'", "")
    high = len(word.rstrip(tail)) if word.strip("*") else len(word)
    while high > low and depth + _opened(word[low:high]) < 0 and word[high - 1] in ")]}":
        high -= 1
        high = low + len(word[low:high].rstrip(tail))
    while high > low and word[low] in "([" and _opened(word[low:high]) > 0 and not _closes_later(match, depth):
        low += 1
    return match.start() + low, match.start() + max(high, low)


def _closes_later(match: re.Match[str], depth: int) -> bool:
    """Tell whether a bracket that opens in a word closes behind it, in the same line."""
    text, at = match.string, match.end()
    level = depth + _opened(match[0])
    stop = text.find("\n", at)
    for n in range(at, min(len(text) if stop < 0 else stop, at + 200)):
        level += (text[n] in "([") - (text[n] in ")]")
        if level <= depth:
            inner = text[match.start() : n]
            return not _PROSE.search(inner)
    return False


_PROSE = re.compile(
    rf"(?<![\\A-Za-z.{{_])(?!(?:{'|'.join(GREEK)}|net|out|err|Phi|phi|y_?hat|y_?pred|y_?true|preds?|sigmoid|softmax|softplus|target|output|keepdims|logits|label|pred|dot|sum|exp|log|tanh|relu|ReLU|axis|True|mean|loss)(?![A-Za-z]))[A-Za-z]{{3,}}(?![A-Za-z]*\(|[A-Za-z]*\s?[*/+^=@])"
)


def _named(text: str, words: list[re.Match[str]], n: int, run: list[tuple[int, int]]) -> bool:
    """Tell whether a word is the name of a quantity: a sign stands before it, or it is known and one stands behind."""
    core = words[n][0].strip(QUOTES + ",.;:?()")
    if not _IDENTIFIER.fullmatch(core) or core in SAID - {"log", "ln"}:
        return False
    before = text[slice(*run[-1])] if run else ""
    after = words[n + 1][0] if n + 1 < len(words) else ""
    if core == "D":  # a face, where it stands alone
        return after in RELATIONS
    if core in ROLES:
        return bool(
            before[-1:] in {"=", "+", "*", "/", "(", "-", "−", "·", "×"}
            or (after in SIGNS_ALONE and after not in DASHES)
            or (after in DASHES and (bool(run)))
        )
    if core == "sum" and run and after.startswith("("):
        return True
    stated = n + 2 < len(words) and words[n + 2][0] in RELATIONS and after.endswith(")")
    if core in {"log", "ln"} and (run or stated) and after and may(after) and after not in SIGNS_ALONE:
        return True
    if not run or before not in SIGNS_ALONE - {"<", ">", "@"} or core.lower() in STOPS:
        return False
    closing = (
        n + 1 == len(words)
        or words[n][0][-1] in ",.;:)"
        or after in SIGNS_ALONE
        or "\n" in text[words[n].end() : words[n + 1].start()]
    )
    if before in DASHES:
        return closing and len(run) > 1 and before in {"-", "−"}
    divided = before == "/" and len(run) > 3 and any(text[slice(*one)] == "=" for one in run)
    return closing and (divided or before in {"+", "*", "×", "·", "−"})


def _whole(text: str, run: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    while run and (text[slice(*run[-1])] in SIGNS_ALONE | {"", "|", "(", "["}):
        run = run[:-1]
    while run and (text[slice(*run[0])] in (SIGNS_ALONE - {"-", "−"}) | {"", "|", ")", ","} or _article(text, run)):
        run = run[1:]
    while (
        len(run) > 1
        and text[slice(*run[-1])] in {"a", "I"}
        and _WORD_BEHIND.match(text, run[-1][1])
        and text[slice(*run[-2])] not in SIGNS_ALONE
        and not text[slice(*run[-2])].endswith(("=", "+", "-", "*", "(", "/", "·"))
    ):
        run = run[:-1]
    while run and not any(map(str.isalnum, text[slice(*run[0])])) and len(run) == 1 and "∂" not in text[slice(*run[0])]:
        run = run[1:]
    if run and _is_formula([text[slice(*word)] for word in run]):
        yield run[0][0], run[-1][1]


def _article(text: str, run: list[tuple[int, int]]) -> bool:
    """Tell whether a single letter at the start is a word of the sentence: no sign follows."""
    word = text[slice(*run[0])]
    if word in {"a", "A", "I", "by", "By", "at", "At"}:
        return not (len(run) > 1 and (text[slice(*run[1])] in SIGNS_ALONE or text[run[1][0]] in SIGNS_ALONE | {"("}))
    return (
        word.rstrip(".").isdecimal()
        and len(run) > 1
        and text[slice(*run[1])][:1].isalpha()
        and text[slice(*run[0])].endswith(".")
    )


def _is_formula(words: list[str]) -> bool:
    joined = " ".join(words)
    if joined == "da":
        return False  # a word of several languages
    if re.fullmatch(r"[\d\s.,:/×x+-]+", joined):
        return any(map(_telling, words)) and len(words) == 1 and not re.search(r"\d[/:.,-]\d", joined)
    if re.search(r"[=≈＝]", joined):
        sides = re.split(r":?[=≈＝]+", joined)
        return all(side.strip() for side in sides[:1]) and bool(re.search(r"[^\W\d_]|\\|∂", joined))
    return any(map(_telling, words))


def _telling(word: str) -> bool:
    """Tell whether the word stands in formulas only."""
    core = word.strip("()[]") or word
    if "\\" in word or SLOPE.fullmatch(core) or _DIFFERENTIAL.fullmatch(core) or _SIGNED.fullmatch(word):
        return True
    called = any(f"{name}(" in word for name in WORDS) or _FUNCTION.search(word) is not None
    return called or (_OPERATED.fullmatch(word) is not None and _mixed(word))


_FUNCTION = re.compile(rf"[A-Za-zσφ]'+\(|{CALLED_BY_NAME}")


def _mixed(word: str) -> bool:
    """Tell whether letters and digits or brackets meet, as in ``(1-a)``; dates and page numbers have no letter."""
    return any(mark.isalpha() for mark in word) and word[0] == "(" and any(mark.isdigit() for mark in word)


def _joined(text: str, found: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the spans, each with the condition and the other value that stand behind it."""
    names, past = introduced(text), 0
    for low, high in found:
        if low >= past:
            past = end_of(text, high, lambda word: may(masked(word, names)))
            yield low, past
