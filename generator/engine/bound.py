"""How are the indices of sums renamed, where two sums use one letter, or where the letter makes no difference?"""

from collections.abc import Callable, Mapping

import sympy as sp

from generator.engine import terms as t
from generator.engine.extremes import First, Largest
from generator.engine.parse import INDICES
from generator.engine.terms import Term


def bound_in(x: Term) -> tuple[sp.Symbol, ...]:
    """Return the indices that a sum or a maximum runs over; none for any other term."""
    binds = isinstance(x, (sp.Sum, Largest)) and not isinstance(x, First)
    return tuple(limit[0] for limit in x.args[1:]) if binds else ()


def rebind(x: Term, body: Term, names: Mapping[Term, Term]) -> Term:
    """Return a sum or a maximum over other letters, with a body in which they stand already."""
    limits = (sp.Tuple(names.get(index, index), *size) for index, *size in x.args[1:])
    return t.summed(body, *limits) if isinstance(x, sp.Sum) else x.func(body, *limits)


def rebound(x: Term, fresh: Callable[[], sp.Symbol]) -> Term:
    """Return x with each sum over an index of its own."""
    parts = [rebound(part, fresh) for part in t.children(x)]
    if not isinstance(x, sp.Sum):
        return t.with_children(x, parts) if parts else x
    index = fresh()
    return t.total(t.substitute(parts[0], {x.args[1][0]: index}), index, x.args[1][2])


def numbered(x: Term, depth: int = 0) -> Term:
    """Return x with the indices of its sums named after their depth: the letters make no difference."""
    if isinstance(x, sp.Sum):
        body, (index, *size) = x.args
        name = sp.Symbol(f"_{depth}", integer=True)
        return t.summed(numbered(t.substitute(body, {index: name}), depth + 1), sp.Tuple(name, *size))
    parts = t.children(x)
    return t.with_children(x, (numbered(part, depth) for part in parts)) if parts else x


def letters_first(place: sp.Basic) -> sp.Basic:
    """Return an index expression as one writes it, t - 1; SymPy's own order is -1 + t."""
    return t.add(*sorted(place.args, key=lambda part: bool(part.is_number))) if place.is_Add else place


def at_index(value: Term, own: sp.Symbol, index: Term) -> Term:
    """Return a value at another index than its own, which no sum in it may run over."""
    letters = (INDICES[name] for name in "klnmij" if name not in {str(index), str(own)})
    caught = any(total.args[1][0] == index for total in value.atoms(sp.Sum))
    return t.substitute(rebound(value, letters.__next__) if caught else value, {own: index})
