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
    components throughout. ``log`` is the natural logarithm, ``times`` the sign between factors, where there is one.
    ``note`` says in a line of Markdown what the author calls what; ``arrays`` is how he writes whole arrays, if at all.
    Sums over ``whole_axes`` need no limits, and those over several axes share a sign.
    """

    id: str
    title: str
    note: str = ""
    letters: Mapping[str, str] = field(default_factory=dict, hash=False)
    derivatives: Mapping[tuple[str, str], str] = field(default_factory=dict, hash=False)
    index: str = ""
    log: str = r"\log"
    times: str = ""
    arrays: "Notation | None" = None
    whole_axes: bool = False

    def letter(self, name: str, index: str = "") -> str:
        """Return the TeX of a letter with its index; a letter that the author spells as usual keeps its own name."""
        below = f"_{{{index or self.index}}}" if index or (self.index and name in self.letters) else ""
        return self.letters.get(name, "{name}{i}").replace("{name}", name).replace("{i}", below)

    def derivative(self, above: str, below: str, index: str = "") -> str | None:
        """Return the author's name for a derivative of one letter by another, or None where there is none."""
        found = self.derivatives.get((above, below))
        place = index or self.index
        return None if found is None else found.replace("{i}", f"_{{{place}}}" if place else "")


LEIBNIZ = Notation(
    "leibniz", "Leibniz", "Every derivative is written as a quotient of the two quantities that it relates."
)
NG = Notation(
    "ng",
    "Ng",
    r"$dz$ is short for $d\mathcal{L}/dz$ and $da$ for $d\mathcal{L}/da$; $g'$ is the slope of the activation. "
    r"$\mathcal{L}$ is the loss of one example, and $J$ the mean over $m$ of them; $1/m$ comes in with $dW$ and $db$.",
    letters={"L": r"\mathcal{L}"},
    derivatives={("L", "z"): "dz{i}", ("L", "a"): "da{i}", ("a", "z"): "g'(z)"},
    arrays=Notation(
        "ng-arrays",
        "Ng, all examples at once",
        letters={"a": "A^{[L]}", "z": "Z^{[L]}", "y": "Y"},
        derivatives={("L", "z"): "dZ^{[L]}", ("L", "a"): "dA^{[L]}", ("a", "z"): "g'(Z^{[L]})"},
        times=" * ",
    ),
)
NIELSEN = Notation(
    "nielsen",
    "Nielsen",
    r"$C$ is the cost of one example, quadratic unless he says otherwise; here it is the loss in question. "
    r"$\delta^L_j$ is $\partial C/\partial z^L_j$, the error of neuron $j$ in the last layer, $L$; $\sigma$ is the "
    r"activation, whatever function that is.",
    letters={"L": "C", "a": "a^{L}{i}", "z": "z^{L}{i}", "y": "y{i}"},
    derivatives={("L", "z"): r"\delta^{L}{i}", ("a", "z"): r"\sigma'(z^{L}{i})"},
    index="j",
    log=r"\ln",
    arrays=Notation(
        "nielsen-arrays",
        "Nielsen, all neurons at once",
        letters={"L": "C", "a": "a^{L}", "z": "z^{L}", "y": "y"},
        derivatives={("L", "z"): r"\delta^{L}", ("L", "a"): r"\nabla_{a} C", ("a", "z"): r"\sigma'(z^{L})"},
        log=r"\ln",
        times=r" \odot ",
    ),
)
INDEX = Notation(
    "index",
    "Index",
    "Every letter carries the index of its component.",
    letters={"a": "a{i}", "z": "z{i}", "y": "y{i}"},
    index="i",
)

NOTATIONS = (LEIBNIZ, NG, NIELSEN, INDEX)
"""The first is the one that a page shows before anything is chosen."""
