"""What stands in a post: its text with the bytes mended, and every formula with the readings that it may have?

Characters that may have been several are kept as private letters until a formula is read. A newcomer who meets a new
kind of damage to the text as a whole mends it here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, product

from generator.errors import RestoreError
from generator.restore.conditions import conditions, leading, trailing
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
