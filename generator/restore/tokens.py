r"""Which marks does a formula consist of, whatever it is written in: TeX, Unicode letters, plain text?

Letters of the mathematical alphabets, Greek letters and operators become their TeX; spacing and sizes are dropped. A
newcomer adds a sign to ``SIGNS``, a function's name to ``WORDS``.
"""

import re
import unicodedata
from typing import NamedTuple

from generator.errors import RestoreError

LIMIT = 2000
"""The longest formula, in characters; a longer one is reported and not read."""

SIGNS = {
    "−": "-", "–": "-", "×": r"\times ", "⋅": r"\cdot ", "·": r"\cdot ", "∗": "*", "∂": r"\partial ", "∑": r"\sum ",
    "∫": r"\int ", "∞": r"\infty ", "≤": r"\leq ", "≥": r"\geq ", "→": r"\to ", "∇": r"\nabla ", "⊙": r"\odot ",
    "′": "'", "’": "'", "‖": r"\| ", "∣": "|", "∏": r"\prod ", "ℒ": r"\mathcal{L} ", "ℎ": "h", "ᵀ": "^T", "²": "^2",
    "÷": "/", "𝓛": r"\mathcal{L} ",
}  # fmt: skip
"""Signs, and how TeX writes them."""

WORDS = (
    "np.sum", "sigmoid", "softmax", "keepdims", "arctan", "axis", "tanh", "relu", "True", "log", "exp", "sin", "cos",
    "tan", "max", "min", "det", "ln",
)  # fmt: skip
"""Names of several letters that are read as one."""

_GREEK = {
    unicodedata.lookup(f"GREEK SMALL LETTER {name.upper()}"): rf"\{name} "
    for name in ("alpha", "beta", "gamma", "delta", "epsilon", "eta", "theta", "mu", "pi", "rho", "sigma", "tau")
} | {"φ": r"\phi ", "ψ": r"\psi ", "λ": r"\lambda "}
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_DROPPED = re.compile(
    r"\\(?:left|right|bigl?|bigr?|Bigl?|Bigr?|displaystyle|textstyle|limits|quad|qquad|tag\{[^{}]*\}|"
    r"begingroup|endgroup|nolimits)(?![A-Za-z])|(?<!\\)\\[ ,;!:]|~"
)
_STYLED = re.compile(r"\\(?:operatorname\*?|text|mathrm|mathit|textit)\s*\{\s*([^{}\\]*?)\s*\}")
_TOKEN = re.compile(
    r"\\[A-Za-z]+\*?|\\\\|\\[|]|" + "|".join(map(re.escape, WORDS)) + r"|\d+(?:\.\d+)?|[A-Z]{2,}(?![a-z\[^])|\S"
)


class Token(NamedTuple):
    """A mark, and whether it follows the one before it without a space."""

    text: str
    glued: bool = False


def to_tex(text: str) -> str:
    """Return the text with every sign and mathematical letter spelled as in TeX, and unseen marks dropped."""
    return "".join(map(_letter, _UNSEEN.sub("", text)))


def _letter(mark: str) -> str:
    if mark in SIGNS:
        return SIGNS[mark]
    plain = unicodedata.normalize("NFKC", mark) if ord(mark) >= 0x1D400 else mark  # the block's start
    return _GREEK.get(plain, SIGNS.get(plain, plain))


def tokens(text: str) -> tuple[Token, ...]:
    """Return the marks of a formula. Raises ``RestoreError`` where it is too long to be one."""
    if len(text) > LIMIT:
        message = f"a formula of {len(text)} characters is not read · at most {LIMIT}"
        raise RestoreError(message)
    spelled = _STYLED.sub(r" \1 ", _DROPPED.sub(" ", to_tex(text)))
    found, end = [], -1
    for match in _TOKEN.finditer(spelled):
        if match[0] != "&" or "vmatrix" in spelled:
            found.append(Token(match[0], match.start() == end))
        end = match.end()
    return tuple(found)


def upright(text: str) -> str:
    """Return TeX in which the names of functions are commands, not products of letters."""
    return _NAMED.sub(lambda match: match[0] if match[0].startswith("\\") else _upright(match[0]), text)


def _upright(word: str) -> str:
    name = _spelled(word)
    return name if name.endswith("}") else f"{name} "


_NAMED = re.compile(r"\\[A-Za-z]+\*?(?:\{[\w.*]*\})?|" + "|".join(map(re.escape, WORDS)))
"""A command with what it names, which stays as it is, or a bare word that is one."""


def written(marks: tuple[Token, ...]) -> str:
    """Return the marks as TeX again: spaces around signs, and where two marks would be read as one."""
    text, before = "", ""
    for mark in marks:
        name = _spelled(mark.text)
        unary = name in {"+", "-"} and (not before or before in _OPENING or before in _SPACED)
        spaced = (name in _SPACED and not unary) or (before in _SPACED and text.endswith(" ")) or before == ","
        apart = name[:1].isalnum() and (re.search(r"\\[A-Za-z]+$", text) or (text[-1:].isalnum() and not mark.glued))
        text = text.rstrip() if name == "," else text
        text += (" " if (spaced or apart) and not text.endswith(" ") else "") + name
        text += " " if name in _SPACED and not unary else ""
        before = name
    return text.strip()


def _spelled(mark: str) -> str:
    if mark in {"np.sum", "sigmoid", "axis", "keepdims", "True", "softmax", "relu"}:
        return rf"\operatorname{{{mark}}}"
    return rf"\{mark}" if mark in WORDS else mark


_OPENING = {"(", "[", "{", "^", "_"}
_SPACED = {"=", "+", "-", r"\times", r"\cdot", r"\odot"}
