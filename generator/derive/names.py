"""Write parts of a term under the names that an operation gives them, and names as what they stand for.

A definition is recognised whatever its indices are called: s[n'] stands for sqrt(v[n'] + eps) as s[n] does for its own.
"""

from collections.abc import Iterator, Mapping

import sympy as sp

from generator.engine import terms as t
from generator.engine.bound import bound_in, rebind
from generator.engine.terms import Path, Term
from generator.engine.views import Ratio, ratio

Letters = Mapping[sp.Symbol, Term]


def matched(pattern: Term, term: Term, free: frozenset[sp.Symbol], known: Letters | None = None) -> Letters | None:
    """Return which index each letter in ``free`` stands for where a term is the pattern, None where it is not."""
    found = dict(known or {})
    return found if _matches(pattern, term, free, found) else None


def _matches(pattern: Term, term: Term, free: frozenset[sp.Symbol], found: dict[sp.Symbol, Term]) -> bool:
    if isinstance(pattern, sp.Symbol) and pattern in free:
        return bool(found.setdefault(pattern, term) == term)
    if pattern.func != term.func or len(pattern.args) != len(term.args):
        return False
    if own := bound_in(pattern):
        held = {letter: place for letter, place in found.items() if letter not in own}
        held |= dict(zip(own, bound_in(term), strict=True))
        sizes = ([limit[1:] for limit in one.args[1:]] for one in (pattern, term))
        if next(sizes) != next(sizes) or not _matches(pattern.args[0], term.args[0], free | {*own}, held):
            return False
        found |= {letter: place for letter, place in held.items() if letter not in own}
        return True
    if not pattern.args:
        return bool(pattern == term)
    return all(_matches(one, other, free, found) for one, other in zip(pattern.args, term.args, strict=True))


def places_of(value: Term, own: tuple[sp.Symbol, ...], term: Term) -> Iterator[tuple[Path, tuple[Term, ...]]]:
    """Yield every place at which a value stands in a term, with the indices that it has there."""
    for path, part in t.walk(term):
        found = matched(value, part, frozenset(own))
        if found is not None and set(own) <= found.keys():
            yield path, tuple(found[index] for index in own)


def within_product(value: Term, name: sp.Indexed, term: Term) -> Term | None:
    """Return a product in which some of the factors are a value, with the name in their place, or None."""
    if not (term.is_Mul and value.is_Mul) or t.is_neg(term):
        return None
    wanted, whole, own = ratio(value), ratio(term), tuple(name.indices)
    found: dict[sp.Symbol, Term] = {}
    rest = [list(whole.above), list(whole.below)]
    for side, factors in enumerate((wanted.above, wanted.below)):
        for factor in factors:
            for candidate in rest[side]:
                tried = matched(factor, candidate, frozenset(own), found)
                if tried is not None:
                    found = dict(tried)
                    rest[side].remove(candidate)
                    break
            else:
                return None
    if not set(own) <= found.keys() or wanted.sign != 1:
        return None
    place = name.base[tuple(found[index] for index in own)]
    return Ratio(whole.sign, (*rest[0], place), tuple(rest[1])).term


def fresh(x: Term, taken: frozenset[str]) -> Term:
    """Return a term whose sums run over letters that are not taken: k' for k, or k''."""
    if own := bound_in(x):
        table = _next_letters(own, taken, "")
        body = fresh(x.args[0], taken | {other.name for other in table.values()})
        return rebind(x, t.substitute(body, table), table)
    parts = t.children(x)
    return t.with_children(x, (fresh(part, taken) for part in parts)) if parts else x


def settled(x: Term, outer: frozenset[str] = frozenset(), mark: str = "'") -> Term:
    """Return a term whose sums run over the first letters that are free there, so that equal sums look the same.

    ``outer`` are letters that are taken, and every letter of a sum gets the ``mark``.
    """
    if own := bound_in(x):
        body = x.args[0]
        table = _next_letters(own, outer | (free_letters(body) - {index.name for index in own}), mark)
        inner = outer | {other.name for other in table.values()}
        return rebind(x, settled(t.substitute(body, table), inner, mark), table)
    parts = t.children(x)
    return t.with_children(x, (settled(part, outer, mark) for part in parts)) if parts else x


def _next_letters(own: tuple[sp.Symbol, ...], taken: frozenset[str], mark: str) -> dict[Term, Term]:
    """Return the first letter that is not taken for each index: k for k, k' or k''; at least with a mark."""
    table: dict[Term, Term] = {}
    for index in own:
        name = index.name.rstrip("'") + mark
        while name in taken:
            name += "'"
        taken |= {name}
        table[index] = sp.Symbol(name, integer=True, positive=True)
    return table


def free_letters(x: Term) -> frozenset[str]:
    """Return the names of the indices in a term that no sum in it runs over."""
    if own := bound_in(x):
        return free_letters(x.args[0]) - {index.name for index in own}
    if isinstance(x, (sp.Indexed, sp.KroneckerDelta)):
        inside = x.indices if isinstance(x, sp.Indexed) else x.args
        return frozenset(letter.name for part in inside for letter in part.atoms(sp.Symbol))
    if isinstance(x, t.D):
        return free_letters(x.args[0]) | free_letters(x.args[1])
    parts = t.children(x)
    return frozenset().union(*(free_letters(part) for part in parts)) if parts else frozenset()


def letters_in(x: Term) -> frozenset[str]:
    """Return the names of all indices in a term, bound ones too."""
    return frozenset(symbol.name for symbol in x.atoms(sp.Symbol) if symbol.is_integer)


def put_in(term: Term, name: sp.Indexed, value: Term) -> Term:
    """Return a term with a named array replaced by what it stands for, at whatever indices it has there."""
    own = tuple(name.indices)
    table = {
        part: t.substitute(
            fresh(value, letters_in(term) | letters_in(value)), dict(zip(own, part.indices, strict=True))
        )
        for part in term.atoms(sp.Indexed)
        if part.base == name.base
    }
    return settled(t.substitute(term, table)) if table else term
