r"""When are two pieces of TeX the same formula? When ``normal`` gives both one spelling.

Braces stand around every script, the lower script comes first, there are no spaces, brackets have one size, and a table
has neither ``&`` nor a beginning and an end.
"""

import re

_SAME = (
    (r"\\\\", ";"),
    (r"\\label\{[^}]*\}|\\left(?![a-z])|\\right(?![a-z])|\\[,;: ]|\\quad", ""),
    (r"\\begin\{(cases|pmatrix)\}", r"\\\1{"), (r"\\end\{(?:cases|pmatrix)\}", "}"), ("&", ""),
    (r"\\operatorname\{(\w+)\}", r"\\\1 "), (r"\\mathsf *(?:T|\{T\})|(?<=\^)\\top", "T"),
    (r"\\(?:vert|mid)(?![a-z])", "|"),
    (r"\\le(?![a-z])", r"\\leq"), (r"\\ne(?![a-z])", r"\\neq"), (r"\\ge(?![a-z])", r"\\geq"),
    (r"\\text\{ *(\w+) *\}", r"\\text{\1}"),
    (r"\^\{?\\prime\}?", "'"), (r"\\lvert|\\rvert", "|"), (r"\\(?:rightarrow|to)(?![a-z])", r"\\to"),
    (r"\\varepsilon", r"\\epsilon"), (r"\\Rightarrow", r"\\implies"), (r"\\ln(?![a-z])", r"\\ln "),
)  # fmt: skip
_PIECE = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|\S")


def normal(tex: str) -> str:
    """Return TeX in the one spelling that ``tex_of`` gives."""
    for pattern, same in _SAME:
        tex = re.sub(pattern, same, tex)
    pieces = _PIECE.findall(tex)
    return _row(pieces)


def _row(pieces: list[str]) -> str:
    found = ""
    while pieces and pieces[0] != "}":
        found += _piece(pieces)
    return found


def _argument(pieces: list[str]) -> str:
    if pieces[0] != "{":
        return pieces.pop(0)
    pieces.pop(0)
    inside = _row(pieces)
    pieces.pop(0)
    return inside


def _piece(pieces: list[str]) -> str:
    first = pieces.pop(0)
    if first == "{":  # a group that only holds things together
        pieces.insert(0, first)
        first = _argument(pieces)
    elif first in {r"\frac", r"\underbrace", r"\sqrt", r"\cases", r"\pmatrix", r"\text", r"\mathcal"}:
        first += "".join(f"{{{_argument(pieces)}}}" for _ in range(2 if first == r"\frac" else 1))
    primes = below = above = ""
    while pieces and pieces[0] in {"_", "^", "'"}:
        mark = pieces.pop(0)
        if mark == "'":
            primes += mark
        elif mark == "_":
            below = f"_{{{_argument(pieces)}}}"
        else:
            above = f"^{{{_argument(pieces)}}}"
    return first + primes + below + above
