"""Which kernels are wrong? Families of slips, made from an operation's record and its derivation by the machine.

First what the record says that people claim, then what is common to all layers: a quantity taken for a constant, the
diagonal of a Jacobian, a mask or an option forgotten, a store in place of a sum, a summand or a factor left out or
counted twice, an array transposed or read from the other end. To add a family, write a generator and name it in
``changes``.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import chain, combinations
from typing import Any

import numpy as np
import sympy as sp

from generator.derive.graph import Graph, Quantity
from generator.derive.reading import read_claim
from generator.derive.reverse import Gradient, slope_name, upstream
from generator.engine import terms as t
from generator.engine.oneline import plain
from generator.engine.terms import Term
from generator.verify.array_arithmetic import Numbers, as_floats
from generator.verify.balls import precision
from generator.verify.differences import BATCH, Labelled, sides, slopes
from generator.verify.kernel_confusions import confusions
from generator.verify.kernel_habits import habits
from generator.verify.kernel_places import places
from generator.verify.kernel_redefined import BOTH, redefined_layers
from generator.verify.kernel_terms import Sizes, spoiled
from generator.verify.kernels import ZERO, Change, How, Program, aligned
from generator.verify.labelled import Valuation, joined, name_of, value
from generator.verify.operations import BITS, Drawn, forward

LARGEST = 16
"""Up to so many definitions a layer has all families; each part of a whole block has them on its own page."""


def changes(graph: Graph, raw: Program, final: Program) -> Iterator[tuple[Change, Program]]:
    """Yield wrong kernels, those that have the best names first, each with the program in which it is made.

    ``raw`` and ``final`` are as below. Of those that compute other quantities there are twins with the right output.
    """
    every = tuple(_changes(graph, raw, final))
    yield from every
    for change, program in every:
        if change.start and len(graph.defined) <= LARGEST:
            title = f"{change.title.removesuffix(BOTH)}, in the backward pass alone"
            start = partial(_behind, graph, change.start)
            yield replace(change, title=title, start=start), program


def _changes(graph: Graph, raw: Program, final: Program) -> Iterator[tuple[Change, Program]]:
    """Yield wrong kernels.

    ``raw`` has the gradient by every quantity in those of what it goes into, ``final`` as the pages show it.
    """
    first = (_claims, _constants, _diagonals, _given, _options, _overwritten)
    for change in chain.from_iterable(family(graph, raw) for family in first):
        yield change, raw
        if change.start:
            yield change, final
    shown = tuple(one for one in final if _stands(one, final))
    yield from ((change, final) for one in shown for change in _spoiled(one, graph))
    known = {one.of.name: one.term for one in shown}
    others = tuple(one for one in raw if known.get(one.of.name) != one.term)
    yield from ((change, raw) for one in others for change in _spoiled(one, graph))
    terms = tuple(one.term for one in raw)
    yield from ((change, raw) for one in raw if one.of.value is None for change in _turned(one, graph, terms))
    yield from confusions(graph, raw, final)
    yield from places(graph, raw, final)
    if len(graph.defined) <= LARGEST:
        yield from redefined_layers(graph, raw, final)
        yield from habits(graph, raw, final)


def _stands(one: Gradient, program: Program) -> bool:
    """Tell whether a gradient is returned, or stands in another one of the program."""
    return one.of.value is None or any(other.term.has(one.name.base) for other in program)


def _shown(quantity: Quantity) -> str:
    return f"d{quantity.name}"


def _claims(graph: Graph, raw: Program) -> Iterator[Change]:
    known = {one.of.name for one in raw}
    for claim in graph.operation.claims:
        if claim.of in known:
            yield Change(f"d{claim.of}: {claim.title}", {claim.of: read_claim(claim.formula, graph)})


def _constants(graph: Graph, raw: Program) -> Iterator[Change]:
    """Yield the passes that take one or two quantities for constants."""
    inner = [one.of for one in raw if one.of.value is not None]
    sums = [one for one in inner if one.value is not None and one.value.has(sp.Sum)]
    for one in (*sums, *(one for one in inner if one not in sums)):
        yield Change(f"the path through {_meaning(one)} is missing, as if it were a constant", {one.name: ZERO})
    for one, other in combinations(sums, 2):
        if max(len(one.indices), len(other.indices)) < len(graph.output.indices):
            names = f"{_meaning(other)} and {_meaning(one)}"
            title = f"the paths through {names} are missing, as if they were constants"
            yield Change(title, {one.name: ZERO, other.name: ZERO})


def _meaning(one: Quantity) -> str:
    return f"{one.name} = {plain(one.value)}" if one.value is not None and len(plain(one.value)) < 40 else one.name


def _diagonals(graph: Graph, raw: Program) -> Iterator[Change]:
    """Yield the passes that know the diagonal of a Jacobian only: how each component moves its own counterpart."""
    sums = any(len(one.indices) < len(graph.output.indices) for one in graph.defined)
    if graph.recurrent or not sums:
        return
    for one in (each.of for each in raw):
        later = [other for other in graph.defined if other.indices == one.indices and other is not one]
        for other in later:
            if one.value is None or graph.defined.index(one) < graph.defined.index(other):
                title = f"d{one.name}: the diagonal of the Jacobian of {other.name} by {one.name} only"
                yield Change(title, {one.name: partial(_diagonal, graph, one, other)})


def _diagonal(graph: Graph, one: Quantity, other: Quantity, point: Valuation, drawn: Drawn) -> Numbers:
    with precision(BITS):
        data = drawn.point.arrays[one.name]
        moved = forward(graph, drawn.point, (one, sides(data) - data[..., None]))
        if other.name not in moved.moving:
            return np.zeros(data.shape)
        found = slopes(Labelled((*one.indices, BATCH), moved.arrays[other.name]), data.shape)
        own = as_floats(np.array([found.data[(*place, *place)] for place in np.ndindex(data.shape)], dtype=object))
    reaching = upstream(other, graph)
    name = slope_name(other) if reaching is None else reaching
    return np.asarray(own.reshape(data.shape) * point.arrays[name_of(name)])


def _given(graph: Graph, raw: Program) -> Iterator[Change]:
    """Yield the passes of a layer whose mask is all ones, and that which takes the upstream gradient for 1."""
    yield Change("the upstream gradient is left out, as if it were 1 everywhere", start=partial(_unweighted, graph))
    for one in graph.given:
        if one.array and one.array.held == "mask":
            yield Change(f"{one.name} is forgotten, as if it were 1 everywhere", start=partial(_ones, graph, one))
            rest = {each.of.name: t.substitute(each.term, _rest(one, each.term)) for each in raw}
            yield Change(f"{one.name} and 1 − {one.name} are exchanged in the backward pass", rest)
            gone = {each.of.name: t.substitute(each.term, _whole(one, each.term)) for each in raw}
            yield Change(f"{one.name} is forgotten in the backward pass", gone)


def _behind(graph: Graph, start: Callable[[Valuation], Valuation], point: Valuation) -> Valuation:
    """Return the point of another forward pass with the right outputs: the backward pass computes the rest anew."""
    return start(point).having({one.name: point.arrays[one.name] for one in graph.outputs})


def _whole(one: Quantity, term: Term) -> dict[Term, Term]:
    return {part: t.ONE for part in term.atoms(sp.Indexed) if part.base == one.base}


def _rest(one: Quantity, term: Term) -> dict[Term, Term]:
    return {part: t.add(t.ONE, t.neg(part)) for part in term.atoms(sp.Indexed) if part.base == one.base}


def _unweighted(graph: Graph, point: Valuation) -> Valuation:
    names = [name_of(found) for one in graph.outputs if (found := upstream(one, graph)) is not None]
    return point.having({name: np.ones(point.arrays[name].shape) for name in names})


def _ones(graph: Graph, one: Quantity, point: Valuation) -> Valuation:
    ones = np.ones(point.arrays[one.name].shape)
    return forward(graph, point.having({one.name: ones}))


def _options(graph: Graph, raw: Program) -> Iterator[Change]:
    """Yield the passes that forget an option: whole ones in the backward pass, others in both."""
    for option in graph.operation.options:
        letter, usual = option.letter, option.default
        if letter.is_integer:
            gone = {one.of.name: t.substitute(one.term, {letter: usual}) for one in raw if one.term.has(letter)}
            yield Change(f"{option.id} is forgotten, as if it were {usual}", gone)
            yield from (Change(f"d{name}: {option.id} is forgotten, as if it were {usual}", {name: how})
                        for name, how in gone.items())  # fmt: skip
            continue
        for number, words in ((sp.S.Zero, "left out"), (usual, f"its usual value, {plain(usual)}, not the given one")):
            yield Change(f"{option.id} is {words}", start=partial(_chosen, graph, letter, number))


def _chosen(graph: Graph, letter: sp.Symbol, number: sp.Rational, point: Valuation) -> Valuation:
    return forward(graph, replace(point, letters={**point.letters, letter: Fraction(int(number.p), int(number.q))}))


def _overwritten(_: Graph, raw: Program) -> Iterator[Change]:
    """Yield the passes that store where they have to add: what comes last to a place is all that stays."""
    for one in raw:
        if one.term.has(sp.KroneckerDelta) and one.term.has(sp.Sum):
            title = (
                f"d{one.of.name}: stored in place of added, so that the last of several contributions is all that stays"
            )
            yield Change(title, {one.of.name: partial(_last, one)})


def _last(one: Gradient, point: Valuation, _: Drawn) -> Numbers:
    body, letters = _opened(one.term)
    deltas = list(body.atoms(sp.KroneckerDelta))
    where = joined((value(part, point) for part in deltas), np.multiply)
    rest = value(t.substitute(body, dict.fromkeys(deltas, t.ONE)), point)
    both = [letter for letter in letters if letter in where.axes]
    own = tuple(one.of.indices)
    axes = (*own, *both, *(letter for letter in letters if letter not in both))
    shape = tuple(point.length(axis) or 1 for axis in axes)
    summed = np.broadcast_to(rest.along(axes), shape).sum(axis=tuple(range(len(own) + len(both), len(axes))))
    kept = shape[: len(own) + len(both)]
    flags = np.broadcast_to(where.along(axes[: len(kept)]), kept).astype(float).astype(bool)
    rows, marks = (x.reshape((*kept[: len(own)], -1)) for x in (summed, flags))
    found = np.zeros(kept[: len(own)])
    for n in range(rows.shape[-1]):
        found = np.where(marks[..., n], rows[..., n], found)
    return found


def _opened(term: Term) -> tuple[Term, tuple[sp.Symbol, ...]]:
    """Return a product of sums within sums as one product, and the letters of all the sums."""
    letters = tuple(part.args[1][0] for _, part in t.walk(term) if isinstance(part, sp.Sum))
    while (found := next(((path, part) for path, part in t.walk(term) if isinstance(part, sp.Sum)), None)) is not None:
        term = t.put(term, found[0], found[1].args[0])
    return term, letters


def _spoiled(one: Gradient, graph: Graph) -> Iterator[Change]:
    """Yield the passes in which the term of a gradient is another one."""
    sizes = Sizes(graph)
    for words, term in spoiled(one.term, sizes):
        yield Change(f"{_shown(one.of)}: {words}", {one.of.name: term})


def _turned(one: Gradient, graph: Graph, terms: tuple[Term, ...]) -> Iterator[Change]:
    """Yield the passes whose result is transposed, read from the other end, or multiplied by one more array."""
    name, indices = one.of.name, one.of.indices
    for first, second in combinations(range(len(indices)), 2):
        words = f"d{name} is transposed" + (f", {indices[first]} and {indices[second]}" if len(indices) > 2 else "")
        yield Change(words, {name: _after(one, partial(np.swapaxes, axis1=first, axis2=second))})
    body, letters = one.term, list[sp.Symbol]()
    while isinstance(body, sp.Sum):
        body, letters = body.args[0], [*letters, body.args[1][0]]
        axes = " and ".join(letter.name.rstrip("'") for letter in letters)
        yield Change(f"d{name} is not summed over {axes}", {name: partial(_unsummed, body, (*letters, *indices))})
    sliding = Sizes(graph).sliding(one.term) | {graph.recurrent}
    places = [n for n, index in enumerate(indices) if index.name in sliding]
    for count in range(len(places), 0, -1):
        for chosen in combinations(places, count):
            words = " and ".join(indices[n].name for n in chosen)
            yield Change(f"d{name} is flipped along {words}", {name: _after(one, partial(np.flip, axis=chosen))})
    for other in graph.given:
        if set(other.indices) < set(indices) and any(each.has(other.base) for each in terms):
            yield Change(f"d{name} is multiplied by {other.name} once more", {name: t.mul(one.term, other.component)})


def _unsummed(body: Term, axes: tuple[sp.Symbol, ...], point: Valuation, _: Drawn) -> Numbers:
    """Return the body of a sum, its axes in the order in which the upstream gradient has them."""
    found = value(body, point)
    order = next(iter(body.atoms(sp.Indexed))).indices if isinstance(body, sp.Indexed) else axes
    own = tuple(sorted(axes, key=lambda axis: order.index(axis) if axis in order else len(order)))
    return aligned(found, own, tuple(point.length(axis) or 1 for axis in own))


def _after(one: Gradient, turn: Any) -> How:  # noqa: ANN401 - a function of NumPy
    def how(point: Valuation, _: Drawn) -> Numbers:
        shape = tuple(point.lengths[index.name] for index in one.of.indices)
        return np.asarray(turn(aligned(value(one.term, point), one.of.indices, shape)))

    return how
