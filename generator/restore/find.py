r"""Where are the formulas of a post?

Between dollars, in environments (cut row by row), as bare TeX in a heading, as the glyphs of copied MathML, or typed
plainly in a sentence. Formulas that were split between dollars are joined, those that a comma joins are cut apart. A
newcomer who meets another delimiter adds it to ``DELIMITERS``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.restore.layout import has_glyphs, joined, runs, trimmed, undoubled
from generator.restore.plain import plain_runs

DELIMITERS = (("$$", "$$"), (r"\[", r"\]"), (r"\(", r"\)"), ("$", "$"))
NEAR = 20
"""How far apart two pieces of one formula may stand, in characters."""
_ENVIRONMENT = re.compile(r"\\begin\{((?:align|aligned|equation|gather|eqnarray|multline)\*?)\}")
_OPENING = re.compile(r"\\begin\{(?:align|aligned|equation|gather|eqnarray|multline)\*?\}|\$\$|\\\[|\\\(|\$")
_NOTHING = re.compile(r"(?:\\(?:begingroup|endgroup|quad|,|;|!|\\)|&|\s)*")


@dataclass(frozen=True)
class Span:
    """One formula: where it stands, what it says in TeX, and whether its layout had to be mended."""

    start: int
    end: int
    tex: str
    mended: bool = False


@dataclass(frozen=True)
class _Part:
    start: int
    end: int
    inner_start: int
    inner_end: int
    display: bool


def find(text: str) -> tuple[Span, ...]:
    """Return every formula of the text, in order."""
    found: list[Span] = []
    at = 0
    for part in _delimited(text):
        found += _in_prose(text, at, part[0].start)
        found += _joined_parts(text, part)
        at = part[-1].end
    found += _in_prose(text, at, len(text))
    return tuple(found)


def _delimited(text: str) -> Iterator[tuple[_Part, ...]]:
    """Yield the delimited formulas; those with only an equals sign or a bracket between them together."""
    group: tuple[_Part, ...] = ()
    for part in _parts(text):
        if group and _continues(text, group[-1], part):
            group = (*group, part)
        else:
            if group:
                yield group
            group = (part,)
    if group:
        yield group


def _continues(text: str, last: _Part, part: _Part) -> bool:
    between = text[last.end : part.start].strip()
    if part.display or last.display or not between or part.start - last.end > NEAR:
        return False
    return between == "=" or (set(between) <= set("=[]().*+ ") and bool(set(between) - set(". ")))


def _parts(text: str) -> Iterator[_Part]:
    at, closed = 0, set[str]()
    while match := _OPENING.search(text, at):
        opening = match[0]
        closing = _closing(opening)
        end = -1 if closing in closed else text.find(closing, match.end())
        if end < 0:
            closed.add(closing)
        if end < 0 or not _proper(text, match, end, opening):
            at = match.end()
            continue
        part = _Part(match.start(), end + len(closing), match.end(), end, opening not in {"$", r"\("})
        yield part
        at = part.end


def _closing(opening: str) -> str:
    environment = _ENVIRONMENT.match(opening)
    return rf"\end{{{environment[1]}}}" if environment else dict(DELIMITERS)[opening]


def _proper(text: str, match: re.Match[str], end: int, opening: str) -> bool:
    inner = text[match.end() : end]
    if opening != "$":
        return bool(inner.strip())
    return bool(inner) and not inner[0].isspace() and not inner[-1:].isspace() and "\n\n" not in inner


def _joined_parts(text: str, parts: tuple[_Part, ...]) -> list[Span]:
    if len(parts) == 1:
        return list(_cut(text, parts[0]))
    start, end = parts[0].inner_start, parts[-1].inner_end
    if text[parts[-1].end : parts[-1].end + 1] in {"]", ")"}:
        end = parts[-1].end
    while end < len(text) and text[end] in "])":
        end += 1
    tex = re.sub(r"\\\(|\\\)|\$", " ", text[start:end])
    return [Span(start, end, tex.strip())]


def _cut(text: str, part: _Part) -> Iterator[Span]:
    inner = text[part.inner_start : part.inner_end]
    rows = _rows(inner) if _ENVIRONMENT.match(text[part.start : part.start + 20]) else [(0, len(inner))]
    pieces = [piece for start, end in rows for piece in _at_commas(inner, start, end)]
    for start, end in pieces:
        piece = inner[start:end]
        if _NOTHING.fullmatch(piece):
            continue
        space = len(piece) - len(piece.lstrip())
        yield Span(part.inner_start + start + space, part.inner_start + start + len(piece.rstrip()), piece.strip())


def _rows(inner: str) -> list[tuple[int, int]]:
    ends = [match.start() for match in re.finditer(r"\\\\", inner)]
    starts = [0, *(end + 2 for end in ends)]
    return list(zip(starts, [*ends, len(inner)], strict=True))


def _at_commas(inner: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the pieces between commas outside brackets, if each of them is an equation."""
    cuts, depth = [], 0
    for n in range(start, end):
        depth += (inner[n] in "([{") - (inner[n] in ")]}")
        if inner[n] == "," and depth == 0 and inner[n - 1] != "\\":
            cuts.append(n)
    bounds = list(zip([start, *(n + 1 for n in cuts)], [*cuts, end], strict=True))
    return bounds if all("=" in inner[a:b] for a, b in bounds) else [(start, end)]


def _in_prose(text: str, start: int, end: int) -> list[Span]:
    """Return the formulas between two delimited ones, block by block."""
    found, at = [], start
    for match in re.finditer(r"\n(?=\n)", text[start:end]):
        found += _in_block(text, at, start + match.start())
        at = start + match.end()
    return [*found, *_in_block(text, at, end)]


def _in_block(text: str, start: int, end: int) -> list[Span]:
    block = text[start:end]
    if not block.strip():
        return []
    found = _thrice(text, start, end)
    if not found and (has_glyphs(block) or "\n \n" in block + "\n"):
        found = _glyphs(block, start)
    at = start
    spans: list[Span] = []
    for span in [*found, Span(end, end, "")]:
        spans += _plain(text, at, span.start)
        spans += [span] if span.tex else []
        at = span.end
    return spans


def _thrice(text: str, start: int, end: int) -> list[Span]:
    """Return the formulas that stand three times, in a block of their own lines or within a line."""
    first, last = trimmed(text, start, end)
    whole = undoubled(text[first:last]) if "\\" in text[first:last] else None
    if whole is not None:
        return [Span(first, last, whole, mended=True)]
    return [span for span in _plain(text, start, end) if span.mended]


def _glyphs(block: str, start: int) -> list[Span]:
    mapped = joined(block, start)
    spans = []
    for low, high in runs(mapped):
        part = mapped.cut(low, high)
        tex = undoubled(part.text) or part.text
        spans.append(Span(part.places[0], part.places[-1] + 1, tex.strip(), mended=True))
    return spans


def _plain(text: str, start: int, end: int) -> Iterator[Span]:
    for low, high in plain_runs(text, start, end):
        first, last = trimmed(text, low, high)
        if first < last:
            single = undoubled(text[first:last])
            yield Span(first, last, single or text[first:last], mended=single is not None)
