"""Which worlds of one layer is a formula judged in?

A case of numbers (z = w x + b, a = f(z), L = loss), the same of vectors where indices run, or free letters where the
formula is about nothing of these; what the post defines itself takes the place of what is usual. Values are drawn at
random, seeded by the text. Every rule in here is a definition of the way forward; what goes backward is measured.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from generator.restore.arrays import Array, shape_of, sigmoid
from generator.restore.called import is_bent, unknown_in, without_bias
from generator.restore.definitions import applied, defined, lost, others_of, ranges_of
from generator.restore.nodes import (
    Big,
    Call,
    Equation,
    Formula,
    Name,
    Node,
    Operation,
    Slope,
    indices_of,
    names_in,
    quantities,
    walk,
)
from generator.restore.operators import gradient
from generator.restore.place import Place
from generator.restore.roles import LOSSES, Roles, letters_of
from generator.restore.settings import Setting, Slot, with_letters
from generator.restore.world import Key, World, polynomial
from generator.verify.sampling import draw

SIZE, WIDTH = 3, 4
"""How many components a vector has, and how many inputs a layer."""
_WEIGHTS, _BIASES, _INPUTS = ("w", "W", r"\theta"), ("b",), ("x", "X")
_POSITIVE = {"m", "N", "n", "T", r"\tau", r"\lambda", r"\beta"}


@dataclass(frozen=True)
class Scene:
    """What the worlds of a formula have in common: its letters, their axes, its roles, and what the post defines."""

    formula: Equation
    setting: Setting
    roles: Roles
    own: Mapping[str, tuple[Name, Node]]
    place: Place
    axes: Mapping[str, int]


def axes_of(formulas: tuple[object, ...], setting: Setting, roles: Roles) -> dict[str, int]:
    """Return how many indices each letter carries, at most."""
    found: dict[str, int] = {}
    for x in (x for formula in formulas for x in walk(formula)):
        if isinstance(x, Name):
            found[x.letter] = max(found.get(x.letter, 0), len(indices_of(x)))
    if setting.vector:
        for letter in (roles.output, roles.target, roles.inner):
            found[letter] = max(found.get(letter, 0), 1)
    if any(found.get(letter, 0) for letter in (roles.output, roles.inner)):
        for letter in (roles.output, roles.target, roles.inner):
            found[letter] = 1
    return found


def world_of(
    scene: Scene, rng: random.Random, *, normed: bool | None = True, positive: bool = False, number: int = 0
) -> World:
    """Return a world of the scene."""
    known = _drawn_letters(scene, rng, positive=positive, number=number)
    target = _given_target(scene)
    if target and (normed is None or (scene.setting.vector and normed)):
        known[(target, None)] = _normed(rng)
    rules = _rules(scene, known)
    functions = {r"\sigma": sigmoid, **_unknown(scene, known, rng)}
    aliases = _aliases(scene)
    loss = next(((x, None) for x in scene.own if x in {"L", "C", "J", "E", "Loss", "loss", "cost"}), ("L", None))
    return World(
        known, rules, functions, aliases, inner=(scene.roles.inner, None), loss=loss, local=dict(scene.place.local)
    )


def _given_target(scene: Scene) -> str:
    """Return the letter of the targets, or of the one vector from which the post makes them, q = (1 - ε) y + ε/K."""
    target = scene.roles.target
    if target not in scene.own:
        return target
    inner = {x.letter for x in quantities(scene.own[target][1]) if indices_of(x)} - {*scene.own}
    return inner.pop() if len(inner) == 1 else ""


def _drawn_letters(scene: Scene, rng: random.Random, *, positive: bool, number: int) -> dict[Key, Array]:
    letters = letters_of(scene.formula) | {scene.roles.target, scene.roles.inner, "w", "x", "b", "m"}
    for head, node in scene.own.values():
        letters |= letters_of(node) | letters_of(head)
    counted = _counted(scene.formula)
    bent = is_bent(tuple(node for _, node in scene.own.values()))  # a margin may be on either side of 1
    own = set(scene.own)
    ranges = ranges_of(scene.setting)
    known: dict[Key, Array] = {("N", None): float(SIZE)}
    by = {x.by.letter for x in walk(scene.formula) if isinstance(x, Slope)}
    for letter in sorted(
        letters - own - {*((scene.roles.output,) if scene.setting.activation else ()), *scene.roles.losses, r"\infty"}
    ):
        if letter in {"e", r"\pi"} - by:
            continue
        if letter in counted or (letter in {"m", "N", "n", "K"} and letter != scene.roles.inner):
            wide = any(scene.axes.values()) or any(
                len(indices_of(x)) for x in walk(scene.formula) if isinstance(x, Name)
            )
            known[(letter, None)] = float(SIZE) if wide else float(rng.randint(2, 5))
            continue
        target = letter == scene.roles.target and not (bent and number % 2)
        unit = target or positive or letter in _POSITIVE
        held = ranges.get(letter)
        known[(letter, None)] = _values(scene, letter, rng, unit=unit) if held is None else float(draw(held, rng))
    if len({"z", *scene.own} & {scene.roles.inner}) and number % 2 and not positive:
        known = {key: -x if key[0] in {"b", "x", scene.roles.inner} else x for key, x in known.items()}
    if "b" not in letters_of(scene.formula) and not own and without_bias(scene.formula):
        known[("b", None)] = 0 * known[("b", None)]
    if "N" in letters and scene.axes:
        known[("N", None)] = float(SIZE)
    return known


def _values(scene: Scene, letter: str, rng: random.Random, *, unit: bool) -> Array:
    sizes = sizes_of(scene, letter)
    low, high = (100, 900) if unit else (-2000, 2000)

    def one() -> float:
        drawn = rng.randint(low, high) / 1000
        return drawn if abs(drawn) > 0.05 else 0.25

    return np.array([one() for _ in range(int(np.prod(sizes)))]).reshape(sizes) if sizes else one()


def sizes_of(scene: Scene, letter: str) -> tuple[int, ...]:
    """Return the shape of a letter: inputs are as many as a layer's width, all else has one size."""
    axes = scene.axes.get(letter, 0)
    layer = any(scene.axes.get(x, 0) > 1 for x in _WEIGHTS)
    if letter in _WEIGHTS and axes > 1:
        return (SIZE, WIDTH) if _first_is_output(scene, letter) else (WIDTH, SIZE)
    if letter in _INPUTS and (axes or layer):
        return (WIDTH,)
    if letter in _WEIGHTS and axes == 1:
        return (WIDTH,)
    if letter in _BIASES and scene.axes.get(scene.roles.inner, 0) and (axes or layer):
        return (SIZE,)
    return (SIZE,) * min(axes, 3)


def _first_is_output(scene: Scene, weight: str) -> bool:
    """Tell whether the first index of a weight is the one that the layer's output carries; so is usual."""
    for x in (x for one in (scene.formula, *(node for _, node in scene.own.values())) for x in walk(one)):
        if isinstance(x, Name) and x.letter == weight and len(indices_of(x)) > 1:
            first = indices_of(x)[0]
            inputs = {
                index
                for part in (scene.formula, *(node for _, node in scene.own.values()))
                for y in walk(part)
                if isinstance(y, Name) and y.letter in _INPUTS
                for index in indices_of(y)
            }
            if inputs:
                return first not in inputs
            found = (y for y in walk(scene.formula) if isinstance(y, Name) and _of_the_output(y, scene))
            outputs = {index for y in found for index in indices_of(y)}
            return first in outputs or indices_of(x)[1] not in outputs
    return True


def _of_the_output(name: Name, scene: Scene) -> bool:
    return name.letter in {scene.roles.output, scene.roles.inner, scene.roles.target, r"\delta"}


def _normed(rng: random.Random) -> Array:
    targets = [rng.randint(50, 950 // SIZE) / 1000 for _ in range(SIZE)]
    return np.array([*targets[:-1], 1 - sum(targets[:-1])])


def _rules(scene: Scene, known: dict[Key, Array]) -> dict[Key, Callable[[World], Array]]:
    rules: dict[Key, Callable[[World], Array]] = {}
    roles, setting = scene.roles, scene.setting
    inner, output = (roles.inner, None), (roles.output, None)
    told = letters_of(scene.formula) | {x for _, node in scene.own.values() for x in letters_of(node)}
    weights = [letter for letter in _WEIGHTS if letter in told] or ["w"]
    by = {x.by.letter for x in walk(scene.formula) if isinstance(x, Slope)}
    if roles.inner not in scene.own and (roles.inner == "z" or by & {*_WEIGHTS, "b"}):
        shapes = shape_of(known.get(inner, 0.0))
        if not shapes or (weights[0] in told and scene.axes.get(weights[0], 0)) or "W" in told:
            rules[inner] = partial(_weighted, (weights[0], None))
            known.pop(inner, None)
    if setting.activation and roles.output not in scene.own:
        rules[output] = partial(_activated, setting.activation, inner)
    if setting.loss:
        for letter in roles.losses:
            rules[(letter, None)] = partial(_lost, setting.loss, output, (roles.target, None))
    for letter, (head, node) in scene.own.items():
        rules[(letter, None)] = partial(defined, head, node, SIZE)
    if r"\delta" not in scene.own and r"\delta" not in ranges_of(scene.setting):
        rules[(r"\delta", None)] = lambda w: gradient(lambda v: v.at(w.loss), inner, w)
    for key in rules:
        known.pop(key, None)
    return rules


def _weighted(weight: Key, world: World) -> Array:
    w, x, b = world.at(weight), world.at(("x", None)), world.at(("b", None))
    if len(shape_of(w)) > 1:
        return (w @ x if w.shape[1] == len(x) else w.T @ x) + b
    return (w * x).sum() + b if shape_of(w) or shape_of(x) else w * x + b


def _activated(slot: Slot, inner: Key, world: World) -> Array:
    return applied(slot.node, world.at(inner), others_of(slot, world), vector=bool(slot.entry and slot.entry.vector))


def _lost(slot: Slot, output: Key, target: Key, world: World) -> Array:
    return lost(slot, world.at(output), world.at(target), others_of(slot, world))


def _aliases(scene: Scene) -> dict[str, str]:
    """Return other names of the output, where neither the formula nor the post uses them for something else."""
    if scene.setting.activation is None:
        return {}
    told = letters_of(scene.formula) | set(scene.own)
    used = {scene.roles.output, scene.roles.target, scene.roles.inner, *scene.own}
    return dict.fromkeys({"y hat", "a", "h"} & told - used, scene.roles.output)


def _unknown(scene: Scene, known: Mapping[Key, Array], rng: random.Random) -> dict[str, Callable[..., Array]]:
    """Return what stands for functions that nobody defines: the activation in a case, else polynomials."""
    names = unknown_in((scene.formula, *(node for _, node in scene.own.values())))
    told = (letters_of(scene.formula) | set(scene.own)) & {scene.roles.output, *LOSSES, r"\delta"}
    if scene.setting.activation and names & {"f", "g", r"\phi", r"\varphi"} and told:
        return dict.fromkeys(names, _called(scene.setting.activation, known))
    return {letter: polynomial(rng) for letter in sorted(names)}


def _called(slot: Slot, known: Mapping[Key, Array]) -> Callable[[Array], Array]:
    """Return the function that an activation is, at the values of its parameters."""
    vector = bool(slot.entry and slot.entry.vector)
    return lambda z: applied(slot.node, z, others_of(slot, World(known)), vector=vector)


def of_letters(scene: Scene, rng: random.Random, *, positive: bool) -> World:
    """Return a world in which every letter is free; unknown functions are random polynomials."""
    counted = _counted(scene.formula)
    called = {x.function.letter for x in walk(scene.formula) if isinstance(x, Call)}
    inside = [local for letter, local in scene.place.local if letter in called]
    within = {x for one in inside for x in letters_of(one.node)} - {y.letter for one in inside for y in one.parameters}
    letters = [x for x in dict.fromkeys((*names_in(scene.formula), *sorted(within))) if x not in called]
    known: dict[Key, Array] = {(letter, None): float(rng.randint(2, 5)) for letter in letters if letter in counted}
    slot = scene.place.setting.activation and with_letters(scene.place.setting.activation, {*letters})
    ranges = ranges_of(Setting(slot))
    for letter in letters:
        if letter in ranges:
            known[(letter, None)] = float(draw(ranges[letter], rng))
        elif letter not in counted:
            sizes = (SIZE,) * min(scene.axes.get(letter, 0), 2)
            known[(letter, None)] = _free(rng, sizes, positive=positive)
    for constant in ("e", r"\pi", r"\infty"):
        known.pop((constant, None), None)
    unknown: dict[str, Callable[..., Array]] = {
        letter: polynomial(rng) for letter in sorted(called) if letter in {"f", "g", "h", r"\psi", r"\phi", "u"}
    }
    if slot is not None and len(unknown) == 1 and not (slot.entry and slot.entry.vector):
        unknown = dict.fromkeys(unknown, _called(slot, known))
    known[("N", None)] = known.get(("N", None), float(SIZE))
    return World(known, functions={r"\sigma": sigmoid, **unknown}, local=dict(scene.place.local))


def _free(rng: random.Random, sizes: tuple[int, ...], *, positive: bool) -> Array:
    count = int(np.prod(sizes)) if sizes else 1
    drawn = [rng.randint(300, 2000) / 1000 * (1 if positive else rng.choice((-1, 1))) for _ in range(count)]
    return np.array(drawn).reshape(sizes) if sizes else drawn[0]


def _counted(formula: Formula) -> set[str]:
    """Return the letters that must be whole numbers: limits of sums, and what stands before an exclamation mark."""
    limits = [upper for x in walk(formula) if isinstance(x, Big) and x.kind == "sum" for _, upper in x.bounds]
    factorials = [x.parts[0] for x in walk(formula) if isinstance(x, Operation) and x.kind == "factorial"]
    return {letter for x in (*limits, *factorials) if x is not None for letter in names_in(x)}


def running(formula: Formula) -> tuple[str, ...]:
    """Return the letters that stand as indices and are not bound by a sum."""
    bound = {name.letter for x in walk(formula) if isinstance(x, Big) for name in x.variables}
    places = [x.index for x in walk(formula) if isinstance(x, Name) and x.index is not None]
    places += [x.parts[1] for x in walk(formula) if isinstance(x, Operation) and x.kind == "component"]
    found = (letter for index in places for letter in names_in(index))
    return tuple(dict.fromkeys(letter for letter in found if letter not in bound))
