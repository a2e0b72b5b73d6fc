"""Layers that differ from a record in one thing: an axis, an order of gates, a mask, an option, a root.

A kernel of such a layer is right for another record, in both passes or in one. To add a family, write a generator of
graphs and name it in ``layers_beside``.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain, combinations

import sympy as sp

from generator.derive.graph import Graph, Quantity
from generator.derive.softmax import softmax_of
from generator.engine import terms as t
from generator.engine.oneline import plain
from generator.engine.terms import Term
from generator.engine.views import Ratio, ratio

Others = Iterator[tuple[str, Graph]]
"""Words, and the layer that such a kernel computes."""


def layers_beside(graph: Graph) -> Others:
    """Yield the layers beside one."""
    return chain.from_iterable(family(graph) for family in (_axes, _gates, _masks, _options, _roots, _summands))


def with_value(graph: Graph, one: Quantity, term: Term) -> Graph:
    """Return the layer with another definition of one quantity."""
    defined = tuple(replace(each, value=term) if each is one else each for each in graph.defined)
    return replace(graph, defined=defined)


def everywhere(graph: Graph, change: Callable[[Term], Term]) -> Graph:
    """Return the layer with every definition changed."""
    return replace(graph, defined=tuple(replace(one, value=change(one.value)) for one in graph.defined if one.value))


def substituted(graph: Graph, table: dict[Term, Term]) -> Graph:
    """Return the layer with other terms in its definitions."""
    return everywhere(graph, lambda x: t.substitute(x, table))


# A mean, a variance or the sum of a softmax over other axes: batch normalisation in place of layer normalisation.


def _axes(graph: Graph) -> Others:
    """Yield the layers that reduce over other axes, all quantities alike that reduce over the same."""
    groups: dict[tuple[tuple[sp.Symbol, ...], ...], list[Quantity]] = {}
    for one in graph.defined:
        body, letters = _opened(one)
        if letters and body is not None and body.atoms(sp.Indexed) and all(
            {*part.indices} == {*one.indices, *letters} for part in body.atoms(sp.Indexed)
        ):  # fmt: skip
            groups.setdefault((one.indices, letters), []).append(one)
    shares = {softmax.total.name: f"the softmax {softmax.share.name}" for one in graph.defined
              if (softmax := softmax_of(one, graph)) is not None}  # fmt: skip
    for (kept, letters), chosen in groups.items():
        every = tuple(axis.index for axis in graph.operation.axes if axis.index in {*kept, *letters})
        for others in _beside(every, letters):
            table = {one.base: _moved(graph, one, tuple(x for x in every if x not in others), others)
                     for one in (*chosen, *_of_these(graph, chosen))}  # fmt: skip
            names = " and ".join(shares.get(one.name, one.name) for one in chosen)
            other = _rebuilt(graph, table)
            if all(
                one.value is not None and one.value.free_symbols & {*every} <= {*one.indices} for one in other.defined
            ):
                yield f"{names}: over {_listed(others)} in place of {_listed(letters)}", other


def _opened(one: Quantity) -> tuple[Term | None, tuple[sp.Symbol, ...]]:
    """Return what a sum or a mean adds up, and the letters of its sums."""
    parts = ratio(one.value) if one.value is not None else None
    if parts is None or len(parts.above) != 1 or parts.sign < 0:
        return None, ()
    body, letters = parts.above[0], list[sp.Symbol]()
    while isinstance(body, sp.Sum):
        letters, body = [*letters, body.args[1][0]], body.args[0]
    return body, tuple(letters)


def _beside(every: tuple[sp.Symbol, ...], letters: tuple[sp.Symbol, ...]) -> Iterator[tuple[sp.Symbol, ...]]:
    """Yield the sets of axes that are one exchange, one more, or one or several less than those given."""
    for count in range(1, len(every)):
        for chosen in combinations(every, count):
            more, less = {*chosen} - {*letters}, {*letters} - {*chosen}
            if (more or less) and len(more) <= 1 and (len(less) <= 1 or not more):
                yield chosen


def _listed(letters: tuple[sp.Symbol, ...]) -> str:
    *rest, last = (letter.name for letter in letters)
    return f"{', '.join(rest)} and {last}" if rest else last


def _of_these(graph: Graph, chosen: list[Quantity]) -> Iterator[Quantity]:
    """Yield the quantities that are made of these alone: the root of a variance."""
    known = {one.base for one in chosen}
    for one in graph.defined:
        parts = one.value.atoms(sp.Indexed) if one.value is not None else set()
        if one not in chosen and parts and {part.base for part in parts} <= known and one.indices == chosen[0].indices:
            known.add(one.base)
            yield one


def _moved(graph: Graph, one: Quantity, kept: tuple[sp.Symbol, ...], letters: tuple[sp.Symbol, ...]) -> Quantity:
    """Return a quantity with other indices; a sum runs over ``letters``."""
    size = {axis.index: axis.length for axis in graph.operation.axes}
    base = sp.IndexedBase(one.base.label, shape=tuple(size[x] for x in kept), real=True)
    body, bound = _opened(one)
    value = one.value
    if bound and value is not None and body is not None:
        gone = {size[letter] for letter in bound}
        parts = ratio(value)
        for letter in reversed(letters):
            body = t.total(body, letter, size[letter])
        below = (*(x for x in parts.below if x not in gone), *(size[x] for x in letters if parts.below))
        value = Ratio(parts.sign, (body,), below).term
    return replace(one, component=base[kept], value=value)


def _rebuilt(graph: Graph, table: dict[sp.IndexedBase, Quantity]) -> Graph:
    """Return the layer with some quantities in place of those of the same name."""
    own = {one.base: one.component for one in graph.defined}
    places = {own[base]: new.component for base, new in table.items()}
    defined = [replace(one, value=t.substitute(one.value, places)) for old in graph.defined
               if (one := table.get(old.base, old)).value is not None]  # fmt: skip
    return replace(graph, defined=tuple(defined))


# Gates, or keys and values, in another order.


def _gates(graph: Graph) -> Others:
    """Yield the layers that take two quantities for one another that are made alike, each with weights of its own."""
    for one, other in combinations(graph.defined, 2):
        if one.value is None or other.value is None or one.indices != other.indices:
            continue
        mine, its = (_given(each, graph) for each in (one, other))
        alike = [a.indices for a in mine] == [b.indices for b in its]
        if mine != its and alike and t.substitute(one.value, dict(zip(mine, its, strict=True))) == other.value:
            table = {one.component: other.component, other.component: one.component}
            yield f"{one.name} and {other.name} are exchanged", substituted(graph, table)


def _given(one: Quantity, graph: Graph) -> list[sp.Indexed]:
    parts = [part for _, part in t.walk(one.value) if isinstance(part, sp.Indexed)] if one.value is not None else []
    known = {each.base for each in graph.given}
    return sorted((part for part in parts if part.base in known), key=lambda part: (str(part.indices), str(part)))


# Masks.


def _masks(graph: Graph) -> Others:
    """Yield the layers that keep what a mask takes away, and those that mask scores by a product with 0."""
    for mask in (one for one in graph.given if one.array is not None and one.array.held == "mask"):
        rest = t.add(t.ONE, t.neg(mask.component))
        yield f"{mask.name} is inverted", substituted(graph, {mask.component: rest})
        for one in graph.defined:
            parts = ratio(one.value) if one.value is not None else None
            powers = [x for x in parts.above if isinstance(x, sp.exp)] if parts else []
            if parts is not None and len(powers) == 1 and mask.component in parts.above:
                above = [x for x in parts.above if x != mask.component and x is not powers[0]]
                power = t.call(sp.exp, t.mul(mask.component, powers[0].args[0]))
                words = f"the scores are multiplied by {mask.name}, and count as 0, not as −∞"
                yield words, with_value(graph, one, t.mul(*above, power))


# Options.


def _options(graph: Graph) -> Others:
    """Yield the layers that forget a whole option, and those that move a window by its own length."""
    whole = [option for option in graph.operation.options if option.letter.is_integer]
    for option in whole:
        words = f"{option.id} is forgotten, as if it were {option.default}"
        yield words, substituted(graph, {option.letter: option.default})
    size = {axis.index: axis.length for axis in graph.operation.axes}
    windows: dict[sp.Symbol, Term] = {}
    for one in graph.defined:
        for index in (index for part in one.value.atoms(sp.Indexed) for index in part.indices) if one.value else ():
            options = {option.letter for option in whole}
            moved = [x for x in sp.Add.make_args(index) if x.free_symbols & options and x.free_symbols & {*one.indices}]
            own = index.free_symbols & size.keys() - {*one.indices}
            if index.is_Add and len(moved) == 1 and len(own) == 1:
                letter = next(iter(moved[0].free_symbols & {*one.indices}))
                length = size[next(iter(own))]
                windows[moved[0]] = letter * length
    if windows and not any(one.array is not None and one.array.role == "parameter" for one in graph.given):
        words = "the window moves by its own length, whatever the stride is"
        yield words, everywhere(graph, lambda x: _indexed(x, windows))


def _indexed(x: Term, table: dict[sp.Symbol, Term]) -> Term:
    """Return a term with the summands of its indices replaced."""
    if isinstance(x, sp.Indexed):
        return x.base[tuple(sp.Add(*(table.get(part, part) for part in sp.Add.make_args(i))) for i in x.indices)]
    parts = t.children(x)
    return t.with_children(x, (_indexed(part, table) for part in parts)) if parts else x


# Roots and summands.


def _roots(graph: Graph) -> Others:
    """Yield the layers with the last summand of a root outside of it."""
    for one in graph.defined:
        value = one.value
        if value is not None and value.is_Pow and value.exp == t.HALF and value.base.is_Add:
            *rest, last = value.base.args
            options = {option.letter for option in graph.operation.options}
            for own in (x for x in (last, *rest) if x in options):
                inside = t.add(*(x for x in value.base.args if x is not own))
                words = f"{one.name}: {plain(own)} outside of the root"
                yield words, with_value(graph, one, t.add(t.power(inside, t.HALF), own))


def _summands(graph: Graph) -> Others:
    """Yield the layers that leave out a summand of the output, subtract it, or forget its scale."""
    one = graph.output
    if one.value is None or graph.recurrent:
        return
    if one.value.is_Add:
        for n, part in enumerate(one.value.args):
            others = (*one.value.args[:n], *one.value.args[n + 1 :])
            name = str(part.base.label) if isinstance(part, sp.Indexed) else plain(part)
            yield f"the summand {name} is left out of {one.name}", with_value(graph, one, t.add(*others))
            if isinstance(part, sp.Indexed):
                less = t.add(*one.value.args[:n], t.neg(part), *one.value.args[n + 1 :])
                yield f"{name} is subtracted in {one.name}", with_value(graph, one, less)
    known = {axis.length for axis in graph.operation.axes} | {option.letter for option in graph.operation.options}
    for path, part in t.walk(one.value):
        parts = ratio(part)
        below = [x for x in parts.below if x.free_symbols and x.free_symbols <= known]
        above = [x for x in parts.above if x.free_symbols and x.free_symbols <= known]
        if not above and not below:
            continue
        bare = [x for x in parts.above if x not in above], [x for x in parts.below if x not in below]
        told = plain(t.mul(*below))
        for words, more in (
            (f"the scale {plain(t.over(t.mul(*above), t.mul(*below)))} is missing", ()),
            (f"the division by {told} is missing", above),
            (f"multiplied by {told} in place of divided by it", (*above, *below)),
        ):
            if below or not more:
                changed = Ratio(parts.sign, (*bare[0], *more), tuple(bare[1])).term
                yield f"{one.name}: {words}", with_value(graph, one, t.put(one.value, path, changed))
