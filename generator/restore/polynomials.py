"""Which functions stand for those that a formula leaves open, so that a counter-example can be worked out again?"""

import random
from dataclasses import dataclass

from generator.restore.arrays import Array

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
