"""How many rows and columns has a matrix expression, and do its parts fit together?"""

from itertools import pairwise
from typing import TypeAlias

from generator.engine import terms as t
from generator.engine.matrices import Added, Applied, Elementwise, Matrix, Node, Product, Scaled, Summed, Transposed
from generator.engine.terms import Term
from generator.errors import DerivationError

Shape: TypeAlias = tuple[Term, Term]


def shape(node: Node) -> Shape:
    """Return rows and columns. Raises ``DerivationError`` naming the two shapes that do not fit."""
    match node:
        case Matrix(base, row):
            whole = (*base.shape, t.ONE)[:2]
            return whole[::-1] if row else whole
        case Transposed(of):
            return shape(of)[::-1]
        case Product(factors):
            return _product([shape(f) for f in factors])
        case Elementwise(parts) | Added(parts):
            return _common([shape(part) for part in parts], adding=isinstance(node, Added))
        case Summed(of, axis):
            rows, columns = shape(of)
            return (rows, t.ONE) if axis else (t.ONE, columns)
        case Scaled() | Applied():
            return shape(node.of)
    return t.ONE, t.ONE


def _product(shapes: list[Shape]) -> Shape:
    for left, right in pairwise(shapes):
        if left[1] != right[0]:
            raise _misfit(left, right, "a product")
    return shapes[0][0], shapes[-1][1]


def _common(shapes: list[Shape], *, adding: bool) -> Shape:
    """Return the largest shape; a sum lets a single row, column or number stand for many."""
    whole = max(shapes, key=lambda one: sum(side != t.ONE for side in one))
    for one in shapes:
        spread = adding and all(side in (t.ONE, wide) for side, wide in zip(one, whole, strict=True))
        if one != whole and not spread:
            raise _misfit(one, whole, "an element by element operation")
    return whole


def _misfit(left: Shape, right: Shape, what: str) -> DerivationError:
    spelled = " and ".join(f"{rows} x {columns}" for rows, columns in (left, right))
    return DerivationError(f"shapes {spelled} do not fit in {what} · generator/catalogue/network.py")
