"""What does a formula of layers say where the inputs count as the first layer: ``z^{(2)} = W^{(1)} a^{(1)} + b^{(1)}``?

There W^{(l)} leads from layer l to layer l + 1, as in A. Ng's course of 2011 and in UFLDL. A newcomer who meets another
way to count layers adds it here.
"""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from generator.restore.flat import negated
from generator.restore.nodes import Big, Equation, Name, Node, Number, Operation, indices_of, names_in, walk

WEIGHTS = {"w", "W", "b", r"\theta", r"\Theta", "B"}
_VALUES = {"z", "a", "Z", "A", r"\delta", r"\Delta", "h", "o"}
SAID = "W^(l) leads from layer l to layer l + 1"


def counts_inputs(stated: Iterable[tuple[Name, Node]]) -> bool:
    """Tell whether what a post states counts its inputs as a layer: z of one layer by the weights of that before it."""
    return any(_from_before(head, node) for head, node in stated)


def _from_before(head: Name, node: Node) -> bool:
    if head.letter not in {"z", "Z"} or head.layer is None:
        return False
    layers = [x.layer for x in walk(node) if isinstance(x, Name) and x.letter in WEIGHTS and x.layer is not None]
    return bool(layers) and all(_steps(head.layer) - _steps(layer) == 1 for layer in layers)


def _steps(layer: Node) -> int:
    """Return how far a layer is above l, or above the inputs."""
    match layer:
        case Number(text):
            return int(text) if text.isdecimal() else 0
        case Operation("sum", parts):
            return sum(map(_steps, parts))
        case Operation("negative", (part,)):
            return -_steps(part)
    return 0


def recounted(formula: Equation) -> Equation:
    """Return the formula with its layers counted from the first that has weights, as everywhere here."""
    found: Equation = _recounted(formula)
    return found


def of_two_layers(formula: Equation) -> Equation:
    """Return δ_j = o_j (1 - o_j) Σ_k w_jk δ_k with its layers: k counts the units of the layer behind that of j."""
    head = formula.sides[0]
    sums = [x for side in formula.sides[1:] for x in walk(side) if isinstance(x, Big) and x.kind == "sum"]
    if not (isinstance(head, Name) and head.letter == r"\delta" and isinstance(head.index, Name) and len(sums) == 1):
        return formula
    behind = sums[0].variables[0]
    inside = [x for x in walk(sums[0].body) if isinstance(x, Name)]
    weights = [x for x in inside if x.letter in {"w", "W"} and set(indices_of(x)) == {head.index, behind}]
    if not weights or Name(r"\delta", None, behind) not in inside or any(x.layer is not None for x in inside):
        return formula
    found: Equation = _layered(formula, head.index, behind)
    return found


_SAME = {"o": "a", "h": "a", "y": "a", "net": "z", "s": "z"}
_HERE: Node = Name("l")
_NEXT: Node = Operation("sum", (_HERE, Number("1")))


def _layered(node: Any, here: Node, behind: Node) -> Any:  # noqa: ANN401 - any record of a formula
    match node:
        case Name(letter, None, index) if index is not None:
            if set(indices_of(node)) == {here, behind}:
                return replace(node, layer=_NEXT, index=Operation("product", (behind, here)))
            layer = _HERE if index == here else _NEXT if index == behind else None
            return node if layer is None else replace(node, letter=_SAME.get(letter, letter), layer=layer)
        case tuple():
            return tuple(_layered(one, here, behind) for one in node)
        case _ if is_dataclass(node) and not isinstance(node, type):
            return replace(node, **{one.name: _layered(getattr(node, one.name), here, behind) for one in fields(node)})
    return node


def _recounted(node: Any) -> Any:  # noqa: ANN401 - any record of a formula
    match node:
        case Name(letter, layer) if layer is not None:
            last = "L" in names_in(layer)
            if letter in WEIGHTS:
                return replace(node, layer=_moved(layer, 1)) if last else node
            return node if last or letter not in _VALUES else replace(node, layer=_moved(layer, -1))
        case tuple():
            return tuple(map(_recounted, node))
        case _ if is_dataclass(node) and not isinstance(node, type):
            return replace(node, **{one.name: _recounted(getattr(node, one.name)) for one in fields(node)})
    return node


def _moved(layer: Node, by: int) -> Node:
    if isinstance(layer, Number) and layer.text.isdecimal():
        return Number(str(int(layer.text) + by))
    step: Node = Number("1")
    return Operation("sum", (layer, step if by > 0 else Operation("negative", (step,))))


def as_told(formula: Equation, conventions: frozenset[str]) -> Equation:
    """Return a formula with its layers counted, and the sign of its δ, as a post has them."""
    if "negated" in conventions:
        formula = negated(formula, r"\delta")
    formula = of_two_layers(formula)
    return recounted(formula) if "counted" in conventions else formula
