r"""Which lines of code are formulas, and what do they say in the marks of the grammar?

NumPy's lines are read as what they compute: ``dW2 = np.dot(dZ2, A1.T) / m`` is dW^{[2]} = dZ^{[2]} A^{[1]T} / m.
Nothing
is run. A newcomer adds a function of NumPy to ``_CALLS``.
"""

import re
from collections.abc import Iterator

from generator.restore.signs import NAMED_FUNCTIONS
from generator.restore.tails import spelled
from generator.restore.words import introduced, masked

_KEYWORD = re.compile(
    r"^\s*(?:import|from|def|class|return|for|while|if|elif|else|try|except|finally|with|print|assert|raise|pass|yield|lambda|del|global|"
    r"self\.|plt\.|torch\.|[$>%#@!]|//|/\*|pip|python|git|cd|const|let|var|int|float|double|void|\}|\{)"
)
_COMMENT = re.compile(r"(.*?)((?:(?<=\s)|^)(?:#+|//)(?=\s)|$)(.*)")
"""A line of code, and what its author remarks behind it."""
_LINE = re.compile(r"[^\n]+")
_EQUATION = re.compile(r"(?<![=<>!+\-*/%&|^:])[:=]?=(?!=)|≈")
_LETTER = r"(?:d?[A-Za-z]\d?|[A-Za-z](?:_[A-Za-z0-9]+)?|d[A-Za-z](?:_[A-Za-z0-9]+)?)"
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
_KNOWN = {
    "np", "numpy", "exp", "log", "tanh", "sin", "cos", "sqrt", "sum", "mean", "dot", "matmul", "multiply", "maximum", "square", "axis",  # noqa: E501 - one row a line
    "keepdims", "True", "sigmoid", "softmax", "relu", "softplus", "T", "abs", "sign", "outer", "ln", "max", "min", "jnp", "math", "torch",  # noqa: E501 - one row a line
    "alpha", "beta", "gamma", "delta", "sigma", "theta", "lambda", "mu", "eta", "partial", "frac", "cdot", "times", "if", "for", "where",  # noqa: E501 - one row a line
    "else", "cosh", "sinh", "tan", "arctan", "pi", "power", "divide", "add", "subtract", "diag", "dim",
    "keepdim", "astype", "float", "rowsum",
    "grad", "minimum", "Phi", "phi", *NAMED_FUNCTIONS,
}  # fmt: skip
_LAYERED = re.compile(r"(?<![A-Za-z0-9_^{\\.])(d?)([WZAbXzawYT])(\d)(?![A-Za-z0-9_.]*\()(?![0-9])")
_NUMBERED = re.compile(r"(?<![A-Za-z0-9_^{\\.])(d?)([c-vxy])(\d)(?![A-Za-z0-9_.(])")
_PREVIOUS = re.compile(r"(?<![A-Za-z0-9_])(d?)A_prev\b")
_CALLS = (
    (re.compile(r"(?<![A-Za-z\\])([d∂])\^?2([A-Za-z])/[d∂]([A-Za-z])\^?2(?![\w(])"), r"\\frac{\1^2 \2}{\1 \3^2}"),
    (re.compile(r"\b(?:np|numpy|jnp|math|torch|nn|F|scipy|sp)\.(?=exp|log|tanh|sin|cos|sqrt|sigmoid|softmax|relu|abs|sign|cosh|sinh|arctan|log1p|maximum|minimum|square|sum|mean|dot|matmul|multiply|power|divide|subtract|add|diag|outer|special|special\.expit|where)"), "np."),  # noqa: E501 - one row a line
    (re.compile(r"\bnp\.(exp|log|tanh|sin|cos|sqrt|sigmoid|softmax|relu|cosh|sinh|arctan|abs|sign|diag)\b"), r"\1"),
    (re.compile(r"(?<![A-Za-z])([d∂])\((\w+)\)\s?/\s?([d∂])\((\w+)\)"), r"\1\2/\3\4"),
    (re.compile(r"\b(?:np|numpy|jnp|math|torch)\.pi\b"), r"\\pi "),
    (re.compile(r"\b(?:np\.special\.)?expit\b"), "sigmoid"),
    (re.compile(r"\.astype\([\w.]*\)|\.(?:float|double)\(\)"), ""),
    (re.compile(r"(?<![A-Za-z\\])sum_([a-z])(?![A-Za-z])"), r"\\sum_\1 "),
    (re.compile(r"(?<![A-Za-z\\])(d?[A-Za-zα-ω])_([ijkl]{2}|[jk][mn]|mn)(?![A-Za-z])"), r"\1_{\2}"),
    (re.compile(r"(?<![A-Za-z\\])sigma(?=\s*['(])"), r"\\sigma "),
    (re.compile(r"(?<![A-Za-z0-9_\\{.])([Pp]hi)(?=\()"), r"\\\1 "),
    (re.compile(r"\bdim(?==)"), "axis"),
    (re.compile(r"\bkeepdim(?==)"), "keepdims"),
    (re.compile(r"(?<![\w.])(\d+)\.(?=\s*[-+*/)])"), r"\1"),
    (re.compile(r"\bgrad_(?:output|out)\b"), r"dout"),
    (re.compile(r"\bgrad_(?:input|in)\b"), r"dx"),
    (re.compile(r"\bgrad_(?:weights?|w)\b", re.IGNORECASE), r"dW"),
    (re.compile(r"\bgrad_(?:bias|b)\b"), r"db"),
    (re.compile(r"\bgrad_([A-Za-z]\d?|logits|pred)\b|\b([A-Za-z]\d?|logits)(?:_grad\b|\.grad\b)"), r"d\1\2"),
    (re.compile(r"(?<![A-Za-z0-9_\\{.])(d?)x_?(?:hat|norm)\b"), r"\1\\hat{x}"),
    (re.compile(r"(?<![A-Za-z0-9_\\{.])(d?)([WZAb])L\b"), r"\1\2^{[L]}"),
    (
        re.compile(
            r"(?<![A-Za-z0-9_\\{.])(d?)(alpha|beta|gamma|delta|epsilon|eta|theta|lambda|mu|sigma|tau|rho)(?![A-Za-z0-9_(])"
        ),
        r"\1\\\2 ",
    ),
    (re.compile(r"(?<![A-Za-z0-9_\\{.])(d?)(alpha|beta|gamma|theta|mu|sigma)_?(\d)(?!\w)"), r"\1\\\2_{\3}"),
    (re.compile(r"\bnp\.maximum\b"), "max"),
    (re.compile(r"\bnp\.minimum\b"), "min"),
    (re.compile(r"\.T\b|\.t\(\)|\.transpose\(\)"), "^T"),
)  # fmt: skip


def in_fence(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield the lines of a fence that state something, with what they say."""
    for match in _LINE.finditer(text, start, end):
        line, mark, comment = _COMMENT.findall(match[0])[0]
        behind = match.start() + len(line) + len(mark)
        for piece, at in ((line, match.start()), (comment, behind)):
            low = at + len(piece) - len(piece.lstrip())
            high = at + len(piece.rstrip(" ;"))
            if low < high and not _KEYWORD.match(piece) and _stated(masked(text[low:high], introduced(text))):
                yield low, high, as_formula(text[low:high], introduced(text))


def in_span(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield a span of code that states something, with what it says."""
    piece = text[start:end]
    low = start + len(piece) - len(piece.lstrip())
    high = start + len(piece.rstrip(" ;"))
    if low < high and not _KEYWORD.match(piece) and (_stated(masked(piece, introduced(text))) or _slope(piece)):
        yield low, high, as_formula(text[low:high], introduced(text))


def _slope(piece: str) -> bool:
    return re.fullmatch(r"[d∂][A-Za-z]/[d∂][A-Za-z]|d[zawbWZAb]|[d∂]\w/[d∂]\w", piece.strip()) is not None


def _stated(line: str) -> bool:
    """Tell whether a line of code is an equation of quantities: letters, known functions, a relation."""
    if not _EQUATION.search(re.sub(r"\([^()]*\)", "()", line)) or (
        re.search(r"[\"'{}]|\bself\b|\+=|-=|\*=|/=|->", line.replace("'(", "(")) and "\\" not in line
    ):
        return False
    left, _, right = line.partition("=")
    if not right.strip() or not left.strip() or left.strip().startswith("-"):
        return False
    words = [part for word in _WORD.findall(re.sub(r"\\[A-Za-z]+", " ", line)) for part in word.split(".")]
    plain = [word for word in words if word not in _KNOWN and word.lower() not in _KNOWN and not _quantity(word)]
    if plain:
        return False
    return bool(re.search(r"[A-Za-zσ∂]", right)) or (
        re.fullmatch(r"\s*[d∂]?\w[²2]?(?:/[d∂]\w[²2]?)?\s*", left) is not None
        and "." not in left
        and len(left.strip()) < 8
    )


def _quantity(word: str) -> bool:
    return (
        re.fullmatch(
            r"d?[A-Za-z](?:_?[0-9ijkl]|_prev|hat|_hat|_norm)?|d?[WZAb]L|d?(?:alpha|beta|gamma|mu|sigma|mask|i?var|r?std|inv_?std|eps|rate|keep|probs|preds?|labels?|scores?|hess)|(?:grad_)?(?:pred|output|input|weights?|bias|logits|[a-zA-Z])(?:_grad)?|grad_(?:out|in)|[A-Za-z]{2}|[YA]hat|d[A-Za-z]{1,2}[0-9]?|out|net|target|loss|pred|dout|logits|y_(?:hat|pred|true)|dlogits|p_[a-z]|grad",
            word,
        )
        is not None
    )


def as_formula(line: str, names: re.Pattern[str] | None = None) -> str:
    """Return what a line of code says: layers raised, NumPy's functions as operations, and its text's names as such."""
    line = re.sub(r"\\(?:text|mathrm|operatorname|mathtt|texttt)\{\s*(np\.[a-z]+)\s*\}", r"\1", line)
    line = re.sub(r"(?<![A-Za-z])(d?[A-Z]\[[0-9lL](?:[-+]1)?\])T(?![A-Za-z])", r"\1^T", line)
    if "\\" in line and "np." not in line:
        return spelled(line)
    found = re.sub(r"(?<![A-Za-z])([XAWZ])T(?![A-Za-z])", r"\1^T", spelled(line))
    for pattern, new in _CALLS:
        found = pattern.sub(new, found)
    found = _PREVIOUS.sub(r"\1A^{[l-1]}", found)
    found = _LAYERED.sub(r"\1\2^{[\3]}", found)
    found = _NUMBERED.sub(r"\1\2_{\3}", found)
    found = re.sub(r"\b(y|Y)_?hat\b|\b(y)_pred\b", lambda m: rf"\hat{{{m[1] or m[2]}}}", found)
    found = re.sub(r"\by_true\b", "y", found)
    for _ in range(20):
        changed = _methods(_calls(found))
        if changed == found:
            break
        found = changed
    found = re.sub(r"\*\*", "^", found)
    found = names.sub(lambda match: rf"{match[1]}\text{{{match[2]}}}", found) if names else found
    return _NAMED.sub(lambda match: rf"{match[1]}\text{{{match[2]}}}", found)


_NAMED = re.compile(
    r"(?<![A-Za-z\\{_])(d?)(output|out|net|targets?|loss|Loss|cost|Cost|error|preds?|logits|logit|labels?|input|probs|grad|hess|scores?|mask|i?var|r?std|inv_?std|eps|rate)(?![A-Za-z(])"
)
"""Words that name quantities, perhaps after the d of a derivative."""


def _calls(text: str) -> str:
    """Return the text with calls of two factors written as products."""
    match = re.search(r"\bnp\.(dot|matmul|multiply|outer|square|power|divide|add|subtract|where)\(", text)
    if match is None:
        return text
    inner, end = _bracket(text, match.end() - 1)
    parts = _split(inner)
    if match[1] == "square" and len(parts) == 1:
        return f"{text[: match.start()]}({parts[0]})^2{text[end:]}"
    if match[1] == "where" and len(parts) == 3:
        cases = rf"\begin{{cases}} {parts[1]} & {parts[0]} \\ {parts[2]} & \text{{otherwise}} \end{{cases}}"
        return f"{text[: match.start()]}{{{cases}}}{text[end:]}"
    if len(parts) != 2:
        return text.replace(match[0], f"{match[1]}(", 1)
    sign = _BETWEEN.get(match[1], " @ ")
    second = f"({parts[1]})^T" if match[1] == "outer" else f"{{{parts[1]}}}" if sign == "^" else f"({parts[1]})"
    return f"{text[: match.start()]}(({parts[0]}){sign}{second}){text[end:]}"


_BETWEEN = {"multiply": r" \odot ", "power": "^", "divide": "/", "add": "+", "subtract": "-"}
"""The signs of calls with two arguments."""


def _methods(text: str) -> str:
    """Return the text with methods written as functions: ``dZ.sum(axis=0)``, ``A.dot(B)``."""
    match = re.search(r"(?!np\.)((?<![\w\\])(?:[A-Za-z]?\\)?[A-Za-z][\w^{}\[\]]*|\))\.(sum|mean|dot)\(", text)
    if match is None:
        return text
    inner, end = _bracket(text, match.end() - 1)
    start = match.start()
    if match[1] == ")":
        start = _opening(text, match.start())
    subject = text[start : match.end(1)]
    if match[2] == "dot":
        return f"{text[:start]}({subject} @ ({inner})){text[end:]}"
    return f"{text[:start]}np.{match[2]}({subject}{', ' if inner.strip() else ''}{inner}){text[end:]}"


def _bracket(text: str, at: int) -> tuple[str, int]:
    depth = 0
    for n in range(at, len(text)):
        depth += (text[n] == "(") - (text[n] == ")")
        if depth == 0:
            return text[at + 1 : n], n + 1
    return text[at + 1 :], len(text)


def _opening(text: str, at: int) -> int:
    depth = 0
    for n in range(at, -1, -1):
        depth += (text[n] == ")") - (text[n] == "(")
        if depth == 0:
            return n
    return 0


def _split(inner: str) -> list[str]:
    parts, depth, last = [], 0, 0
    for n, mark in enumerate(inner):
        depth += (mark in "([{") - (mark in ")]}")
        if mark == "," and depth == 0:
            parts.append(inner[last:n].strip())
            last = n + 1
    return [*parts, inner[last:].strip()]
