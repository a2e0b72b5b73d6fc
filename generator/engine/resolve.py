"""Put every definition into a term: its meaning, unevaluated, in the letters that are given."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import count

import sympy as sp
from sympy.core.function import AppliedUndef

from generator.engine import terms as t
from generator.engine.asked import asked_apart
from generator.engine.bound import unbound_indices
from generator.engine.inner_first import inner_first
from generator.engine.named import head_of
from generator.engine.oneline import plain
from generator.engine.parse import INDICES
from generator.engine.records import Definitions
from generator.engine.rewrites import tidied
from generator.engine.terms import Term
from generator.engine.views import arguments_of
from generator.errors import DerivationError

_DEEPEST = 20


@lru_cache(maxsize=64)
def resolved(x: Term, where: Definitions) -> Term:
    """Put all definitions in. Raises ``DerivationError`` for a name that is defined through itself."""
    letters = count()

    def read(x: Term, depth: int) -> Term:
        if depth > _DEEPEST:
            raise DerivationError(f"{plain(x)} · defined through itself")
        for name, term in where:
            table = _matched(name, x)
            if table is not None:
                return read(t.substitute(_renamed(term, letters), table), depth + 1)
        if isinstance(x, sp.Piecewise):
            return t.cases(*((read(value, depth), condition(when, depth)) for value, when in x.args))
        parts = t.children(x)
        return t.with_children(x, (read(part, depth) for part in parts)) if parts else x

    def condition(when: sp.Basic, depth: int) -> sp.Basic:
        if isinstance(when, sp.core.relational.Relational):
            return asked_apart(when.func(*(read(side, depth) for side in when.args), evaluate=False), t.substitute)
        return when.func(*(condition(part, depth) for part in when.args)) if when.args else when

    return read(_renamed(x, letters), 0)


def put_in(term: Term, where: Definitions) -> Term:
    """Return a term with all definitions put in, in the letters that are given; inner branches are asked first."""
    full = lettered(resolved(term, where))
    read = inner_first(full)
    return full if read == full else tidied(read)


def lettered(x: Term) -> Term:
    """Return the term with the usual letters for the indices of its sums: k, and l within a sum over k."""
    return _lettered(x, unbound_indices(x))


def _lettered(x: Term, taken: tuple[sp.Symbol, ...]) -> Term:
    if isinstance(x, sp.Sum):
        letter = next(INDICES[name] for name in "klnij" if INDICES[name] not in taken)
        body = t.substitute(x.args[0], {x.args[1][0]: letter})
        return t.total(_lettered(body, (*taken, letter)), letter, x.args[1][2])
    parts = t.children(x)
    return t.with_children(x, (_lettered(part, taken) for part in parts)) if parts else x


def _renamed(x: Term, letters: Iterator[int]) -> Term:
    """Return the term with a letter of its own for the index of every sum, so that no other index is caught by it."""
    if isinstance(x, sp.Sum):
        index = sp.Symbol(f"k{next(letters)}", integer=True, positive=True)
        return t.total(_renamed(t.substitute(x.args[0], {x.args[1][0]: index}), letters), index)
    parts = t.children(x)
    return t.with_children(x, (_renamed(part, letters) for part in parts)) if parts else x


def _matched(name: Term, x: Term) -> dict[Term, Term] | None:
    """Return what the letters of a definition's name stand for in x, or None if x is another name."""
    if isinstance(name, (sp.Indexed, AppliedUndef)):
        same = isinstance(x, (sp.Indexed, AppliedUndef)) and head_of(x) == head_of(name)
        return dict(zip(arguments_of(name), arguments_of(x), strict=True)) if same else None
    return {} if name == x else None
