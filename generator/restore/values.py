"""Which value has a formula in a world where every letter has one?

Values are arrays of 50-digit numbers: a number, a vector of components, a matrix with examples in columns. A world
knows its letters, some by value and some by a rule; a slope is measured by moving a letter and following the rules,
never by differentiating, so what is judged here is judged by the definitions alone.

A newcomer adds the value of a new node as one row of ``_VALUES``.
"""

from collections.abc import Callable
from functools import partial
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
    boxed,
    entrywise,
    number,
    total,
)
from generator.restore.fuel import FUEL
from generator.restore.nodes import Big, Call, Differential, Name, Node, Number, Open, Operation, Slope
from generator.restore.world import Key, World
from generator.verify.arithmetic import MP

STEP = MP.mpf(10) ** -15
"""How far a letter is moved: the error of the difference is near its square."""


def measured(node: Node, world: World) -> Array:
    """Return the value of a whole side, where anything that cannot be computed is a ``RestoreError``."""
    try:
        return value(node, world)
    except (ArithmeticError, ValueError, TypeError, IndexError, RecursionError, MP.NoConvergence) as error:
        message = f"cannot be computed: {error}"
        raise RestoreError(message) from error


def value(node: Node, world: World) -> Array:
    """Return the value of a node. Raises ``RestoreError`` where it has none."""
    FUEL.burn()
    for kind, build in _VALUES:
        if isinstance(node, kind):
            return build(node, world)
    message = f"{type(node).__name__} has no value"
    raise RestoreError(message)


def key_of(name: Name, world: World) -> Key:
    """Return which letter of the world a name means."""
    letter = world.aliases.get(name.letter, name.letter)
    layer = None if name.layer is None or world.depth is None else _layer(name.layer, world)
    return letter, layer


def _layer(node: Node, world: World) -> int:
    found = value(node, world.moved(("L", None), number(world.depth)))
    if found.shape or found[()] != MP.nint(found[()]):
        message = "a layer that is no whole number"
        raise RestoreError(message)
    return int(found[()])


def _name(node: Name, world: World) -> Array:
    if node.letter in world.indices and node.layer is None:
        return number(world.indices[node.letter])
    if node.letter == r"\delta" and isinstance(node.index, Operation):
        first, second = (value(x, world)[()] for x in node.index.parts)
        return number(first == second)
    found = world.at(key_of(node, world)) if node.letter not in CONSTANTS or _has(node, world) else None
    if found is None:
        return number(CONSTANTS[node.letter]())
    return found if node.index is None else _component(found, node.index, world)


def _has(node: Name, world: World) -> bool:
    key = key_of(node, world)
    return key in world.known or key in world.rules


def _component(found: Array, index: Node, world: World) -> Array:
    if not found.shape:
        return found
    place = value(index, world)
    if not 1 <= int(place[()]) <= len(found):
        message = "an index out of range"
        raise RestoreError(message)
    return number(found[int(place[()]) - 1])


def _operation(node: Operation, world: World) -> Array:
    parts = [value(part, world) for part in node.parts]
    try:
        return OPERATIONS[node.kind](*parts)
    except (ZeroDivisionError, OverflowError) as error:
        message = "no value at this point"
        raise RestoreError(message) from error


def _call(node: Call, world: World) -> Array:
    letter = node.function.letter
    name = _function_name(node.function, world)
    if name == "np.sum":
        return _row_sum(node, world)
    arguments = [value(x, world) for x in node.arguments if not isinstance(x, Open)]
    if name in world.functions and arguments:
        function = world.functions[name]
        return function(*arguments) if not node.primes else slope_of(function, arguments[0], node.primes)
    plain = FUNCTIONS.get(name.removeprefix("\\"))
    if plain is None or len(arguments) != 1:
        if node.primes or not arguments:
            message = f"{letter} is no function here"
            raise UnknownNameError(message)
        return _name(node.function, world)
    own = partial(entrywise, plain)
    return own(arguments[0]) if not node.primes else slope_of(own, arguments[0], node.primes)


def _function_name(function: Name, world: World) -> str:
    letter = world.aliases.get(function.letter, function.letter)
    layered = function.layer is not None and world.depth is not None
    return f"{letter} {_layer(function.layer, world)}" if layered else letter  # type: ignore[arg-type]


def _row_sum(node: Call, world: World) -> Array:
    inner = value(node.arguments[0], world)
    rows = inner.ndim == 2 and Open("axis=1") in node.arguments
    if not rows:
        return number(sum(inner.flat))
    found = inner.sum(axis=1, keepdims=Open("keepdims=True") in node.arguments)
    return boxed(found)


def slope_of(function: Callable[[Array], Array], x: Array, order: int = 1) -> Array:
    """Return the entrywise slope of a function of one number, by central differences."""
    if order > 1:
        return slope_of(lambda u: slope_of(function, u, order - 1), x)
    return boxed((boxed(function(boxed(x + STEP))) - boxed(function(boxed(x - STEP)))) / (2 * STEP))


def _slope(node: Slope, world: World) -> Array:
    if node.of is None:
        message = "a derivative of nothing"
        raise RestoreError(message)
    of = node.of
    key = key_of(node.by, world)
    base = world.at(key)
    if node.by.index is not None and base.shape:
        place = (int(value(node.by.index, world)[()]) - 1,)
        return _moved(lambda w: value(of, w), key, base, place, world)
    if node.order > 1:
        lower = Slope(node.of, node.by, node.order - 1)
        return gradient(lambda w: _slope(lower, w), key, world)
    return gradient(lambda w: value(of, w), key, world)


def gradient(function: Callable[[World], Array], key: Key, world: World) -> Array:
    """Return the derivative of what the function finds by a letter: the shape of the value, then that of the letter."""
    base = world.at(key)
    slopes = [_moved(function, key, base, place, world) for place in np.ndindex(base.shape)]
    shape_of = slopes[0].shape
    found = np.empty((*shape_of, len(slopes)), dtype=object)
    for n, one in enumerate(slopes):
        found[..., n] = one
    return found.reshape((*shape_of, *base.shape)) if base.shape else boxed(found[..., 0])


def _moved(function: Callable[[World], Array], key: Key, base: Array, place: tuple[int, ...], world: World) -> Array:
    def at(step: Any) -> Array:  # noqa: ANN401 - mpmath ships no types
        moved = base.copy()
        moved[place] = moved[place] + step
        return function(world.moved(key, moved))

    return boxed((at(STEP) - at(-STEP)) / (2 * STEP))


def _differential(node: Differential, world: World) -> Array:
    key = key_of(node.name, world)
    if ("d" + key[0], key[1]) in world.rules:
        return world.at(("d" + key[0], key[1]))
    found = gradient(lambda w: w.at(w.loss), key, world)
    return found if node.name.index is None else _component(found, node.name.index, world)


def _big(node: Big, world: World) -> Array:
    from generator.restore.integrals import integral  # noqa: PLC0415 - the two halves of one recursion

    if node.kind == "integral":
        return integral(node, world)
    (lower, upper), letter = node.bounds[0], node.variables[0].letter
    first = 1 if lower is None else int(value(lower, world)[()])  # type: ignore[arg-type]
    last = _size(world) if upper is None else int(value(upper, world)[()])
    if last - first > MOST:
        message = "a sum that is too long"
        raise RestoreError(message)
    found = number(0)
    for n in range(first, last + 1):
        found = total(found, value(node.body, world.running(letter, n)))
    return found


def _size(world: World) -> int:
    return int(world.at(("N", None))[()])


def _nothing(node: Open, _world: World) -> Array:
    message = f"{node.text} has no value"
    raise RestoreError(message)


_VALUES: tuple[tuple[type, Callable[[Any, World], Array]], ...] = (
    (Number, lambda node, _world: number(node.text)),
    (Name, _name),
    (Operation, _operation),
    (Call, _call),
    (Slope, _slope),
    (Differential, _differential),
    (Big, _big),
    (Open, _nothing),
)
"""Which function finds the value of which node."""
