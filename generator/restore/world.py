"""What is a world in which a formula has a value? Letters by value, and letters by a rule."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from generator.restore.arrays import Array, UnknownNameError

Key: TypeAlias = tuple[str, int | None]
"""A letter and its layer."""


@dataclass(frozen=True)
class World:
    """Letters with their values, and rules for those that follow from others.

    ``functions`` take arrays; ``indices`` are the values of running letters; ``depth`` is the number of layers, and
    ``gradient`` says what ``dz`` is in this world.
    """

    known: Mapping[Key, Array]
    rules: Mapping[Key, Callable[["World"], Array]] = field(default_factory=dict)
    functions: Mapping[str, Callable[..., Array]] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    indices: Mapping[str, int] = field(default_factory=dict)
    depth: int | None = None
    loss: Key = ("L", None)
    memo: dict[Key, Array] = field(default_factory=dict)

    def at(self, key: Key) -> Array:
        """Return a letter's value. Raises ``UnknownNameError``."""
        if key in self.known:
            return self.known[key]
        if key not in self.rules:
            message = f"{key[0]} has no value here"
            raise UnknownNameError(message)
        if key not in self.memo:
            self.memo[key] = self.rules[key](self)
        return self.memo[key]

    def moved(self, key: Key, value: Array) -> "World":
        """Return the world in which a letter has another value, and all that follows from it follows."""
        return replace(self, known={**self.known, key: value}, memo={})

    def running(self, letter: str, value: int) -> "World":
        """Return the world in which an index has a value; what was worked out stays."""
        return replace(self, indices={**self.indices, letter: value})
