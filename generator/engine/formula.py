"""The grammar of typed formulas: which texts are formulas, and what is wrong with the others.

Python's own ``ast`` reads the text, after other spellings of the same thing (``^``, ``²``, ``λ``, ``np.``) are put into
Python's; a whitelist of node types decides. Nothing is run, and no SymPy is needed, so that a mistake is answered at
once. ``parse`` makes terms of what has passed here.
"""

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from generator.engine.formula_names import ALIASES, DEFINED, HINTS, NOT_HERE, REDUCING, SPECIAL
from generator.errors import ExpressionError

MAX_LENGTH, MAX_DEPTH, MAX_DIGITS = 2_000, 60, 12
USUAL = "ijklmn"
"""The usual letters of an index."""

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_SPELLINGS: tuple[tuple[str, str], ...] = (
    (r"\b(?:(?:np|numpy|math|torch|jnp|jax|tf|scipy|special|nn|functional|keras|activations|F)\.)+(?=[A-Za-z])", ""),
    (r"\b(?:y_?hat|y_?pred|pred)\b", "a"), (r"\by_?true\b", "y"),
    (r"[−–]", "-"), (r"[·×⋅∙]", "*"), ("÷", "/"), (r"\^", "**"), ("√(?=\\()", "sqrt"), ("½", "(1/2)"),
    (r"√([A-Za-z]\w*|\d+(?:\.\d+)?)", r"sqrt(\1)"), (r"\|([^|()]+)\|", r"abs(\1)"),
    (r"\blambda\b(?!\s*:)|λ", "lamda"), ("π", "pi"), ("α", "alpha"), ("β", "beta"), ("γ", "gamma"), ("δ", "delta"),
    ("ε", "epsilon"), ("θ", "theta"), ("κ", "kappa"), ("μ", "mu"), ("τ", "tau"), ("ω", "omega"), ("ŷ", "a"),
    ("Σ(?=\\()", "Sum"), (r"\b([ayz])_([a-z])\b", r"\1[\2]"), (r"\)_([a-z])\b", r")[\1]"),
)  # fmt: skip


_POWER_OF_E = re.compile(
    r"(?<![\w.])e\s*\*\*\s*(-?(?:[A-Za-z_]\w*(?:\[\w+\])?|\d+(?:\.\d+)?)(?:\*\*\d+)?)(?!\s*[\w(.\[])"
)
_BRACKETED_POWER_OF_E = re.compile(r"(?<![\w.])e\s*\*\*\s*\(")
"""``e**z``, ``e**z[i]`` and ``e**(-z)``, where e is no letter of the formula."""


_FUNCTIONS = "functions have NumPy's names, as exp, log, tanh, where; activations those of `python -m generator list`"


@dataclass(frozen=True)
class Vocabulary:
    """What a formula may use: ``letters`` that are numbers, ``vectors``, and functions with their numbers of arguments.

    ``vector_functions`` take a vector and give one, such as softmax.
    """

    letters: Collection[str]
    vectors: Collection[str] = ()
    functions: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    vector_functions: Collection[str] = ()

    @property
    def gates(self) -> frozenset[str]:
        """The functions of two inputs that are no maximum or minimum."""
        return frozenset(name for name, counts in self.functions.items() if counts == (2,)) - {"max", "min"}

    @property
    def callable(self) -> tuple[str, ...]:
        """Every name that may be called, in alphabetical order."""
        return tuple(sorted({*self.functions, *SPECIAL, *DEFINED, *REDUCING, *self.vector_functions}))


def spelled(text: str) -> str:
    """Return a formula in Python's spelling: ``z^2`` and ``z²`` as ``z**2``, ``np.exp`` as ``exp``, λ as ``lamda``."""
    text = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+", lambda found: f"**({found[0].translate(_SUPERSCRIPTS)})", text.strip())
    for other, own in _SPELLINGS:
        text = re.sub(other, own, text)
    return re.sub(r"\*\*\((\d+)\)", r"**\1", text)


def is_of_vectors(text: str, functions: Collection[str] = ()) -> bool:
    """Tell whether a formula is one of vectors: it has an index, or calls one of the functions that take a vector."""
    text = spelled(text)
    called = re.findall(r"([A-Za-z_]\w*)\s*\(", text)
    return "[" in text or any(ALIASES.get(name, name) in {*REDUCING, *functions} for name in called)


def shown(text: str) -> str:
    """Return a text as an error shows it, on one line of a terminal."""
    text = re.sub(r"\blamda\b", "lambda", text)
    return repr(text if len(text) <= 80 else text[:77] + "...")


def failure(text: str, what: str, node: ast.AST) -> ExpressionError:
    """Return the error for a part of a formula."""
    return ExpressionError(f"{shown(text)} · {what} · column {getattr(node, 'col_offset', 0) + 1}")


def read(text: str, known: Vocabulary) -> tuple[str, ast.expr]:
    """Return a formula in Python's spelling, and its tree. Raises ``ExpressionError`` with what is wrong and where."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"formula of {len(text)} characters · at most {MAX_LENGTH} are read")
    text = spelled(text)
    if "e" not in known.letters:
        text = _BRACKETED_POWER_OF_E.sub("exp(", _POWER_OF_E.sub(r"exp(\1)", text))
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        what, column = getattr(error, "msg", None) or error, getattr(error, "offset", None) or 1
        hint = "; write products with *, as 2*z" if re.search(r"\d\s*[A-Za-z(]|\)\s*[\w(]", text) else ""
        hint = next((f"; {said}" for mark, said in HINTS.items() if mark in text), hint)
        hint = hint or "; a function takes brackets, as exp(z)" * bool(re.search(r"[A-Za-z]{2,}\s+\w", text))
        raise ExpressionError(f"{shown(text)} · not a formula: {what}{hint} · column {column}") from None
    tree = _indicated(tree)
    _Checker(text, known).expression(tree, 0, frozenset())
    return text, tree


def _indicated(tree: ast.expr) -> ast.expr:
    """Return the tree with comparisons that are factors or terms, as in ``z*(z > 0)``, as ones and zeros."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp):
            sides = (ast.copy_location(ast.IfExp(x, ast.Constant(1), ast.Constant(0)), x)
                     if isinstance(x, ast.Compare) else x for x in (node.left, node.right))  # fmt: skip
            node.left, node.right = sides
    return tree


def called(node: ast.Call) -> str:
    """Return the name of the function that is called, of several names the usual one."""
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    name = ALIASES.get(name, name)
    return "Sum" if name == "sum" and len(node.args) == SPECIAL["Sum"][0] else name


@dataclass(frozen=True)
class _Checker:
    """Checks the nodes of one formula; ``bound`` are the indices that sums run over."""

    text: str
    known: Vocabulary

    def fail(self, node: ast.AST, what: str) -> ExpressionError:
        return failure(self.text, what, node)

    def expression(self, node: ast.expr, depth: int, bound: frozenset[str]) -> None:
        if depth > MAX_DEPTH:
            raise self.fail(node, f"nested deeper than {MAX_DEPTH} levels")
        match node:
            case ast.Constant():
                self.number(node)
            case ast.Name():
                self.name(node, bound)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd()):
                self.expression(node.operand, depth + 1, bound)
            case ast.BinOp():
                self.operation(node, depth, bound)
            case ast.Call():
                self.call(node, depth, bound)
            case ast.Subscript():
                self.subscript(node, depth, bound)
            case ast.IfExp():
                self.condition(node.test, depth + 1, bound)
                self.expression(node.body, depth + 1, bound)
                self.expression(node.orelse, depth + 1, bound)
            case ast.Compare():
                raise self.fail(node, f"a comparison is no number; write 1 if {ast.unparse(node)} else 0")
            case _:
                raise self.fail(node, f"{type(node).__name__} has no meaning in a formula")

    def operation(self, node: ast.BinOp, depth: int, bound: frozenset[str]) -> None:
        if isinstance(node.op, ast.MatMult):
            raise self.fail(node, NOT_HERE["matmul"])
        self.expression(node.left, depth + 1, bound)
        self.expression(node.right, depth + 1, bound)
        if not isinstance(node.op, (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)):
            raise self.fail(node, f"the operator {type(node.op).__name__} has no meaning in a formula")

    def number(self, node: ast.Constant) -> None:
        text = ast.get_source_segment(self.text, node) or ""
        if isinstance(node.value, bool) or not isinstance(node.value, (int, float)):
            raise self.fail(node, f"{node.value!r} is not a number")
        if len(text) > MAX_DIGITS:
            raise self.fail(node, f"a number of {len(text)} characters; at most {MAX_DIGITS} are read")
        _, mark, power = text.lower().partition("e")
        if "x" in text.lower() or (mark and abs(int(power)) > MAX_DIGITS):
            raise self.fail(node, f"write the number {text} with plain digits")

    def name(self, node: ast.Name, bound: frozenset[str]) -> None:
        if node.id in {*self.known.letters, *self.known.vectors, *bound}:
            return
        if ALIASES.get(node.id, node.id) in self.known.callable:
            raise self.fail(node, f"the function {node.id!r} needs its argument in brackets")
        letters = sorted({*self.known.letters, *self.known.vectors})
        words = (word.replace("lamda", "lambda") for word in re.findall(r"\b[A-Za-z_]\w*\b(?!\s*\()", self.text))
        known = {*letters, *bound, *USUAL, *self.known.callable}
        others = [word for word in dict.fromkeys(words) if word not in known] or [node.id]
        named = f"name{'s' * (len(others) > 1)} {' and '.join(map(repr, others))}"
        what = f"unknown {named}{_near(node.id, letters)}; this formula may use"
        given = " ".join(f"--parameter {word}=1" for word in others)
        raise self.fail(node, f"{what} {', '.join(letters)}, and letters whose usual value is given, as in {given}")

    def call(self, node: ast.Call, depth: int, bound: frozenset[str]) -> None:
        name = called(node)
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, (ast.Name, ast.Subscript)):
            raise self.fail(node, f"methods are not understood; write {node.func.attr}({ast.unparse(node.func.value)})")
        if isinstance(node.func, ast.Call):
            raise self.fail(node, "write products with *, as z*(1 - z)")
        if not name or node.keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
            named = f"; give the numbers of {name} in order, without their names" * bool(name and node.keywords)
            raise self.fail(node, f"only plain calls such as exp(z) are understood{named}")
        if name in NOT_HERE and name not in self.known.callable:
            raise self.fail(node, NOT_HERE[name])
        if name not in self.known.callable:
            near = _near(name, self.known.callable) or f"; {_FUNCTIONS}"
            raise self.fail(node, f"unknown function {name!r}{near}")
        self.count(node, name)
        if name == "Sum":
            return self.expression(node.args[0], depth + 1, bound | {self.index(node.args[1])})
        for place, argument in enumerate(node.args):
            if name == "delta":
                self.index(argument)
            elif (name == "piecewise" and place % 2) or (name == "where" and place == 0):
                self.condition(argument, depth + 1, bound)
            else:
                self.expression(argument, depth + 1, bound)
        return None

    def count(self, node: ast.Call, name: str) -> None:
        if name == "piecewise":
            if len(node.args) < 2:
                raise self.fail(node, "piecewise takes value, condition, ..., and at last the value otherwise")
            return
        counts = self.known.functions.get(name) or SPECIAL.get(name)
        counts = counts or ((len(DEFINED[name][0]),) if name in DEFINED else (1,))
        if len(node.args) not in counts and not (name in {"max", "min"} and len(node.args) > 2):
            most = counts[0]
            if name in {"max", "min"}:
                raise self.fail(
                    node, f"{name} takes two numbers or more, as {name}(0, z); of a vector it is not derived"
                )
            if most == 2 and name in self.known.gates:
                raise self.fail(node, f"{name} takes two inputs, as in {name}(z, 2*z), not {len(node.args)}")
            number = " or ".join(map(str, counts)) + " argument" + "s" * (counts[-1] > 1)
            raise self.fail(node, f"{name} takes {number}, not {len(node.args)}")

    def condition(self, node: ast.expr, depth: int, bound: frozenset[str]) -> None:
        if (
            not isinstance(node, ast.Compare)
            or len(node.ops) != 1
            or not isinstance(node.ops[0], (ast.Lt, ast.LtE, ast.Gt, ast.GtE))
        ):
            raise self.fail(node, "a condition compares two terms with <, <=, > or >=")
        self.expression(node.left, depth, bound)
        self.expression(node.comparators[0], depth, bound)

    def subscript(self, node: ast.Subscript, depth: int, bound: frozenset[str]) -> None:
        if isinstance(node.value, ast.Call) and called(node.value) in self.known.vector_functions:
            self.call(node.value, depth, bound)
        elif not isinstance(node.value, ast.Name) or node.value.id not in self.known.vectors:
            vectors = sorted(self.known.vectors)
            there = f": {', '.join(vectors)}" if vectors else ""
            raise self.fail(node, f"only the vectors of this formula take an index{there}")
        self.index(node.slice)

    def index(self, node: ast.expr) -> str:
        """Return the letter of an index."""
        taken = {*self.known.letters, *self.known.vectors} - {*USUAL}
        if isinstance(node, ast.Name) and len(node.id) == 1 and node.id.isalpha() and node.id not in taken:
            return node.id
        if isinstance(node, ast.Name) and node.id in self.known.vectors:
            raise self.fail(node, f"{node.id} is a vector, and no index; a class is picked by Sum({node.id}[k]*..., k)")
        raise self.fail(node, "an index is a letter that stands for nothing else, such as i, j or k")


def _near(name: str, known: Collection[str]) -> str:
    """Return the nearest of the known names, as an error says it."""
    found = get_close_matches(name.lower(), known, 1, 0.7)
    return f", the nearest is {found[0]!r}" if found else ""


def calls_in(text: str) -> Iterator[tuple[str, int]]:
    """Yield the functions that a formula calls, each with its number of arguments."""
    nodes = ast.walk(ast.parse(spelled(text), mode="eval"))
    yield from ((called(node), len(node.args)) for node in nodes if isinstance(node, ast.Call))


def names_in(tree: ast.expr) -> Iterator[str]:
    """Yield every name in a formula."""
    yield from (node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
