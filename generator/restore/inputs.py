"""Which letters of a formula are the inputs of its layer, under whatever name: o_i beside o_j, h_j beside a_k?

In ∂E/∂w_ij = (o_j - t_j) o_j (1 - o_j) o_i the unit i is one of the layer before. A newcomer who meets another way to
write inputs adds it here.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from generator.restore.nodes import (
    Big,
    Equation,
    Name,
    Node,
    Operation,
    Part,
    Slope,
    indices_of,
    names_in,
    renamed,
    rewritten,
    walk,
)

_WEIGHTS = {"w", "W", r"\theta"}
_OUTPUTS = {r"\delta", "t", "z", "net", "s", "d"}


def with_inputs(formula: Equation) -> Equation:
    """Return the formula with x for what carries the other index of the weight that a slope is taken by."""
    for x in walk(formula):
        if isinstance(x, Slope) and x.by.letter in _WEIGHTS and len(indices_of(x.by)) == 2:
            first, second = indices_of(x.by)
            return _renamed_at(formula, first, second) or _renamed_at(formula, second, first) or formula
    return formula


def _renamed_at(formula: Equation, inner: Node, outer: Node) -> Equation | None:
    """Return the formula with x for the letter at an index of inputs, if it is one."""
    bound = {name for x in walk(formula) if isinstance(x, Big) for name in x.variables}
    at, beside = _letters_at(formula, inner), _letters_at(formula, outer)
    if inner in bound or len(at) != 1 or at & _OUTPUTS or not (at < beside or (not at & beside and beside & _OUTPUTS)):
        return None
    (letter,) = at
    return _renamed(formula, letter, inner)


def _letters_at(formula: Equation, index: Node) -> set[str]:
    return {x.letter for x in walk(formula) if isinstance(x, Name) and indices_of(x) == (index,)}


def _renamed(node: Part, letter: str, index: Node) -> Part:
    def rule(x: object) -> object:
        if not isinstance(x, Name):
            return None
        return replace(x, letter="x") if x.letter == letter and indices_of(x) == (index,) else x

    return rewritten(node, rule)


def with_usual_inputs(
    formula: Equation, own: Mapping[str, tuple[Name, Node]]
) -> tuple[Equation, dict[str, tuple[Name, Node]]]:
    """Return a formula and definitions with x for what the post weighs: e in n = Σ_i w_i e_i."""
    products = [x for _, node in own.values() for x in walk(node) if isinstance(x, Operation) and x.kind == "product"]
    weighed = {
        y.letter
        for x in products
        for y in x.parts
        if isinstance(y, Name) and y.index is not None and any(_weighs(z, y) for z in x.parts)
    }
    known = {"x"} & {*names_in(formula), *(x for _, node in own.values() for x in names_in(node))}
    if len(weighed) != 1 or weighed & set(own) or known:
        return formula, dict(own)
    table = dict.fromkeys(weighed, "x")
    return renamed(formula, table), {x: (head, renamed(node, table)) for x, (head, node) in own.items()}


def _weighs(weight: Node, other: Name) -> bool:
    return isinstance(weight, Name) and weight.letter in _WEIGHTS and weight != other and weight.index == other.index


def with_residual(
    formula: Equation, own: Mapping[str, tuple[Name, Node]], losses: Collection[str]
) -> dict[str, tuple[Name, Node]]:
    """Return definitions in which the output is a = r + y where a loss is differentiated by its residual r = a - y."""
    by = {x.by for x in walk(formula) if isinstance(x, Slope) and isinstance(x.of, Name) and x.of.letter in losses}
    if len(by) != 1 or (residual := by.pop()).letter not in _RESIDUALS or residual.index is not None:
        return dict(own)
    rest = {x: pair for x, pair in own.items() if x != residual.letter}
    match own.get(residual.letter, (residual, None))[1]:
        case None if {x.lstrip("\\") for x in names_in(formula)} <= {residual.letter, *losses, *_GREEK, *_KNOWN}:
            return {**rest, "a": (Name("a"), Operation("sum", (residual, Name("y"))))}
        case Operation("sum", (Name() as output, Operation("negative", (Name() as target,)))):
            return {**rest, output.letter: (output, Operation("sum", (residual, target)))}
    return dict(own)


_RESIDUALS, _GREEK, _KNOWN = (
    {"r", "e"},
    {"delta", "alpha", "tau", "epsilon", "kappa"},
    {"sign", "abs", "tanh", "e", "c"},
)
"""Letters of what is left between output and target; parameters of losses, and what else stands beside them."""


def untied(own: Mapping[str, tuple[Name, Node]]) -> dict[str, tuple[Name, Node]]:
    """Return definitions in which no letter leads back to itself: of net_k = Σ_j w_jk o_j with o_k = σ(net_k), o_j is an input."""  # noqa: E501 - one row a line
    found = dict(own)
    for letter, (head, node) in own.items():
        if _WEIGHTS & set(names_in(node)):
            for x in walk(node):
                back = isinstance(x, Name) and x.letter in own and letter in names_in(own[x.letter][1])
                if isinstance(x, Name) and back and x.index is not None and x.index != head.index:
                    found[letter] = (head, _renamed(found[letter][1], x.letter, x.index))
    return found
