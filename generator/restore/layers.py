"""What is a number that is raised in a formula about layers: a layer, not a power.

``z^2 = w^2 a^1 + b^2`` says so by its first power, which nobody writes. A newcomer who meets another sign of layers
adds
it to ``_tells``.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeGuard

from generator.restore.nodes import (
    Big,
    Branches,
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
from generator.restore.signs import INDEX_LETTERS

_LAYERED = {"w", "b", "z", "a", "W", "A", "Z", r"\delta", "h"}


def settled(formula: Formula) -> Formula:
    """Return the formula, its raised numbers layers where it tells so, and its sums as far as their index reaches."""
    if table := _other_indices(formula):
        formula = _indexed(formula, table)
    if len(told := {x.parts[1] for x in walk(formula) if _of_an_example(x)}) == 1:
        formula = _of_one_example(formula, told.pop())
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


def _of_one_example(formula: Formula, which: Node) -> Formula:
    """Return a formula about the layers of one example, y^{(i)} beside a^{[2](i)}, without the mark of the example."""

    def rule(x: object) -> object:
        if isinstance(x, Name) and x.round and x.layer == which:
            return replace(x, layer=None)
        return x.parts[0] if _of_an_example(x) else None

    return rewritten(formula, rule) if isinstance(which, Name) else formula


def _of_an_example(node: object) -> TypeGuard[Operation]:
    """Tell whether a node is what a layer has for one example, a^{[1](i)}, as a vector."""
    if not isinstance(node, Operation) or node.kind != "example":
        return False
    name = node.parts[0].name if isinstance(node.parts[0], Differential) else node.parts[0]
    return isinstance(name, Name) and name.letter.islower()


_LABEL = re.compile(r"(.+)_([a-h])")


def _other_indices(formula: Formula) -> dict[str, str]:
    """Return an index letter for each other letter that runs, as actions do: π(a) = exp(h_a) / Σ_b exp(h_b)."""
    every = walk(formula)
    names = [x for x in every if isinstance(x, Name)]
    runs = {x.letter for one in every if isinstance(one, Big) for x in one.variables}
    told = [one for x in every if isinstance(x, Branches) for _, one in x.branches if one and one.relations == ("=",)]
    runs |= {x.letter for one in told for x in one.sides if isinstance(x, Name)}
    labels = {x.letter: (found[1], found[2]) for x in names if (found := _LABEL.fullmatch(x.letter))}
    calls = [x for x in every if isinstance(x, Call) and len(x.arguments) == 1 and isinstance(x.arguments[0], Name)]
    actions = {x.arguments[0].letter for x in calls if x.function.letter == r"\pi"}  # type: ignore[union-attr]
    runs |= actions & {label for _, label in labels.values()}
    if not (runs := {x for x in runs if len(x) == 1 and x in "abcdefgh"} - INDEX_LETTERS):
        return {}
    stems = {stem for stem, label in labels.values() if label in runs}
    called = {x.function.letter for x in calls if x.arguments[0].letter in runs}  # type: ignore[union-attr]
    runs |= {label for stem, label in labels.values() if stem in stems}
    runs |= {x.arguments[0].letter for x in calls if x.function.letter in called}  # type: ignore[union-attr]
    fresh = [x for x in "ijkn" if x not in names_in(formula)]
    return dict(zip(sorted(runs), fresh, strict=False)) if stems | called and len(runs) <= len(fresh) else {}


def _indexed(node: Part, table: Mapping[str, str]) -> Part:
    """Return the node with these letters as indices, where they stand below, in a bracket or in a condition."""

    def rule(x: object) -> object:
        match x:
            case Name(letter) if letter in table:
                return replace(x, letter=table[letter])
            case Name(letter) if (found := _LABEL.fullmatch(letter)) and found[2] in table:
                return replace(x, letter=found[1], index=Name(table[found[2]]))
            case Call(Name(letter), (Name(index, None, None),), 0) if index in table:
                return Name(letter.removeprefix("\\") if letter == r"\pi" else letter, None, Name(table[index]))
        return None

    return rewritten(node, rule)


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
