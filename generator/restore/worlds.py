"""Which worlds is a formula judged in?

A case of numbers (z = w x + b, a = f(z), L = loss), a case of vectors, a network of layers with examples in columns, or
free letters where the formula is about nothing of these. Values are drawn at random, seeded by the text. Every rule in
here is a definition of the way forward; what goes backward is measured.
"""

import itertools
import random
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from generator.errors import RestoreError
from generator.restore.arrays import Array, array, number
from generator.restore.nodes import Big, Call, Formula, Name, Node, Operation, names_in, walk
from generator.restore.polynomials import polynomial
from generator.restore.settings import LOSS_LETTERS, Setting, sigmoid
from generator.restore.values import gradient, value
from generator.restore.world import Key, World
from generator.verify.arithmetic import MP

_ALIASES = dict.fromkeys(LOSS_LETTERS, "L") | {"y hat": "a", "h": "a"}
_WIDTHS = {2: (3, 4, 2), 3: (3, 4, 5, 2)}
_EXAMPLES = 3


def drawn(rng: random.Random, low: float = 0.1, high: float = 0.9) -> Array:
    """Return a random number with three decimals, so that it can be printed as it is."""
    return number(MP.mpf(rng.randint(int(low * 1000), int(high * 1000))) / 1000)


def of_numbers(setting: Setting, rng: random.Random) -> World:
    """Return the world of a case that acts on numbers."""
    known: dict[Key, Array] = {(letter, None): drawn(rng, -2, 2) for letter in ("w", "x", "b")}
    known[("y", None)], known[("m", None)] = drawn(rng), number(rng.randint(2, 5))
    rules: dict[Key, Callable[[World], Array]] = {
        ("z", None): lambda w: w.at(("w", None)) * w.at(("x", None)) + w.at(("b", None)) + number(0),
        (r"\delta", None): lambda w: gradient(lambda v: v.at(("L", None)), ("z", None), w),
    }
    if setting.activation:
        activation = setting.activation.node
        rules[("a", None)] = lambda w: value(activation, w)
    if setting.loss:
        loss = setting.loss.node
        rules[("L", None)] = lambda w: value(loss, w)
    return World(known, _numeric(rules), {r"\sigma": sigmoid}, _ALIASES)


def _numeric(rules: Mapping[Key, Callable[[World], Array]]) -> dict[Key, Callable[[World], Array]]:
    return {key: partial(_boxed, rule) for key, rule in rules.items()}


def _boxed(rule: Callable[[World], Array], world: World) -> Array:
    return np.asarray(rule(world), dtype=object)


def of_vectors(setting: Setting, rng: random.Random, *, normed: bool = True, size: int = 3) -> World:
    """Return the world of a case that acts on vectors; ``normed`` targets sum to one."""
    targets = [MP.mpf(rng.randint(50, 950 // size)) / 1000 for _ in range(size)]
    if normed:
        targets[-1] = 1 - sum(targets[:-1])
    known: dict[Key, Array] = {
        ("z", None): array([MP.mpf(rng.randint(-2000, 2000)) / 1000 for _ in range(size)]),
        ("y", None): array(targets),
        ("N", None): number(size),
    }
    rules: dict[Key, Callable[[World], Array]] = {(r"\delta", None): lambda w: gradient(_loss_at, ("z", None), w)}
    if setting.activation:
        activation = setting.activation.node
        rules[("a", None)] = lambda w: array([value(activation, w.running("i", n))[()] for n in range(1, size + 1)])
    if setting.loss:
        loss = setting.loss.node
        rules[("L", None)] = lambda w: value(loss, w)
    return World(known, rules, {r"\sigma": sigmoid}, _ALIASES)


def _loss_at(world: World) -> Array:
    return world.at(world.loss)


def of_layers(setting: Setting, rng: random.Random, depth: int, *, alike: bool = False) -> World:
    """Return a network of sigmoids, with the case's activation and loss at its end; examples stand in columns."""
    widths = (_EXAMPLES,) * (depth + 1) if alike else _WIDTHS[depth]
    known = _weights(widths, rng)
    known[("Y", None)] = _targets(setting, widths[-1], rng)
    known[("m", None)] = number(_EXAMPLES)
    hidden = sigmoid
    output = _columns(setting)
    functions = {f"g {n}": hidden if n < depth else output for n in range(1, depth + 1)}
    rules: dict[Key, Callable[[World], Array]] = {("J", None): _mean_loss(setting, depth)}
    for n in range(1, depth + 1):
        rules[("Z", n)] = partial(_weighted, n)
        rules[("A", n)] = partial(_activated, functions[f"g {n}"], n)
        for letter in "Wb":
            rules[("d" + letter, n)] = partial(_mean_slope, (letter, n), 1)
        for letter in "ZA":
            rules[("d" + letter, n)] = partial(_mean_slope, (letter, n), _EXAMPLES)
    rules[("Y hat", None)] = lambda w: w.at(("A", depth))
    rules[("X", None)] = lambda w: w.at(("A", 0))
    return World(known, rules, {**functions, r"\sigma": sigmoid}, {}, {}, depth, ("J", None))


def _weighted(layer: int, world: World) -> Array:
    return world.at(("W", layer)) @ world.at(("A", layer - 1)) + world.at(("b", layer))


def _activated(function: Callable[..., Array], layer: int, world: World) -> Array:
    return function(world.at(("Z", layer)))


def _mean_slope(key: Key, times: int, world: World) -> Array:
    """Return the slope of the mean loss by a letter, times the number of examples where it is meant per example."""
    return times * gradient(_loss_at, key, world)


def _weights(widths: tuple[int, ...], rng: random.Random) -> dict[Key, Array]:
    known: dict[Key, Array] = {("A", 0): _random_matrix(widths[0], _EXAMPLES, rng)}
    for n, (before, after) in enumerate(itertools.pairwise(widths), start=1):
        known[("W", n)] = _random_matrix(after, before, rng)
        known[("b", n)] = _random_matrix(after, 1, rng)
    return known


def _random_matrix(rows: int, columns: int, rng: random.Random) -> Array:
    return array([[MP.mpf(rng.randint(-999, 999)) / 1000 for _ in range(columns)] for _ in range(rows)])


def _targets(setting: Setting, rows: int, rng: random.Random) -> Array:
    free = array([[MP.mpf(rng.randint(100, 900)) / 1000 for _ in range(_EXAMPLES)] for _ in range(rows)])
    return free / free.sum(axis=0) if setting.vector else free


def _columns(setting: Setting) -> Callable[[Array], Array]:
    """Return the output's activation on a matrix: entry by entry, or column by column."""
    if setting.activation is None:
        return sigmoid
    node, vector = setting.activation.node, setting.vector

    def output(z: Array) -> Array:
        if not vector:
            return value(node, World({("z", None): z.flatten()}, functions={r"\sigma": sigmoid})).reshape(z.shape)
        return array([_column(node, column) for column in z.T]).T

    return output


def _column(node: Node, z: Array) -> list[Array]:
    world = World({("z", None): z, ("N", None): number(len(z))})
    return [value(node, world.running("i", n))[()] for n in range(1, len(z) + 1)]


def _mean_loss(setting: Setting, depth: int) -> Callable[[World], Array]:
    if setting.loss is None:
        return _no_loss
    node, vector = setting.loss.node, setting.vector

    def of(a: Array, y: Array) -> Array:
        known: dict[Key, Array] = {("a", None): a, ("y", None): y, ("N", None): number(len(a))}
        return value(node, World(known, aliases=_ALIASES))

    def mean(w: World) -> Array:
        a, y = w.at(("A", depth)), w.at(("Y", None))
        losses = [of(*pair) for pair in zip(a.T, y.T, strict=True)] if vector else [of(a.flatten(), y.flatten())]
        return number(sum(x for loss in losses for x in loss.flat) / _EXAMPLES)

    return mean


def _no_loss(_world: World) -> Array:
    message = "the loss is not told"
    raise RestoreError(message)


def of_letters(formula: Formula, rng: random.Random, local: Mapping[str, Callable[..., Array]]) -> World:
    """Return a world in which every letter is free; unknown functions are random polynomials."""
    counted = _counted(formula)
    called = {x.function.letter for x in walk(formula) if isinstance(x, Call)}
    letters = [letter for letter in names_in(formula) if letter not in called]
    known: dict[Key, Array] = {
        (letter, None): number(rng.randint(2, 5)) if letter in counted else drawn(rng, 0.3, 2) for letter in letters
    }
    unknown = {letter: polynomial(rng) for letter in sorted(called) if letter in {"f", "g", "h", r"\psi", r"\phi", "u"}}
    for constant in ("e", r"\pi", r"\infty"):
        known.pop((constant, None), None)
    return World(known, functions={r"\sigma": sigmoid, **unknown, **local})


def _counted(formula: Formula) -> set[str]:
    """Return the letters that must be whole numbers: limits of sums, and what stands before an exclamation mark."""
    limits = [upper for x in walk(formula) if isinstance(x, Big) and x.kind == "sum" for _, upper in x.bounds]
    factorials = [x.parts[0] for x in walk(formula) if isinstance(x, Operation) and x.kind == "factorial"]
    return {letter for x in (*limits, *factorials) if x is not None for letter in names_in(x)}


def indices_of(formula: Formula) -> tuple[str, ...]:
    """Return the letters that stand as indices and are not bound by a sum."""
    bound = {name.letter for x in walk(formula) if isinstance(x, Big) for name in x.variables}
    found = (
        letter for x in walk(formula) if isinstance(x, Name) and x.index is not None for letter in names_in(x.index)
    )
    return tuple(dict.fromkeys(letter for letter in found if letter not in bound and letter in {"i", "j", "k", "l"}))
