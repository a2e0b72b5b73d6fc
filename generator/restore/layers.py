"""What is a number that is raised in a formula about layers: a layer, not a power.

``z^2 = w^2 a^1 + b^2`` says so by its first power, which nobody writes. A newcomer who meets another sign of layers
adds
it to ``_tells``.
"""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from generator.restore.nodes import Differential, Equation, Formula, Name, Node, Number, Operation, walk

_LAYERED = {"w", "b", "z", "a", "W", "A", "Z", r"\delta", "h"}


def settled(formula: Formula) -> Formula:
    """Return the formula, its raised numbers layers where the formula tells that they are."""
    powers = [x for x in walk(formula) if _is_raised(x)]
    if not powers or not any(map(_tells, powers)) or not isinstance(formula, Equation):
        return formula
    found: Formula = _raised(formula)
    return found


def _is_raised(x: object) -> bool:
    if not isinstance(x, Operation) or x.kind != "power" or len(x.parts) != 2:
        return False
    base, exponent = x.parts
    letter = base.name.letter if isinstance(base, Differential) else base.letter if isinstance(base, Name) else ""
    return letter in _LAYERED and isinstance(exponent, Number) and exponent.text.isdecimal()


def _tells(x: object) -> bool:
    return isinstance(x, Operation) and x.parts[1] == Number("1")


def _raised(node: Any) -> Any:  # noqa: ANN401 - any record of a formula
    if _is_raised(node):
        base, exponent = node.parts
        return _with_layer(base, exponent)
    if isinstance(node, tuple):
        return tuple(map(_raised, node))
    if is_dataclass(node) and not isinstance(node, type):
        return replace(node, **{one.name: _raised(getattr(node, one.name)) for one in fields(node)})
    return node


def _with_layer(base: Node, layer: Node) -> Node:
    if isinstance(base, Differential):
        return Differential(replace(base.name, layer=layer))
    return replace(base, layer=layer) if isinstance(base, Name) else base
