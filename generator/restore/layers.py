"""What is a number that is raised in a formula about layers: a layer, not a power.

``z^2 = w^2 a^1 + b^2`` says so by its first power, which nobody writes. A newcomer who meets another sign of layers
adds
it to ``_tells``.
"""

from dataclasses import replace

from generator.restore.nodes import (
    Big,
    Call,
    Differential,
    Equation,
    Formula,
    Name,
    Node,
    Number,
    Operation,
    Part,
    Slope,
    names_in,
    parts_of,
    rewritten,
    walk,
)

_LAYERED = {"w", "b", "z", "a", "W", "A", "Z", r"\delta", "h"}


def settled(formula: Formula) -> Formula:
    """Return the formula, its raised numbers layers where it tells so, and its sums as far as their index reaches."""
    if isinstance(formula, Equation):
        formula = replace(formula, sides=tuple(_widened(side, formula) for side in formula.sides))
    if any(isinstance(x, Name) and x.letter == "e" and x.index is not None for x in walk(formula)):
        formula = rewritten(formula, _with_inputs_e)
    if "A_prev" in names_in(formula) or any(isinstance(x, Name) and x.layer == _BEFORE for x in walk(formula)):
        formula = rewritten(formula, _in_layer)
    if _layers_below(formula):
        formula = rewritten(formula, _lowered)
    powers = [x for x in walk(formula) if _is_raised(x)]
    if not powers or not any(map(_tells, powers)) or not isinstance(formula, Equation):
        return formula
    return rewritten(formula, _raised)


def _with_inputs_e(x: object) -> object:
    """Return e_i, an input or an error, as a letter of its own: Euler's number has no index."""
    if isinstance(x, Name):
        return replace(x, letter="e unit") if x.letter == "e" and x.index is not None else x
    return None


_BEFORE = Operation("sum", (Name("l"), Operation("negative", (Number("1"),))))
"""The layer before layer l."""


def _in_layer(x: object) -> object:
    """Return A_prev as the answers of the layer before, and what is of no layer as that of layer l."""
    match x:
        case Name("A_prev", None, index):
            return Name("A", _BEFORE, index)
        case Name("A" | "Z" | "W" | "b" as letter, None, index):
            return Name(letter, Name("l"), index)
    return None


def with_answers(node: Part, known: frozenset[str] = frozenset()) -> Part:
    """Return the node with h(x), or h_θ(x), of an example as the answer a to it, unless the post defines it."""

    def rule(x: object) -> object:
        match x:
            case Call(Name(letter), (Name("x") as given,), 0) if (
                letter.partition("_")[0] == "h" and letter not in known
            ):
                return replace(given, letter="a")
        return None

    return rewritten(node, rule)


_GENERAL = {"l", r"\ell", "L"}


def _layers_below(formula: Formula) -> bool:
    """Tell whether what stands below are layers: δ_l = (W_{l+1}^T δ_{l+1}) ⊙ f'(z_l), with letters of layers alone."""
    names = [x for x in walk(formula) if isinstance(x, Name) and x.index is not None]
    bound = {name.letter for x in walk(formula) if isinstance(x, Big) for name in x.variables}
    if any(x.layer is not None for x in names) or bound & _GENERAL:
        return False
    general = [x for x in names if not isinstance(x.index, Number) and _counts_layers(x.index)]
    if not all(x.letter in _LAYERED for x in names):
        return False
    numbered = [x for x in names if isinstance(x.index, Number)]
    return len(general) == len(names) > 0 or (len(numbered) == len(names) and _of_matrices(numbered, formula))


def _of_matrices(names: list[Name], formula: Formula) -> bool:
    """Tell whether numbers below are layers: those of matrices that are transposed, or that a slope is taken by."""
    matrices = {x.letter for x in names} & {"W", "A", "Z"}
    return bool(matrices) and any(
        isinstance(x, Slope) or (isinstance(x, Operation) and x.kind == "transpose") for x in walk(formula)
    )


def _counts_layers(index: Node | None) -> bool:
    """Tell whether an index is l or L, or so many above or below: not j, and not two of them."""
    if isinstance(index, Number):
        return True
    parts = index.parts if isinstance(index, Operation) and index.kind == "sum" else (index,)
    first, *rest = (x.parts[0] if isinstance(x, Operation) and x.kind == "negative" else x for x in parts)
    return isinstance(first, Name) and first.letter in _GENERAL and all(isinstance(x, Number) for x in rest)


def _lowered(x: object) -> object:
    if isinstance(x, Name):
        return replace(x, layer=x.index, index=None) if _counts_layers(x.index) else x
    return None


def _widened(side: Node, formula: Equation) -> Node:
    """Return a side whose sum takes in the terms behind it that its index stands in: Σ_i y_i log p_i + (1 - y_i) ..."""
    if not isinstance(side, Operation) or side.kind != "sum":
        return side
    for n, part in enumerate(side.parts[:-1]):
        negative = isinstance(part, Operation) and part.kind == "negative"
        big = part.parts[0] if isinstance(part, Operation) and negative else part
        if isinstance(big, Big) and big.kind == "sum" and all(_counts(x, big) for x in side.parts[n + 1 :]):
            if any(_counts(other, big) for other in formula.sides if other is not side):
                return side
            whole: Node = replace(big, body=Operation("sum", (big.body, *side.parts[n + 1 :])))
            whole = Operation("negative", (whole,)) if negative else whole
            return whole if n == 0 else Operation("sum", (*side.parts[:n], whole))
    return side


def _counts(node: object, big: Big) -> bool:
    """Tell whether the index of a sum stands in a term, outside of sums over the same index in it."""
    if isinstance(node, Big) and node.variables[0] == big.variables[0]:
        return False
    if isinstance(node, Name):
        return node.index is not None and big.variables[0].letter in names_in(node.index)
    return any(_counts(part, big) for part in parts_of(node))


def _is_raised(x: object) -> bool:
    if not isinstance(x, Operation) or x.kind != "power" or len(x.parts) != 2:
        return False
    base, exponent = x.parts
    letter = base.name.letter if isinstance(base, Differential) else base.letter if isinstance(base, Name) else ""
    return letter in _LAYERED and isinstance(exponent, Number) and exponent.text.isdecimal()


def _tells(x: object) -> bool:
    return isinstance(x, Operation) and x.parts[1] == Number("1")


def _raised(x: object) -> object:
    return _with_layer(*x.parts) if isinstance(x, Operation) and _is_raised(x) else None


def _with_layer(base: Node, layer: Node) -> Node:
    if isinstance(base, Differential):
        return Differential(replace(base.name, layer=layer))
    return replace(base, layer=layer) if isinstance(base, Name) else base
