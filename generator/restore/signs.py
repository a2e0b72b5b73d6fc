r"""Which marks join sides, join factors, close a group, or name a function?

The tables of ``grammar``. A newcomer adds a sign or a function's name here.
"""

RELATIONS = {"=": "=", r"\equiv": "=", r"\leq": "<=", r"\le": "<=", r"\geq": ">=", r"\ge": ">=", "<": "<", ">": ">",
             r"\lt": "<", r"\gt": ">", r"\leqslant": "<=", r"\geqslant": ">=", r"\neq": "!=", r"\ne": "!=",
             r"\simeq": "~", r"\approx": "~", r"\cong": "~", r"\to": "->", r"\rightarrow": "->", r"\sim": "~",
             r"\propto": "oc"}  # fmt: skip
PLAIN_FUNCTIONS = (
    "log", "ln", "exp", "sin", "cos", "tan", "tanh", "sinh", "cosh", "arctan", "max", "min", "det", "sigmoid", "softmax",  # noqa: E501 - one row a line
    "softplus", "relu", "sqrt", "sign", "abs", "diag", "coth", "sech", "erf", "cot", "sec", "arcsin", "arccos",
    "rms", "std",
)  # fmt: skip
NAMED_FUNCTIONS = (
    "swish", "silu", "gelu", "mish", "elu", "selu", "celu", "softsign", "hardswish", "hardsigmoid", "hardtanh",
    "logsigmoid", "tanhshrink", "relu6",
)  # fmt: skip
"""Names of activations that are read as one where a bracket follows; what they are, the catalogue says."""
FUNCTIONS = {
    "np.sum", "np.mean", "rowsum", "tr", "trace", r"\sigma", *PLAIN_FUNCTIONS,
    *(rf"\{name}" for name in PLAIN_FUNCTIONS),
}  # fmt: skip
CALLED = {"f", "g", "h", "F", r"\psi", r"\phi", r"\varphi", r"\Phi"}
"""Letters that are read as functions where a bracket follows."""
PRODUCT = {r"\times": "product", r"\cdot": "product", "*": "entrywise", r"\odot": "entrywise", r"\circ": "entrywise",
           r"\ast": "entrywise", r"\bullet": "entrywise",
           r"\otimes": "entrywise", ".": "product", "/": "quotient", r"\div": "quotient",
           "@": "dot"}  # fmt: skip
CLOSING = {")", "]", "}", "|", r"\|", ",", "&", r"\\", "!", "^", "_", "'", ";", r"\end", r"\}", ":", r"\if",
           r"\otherwise", r"\over", r"\forall", r"\words", r"\in"}  # fmt: skip
DIFFERENTIALS = {"d", r"\partial"}
IF, OTHERWISE, WORDS_INSIDE = r"\if", r"\otherwise", r"\words"
"""Marks for words inside a formula: of a condition, of the last branch, and words that are no mathematics."""
INDEX_LETTERS = frozenset("ijklmnpqrstc")
"""Letters that run where they stand below another."""
