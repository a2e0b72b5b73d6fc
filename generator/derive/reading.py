"""Read an operation's record into terms with axes.

A quantity such as ``mu[n] = mean(x[n, d], d)`` becomes a component of an indexed base whose shape is known, and its
definition. Indices may be whole-number expressions (``i*stride + u - pad``) or data (``E[id[n], d]``).
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import sympy as sp
from sympy.core.function import AppliedUndef

from generator.catalogue.activations import ACTIVATIONS
from generator.catalogue.derivations import lemma_of
from generator.catalogue.formulas import function_of
from generator.catalogue.operation import Axis, Operation
from generator.catalogue.records import Activation
from generator.derive.graph import Graph, Quantity
from generator.derive.largest import places_of_maxima
from generator.engine import terms as t
from generator.engine.extremes import Largest
from generator.engine.lemmas import Lemma
from generator.engine.parse import FUNCTIONS, Reader
from generator.engine.terms import Term
from generator.errors import ExpressionError


def read(operation: Operation) -> Graph:
    """Return the quantities of a record. Raises ``ExpressionError`` with the id and the definition that is wrong."""
    axes = {axis.letter: axis for axis in operation.axes}
    given = tuple(Quantity(_component(array.name, axes), None, array) for array in operation.arrays)
    names = {one.name: one.base for one in given}
    options = {option.id: option.letter for option in operation.options}
    try:
        sides = [_sides(text, axes) for text in (*operation.defines, operation.output)]
        names |= {str(left.base.label): left.base for left, _ in sides}
        defined = tuple(_quantities(sides, axes, {**names, **options}))
        lemmas = _lemmas(one.value for one in defined)
        _all_used(given, defined)
    except ExpressionError as error:
        raise ExpressionError(f"{operation.id} · {error}") from None
    return Graph(operation, given, defined, lemmas)


def _all_used(given: tuple[Quantity, ...], defined: tuple[Quantity, ...]) -> None:
    """Raise ``ExpressionError`` for an array that stands in no definition: it is meant to do something."""
    used = frozenset[sp.Basic]().union(*(one.value.atoms(sp.IndexedBase) for one in defined if one.value))
    for one in given:
        if one.base not in used:
            raise ExpressionError(f"{one.name} is used in no definition")


def _quantities(
    sides: Iterable[tuple[sp.Indexed, str]], axes: Mapping[str, Axis], names: Mapping[str, Term]
) -> Iterator[Quantity]:
    """Yield what is defined, and before it where the maxima in its definition are taken."""
    taken = {*names}
    for left, right in sides:
        value = _read(right, axes, names)
        yield from (Quantity(*one) for one in places_of_maxima(value, axes, taken))
        yield Quantity(left, value)


def _lemmas(values: Iterable[Term | None]) -> tuple[Lemma, ...]:
    """Return the lemmas of the functions that terms call, each once, and of those that these lemmas call."""
    calls = {call.func for value in values if value is not None for call in value.atoms(AppliedUndef)}
    found: dict[str, Lemma] = {}
    while new := [one for one in _callable().values() if function_of(one) in calls and one.id not in found]:
        found |= {one.id: lemma_of(one) for one in new}
        calls |= {call.func for one in new for call in found[one.id].slope.atoms(AppliedUndef)}
    return tuple(found.values())


def _sides(text: str, axes: Mapping[str, Axis]) -> tuple[sp.Indexed, str]:
    left, equals, right = text.partition("=")
    if not equals:
        raise ExpressionError(f"{text!r} · a definition is written name[axes] = formula")
    return _component(left.strip(), axes), right.strip()


def _component(text: str, axes: Mapping[str, Axis]) -> sp.Indexed:
    """Return x[n, d] as a component; a quantity without axes is written with none: c[]."""
    name, _, inside = text.partition("[")
    letters = [part.strip() for part in inside.rstrip("] ").split(",") if part.strip()]
    missing = [letter for letter in letters if letter not in axes]
    if missing or not name.isidentifier():
        raise ExpressionError(f"{text!r} · not a name with axes; the axes are {', '.join(axes)}")
    shape = tuple(axes[letter].length for letter in letters)
    base = sp.IndexedBase(sp.Symbol(name, real=True), shape=shape, real=True)
    return base[tuple(axes[letter].index for letter in letters)]


def _callable() -> dict[str, Activation]:
    """Return the activations of one number that a definition may call, by their id as a word."""
    named = {one.id.replace("-", "_"): one for one in ACTIVATIONS if not one.vector and not one.parameters}
    return {name: one for name, one in named.items() if name not in FUNCTIONS}


def _read(text: str, axes: Mapping[str, Axis], names: Mapping[str, Term]) -> Term:
    sizes = {axis.size: axis.length for axis in axes.values()}
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise ExpressionError(f"{text!r} · not a formula: {error.msg}") from None
    return _AxisReader(text, {**names, **sizes}, axes).read(tree)


def read_claim(text: str, graph: Graph) -> Term:
    """Read a claimed gradient: it may use the quantities, the options, and gradients by name, dxhat[n, d].

    What reaches c from outside alone is dc_out[n, d]. A letter with a number is another value of its axis: d1 beside d.
    Raises ``ExpressionError``.
    """
    axes = {axis.letter: axis for axis in graph.operation.axes}
    names: dict[str, Term] = {one.name: one.base for one in (*graph.given, *graph.defined)}
    for one in (*graph.given, *graph.defined):
        for name in (f"d{one.name}", f"d{one.name}_out"):
            names[name] = sp.IndexedBase(sp.Symbol(name, real=True), shape=one.base.shape, real=True)
    options = {option.id: option.letter for option in graph.operation.options}
    return _read(text, axes, {**names, **options})


class _AxisReader(Reader):
    """Reads formulas whose arrays have several axes, each with a size of its own."""

    def __init__(self, text: str, names: Mapping[str, Term], axes: Mapping[str, Axis]) -> None:
        super().__init__(text, names, {name: function_of(one) for name, one in _callable().items()}, None, set())
        self.axes = axes
        self.special |= {"mean": self.mean, "max": self.largest}

    def name(self, node: ast.Name) -> Term:
        """Read a name. Raises ``ExpressionError`` for one that the operation does not have."""
        known = self.names.get(node.id)
        if known is None or isinstance(known, sp.IndexedBase):
            raise self.fail(node, f"{node.id} is no option and no size of this operation")
        return known

    def call(self, node: ast.Call) -> Term:
        """Read a call of a function that is known here."""
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in self.functions and name not in self.special:
            raise self.fail(
                node, f"unknown function {name!r}; known are {', '.join(sorted({*self.functions, *self.special}))}"
            )
        return self.special[name](node) if name in self.special else self.plain_call(name, node)

    def sum(self, node: ast.Call) -> Term:
        """Read a sum over one or more axes."""
        body = self.read(node.args[0])
        for letter in reversed(node.args[1:]):
            axis = self.axis(letter)
            body = t.total(body, axis.index, axis.length)
        return body

    def mean(self, node: ast.Call) -> Term:
        """Read a mean over axes: the sum over them, divided by the number of terms."""
        sizes = [self.axis(letter).length for letter in node.args[1:]]
        return t.over(self.sum(node), t.mul(*sizes))

    def largest(self, node: ast.Call) -> Term:
        """Read a maximum over axes, max(x[n, d], d), or that of numbers, max(x[n, d], 0)."""
        body, *others = node.args
        if not others or not all(isinstance(one, ast.Name) and one.id in self.axes for one in others):
            return self.plain_call("max", node)
        over, found = [self.axis(letter) for letter in others], self.read(body)
        if not isinstance(found, sp.Indexed) and any(not all(index.is_Symbol for index in x.indices)
                                                     for x in found.atoms(sp.Indexed)):  # fmt: skip
            raise self.fail(node, "a maximum over a window that moves is taken of one array; define it first")
        return Largest(found, *(sp.Tuple(axis.index, t.ONE, axis.length) for axis in over))

    def axis(self, node: ast.expr) -> Axis:
        """Return the axis that a letter names; d1 is another letter of the axis d, written d'."""
        if isinstance(node, ast.Name) and node.id in self.axes:
            return self.axes[node.id]
        if isinstance(node, ast.Name) and node.id[:1] in self.axes and node.id[1:] in {"1", "2"}:
            axis = self.axes[node.id[0]]
            return replace(axis, letter=axis.letter + "'" * int(node.id[1:]))
        raise self.fail(node, f"an axis is one of {', '.join(self.axes)}")

    def subscript(self, node: ast.Subscript) -> Term:
        """Read a component: x[n, i*stride + u], E[id[n], d]."""
        base = self.names.get(node.value.id) if isinstance(node.value, ast.Name) else None
        if not isinstance(base, sp.IndexedBase):
            raise self.fail(node, "only the arrays of this operation take indices")
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        indices = tuple(self.place(part) for part in parts)
        if len(indices) != len(base.shape or ()):
            letters = {axis.length: letter for letter, axis in self.axes.items()}
            shown = ", ".join(letters[size] for size in base.shape or ())
            raise self.fail(node, f"{base.label}[{shown}] has {len(base.shape or ())} axes, not {len(indices)}")
        return base[indices]

    def place(self, node: ast.expr) -> Term:
        """Read an index: a letter, a whole-number expression in letters and options, or a component of data."""
        match node:
            case ast.Name() if node.id in self.axes or node.id[1:] in {"1", "2"}:
                return self.axis(node).index
            case ast.Name() if node.id in self.names and self.names[node.id].is_integer:
                return self.names[node.id]
            case ast.Constant(value=int() as number):
                return sp.Integer(number)
            case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() as sign):
                left, right = self.place(node.left), self.place(node.right)
                return {ast.Add: left + right, ast.Sub: left - right, ast.Mult: left * right}[type(sign)]
            case ast.Subscript():
                return self.subscript(node)
        letters = ", ".join(self.axes)
        raise self.fail(node, f"an index is one of {letters}, or a whole number made of them and of options")

    def delta(self, node: ast.Call) -> Term:
        """Read the delta of two indices, index expressions or data."""
        return t.delta(*(self.place(part) for part in node.args))
