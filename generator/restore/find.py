r"""Where are the formulas of a post?

Between dollars, in environments (cut row by row), in fences and spans of code, as bare TeX in a heading, as the
glyphs of
copied MathML, or typed plainly in a sentence. Formulas that were split between dollars are joined, those that a comma
or
an arrow joins are cut apart. A newcomer who meets another delimiter adds it to ``DELIMITERS``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.errors import RestoreError
from generator.restore.code import as_formula, in_fence, in_span
from generator.restore.layout import copies, has_glyphs, joined, runs, trimmed, undoubled
from generator.restore.plain import plain_runs
from generator.restore.rows import chain_rows, pieces_of
from generator.restore.words import introduced

DELIMITERS = (("$$", "$$"), (r"\[", r"\]"), (r"\(", r"\)"), ("$", "$"))
NEAR = 20
"""How far apart two pieces of one formula may stand, in characters."""
FARTHEST = 5000
"""How long a formula between two signs may be, in characters."""
_NAMES = r"(?:align|aligned|alignat|equation|gather|gathered|eqnarray|multline|split|displaymath|math)\*?"
_ENVIRONMENT = re.compile(rf"\\begin\{{({_NAMES})\}}")
_OPENING = re.compile(
    rf"\\begin\{{{_NAMES}\}}|(?<!\\)\$\$|\\\[|\\\(|(?<!\\)\$`?|```+[^\n`]*\n|~~~+[^\n~]*\n|(?<!`)`(?!`)"
)
_PROSE = re.compile(r"(?<![\\A-Za-z{])[A-Za-z]{4,}(?![A-Za-z}(])")
_KNOWN = re.compile(
    r"sigmoid|softmax|softplus|tanh|sinh|cosh|arctan|keepdims|target|loss|Loss|sign|ReLU|relu|True|axis"
)


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
    kind: str

    @property
    def display(self) -> bool:
        return self.kind not in {"$", r"\(", "$`"}


def find(text: str, most: int = 10**9) -> tuple[Span, ...]:
    """Return every formula of the text, in order. Raises ``RestoreError`` where there are more than so many."""
    found: list[Span] = []
    at = 0
    for part in _delimited(text):
        found += _in_prose(text, at, part[0].start)
        found += _joined_parts(text, part)
        at = part[-1].end
        if len(found) > most:
            break
    else:
        found += _in_prose(text, at, len(text))
    if len(found) > most:
        raise RestoreError(f"the post holds {len(found)} formulas or more · at most {most} are read")
    return tuple(span for span in found if span.tex)


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
    if "\n" in text[last.end : part.start] or (text[last.end : part.start] == " . " and not part.display):
        return between == "." and "\n" not in text[last.end : part.start] and not last.display
    if part.display or last.display or not between or part.start - last.end > NEAR:
        return False
    return between == "=" or (set(between) <= set("=[]().*+ ") and bool(set(between) - set(". ")))


def _parts(text: str) -> Iterator[_Part]:
    at = 0
    while match := _OPENING.search(text, at):
        opening = match[0]
        closing = _closing(opening)
        far = len(text) if opening[:3] in {"```", "~~~"} else match.end() + FARTHEST
        end = _end(text, closing, match.end(), far)
        if end < 0 or not _proper(text, match, end, opening):
            at = match.end() if opening[:3] not in {"```", "~~~"} or end < 0 else end + len(closing)
            continue
        part = _Part(match.start(), end + len(closing), match.end(), end, _kind(opening))
        yield part
        at = part.end


def _kind(opening: str) -> str:
    if opening[:3] in {"```", "~~~"}:
        return "math" if opening.strip("`~ \n").lower() in {"math", "latex", "tex", "katex"} else "fence"
    return opening


def _end(text: str, closing: str, start: int, far: int) -> int:
    end = text.find(closing, start, far)
    while closing == "$" and end > 0 and text[end - 1] == "\\":
        end = text.find(closing, end + 1, far)
    return end


def _closing(opening: str) -> str:
    if opening == "$`":
        return "`$"
    if opening == "`":
        return "`"
    if opening[:3] in {"```", "~~~"}:
        return "\n" + opening[: len(opening) - len(opening.lstrip(opening[0]))]
    environment = _ENVIRONMENT.match(opening)
    return rf"\end{{{environment[1]}}}" if environment else dict(DELIMITERS)[opening]


def _proper(text: str, match: re.Match[str], end: int, opening: str) -> bool:
    inner = text[match.end() : end]
    if opening == "`":
        return "\n" not in inner and bool(inner.strip())
    if opening != "$":
        return bool(inner.strip())
    if not inner.strip() or "\n\n" in inner or inner.count("\n") > 8:
        return False
    tight = not inner[0].isspace() and not inner[-1:].isspace()
    if text[end + 1 : end + 2].isdigit() and not tight:
        return False
    return (tight and not _price(inner)) or _is_maths(inner)


def _price(inner: str) -> bool:
    return inner[0].isdigit() and bool(_PROSE.search(inner)) and "\\" not in inner


def _is_maths(inner: str) -> bool:
    """Tell whether what stands between two dollars with spaces is a formula, and no piece of a sentence about prices."""  # noqa: E501 - one row a line
    bare = re.sub(r"\\(?:text|operatorname|mathrm|textbf)\{[^{}]*\}|\\[A-Za-z]+", " ", _KNOWN.sub(" ", inner))
    if _PROSE.search(bare):
        return False
    return bool(re.search(r"[\\=^_+*/]|^\s*[A-Za-z]\s*$|[A-Za-z]\(|\d", inner)) and not re.fullmatch(
        r"\s*\d+\s+[a-z ]+", inner
    )


def _joined_parts(text: str, parts: tuple[_Part, ...]) -> list[Span]:
    if len(parts) == 1:
        return list(_of_part(text, parts[0]))
    start, end = parts[0].inner_start, parts[-1].inner_end
    if text[parts[-1].end : parts[-1].end + 1] in {"]", ")"}:
        end = parts[-1].end
    while end < len(text) and text[end] in "])":
        end += 1
    tex = re.sub(r"\\\(|\\\)|\$", " ", text[start:end])
    return [Span(start, end, tex.strip())]


def _of_part(text: str, part: _Part) -> Iterator[Span]:
    if part.kind == "fence":
        yield from (Span(low, high, tex) for low, high, tex in in_fence(text, part.inner_start, part.inner_end))
    elif part.kind == "`":
        yield from (Span(low, high, tex) for low, high, tex in in_span(text, part.inner_start, part.inner_end))
    else:
        yield from _cut(text, part)


def _cut(text: str, part: _Part) -> Iterator[Span]:
    """Yield the formulas between two delimiters: rows of an environment, pieces that a comma or an arrow joins."""
    inner = text[part.inner_start : part.inner_end]
    shown = part.kind.startswith(r"\begin") and "cases" not in part.kind
    for start, end in chain_rows(inner, rows=shown):
        for low, high in pieces_of(inner, start, end):
            piece = inner[low:high]
            if not piece.strip():
                continue
            space = len(piece) - len(piece.lstrip())
            begin = part.inner_start + low + space
            if _LETTER.fullmatch(piece.strip()):
                yield Span(begin, begin, "")
                continue
            yield Span(
                begin,
                part.inner_start + low + len(piece.rstrip()),
                as_formula(piece.strip()) if "np." in piece else piece.strip(),
            )


_LETTER = re.compile(r"\\?[A-Za-z]+|[^\W\d_]|\\(?:mathbf|mathcal|boldsymbol|hat|bar|mathrm|vec)\{?\s*\\?[A-Za-z]\}?")
"""A letter alone, of which nothing is said."""


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
    if not found and (
        _DOUBTFUL.search(block) or ("\n" in block.strip() and (has_glyphs(block) or "\n \n" in block + "\n"))
    ):
        found = _glyphs(block, start)
    at = start
    spans: list[Span] = []
    for span in [*found, Span(end, end, "")]:
        spans += _plain(text, at, span.start)
        spans += [span] if span.tex else []
        at = span.end
    return spans


_DOUBTFUL = re.compile("[\ue000-\uf8ff]")


def _thrice(text: str, start: int, end: int) -> list[Span]:
    """Return the formulas that stand twice or three times, in a block of their own lines or within a line."""
    if "\\" not in text[start:end]:
        return []
    first, last = trimmed(text, start, end)
    whole = undoubled(text[first:last])
    if whole is not None:
        return [Span(first, last, whole, mended=True)]
    found = [Span(low, high, tex, mended=True) for low, high, tex in copies(text, start, end)]
    return found or [span for span in _plain(text, start, end) if span.mended]


def _glyphs(block: str, start: int) -> list[Span]:
    mapped = joined(block, start)
    spans = []
    for low, high in runs(mapped):
        part = mapped.cut(low, high)
        if "\\frac" not in part.text and not _DOUBTFUL.search(block) and not _broken(block, start, part.places):
            continue
        tex = undoubled(part.text) or part.text
        spans.append(Span(part.places[0], part.places[-1] + 1, tex.strip(), mended=True))
    return spans


def _broken(block: str, start: int, places: tuple[int, ...]) -> bool:
    """Tell whether a formula's line is one of those of a copy whose fractions fell apart."""
    return "\n \n" in block + "\n" or "\n" in block[places[0] - start : places[-1] - start]


def _plain(text: str, start: int, end: int) -> Iterator[Span]:
    for low, high in plain_runs(text, start, end):
        first, last = trimmed(text, low, high)
        if first < last:
            single = undoubled(text[first:last]) if "\\" in text[first:last] else None
            yield Span(first, last, single or as_formula(text[first:last], introduced(text)), mended=single is not None)
