"""Put the gradients of an operation together: each in the upstream gradient and in the quantities that keep a name.

``gradients`` names the gradient by every quantity. A page ends where people end: the small ones are put in, parts that
have names are written under them, and sums that have one value whatever the input is (deviations from a mean add up to
0, the weights of a softmax to 1) are worked out from the definitions.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import sympy as sp

from generator.derive.graph import Graph, Quantity
from generator.derive.names import matched, places_of, put_in, settled, within_product
from generator.derive.reverse import SHIFTED, Gradient, gradients, renamed
from generator.engine import terms as t
from generator.engine.records import Line, Phase, Step
from generator.engine.rewrites import ORDER, WHOLE
from generator.engine.rules import Rule, exhaust
from generator.engine.simplify import CLEAN, COLLECT, SUMS, Stage, cost, simplify, walk_route
from generator.engine.terms import Term
from generator.engine.views import ratio


def combined(graph: Graph) -> tuple[Gradient, ...]:
    """Return the gradients by inputs, parameters and the quantities that keep a name, the last one first.

    Their phases come in the order in which they are derived; those of small quantities stand before what uses them.
    """
    facts, found = (SHIFTED, *facts_of(graph)), list[Gradient]()
    for one in gradients(graph):
        found.append(_finished(one, tuple(found), graph, facts))
    return tuple(found)


def is_kept(quantity: Quantity, graph: Graph) -> bool:
    """Tell whether the gradient by a quantity has a name in the results: inputs, parameters, and what is kept."""
    return quantity.value is None or quantity.name in graph.operation.keeps


def _finished(one: Gradient, known: tuple[Gradient, ...], graph: Graph, facts: tuple[Rule, ...]) -> Gradient:
    """Return a gradient with those that keep no name put in, and parts under their names."""
    lines = [*one.phase.lines, *_under_names(one.term, graph, facts)]
    for other in reversed(known):
        if not is_kept(other.of, graph) and lines[-1].after.has(other.name.base):
            lines += _inserted(lines[-1].after, other, graph, facts)
    apart = exhaust(lines[-1].after, WHOLE, "Take the whole part out")
    if apart.steps:
        ordered = exhaust(apart.after, ORDER, "Put the terms in order")
        lines += [apart, ordered] if ordered.steps else [apart]
    lines = renamed(lines, frozenset(index.name for index in one.of.indices), "")
    return replace(one, term=lines[-1].after, phase=replace(one.phase, lines=tuple(lines)))


def _inserted(term: Term, other: Gradient, graph: Graph, facts: tuple[Rule, ...]) -> Iterator[Line]:
    """Yield the lines that put a gradient in and make the term shorter."""
    filled = put_in(term, other.name, other.term)
    yield Line(f"Put the gradient by {other.of.name} in", (Step(term, filled, "insert"),))
    yield from _shortened(filled, graph, facts)


def _shortened(term: Term, graph: Graph, facts: tuple[Rule, ...]) -> Iterator[Line]:
    lines = shortest(term, facts)
    yield from lines
    yield from _under_names(lines[-1].after if lines else term, graph, facts)


def shortest(term: Term, facts: tuple[Rule, ...]) -> tuple[Line, ...]:
    """Return the lines that lead to the shortest form, where sums that are equal look the same."""
    lines: list[Line] = []
    for _ in range(_ROUNDS):
        lines += simplify(term, facts)
        end = lines[-1].after if lines else term
        new = settled(end)
        if new == end:
            break
        lines.append(Line("Name the letters of the sums", (Step(end, new, "rename"),)))
        term = new
    return tuple(lines)


_ROUNDS = 4


def _under_names(term: Term, graph: Graph, facts: tuple[Rule, ...]) -> Iterator[Line]:
    """Yield the lines that write parts under their names, as long as that makes the term shorter."""
    while True:
        best, lines = cost(term), tuple[Line, ...]()
        for words, new in _renamings(term, graph):
            tried = (Line(words, (Step(term, new, "name"),)), *shortest(new, facts))
            if cost(tried[-1].after) < best - 0.05:
                best, lines = cost(tried[-1].after), tried
        if not lines:
            return
        yield from lines
        term = lines[-1].after


def _renamings(term: Term, graph: Graph) -> Iterator[tuple[str, Term]]:
    for one in graph.defined:
        assert one.value is not None  # noqa: S101 - a defined quantity has a definition
        yield from ((f"Write it under the name {one.name}", new) for new in _named_whole(term, one))
        yield from ((f"Put it in terms of {one.name}", new) for new in _solved(term, one))


def _named_whole(term: Term, one: Quantity) -> Iterator[Term]:
    """Yield the term with the definition of a quantity replaced by its name wherever it stands."""
    assert one.value is not None  # noqa: S101 - a defined quantity has a definition
    new = term
    while found := next(places_of(one.value, one.indices, new), None):
        path, indices = found
        new = t.put(new, path, one.base[indices])
    for path, part in t.walk(new):
        shorter = within_product(one.value, one.component, part)
        if shorter is not None:
            new = t.put(new, path, shorter)
            break
    if new != term:
        yield new


def _solved(term: Term, one: Quantity) -> Iterator[Term]:
    """Yield the term with a factor of a product, or what a quotient divides, written by the quotient: c = s xhat."""
    value = one.value
    if value is None or not t.is_quotient(value):
        return
    above, below = t.children(value)
    if isinstance(above, sp.Indexed) and term.has(above.base) and tuple(above.indices) == one.indices:
        yield put_in(term, above, t.mul(below, one.component))


@lru_cache(maxsize=8)
def facts_of(graph: Graph) -> tuple[Rule, ...]:
    """Return a rule for each quantity whose sum along its axes is one number, whatever the operation is given."""
    return tuple(_facts(graph))


def _facts(graph: Graph) -> Iterator[Rule]:
    known: list[Rule] = []
    for one in graph.given:
        if one.array is not None and one.array.held == "target":
            index, size = one.indices[-1], one.base.shape[-1]
            known.append(_fact(one, (index,), t.total(one.component, index, size), t.ONE))
            yield known[-1]
    for one in (one for one in graph.defined if _may_cancel(one)):
        for chosen in _axes_of(one):
            whole = _over_axes(one, chosen)
            lines = lines_of_fact(whole, graph, tuple(known))
            if lines and lines[-1].after.is_Number:
                known.append(_fact(one, chosen, whole, lines[-1].after))
                yield known[-1]


def _may_cancel(one: Quantity) -> bool:
    """Tell whether a definition takes something off, or divides by what it is given: no other sum is one number."""
    value = one.value
    if value is None or value.is_Add:
        return value is not None and any(map(t.is_neg, value.args))
    return any(factor.atoms(sp.Indexed) for factor in ratio(value).below)


def _axes_of(one: Quantity) -> Iterator[tuple[sp.Symbol, ...]]:
    """Yield the axes along which a quantity may be summed: one or more that stand side by side."""
    own = one.indices
    yield from (own[first:last] for count in range(1, len(own) + 1) for first, last in _windows(len(own), count))


def _windows(length: int, count: int) -> Iterator[tuple[int, int]]:
    yield from ((first, first + count) for first in range(length - count + 1))


def _over_axes(one: Quantity, chosen: tuple[sp.Symbol, ...]) -> Term:
    whole: Term = one.component
    sizes = dict(zip(one.indices, one.base.shape or (), strict=True))
    for index in reversed(chosen):
        whole = t.total(whole, index, sizes[index])
    return whole


def _fact(one: Quantity, chosen: tuple[sp.Symbol, ...], whole: Term, number: Term) -> Rule:
    free = frozenset(letter for letter in one.indices if letter not in chosen)

    def applied(x: Term) -> Term | None:
        return number if isinstance(x, sp.Sum) and matched(whole, x, free) is not None else None

    name = "-".join((f"sum-of-{one.name}", *(index.name for index in chosen)))
    return Rule(name, f"the sum of {one.name} is {number}", applied, whole, number, (whole, number), one.component)


_DEFINITIONS = 3
"""A sum that is one number whatever is given is so by two or three definitions: after these it is given up."""


def lines_of_fact(whole: Term, graph: Graph, known: tuple[Rule, ...] = ()) -> tuple[Line, ...]:
    """Return the lines that work a sum out by the definitions; none where a recurrence or a missing rule stops that.

    They end after ``_DEFINITIONS`` definitions.
    """
    lines: list[Line] = []
    term, left = whole, _DEFINITIONS
    for one in reversed(graph.defined):
        if term.is_Number or one.value is None or not left:
            break
        if term.has(one.base) and not one.value.has(one.base):
            left -= 1
            filled = put_in(term, one.component, one.value)
            lines += (Line(f"Put the definition of {one.name} in", (Step(term, filled, "insert"),)),)
            lines += _worked_out(filled, known)
            term = lines[-1].after
    return tuple(lines)


def _worked_out(term: Term, known: tuple[Rule, ...]) -> tuple[Line, ...]:
    route = (*CLEAN, Stage(SUMS.title, known + SUMS.rules), COLLECT)
    lines = walk_route(term, route)
    return (*lines, *shortest(lines[-1].after if lines else term, known))


def phase_of_fact(rule: Rule, graph: Graph, known: tuple[Rule, ...]) -> Phase:
    """Return the phase that shows why a sum has one value."""
    return Phase(
        rule.title.capitalize(), rule.before, rule.before, lines_of_fact(rule.before, graph, known), graph.where
    )
