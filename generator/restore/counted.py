"""What does a formula of layers say where the inputs count as the first layer: ``z^{(2)} = W^{(1)} a^{(1)} + b^{(1)}``?

There W^{(l)} leads from layer l to layer l + 1, as in A. Ng's course of 2011 and in UFLDL. A newcomer who meets another
way to count layers adds it here.
"""

from collections.abc import Iterable
from dataclasses import replace

from generator.restore.flat import negated
from generator.restore.nodes import (
    Big,
    Equation,
    Name,
    Node,
    Number,
    Operation,
    Part,
    indices_of,
    names_in,
    rewritten,
    walk,
)

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
    return _layered(formula, head.index, behind)


_SAME = {"o": "a", "h": "a", "y": "a", "net": "z", "s": "z"}
_HERE: Node = Name("l")
_NEXT: Node = Operation("sum", (_HERE, Number("1")))


def _layered(node: Part, here: Node, behind: Node) -> Part:
    def rule(x: object) -> object:
        match x:
            case Name(letter, None, index) if index is not None:
                if set(indices_of(x)) == {here, behind}:
                    return replace(x, layer=_NEXT, index=Operation("product", (behind, here)))
                layer = _HERE if index == here else _NEXT if index == behind else None
                return x if layer is None else replace(x, letter=_SAME.get(letter, letter), layer=layer)
        return None

    return rewritten(node, rule)


def recounted(formula: Equation) -> Equation:
    """Return the formula with its layers counted from the first that has weights, as everywhere here."""
    return rewritten(formula, _recounted)


def _recounted(x: object) -> object:
    match x:
        case Name(letter, layer) if layer is not None:
            last = "L" in names_in(layer)
            if letter in WEIGHTS:
                return replace(x, layer=_moved(layer, 1)) if last else x
            return x if last or letter not in _VALUES else replace(x, layer=_moved(layer, -1))
    return None


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
