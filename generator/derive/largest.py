"""A maximum over indices in an operation: the quantity that says where it is taken, and its derivative.

Each maximum gets a quantity ``first``: 1 at the first of the largest entries, 0 elsewhere. Where no two entries are
both the largest, a small change moves the maximum as it moves that entry, and ``first`` stays what it is; so the
derivative of the maximum is the sum of the entries' derivatives, each times ``first``. At a tie there is none, and the
first of the equals counts.

Source: J. M. Danskin, *The theory of max-min, with applications*, SIAM Journal on Applied Mathematics 14, 1966.
"""

from collections.abc import Iterator, Mapping
from functools import partial, reduce

import sympy as sp

from generator.catalogue.operation import Axis
from generator.derive.names import free_letters, matched
from generator.engine import terms as t
from generator.engine.bound import bound_in
from generator.engine.extremes import First, Largest
from generator.engine.rules import Rule
from generator.engine.terms import D, Term


def places_of_maxima(value: Term, axes: Mapping[str, Axis], taken: set[str]) -> Iterator[tuple[sp.Indexed, Term]]:
    """Yield for each maximum in a definition the component of its ``first`` and what that is; names are added."""
    for part in dict.fromkeys(part for _, part in t.walk(value) if isinstance(part, Largest)):
        name, count = "first", 1
        while name in taken:
            count += 1
            name = f"first{count}"
        taken.add(name)
        own, free = bound_in(part), free_letters(part)
        known = (*(axis.index for axis in axes.values() if axis.letter in free), *own)
        sizes = tuple(axes[index.name.rstrip("'")].length for index in known)
        yield sp.IndexedBase(sp.Symbol(name, real=True), shape=sizes, real=True)[known], First(*part.args)


def rule_of_maximum(first: sp.Indexed, value: Term) -> Rule:
    """Return the rule for the derivative of the maximum whose place ``first`` is by this definition."""
    pattern = Largest(*value.args)
    apply = partial(_entry_taken, first, pattern)
    variable = next(iter(part for part in value.atoms(sp.Indexed)))
    goal, name = D(pattern, variable), str(first.base.label)
    title = f"a maximum changes as the entry does that {name} picks"
    end = apply(goal) or goal
    stays, when = D(variable, variable), "no two entries are both the largest"
    return Rule("largest", title, apply, goal, end, (goal, end), stays, when)


def _entry_taken(first: sp.Indexed, pattern: Largest, x: Term) -> Term | None:
    """Return the derivative of a maximum by way of the entry that ``first`` picks; nothing for another term."""
    own = bound_in(pattern)
    found = matched(pattern, x.args[0], frozenset(first.indices) - {*own}) if isinstance(x, D) else None
    if found is None:
        return None
    inner, variable = x.args
    letters = {**found, **dict(zip(own, bound_in(inner), strict=True))}
    place = first.base[tuple(letters[index] for index in first.indices)]
    return reduce(t.summed, reversed(inner.args[1:]), t.mul(place, D(inner.args[0], variable)))
