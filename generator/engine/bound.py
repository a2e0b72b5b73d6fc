"""Which indices does a sum bind, which stay free, and how are the bound ones renamed?"""

from collections.abc import Callable, Mapping
from functools import lru_cache

import sympy as sp

from generator.engine import terms as t
from generator.engine.extremes import First, Largest
from generator.engine.parse import INDICES
from generator.engine.terms import Term


def bound_in(x: Term) -> tuple[sp.Symbol, ...]:
    """Return the indices that a sum or a maximum runs over; none for any other term."""
    binds = isinstance(x, (sp.Sum, Largest)) and not isinstance(x, First)
    return tuple(limit[0] for limit in x.args[1:]) if binds else ()


def unbound_indices(x: Term) -> tuple[sp.Symbol, ...]:
    """Return the indices of the term that no sum binds, those of conditions included, in alphabetical order."""
    return _sorted(x)


@lru_cache(maxsize=8192)
def _sorted(x: Term) -> tuple[sp.Symbol, ...]:
    return tuple(sorted(_free(x), key=str))


@lru_cache(maxsize=8192)
def _free(x: Term) -> frozenset[sp.Symbol]:
    if isinstance(x, sp.Sum):
        return _free(x.args[0]) - {x.args[1][0]}
    if isinstance(x, sp.Indexed):
        return frozenset(index for index in x.indices if isinstance(index, sp.Symbol))
    if isinstance(x, sp.KroneckerDelta):
        return frozenset(index for index in x.args if isinstance(index, sp.Symbol))
    return frozenset().union(*map(_free, x.args)) if x.args else frozenset()


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


@lru_cache(maxsize=1 << 13)
def numbered(x: Term, depth: int = 0) -> Term:
    """Return x with the indices of its sums named after their depth: the letters make no difference."""
    if isinstance(x, sp.Sum):
        body, (index, *size) = x.args
        name = sp.Symbol(f"_{depth}", integer=True)
        return t.summed(numbered(t.substitute(body, {index: name}), depth + 1), sp.Tuple(name, *size))
    parts = t.children(x)
    return t.with_children(x, (numbered(part, depth) for part in parts)) if parts else x


def letters_first(place: sp.Basic) -> sp.Basic:
    """Return an index expression as one writes it, stride i + u - pad; SymPy's own order is -pad + i stride + u."""
    if not place.is_Add and not place.is_Mul:
        return place
    parts = map(_words_first, sp.Add.make_args(place))
    return t.add(*sorted(parts, key=lambda part: (bool(part.is_number), t.is_neg(part))))


def _words_first(part: Term) -> Term:
    """Return a product of a whole number, the words in it, and letters."""
    if part.is_number:
        return part
    number, rest = part.as_coeff_Mul()
    factors = sorted(sp.Mul.make_args(rest), key=lambda factor: (len(str(factor)) == 1, str(factor)))
    whole = t.mul(*(() if abs(number) == 1 else (abs(number),)), *factors)
    return t.neg(whole) if number < 0 else whole


def at_index(value: Term, own: sp.Symbol, index: Term) -> Term:
    """Return a value at another index than its own, which no sum in it may run over."""
    letters = (INDICES[name] for name in "klnmij" if name not in {str(index), str(own)})
    caught = any(total.args[1][0] == index for total in value.atoms(sp.Sum))
    return t.substitute(rebound(value, letters.__next__) if caught else value, {own: index})
