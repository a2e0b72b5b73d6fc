"""Which symbol of one author is which of another, and why do Ng's and Nielsen's delta differ?

The tables are printed from the notations and from derivations that stand on other pages; the plot is calculated from
the definitions, with the derived formulas laid over it.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from jinja2 import Environment

from generator.catalogue.dense import COLUMNS, NIELSEN, ROWS, Layout
from generator.catalogue.formulas import LOSS, value_of
from generator.catalogue.network import FORMULAS, Formula
from generator.catalogue.network_derivations import derived
from generator.catalogue.symbols import SYMBOLS
from generator.engine.notation import NOTATIONS, Notation
from generator.engine.printing import matrix_tex
from generator.engine.terms import Term
from generator.engine.tex import equation, tex
from generator.pages.plot import Curve as Drawn
from generator.pages.plot import plot
from generator.pages.site import Page
from generator.pages.text import inline
from generator.verify.instances import FAR, PAIR, REACH, TARGET, Instances
from generator.verify.proved import Proved
from generator.verify.records import Curve

URI = "notation.md"
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


@dataclass(frozen=True)
class Comparison:
    """Two derivations side by side in one author's notation: rows of a heading and a formula for each."""

    author: str
    rows: tuple[tuple[str, str, str], ...]


def pages(env: Environment, work: Iterable[Proved], published: Container[str], shown: Instances) -> Iterator[Page]:
    """Yield the page about notations, where the two cases are at hand that it compares.

    ``published`` are the ids of the formulas of a layer that have a page.
    """
    found = {one.id: one for one in work}
    if shown.pair is None:
        return
    first, second = pair = found[PAIR[0]], found[PAIR[1]]
    text = env.get_template("notation.md.jinja").render(
        notations=NOTATIONS,
        symbols=tuple(symbol_rows()),
        layouts=[title for title, _ in LAYOUTS],
        layers=tuple(layer_rows(published)),
        titles=[_linked(one.entry.title, one.entry.uri) for one in pair],
        comparisons=[comparison(first, second, notation) for notation in NOTATIONS],
        plot=drawing(first, second, shown.pair),
        far=FAR,
        target=TARGET,
        slopes=[f"{dict(curve.derived)[FAR]:.2g}".replace("-", "−") for curve in shown.pair],
        answer=f"{dict(shown.pair[0].values)[FAR]:.2g}",
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


def drawing(first: Proved, second: Proved, curves: tuple[Curve, Curve]) -> str:
    """Return the plot of both gradients against z: the derived formulas, and the slopes of the definitions."""
    lines = (_line(first, curves[0], (-7.8, -0.9)), _line(second, curves[1], (-7.8, -0.13)))
    title = f"dL/dz against z for the target {TARGET}, with the logistic and the half squared loss"
    ends = [dict(curve.derived)[-REACH] for curve in curves]
    words = (
        f"Where z is far below 0 and the answer therefore wrong, the gradient of the logistic loss is near "
        f"{ends[0]:.2f}, that of the half squared loss near {ends[1]:.2f}. "
        "Lines are the derived formulas, circles the slopes of the definitions."
    )
    return plot(lines, ("z", f"dL/dz, target y = {TARGET}"), title, words)


def _line(one: Proved, curve: Curve, at: tuple[float, float]) -> Drawn:
    return Drawn(one.entry.parts[-1].title, at, curve.derived, curve.slopes)
