"""How are letters with layers, labels and numbers told apart where a post defines them one by one?

``w^{(2)}``, ``z_1`` and ``out_{h1}`` become letters of their own; an index that runs stays.
"""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from generator.restore.nodes import Call, Name, Node, Number, Operation, indices_of


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


def flat_numbers(node: Any) -> Any:  # noqa: ANN401 - as above
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


def without_layers(node: Any) -> Any:  # noqa: ANN401 - as above
    """Return the node without layers: in a formula about one layer they tell nothing."""
    if isinstance(node, Name):
        return replace(node, layer=None)
    if isinstance(node, tuple):
        return tuple(map(without_layers, node))
    if is_dataclass(node) and not isinstance(node, type):
        return replace(node, **{one.name: without_layers(getattr(node, one.name)) for one in fields(node)})
    return node
