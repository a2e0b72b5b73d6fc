"""Is a value a number, a vector, a row or a matrix, and does a definition make sense where its letters are these?

A number that stands for a free letter and meets an array is *spread* over it: that is allowed, and told of.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import reduce

from generator.errors import RestoreError
from generator.restore.nodes import Big, Branches, Call, Differential, Name, Node, Number, Open, Operation, indices_of

NUMBER, VECTOR, ROW, MATRIX = "number", "vector", "row", "matrix"
_REDUCED = {"sum", "mean", "np.sum", "np.mean", "norm", "rms", "var", "std", "logsumexp", "max", "min"}
_ALONG = {"softmax", "log_softmax", "logsoftmax"}


@dataclass(frozen=True)
class Kind:
    """What a value is; ``free`` where it is a number by choice, ``spread`` where such a number meets an array in it."""

    shape: str
    free: bool = False
    spread: bool = False


def kind_of(node: Node, known: Callable[[str], Kind]) -> Kind:
    """Return the kind of a node, of whose letters the kinds are known. Raises ``RestoreError`` where it has none."""
    match node:
        case Number():
            return Kind(NUMBER)
        case Name() | Differential():
            name = node.name if isinstance(node, Differential) else node
            return _entry(known(name.letter), len(indices_of(name)))
        case Operation("transpose", (part,)):
            return _turned(kind_of(part, known))
        case Operation("norm", (part,)):
            return _reduced(kind_of(part, known))
        case Operation(kind, parts) if kind in _JOINS:
            return reduce(_JOINS[kind], (kind_of(part, known) for part in parts))
        case Call(_, (_, _, *_) as arguments):
            return reduce(_entrywise, (kind_of(one, known) for one in arguments if not isinstance(one, Open)))
        case Call(function, arguments) if arguments:
            return _called(function.letter.removeprefix("\\"), kind_of(arguments[0], known))
        case Big("sum", _, _, body):
            return _reduced(kind_of(body, known), whole=False)
        case Branches(branches):
            return reduce(_entrywise, (kind_of(value, known) for value, _ in branches))
    raise RestoreError(f"{type(node).__name__} is of no kind")


def _turned(found: Kind) -> Kind:
    if found.shape == NUMBER:
        raise RestoreError("the transpose of a number")
    return replace(found, shape=_TURNED[found.shape])


def _entry(found: Kind, indices: int) -> Kind:
    if not indices:
        return found
    left = {VECTOR: 1, ROW: 1, MATRIX: 2}.get(found.shape, 0) - indices
    if left < 0:
        raise RestoreError("more indices than axes")
    return replace(found, shape=(NUMBER, VECTOR)[left])


def _called(name: str, inner: Kind) -> Kind:
    if name in _REDUCED:
        return _reduced(inner)
    if name in _ALONG and inner.shape == NUMBER:
        raise RestoreError(f"{name} of a number")
    if name == "diag":
        return replace(inner, shape={VECTOR: MATRIX, MATRIX: VECTOR}.get(inner.shape, NUMBER))
    return inner


def _reduced(inner: Kind, *, whole: bool = True) -> Kind:
    if whole and inner.shape == NUMBER:
        raise RestoreError("a sum over a number")
    return replace(inner, shape=NUMBER if whole else inner.shape, free=False)


def _entrywise(left: Kind, right: Kind) -> Kind:
    spread = left.spread or right.spread
    if left.shape == right.shape:
        return Kind(left.shape, left.free or right.free, spread)
    number, other = (left, right) if left.shape == NUMBER else (right, left)
    if number.shape != NUMBER or (number.free and other.shape == MATRIX):
        raise RestoreError("shapes that do not fit")
    return Kind(other.shape, spread=spread or number.free)


def _product(left: Kind, right: Kind) -> Kind:
    if (left.shape, right.shape) == (NUMBER, ROW):  # who transposes a vector scales it by the number before, y wᵀx
        return Kind(ROW, spread=left.spread or right.spread)
    found = _PRODUCTS.get((left.shape, right.shape))
    return _entrywise(left, right) if found is None else Kind(found, spread=left.spread or right.spread)


def _dot(left: Kind, right: Kind) -> Kind:
    if left.shape == right.shape == VECTOR:
        return Kind(NUMBER, spread=left.spread or right.spread)
    return _product(left, right)


_TURNED: Mapping[str, str] = {VECTOR: ROW, ROW: VECTOR, MATRIX: MATRIX}
_PRODUCTS: Mapping[tuple[str, str], str] = {
    (ROW, VECTOR): NUMBER, (ROW, MATRIX): ROW, (VECTOR, ROW): MATRIX, (MATRIX, VECTOR): VECTOR,
    (MATRIX, MATRIX): MATRIX, (VECTOR, VECTOR): VECTOR,
}  # fmt: skip
_JOINS: Mapping[str, Callable[[Kind, Kind], Kind]] = {
    "sum": _entrywise, "entrywise": _entrywise, "quotient": _entrywise, "power": _entrywise, "negative": _entrywise,
    "absolute": _entrywise, "product": _product, "dot": _dot,
}  # fmt: skip
