"""How are claims printed: as Markdown for a page, as JSON for a program, as a table of verdicts for a terminal?

Everything from a post is escaped: what stands in a code span or in a formula can open no tag and no link.
"""

import json
from collections import Counter
from collections.abc import Iterable
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
