"""What is a world in which a formula has a value? Letters by value, letters by a rule, and functions left open."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeAlias

from generator.restore.arrays import Array, UnknownNameError, shape_of
from generator.restore.nodes import Name, Node, every, indices_of

Key: TypeAlias = tuple[str, int | None]
"""A letter and its layer."""
Rule: TypeAlias = Callable[["World"], Array]
"""How a letter follows from others."""


class Function(Protocol):
    """A function that a post defines."""

    @property
    def parameters(self) -> tuple[Name, ...]:
        """What it is a function of."""

    @property
    def node(self) -> Node:
        """What it is equal to."""


@dataclass(frozen=True)
class World:
    """Letters with their values, and rules for those that follow from others.

    ``functions`` take arrays; ``indices`` are the values of running letters; ``depth`` is the number of layers, and
    ``layers`` says at which one a letter without a layer is; in ``examples`` what is raised counts examples.
    ``loss`` is
    what ``dz`` is a derivative of, ``inner`` what a slope without an argument is taken at, ``local`` are
    functions that the post defines. ``stepping`` says that a
    letter was moved already, ``padded`` that an array is 0 outside of its places.
    """

    known: Mapping[Key, Array]
    rules: Mapping[Key, Callable[["World"], Array]] = field(default_factory=dict)
    functions: Mapping[str, Callable[..., Array]] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    indices: Mapping[str, int] = field(default_factory=dict)
    depth: int | None = None
    layers: Mapping[str, int] = field(default_factory=dict)
    examples: bool = False
    loss: Key = ("L", None)
    inner: Key | None = None
    stepping: bool = False
    local: Mapping[str, Function] = field(default_factory=dict)
    memo: dict[Key, Array] = field(default_factory=dict)
    padded: bool = False

    def knows(self, key: Key) -> bool:
        """Tell whether a letter has a value here."""
        return key in self.known or key in self.rules

    def at(self, key: Key) -> Array:
        """Return a letter's value. Raises ``UnknownNameError``."""
        if key in self.known:
            return self.known[key]
        if key not in self.rules:
            raise UnknownNameError(f"{key[0].lstrip(chr(92))} has no value here")
        if key not in self.memo:
            self.memo[key] = self.rules[key](self)
        return self.memo[key]

    def depends(self, key: Key, on: Key) -> bool:
        """Tell whether a letter cannot be worked out without another."""
        known, rules = ({k: x for k, x in one.items() if k != on} for one in (self.known, self.rules))
        try:
            replace(self, known=known, rules=rules, memo={}).at(key)
        except UnknownNameError:
            return True
        return False

    def moved(self, key: Key, value: Array, *, stepping: bool | None = None) -> "World":
        """Return the world in which a letter has another value, and all that follows from it follows."""
        step = self.stepping if stepping is None else stepping
        return replace(self, known={**self.known, key: value}, memo={}, stepping=step)

    def running(self, letter: str, value: int) -> "World":
        """Return the world in which an index has a value; what was worked out stays."""
        return replace(self, indices={**self.indices, letter: value})

    def extent(self, letter: str, body: object) -> int:
        """Return how far an index runs: over the entries of the first letter that carries it."""
        from generator.restore.values import key_of  # noqa: PLC0415 - the two halves of one recursion

        for name in every(body, Name):
            places = indices_of(name)
            if self.examples and name.layer is not None:
                places = (name.layer, *places)
            for n, index in enumerate(places):
                if isinstance(index, Name) and index.letter == letter:
                    key = key_of(name, self)
                    sizes = shape_of(self.at(key)) if self.knows(key) else ()
                    if n < len(sizes):
                        return int(sizes[n])
        return int(self.at(("N", None)))


LETTERS = "uvwxyz"


@dataclass(frozen=True)
class Polynomial:
    """A polynomial in each of its arguments: no other power, no product of two, so that it can be said in a line."""

    weights: tuple[int, ...]

    def __call__(self, *arguments: Array) -> Array:
        """Return its value."""
        found: Array = float(self.weights[0])
        for n, x in enumerate(arguments):
            found = found + sum(weight * x ** (k + 1) for k, weight in enumerate(self._of(n)))
        return found

    def _of(self, n: int) -> tuple[int, ...]:
        """Return the weights of the powers of the n-th argument."""
        return tuple(self.weights[1 + (3 * n + k) % (len(self.weights) - 1)] for k in range(3))

    def said(self, name: str, arguments: int) -> str:
        """Return it as a person would write it: ``f(u) = 2 + 3u + u²``."""
        letters = LETTERS[:arguments]
        powers = [f"{weight if weight > 1 else ''}{letter}{power}"
                  for n, letter in enumerate(letters)
                  for weight, power in zip(self._of(n), ("", "²", "³"), strict=True)]  # fmt: skip
        return f"{name}({', '.join(letters)}) = {' + '.join([str(self.weights[0]), *powers])}"


def polynomial(rng: random.Random) -> Polynomial:
    """Draw a polynomial with small whole coefficients, none of them zero."""
    return Polynomial(tuple(rng.randint(1, 5) for _ in range(8)))
