r"""Which rows of an environment are formulas of their own, and where do several stand in one row?

A row that begins with a relation goes on with the chain above: both are one formula. A
newcomer who meets another word between two formulas adds it to ``_BETWEEN``.
"""

import re
from collections.abc import Iterator

_ROW = re.compile(r"\\\\(?:\[[^\]]*\])?")
_FRAME = re.compile(
    r"\\(?:begin|end)\{(?:align|aligned|alignat|equation|gather|gathered|eqnarray|multline|split)\*?\}(?:\{\d\})?|\\label\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])|\\tag\*?\{[^{}]*\}"
)
_INNER = re.compile(
    r"\\begin\{(?:cases|dcases|[vpbB]?matrix|array)\}.*?\\end\{(?:cases|dcases|[vpbB]?matrix|array)\}", re.DOTALL
)
_RELATION = re.compile(r"[\s&]*(?:\{\})?[\s&]*(=|\\approx|\\equiv|\\simeq|:=)")
_GOES_ON = re.compile(r"[\s&]*(?:\\q?quad\s*)*[+\-]|[\s&]*\\(?:cdot|times|odot)(?![A-Za-z])")
_BETWEEN = re.compile(
    r"\\(?:Rightarrow|implies|Longrightarrow|iff|Leftrightarrow|therefore|hence|qquad)(?![A-Za-z])|[⇒⟹∴]|"
    r"\\text\{\s*(?:and|or|so|then|hence|und|et|y|also|thus|with|where|mit)\s*\}|[,;，；](?:\s*\\q?quad)?(?:\s*\\text\{\s*(?:and|so|with|where|und)\s*\})?"
)
_NOTHING = re.compile(r"(?:\\(?:begingroup|endgroup|quad|,|;|!|\\)|&|\s|[.,])*")


def chain_rows(inner: str, *, rows: bool) -> Iterator[tuple[int, int]]:
    """Yield where each formula stands in what is between two delimiters; ``rows`` says that lines are told apart.

    A row that begins with a relation or a sign goes on with the one above: both are one formula.
    """
    frames = list(_FRAME.finditer(inner))
    low = max((f.end() for f in frames if f.start() <= _lead(inner, f.start())), default=0)
    high = min((f.start() for f in frames if f.end() >= len(inner.rstrip()) and "end" in f[0]), default=len(inner))
    if low >= high:
        low, high = 0, len(inner)
    found = _rows(inner, low, high)
    own_rows = rows or any("begin" in f[0] for f in frames)
    if not own_rows and not _several(inner, found):
        found = [(low, high)]
    yield from ((start, end) for start, end in _continued(inner, found) if not _NOTHING.fullmatch(inner[start:end]))


def _lead(inner: str, at: int) -> int:
    """Return where a frame may stand that begins the formula: nothing but frames and space before it."""
    before = _FRAME.sub("", inner[:at])
    return at if not before.strip(" \n\t&") else -1


def _several(inner: str, rows: list[tuple[int, int]]) -> bool:
    """Tell whether rows without an environment are formulas of their own: each has its left side."""
    pieces = [inner[a:b] for a, b in rows if not _NOTHING.fullmatch(inner[a:b])]
    return len(pieces) > 1 and all(
        "=" in piece and not _RELATION.match(piece) and not _GOES_ON.match(piece) for piece in pieces
    )


def _rows(inner: str, low: int, high: int) -> list[tuple[int, int]]:
    frames = [(m.start(), m.end()) for m in _INNER.finditer(inner)]
    ends = [m for m in _ROW.finditer(inner, low, high) if not any(a <= m.start() < b for a, b in frames)]
    starts = [low, *(m.end() for m in ends)]
    return list(zip(starts, [*(m.start() for m in ends), high], strict=True))


def _continued(inner: str, rows: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the rows; one that begins with a relation or a sign belongs to the row above."""
    last: tuple[int, int] | None = None
    for start, end in rows:
        if last and (_RELATION.match(inner[start:end]) or _GOES_ON.match(inner[start:end])):
            last = (last[0], end)
            continue
        if last:
            yield last
        last = (start, end)
    if last:
        yield last


def pieces_of(inner: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the formulas of a row: pieces between commas, arrows and words, if each of them states something."""
    cuts = [
        m
        for m in _BETWEEN.finditer(inner, start, end)
        if _outside(inner, start, m.start()) and inner[m.start() - 1 : m.start()] != "\\"
    ]
    if not cuts:
        return [(start, end)]
    bounds = list(zip([start, *(m.end() for m in cuts)], [*(m.start() for m in cuts), end], strict=True))
    full = [(a, b) for a, b in bounds if inner[a:b].strip(" &,;.\n")]
    if len(full) == 1:
        return [(full[0][0], full[0][1])] if not full[0][1] < end or True else full
    if all(_states(inner[a:b]) for a, b in full):
        return full
    return _at_arrows(inner, start, end, cuts)


def _at_arrows(inner: str, start: int, end: int, cuts: list[re.Match[str]]) -> list[tuple[int, int]]:
    """Return the pieces between arrows only: a comma may stand before a condition."""
    arrows = [m for m in cuts if m[0][0] in "\\⇒⟹∴" and not m[0].startswith(r"\qquad")]
    bounds = list(zip([start, *(m.end() for m in arrows)], [*(m.start() for m in arrows), end], strict=True))
    full = [(a, b) for a, b in bounds if inner[a:b].strip(" &,;.\n")]
    return full if len(full) > 1 and all(_states(inner[a:b]) for a, b in full) else [(start, end)]


def _states(piece: str) -> bool:
    """Tell whether a piece is an equation of its own, and no condition on indices."""
    return "=" in re.sub(r"\{[^{}]*\}", "", piece) and not re.fullmatch(
        r"[\s\\,;:quad]*[ijkl]\s*=\s*[ijkl1-9][\s.,]*", piece
    )


def _outside(inner: str, start: int, at: int) -> bool:
    before = inner[start:at]
    opened = sum(before.count(mark) for mark in "([{") - sum(before.count(mark) for mark in ")]}")
    return opened == 0 and before.count(r"\begin") == before.count(r"\end")
