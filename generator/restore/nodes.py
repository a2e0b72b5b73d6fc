"""What does a formula consist of, once it is read?

Records only: a formula from outside is never anything else, so nothing in it can be executed. A newcomer who teaches
``grammar`` a new notation adds its record here and its value to ``values``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeAlias, TypeVar


@dataclass(frozen=True)
class Number:
    """A number as it is written."""

    text: str


@dataclass(frozen=True)
class Name:
    """A letter or a word with its layer ``^{[l]}`` or ``^{(l)}`` and its index ``_i``.

    ``round`` says that what is raised stands in round brackets: a layer to one author, an example to another.
    """

    letter: str
    layer: "Node | None" = None
    index: "Node | None" = None
    round: bool = field(default=False, compare=False)


UNKNOWN = Name("?")
"""What a gradient is taken by where nothing is written, ∇f."""


@dataclass(frozen=True)
class Operation:
    """One of sum, product, entrywise, quotient, power, negative, transpose, absolute, norm, factorial, determinant.

    Also ``component``: what a bracket or a call has at an index.
    """

    kind: str
    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Call:
    """A function of arguments; ``primes`` counts the derivatives taken."""

    function: Name
    arguments: tuple["Node", ...]
    primes: int = 0


@dataclass(frozen=True)
class Slope:
    """The derivative of something by a name; with nothing above, the bare operator d/dz."""

    of: "Node | None"
    by: Name
    order: int = 1


@dataclass(frozen=True)
class Differential:
    """``dz``: in one author's notation the derivative of the loss by z, under an integral the variable."""

    name: Name


@dataclass(frozen=True)
class Rise:
    """What stands above or below in a quotient of differentials, until both are read: ``∂L``, ``d²L``, ``d``."""

    of: "Node | None"
    order: int = 1


@dataclass(frozen=True)
class Big:
    """A sum or an integral; ``bounds`` hold (lower, upper) as written, ``variables`` what runs."""

    kind: str
    variables: tuple[Name, ...]
    bounds: tuple[tuple["Node | Equation | None", "Node | None"], ...]
    body: "Node"


@dataclass(frozen=True)
class Branches:
    """A value by cases; a branch without a condition holds otherwise."""

    branches: tuple[tuple["Node", "Equation | None"], ...]


@dataclass(frozen=True)
class Open:
    """Something that is begun and not finished, or that only marks a place: a limit of nothing, dots."""

    text: str


@dataclass(frozen=True)
class Equation:
    """Sides joined by relations, perhaps under a condition that stands behind them."""

    sides: tuple["Node", ...]
    relations: tuple[str, ...]
    condition: "Equation | None" = None


Node: TypeAlias = Number | Name | Operation | Call | Slope | Differential | Rise | Big | Branches | Open
Formula: TypeAlias = Node | Equation


def parts_of(node: object) -> tuple[object, ...]:
    """Return the nodes directly inside a node."""
    inside = _INSIDE.get(type(node))
    return inside(node) if inside is not None else ()


_INSIDE: dict[type, Callable[[Any], tuple[object, ...]]] = {
    Operation: lambda x: x.parts,
    Call: lambda x: (x.function, *x.arguments),
    Slope: lambda x: (x.by,) if x.of is None else (x.of, x.by),
    Differential: lambda x: (x.name,),
    Rise: lambda x: () if x.of is None else (x.of,),
    Big: lambda x: (*x.variables, *(one for pair in x.bounds for one in pair if one is not None), x.body),
    Branches: lambda x: tuple(one for branch in x.branches for one in branch if one is not None),
    Equation: lambda x: x.sides if x.condition is None else (*x.sides, x.condition),
    Name: lambda x: () if x.layer is x.index is None else tuple(y for y in (x.layer, x.index) if y is not None),
}


def walk(node: object) -> tuple[object, ...]:
    """Return a node and all that is inside it, from the outside in."""
    found: list[object] = []
    stack = [node]
    while stack:
        one = stack.pop()
        found.append(one)
        stack.extend(reversed(parts_of(one)))
    return tuple(found)


Kind = TypeVar("Kind")


def every(node: object, kind: type[Kind]) -> tuple[Kind, ...]:
    """Return all nodes of a kind in a node, from the outside in."""
    return tuple(x for x in walk(node) if isinstance(x, kind))


def bound_in(node: object) -> set[str]:
    """Return the letters that sums and integrals bind."""
    return {name.letter for x in every(node, Big) for name in x.variables}


def called_in(node: object) -> set[str]:
    """Return the letters that stand as functions."""
    return {x.function.letter for x in every(node, Call)}


def names_in(node: object) -> tuple[str, ...]:
    """Return the letters that occur, each once."""
    return tuple(dict.fromkeys(x.letter for x in every(node, Name)))


def quantities(node: object) -> tuple[Name, ...]:
    """Return the names that stand for quantities: no layer, no index, no function."""
    found: dict[Name, None] = {}
    stack = [node]
    while stack:
        one = stack.pop()
        match one:
            case Name():
                found[one] = None
            case Call(_, arguments):
                stack.extend(reversed(arguments))
            case _:
                stack.extend(reversed(parts_of(one)))
    return tuple(found)


def indices_of(name: Name) -> tuple[Node, ...]:
    """Return the indices of a name: none, i, or the two of w_{jk}."""
    if name.index is None:
        return ()
    if isinstance(name.index, Operation) and name.index.kind == "product":
        return name.index.parts
    return (name.index,)


Part = TypeVar("Part")


def rewritten(node: Part, rule: Callable[[Any], Any]) -> Part:
    """Return a formula with a rule done to each record in it, from the outside in; ``None`` passes on to the parts."""
    found: Any = rule(node)
    if found is None and isinstance(node, tuple):
        found = tuple(rewritten(one, rule) for one in node)
    if found is None and is_dataclass(node):
        found = replace(node, **{one.name: rewritten(getattr(node, one.name), rule) for one in fields(node)})  # type: ignore[type-var]
    return node if found is None else found


def renamed(node: Part, table: Mapping[str, str]) -> Part:
    """Return the node with other letters."""

    def rule(x: object) -> object:
        return replace(x, letter=table.get(x.letter, x.letter)) if isinstance(x, Name) else None

    return rewritten(node, rule)


def is_deeper(node: object, depth: int) -> bool:
    """Tell whether a node is nested deeper than this, without going deep to find out."""
    level = [node]
    for _ in range(depth):
        level = [part for x in level for part in parts_of(x)]
        if not level:
            return False
    return True


def joined(kind: str, left: Node, right: Node) -> Node:
    """Return two factors as one term; an operator d/dz takes what stands behind it, and what is behind a number too."""
    if isinstance(left, Slope) and left.of is None and kind in {"product", "entrywise"}:
        return Slope(right, left.by, left.order)
    parts = left.parts if isinstance(left, Operation) and left.kind == kind == "product" else (left,)
    return Operation(kind, (*parts, right))


def goes_on(node: Node, by: Name) -> bool:
    """Tell whether a derivative's operator takes what stands behind this too: d/dx x f(x), d/dw 1/2 (a - y)²."""
    return node == by or not names_in(node)
