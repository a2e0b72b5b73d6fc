"""Families of wrong kernels in which one thing is taken for another: a size, an option, a step, a gate, a tie.

A name that ``kernel_changes`` has for the same numbers comes first. To add a family, write a generator and name it in
``confusions``.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import chain, combinations, permutations

import numpy as np
import sympy as sp

from generator.derive.graph import Graph, Quantity
from generator.derive.reverse import upstream
from generator.engine import terms as t
from generator.engine.extremes import Largest
from generator.engine.terms import Term
from generator.verify.array_arithmetic import Numbers
from generator.verify.kernels import Change, Program
from generator.verify.labelled import Valuation, inside_of, name_of
from generator.verify.operations import forward

Pairs = dict[Term, Term]


def confusions(graph: Graph, raw: Program, final: Program) -> Iterator[tuple[Change, Program]]:
    """Yield wrong kernels, each with the program in which it is made."""
    for words, pairs in chain(_sizes(graph, raw), _options(graph), _complements(graph, raw)):
        yield Change(words, {one.of.name: t.substitute(one.term, pairs) for one in raw}), raw
    families = (_exchanged, _averaged, _untimed, _last_step, _complemented, _complemented_option, _ties, _edges)
    yield from ((change, raw) for family in families for change in family(graph, raw))
    for one in final:
        for words, term in _parts(one.term, graph):
            yield Change(f"d{one.of.name}: {words}", {one.of.name: term}), final


def _sizes(graph: Graph, raw: Program) -> Iterator[tuple[str, Pairs]]:
    """Yield the passes that divide by another size."""
    for one, other in permutations((axis.length for axis in graph.operation.axes), 2):
        if any(_divides(each.term, one) for each in raw):
            yield f"divided as if {one} were {other}", {one: other}


def _divides(term: Term, size: sp.Symbol) -> bool:
    return any(part.free_symbols == {size} and part.exp.is_negative for part in term.atoms(sp.Pow))


def _options(graph: Graph) -> Iterator[tuple[str, Pairs]]:
    """Yield the backward passes that exchange two whole options, or pad by one more or one less."""
    whole = [option for option in graph.operation.options if option.letter.is_integer]
    for one, other in combinations(whole, 2):
        words = f"{one.id} and {other.id} are exchanged in the backward pass"
        yield words, {one.letter: other.letter, other.letter: one.letter}
    for option in (option for option in whole if option.default == 0):
        for step, words in ((1, "large"), (-1, "small")):
            more = t.add(option.letter, sp.Integer(step))
            yield f"{option.id} is one too {words} in the backward pass", {option.letter: more}


def _complements(graph: Graph, raw: Program) -> Iterator[tuple[str, Pairs]]:
    """Yield the backward passes that take a gate for what it leaves: z for 1 - z."""
    rests = [part for each in raw for part in each.term.atoms(sp.Add) if t.ONE in part.args and len(part.args) == 2]
    left = {next(iter(found)).base for rest in rests if not rest.has(sp.Pow) and (found := rest.atoms(sp.Indexed))}
    for one in (one for one in graph.defined if one.base in left):
        found = {part for each in raw for part in each.term.atoms(sp.Indexed) if part.base == one.base}
        words = f"{one.name} and 1 − {one.name} are exchanged in the backward pass"
        yield words, {part: t.add(t.ONE, t.neg(part)) for part in found}


def _complemented(graph: Graph, raw: Program) -> Iterator[Change]:
    """Yield the passes that take a gate for what it leaves in one gradient."""
    for words, pairs in _complements(graph, raw):
        for one in (one for one in raw if one.term.has(*pairs)):
            name = words.removesuffix(" are exchanged in the backward pass")
            yield Change(f"d{one.of.name}: {name} are exchanged", {one.of.name: t.substitute(one.term, pairs)})


def _exchanged(_: Graph, raw: Program) -> Iterator[Change]:
    """Yield the passes that return two gradients under each other's name."""
    given = [one for one in raw if one.of.value is None]
    for one, other in combinations(given, 2):
        if one.of.indices == other.of.indices:
            names = f"d{one.of.name} and d{other.of.name} are exchanged"
            yield Change(names, {one.of.name: other.term, other.of.name: one.term})


def _averaged(_: Graph, raw: Program) -> Iterator[Change]:
    """Yield the passes that divide what reaches a place by the number of its contributions."""
    for one in raw:
        deltas = one.term.atoms(sp.KroneckerDelta)
        if isinstance(one.term, sp.Sum) and deltas and not one.term.args[0].has(sp.Sum):
            count = sp.Max(t.ONE, t.resum(one.term, t.mul(*deltas)), evaluate=False)
            words = f"d{one.of.name}: the mean of several contributions in place of their sum"
            yield Change(words, {one.of.name: t.mul(one.term, t.power(count, t.MINUS_ONE))})


def _untimed(graph: Graph, raw: Program) -> Iterator[Change]:
    """Yield the pass of a recurrence that carries nothing back to earlier steps."""
    later = {part: t.ZERO for one in raw for part in one.term.atoms(sp.Indexed) if part.base not in graph.by_base
             and any(index.is_Add and graph.recurrent in map(str, index.args) for index in part.indices)}  # fmt: skip
    if later:
        changed = {one.of.name: t.substitute(one.term, later) for one in raw if one.term.has(*later)}
        yield Change("nothing is carried back to earlier steps", changed)


def _last_step(graph: Graph, _: Program) -> Iterator[Change]:
    """Yield the pass of a recurrence to which the loss comes through the last step alone."""
    if graph.recurrent:
        yield Change("the upstream gradient of the last step alone is used", start=partial(_ending, graph))


def _ending(graph: Graph, point: Valuation) -> Valuation:
    arrays = dict(point.arrays)
    for one in graph.outputs:
        place = next((n for n, index in enumerate(one.indices) if index.name == graph.recurrent), None)
        found = upstream(one, graph)
        if found is not None and place is not None:
            name = name_of(found)
            last = np.arange(arrays[name].shape[place]) == arrays[name].shape[place] - 1
            shape = [-1 if n == place else 1 for n in range(len(one.indices))]
            arrays[name] = arrays[name] * last.reshape(shape).astype(int)
    return replace(point, arrays=arrays)


def _complemented_option(graph: Graph, _: Program) -> Iterator[Change]:
    """Yield the pass of a layer that takes a rate for what it leaves."""
    for option in graph.operation.options:
        rest = t.add(t.ONE, t.neg(option.letter))
        if any(one.value is not None and one.value.has(rest) for one in graph.defined):
            yield Change(f"{option.id} in place of 1 − {option.id}", start=partial(_left, graph, option.letter))


def _left(graph: Graph, letter: sp.Symbol, point: Valuation) -> Valuation:
    return forward(graph, replace(point, letters={**point.letters, letter: 1 - point.letters[letter]}))


def _ties(graph: Graph, _: Program) -> Iterator[Change]:
    """Yield the passes in which equal largest entries get something else than the first alone all there is."""
    for one in graph.maxima:
        yield Change("each of several equal largest entries gets all of the gradient", start=partial(_all, one))
        yield Change("several equal largest entries share the gradient", start=partial(_shared, one))
        yield Change("the last of several equal largest entries gets the gradient", start=partial(_last, one))


def _edges(graph: Graph, _: Program) -> Iterator[Change]:
    """Yield the passes of a pooling layer that take the padding for what it is not."""
    pads = any(option.id == "pad" for option in graph.operation.options)
    if pads and graph.maxima:
        yield Change("the padding is 0 in place of −∞", start=partial(_zeros_around, graph))
    elif pads and len(graph.given) == 1:
        yield Change("the padding is not counted in the mean", start=partial(_uncounted, graph))


def _zeros_around(graph: Graph, point: Valuation) -> Valuation:
    return forward(graph, replace(point, outside=0.0))


def _uncounted(graph: Graph, point: Valuation) -> Valuation:
    """Return a point at which each window is divided by how many entries of the array it has."""
    (one,), name = graph.given, graph.output.name
    ones = forward(graph, point.having({one.name: np.ones(point.arrays[one.name].shape)})).arrays[name]
    slope = upstream(graph.output, graph)
    assert slope is not None  # noqa: S101 - an output has an upstream gradient
    return point.having({each: point.arrays[each] / ones for each in (name, name_of(slope))})


def _marks(one: Quantity, point: Valuation) -> tuple[Numbers, tuple[int, ...]]:
    """Return where the largest entries are, and the axes of the window."""
    assert isinstance(one.value, Largest)  # noqa: S101 - as every maximum
    letters = {limits[0] for limits in one.value.args[1:]}
    axes = tuple(n for n, index in enumerate(one.indices) if index in letters)
    body = inside_of(one.value, point).along(one.indices)  # in float64 those are equal that were drawn a hair apart
    return np.asarray(body == np.max(body, axis=axes, keepdims=True)).astype(float), axes


def _all(one: Quantity, point: Valuation) -> Valuation:
    return point.having({one.name: _marks(one, point)[0]})


def _shared(one: Quantity, point: Valuation) -> Valuation:
    marks, axes = _marks(one, point)
    return point.having({one.name: marks / marks.sum(axis=axes, keepdims=True)})


def _last(one: Quantity, point: Valuation) -> Valuation:
    marks, axes = _marks(one, point)
    rows = np.moveaxis(marks, axes, range(-len(axes), 0))
    flat = rows.reshape((*rows.shape[: rows.ndim - len(axes)], -1))
    behind = np.cumsum(flat[..., ::-1], axis=-1)[..., ::-1] == 1
    found = np.moveaxis((flat * behind).reshape(rows.shape), range(-len(axes), 0), axes)
    return point.having({one.name: found})


# Parts of a term.


def _parts(term: Term, graph: Graph) -> Iterator[tuple[str, Term]]:
    """Yield a term with something put in place of a part, with words; last in one of several places alone."""
    for part in sorted(term.atoms(sp.tanh, sp.exp), key=str):
        yield f"{part.func.__name__} is left out", t.substitute(term, {part: part.args[0]})
    for part in sorted(term.atoms(sp.Sum) - {term}, key=str):
        letter, _, length = part.args[1]
        mean = t.mul(part, t.power(length, t.MINUS_ONE))
        yield f"a mean over {letter.name} in place of the sum", t.substitute(term, {part: mean})
    for part in sorted(term.atoms(sp.Indexed), key=str):
        for words, new in _arrays(part, graph):
            yield words, t.substitute(term, {part: new})
    where = [(path, part) for path, part in t.walk(term) if isinstance(part, sp.Indexed)]
    bases = [part.base for _, part in where]
    for path, part in where:
        if bases.count(part.base) > 1:
            yield from ((f"{words}, in one place", t.put(term, path, new)) for words, new in _arrays(part, graph))


def _arrays(part: sp.Indexed, graph: Graph) -> Iterator[tuple[str, Term]]:
    one = graph.by_base.get(part.base)
    step = next((index for index in part.indices if index.is_Add and graph.recurrent in map(str, index.args)), None)
    if step is not None and one is not None:
        now = next(each for each in step.args if each.is_Symbol)
        indices = [now if index == step else index for index in part.indices]
        yield f"{one.name} of the step itself, not of the one beside it", part.base[tuple(indices)]
    for other in _beside(part, one, graph):
        yield f"{other.base.label} in place of {part.base.label}", other
    for inner in one.value.atoms(sp.tanh) if one is not None and one.value is not None else ():
        if one is not None and part.indices == one.indices:
            yield f"tanh is left out of {one.name}", t.substitute(one.value, {inner: inner.args[0]})
        if one is not None and one.value == inner:
            yield f"tanh is taken of {one.name} once more", sp.tanh(part, evaluate=False)


def _beside(part: sp.Indexed, one: Quantity | None, graph: Graph) -> Iterator[sp.Indexed]:
    """Yield what stands in place of a gradient, of an array that is given, and of one that is two definitions away."""
    rows = [dict(setting.sizes) for setting in graph.operation.settings]
    for base in _bases(one, graph):
        same = len(base.shape) == len(part.base.shape) and base != part.base
        pairs = zip(base.shape, part.base.shape, strict=True) if same else ()
        if same and all(row[str(a)] == row[str(b)] for a, b in pairs for row in rows):
            yield base[part.indices]


def _bases(one: Quantity | None, graph: Graph) -> list[sp.IndexedBase]:
    if one is None:
        reaching = [upstream(each, graph) for each in graph.outputs]
        return [each.base for each in reaching if each is not None and len(reaching) == 1]
    if one.value is None:
        return [each.base for each in graph.outputs]
    return [far.base for near in _within(one, graph) for far in _within(near, graph) if far.indices == one.indices]


def _within(one: Quantity, graph: Graph) -> list[Quantity]:
    every = (*graph.given, *graph.defined)
    return [each for each in every if one.value is not None and each is not one and one.value.has(each.base)]
