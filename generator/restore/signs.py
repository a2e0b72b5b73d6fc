r"""Which marks join sides, join factors, close a group, or name a function?

The tables of ``grammar``. A newcomer adds a sign or a function's name here.
"""

RELATIONS = {"=": "=", r"\leq": "<=", r"\le": "<=", r"\geq": ">=", r"\ge": ">=", "<": "<", ">": ">", r"\simeq": "~",
             r"\approx": "~", r"\to": "->", r"\rightarrow": "->"}  # fmt: skip
FUNCTIONS = {"log", "ln", "exp", "sin", "cos", "tan", "tanh", "arctan", "sigmoid", "softmax", "relu", "max", "min",
             "det", "np.sum", r"\log", r"\ln", r"\exp", r"\sin", r"\cos", r"\tan", r"\tanh", r"\arctan", r"\max",
             r"\min", r"\det", r"\sigma"}  # fmt: skip
CALLED = {"f", "g", "h", r"\psi", r"\phi"}
"""Letters that are read as functions where a bracket follows."""
PRODUCT = {r"\times": "product", r"\cdot": "product", "*": "entrywise", r"\odot": "entrywise", r"\circ": "entrywise",
            ".": "product", "/": "quotient"}  # fmt: skip
CLOSING = {")", "]", "}", "|", r"\|", ",", "&", r"\\", "!", "^", "_", "'", ";", r"\end", r"\}", ":"}
DIFFERENTIALS = {"d", r"\partial"}
