"""What does a post look like with its formulas put right, ready to paste into a forum?

Wrong and damaged formulas are replaced by what they ought to say, each verdict is a note below: a raised number, which
Discourse, GitHub and Stack Exchange all show. Whatever the notes take from a post is escaped.
"""

import re
from collections.abc import Iterable, Iterator

from generator.restore.records import Claim
from generator.restore.report import formula, text

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
