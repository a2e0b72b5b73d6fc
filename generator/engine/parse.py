"""Terms from typed formulas, which are never run.

``formula`` reads the text and refuses what is none; here its tree becomes an unevaluated term in the order in which it
was typed. Nothing is passed to ``eval`` or ``sympify``. Catalogue entries, the rule tables and the command line all
read formulas here. To give formulas a new function, add its row to ``primitives``: its name is readable at once; one
that stands for a formula in others is a row of ``formula_names``.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import sympy as sp

from generator.engine import formula
from generator.engine import terms as t
from generator.engine.formula import Vocabulary, called
from generator.engine.formula_names import DEFINED, REDUCING
from generator.engine.primitives import by_head
from generator.engine.terms import Term
from generator.engine.typed import as_number, parts_of, signed, summed_over
from generator.errors import ExpressionError

MAX_LENGTH, MAX_DEPTH, MAX_EXPONENT = formula.MAX_LENGTH, formula.MAX_DEPTH, 64

FUNCTIONS: Mapping[str, type[sp.Function]] = {
    **{row.id: head for head, row in by_head().items()}, "max": sp.Max, "min": sp.Min
}  # fmt: skip
"""The functions that a formula may call by name; each has a row in ``primitives`` or a rule in ``differentiate``."""

INDICES: Mapping[str, sp.Symbol] = {name: sp.Symbol(name, integer=True, positive=True) for name in "ijklmn"}
"""The usual letters of an index; each runs over the classes 1..N."""

_COMPARISONS: Mapping[type[ast.cmpop], type[sp.core.relational.Relational]] = {
    ast.Lt: sp.StrictLessThan,
    ast.LtE: sp.LessThan,
    ast.Gt: sp.StrictGreaterThan,
    ast.GtE: sp.GreaterThan,
}

Component = Callable[[sp.Symbol], Term]
"""A vector: the term of its component at an index."""

VectorFunction = Callable[[Component, sp.Symbol, Callable[[], sp.Symbol]], Term]
"""A function of a vector: its component at an index, with letters for its own sums."""


@dataclass(frozen=True)
class Scope:
    """How the indices of a formula are read.

    ``own`` is the index of the component that the formula gives, whatever letter was typed for it; where it is None,
    no index may be left over. A sum over one of the ``reserved`` letters is read as
    one over another. ``functions`` take a vector and give one, such as softmax.
    """

    own: sp.Symbol | None
    reserved: frozenset[str]
    functions: Mapping[str, VectorFunction]


def parse(
    text: str,
    names: Mapping[str, Term],
    functions: Mapping[str, Callable[..., Term]] | None = None,
    scope: Scope | None = None,
    arguments: Mapping[str, tuple[int, ...]] | None = None,
) -> Term:
    """Read a formula such as ``log(1 + (a - y)**2)/2``.

    ``names`` are the symbols and indexed bases that may occur, ``functions`` further functions, of one argument where
    ``arguments`` says nothing else. ``sqrt(u)``, ``piecewise(value, condition, ..., otherwise)``, ``where(condition,
    value, otherwise)``, ``Sum(body, k)`` and ``delta(i, j)`` are understood. Without a ``scope`` an index that no sum
    binds keeps its letter.

    Raises ``ExpressionError`` with the text, what is wrong and the column.
    """
    vectors = {name for name, known in names.items() if isinstance(known, sp.IndexedBase)}
    own = {name: (arguments or {}).get(name, (1,)) for name in functions or {}}
    counts = {**dict.fromkeys(FUNCTIONS, (1,)), "max": (2,), "min": (2,), **own}
    known = Vocabulary(names.keys() - vectors, vectors, counts, tuple(scope.functions) if scope else ())
    text, tree = formula.read(text, known)
    return Reader(text, names, functions or {}, scope, set(formula.names_in(tree))).read(tree)


class Reader:
    """Turns the nodes of one formula into a term; the grammar was checked before."""

    def __init__(
        self,
        text: str,
        names: Mapping[str, Term],
        functions: Mapping[str, Callable[..., Term]],
        scope: Scope | None,
        used: set[str],
    ) -> None:
        """Begin with the names and functions that the formula may use, and the words that it uses."""
        self.text, self.names, self.scope, self.used = text, dict(names), scope, used
        self.functions = {name: partial(t.call, f) for name, f in FUNCTIONS.items()} | dict(functions)
        self.special = {"sqrt": self.sqrt, "piecewise": self.piecewise, "where": self.where, "Sum": self.sum,
                        "delta": self.delta}  # fmt: skip
        self.bound: dict[str, sp.Symbol] = {}
        self.free: str | None = None
        self.bare = scope.own if scope else None

    def fail(self, node: ast.AST, what: str) -> ExpressionError:
        """Return the error that names the formula, what is wrong, and the column."""
        return formula.failure(self.text, what, node)

    def read(self, node: ast.expr) -> Term:
        """Read any node."""
        match node:
            case ast.Name():
                return self.name(node)
            case ast.UnaryOp():
                operand = self.read(node.operand)
                return t.neg(operand) if isinstance(node.op, ast.USub) else operand
            case ast.BinOp():
                return self.operation(node, self.read(node.left), self.read(node.right))
            case ast.Call():
                return self.call(node)
            case ast.Subscript():
                return self.subscript(node)
            case ast.IfExp():
                return t.cases((self.read(node.body), self.condition(node.test)), (self.read(node.orelse), sp.true))
        number = ast.get_source_segment(self.text, node) or str(getattr(node, "value", ""))
        return sp.Rational(number.replace("_", ""))

    def name(self, node: ast.Name) -> Term:
        """Read a name: an index that is bound, a letter, or a vector at the index in force."""
        if node.id in self.bound:
            return self.bound[node.id]
        known = self.names[node.id]
        if not isinstance(known, sp.IndexedBase):
            return known
        if self.bare is None:
            raise self.fail(node, f"the vector {node.id} needs an index, such as {node.id}[k]")
        return known[self.bare]

    def operation(self, node: ast.BinOp, left: Term, right: Term) -> Term:
        """Join two terms by an operator."""
        match node.op:
            case ast.Add():
                return t.add(*parts_of(left, sp.Add), right)
            case ast.Sub():
                return t.add(*parts_of(left, sp.Add), t.neg(right))
            case ast.Mult():
                return signed(left, lambda x: t.mul(*(x.args if t.is_product(x) else (x,)), right))
            case ast.Div():
                return signed(left, lambda x: t.over(x, right))
        return self.power(node, left, right)

    def power(self, node: ast.BinOp, base: Term, exponent: Term) -> Term:
        """Raise a term to a power; a fixed exponent is a small number."""
        exponent = as_number(exponent)
        if not exponent.free_symbols and not (exponent.is_Rational and abs(exponent) <= MAX_EXPONENT):
            raise self.fail(node, f"a fixed exponent is a number of at most {MAX_EXPONENT}")
        if base.is_Pow and base.exp.is_Number and exponent.is_Number and abs(base.exp * exponent) > MAX_EXPONENT:
            raise self.fail(node, f"a power of a power goes up to {MAX_EXPONENT}")
        if exponent.is_Number and exponent.is_negative:
            return t.over(t.ONE, t.power(base, -exponent))
        return t.power(base, exponent)

    def call(self, node: ast.Call) -> Term:
        """Read a call of any function that is known here."""
        name = called(node)
        if name in self.functions:
            return self.plain_call(name, node)
        if name in self.special:
            return self.special[name](node)
        if name in REDUCING:
            return self.reduced(name, node)
        if name in DEFINED:
            letters, text = DEFINED[name]
            return parse(text, dict(zip(letters, map(self.read, node.args), strict=True)))
        if self.bare is None:
            raise self.fail(node, f"{name} gives a vector; write which component, such as {name}(...)[k]")
        return self.component(node, self.bare)

    def plain_call(self, name: str, node: ast.Call) -> Term:
        """Return a function of numbers; a maximum of three is that of one and the maximum of two."""
        parts = [self.read(argument) for argument in node.args]
        while name in {"max", "min"} and len(parts) > 2:
            parts[-2:] = [self.functions[name](*parts[-2:])]
        try:
            return self.functions[name](*parts)
        except ExpressionError as error:
            raise self.fail(node, str(error)) from None

    def reduced(self, name: str, node: ast.Call) -> Term:
        """Return a number that is made of all components of a vector."""
        if not any(isinstance(known, sp.IndexedBase) for known in self.names.values()):
            raise self.fail(node, f"{name} takes a vector; this formula is one of numbers")
        index = self.fresh()
        body = self.at(node.args[0], index)
        if not body.has(index):
            raise self.fail(node, f"{name} takes a vector, such as {name}(a)")
        letter = sp.Symbol("u", real=True)
        found = parse(REDUCING[name], {"u": letter, "N": t.SIZE})
        return summed_over(found, letter, body, index)

    def component(self, node: ast.Call, index: sp.Symbol) -> Term:
        """Return the component of a function that gives a vector."""
        if self.scope is None:
            raise self.fail(node, f"{called(node)} gives a vector")
        return self.scope.functions[called(node)](lambda place: self.at(node.args[0], place), index, self.fresh)

    def at(self, node: ast.expr, index: sp.Symbol) -> Term:
        """Read a vector's component at an index: every vector without an index of its own has this one."""
        outside, self.bare = self.bare, index
        body = self.read(node)
        self.bare = outside
        return body

    def sqrt(self, node: ast.Call) -> Term:
        """Read a square root, ``sqrt(u)``."""
        return t.power(self.read(node.args[0]), t.HALF)

    def piecewise(self, node: ast.Call) -> Term:
        """Read values by their conditions, ``piecewise(value, condition, ..., otherwise)``."""
        values = [self.read(argument) for argument in node.args[::2]]
        conditions = [self.condition(argument) for argument in node.args[1::2]]
        return t.cases(*zip(values, [*conditions, sp.true][: len(values)], strict=True))

    def where(self, node: ast.Call) -> Term:
        """Read a choice of two, ``where(condition, value, otherwise)``."""
        when, value, otherwise = node.args
        return t.cases((self.read(value), self.condition(when)), (self.read(otherwise), sp.true))

    def condition(self, node: ast.expr) -> sp.Basic:
        """Read the comparison of two terms."""
        if not isinstance(node, ast.Compare):
            raise self.fail(node, "a condition compares two terms with <, <=, > or >=")
        sides = self.read(node.left), self.read(node.comparators[0])
        if sides[0].is_number and sides[1].is_number:
            raise self.fail(node, "a condition compares at least one variable")
        return _COMPARISONS[type(node.ops[0])](*sides, evaluate=False)

    def sum(self, node: ast.Call) -> Term:
        """Read a sum over an index, Sum(a[k], k)."""
        name = node.args[1].id if isinstance(node.args[1], ast.Name) else ""
        taken = self.scope.reserved if self.scope else frozenset()
        index = self.fresh() if name in taken or name in self.bound else index_letter(name)
        outside, self.bound = self.bound, {**self.bound, name: index}
        body = self.read(node.args[0])
        self.bound = outside
        return t.total(body, index)

    def fresh(self) -> sp.Symbol:
        """Return an index letter that occurs nowhere in the formula."""
        taken = {*self.used, *self.names, *(self.scope.reserved if self.scope else ())}
        name = next((letter for letter in "klnrstpqcd" if letter not in taken), None)
        if name is None:
            raise ExpressionError(f"{formula.shown(self.text)} · no letter is left for an index")
        self.used.add(name)
        return index_letter(name)

    def delta(self, node: ast.Call) -> Term:
        """Read the delta of two indices."""
        return t.delta(self.index(node.args[0]), self.index(node.args[1]))

    def subscript(self, node: ast.Subscript) -> Term:
        """Read a component of a vector, or of a function that gives one."""
        index = self.index(node.slice)
        if isinstance(node.value, ast.Call):
            return self.component(node.value, index)
        base = self.names[node.value.id if isinstance(node.value, ast.Name) else ""]
        return base[index]

    def index(self, node: ast.expr) -> sp.Symbol:
        """Read an index: one that a sum binds, or the one that the formula may have free."""
        name = node.id if isinstance(node, ast.Name) else ""
        if name in self.bound:
            return self.bound[name]
        if self.scope is None:
            return index_letter(name)
        if self.scope.own is None:
            raise self.fail(node, f"a loss is one number: sum over the index {name}")
        if self.free not in {None, name}:
            raise self.fail(node, f"two indices, {self.free} and {name}, are summed over nowhere")
        self.free = name
        return self.scope.own


def index_letter(name: str) -> sp.Symbol:
    """Return a letter as an index, which runs over the classes 1..N."""
    return INDICES.get(name) or sp.Symbol(name, integer=True, positive=True)
