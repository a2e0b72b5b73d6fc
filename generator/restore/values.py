"""Which value has a formula in a world where every letter has one?

A world knows its letters, some by value and some by a rule; a slope is measured by moving a letter and following the
rules, never by differentiating, so what is judged here is judged by the definitions alone.

A newcomer adds the value of a new node as one row of ``_VALUES``.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np

from generator.errors import RestoreError
from generator.restore.arrays import (
    CONSTANTS,
    FUNCTIONS,
    MOST,
    OPERATIONS,
    Array,
    UnknownNameError,
    exponential,
    number,
    shape_of,
    total,
)  # fmt: skip
from generator.restore.fuel import FUEL
from generator.restore.nodes import (
    Big,
    Branches,
    Call,
    Differential,
    Name,
    Node,
    Number,
    Open,
    Operation,
    Slope,
    indices_of,
)  # fmt: skip
from generator.restore.world import Key, World


def measured(node: Node, world: World) -> Array:
    """Return the value of a whole side, where anything that cannot be computed is a ``RestoreError``."""
    try:
        with np.errstate(all="ignore"):
            found = value(node, world)
    except (ArithmeticError, ValueError, TypeError, IndexError, AttributeError, RecursionError, KeyError) as error:
        raise RestoreError(f"cannot be computed: {error}") from error
    if not np.all(np.isfinite(np.real(found))):
        raise RestoreError("it has no finite value here")
    return found


def value(node: Node, world: World) -> Array:
    """Return the value of a node. Raises ``RestoreError`` where it has none."""
    FUEL.burn()
    build = _VALUES.get(type(node))
    if build is None:
        raise RestoreError(f"{type(node).__name__} has no value")
    return build(node, world)


def key_of(name: Name, world: World) -> Key:
    """Return which letter of the world a name means."""
    letter = world.aliases.get(name.letter, name.letter)
    if world.depth is None or world.examples:
        return letter, None
    layer = world.layers.get(letter) if name.layer is None else _layer(name.layer, world)
    return letter, layer


def _layer(node: Node, world: World) -> int:
    """Return which layer is raised: a number, L for the last one, l where it runs, or so many above or below."""
    match node:
        case Number(text) if text.isdecimal():
            return int(text)
        case Name("L", None, None):
            return world.depth or 0
        case Name(letter, None, None) if ("l" if letter == r"\ell" else letter) in world.indices:
            return world.indices["l" if letter == r"\ell" else letter]
        case Operation("sum", parts):
            return sum(_layer(part, world) for part in parts)
        case Operation("negative", (part,)):
            return -_layer(part, world)
    raise RestoreError("a layer that is no whole number")


def _name(node: Name, world: World) -> Array:
    if node.letter in world.indices and node.layer is None:
        return float(world.indices[node.letter])
    if node.letter == r"\delta" and isinstance(node.index, Operation) and node.layer is None:
        first, second = (number(value(x, world)) for x in node.index.parts)
        return float(first == second)
    key = key_of(node, world)
    if node.letter in CONSTANTS and not world.knows(key):
        return CONSTANTS[node.letter]
    found = world.at(key)
    if world.examples and node.layer is not None and shape_of(found):
        found = component(found, (node.layer,), world)
    return found if node.index is None else component(found, indices_of(node), world)


def component(found: Array, indices: tuple[Node, ...], world: World) -> Array:
    """Return what an array has at these indices; a number has itself at all."""
    for index in indices:
        sizes = shape_of(found)
        if not sizes:
            return found
        place = int(number(value(index, world)))
        if not 1 <= place <= len(found):
            if world.padded:
                return 0.0
            raise RestoreError("an index out of range")
        found = found[place - 1]
    return found


def _operation(node: Operation, world: World) -> Array:
    if (
        node.kind == "power"
        and isinstance(node.parts[0], Name)
        and node.parts[0].letter == "e"
        and not world.knows(("e", None))
    ):
        return exponential(value(node.parts[1], world))
    if node.kind == "example":
        place = int(number(value(node.parts[1], world)))
        return value(node.parts[0], world)[:, place - 1 : place]
    if node.kind == "component":
        return component(value(node.parts[0], world), _flat(node.parts[1]), world)
    return OPERATIONS[node.kind](*[value(part, world) for part in node.parts])


def _flat(index: Node) -> tuple[Node, ...]:
    return index.parts if isinstance(index, Operation) and index.kind == "product" else (index,)


def _call(node: Call, world: World) -> Array:
    name = _function_name(node.function, world)
    if name in {"np.sum", "np.mean"}:
        return _along(node, world, mean=name == "np.mean")
    arguments = [value(x, world) for x in node.arguments if not isinstance(x, Open)]
    if not arguments and node.primes and world.inner is not None:
        arguments = [world.at(world.inner)]
    plain = name.removeprefix("\\")
    if plain in {"max", "min"} and len(arguments) > 1:
        return _extreme(arguments, plain)
    function = (
        _of_the_post(name, world)
        or world.functions.get(name)
        or (FUNCTIONS.get(plain) if len(arguments) == 1 else None)
    )
    if function is None or not arguments:
        if node.primes or not node.arguments:
            raise UnknownNameError(f"{node.function.letter} is no function here")
        return _name(node.function, world)
    if plain == "log" and node.function.index is not None:
        return function(*arguments) / np.log(value(node.function.index, world))
    return (
        function(*arguments) if not node.primes else _operators().slope_at(function, arguments[0], node.primes, world)
    )


def _of_the_post(name: str, world: World) -> Callable[..., Array] | None:
    """Return a function that the post defines, with all other letters as they are here."""
    found = world.local.get(name)
    if found is None:
        return None

    def at(*arguments: Array) -> Array:
        inner = replace(world, local={x: y for x, y in world.local.items() if x != name})
        for parameter, x in zip(found.parameters, arguments, strict=False):
            inner = inner.moved((parameter.letter, None), x, stepping=inner.stepping)
        return value(found.node, inner)

    return at


def _extreme(arguments: list[Array], which: str) -> Array:
    found = arguments[0]
    for x in arguments[1:]:
        takes = np.real(x) > np.real(found) if which == "max" else np.real(x) < np.real(found)
        found = np.where(takes, x, found) if shape_of(takes) else x if takes else found
    return found


def _function_name(function: Name, world: World) -> str:
    letter = world.aliases.get(function.letter, function.letter)
    if world.depth is None or world.examples:
        return letter
    if function.layer is not None:
        return f"{letter} {_layer(function.layer, world)}"
    return letter


def _along(node: Call, world: World, *, mean: bool) -> Array:
    inner = value(node.arguments[0], world)
    sizes = shape_of(inner)
    axis = next(filter(None, map(_axis, node.arguments[1:])), None)
    keep = Open("keepdims=True") in node.arguments
    if axis is None or len(sizes) < 2:
        return (np.mean if mean else np.sum)(inner)
    return (np.mean if mean else np.sum)(inner, axis=int(axis), keepdims=keep)


def _axis(node: Node) -> str | None:
    """Return the axis that an argument names: ``axis=0``, ``0``, ``-1``."""
    match node:
        case Open(text):
            return text.removeprefix("axis=") if re.fullmatch(r"axis=-?[01]", text) else None
        case Operation("negative", (Number("1"),)):
            return "-1"
    return node.text if isinstance(node, Number) and node.text in {"0", "1"} else None


def _big(node: Big, world: World) -> Array:
    if node.kind == "integral":
        return _operators().integral(node, world)
    (lower, upper), letter = node.bounds[0], node.variables[0].letter
    if letter == "?":
        return _over_all(node, world)
    first = 1 if lower is None else int(number(value(lower, world)))  # type: ignore[arg-type]
    last = world.extent(letter, node.body) if upper is None else int(number(value(upper, world)))
    if last - first > MOST:
        raise RestoreError("a sum that is too long")
    found: Array = 0.0 if node.kind == "sum" else 1.0
    for n in range(first, last + 1):
        term = value(node.body, world.running(letter, n))
        found = total(found, term) if node.kind == "sum" else found * term
    return found


def _over_all(node: Big, world: World) -> Array:
    """Return the sum over what a body without an index holds: the examples of a matrix, the entries of a vector."""
    inner = value(node.body, world)
    sizes = shape_of(inner)
    if not sizes:
        raise RestoreError("a sum over nothing")
    return inner.sum(axis=1, keepdims=True) if len(sizes) > 1 else inner.sum()


def _operators() -> ModuleType:
    from generator.restore import operators  # noqa: PLC0415 - the two halves of one recursion

    return operators


def _nothing(node: Open, _world: World) -> Array:
    raise RestoreError(f"{node.text} has no value")


_VALUES: dict[type, Callable[[Any, World], Array]] = {
    Number: lambda node, _world: float(node.text),
    Name: _name,
    Operation: _operation,
    Call: _call,
    Slope: lambda node, world: _operators().slope(node, world),
    Differential: lambda node, world: _operators().differential(node, world),
    Big: _big,
    Branches: lambda node, world: _operators().branches(node, world),
    Open: _nothing,
}
"""Which function finds the value of which node."""
