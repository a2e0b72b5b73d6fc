"""Families of wrong kernels in which a right thing is done in a wrong place: a sum over another axis, or its end alone.

Here too: one of several occurrences read wrongly, an option forgotten along one axis, a softmax or a mean taken once
more. A name that the other families have for the same numbers comes first. To add a family, write a generator and
name it in ``places``.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import chain, combinations

import numpy as np
import sympy as sp

from generator.derive.graph import Graph, Quantity
from generator.derive.reverse import Gradient, slope_name, upstream
from generator.derive.softmax import softmax_of
from generator.engine import terms as t
from generator.engine.oneline import plain
from generator.engine.terms import Term
from generator.engine.views import ratio
from generator.verify.array_arithmetic import Numbers
from generator.verify.kernels import Change, How, Program, aligned
from generator.verify.labelled import Valuation, name_of, value
from generator.verify.operations import Drawn, forward


def places(graph: Graph, raw: Program, final: Program) -> Iterator[tuple[Change, Program]]:
    """Yield wrong kernels, each with the program in which it is made."""
    of_one = (_other_axes, _ends, _one_axis, _means, _without_mean, _padding, _scaled)
    for one in final:
        for words, how in chain.from_iterable(family(one, graph) for family in of_one):
            yield Change(f"d{one.of.name}: {words}", {one.of.name: how}), final
    yield from ((change, raw) for change in chain(_softmax_again(graph, raw), _sizes_in_both(graph, raw)))


Wrong = Iterator[tuple[str, How]]


def _letter(index: sp.Symbol) -> str:
    return str(index.name).rstrip("'")


def _length(graph: Graph, index: sp.Symbol) -> sp.Symbol:
    return next(axis.length for axis in graph.operation.axes if axis.letter == _letter(index))


def _other_axes(one: Gradient, graph: Graph) -> Wrong:
    """Yield the passes whose inner sum runs over another axis of what is summed, or over both."""
    own = {_letter(index): index for index in one.of.indices}
    for path, part in t.walk(one.term):
        if not isinstance(part, sp.Sum) or not path:
            continue
        body, (bound, _, _) = part.args
        fixed = own.get(_letter(bound))
        for index in one.of.indices if fixed is not None else ():
            if index == fixed or index not in body.free_symbols:
                continue
            other = sp.Symbol(f"{index.name}'", integer=True, positive=True)
            if other in body.free_symbols:
                continue
            turned = t.substitute(body, {bound: fixed, index: other})
            words = f"summed over {index} in place of {fixed}"
            yield words, t.put(one.term, path, t.total(turned, other, _length(graph, index)))
            both = t.resum(part, t.total(t.substitute(body, {index: other}), other, _length(graph, index)))
            yield f"summed over {index} and {fixed} in place of {fixed}", t.put(one.term, path, both)


def _ends(one: Gradient, _: Graph) -> Wrong:
    """Yield the passes that take the last of what has to be added up, as one that stores in place of adding does."""
    body = one.term
    while isinstance(body, sp.Sum):
        body, (index, _, size) = body.args
        path = next(path for path, part in t.walk(one.term) if isinstance(part, sp.Sum) and part.args[1][0] == index)
        last = t.put(one.term, path, t.substitute(body, {index: size - 1}))
        yield f"the last {_letter(index)} alone is counted, not the sum over all", last


def _one_axis(one: Gradient, graph: Graph) -> Wrong:
    """Yield the passes that forget a whole option along one axis of several."""
    options = {option.letter for option in graph.operation.options}
    parts = one.term.atoms(sp.Indexed, sp.KroneckerDelta)
    sums = {place for part in parts for place in (part.indices if isinstance(part, sp.Indexed) else part.args)}
    for option in (option for option in graph.operation.options if option.letter.is_integer):
        groups: dict[frozenset[str], list[Term]] = {}
        for place in sorted((place for place in sums if option.letter in place.free_symbols), key=str):
            letters = frozenset(_letter(letter) for letter in place.free_symbols - options)
            groups.setdefault(letters, []).append(place)
        for letters, chosen in groups.items() if len(groups) > 1 else ():
            table = {place: place.xreplace({option.letter: option.default}) for place in chosen}
            axes = " and ".join(sorted(letters))
            yield f"{option.id} is forgotten along {axes}", _in_places(one.term, table)


def _in_places(x: Term, table: dict[Term, Term]) -> Term:
    """Return a term with index expressions replaced, each as a whole."""
    if isinstance(x, sp.Indexed):
        return x.base[tuple(table.get(place, place) for place in x.indices)]
    if isinstance(x, sp.KroneckerDelta):
        return t.delta(*(table.get(place, place) for place in x.args))
    parts = t.children(x)
    return t.with_children(x, (_in_places(part, table) for part in parts)) if parts else x


def _means(one: Gradient, _: Graph) -> Wrong:
    """Yield the passes that divide a sum over several axes by the number of what it adds up."""
    body, letters, sizes = one.term, list[str](), list[Term]()
    while isinstance(body, sp.Sum):
        body, (index, _, size) = body.args
        letters, sizes = [*letters, _letter(index)], [*sizes, size]
    for count in range(2, len(sizes) + 1):
        for chosen in combinations(range(len(sizes)), count):
            words = " and ".join(letters[n] for n in chosen)
            yield f"a mean over {words} in place of the sum", t.over(one.term, t.mul(*(sizes[n] for n in chosen)))


def _without_mean(one: Gradient, graph: Graph) -> Wrong:
    """Yield the passes that take a mean off, as one that normalises does, where nothing was centred."""
    if one.of.array is None or one.of.array.role != "input":
        return
    parts = ratio(one.term)
    whole = next((part for part in parts.above if part.is_Add), None)
    for index in one.of.indices:
        length = _length(graph, index)
        yield f"its mean over {index} is taken off", t.add(one.term, t.neg(_mean(one.term, index, length)))
        for part in whole.args if whole is not None else ():
            slopes = [x for x in part.atoms(sp.Indexed) if x.base not in graph.by_base and index in x.indices]
            if slopes and not part.has(sp.Sum):
                more = t.add(whole, t.neg(_mean(part, index, length)))
                words = f"the mean of {' '.join(map(name_of, slopes))} over {index} is taken off"
                yield words, t.substitute(one.term, {whole: more})


def _mean(x: Term, index: sp.Symbol, length: sp.Symbol) -> Term:
    other = sp.Symbol(f"{index.name}''", integer=True, positive=True)
    return t.over(t.total(t.substitute(x, {index: other}), other, length), length)


def _padding(one: Gradient, graph: Graph) -> Wrong:
    """Yield the passes that leave a row at 0 into which data points: one end of a table."""
    deltas = [part for part in one.term.atoms(sp.KroneckerDelta) if part.has(sp.Indexed)]
    for n, index in enumerate(one.of.indices):
        if any(index in part.args for part in deltas):
            for place, words in ((0, "first"), (-1, "last")):
                yield (
                    f"the {words} {_means_of(index, graph)} gets nothing, as if it were padding",
                    partial(_emptied, one, n, place),
                )


def _means_of(index: sp.Symbol, graph: Graph) -> str:
    return f"row along {index}" if len(graph.given[0].indices) > 1 else str(index)


def _emptied(one: Gradient, axis: int, place: int, point: Valuation, _: Drawn) -> Numbers:
    shape = tuple(point.lengths[index.name] for index in one.of.indices)
    found = np.moveaxis(aligned(value(one.term, point), one.of.indices, shape), axis, 0)
    found[place] = 0
    return np.moveaxis(found, 0, axis)


def _scaled(one: Gradient, graph: Graph) -> Wrong:
    """Yield the passes in which a scale made of several sizes and options is missing, or counts twice."""
    known = {axis.length for axis in graph.operation.axes} | {option.letter for option in graph.operation.options}
    for path, part in t.walk(one.term):
        parts = ratio(part)
        above, below = ([x for x in side if x.free_symbols and x.free_symbols <= known] for side in
                        (parts.above, parts.below))  # fmt: skip
        if (path and not isinstance(part, sp.Sum)) or len(above) + len(below) < 2:
            continue
        scale = t.over(t.mul(*above), t.mul(*below)) if below else t.mul(*above)
        yield f"the scale {plain(scale)} is missing", t.put(one.term, path, t.over(part, scale))
        yield f"the scale {plain(scale)} counts twice", t.put(one.term, path, t.mul(scale, part))


def _softmax_again(graph: Graph, raw: Program) -> Iterator[Change]:
    """Yield the passes that apply the slope of a softmax to what is the gradient by the scores already."""
    for softmax in (found for one in graph.defined if (found := softmax_of(one, graph)) is not None):
        for one in raw:
            if one.of.component == softmax.scores:
                slope = slope_of(softmax.share, graph)
                yield Change(f"d{one.of.name}: the slope of the softmax is left out", {one.of.name: slope})
                letter, length = softmax.axis, _length(graph, softmax.axis)
                other = sp.Symbol(f"{letter.name}'", integer=True, positive=True)
                whole_sum = t.total(t.substitute(slope, {letter: other}), other, length)
                log = t.add(slope, t.neg(t.mul(softmax.share.component, whole_sum)))
                yield Change(f"d{one.of.name}: as if it were the logarithm of the softmax", {one.of.name: log})
                for words, whole in (("slope", True), ("diagonal of the slope", False)):
                    title = f"d{one.of.name}: the {words} of the softmax {softmax.share.name} is applied once more"
                    yield Change(title, {one.of.name: partial(_sloped, one, softmax.share.name, softmax.axis, whole)})


def slope_of(one: Quantity, graph: Graph) -> Term:
    """Return the name of the gradient by a quantity: of an output what reaches it, of others their own."""
    found = upstream(one, graph)
    return slope_name(one) if found is None else found


def _sloped(one: Gradient, share: str, axis: sp.Symbol, whole: bool, point: Valuation, _: Drawn) -> Numbers:  # noqa: FBT001 - bound by partial
    weights = point.arrays[share]
    found = aligned(value(one.term, point), one.of.indices, weights.shape)
    place = one.of.indices.index(axis)
    taken = np.sum(weights * found, axis=place, keepdims=True) if whole else weights * found
    return np.asarray(weights * (found - taken))


def _sizes_in_both(graph: Graph, raw: Program) -> Iterator[Change]:
    """Yield the layers that divide by the root of another size, or of a product, in both passes."""
    lengths = [axis.length for axis in graph.operation.axes]
    roots = {next(iter(part.free_symbols)) for one in graph.defined if one.value is not None for part in
             one.value.atoms(sp.Pow) if part.exp == t.HALF and part.base in lengths}  # fmt: skip
    for size in sorted(roots, key=str):
        rest = [other for other in lengths if other != size]
        others = (*rest, *(t.mul(size, other) for other in rest))
        for other in others:
            root = {t.power(size, t.HALF): t.power(other, t.HALF)}
            gone = {one.of.name: t.substitute(one.term, root) for one in raw}
            values = tuple(replace(one, value=t.substitute(one.value, root)) for one in graph.defined if one.value)
            yield Change(
                f"divided by √{plain(other)} in place of √{size}, in both passes", gone,
                partial(forward, replace(graph, defined=values)),
            )  # fmt: skip
            yield Change(f"divided by √{plain(other)} in place of √{size} in the backward pass", gone)
