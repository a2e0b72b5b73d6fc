"""How does the computation graph look, with the edges that a formula uses?

Two layers of a chain, drawn by a template: what the formula differentiates through is drawn strong, the way on to the
loss, which the upstream gradient stands for, is drawn dashed in the same colour, and the rest is pale.
"""

from dataclasses import dataclass
from itertools import pairwise

from generator.catalogue.network import Formula

CHAIN = ("A0", "Z1", "A1", "Z2", "A2", "L", "J")
_STEP, _LEFT, _MIDDLE, _TOP = 96, 40, 118, 34


@dataclass(frozen=True)
class Spot:
    """A node: where it stands, its letter, and its layer."""

    x: int
    y: int
    letter: str
    layer: str


@dataclass(frozen=True)
class Edge:
    """An edge from one point to another, and its class: used, upstream or idle."""

    x1: int
    y1: int
    x2: int
    y2: int
    use: str


@dataclass(frozen=True)
class Graph:
    """A drawing, and what it shows in words."""

    spots: tuple[Spot, ...]
    edges: tuple[Edge, ...]
    words: str


def graph(entry: Formula) -> Graph:
    """Return the drawing for a formula."""
    places = _places()
    single = entry.layout.examples == "none"
    names = [name for name in places if not (single and name == "J")]
    spots = tuple(Spot(*places[name], *_label(entry, name)) for name in names)
    pairs = [(first, second) for first, second in _pairs() if second in names]
    edges = tuple(_edge(places[first], places[second], _use(entry, first, second)) for first, second in pairs)
    used = ", ".join(
        f"{_spoken(entry, first)} to {_spoken(entry, second)}" for first, second in pairs if _used(entry, first, second)
    )
    return Graph(spots, edges, f"Computation graph of two layers. The formula uses the edges {used}.")


def _places() -> dict[str, tuple[int, int]]:
    chain = {name: (_LEFT + n * _STEP, _MIDDLE) for n, name in enumerate(CHAIN)}
    above: dict[str, tuple[int, int]] = {}
    for layer in (1, 2):
        x = chain[f"Z{layer}"][0]
        above |= {f"W{layer}": (x - 26, _TOP), f"b{layer}": (x + 26, _TOP)}
    return chain | above


def _pairs() -> list[tuple[str, str]]:
    parameters = [(f"{letter}{layer}", f"Z{layer}") for layer in (1, 2) for letter in "Wb"]
    return [*pairwise(CHAIN), *parameters]


def _used(entry: Formula, first: str, second: str) -> bool:
    return f"{first}-{second}" in entry.edges


def _use(entry: Formula, first: str, second: str) -> str:
    if _used(entry, first, second):
        return "used"
    return "upstream" if _is_upstream(entry, first, second) else "idle"


def _is_upstream(entry: Formula, first: str, second: str) -> bool:
    """Tell whether an edge lies between the last node that the formula goes through and the loss."""
    if not entry.numerator or (first, second) not in pairwise(CHAIN[:-1]):
        return False
    reached = max(CHAIN.index(edge.partition("-")[2]) for edge in entry.edges if edge != "L-J")
    return CHAIN.index(first) >= reached


def _label(entry: Formula, name: str) -> tuple[str, str]:
    """Return the letter and the layer of a node, as the author writes them."""
    layout = entry.layout
    if name in {"L", "J"}:
        return (layout.loss if name == "L" else "J"), ""
    pattern = {"A": layout.active, "Z": layout.weighted, "W": layout.weights, "b": layout.bias}[name[0]]
    text = pattern.format(_layer(entry, int(name[1])))
    letter, _, layer = text.partition("^")
    return letter, layer[1:-1].replace("-", "−")


def _layer(entry: Formula, number: int) -> str:
    names = ("L-2", "L-1", "L") if entry.what in {"dz-output", "dz-difference"} else ("l-1", "l", "l+1")
    return names[number]


def _spoken(entry: Formula, name: str) -> str:
    letter, layer = _label(entry, name)
    return f"{letter} {layer}".strip()


def _edge(start: tuple[int, int], end: tuple[int, int], use: str) -> Edge:
    """Return the edge between the rims of two nodes."""
    (x1, y1), (x2, y2) = start, end
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    dx, dy = (x2 - x1) / length, (y2 - y1) / length
    rim = 24
    return Edge(round(x1 + rim * dx), round(y1 + rim * dy), round(x2 - (rim + 4) * dx), round(y2 - (rim + 4) * dy), use)
