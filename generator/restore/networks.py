"""Which networks is a formula of layers judged in?

One of matrices, with the examples in columns or, as PyTorch has them, in rows; one of vectors, for a single example; or
one unit a layer. Every rule is a definition of the way forward; what goes backward is measured.
"""

import itertools
import random
from collections.abc import Callable
from functools import partial
from typing import TypeAlias

import numpy as np

from generator.restore.arrays import Array, shape_of, sigmoid
from generator.restore.definitions import applied, lost
from generator.restore.roles import LOSSES
from generator.restore.settings import Setting, Slot
from generator.restore.slopes import gradient
from generator.restore.world import Key, World

Function: TypeAlias = Callable[[Array], Array]
_WIDTHS = {1: (3, 1), 2: (3, 4, 2), 3: (3, 4, 5, 2)}
_SHARES = (3, 2)
_EXAMPLES = 3
_FUNCTIONS = ("g", "f", r"\sigma", r"\phi", r"\varphi", "h")


def of_layers(  # noqa: PLR0913 - one option for each convention
    setting: Setting,
    depth: int,
    hidden: Slot,
    *,
    alike: bool = False,
    rows: bool = False,
    summed: bool = False,
    penalty: tuple[int, bool] | None = None,
) -> World:
    """Return a network of matrices with the case's activation and loss at its end.

    ``alike`` gives all its lengths one size, ``rows`` puts examples in rows, ``summed`` leaves the loss a sum,
    ``penalty`` adds λ times the sum of the absolute weights to this power, over it and perhaps over m.
    """
    rng = random.Random(f"network {depth}")  # noqa: S311 - points, not secrets
    widths = (_EXAMPLES,) * (depth + 1) if alike else _widths(setting, depth)
    known = _matrices(widths, rng, rows=rows)
    known[("Y", None)] = _targets(setting, widths[-1], rng, rows=rows)
    known[("m", None)] = known[("N", None)] = known[("n", None)] = float(_EXAMPLES)
    between, output = partial(_on_all, hidden, rows), partial(_on_all, setting.activation or hidden, rows)
    functions: dict[str, Callable[..., Array]] = {
        f"{name} {n}": between if n < depth else output for name in _FUNCTIONS for n in range(1, depth + 1)
    }
    functions |= {r"\sigma": sigmoid, "g": between, "f": between}
    known[(r"\lambda", None)] = 0.37
    rules: dict[Key, Callable[[World], Array]] = {
        ("J", None): partial(_mean_loss, setting, depth, rows, summed, penalty)
    }
    for n in range(1, depth + 1):
        rules[("Z", n)] = partial(_weighted, n, rows)
        rules[("A", n)] = partial(_activated, functions[f"g {n}"], n)
        for letter in "Wb":
            rules[("d" + letter, n)] = partial(_slope, (letter, n), 1)
        for letter in "ZA":
            rules[("d" + letter, n)] = partial(_slope, (letter, n), 1 if summed else _EXAMPLES)
    rules[("dA", 0)] = rules[("dX", None)] = partial(_slope, ("A", 0), 1 if summed else _EXAMPLES)
    rules[("X", None)] = lambda w: w.at(("A", 0))
    if depth == 1:
        rules[("w", 1)] = lambda w: w.at(("W", 1)).T
        rules[("dw", 1)] = lambda w: w.at(("dW", 1)).T
    aliases = dict.fromkeys(LOSSES, "J") | {
        "Y hat": "A", "H": "A", r"\delta": "dZ", r"\Delta": "dZ", "w": "w",
        "z": "Z", "dz": "dZ", "da": "dA",
    }  # fmt: skip
    layers = dict.fromkeys(("Z", "A", "W", "b", "dZ", "w", "dW", "db", "dA"), depth)
    if depth == 1:
        layers |= {"A": 1}
    if depth > 1:
        layers = {"A": depth, "Z": depth, "dZ": depth, "dA": depth}
    return World(known, rules, functions, aliases, depth=depth, layers=layers, loss=("J", None))


def _widths(setting: Setting, depth: int) -> tuple[int, ...]:
    """Return how many units the layers have; softmax takes two at least, of one it is 1 whatever goes in."""
    return _SHARES if depth == 1 and setting.vector else _WIDTHS[depth]


def _matrices(widths: tuple[int, ...], rng: random.Random, *, rows: bool) -> dict[Key, Array]:
    inputs = _random((widths[0], _EXAMPLES), rng)
    known: dict[Key, Array] = {("A", 0): inputs.T if rows else inputs}
    for n, (before, after) in enumerate(itertools.pairwise(widths), start=1):
        weights, biases = _random((after, before), rng), _random((after, 1), rng)
        known[("W", n)], known[("b", n)] = (weights.T, biases.T) if rows else (weights, biases)
    return known


def _random(sizes: tuple[int, ...], rng: random.Random) -> Array:
    count = int(np.prod(sizes))
    return np.array([rng.choice((-1, 1)) * rng.randint(100, 999) / 1000 for _ in range(count)]).reshape(sizes)


def _targets(setting: Setting, count: int, rng: random.Random, *, rows: bool) -> Array:
    free = np.array([rng.randint(100, 900) / 1000 for _ in range(count * _EXAMPLES)]).reshape(count, _EXAMPLES)
    found = free / free.sum(axis=0) if setting.vector else free
    return found.T if rows else found


def _on_all(slot: Slot, rows: bool, z: Array) -> Array:  # noqa: FBT001 - bound by name in one place, and never called by hand
    if slot.entry is not None and slot.entry.vector:
        columns = z if rows else z.T
        found = np.array([applied(slot.node, one, vector=True) for one in columns])
        return found if rows else found.T
    return applied(slot.node, z)


def _weighted(layer: int, rows: bool, world: World) -> Array:  # noqa: FBT001 - bound by name in one place, and never called by hand
    weight, before, bias = world.at(("W", layer)), world.at(("A", layer - 1)), world.at(("b", layer))
    return (before @ weight if rows else weight @ before) + bias


def _activated(function: Function, layer: int, world: World) -> Array:
    return function(world.at(("Z", layer)))


def _slope(key: Key, times: int, world: World) -> Array:
    """Return the slope of the mean loss by a letter, times the number of examples where it is meant per example."""
    return times * gradient(_loss_at, key, world)


def _loss_at(world: World) -> Array:
    return world.at(world.loss)


def _mean_loss(  # noqa: PLR0913, PLR0917 - one option for each convention
    setting: Setting,
    depth: int,
    rows: bool,  # noqa: FBT001 - bound by name in one place, and never called by hand
    summed: bool,  # noqa: FBT001 - bound by name in one place, and never called by hand
    penalty: tuple[int, bool] | None,
    world: World,
) -> Array:
    if setting.loss is None:
        return world.at(("no loss", None))
    a, y = world.at(("A", depth)), world.at(("Y", None))
    pairs = zip(a, y, strict=True) if rows else zip(a.T, y.T, strict=True)
    found = sum(lost(setting.loss, p, q) for p, q in pairs)
    return (found if summed else found / _EXAMPLES) + (_penalised(depth, *penalty, world) if penalty else 0.0)


def _penalised(depth: int, power: int, over: bool, world: World) -> Array:  # noqa: FBT001 - bound by name in one place, and never called by hand
    weights = [world.at(("W", n)) for n in range(1, depth + 1)]
    sizes = [w * np.sign(np.real(w)) if power == 1 else w * w for w in weights]
    return world.at((r"\lambda", None)) * sum(one.sum() for one in sizes) / power / (_EXAMPLES if over else 1)


def of_example(setting: Setting, depth: int, hidden: Slot, *, single: bool = False) -> World:
    """Return a network that one example goes through: vectors in every layer, or with ``single`` one unit."""
    rng = random.Random(f"example {depth}")  # noqa: S311 - points, not secrets
    widths = (1,) * (depth + 1) if single else _WIDTHS[max(depth, 2)]
    known: dict[Key, Array] = {("a", 0): _shaped((widths[0],), rng, single=single)}
    for n, (before, after) in enumerate(itertools.pairwise(widths), start=1):
        known[("w", n)] = _shaped((after, before), rng, single=single)
        known[("b", n)] = _shaped((after,), rng, single=single)
    known[("y", None)] = _example_target(setting, widths[-1], rng, single=single)
    between, output = partial(_on_one, hidden), partial(_on_one, setting.activation or hidden)
    functions: dict[str, Callable[..., Array]] = {
        f"{name} {n}": between if n < depth else output for name in _FUNCTIONS for n in range(1, depth + 1)
    }
    functions |= dict.fromkeys(_FUNCTIONS, between)
    rules: dict[Key, Callable[[World], Array]] = {("J", None): partial(_one_loss, setting, depth)}
    for n in range(1, depth + 1):
        rules[("z", n)] = partial(_one_weighted, n)
        rules[("a", n)] = partial(_one_activated, functions[f"g {n}"], n)
        rules[("dz", n)] = partial(_slope, ("z", n), 1)
    rules[("x", None)] = lambda w: w.at(("a", 0))
    aliases = dict.fromkeys(LOSSES, "J") | {
        "W": "w", r"\theta": "w", r"\Theta": "w", "t": "y", "y hat": "a", r"\delta": "dz", "h": "a", "A": "a", "Z": "z", "o": "a", "B": "b",  # noqa: E501 - one row a line
    }  # fmt: skip
    layers = dict.fromkeys(("a", "z", "dz", "w", "b"), depth)
    return World(known, rules, functions, aliases, depth=depth, layers=layers, loss=("J", None), inner=("z", depth))


def _shaped(sizes: tuple[int, ...], rng: random.Random, *, single: bool) -> Array:
    found = _random(sizes, rng)
    return float(found.ravel()[0]) if single else found


def _example_target(setting: Setting, count: int, rng: random.Random, *, single: bool) -> Array:
    free = np.array([rng.randint(100, 900) / 1000 for _ in range(count)])
    if single:
        return float(free[0])
    return free / free.sum() if setting.vector else free


def _on_one(slot: Slot, z: Array) -> Array:
    vector = bool(slot.entry and slot.entry.vector) and len(shape_of(z)) > 0
    return applied(slot.node, z, vector=vector)


def _one_weighted(layer: int, world: World) -> Array:
    weight, before = world.at(("w", layer)), world.at(("a", layer - 1))
    return (weight @ before if shape_of(weight) else weight * before) + world.at(("b", layer))


def _one_activated(function: Function, layer: int, world: World) -> Array:
    return function(world.at(("z", layer)))


def _one_loss(setting: Setting, depth: int, world: World) -> Array:
    if setting.loss is None:
        return world.at(("no loss", None))
    return lost(setting.loss, world.at(("a", depth)), world.at(("y", None)))


def of_examples(setting: Setting, hidden: Slot, *, vector: bool, examples: int = 4, features: int = 3) -> World:
    """Return a single unit and all its examples: ``a^{(i)}``, with the mean of their losses as J."""
    rng = random.Random("examples")  # noqa: S311 - points, not secrets
    known: dict[Key, Array] = {
        ("x", None): _random((examples, features) if vector else (examples,), rng),
        ("w", None): _random((features,), rng) if vector else 0.7,
        ("b", None): 0.3,
        ("y", None): np.array([rng.randint(100, 900) / 1000 for _ in range(examples)]),
    }
    known |= {(letter, None): float(examples) for letter in ("m", "N", "n")}
    slot = setting.activation or hidden
    rules: dict[Key, Callable[[World], Array]] = {
        ("z", None): lambda w: (
            (w.at(("x", None)) @ w.at(("w", None)) if vector else w.at(("x", None)) * w.at(("w", None)))
            + w.at(("b", None))
        ),
        ("a", None): lambda w: applied(slot.node, w.at(("z", None))),
        ("J", None): partial(_examples_mean, setting),
        ("dz", None): lambda w: examples * gradient(_loss_at, ("z", None), w),
        ("da", None): lambda w: examples * gradient(_loss_at, ("a", None), w),
        ("L", None): partial(_examples_each, setting),
    }
    aliases = {letter: "J" for letter in LOSSES if letter not in {"L", r"\ell"}} | {
        r"\ell": "L", "y hat": "a", "h": "a", "p": "a", "t": "y", r"\theta": "w", "o": "a", "W": "w",
    }  # fmt: skip
    functions: dict[str, Callable[..., Array]] = {
        r"\sigma": sigmoid,
        "f": partial(_on_one, slot),
        "g": partial(_on_one, slot),
    }
    return World(known, rules, functions, aliases, examples=True, loss=("J", None), inner=("z", None))


def _examples_each(setting: Setting, world: World) -> Array:
    if setting.loss is None:
        return world.at(("no loss", None))
    pairs = zip(world.at(("a", None)), world.at(("y", None)), strict=True)
    return np.array([lost(setting.loss, p, q) for p, q in pairs])


def _examples_mean(setting: Setting, world: World) -> Array:
    return _examples_each(setting, world).mean()
