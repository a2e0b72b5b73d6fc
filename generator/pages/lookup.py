"""Where does one find a formula of which one knows the shape only, a name, or a letter?

``page`` writes the index of the site, as a book has one at its end; ``tags`` are the words by which the search finds an
entry at once. Shapes, names and properties are read off the derivations. A newcomer adds a letter to ``LETTERS``.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import sympy as sp
from jinja2 import Environment

from generator.engine.oneline import plain
from generator.engine.terms import Term
from generator.engine.tex import tex
from generator.pages.facts import Entry
from generator.pages.layers import results
from generator.pages.path import PATH
from generator.pages.site import Page
from generator.pages.text import escape, inline
from generator.pages.views import Link
from generator.verify.layer_evidence import ProvedLayer
from generator.verify.proved import Proved, ProvedFormula

URI = "lookup.md"
SHORT = 30
"""The longest formula, in signs, that is a tag."""
CASE_BOOST, PATH_BOOST, SCORES_BOOST = 2, 3, 0.5
CALL = re.compile(r"\w\(")
DIFFERENCE = re.compile(r"(?<!\w)(\w\w?)\s*[-−]\s*(\w\w?)(?!\w)")


@dataclass(frozen=True)
class Letter:
    """A letter as TeX, what it stands for, and the page that defines it."""

    tex: str
    says: str
    uri: str


LETTERS = (
    Letter("L", "the loss of one example; as an index, the last layer", "losses/index"),
    Letter("J", "the mean of the losses of m examples", "network/index"),
    Letter("m", "how many examples there are", "network/index"),
    Letter("z", "what goes into a unit: the weighted sum", "network/z"),
    Letter("a", "what comes out of a unit: the activation", "activations/index"),
    Letter("y", "the target: what should have come out", "losses/index"),
    Letter("w", "the weights, all of them in one vector", "losses/l2-penalty"),
    Letter("W^{[l]}", "the weights of layer l", "network/z"),
    Letter("b^{[l]}", "the biases of layer l", "network/z"),
    Letter("g", "the activation function of a layer; g′ is its slope", "network/a"),
    Letter(r"\sigma", "the sigmoid; with Nielsen, any activation", "activations/sigmoid"),
    Letter("dz", "Ng's name for dL/dz", "notation"),
    Letter("X", "the inputs of all examples, one in each column", "network/index"),
    Letter("Z^{[l]}", "the weighted sums of layer l", "network/z"),
    Letter("A^{[l]}", "the activations of layer l; that of layer 0 is X", "network/a"),
    Letter("N", "how many components a vector has: the classes", "activations/softmax"),
    Letter("dA^{[l]}", "dL/dA of layer l, for each example", "network/da"),
    Letter("dZ^{[l]}", "dL/dZ of layer l, for each example", "network/dz-output"),
    Letter("dW^{[l]}", "dJ/dW of layer l", "network/dw"),
    Letter("db^{[l]}", "dJ/db of layer l", "network/db"),
    Letter(r"\delta^{L}", "Nielsen's name for the slope of the cost by what goes into the last layer", "network/bp1"),
    Letter(r"\delta_{i j}", "1 where i is j, and 0 elsewhere (Kronecker's delta)", "activations/softmax"),
    Letter("C", "Nielsen's name for the loss, his cost", "network/bp1"),
    Letter(r"\odot", "the product element by element; * in NumPy", "network/bp1"),
    Letter(r"\top", "the transpose of a matrix; .T in NumPy", "network/dw"),
)


def _is_quotient(term: Term) -> bool:
    below = (part for part in sp.Mul.make_args(term) if isinstance(part, sp.Pow))
    return any(part.exp.could_extract_minus_sign() and part.exp.is_number for part in below)


SHAPES: tuple[tuple[str, Callable[[Term], bool]], ...] = (
    ("Piecewise", lambda term: term.has(sp.Piecewise)),
    ("A number", lambda term: bool(term.is_number)),
    ("A sum or a difference", lambda term: isinstance(term, sp.Add)),
    ("A quotient", _is_quotient),
    ("A product", lambda term: isinstance(term, sp.Mul)),
    ("A single function, letter or power", lambda _: True),
)
"""What is tried in turn: the first that fits is the shape of a formula."""

PROPERTIES: tuple[tuple[str, Callable[[Proved], bool]], ...] = (
    ("acts on a whole vector", lambda one: one.entry.vector),
    ("has a corner", lambda one: any(not (kink.smooth or kink.jump) for kink in one.evidence.receipt.kinks)),
    ("jumps", lambda one: any(kink.jump for kink in one.evidence.receipt.kinks)),
    ("needs a condition", lambda one: bool(one.derivation.assuming)),
)
"""What an entry may be besides. Each is a tag on its page, and so is the shape of its result."""


@dataclass(frozen=True)
class Row:
    """A formula and the entries that have it: what it is the derivative of, and the link."""

    tex: str
    plain: str
    owners: tuple[tuple[str, Link], ...]


def page(
    env: Environment, work: Iterable[Proved], formulas: Iterable[ProvedFormula], layers: Iterable[ProvedLayer] = ()
) -> Page:
    """Return the index: formulas by shape, of matrices and of layers, names, properties and letters."""
    entries, network, operations = tuple(work), tuple(formulas), tuple(layers)
    published = [*(one.entry for one in entries), *(one.entry for one in network)]
    known = {uri for entry in published for uri in (entry.uri, f"{entry.folder}/index")} | {"notation"}
    text = env.get_template("lookup.md.jinja").render(
        shapes=by_shape(entries),
        matrices=[(one.tex, _link(one.entry.title, one.entry.uri)) for one in network],
        layers=[
            (formula, _link(one.operation.title, one.operation.uri)) for one in operations for formula in results(one)
        ],
        names=tuple(names(entries, network, operations)),
        properties=tuple(_properties(entries)),
        own=tuple(parameters(entries)),
        letters=[letter if letter.uri in known else replace(letter, uri="") for letter in LETTERS],
    )
    return Page(URI, "Index", text, "generator/pages/lookup.py")


def shape(term: Term) -> str:
    """Return the words for what a formula is at its outermost."""
    return next(words for words, fits in SHAPES if fits(term))


def by_shape(work: Iterable[Proved]) -> Mapping[str, tuple[Row, ...]]:
    """Return every result under its shape, the short ones first; entries with the same result share a row."""
    rows: dict[str, Row] = {}
    shapes: dict[str, list[str]] = {words: [] for words, _ in SHAPES}
    for one in work:
        result, goal = one.derivation.result, one.derivation.goal
        key = tex(result)
        if key not in rows:
            rows[key] = Row(key, plain(result), ())
            shapes[shape(result)].append(key)
        owner = (plain(goal), _link(one.entry.title, one.entry.uri))
        rows[key] = replace(rows[key], owners=(*rows[key].owners, owner))
    ordered = {words: tuple(sorted((rows[key] for key in keys), key=_length)) for words, keys in shapes.items()}
    return {words: found for words, found in ordered.items() if found}


def _length(row: Row) -> tuple[int, str]:
    return len(row.plain), row.plain


def parameters(work: Iterable[Proved]) -> Iterator[tuple[str, str, tuple[Link, ...]]]:
    """Yield the TeX of each letter that only some entries have, what it means there, and those entries."""
    found: dict[tuple[str, str], list[Link]] = {}
    for entry in (one.entry for one in work if not one.entry.joined):
        for one in entry.parameters:
            found.setdefault((one.symbol, one.means), []).append(_link(entry.title, entry.uri))
    yield from ((symbol, means, tuple(found[symbol, means])) for symbol, means in sorted(found))


def names(
    work: Iterable[Proved], formulas: Iterable[ProvedFormula], layers: Iterable[ProvedLayer] = ()
) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """Yield every other name with the pages that have it, in the order of the alphabet."""
    found: dict[str, list[Link]] = {}
    for entry in (*(one.entry for one in work), *(one.entry for one in formulas), *(one.operation for one in layers)):
        for name in entry.names:
            found.setdefault(name, []).append(_link(entry.title, entry.uri))
    yield from ((name, tuple(found[name])) for name in sorted(found, key=lambda name: (name.casefold(), name)))


def tags(one: Proved) -> tuple[str, ...]:
    """Return what people type who look for an entry: its result as they write it, if that is short, and its names.

    A part has its title too: others are named after it, and names weigh more than titles. So do the functions that a
    formula calls: such a one is none of its tags, or who asks for tanh would be led to what has it in its gradient.
    Libraries write titles as one word, HingeLoss, and people leave the word loss away.
    """
    result = plain(one.derivation.result)
    goal = "dz" if one.entry.joined else plain(one.derivation.goal)
    own = one.entry.title
    spelled = (own, own.replace(" ", ""), own.removesuffix(" loss"))
    title = () if one.entry.joined else dict.fromkeys(spelled)
    typed = len(result) <= SHORT and not CALL.search(result)
    formula = [f"{goal} = {result}"] if typed else []
    return tuple(map(joined, (*formula, *one.entry.names, *title)))


def chips(one: Proved) -> Iterator[Link]:
    """Yield the tags on an entry's page, each with the place in the index where all entries stand that have it."""
    yield from ((words, f"../{URI}#{place(words)}") for words in properties_of(one))


def properties_of(one: Proved) -> Iterator[str]:
    """Yield what an entry is besides, in words."""
    yield from (words for words, holds in PROPERTIES if holds(one))


def place(words: str) -> str:
    """Return the name of a place in the index: ``a-sum-or-a-difference``."""
    return words.lower().replace(",", "").replace(" ", "-")


def boost(entry: Entry) -> float:
    """Return how much an entry counts in the search: a case more than its parts, and what a newcomer is led to most.

    A loss counts as much as any: its page names dL so often that it would stand before the errors of a network. One of
    scores counts less, for it is a variant of another, whose name it has.
    """
    if not entry.activations and any(loss.scores for loss in entry.losses):
        return SCORES_BOOST
    on_path = f"{entry.uri}.md" in PATH and bool(entry.activations)
    return (CASE_BOOST if entry.joined else 1) * (PATH_BOOST if on_path else 1)


def joined(name: str) -> str:
    """Return a name with each difference in it as one word: the search cuts at hyphens and spaces."""
    return DIFFERENCE.sub(r"\1−\2", name)


def _properties(work: tuple[Proved, ...]) -> Iterator[tuple[str, tuple[Link, ...]]]:
    for words, holds in PROPERTIES:
        found = tuple(_link(one.entry.title, one.entry.uri) for one in work if holds(one))
        if found:
            yield words, found


def _link(title: str, uri: str) -> Link:
    return escape(title), f"{uri}.md"


def shown(letter: Letter) -> str:
    """Return a letter's row of the table, in Markdown."""
    says = f"[{escape(letter.says)}]({letter.uri}.md)" if letter.uri else escape(letter.says)
    return f"| {inline(letter.tex)} | {says} |"
