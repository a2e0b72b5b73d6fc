"""Any number of leading axes: an operation's code takes (2, 3, 4, D) where its record says x[n, d] or x[d].

Where one axis comes first in the output and in every input, as examples do, it stands for all leading axes. Where none
does, as in attention, each array but the parameters gets one; examples do not mix, so that the gradient by a parameter
is the sum over them.
"""

from dataclasses import replace

import sympy as sp

from generator.derive.graph import Graph, Quantity
from generator.derive.reverse import Gradient, slope_name
from generator.engine import terms as t
from generator.engine.terms import Term

_LETTERS = (("b", "B"), ("s", "S"), ("l", "L"), ("z", "Z"))
"""Letters for an axis of examples and its length, of which the first is taken that an operation leaves free."""


def leading(graph: Graph) -> sp.Symbol | None:
    """Return the index that stands for all leading axes, None where no axis comes first everywhere."""
    own = graph.output.indices[:1]
    inputs = [one.indices for one in graph.given if one.array and one.array.role == "input"]
    every = [one.indices for one in graph.given]
    first = all(indices[:1] == own for indices in inputs) and any(indices[:1] == own for indices in every)
    alone = all(own[0] not in indices[1:] for indices in every) if own else False
    recurs = bool(own) and str(own[0]) == graph.recurrent
    return own[0] if own and first and alone and not recurs and not _mixes(own[0], graph) else None


def _mixes(index: sp.Symbol, graph: Graph) -> bool:
    """Tell whether a definition reads an array elsewhere along an axis, as attention does among the positions."""
    parts = {part for one in graph.defined if one.value is not None for part in one.value.atoms(sp.Indexed)}
    known = ((part.indices, graph.by_base[part.base].indices) for part in parts if part.base in graph.by_base)
    return any(own == index != place for places, names in known for place, own in zip(places, names, strict=True))


def with_leading(graph: Graph, gradients: tuple[Gradient, ...]) -> tuple[Graph, tuple[Gradient, ...]]:
    """Return a graph and its gradients with an axis of examples, where they have none and no recurrence."""
    if leading(graph) is not None or graph.recurrent:
        return graph, gradients
    taken = {name for axis in graph.operation.axes for name in (axis.letter, axis.size)}
    letter, size = next(pair for pair in _LETTERS if not {*pair} & taken)
    index = sp.Symbol(letter, integer=True, positive=True)
    length = sp.Symbol(size, integer=True, positive=True)
    inner = [one for one in (*graph.given, *graph.defined) if not _shared(one)]
    names = {f"{mark}{one.name}{end}" for one in inner for mark in ("", "d") for end in ("", "_out")}

    def widened(term: Term) -> Term:
        return t.substitute(term, {part: _wide(part, index, length) for part in _parts(term, names)})

    def quantity(one: Quantity) -> Quantity:
        component = one.component if _shared(one) else _wide(one.component, index, length)
        return Quantity(component, None if one.value is None else widened(one.value), one.array)

    wide = replace(graph, given=tuple(map(quantity, graph.given)), defined=tuple(map(quantity, graph.defined)))
    by_name = {one.name: one for one in (*wide.given, *wide.defined)}
    found = []
    for one in gradients:
        of, term = by_name[one.of.name], widened(one.term)
        found.append(
            replace(one, of=of, name=slope_name(of), term=t.total(term, index, length) if _shared(of) else term)
        )
    return wide, tuple(found)


def _shared(one: Quantity) -> bool:
    """Tell whether all examples have an array in common."""
    return one.array is not None and one.array.role == "parameter"


def _parts(term: Term, names: set[str]) -> list[sp.Indexed]:
    return [part for part in term.atoms(sp.Indexed) if str(part.base.label) in names]


def _wide(x: sp.Indexed, index: sp.Symbol, length: sp.Symbol) -> sp.Indexed:
    base = sp.IndexedBase(x.base.label, shape=(length, *(x.base.shape or ())), real=True)
    return base[(index, *x.indices)]
