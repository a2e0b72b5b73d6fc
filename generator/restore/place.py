"""Where does a formula stand, and what was found about it there?"""

from dataclasses import dataclass, field

from generator.restore.nodes import Name, Node
from generator.restore.settings import Setting

RELATION = "true when the letters are so related"
"""What is said of an equation that holds for some values of its letters and not for others."""


@dataclass(frozen=True)
class Local:
    """A function that the post itself defines: ``g(x) = 1 - a``."""

    parameters: tuple[Name, ...]
    node: Node


@dataclass(frozen=True)
class Place:
    """Where a formula stands: its setting, what the post defines around it, and the seed of its points.

    ``local`` are functions, ``own`` are letters with what they are equal to; ``before`` is the setting
    as far as it was told before the formula; ``linked`` says that derivations may be worked out to look for its
    line; ``conventions`` holds ``rows`` and ``summed`` where the post says so of its examples, ``negated`` where its δ
    is minus a derivative, ``open`` where it calls no loss a mean; ``layers`` are the ids of those that it names,
    ``stated`` is all that it sets a letter equal to, and ``deepest`` the number of its last layer, 0 if it tells none.
    """

    setting: Setting = field(default_factory=Setting)
    local: tuple[tuple[str, Local], ...] = ()
    seed: str = field(default="")
    own: tuple[tuple[Name, Node], ...] = ()
    before: Setting | None = None
    linked: bool = True
    conventions: frozenset[str] = frozenset()
    layers: tuple[str, ...] = ()
    stated: tuple[tuple[Name, Node], ...] = ()
    deepest: int = 0

    @property
    def functions(self) -> frozenset[str]:
        """The letters that the post defines as functions."""
        return frozenset(letter for letter, _ in self.local)


@dataclass(frozen=True)
class Finding:
    """A verdict and why."""

    verdict: str
    why: str

    @property
    def holds(self) -> bool:
        """Whether the formula is true, perhaps under a condition."""
        return self.verdict.startswith("true")
