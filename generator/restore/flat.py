"""How are letters with layers, labels and numbers told apart, and how are layers counted?

``w^{(2)}``, ``z_1`` and ``out_{h1}`` become letters of their own; an index that runs stays. Where the inputs
count as the first layer, W^{(l)} leads from layer l to layer l + 1, as in A. Ng's course of 2011 and in UFLDL.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from generator.restore.nodes import (
    UNKNOWN,
    Big,
    Call,
    Equation,
    Name,
    Node,
    Number,
    Operation,
    Part,
    Slope,
    indices_of,
    names_in,
    rewritten,
    walk,
)
from generator.restore.world import Function


def flat(node: Part) -> Part:
    """Return the node, its layers and its numbered indices parts of its letters' names; functions keep theirs."""

    def rule(x: object) -> object:
        if isinstance(x, Call):
            return replace(x, arguments=flat(x.arguments))
        return flat_name(x) if isinstance(x, Name) else None

    return rewritten(node, rule)


def flat_name(name: Name) -> Name:
    """Return a letter whose name says its layer and its number."""
    letter = name.letter
    if name.layer is not None and name.layer != Name("L"):
        letter += f"^{plain(name.layer)}"
    places = indices_of(name)
    if places and all(isinstance(index, Number) for index in places):
        return Name(f"{letter}_{','.join(map(plain, places))}")
    return Name(letter, None, name.index)


def flat_numbers(node: Part) -> Part:
    """Return the node with numbered letters as letters of their own, except inputs and weights, which are vectors."""

    def rule(x: object) -> object:
        if not isinstance(x, Name):
            return None
        places = indices_of(x)
        numbered = places and all(isinstance(index, Number) for index in places)
        if not numbered or x.letter in {"x", "w", "a", "y", "z"}:
            return x
        return Name(f"{x.letter}_{','.join(map(plain, places))}", x.layer)

    return rewritten(node, rule)


def plain(node: Node) -> str:
    """Return an index or a layer in marks: l+1."""
    match node:
        case Number(text):
            return text
        case Name(letter):
            return letter.lstrip("\\")
        case Operation("sum", (first, *rest)):
            return plain(first) + "".join(_signed(part) for part in rest)
        case Operation("product", parts):
            return ",".join(map(plain, parts))
        case Operation("negative", (part,)):
            return f"-{plain(part)}"
    return "?"


def _signed(node: Node) -> str:
    found = plain(node)
    return found if found.startswith("-") else f"+{found}"


def raised(node: Part, letters: set[str]) -> Part:
    """Return the node with what these letters count below as examples above: a_i as a^(i)."""

    def rule(x: object) -> object:
        if not isinstance(x, Name) or x.layer is not None or x.index is None:
            return None
        counted = [y for y in indices_of(x) if isinstance(y, Name) and y.letter in letters]
        rest = tuple(y for y in indices_of(x) if y not in counted)
        index = None if not rest else rest[0] if len(rest) == 1 else Operation("product", rest)
        return Name(x.letter, counted[0], index, round=True) if len(counted) == 1 else x

    return rewritten(node, rule)


def called(node: Part, local: Mapping[str, Function], by_own: Mapping[str, Name]) -> Part:
    """Return the node with the derivative of a function that the post defines, ∂f/∂z_i, as that of its value f(z).

    The primes of a letter, s', are derivatives by what it depends on: ``by_own`` tells by letter.
    """

    def rule(x: object) -> object:
        match x:
            case Slope(Name(letter, None, None), by, order) if letter in local:
                names = local[letter].parameters
                by = names[0] if by == UNKNOWN and len(names) == 1 else by
                inside = {*(name.letter for name in names), *names_in(local[letter].node)}
                return Slope(Call(Name(letter), names), by, order) if by.letter in inside else x
            case Call(Name(letter) as name, (), primes) if primes and letter in by_own:
                return Slope(name, by_own[letter], primes)
        return None

    return rewritten(node, rule)


def uncalled(node: Part, local: Mapping[str, Function]) -> Part:
    """Return the node with f for f(x) where x is what the post defines the function of."""

    def rule(x: object) -> object:
        match x:
            case Call(Name(letter, None, None) as name, arguments, 0) if letter in local:
                return name if arguments == local[letter].parameters else x
            case Call():
                return replace(x, arguments=rewritten(x.arguments, rule))
        return None

    return rewritten(node, rule)


def of_unknown(node: Part, calls: Mapping[str, Call]) -> Part:
    """Return the node with the derivative of a function that nobody defines, ∂F/∂x, as that of F(x) in the post."""

    def rule(x: object) -> object:
        match x:
            case Slope(Name(letter), by, order) if letter in calls and calls[letter].arguments == (by,):
                return Slope(calls[letter], by, order)
        return None

    return rewritten(node, rule)


LIKELIHOODS = frozenset({"L", r"\ell"})
"""Letters whose logarithm is a letter of its own wherever it stands."""


def with_log(node: Part, letters: Container[str] = LIKELIHOODS) -> Part:
    """Return the node with the logarithm of a likelihood, log L or log p(x), as one letter."""

    def rule(x: object) -> object:
        match x:
            case Call(Name("log" | "ln" | r"\log" | r"\ln"), (inner,), 0):
                likelihood = inner.function if isinstance(inner, Call) and not inner.primes else inner
                if (
                    isinstance(likelihood, Name)
                    and likelihood == Name(likelihood.letter)
                    and likelihood.letter in letters
                ):
                    return Name(f"log {likelihood.letter}")
        return None

    return rewritten(node, rule)


def with_sigmoid(formula: Equation) -> Equation:
    """Return a formula in which σ stands without what it is taken of, dσ/dz or σ' = σ(1 - σ), with that written."""
    every, bare = walk(formula), Name(r"\sigma")
    by = next((x.by for x in every if isinstance(x, Slope) and x.of == bare), None)
    if by is None and any(isinstance(x, Call) and x.function == bare and not x.arguments for x in every):
        by = Name("z")
    if by is None:
        return formula

    def rule(x: object) -> object:
        match x:
            case Name(r"\sigma", None, None):
                return Call(x, (by,))
            case Call(function, arguments):
                inner = (by,) if function == bare and not arguments else rewritten(arguments, rule)
                return Call(function, inner, x.primes)
        return None

    return rewritten(formula, rule)


def negated(node: Part, letter: str) -> Part:
    """Return the node with minus a letter for the letter, where it stands for a number of its own."""

    def rule(x: object) -> object:
        if not isinstance(x, Name):
            return None
        return Operation("negative", (x,)) if x.letter == letter and len(indices_of(x)) < 2 else x

    return rewritten(node, rule)


def without_layers(node: Part) -> Part:
    """Return the node without layers: in a formula about one layer they tell nothing."""
    return rewritten(node, lambda x: replace(x, layer=None) if isinstance(x, Name) else None)


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
