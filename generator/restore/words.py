"""Which words name quantities or functions, which may stand in a formula, and which never do?

The tables of ``plain``.
"""

import re
import unicodedata
from functools import lru_cache

from generator.restore.tokens import CALLED_BY_NAME, CALLS, GREEK, SIGNS, SPELLED, WORDS

SAID = {"sigmoid", "softmax", "softplus", "relu", "axis", "True", "keepdims", "max", "min", "tan", "exp", "det", "sign", "sin",  # noqa: E501 - one row a line
         "abs", "diag", "sqrt", "logistic", "ReLU", "Sigmoid", "Softmax", "Tanh", "tanh", "log", "ln", "cos", "Relu"}  # fmt: skip  # noqa: E501 - one row a line
"""Words that are mathematics in front of a bracket, and prose on their own."""


ROLES = {"out", "net", "output", "target", "loss", "Loss", "cost", "Cost", "error", "pred", "logits", "logit", "label", "input",  # noqa: E501 - one row a line
         "probs", "grad", "dout", "dlogits", "dscores", "score", "y_hat", "y_pred", "y_true", "yhat"}  # fmt: skip
"""Words that name quantities, where a sign stands beside them."""


STOPS = {"the", "a", "an", "and", "or", "which", "that", "this", "so", "but", "i", "you", "we", "it", "is", "are", "nice", "right", "yes", "no", "not", "for", "if", "ok"}  # fmt: skip  # noqa: E501 - one row a line

ARROWS = {"=>", "==>", "->", "⇒", "⟹", "⟶", "∴", "∵", "⟺", "⇔"}
"""Words between two formulas."""
QUOTES = "\"'‘’*_~`"
_LETTERS = re.compile(r"[A-Za-z]+")
_PAIR = re.compile(
    r"[dD][A-Za-z]|[dD][A-Za-z][0-9]?|d?[AWbZ]\[|[ayzwxtpAWZXYb][ayzwxtpAWZXYb]|[AWZX]T|d[AWZb]\d?|[aijkpw][ijk]|[ijk][jk]|"
    r"[ABDXYZWL][ABDXYZWL]"
)
SLOPE = re.compile(r"[dD∂δ][²2]?[A-Za-zσ]+(?:\([a-z]\))?[0-9]?/[dD∂δ][A-Za-z]+[²0-9]?")
RELATIONS = {*"=≈≠<>≤≥≡＝", ":=", "=="}
SIGNS_ALONE = {*RELATIONS, *"+-−–—‐‑\u00ad×*/⋅·⊙∘@÷", "**", "**2"}
DASHES = set("-−–—‐‑")
_NEVER = re.compile(
    r"\\(?:section|subsection|chapter|paragraph|textbf|textit|emph|item|begin|end|cite|ref|eqref|label|usepackage|documentclass|title|author)\b|https?:|www\.|://|\]\(|[A-Za-z]@[A-Za-z]+\.|"
    rf"^--?(?!(?:{'|'.join(GREEK)})(?![a-z]))[a-z]{{2,}}(?![a-z]*\()|"
    r"^@.|\.(?:py|txt|md|com|org|html|json|js|ipynb)\b|[a-z]{3,}/[a-z]{3,}|^/[a-z]|\$\(|&&|[a-z_]{3,}\)?;$"
)
_SCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵀᵃᵇᶜᵈᵉᶻˡʲˣʸᵗʰˢ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"
_MATHS = set(SIGNS) | set("()[]{}=+-−*/^_'|!.,<>:0123456789 &\u2061\u2062\u2063\u200b\u2060¬±@") | set(_SCRIPT)
_KNOWN = re.compile(
    r"np\.(?:sum|mean|dot|exp|log|matmul|multiply|maximum|tanh|square|sqrt|where|outer|abs|sign|power|divide|add|subtract|diag)|"
    rf"{CALLED_BY_NAME}|(?<![A-Za-z])[A-Z]{{2,6}}(?='*\([a-z][,)|])|"
    r"keepdims|axis|True|(?<![A-Za-z])d?[A-Za-z]_prev(?![A-Za-z])|(?<![A-Za-z])(?:BCE|MSE|NLL|CE)(?=\()|(?<![A-Za-z])d?(?:[WZAb]L(?![A-Za-z])|(?:net|out|in|err)(?=_[a-z](?![a-z])))|"
    + "|".join(
        rf"(?<![a-z]{{2}}){re.escape(w)}(?![a-z])"
        for w in sorted({*WORDS, *SPELLED, *GREEK, "Phi", "partial"} - CALLS, key=len, reverse=True)
    )
    + rf"|(?<![A-Za-z])(?:dot|{'|'.join(sorted(CALLS))})(?=\()|(?<![a-z])sum(?=_[a-z](?![a-z]))"
)


_WORD = r"[A-Z]{2}|[A-Za-z]{3,}\d?"
_BY_NAME = re.compile(
    rf"(?<![\w\\/])[d∂]\(?(?:[A-Za-z]\d?|({_WORD}))\)?/[d∂]\(?({_WORD})?(?![A-Za-z0-9_])\)?"
    r"(?:(?=[^=\n]{0,3}=)|(?=\s?[*·⋅]))"
)
_GIVEN = re.compile(
    r"(?<![\w\\./])((?!d)[a-z]{2}|[A-Z]{2}|[A-Za-z]{3,})\s?=\s?(?:np\.|torch\.|F\.)?"
    r"(?:softplus|tanh|sigmoid|softmax|exp|log|sqrt|relu|ReLU|logsumexp)\("
)
_LARGE = 200_000


@lru_cache(maxsize=2)
def introduced(text: str) -> re.Pattern[str] | None:
    """Return what finds the words that a text takes derivatives of or by, ``dKL/dlogvar =``, or sets, ``sp = tanh(``.

    None where it has none.
    """
    if len(text) > _LARGE:
        return None
    found = {name for x in (*_BY_NAME.finditer(text), *_GIVEN.finditer(text)) for name in x.groups() if name}
    names = sorted(x for x in found if not x.endswith("hat") and x.lower() not in GREEK)
    return re.compile(rf"(?<![A-Za-z_\\{{])(d?)({'|'.join(names[::-1])})(?![A-Za-z_0-9])") if names else None


def masked(word: str, names: re.Pattern[str] | None) -> str:
    """Return a word with a single letter for each name that a text introduced."""
    return _BRACKETED.sub("x", names.sub(r"\1x", word) if names else word)


_BRACKETED = re.compile(
    rf"(?<![\w\\.])(?:{'|'.join(sorted(ROLES))})(?=\)|\*\*|\^\d)|(?<=\()(?:{'|'.join(sorted(ROLES))})$"
)
"""Words for quantities beside a bracket or with a power."""


_LEFTOVER = re.compile(r"(?:d[A-Za-z]){2,}=[-\d.]*(?:d[A-Za-z])+\S*")
"""What is left of quotients of differentials that lost their bars."""


@lru_cache(maxsize=65536)
def may(word: str) -> bool:
    """Tell whether the word may stand in a formula."""
    if word in ARROWS or _NEVER.search(word):
        return False
    core = word.strip(QUOTES + ",.;:?") or word
    if _LEFTOVER.fullmatch(core):
        return True
    if re.match(r":(?!=)", word) or core in {"D", ":D"}:
        return False
    if re.search(r"[A-Za-z]ReLU(?!\w*'*\()", core):
        return False  # PReLU, LeakyReLU: names
    if core in SIGNS_ALONE or SLOPE.fullmatch(core):
        return True
    if "\\" in core:
        return True
    if core in SAID or not core:
        return False
    known = _KNOWN.sub(" ", core)
    if not all(mark in _MATHS or mark.isascii() or _is_maths(mark) for mark in known):
        return False
    if re.search(r"[#$%?;\"]", known):
        return False
    return all(len(part) == 1 or _PAIR.fullmatch(part) for part in _LETTERS.findall(known))


def _is_maths(mark: str) -> bool:
    return (
        ord(mark) >= 0x1D400
        or "\u0370" <= mark <= "\u03ff"
        or unicodedata.category(mark) in {"Sm", "Mn", "No"}
        or (
            unicodedata.normalize("NFD", mark)[0].isascii()
            and len(unicodedata.normalize("NFD", mark)) == 2
            and unicodedata.normalize("NFD", mark)[1] in "\u0302\u0304\u0303"
        )
        or 0xFF00 <= ord(mark) <= 0xFF5E
        or 0xE000 <= ord(mark) <= 0xF8FF
    )
