"""How does a formula that somebody typed become a term, without ever being run?

Python's own ``ast`` reads the text; a whitelist of node types turns it into an unevaluated term in the order in which
it was typed. Nothing is passed to ``eval`` or ``sympify``. Everything outside the whitelist is one clear
``ExpressionError``. Catalogue entries, the rule tables and the command line all read formulas here.

To give formulas a new function, add its primitive to ``primitives``: its name is readable at once.
"""

import ast
from collections.abc import Callable, Mapping
from functools import partial

import sympy as sp

from generator.engine import terms as t
from generator.engine.primitives import by_head
from generator.engine.terms import Term
from generator.errors import ExpressionError

MAX_LENGTH, MAX_DEPTH, MAX_DIGITS, MAX_EXPONENT = 2_000, 60, 12, 64

FUNCTIONS: Mapping[str, type[sp.Function]] = {
    **{row.id: head for head, row in by_head().items()}, "max": sp.Max, "min": sp.Min
}  # fmt: skip
"""The functions that a formula may call by name; each has a row in ``primitives`` or a rule in ``differentiate``."""

_COMPARISONS: Mapping[type[ast.cmpop], type[sp.core.relational.Relational]] = {
    ast.Lt: sp.StrictLessThan,
    ast.LtE: sp.LessThan,
    ast.Gt: sp.StrictGreaterThan,
    ast.GtE: sp.GreaterThan,
}


def parse(text: str, names: Mapping[str, Term], functions: Mapping[str, Callable[[Term], Term]] | None = None) -> Term:
    """Read a formula such as ``log(1 + (a - y)**2)/2``.

    ``names`` are the symbols and indexed bases that may occur, ``functions`` further functions of one argument.
    ``sqrt(u)``, ``piecewise(value, condition, ..., otherwise)``, ``Sum(body, k)`` and ``delta(i, j)`` are understood.

    Raises ``ExpressionError`` with the text, what is wrong and the column.
    """
    if len(text) > MAX_LENGTH:
        message = f"formula of {len(text)} characters · at most {MAX_LENGTH} are read"
        raise ExpressionError(message)
    text = text.strip()
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        what, column = getattr(error, "msg", None) or error, getattr(error, "offset", None) or 1
        message = f"{_shown(text)} · not a formula: {what} · column {column}"
        raise ExpressionError(message) from None
    return _Reader(text, names, functions or {}).read(tree, 0)


def _shown(text: str) -> str:
    short = text if len(text) <= 80 else text[:77] + "..."  # one line of a terminal
    return repr(short)


class _Reader:
    """Turns the nodes of one formula into a term."""

    def __init__(self, text: str, names: Mapping[str, Term], functions: Mapping[str, Callable[[Term], Term]]) -> None:
        self.text, self.names = text, dict(names)
        self.functions = {name: partial(t.call, f) for name, f in FUNCTIONS.items()} | dict(functions)
        self.special = {"sqrt": self.sqrt, "piecewise": self.piecewise, "Sum": self.sum, "delta": self.delta}

    def fail(self, node: ast.AST, what: str) -> ExpressionError:
        column = getattr(node, "col_offset", 0) + 1
        return ExpressionError(f"{_shown(self.text)} · {what} · column {column}")

    def read(self, node: ast.expr, depth: int) -> Term:
        if depth > MAX_DEPTH:
            raise self.fail(node, f"nested deeper than {MAX_DEPTH} levels")
        match node:
            case ast.Constant():
                return self.number(node)
            case ast.Name():
                return self.name(node)
            case ast.UnaryOp(op=ast.USub()):
                return t.neg(self.read(node.operand, depth + 1))
            case ast.UnaryOp(op=ast.UAdd()):
                return self.read(node.operand, depth + 1)
            case ast.BinOp():
                return self.operation(node, self.read(node.left, depth + 1), self.read(node.right, depth + 1))
            case ast.Call():
                return self.call(node, depth)
            case ast.Subscript():
                return self.subscript(node)
        raise self.fail(node, f"{type(node).__name__} has no meaning in a formula")

    def number(self, node: ast.Constant) -> Term:
        text = ast.get_source_segment(self.text, node) or ""
        if isinstance(node.value, bool) or not isinstance(node.value, (int, float)):
            raise self.fail(node, f"{node.value!r} is not a number")
        if len(text) > MAX_DIGITS:
            raise self.fail(node, f"a number of {len(text)} characters; at most {MAX_DIGITS} are read")
        if "e" in text.lower() or "x" in text.lower():
            raise self.fail(node, f"write the number {text} with plain digits")
        return sp.Rational(text.replace("_", ""))

    def name(self, node: ast.Name) -> Term:
        if isinstance(known := self.names.get(node.id), sp.IndexedBase):
            raise self.fail(node, f"the vector {node.id} needs an index, such as {node.id}[k]")
        if known is not None:
            return known
        if node.id in self.functions or node.id in self.special:
            raise self.fail(node, f"the function {node.id!r} needs its argument in brackets")
        raise self.fail(node, f"unknown name {node.id!r}; this formula may use {', '.join(sorted(self.names))}")

    def operation(self, node: ast.BinOp, left: Term, right: Term) -> Term:
        match node.op:
            case ast.Add():
                return t.add(*_parts(left, sp.Add), right)
            case ast.Sub():
                return t.add(*_parts(left, sp.Add), t.neg(right))
            case ast.Mult():
                return _signed(left, lambda x: t.mul(*(x.args if t.is_product(x) else (x,)), right))
            case ast.Div():
                return _signed(left, lambda x: t.over(x, right))
            case ast.Pow():
                return self.power(node, left, right)
            case ast.BitXor():
                raise self.fail(node, "write powers as a**2, not a^2")
        raise self.fail(node, f"the operator {type(node.op).__name__} has no meaning in a formula")

    def power(self, node: ast.BinOp, base: Term, exponent: Term) -> Term:
        exponent = _number(exponent)
        if not exponent.free_symbols and not (exponent.is_Rational and abs(exponent) <= MAX_EXPONENT):
            raise self.fail(node, f"a fixed exponent is a number of at most {MAX_EXPONENT}")
        if base.is_Pow and base.exp.is_Number and exponent.is_Number and abs(base.exp * exponent) > MAX_EXPONENT:
            raise self.fail(node, f"a power of a power goes up to {MAX_EXPONENT}")
        if exponent.is_Number and exponent.is_negative:
            return t.over(t.ONE, t.power(base, -exponent))
        return t.power(base, exponent)

    def call(self, node: ast.Call, depth: int) -> Term:
        name = node.func.id if isinstance(node.func, ast.Name) else None
        if name is None or node.keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
            raise self.fail(node, "only plain calls such as exp(z) are understood")
        if name in self.special:
            return self.special[name](node, depth + 1)
        if name not in self.functions:
            known = ", ".join(sorted({*self.functions, *self.special}))
            raise self.fail(node, f"unknown function {name!r}; known are {known}")
        self.expect(node, name, 2 if name in {"max", "min"} else 1)
        return self.functions[name](*(self.read(argument, depth + 1) for argument in node.args))

    def expect(self, node: ast.Call, name: str, count: int) -> None:
        if len(node.args) != count:
            raise self.fail(node, f"{name} takes {count} argument{'s' * (count > 1)}, not {len(node.args)}")

    def sqrt(self, node: ast.Call, depth: int) -> Term:
        self.expect(node, "sqrt", 1)
        return t.power(self.read(node.args[0], depth), t.HALF)

    def piecewise(self, node: ast.Call, depth: int) -> Term:
        if len(node.args) < 2:
            raise self.fail(node, "piecewise takes value, condition, ..., and at last the value otherwise")
        values = [self.read(argument, depth) for argument in node.args[::2]]
        conditions = [self.condition(argument, depth) for argument in node.args[1::2]]
        return t.cases(*zip(values, [*conditions, sp.true][: len(values)], strict=True))

    def condition(self, node: ast.expr, depth: int) -> sp.Basic:
        if not isinstance(node, ast.Compare) or len(node.ops) != 1 or type(node.ops[0]) not in _COMPARISONS:
            raise self.fail(node, "a condition compares two terms with <, <=, > or >=")
        sides = self.read(node.left, depth), self.read(node.comparators[0], depth)
        if sides[0].is_number and sides[1].is_number:
            raise self.fail(node, "a condition compares at least one variable")
        return _COMPARISONS[type(node.ops[0])](*sides, evaluate=False)

    def sum(self, node: ast.Call, depth: int) -> Term:
        self.expect(node, "Sum", 2)
        index = self.index(node.args[1])
        outside, self.names = self.names, {str(index): index} | self.names
        body = self.read(node.args[0], depth)
        self.names = outside
        return t.total(body, index)

    def delta(self, node: ast.Call, _depth: int) -> Term:
        self.expect(node, "delta", 2)
        return t.delta(self.index(node.args[0]), self.index(node.args[1]))

    def subscript(self, node: ast.Subscript) -> Term:
        base = self.names.get(node.value.id) if isinstance(node.value, ast.Name) else None
        if not isinstance(base, sp.IndexedBase):
            vectors = sorted(name for name, known in self.names.items() if isinstance(known, sp.IndexedBase))
            there = f": {', '.join(vectors)}" if vectors else ""
            raise self.fail(node, f"only the vectors of this formula take an index{there}")
        return base[self.index(node.slice)]

    def index(self, node: ast.expr) -> sp.Symbol:
        if isinstance(node, ast.Name) and node.id in INDICES:
            return INDICES[node.id]
        raise self.fail(node, f"an index is one of {', '.join(INDICES)}")


INDICES: Mapping[str, sp.Symbol] = {name: sp.Symbol(name, integer=True, positive=True) for name in "ijklmn"}
"""The letters that may stand as an index; each runs over the classes 1..N."""


def _number(x: Term) -> Term:
    """Read a ratio of whole numbers as the number that it is; an exponent is shown as one."""
    if t.is_neg(x) and not x.is_Number:
        return -_number(t.without_sign(x))
    if t.is_quotient(x) and all(part.is_Rational and part != 0 for part in t.children(x)):
        above, below = t.children(x)
        return above / below
    return x


def _parts(x: Term, join: type[sp.Expr]) -> tuple[Term, ...]:
    return x.args if isinstance(x, join) else (x,)


def _signed(left: Term, build: Callable[[Term], Term]) -> Term:
    """Read ``-a*b`` as -(a*b), the way it is said, not as Python's (-a)*b."""
    return t.neg(build(t.without_sign(left))) if t.is_neg(left) else build(left)
