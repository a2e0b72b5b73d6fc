"""How do different authors write the same derivation?

A *notation* says how letters and named derivatives are spelled; terms, steps and proofs stay the same objects. A
newcomer adds an author here, as a row of ``NOTATIONS``: the pages print every derivation in each of them.

Sources: A. Ng, *Neural Networks and Deep Learning*, deeplearning.ai, week 3 (dz for dL/dz); M. A. Nielsen, *Neural
Networks and Deep Learning*, chapter 2 (delta, the cost C, superscript L for the output layer).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Notation:
    """One author's spelling.

    ``letters`` maps a letter to TeX, ``derivatives`` a pair of letters such as (L, z) to the author's name for dL/dz.
    In both, ``{i}`` is where an index goes. ``index`` is the index that scalars are given, where the author writes
    components throughout.
    """

    id: str
    title: str
    says: str
    letters: Mapping[str, str] = field(default_factory=dict, hash=False)
    derivatives: Mapping[tuple[str, str], str] = field(default_factory=dict, hash=False)
    index: str = ""

    def letter(self, name: str, index: str = "") -> str:
        """Return the TeX of a letter with its index; a letter that the author spells as usual keeps its own name."""
        below = f"_{{{index or self.index}}}" if index or (self.index and name in self.letters) else ""
        return self.letters.get(name, "{name}{i}").replace("{name}", name).replace("{i}", below)

    def derivative(self, above: str, below: str, index: str = "") -> str | None:
        """Return the author's name for a derivative of one letter by another, or None where there is none."""
        found = self.derivatives.get((above, below))
        place = index or self.index
        return None if found is None else found.replace("{i}", f"_{{{place}}}" if place else "")


LEIBNIZ = Notation("leibniz", "Leibniz", "every derivative is written as a quotient, dL/dz")
NG = Notation(
    "ng",
    "Ng",
    "dz is short for dL/dz, and g' is the activation's derivative",
    letters={"L": r"\mathcal{L}"},
    derivatives={("L", "z"): "dz{i}", ("L", "a"): "da{i}", ("a", "z"): "g'(z)"},
)
NIELSEN = Notation(
    "nielsen",
    "Nielsen",
    "the cost is C, the error of neuron j in the last layer L is delta, and sigma' is the activation's derivative",
    letters={"L": "C", "a": "a^{L}{i}", "z": "z^{L}{i}", "y": "y{i}"},
    derivatives={("L", "z"): r"\delta^{L}{i}", ("a", "z"): r"\sigma'(z^{L}{i})"},
    index="j",
)
INDEX = Notation(
    "index",
    "Index",
    "every letter carries the index of its component",
    letters={"a": "a{i}", "z": "z{i}", "y": "y{i}"},
    index="i",
)

NOTATIONS = (LEIBNIZ, NG, NIELSEN, INDEX)
"""The first is the one that a page shows before anything is chosen."""
