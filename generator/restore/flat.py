"""How are letters with layers, labels and numbers told apart where a post defines them one by one?

``w^{(2)}``, ``z_1`` and ``out_{h1}`` become letters of their own; an index that runs stays.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from generator.restore.nodes import Call, Name, Node, Number, Operation, Slope, indices_of
from generator.restore.world import Function


def flat(node: Any) -> Any:  # noqa: ANN401 - any record of a formula
    """Return the node, its layers and its numbered indices parts of its letters' names."""
    if isinstance(node, Name):
        return flat_name(node)
    if isinstance(node, Call):
        return replace(node, arguments=flat(node.arguments))
    if isinstance(node, tuple):
        return tuple(map(flat, node))
    if is_dataclass(node) and not isinstance(node, type):
        return replace(node, **{one.name: flat(getattr(node, one.name)) for one in fields(node)})
    return node


def flat_name(name: Name) -> Name:
    """Return a letter whose name says its layer and its number."""
    letter = name.letter
    if name.layer is not None and name.layer != Name("L"):
        letter += f"^{plain(name.layer)}"
    places = indices_of(name)
    if places and all(isinstance(index, Number) for index in places):
        return Name(f"{letter}_{','.join(map(plain, places))}")
    return Name(letter, None, name.index)


def flat_numbers(node: Any) -> Any:  # noqa: ANN401 - any record of a formula
    """Return the node with numbered letters as letters of their own, except inputs and weights, which are vectors."""
    if isinstance(node, Name):
        places = indices_of(node)
        if (
            places
            and all(isinstance(index, Number) for index in places)
            and node.letter not in {"x", "w", "a", "y", "z"}
        ):
            return Name(f"{node.letter}_{','.join(map(plain, places))}", node.layer)
        return node
    if isinstance(node, tuple):
        return tuple(map(flat_numbers, node))
    if is_dataclass(node) and not isinstance(node, type):
        return replace(node, **{one.name: flat_numbers(getattr(node, one.name)) for one in fields(node)})
    return node


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


def raised(node: Any, letters: set[str]) -> Any:  # noqa: ANN401 - any record of a formula
    """Return the node with what these letters count below as examples above: a_i as a^(i)."""
    if isinstance(node, Name) and node.layer is None and node.index is not None:
        counted = [x for x in indices_of(node) if isinstance(x, Name) and x.letter in letters]
        rest = tuple(x for x in indices_of(node) if x not in counted)
        index = None if not rest else rest[0] if len(rest) == 1 else Operation("product", rest)
        return Name(node.letter, counted[0], index, round=True) if len(counted) == 1 else node
    if isinstance(node, tuple):
        return tuple(raised(one, letters) for one in node)
    if is_dataclass(node) and not isinstance(node, type):
        return replace(node, **{one.name: raised(getattr(node, one.name), letters) for one in fields(node)})
    return node


def called(node: Any, local: Mapping[str, Function]) -> Any:  # noqa: ANN401 - any record of a formula
    """Return the node with the derivative of a function that the post defines, ∂f/∂z_i, as that of its value f(z)."""
    match node:
        case Slope(Name(letter, None, None), by, order) if letter in local:
            names = local[letter].parameters
            if by.letter in {name.letter for name in names}:
                return Slope(Call(Name(letter), names), by, order)
        case tuple():
            return tuple(called(one, local) for one in node)
        case _ if is_dataclass(node) and not isinstance(node, type):
            return replace(node, **{one.name: called(getattr(node, one.name), local) for one in fields(node)})
    return node


def negated(node: Any, letter: str) -> Any:  # noqa: ANN401 - any record of a formula
    """Return the node with minus a letter for the letter, where it stands for a number of its own."""
    match node:
        case Name() if node.letter == letter and len(indices_of(node)) < 2:
            return Operation("negative", (node,))
        case tuple():
            return tuple(negated(one, letter) for one in node)
        case _ if is_dataclass(node) and not isinstance(node, (type, Name)):
            return replace(node, **{one.name: negated(getattr(node, one.name), letter) for one in fields(node)})
    return node


def without_layers(node: Any) -> Any:  # noqa: ANN401 - any record of a formula
    """Return the node without layers: in a formula about one layer they tell nothing."""
    if isinstance(node, Name):
        return replace(node, layer=None)
    if isinstance(node, tuple):
        return tuple(map(without_layers, node))
    if is_dataclass(node) and not isinstance(node, type):
        return replace(node, **{one.name: without_layers(getattr(node, one.name)) for one in fields(node)})
    return node
