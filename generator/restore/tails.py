r"""Which words behind a plain formula belong to it: ``-y if y s < 1 and 0 otherwise``?

A formula that holds under a condition is not taken without it. A newcomer adds a word of another language to a table.
"""

import re
from collections.abc import Callable

_IF_WORDS = r"(?:if|when|whenever|for|falls|wenn|für|si|pour|cuando|para)"
_ELSE_WORDS = r"(?:otherwise|elsewhere|else|sonst|ansonsten|sinon|autrement)"
_IF = re.compile(rf"[ \t]*,?[ \t]*\(?{_IF_WORDS}[ \t]+", re.IGNORECASE)
_ELSE = re.compile(rf"[ \t]*[,;]?[ \t]*(?:(?:and|or|und|et) )?{_ELSE_WORDS}(?![A-Za-z])[:,]?[ \t]*", re.IGNORECASE)
_AND = re.compile(r"[ \t]*[,;][ \t]*(?:(?:and|or|und|et)[ \t]+)?|[ \t]+(?:and|or|und|et)[ \t]+", re.IGNORECASE)
_COMPARED = re.compile(r"[<>≤≥≠]|!=|==|(?<![A-Za-z])[ijkl]\s*=\s*[ijkl](?![A-Za-z])")
_EQUATION = re.compile(r"(?<![<>!=])=(?!=)")
_WORD = re.compile(r"[ \t]*(\S+)")
_MARKS = re.compile(rf"\s*,?\s+(?P<if>{_IF_WORDS})\s+|\s*,?\s+{_ELSE_WORDS}(?:[:,]?\s+|\s*$)", re.IGNORECASE)


def end_of(text: str, at: int, may: Callable[[str], bool]) -> int:
    """Return where a plain formula ends that stands in front of ``at``: behind its conditions and its other values.

    ``may`` tells of a word whether it may stand in a formula.
    """
    end = _condition(text, at, may)
    while end > at:
        if (last := _ELSE.match(text, end)) and (other := _words(text, last.end(), may)) > last.end():
            return other
        between = _AND.match(text, end)
        other = _words(text, between.end(), may) if between else end
        if between is None or other == between.end() or _EQUATION.search(text, between.end(), other):
            return end
        if last := _ELSE.match(text, other):
            return other + len(last[0].rstrip())
        at, end = end, _condition(text, other, may)
        if end == other:
            return at
    return end


def _condition(text: str, at: int, may: Callable[[str], bool]) -> int:
    """Return where a condition ends that stands here; ``at`` where there is none."""
    opened = _IF.match(text, at)
    end = _words(text, opened.end(), may) if opened else at
    return end if opened and _COMPARED.search(text, opened.end(), end) else at


def _words(text: str, at: int, may: Callable[[str], bool]) -> int:
    """Return where the words of a formula end that begin here; a stop or a comma ends them."""
    end = at
    while (word := _WORD.match(text, end)) and "\n" not in word[0]:
        core = word[1].rstrip(".,;:!?")
        if not core or not (may(core) or may(core.lstrip("-−"))):
            break
        end = word.start(1) + len(core)
        if len(core) < len(word[1]):
            break
    return end


def spelled(line: str) -> str:
    """Return a formula with the words of its conditions as the grammar reads them; as it is where it has none."""
    marks = list(_MARKS.finditer(line))
    start = line.rfind("=", 0, marks[0].start()) + 1 if marks and marks[0]["if"] else 0
    if not start:
        return line
    value, branches = line[start : marks[0].start()].strip(), list[str]()
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        piece = line[mark.end() : following.start() if following else len(line)].strip()
        if not mark["if"]:
            branches += [rf"{value} & \text{{otherwise}}"] if value else []
            value = ""
            continue
        closed = following is not None and not following["if"] and following.end() < len(line)
        condition, other = (piece, "") if following is None or closed else _parted(piece)
        if not _COMPARED.search(condition) or (not other and following is not None and not closed):
            return line
        branches.append(f"{value} & {condition}")
        value = line[following.end() :].strip() if closed and following else other
    if len(branches) == 1 and not value:
        return f"{line[:start]} " + branches[0].replace(" & ", r" \text{ if } ")
    first = branches[0]
    if first.startswith("(") and first.count("(") > first.count(")"):
        branches = [first[1:], *branches[1:-1], branches[-1].replace(")", "", 1)]
    return rf"{line[:start]} \begin{{cases}} " + r" \\ ".join(branches) + r" \end{cases}"


def _parted(piece: str) -> tuple[str, str]:
    """Return a condition and the next value, which a comma or an "and" parts."""
    every = list(_AND.finditer(piece))
    return (piece[: every[-1].start()], piece[every[-1].end() :]) if every else (piece, "")
