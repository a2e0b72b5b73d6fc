r"""Which marks does a formula consist of, whatever it is written in: TeX, Unicode letters, plain text?

Letters of the mathematical alphabets, Greek letters and operators become their TeX; spacing, sizes and what only
decorates are dropped. A newcomer adds a sign to ``SIGNS``, a function's name to ``WORDS``.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from generator.errors import RestoreError
from generator.restore.decoration import undecorated
from generator.restore.signs import IF, NAMED_FUNCTIONS, OTHERWISE, PLAIN_FUNCTIONS, WORDS_INSIDE

LIMIT = 2000
"""The longest formula, in characters; a longer one is reported and not read."""

SIGNS = {
    "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "―": "-", "\u00ad": "-", "×": r"\times ",
    "⋅": r"\cdot ", "·": r"\cdot ", "•": r"\cdot ", "∙": r"\cdot ", "∗": "*", "∂": r"\partial ", "∑": r"\sum ", "Σ": r"\sum ",  # noqa: E501 - one row a line
    "∫": r"\int ", "∞": r"\infty ", "≤": r"\leq ", "≥": r"\geq ", "→": r"\to ", "∇": r"\nabla ", "⊙": r"\odot ",
    "∘": r"\circ ", "≠": r"\neq ", "≈": r"\approx ", "≃": r"\simeq ", "≡": r"\equiv ", "≔": "=", "←": "=",
    "√": r"\sqrt ",
    "′": "'", "’": "'", "‖": r"\| ", "∣": "|", "∏": r"\prod ", "ℒ": r"\mathcal{L} ", "ℎ": "h", "ᵀ": "^T", "⊤": "^T",
    "÷": "/", "𝓛": r"\mathcal{L} ", "ℓ": r"\ell ", "⇒": r"\Rightarrow ", "∴": r"\therefore ", "∈": r"\in ",
    "½": r"\frac{1}{2}", "¼": r"\frac{1}{4}", "…": r"\dots ", "⟨": "(", "⟩": ")",
    "⊗": r"\otimes ", "⟹": r"\Rightarrow ",
}  # fmt: skip
"""Signs, and how TeX writes them."""

WORDS = (
    "np.sum", "np.mean", "sigmoid", "softmax", "softplus", "keepdims", "arctan", "axis", "tanh", "sinh", "cosh", "relu",
    "sqrt", "True", "coth", "sech", "erf", "arcsin", "arccos", "log", "exp", "sin", "cos", "tan", "max", "min", "det", "ln",  # noqa: E501 - one row a line
)  # fmt: skip
"""Names of several letters that are read as one."""
SPELLED = {
    "ReLU": "relu", "RELU": "relu", "ReLu": "relu", "Relu": "relu", "Sigmoid": "sigmoid", "sigm": "sigmoid", "logistic": "sigmoid",  # noqa: E501 - one row a line
    "Softmax": "softmax", "Tanh": "tanh", "tgh": "tanh", "sgn": "sign", "Log": "log", "Exp": "exp", "diag": "diag",
    "sign": "sign", "abs": "abs", "mean": "np.mean", "sum": "np.sum", "rowsum": "rowsum", "row_sum": "rowsum",
    "rms": "rms", "RMS": "rms", "std": "std",
}  # fmt: skip
"""Other spellings of functions."""
CALLS = {"mean", "sum", "rowsum", "row_sum", "rms", "RMS", "std"}
"""Spellings that are words of prose where no bracket follows."""
_IF = {"if", "for", "when", "where", "whenever", "falls", "wenn", "für", "fuer", "si", "pour", "cuando", "para", "若", "当", "当且仅当", "with"}  # fmt: skip  # noqa: E501 - one row a line
_ELSE = {"otherwise", "else", "sonst", "sinon", "autrement", "en otro caso", "ansonsten", "其他", "否则"}
GREEK = (
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
    "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
)  # fmt: skip
_NAMES = {"lambda": "LAMDA"}
_GREEK = {
    unicodedata.lookup(f"GREEK SMALL LETTER {_NAMES.get(name, name.upper())}"): rf"\{name} " for name in GREEK
} | {"ϕ": r"\phi ", "ϵ": r"\epsilon ", "Δ": r"\Delta ", "Γ": r"\Gamma ", "Φ": r"\Phi ", "Ω": r"\Omega ", "Θ": r"\Theta "}  # fmt: skip  # noqa: E501 - one row a line
_ACCENTS = {"\u0302": r"\hat", "\u0304": r"\bar", "\u0303": r"\tilde"}
_UNSEEN = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\u00a0]")
_SIGMA = re.compile(r"Σ(?=\s*[(\[_{A-Za-z₀-₎ₐ-ₜᵢ-ᵪⱼ])")
"""The Greek letter where it is typed for the sign of a sum: something that is summed stands behind it."""
_SPACES = {0xA0: " ", 0x2009: " ", 0x202F: " "}
_RAISED = re.compile("[⁰¹²³⁴-ⁿᵀᴬ-ᵡᶛ-ᶻˡʲˣʸʰʳˢʷ⁽⁾⁺⁻⁼ⁱⁿ]+")
_LOWERED = re.compile("[₀-₎ₐ-ₜᵢ-ᵪⱼ]+")
_DROPPED = re.compile(
    r"\\(?:left|right|middle|bigl?|bigr?|Bigl?|Bigr?|biggl?|biggr?|Biggl?|Biggr?|displaystyle|textstyle|limits|quad|qquad|"
    r"begingroup|endgroup|nolimits|nonumber|notag|hfill|hline|rm|it|bf|cal|mathstrut|strut|centering|"
    r"scriptstyle)(?![A-Za-z])|"
    r"(?<!\\)\\[ ,;!:>]|(?<!\\)~"
)
_STYLED = re.compile(
    r"\\(?:operatorname\*?|text(?:rm|it|bf|tt|sf|normal)?|mathrm|mathit|mathtt|mathsf|mbox|hbox)\s*\{([^{}\\$]*)\}"
)
_STYLED_MARK = re.compile(r"\\(?:mathrm|mathsf|mathit|text)\s+([A-Za-z])(?![A-Za-z])")
_SAME = (
    (
        re.compile(
            r":=|\\(?:leftarrow|gets)(?![A-Za-z])|\\coloneqq|\\triangleq|\\stackrel\{[^{}]*\}\{=\}|\\overset\{[^{}]*\}\{=\}|(?<![=<>!])==(?!=)"
        ),
        "=",
    ),
    (re.compile(r"(?<=\s)if(?=\s)"), r"\\if "),
    (re.compile(r"<="), r"\\leq "),
    (re.compile(r">="), r"\\geq "),
    (re.compile(r"!=(?!=)"), r"\\neq "),
    (re.compile(r"\*\*"), "^"),
    (re.compile(r"(?<=[A-Za-z])_(?!hat|pred|true|bar|tilde)(?![i-t]+(?![a-z]))([a-z]{3,})(?![A-Za-z(])"), r"_{\1}"),
    (re.compile(r"(?<![A-Za-z\\\"])(net|out)(?=_)"), r'"\1"'),
    (re.compile(r"(?<![0-9])\.\s?\*"), r"\\odot "),
    (re.compile(r"\\[lr]?[vV]ert(?![A-Za-z])"), "|"),
    (re.compile(r"\\(?:mathsf|mathrm|text)\s*\{\s*T\s*\}|\\(?:top|intercal)(?![A-Za-z])"), "T"),
    (re.compile(r"\\var(epsilon|phi|theta|sigma)(?![A-Za-z])"), r"\\\1"),
    (re.compile(r"\\([_*#%])"), r"\1"),
    (re.compile(r"\\d(frac)|\\t(frac)|\\c(frac)"), r"\\frac"),
    (
        re.compile(r"\\(?:Longrightarrow|implies|Longleftrightarrow|Leftrightarrow|iff|therefore|hence)(?![A-Za-z])"),
        r"\\Rightarrow ",
    ),
)
CALLED_BY_NAME = rf"(?<![A-Za-z\\])(?i:{'|'.join(NAMED_FUNCTIONS)})(?='*\s*\()"
"""A function that is called by a name of the catalogue."""
_TOKEN = re.compile(
    rf'"[^"]*"|\\[A-Za-z]+\*?|\\\\|\\[|{{}}]|{CALLED_BY_NAME}|'
    + "|".join(
        rf"{re.escape(word)}(?![a-z])"
        if word in {"max", "min", "det", "tan", "ln"}
        else rf"(?<![A-Za-z]){word}(?=\s*\()"
        if word in CALLS
        else re.escape(word)
        for word in sorted({*WORDS, *SPELLED}, key=len, reverse=True)
    )
    + r"|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![A-Za-z])|\d+(?:\.\d+)?|(?<![\w)\]}.])\.\d+|"
    r"(?<=\^)T(?=[A-Z])|(?![AHKOPQSUVWXYZ]{2,3}(?![A-Za-z]))[A-Z]{2,}(?![a-z\[^_])|\S"
)


class Token(NamedTuple):
    """A mark, and whether it follows the one before it without a space."""

    text: str
    glued: bool = False


def to_tex(text: str) -> str:
    """Return the text with every sign and mathematical letter spelled as in TeX, and unseen marks dropped."""
    if text.isascii():
        return text
    spelled = _SIGMA.sub("∑", _UNSEEN.sub("", text.translate(_SPACES)))
    spelled = _RAISED.sub(lambda match: f"^{{{_lifted(match[0])}}}", spelled)
    spelled = _LOWERED.sub(lambda match: f"_{{{_lifted(match[0])}}}", spelled)
    found: list[str] = []
    for mark in spelled:
        if mark in _ACCENTS and found and found[-1].isalpha():
            found[-1] = f"{_ACCENTS[mark]}{{{found[-1]}}}"
        else:
            found.append(_letter(mark))
    return "".join(found)


def _lifted(marks: str) -> str:
    return "".join(map(_letter, unicodedata.normalize("NFKC", marks)))


def _letter(mark: str) -> str:
    if mark in SIGNS:
        return SIGNS[mark]
    point = ord(mark)
    plain = unicodedata.normalize("NFKC", mark) if point >= 0x1D400 or 0xFF00 <= point <= 0xFFEF else mark
    if plain != mark:
        return "".join(_GREEK.get(x, SIGNS.get(x, x)) for x in plain)
    if mark in _GREEK:
        return _GREEK[mark]
    parts = unicodedata.normalize("NFD", mark)
    if len(parts) == 2 and parts[1] in _ACCENTS and parts[0].isalpha():
        return f"{_ACCENTS[parts[1]]}{{{parts[0]}}}"
    return mark


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """Return the marks of a formula. Raises ``RestoreError`` where it is too long to be one."""
    if len(text) > LIMIT:
        raise RestoreError(f"a formula of {len(text)} characters is not read · at most {LIMIT}")
    spelled = to_tex(text)
    if "\\" in spelled:
        spelled = _STYLED.sub(_worded, undecorated(spelled))
        spelled = _DROPPED.sub(" ", _STYLED_MARK.sub(r" \1 ", spelled))
    for pattern, by in _SAME:
        spelled = pattern.sub(by, spelled)
    found, end, framed = [], -1, 0
    for match in _TOKEN.finditer(spelled):
        framed += (match[0] == r"\begin") - (match[0] == r"\end")
        if match[0] != "&" or framed > 0:
            found.append(Token(_named(match[0]), match.start() == end))
        end = match.end()
    return tuple(found)


def _named(mark: str) -> str:
    if mark[0] == '"' and len(mark) > 1:
        return mark[1:-1]
    return SPELLED.get(mark, mark)


def _worded(match: re.Match[str]) -> str:
    """Return what words inside a formula are: a function, a condition, a name of several letters, or only words."""
    inner = match[1].strip()
    plain = inner.strip(" ,.;:").lower()
    if plain in _ELSE:
        return f" {OTHERWISE} "
    if plain in _IF:
        return f" {IF} "
    if inner in SPELLED or inner in WORDS or len(inner) < 2 or not any(map(str.isalpha, inner)):
        return f" {inner} "
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", inner):
        return f' "{inner}" '
    return f" {IF} " if plain.split(" ")[0] in _IF and len(plain.split(" ")) == 1 else f" {WORDS_INSIDE} "


def upright(text: str) -> str:
    """Return TeX in which the names of functions are commands, not products of letters."""
    return _NAMED.sub(lambda match: match[0] if match[0].startswith("\\") else _upright(match[0]), text)


def _upright(word: str) -> str:
    name = spelled(word)
    return name if name.endswith("}") else f"{name} "


_NAMED = re.compile(r"\\[A-Za-z]+\*?(?:\{[\w.* ]*\})?|" + "|".join(map(re.escape, WORDS)))
"""A command with what it names, which stays as it is, or a bare word that is one."""


def written(marks: tuple[Token, ...]) -> str:
    """Return the marks as TeX again: spaces around signs, and where two marks would be read as one."""
    text, before = "", ""
    for mark in marks:
        name = spelled(mark.text)
        unary = name in {"+", "-"} and (not before or before in _OPENING or before in _SPACED)
        spaced = (name in _SPACED and not unary) or (before in _SPACED and text.endswith(" ")) or before == ","
        apart = name[:1].isalnum() and (re.search(r"\\[A-Za-z]+$", text) or (text[-1:].isalnum() and not mark.glued))
        text = text.rstrip() if name == "," else text
        text += (" " if (spaced or apart) and not text.endswith(" ") else "") + name
        text += " " if name in _SPACED and not unary else ""
        before = name
    return text.strip()


_BY_COMMAND = {"coth", "log", "ln", "exp", "sin", "cos", "tan", "tanh", "sinh", "cosh", "arctan", "max", "min", "det"}


def spelled(mark: str) -> str:
    """Return how TeX spells a mark: functions that it has as commands, words upright."""
    if mark in {IF, OTHERWISE, WORDS_INSIDE}:
        return {IF: r"\text{ if }", OTHERWISE: r"\text{ otherwise }"}.get(mark, r"\text{ }")
    if mark in _BY_COMMAND:
        return rf"\{mark}"
    if mark in WORDS or mark in PLAIN_FUNCTIONS:
        return rf"\operatorname{{{mark}}}"
    return rf"\text{{{mark}}}" if len(mark) > 1 and mark[0].isalpha() and not mark.isupper() else mark


_OPENING = {"(", "[", "{", "^", "_"}
_SPACED = {"=", "+", "-", r"\times", r"\cdot", r"\odot"}
