"""How are letters with layers, labels and numbers told apart where a post defines them one by one?

``w^{(2)}``, ``z_1`` and ``out_{h1}`` become letters of their own; an index that runs stays.
"""

from collections.abc import Mapping
from dataclasses import replace

from generator.restore.nodes import Call, Name, Node, Number, Operation, Part, Slope, indices_of, rewritten
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


def called(node: Part, local: Mapping[str, Function]) -> Part:
    """Return the node with the derivative of a function that the post defines, ∂f/∂z_i, as that of its value f(z)."""

    def rule(x: object) -> object:
        match x:
            case Slope(Name(letter, None, None), by, order) if letter in local:
                names = local[letter].parameters
                if by.letter in {name.letter for name in names}:
                    return Slope(Call(Name(letter), names), by, order)
                return x
        return None

    return rewritten(node, rule)


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
