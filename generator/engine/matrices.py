"""How is a formula in components gathered into matrices, and do their shapes fit?

A component X_ij is row i, column j of X; a vector v_i is a column. ``gather`` reads a term with two free indices (or
one: then it is a single column or row) and returns the matrix expression with these components: a sum over an index
that two factors share is their product, transposed where the index stands on the wrong side; factors with the same
indices are multiplied element by element; an index summed in one factor alone is a row sum.

SymPy can convert indexed sums too (``tensor.array.expressions``), but drops scalar factors on the way, leaves row sums
as they are and puts factors in an order of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any, TypeAlias

import sympy as sp
from sympy.core.function import AppliedUndef

from generator.engine import terms as t
from generator.engine.terms import Term
from generator.engine.views import ratio
from generator.errors import DerivationError

Index: TypeAlias = sp.Symbol | None
"""The index of the rows or columns; None where there is one row or one column only."""


@dataclass(frozen=True)
class Matrix:
    """A matrix by name; a vector is a matrix with one column or, where it is kept as a row, with one row."""

    base: sp.IndexedBase
    row: bool = False


@dataclass(frozen=True)
class Transposed:
    """Rows and columns exchanged."""

    of: "Node"


@dataclass(frozen=True)
class Product:
    """A product of matrices."""

    factors: tuple["Node", ...]


@dataclass(frozen=True)
class Elementwise:
    """A product element by element."""

    factors: tuple["Node", ...]


@dataclass(frozen=True)
class Added:
    """A sum; a single column is added to every column, a single row to every row, a number to every element."""

    terms: tuple["Node", ...]


@dataclass(frozen=True)
class Scaled:
    """A number times a matrix: ``above`` over ``below``."""

    above: Term
    below: Term
    of: "Node"


@dataclass(frozen=True)
class Summed:
    """The sum along the rows (axis 1, a column is left) or along the columns (axis 0, a row is left)."""

    of: "Node"
    axis: int


@dataclass(frozen=True)
class Applied:
    """A function of one number applied to every element."""

    function: type[sp.Function]
    of: "Node"


@dataclass(frozen=True)
class Constant:
    """The same number in every element."""

    value: Term


Node: TypeAlias = Matrix | Transposed | Product | Elementwise | Added | Scaled | Summed | Applied | Constant


def gather(term: Term, rows: Index, columns: Index) -> Node:
    """Return the matrix whose component at (rows, columns) is the term.

    Raises ``DerivationError`` where the term is not made of components with these free indices.
    """
    if term.is_Add:
        return Added(tuple(gather(part, rows, columns) for part in term.args))
    parts = ratio(term)
    above, below, factors = _numbers(parts.above), _numbers(parts.below), _componentwise(parts.above)
    if _componentwise(parts.below):
        raise _cannot(term, "a component stands below a fraction")
    scale = t.mul(*above) if parts.sign > 0 else t.neg(t.mul(*above))
    if not factors:
        return Constant(scale if not below else t.over(scale, t.mul(*below)))
    whole = _multiplied(factors, rows, columns)
    return whole if scale == t.ONE and not below else Scaled(scale, t.mul(*below), whole)


def _numbers(factors: tuple[Term, ...]) -> tuple[Term, ...]:
    return tuple(f for f in factors if not _indices(f))


def _componentwise(factors: tuple[Term, ...]) -> tuple[Term, ...]:
    return tuple(f for f in factors if _indices(f))


def _indices(x: Term) -> tuple[sp.Symbol, ...]:
    """Return the free indices in the order in which they stand."""
    if isinstance(x, sp.Indexed):
        return tuple(x.indices)
    bound = {x.args[1][0]} if isinstance(x, sp.Sum) else set()
    return tuple(dict.fromkeys(i for part in t.children(x) for i in _indices(part) if i not in bound))


def _multiplied(factors: tuple[Term, ...], rows: Index, columns: Index) -> Node:
    """Gather a product: element by element where all factors have the same indices, else as a product of matrices."""
    if len(factors) == 1:
        return _single(factors[0], rows, columns)
    wanted = {index for index in (rows, columns) if index is not None}
    if all(set(_indices(f)) == wanted for f in factors):
        nodes = tuple(_single(f, rows, columns) for f in factors)
        return Elementwise(tuple(sorted(nodes, key=lambda node: not isinstance(node, Product))))
    return _chain(factors, rows, columns)


def _single(factor: Term, rows: Index, columns: Index) -> Node:
    if isinstance(factor, sp.Sum):
        return _contracted(factor, rows, columns)
    if isinstance(factor, AppliedUndef):
        return Applied(factor.func, gather(factor.args[0], rows, columns))
    if isinstance(factor, sp.Indexed):
        return _chain((factor,), rows, columns)
    return gather(factor, rows, columns) if factor.is_Add else _refuse(factor)


def _refuse(factor: Term) -> Node:
    raise _cannot(factor, f"{type(factor).__name__} has no matrix form")


def _contracted(total: sp.Sum, rows: Index, columns: Index) -> Node:
    """Gather a sum over one index: a product of matrices or, where one factor alone has the index, a row sum."""
    parts = ratio(total.args[0])
    scale, below = t.mul(*_numbers(parts.above)), t.mul(*_numbers(parts.below))
    chain = _chain(_componentwise(parts.above), rows, columns)
    return chain if (scale, below, parts.sign) == (t.ONE, t.ONE, 1) else Scaled(scale, below, chain)


def _chain(factors: tuple[Term, ...], rows: Index, columns: Index) -> Node:
    """Order the factors so that each begins with the index in which the one before it ends."""
    if rows is None and columns is not None:
        return transposed(_chain(factors, columns, None))
    here, rest, found = rows, list(factors), list[Node]()
    while rest:
        factor = next((f for f in rest if here in _indices(f)), rest[0])
        rest.remove(factor)
        node, here = _entered(factor, here)
        found.append(node)
    whole = found[0] if len(found) == 1 else Product(tuple(found))
    return whole if here in (None, columns) else Summed(whole, 1)


def _entered(factor: Term, here: Index) -> tuple[Node, Index]:
    """Return the factor as it stands when it is entered by an index, and the index by which it is left."""
    if not isinstance(factor, sp.Indexed):
        raise _cannot(factor, f"{type(factor).__name__} cannot stand in a product of matrices")
    matrix, indices = Matrix(factor.base), factor.indices
    if len(indices) == 1:
        return (matrix, None) if indices[0] == here else (Transposed(matrix), indices[0])
    first, last = indices
    return (matrix, last) if first == here else (Transposed(matrix), first)


def transposed(node: Node) -> Node:
    """Return the transpose, written with the transposes of the parts."""
    match node:
        case Transposed(of):
            return of
        case Product(factors):
            return Product(tuple(transposed(f) for f in reversed(factors)))
        case Summed(of, axis):
            return Summed(transposed(of), 1 - axis)
        case Elementwise(parts) | Added(parts):
            return type(node)(tuple(map(transposed, parts)))
        case Scaled() | Applied():
            return replace(node, of=transposed(node.of))
        case Constant():
            return node
    return Transposed(node)


# Walking.


def walk(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return the node with a change made to every part, the innermost first."""
    parts = {field.name: _walked(getattr(node, field.name), change) for field in fields(node)}
    return change(replace(node, **parts))


def _walked(part: Any, change: Callable[[Node], Node]) -> Any:  # noqa: ANN401 - nodes, text or numbers
    if isinstance(part, tuple):
        return tuple(walk(one, change) for one in part)
    return walk(part, change) if isinstance(part, Node) else part


def without_mean(whole: Node) -> Node:
    """Return a formula without its 1/m."""
    return walk(whole, _not_scaled)


def _not_scaled(part: Node) -> Node:
    return part.of if isinstance(part, Scaled) and part.below != t.ONE else part


def parts_of(node: Node) -> tuple[Node, ...]:
    """Return every part of the node, the innermost first."""
    found: list[Node] = []

    def seen(part: Node) -> Node:
        found.append(part)
        return part

    walk(node, seen)
    return tuple(found)


def _cannot(term: Term, why: str) -> DerivationError:
    return DerivationError(f"{term} · {why} · generator/engine/matrices.py")
