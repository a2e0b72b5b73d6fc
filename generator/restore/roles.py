"""Which letter of a formula is which quantity of a case: its output, its target, what the activation is taken of?

``a``, ``y`` and ``z`` unless the post or the formula says otherwise. A newcomer adds another author's letter to a
table.
"""

from dataclasses import dataclass

from generator.restore.nodes import (
    Big,
    Call,
    Differential,
    Equation,
    Name,
    Node,
    Operation,
    Slope,
    names_in,
    quantities,
    walk,
)

LOSSES = (
    "L",
    "C",
    "J",
    "E",
    "Loss",
    "loss",
    "LOSS",
    "Cost",
    "cost",
    "Error",
    "error",
    r"\ell",
    "H",
    "BCE",
    "CE",
    "MSE",
    "NLL",
    "D",
)
GRADIENTS = {"grad", "gradient"}
"""Words for the gradient by the weights of which the text speaks."""
OUTPUTS = ("a", "y hat", "p", "h", "o", "q", "out", "output", "pred", "a hat", "p hat", r"\mu")
TARGETS = ("y", "t", "q", "target", "label", "d", "y_true", "T", "k")
INNER = (
    "z",
    "s",
    "net",
    "u",
    "x",
    "n",
    "v",
    "logit",
    "logits",
    "in",
    "h",
    "o",
    r"\eta",
    "t",
    "r",
    "q",
    "c",
    "k",
    r"\theta",
    r"\xi",
    r"\alpha",
    "p",
    "m",
)
_INDICES = {"i", "j", "k", "l", "m", "N", "n"}


@dataclass(frozen=True)
class Roles:
    """The letters of the output, the target, and what the activation is taken of; ``losses`` are those of the loss."""

    output: str = "a"
    target: str = "y"
    inner: str = "z"
    losses: frozenset[str] = frozenset(LOSSES)


def roles(formula: object, own: dict[str, Node]) -> Roles:
    """Return which letter is which."""
    letters = {x.letter for x in quantities(formula)}
    bound = {name.letter for x in walk(formula) if isinstance(x, Big) for name in x.variables}
    activated = {
        head: arguments[0] for head, node in own.items() if (arguments := _activated(node)) and head not in LOSSES
    }
    losses = frozenset(x for x in LOSSES if x not in own and x not in activated)
    taken = {x.by.letter for x in walk(formula) if isinstance(x, Slope) and not _by_loss(x, losses)}
    taken |= {name.letter for x in walk(formula) if isinstance(x, Call) for name in quantities(x.arguments)}
    if not own and (ends := _handed_back(formula, letters, losses)):
        return Roles(ends[0], "t" if "y" in ends else "y", ends[1], losses)
    output = _output((letters | _used(own)) - (taken - {"a"}), activated, own)
    inner = activated.get(output) or _inner(formula, letters, own, output, losses)
    free = (letters | _used(own)) - bound - {output, inner} - losses
    compared = _compared(own, output) - {inner}
    usual = "y" in free or (output == "y" and "t" not in free)
    target = compared.pop() if len(compared) == 1 else "y" if usual else _first(TARGETS, free - set(own), "y")
    if output == "y" and target == "y":
        target = "t"
    return Roles(output, target, inner, losses)


def _handed_back(formula: object, letters: set[str], losses: frozenset[str]) -> tuple[str, str] | None:
    """Return the output and what it is taken of where a formula speaks of nothing else: dL/dx = dL/dy 1[x > 0]."""
    if not isinstance(formula, Equation) or not isinstance(head := formula.sides[0], Slope):
        return None
    slopes = (x for side in formula.sides[1:] for x in walk(side) if isinstance(x, Slope))
    given = {x.by.letter for x in slopes if isinstance(x.of, Name) and x.of.letter in losses}
    inner = head.by.letter
    if (
        len(given) != 1
        or inner in {*given, "w", "b", "W", r"\theta"}
        or not letters - losses - {"e", r"\pi", inner} <= given
    ):
        return None
    return given.pop(), inner


def _compared(own: dict[str, Node], output: str) -> set[str]:
    """Return what a loss that the post defines compares the output with: p in -Σ p_i log q_i, whatever its letter."""
    nodes = [node for head, node in own.items() if head in LOSSES and output in names_in(node)]
    return {x for node in nodes for x in letters_of(node)} - {output, "e", "N", "n", "m", *LOSSES, *own} - _GREEK


_GREEK = {r"\pi", r"\delta", r"\lambda", r"\alpha", r"\beta", r"\gamma", r"\epsilon", r"\tau", r"\sigma"}


def _by_loss(slope: Slope, losses: frozenset[str]) -> bool:
    """Tell whether a slope may be one of the loss by the output."""
    return (
        isinstance(slope.of, Name)
        and slope.of.letter in losses
        and slope.by.letter in {"a", "y hat", "p", "h", "o", "out", "pred", "output", "p hat", r"\mu", "q"}
        and slope.by.letter not in {"h", "o"}
    )


def _used(own: dict[str, Node]) -> set[str]:
    return {name.letter for node in own.values() for name in quantities(node)}


def _activated(node: Node) -> tuple[str, ...]:
    """Return the letter that a node is a function of, if it is one of a single letter."""
    match node:
        case Call(_, (Name(letter),)) if letter not in {"i", "j", "k"}:
            return (letter,)
    found = [
        x.letter
        for x in quantities(node)
        if x.letter not in {"e", r"\pi", "T", r"\tau", r"\beta", r"\alpha", r"\lambda"} and x.letter not in _INDICES
    ]
    calls = any(isinstance(x, Call) or (isinstance(x, Name) and x.letter == "e") for x in walk(node))
    found = list(dict.fromkeys(found))
    return (found[0],) if len(found) == 1 and calls else ()


def _output(letters: set[str], activated: dict[str, str], own: dict[str, Node]) -> str:
    if "a" in letters and ("a" in activated or not activated or "a" not in own):
        return "a"
    known = [head for head in activated if head in letters] or list(activated)
    if known:
        return known[-1]
    return _first(OUTPUTS, letters - set(own), "a")


def _inner(formula: object, letters: set[str], own: dict[str, Node], output: str, losses: frozenset[str]) -> str:
    if "z" in letters or "z" in own or {"w", "W", r"\theta"} & letters:
        return "z"
    slopes = [x.by.letter for x in walk(formula) if isinstance(x, Slope)]
    called = [name.letter for x in walk(formula) if isinstance(x, Call) for name in quantities(x.arguments)]
    slopes += [*_given(formula)]
    likely = {*slopes, *called} - {output, "y", "a"} - set(own) - losses - {"w", "b", "W"}
    if _about(formula, output, losses):
        return _first(INNER, likely, "z")
    defined = {*LOSSES} & set(own)
    return _first(INNER, likely - _used(own), "z") if _about(formula, output, losses | defined) else "z"


def _about(formula: object, output: str, losses: frozenset[str]) -> bool:
    """Tell whether the formula takes the derivative of a loss or of the output."""
    tops = {letter for x in walk(formula) if isinstance(x, Slope) and x.of is not None for letter in names_in(x.of)}
    return bool(tops & (losses | {output}) or _given(formula))


def _given(formula: object) -> set[str]:
    """Return the letters that functions are taken of and differentials stand for: dx = sigmoid(x) - y is by the logit x."""  # noqa: E501 - one row a line
    given = {x.name.letter for x in walk(formula) if isinstance(x, Differential)}
    return {y.letter for x in walk(formula) if isinstance(x, Call) for y in x.arguments if isinstance(y, Name)} & given


def _first(wanted: tuple[str, ...] | list[str], there: set[str], otherwise: str) -> str:
    return next((letter for letter in wanted if letter in there), otherwise)


def letters_of(formula: object) -> set[str]:
    """Return the letters that stand for quantities in a formula, without those that a sum binds."""
    bound = {name.letter for x in walk(formula) if isinstance(x, Big) for name in x.variables}
    return {x.letter for x in quantities(formula)} - bound - _indices(formula)


def _indices(formula: object) -> set[str]:
    places = [x.parts[1] for x in walk(formula) if isinstance(x, Operation) and x.kind == "component"]
    found = {letter for index in places for letter in names_in(index)}
    return found | {
        letter
        for x in walk(formula)
        if isinstance(x, Name)
        for y in (x.index, x.layer)
        if y is not None
        for letter in names_in(y)
    }
