"""How are claims printed: as Markdown, as JSON, as a table for a terminal, and as the post put right?

Everything from a post is escaped: what stands in a code span or in a formula can open no tag and no link.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from generator.restore.records import AMBIGUOUS, Claim


def as_markdown(claims: Iterable[Claim]) -> str:
    """Return the claims as Markdown: line, as found, restored, how, verdict and why, and the line that proves it."""
    return "\n".join(_section(n, claim) for n, claim in enumerate(claims, start=1))


def _section(number: int, claim: Claim) -> str:
    parts = [f"## {number}. Line {claim.line}", f"<pre><code>{text(claim.found)}</code></pre>"]
    if claim.restored:
        parts.append(f"$$\n{formula(claim.restored)}\n$$")
    if claim.how == AMBIGUOUS:
        parts.append("It may be any of:")
        parts += [f"$$\n{formula(candidate)}\n$$" for candidate in claim.candidates]
    parts.append(f"**{text(claim.verdict)}** ({claim.how}): {text(claim.why)}.")
    if claim.proved_by:
        parts.append(f"[The line that proves it]({claim.proved_by})")
    return "\n\n".join(parts) + "\n"


def text(raw: str) -> str:
    """Return text from a post so that neither HTML nor Markdown sees anything in it, on lines of its own."""
    return raw.translate(_ESCAPED)


_ESCAPED = {ord(mark): f"&#{ord(mark)};" for mark in "&<>\"'\\`*_[]$#~|!\n"}


def formula(tex: str) -> str:
    """Return TeX that stays inside its formula: no delimiter, no tag, no command that leads anywhere."""
    safe = tex.replace("$", "").replace("<", r"\lt ").replace(">", r"\gt ").replace("\n", " ")
    for command in (r"\href", r"\url", r"\require", r"\html", r"\def", r"\newcommand", r"\input", r"\style", r"\class"):
        safe = safe.replace(command, rf"\text{{{command[1:]}}}")
    return safe


def as_json(claims: Iterable[Claim]) -> str:
    """Return the claims as a JSON array, in the post's order."""
    return json.dumps([asdict(claim) for claim in claims], ensure_ascii=False, indent=2)


def as_table(claims: Iterable[Claim]) -> str:
    """Return one row a formula, and how often each verdict was given."""
    rows = list(claims)
    lines = [
        f"{claim.line:>5}  {_kind(claim):<10}  {claim.how:<19}  {_short(claim.restored or claim.found)}"
        for claim in rows
    ]
    counts = Counter(map(_kind, rows))
    total = ", ".join(f"{count} {kind}" for kind, count in counts.most_common())
    return "\n".join([f"{'line':>5}  {'verdict':<10}  {'how':<19}  formula", *lines, f"{len(rows)} formulas: {total}"])


def _kind(claim: Claim) -> str:
    return "true when" if claim.verdict.startswith("true when") else claim.verdict.split(" ")[0]


def _short(tex: str) -> str:
    line = "".join(mark if mark.isprintable() else " " for mark in tex)
    return line if len(line) <= 72 else line[:71] + "…"  # a terminal's width is left


SILENT = ("fragment", "definition")
"""Verdicts that need no note: there was nothing to check."""
_CLOSING = re.compile(r"\s*(?:\$\$|\\\]|\\\)|`?\$|`|\\end\{[a-z]+\*?\})")
_OPENING = re.compile(r"(?:\$\$|\\\[|\\\(|\$`?|`)\s*$")
_FENCE = re.compile(r"^(```|~~~)[^\n]*\n.*?^\1", re.MULTILINE | re.DOTALL)
_ENVIRONMENT = re.compile(r"\\begin\{([a-z]+\*?)\}.*?\\end\{\1\}", re.DOTALL)


def fixed(post: str, claims: Iterable[Claim]) -> str:
    """Return the post with its formulas put right and the verdicts as notes below it."""
    post = post.replace("\r\n", "\n").replace("\r", "\n")
    notes: list[str] = []
    parts, at = [], 0
    fences = [match.span() for match in _FENCE.finditer(post)]
    environments = [match.span() for match in _ENVIRONMENT.finditer(post)]
    for start, claim in _placed(post, claims):
        if start < at:
            continue
        code = any(low < start < high for low, high in fences)
        framed = code or any(low < start < high for low, high in environments)
        low, high, new = _put(post, start, claim, framed=framed, code=code)
        parts.append(post[at:low] + new)
        at = high
        if not claim.verdict.startswith(SILENT):
            notes.append(_note(len(notes) + 1, claim, framed=framed, code=code))
            if not framed:
                parts.append(f"<sup>{len(notes)}</sup>")
    parts.append(post[at:])
    body = "".join(parts).rstrip("\n")
    return body + "\n" if not notes else f"{body}\n\n---\n\n" + "\n".join(notes) + "\n"


def _placed(post: str, claims: Iterable[Claim]) -> Iterator[tuple[int, Claim]]:
    """Yield each claim with where it stands in the post."""
    lines = [0, *(match.end() for match in re.finditer("\n", post))]
    end = 0
    for claim in claims:
        line = lines[min(claim.line, len(lines)) - 1]
        start = post.find(claim.found, max(line, end))
        if start >= 0:
            end = start + len(claim.found)
            yield start, claim


def _is_wrong(claim: Claim) -> bool:
    """Tell whether a formula is replaced: it is wrong or damaged, and something is offered in its place."""
    return claim.verdict.startswith(("false", "garbled")) and bool(claim.restored) and claim.how != "as it stands"


def _put(post: str, start: int, claim: Claim, *, framed: bool, code: bool) -> tuple[int, int, str]:
    """Return the part of the post that is replaced, and by what: the formula with its delimiters. Code stays."""
    end = start + len(claim.found)
    wrong = _is_wrong(claim) and not code
    opening, closing = _OPENING.search(post, max(0, start - 4), start), _CLOSING.match(post, end)
    new = formula(claim.restored) if wrong else post[start:end]
    if framed:
        aligned = wrong and "&" in post[start:end] and "&" not in new
        return start, end, re.sub(r"(?==)", "&", new, count=1) if aligned else new
    if opening and closing:
        if wrong and opening[0].strip() == "`":
            return opening.start(), closing.end(), f"${new}$"
        return start, closing.end(), new + post[end : closing.end()]
    return start, end, f"${new}$" if wrong else new


def _note(number: int, claim: Claim, *, framed: bool, code: bool) -> str:
    where = f"line {claim.line}, " if framed else ""
    instead = f" It ought to be ${formula(claim.restored)}$." if code and _is_wrong(claim) else ""
    return f"{number}. {where}**{text(claim.verdict)}**: {text(claim.why)}.{instead}"
