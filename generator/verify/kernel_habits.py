"""Families of wrong kernels that are right elsewhere: the slope of another function, a gain outside of its sums.

Here too: one gradient returned or read in place of another, and sums over another axis. To add a family, write a
generator and name it in ``habits``.
"""

from collections.abc import Iterator
from functools import partial
from itertools import chain, combinations

import numpy as np
import sympy as sp

from generator.derive.graph import Graph
from generator.derive.reverse import Gradient, upstream
from generator.engine import terms as t
from generator.engine.oneline import plain
from generator.engine.terms import Term
from generator.engine.views import ratio
from generator.verify.array_arithmetic import Numbers
from generator.verify.kernel_terms import Sizes
from generator.verify.kernels import Change, Program, aligned
from generator.verify.labelled import Valuation, value
from generator.verify.operations import Drawn


def habits(graph: Graph, raw: Program, final: Program) -> Iterator[tuple[Change, Program]]:
    """Yield wrong kernels, each with the program in which it is made."""
    shown = [(one, final, (_slopes(one.term), _gates(one.term, graph), _gains(one, final, graph),
                           _read(one.term, final, graph), _scales(one, final, graph))) for one in final]  # fmt: skip
    for one, program, families in (*shown, *((one, raw, (_slopes(one.term),)) for one in raw)):
        for words, term in chain.from_iterable(families):
            yield Change(f"d{one.of.name}: {words}", {one.of.name: term}), program
    for one in raw:
        if one.of.value is None:
            yield from ((change, raw) for change in (*_returned(one, raw, graph), *_other_sums(one)))


def _slopes(term: Term) -> Iterator[tuple[str, Term]]:
    """Yield a term with the slope of tanh for that of a sigmoid, or the other way, and without the slope."""
    for part in sorted(term.atoms(sp.Add), key=str):
        rest = t.add(*(x for x in part.args if x is not t.ONE)) if t.ONE in part.args and len(part.args) == 2 else None
        inner = t.without_sign(rest) if rest is not None and t.is_neg(rest) else None
        if inner is not None and inner.is_Pow and inner.exp == 2:
            sigmoid = t.mul(inner.base, t.add(t.ONE, t.neg(inner.base)))
            yield "the slope of a sigmoid in place of that of tanh", t.substitute(term, {part: sigmoid})
        elif isinstance(inner, sp.Indexed) and inner in ratio(term).above and part in ratio(term).above:
            bare = t.substitute(term, {part: t.ONE, inner: t.ONE})
            tanh = t.mul(bare, t.add(t.ONE, t.neg(t.power(inner, 2))))
            yield f"the slope of the sigmoid {inner.base.label} is missing", bare
            yield "the slope of tanh in place of that of a sigmoid", tanh


def _gates(term: Term, graph: Graph) -> Iterator[tuple[str, Term]]:
    """Yield a term with a quantity in place of one that stands beside it in a definition: a gate for another gate."""
    sizes = Sizes(graph)
    for part in sorted(term.atoms(sp.Indexed), key=str):
        one = graph.by_base.get(part.base)
        users = graph.users(one) if one is not None and one.value is not None else ()
        beside = {other for user in users if user.value is not None for other in graph.defined if other is not one
                  and user.value.has(other.base) and len(other.indices) == len(part.indices)}  # fmt: skip
        for other in sorted(beside, key=lambda other: other.name):
            if all(sizes.alike(a, b) for a, b in zip(other.base.shape, part.base.shape, strict=True)):
                words = f"{other.name} in place of {part.base.label}"
                yield words, t.substitute(term, {part: other.base[part.indices]})


def _gains(one: Gradient, program: Program, graph: Graph) -> Iterator[tuple[str, Term]]:
    """Yield a term in which a gain stands outside of sums that it belongs into."""
    for other in program:
        given = (x for x in ratio(other.term).above if isinstance(x, sp.Indexed) and x.base in graph.by_base)
        narrow = (x for x in given if set(x.indices) < set(other.of.indices))
        gain = next((x for x in narrow if graph.by_base[x.base].value is None), None)
        if gain is None or len(ratio(other.term).above) != 2 or not one.term.has(other.name.base):
            continue
        rest = next(x for x in ratio(other.term).above if x is not gain)
        if isinstance(rest, sp.Indexed) and rest.indices == other.of.indices and {*gain.indices} <= {*one.of.indices}:
            table = {part: rest.base[part.indices] for part in one.term.atoms(sp.Indexed)
                     if part.base == other.name.base}  # fmt: skip
            yield f"{gain.base.label} outside of the sums", t.mul(gain, t.substitute(one.term, table))


def _read(term: Term, program: Program, graph: Graph) -> Iterator[tuple[str, Term]]:
    """Yield a term with the gradient a step away in place of one, or with that by a quantity in place of itself."""
    slopes = {each.of.base: each.name.base for each in program if each.of.value is not None}
    reaching = [found.base for each in graph.outputs if (found := upstream(each, graph)) is not None]
    terms = {each.name.base: each.term for each in program}
    for part in sorted(term.atoms(sp.Indexed), key=str):
        others = [slopes[part.base]] if part.base in slopes else []
        if part.base not in graph.by_base:
            every = (base for base in (*slopes.values(), *reaching) if base != part.base)
            own = terms.get(part.base, t.ZERO)
            others = [base for base in every if terms.get(base, t.ZERO).has(part.base) or own.has(base)]
        for base in others:
            if base.shape == part.base.shape:
                words = f"{base.label} in place of {part.base.label}"
                yield words, t.substitute(term, {part: base[part.indices]})


def _scales(one: Gradient, program: Program, graph: Graph) -> Iterator[tuple[str, Term]]:
    """Yield a term without the scale of a gradient that stands in it, and with it once more."""
    known = {axis.length for axis in graph.operation.axes} | {option.letter for option in graph.operation.options}
    for other in (other for other in program if one.term.has(other.name.base)):
        above, below = ([x for x in side if x.free_symbols and x.free_symbols <= known]
                        for side in (ratio(other.term).above, ratio(other.term).below))  # fmt: skip
        if above or below:
            scale = t.over(t.mul(*above), t.mul(*below)) if below else t.mul(*above)
            yield f"the scale {plain(scale)} is missing", t.over(one.term, scale)
            yield f"the scale {plain(scale)} counts twice", t.mul(scale, one.term)


def _returned(one: Gradient, program: Program, graph: Graph) -> Iterator[Change]:
    """Yield the passes that return the gradient by another quantity, as they had it on the way."""
    slopes = [each.name.base for each in program if each.of.value is not None]
    slopes += [found.base for each in graph.outputs if (found := upstream(each, graph)) is not None]
    for base in slopes:
        if base.shape == one.of.base.shape:
            yield Change(f"{base.label} is returned as d{one.of.name}", {one.of.name: base[one.of.indices]})


def _other_sums(one: Gradient) -> Iterator[Change]:
    """Yield the passes that sum over other axes, or keep those that they sum over with length 1."""
    body, letters = one.term, list[sp.Symbol]()
    while isinstance(body, sp.Sum):
        body, letters = body.args[0], [*letters, body.args[1][0]]
    order = next((x.indices for x in sorted(body.atoms(sp.Indexed), key=str)
                  if {*letters, *one.of.indices} == {*x.indices} and not x.has(sp.Add)), None)  # fmt: skip
    if not letters or order is None:
        return
    name, right = one.of.name, tuple(n for n, index in enumerate(order) if index in letters)
    yield Change(
        f"d{name} keeps the axis of its sum, with length 1", {name: partial(_summed, body, order, right, "kept")}
    )
    for chosen in combinations(range(len(order)), len(right)):
        if chosen != right:
            over, wanted = (" and ".join(order[n].name.rstrip("'") for n in axes) for axes in (chosen, right))
            words = f"d{name}: summed over {over} in place of {wanted}"
            yield Change(words, {name: partial(_summed, body, order, chosen, "gone")})


def _summed(
    body: Term,
    order: tuple[sp.Symbol, ...],
    axes: tuple[int, ...],
    what: str,
    point: Valuation,
    _: Drawn,
) -> Numbers:
    shape = tuple(point.length(index) or 1 for index in order)
    return np.asarray(aligned(value(body, point), order, shape).sum(axis=axes, keepdims=what == "kept"))
