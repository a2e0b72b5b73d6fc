"""Which networks is a formula of layers judged in?

One of matrices, with the examples in columns or, as PyTorch has them, in rows; one of vectors, for a single example; or
one unit a layer. Every rule is a definition of the way forward; what goes backward is measured.
"""

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import numpy as np

from generator.restore.arrays import Array, shape_of, sigmoid
from generator.restore.definitions import applied, lost
from generator.restore.operators import gradient
from generator.restore.roles import LOSSES
from generator.restore.settings import Setting, Slot
from generator.restore.world import Key, World

_WIDTHS = {1: (3, 1), 2: (3, 4, 2), 3: (3, 4, 5, 2)}
_SHARES = (3, 2)
_EXAMPLES = 3
_FUNCTIONS = ("g", "f", r"\sigma", r"\phi", r"\varphi", "h")
_MATRICES = dict.fromkeys(LOSSES, "J") | {
    "Y hat": "A", "H": "A", r"\delta": "dZ", r"\Delta": "dZ", "w": "w", "z": "Z", "dz": "dZ", "da": "dA",
}  # fmt: skip
_VECTORS = dict.fromkeys(LOSSES, "J") | {
    "W": "w", r"\theta": "w", r"\Theta": "w", "t": "y", "y hat": "a", r"\delta": "dz", "h": "a", "A": "a", "Z": "z",
    "o": "a", "B": "b",
}  # fmt: skip
"""Which letter of others is which of the network's own."""


@dataclass(frozen=True)
class Network:
    """A network with the case's activation and loss at its end, and another activation in the layers before.

    It is written in ``matrices``, with the examples in columns or in ``rows``; in vectors, for one ``example``; or with
    one ``unit`` a layer. ``alike`` gives all its lengths one size, ``summed`` leaves the loss a sum, ``penalty`` adds λ
    times the sum of the absolute weights to this power, over it and perhaps over m.
    """

    setting: Setting
    depth: int
    hidden: Slot
    kind: Literal["matrices", "example", "unit"] = "matrices"
    rows: bool = False
    alike: bool = False
    summed: bool = False
    penalty: tuple[int, bool] | None = None

    @property
    def wide(self) -> bool:
        """Whether it holds all examples at once."""
        return self.kind == "matrices"

    @property
    def letters(self) -> tuple[str, str, str, str]:
        """What it calls its sums, its answers, its weights and its targets."""
        return ("Z", "A", "W", "Y") if self.wide else ("z", "a", "w", "y")

    @property
    def widths(self) -> tuple[int, ...]:
        """How many units the layers have; softmax takes two at least, of one it is 1 whatever goes in."""
        if self.alike or self.kind == "unit":
            return (_EXAMPLES if self.alike else 1,) * (self.depth + 1)
        return _SHARES if self.depth == 1 and self.setting.vector else _WIDTHS[self.depth]

    def world(self) -> World:
        """Return the world in which it has numbers: what goes forward is defined, what goes backward is measured."""
        z, a, w, _ = self.letters
        layers = range(1, self.depth + 1)
        between, output = (
            partial(_on, slot, self.rows) for slot in (self.hidden, self.setting.activation or self.hidden)
        )
        functions: dict[str, Callable[..., Array]] = {
            f"{name} {n}": between if n < self.depth else output for name in _FUNCTIONS for n in layers
        }
        functions |= (
            {r"\sigma": sigmoid, "g": between, "f": between} if self.wide else dict.fromkeys(_FUNCTIONS, between)
        )
        each = _EXAMPLES if self.wide and not self.summed else 1
        rules: dict[Key, Callable[[World], Array]] = {("J", None): self._loss}
        for n in layers:
            rules[(z, n)] = partial(self._weighted, n)
            rules[(a, n)] = partial(_activated, functions[f"g {n}"], (z, n))
            for letter, times in ((w, 1), ("b", 1), (z, each), (a, each)):
                rules[("d" + letter, n)] = partial(_slope, (letter, n), times)
        rules[("X" if self.wide else "x", None)] = lambda world: world.at((a, 0))
        rules[("d" + a, 0)] = rules[("dX", None)] = partial(_slope, (a, 0), each)
        found = World(self._drawn(), rules, functions, depth=self.depth, loss=("J", None))
        if not self.wide:
            last = dict.fromkeys(("a", "z", "dz", "w", "b"), self.depth)
            return replace(found, aliases=_VECTORS, layers=last, inner=("z", self.depth))
        alone = ("W", "b", "w", "dW", "db") if self.depth == 1 else ()
        if alone:
            rules |= {(d + "w", 1): partial(_turned, (d + "W", 1)) for d in ("", "d")}
        return replace(found, aliases=_MATRICES, layers=dict.fromkeys(("A", "Z", "dZ", "dA", *alone), self.depth))

    def _drawn(self) -> dict[Key, Array]:
        rng = random.Random(f"{'network' if self.wide else 'example'} {self.depth}")  # noqa: S311 - points, not secrets
        _, a, w, y = self.letters
        across = (_EXAMPLES,) if self.wide else ()
        known: dict[Key, Array] = {(a, 0): self._formed(_random((self.widths[0], *across), rng))}
        for n, (before, after) in enumerate(itertools.pairwise(self.widths), start=1):
            known[(w, n)] = self._formed(_random((after, before), rng))
            known[("b", n)] = self._formed(_random((after, *(1 for _ in across)), rng))
        sizes = (self.widths[-1], *across)
        free = np.array([rng.randint(100, 900) / 1000 for _ in range(int(np.prod(sizes)))]).reshape(sizes)
        shares = self.setting.vector and self.kind != "unit"
        known[(y, None)] = self._formed(free / free.sum(axis=0) if shares else free)
        counts: dict[Key, Array] = dict.fromkeys((("m", None), ("N", None), ("n", None)), float(_EXAMPLES))
        return known | counts | {(r"\lambda", None): 0.37} if self.wide else known

    def _formed(self, x: Array) -> Array:
        return float(x.ravel()[0]) if self.kind == "unit" else x.T if self.rows else x

    def _weighted(self, layer: int, world: World) -> Array:
        _, a, w, _ = self.letters
        weight, before, bias = world.at((w, layer)), world.at((a, layer - 1)), world.at(("b", layer))
        if self.kind == "unit":
            return weight * before + bias
        return (before @ weight if self.rows else weight @ before) + bias

    def _loss(self, world: World) -> Array:
        if self.setting.loss is None:
            return world.at(("no loss", None))
        _, letter, w, target = self.letters
        a, y = world.at((letter, self.depth)), world.at((target, None))
        if not self.wide:
            return lost(self.setting.loss, a, y)
        pairs = zip(a, y, strict=True) if self.rows else zip(a.T, y.T, strict=True)
        found = sum(lost(self.setting.loss, p, q) for p, q in pairs) / (1 if self.summed else _EXAMPLES)
        if self.penalty is None:
            return found
        power, over = self.penalty
        weights = [world.at((w, n)) for n in range(1, self.depth + 1)]
        sizes = [one * np.sign(np.real(one)) if power == 1 else one * one for one in weights]
        whole = world.at((r"\lambda", None)) * sum(one.sum() for one in sizes)
        return found + whole / power / (_EXAMPLES if over else 1)


def _random(sizes: tuple[int, ...], rng: random.Random) -> Array:
    count = int(np.prod(sizes))
    return np.array([rng.choice((-1, 1)) * rng.randint(100, 999) / 1000 for _ in range(count)]).reshape(sizes)


def _on(slot: Slot, rows: bool, z: Array) -> Array:  # noqa: FBT001 - bound by name in one place, and never called by hand
    vector = bool(slot.entry and slot.entry.vector) and len(shape_of(z)) > 0
    if not vector or len(shape_of(z)) < 2:
        return applied(slot.node, z, vector=vector)
    found = np.array([applied(slot.node, one, vector=True) for one in (z if rows else z.T)])
    return found if rows else found.T


def _activated(function: Callable[[Array], Array], key: Key, world: World) -> Array:
    return function(world.at(key))


def _turned(key: Key, world: World) -> Array:
    return world.at(key).T


def _slope(key: Key, times: int, world: World) -> Array:
    """Return the slope of the mean loss by a letter, times the number of examples where it is meant per example."""
    return times * gradient(_loss_at, key, world)


def _loss_at(world: World) -> Array:
    return world.at(world.loss)


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
        "f": partial(_on, slot, rows=False),
        "g": partial(_on, slot, rows=False),
    }
    return World(known, rules, functions, aliases, examples=True, loss=("J", None), inner=("z", None))


def _examples_each(setting: Setting, world: World) -> Array:
    if setting.loss is None:
        return world.at(("no loss", None))
    pairs = zip(world.at(("a", None)), world.at(("y", None)), strict=True)
    return np.array([lost(setting.loss, p, q) for p, q in pairs])


def _examples_mean(setting: Setting, world: World) -> Array:
    return _examples_each(setting, world).mean()
