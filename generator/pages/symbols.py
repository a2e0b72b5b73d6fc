"""Which symbol of one author is which of another, and why do Ng's and Nielsen's delta differ?

The tables are printed from the notations and from derivations that stand on other pages; the plot is calculated from
the definitions, with the derived formulas laid over it.
"""

import math
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from jinja2 import Environment

from generator.catalogue.dense import COLUMNS, NIELSEN, ROWS, Layout
from generator.catalogue.formulas import LOSS, A, Y, Z, value_of
from generator.catalogue.network import FORMULAS, Formula
from generator.catalogue.network_derivations import derived
from generator.catalogue.symbols import SYMBOLS
from generator.engine.notation import NOTATIONS, Notation
from generator.engine.printing import matrix_tex
from generator.engine.terms import Term
from generator.engine.tex import equation, tex
from generator.pages.plot import Curve, plot
from generator.pages.site import Page
from generator.pages.text import inline
from generator.verify.arithmetic import MP
from generator.verify.oracles import numeric_gradient
from generator.verify.proved import Proved
from generator.verify.world import World

URI = "notation.md"
PAIR = ("sigmoid-logistic", "sigmoid-mse")
"""The two cases that differ in the loss only."""

LAYOUTS: tuple[tuple[str, Layout], ...] = (
    ("Ng: examples in columns", COLUMNS),
    ("Nielsen: one example", NIELSEN),
    ("PyTorch: examples in rows", ROWS),
)
KINDS: Mapping[str, str] = {
    "z": "Forward",
    "dz-output": "Error of the last layer",
    "dz-hidden": "Error of a hidden layer",
    "dw": "Gradient of the weights",
    "db": "Gradient of the biases",
}
REACH, STEPS, MARKS, FAR = 8, 160, 20, -6
TARGET = 1


@dataclass(frozen=True)
class Comparison:
    """Two derivations side by side in one author's notation: rows of a heading and a formula for each."""

    author: str
    rows: tuple[tuple[str, str, str], ...]


def pages(env: Environment, work: Iterable[Proved], published: Container[str] = ()) -> Iterator[Page]:
    """Yield the page about notations, where the two cases are at hand that it compares.

    ``published`` are the ids of the formulas of a layer that have a page.
    """
    found = {one.id: one for one in work}
    if not set(PAIR) <= set(found):
        return
    first, second = pair = found[PAIR[0]], found[PAIR[1]]
    text = env.get_template("notation.md.jinja").render(
        notations=NOTATIONS,
        symbols=tuple(symbol_rows()),
        layouts=[title for title, _ in LAYOUTS],
        layers=tuple(layer_rows(published)),
        titles=[_linked(one.entry.title, one.entry.uri) for one in pair],
        comparisons=[comparison(first, second, notation) for notation in NOTATIONS],
        plot=drawing(first, second),
        far=FAR,
        target=TARGET,
        slopes=[f"{float(slope(one, FAR)):.2g}".replace("-", "−") for one in pair],
        answer=f"{float(_world(first, FAR).value(A)):.2g}",
    )
    yield Page(URI, "Notation", text, "generator/engine/notation.py")


def _linked(title: str, uri: str) -> str:
    return f"[{title}]({uri}.md)"


def symbol_rows() -> Iterator[tuple[str, ...]]:
    """Yield what each author calls each quantity, as rows of a table; whole arrays where he writes them."""
    yield ("Natural logarithm", *(inline(each.log) for each in NOTATIONS))
    for words, term in SYMBOLS:
        yield (words, *(_spelled(term, each) for each in NOTATIONS))


def _spelled(term: Term, notation: Notation) -> str:
    whole = tex(term, notation.arrays) if notation.arrays else ""
    plain = tex(term, notation)
    return inline(plain) if whole in {"", plain} else f"{inline(plain)}, arrays {inline(whole)}"


def layer_rows(published: Container[str] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the formulas of a layer in every layout, each leading to its page where it has one."""
    for kind, words in KINDS.items():
        yield (words, *(_layer(kind, layout, published) for _, layout in LAYOUTS))


def _layer(kind: str, layout: Layout, published: Container[str]) -> str:
    found = next((entry for entry in FORMULAS if entry.what == kind and entry.layout == layout), None)
    if found is None:
        return "–"
    link = f"<br>[derivation]({found.uri}.md)" if found.id in published else ""
    return inline(_statement(found)) + link


def _statement(entry: Formula) -> str:
    return f"{entry.left} = {matrix_tex(derived(entry).matrix)}"


def comparison(first: Proved, second: Proved, notation: Notation) -> Comparison:
    """Return two cases side by side, in the lines that matter."""
    rows = zip(_lines(first, notation), _lines(second, notation), strict=True)
    return Comparison(notation.title, tuple((words, left, right) for (words, left), (_, right) in rows))


def _lines(one: Proved, notation: Notation) -> Iterator[tuple[str, str]]:
    """Yield the lines of a case: the loss, both slopes, their product, and what is left of it."""
    outer, inner, joined = one.derivation.phases
    for loss in one.entry.losses:
        yield "The loss", inline(equation(LOSS, value_of(loss), notation))
    yield "its slope", inline(equation(outer.goal, outer.result, notation))
    yield "the activation's slope", inline(equation(inner.goal, inner.result, notation))
    yield "chain rule", inline(equation(joined.goal, joined.lines[0].after, notation))
    yield "inserted", inline(equation(joined.goal, joined.lines[1].after, notation))
    yield "result", f"**{inline(equation(joined.goal, joined.result, notation))}**"


# The plot.


def _world(one: Proved, z: float) -> World:
    return World(one.derivation.where, {Z: MP.mpf(z), Y: MP.mpf(TARGET)})


def slope(one: Proved, z: float) -> float:
    """Return the value of a derived formula for the target."""
    return float(_world(one, z).value(one.derivation.result))


def measured(one: Proved, z: float) -> float:
    """Return the slope of the definition, by numbers alone."""
    (sample,) = numeric_gradient(one.derivation, (_world(one, z),))
    return math.nan if sample.expected is None else float(sample.expected)


def drawing(first: Proved, second: Proved) -> str:
    """Return the plot of both gradients against z."""
    curves = (_curve(first, (-7.8, -0.9)), _curve(second, (-7.8, -0.13)))
    title = f"dL/dz against z for the target {TARGET}, with the logistic and the half squared loss"
    words = (
        f"Where z is far below 0 and the answer therefore wrong, the gradient of the logistic loss is near "
        f"{slope(first, -REACH):.2f}, that of the half squared loss near {slope(second, -REACH):.2f}. "
        "Lines are the derived formulas, circles the slopes of the definitions."
    )
    return plot(curves, ("z", f"dL/dz, target y = {TARGET}"), title, words)


def _curve(one: Proved, at: tuple[float, float]) -> Curve:
    title = one.entry.parts[-1].title
    grid = [REACH * (2 * n / STEPS - 1) for n in range(STEPS + 1)]
    few = [REACH * (2 * n / MARKS - 1) for n in range(MARKS + 1)]
    return Curve(title, at, tuple((z, slope(one, z)) for z in grid), tuple((z, measured(one, z)) for z in few))
