"""Which parts of long formulas get a letter of their own, as t for tanh(u), and how do the formulas read with it?

A *shorthand* is a letter and the term that it stands for. Nothing else changes, so a line with shorthands says what it
says without them, and ``expanded`` gives that back. Letters are given where lines are wider than a phone, and to parts
that recur in one of them, the one first that saves most. A part that depends on an index is named with it: p_i,
whichever letter the index has.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import sympy as sp
from sympy.core.function import AppliedUndef

from generator.engine import terms as t
from generator.engine.bound import at_index, numbered
from generator.engine.parse import INDICES
from generator.engine.shares import is_share
from generator.engine.terms import Term
from generator.engine.views import arguments_of, label_of
from generator.engine.width import PHONE, width

Shorthands = tuple[tuple[Term, Term], ...]
"""Pairs of a letter and what it stands for, in the order in which they were given: a later one may use an earlier."""

MOST, MORE, LEAST, GAIN = 6, 2, 5.5, 8.0
"""How many letters a page gets at most, and how many more for its results; how wide a part has to be, and how much a
letter has to save, in ex."""
SPARE = "uvwrsxqhbf"
_OWN = sp.Symbol("_own", integer=True)


@dataclass(frozen=True)
class Seen:
    """A part as its key, which is the same wherever it stands; its one free index, if any; and the part itself."""

    key: Term
    index: sp.Symbol | None
    part: Term


def shorthands(lines: Iterable[Term], taken: Iterable[str] = (), results: Iterable[Term] = ()) -> Shorthands:
    """Return the letters that make these lines short; none where none is wider than a phone.

    A part that stands only once gets a letter where a line among ``results`` would be wider than two phones without.
    """
    ends = tuple(results)
    return _chosen(tuple(dict.fromkeys((*lines, *ends))), ends, tuple(taken))


@lru_cache(maxsize=4)
def _chosen(shown: tuple[Term, ...], ends: tuple[Term, ...], taken: tuple[str, ...]) -> Shorthands:
    """Return the letters for these lines and results, kept: the page of an entry asks for them, then its instrument."""
    found = list[tuple[Term, Term]]()
    used = {*taken, *(name for line in shown for name in _names(line))}
    while (best := _next(shown, ends, len(found))) is not None:
        name = _letter(best, used)
        used.add(str(getattr(name, "base", name)))
        value = best.part if best.index is None else t.substitute(best.part, {best.index: _usual(best)})
        found.append((name, value))
        shown, ends = (tuple(shortened(line, ((name, value),)) for line in group) for group in (shown, ends))
    return tuple(found)


def _next(shown: tuple[Term, ...], ends: tuple[Term, ...], given: int) -> Seen | None:
    """Return the part that gets the next letter after those that are given: first the shares in a result."""
    for part in (part for end in ends for path, part in t.walk(end) if path):
        own = _free(part)
        if len(own) == 1 and is_share(part, own[0]):
            return seen(part)
    if given < MOST:
        best = _best(shown, _is_value, PHONE) or _best(shown, _is_sum, 2 * PHONE)
        if best is not None:
            return best
    return _best(ends, _is_sum, 2 * PHONE, once=True) if given < MOST + MORE else None


@lru_cache(maxsize=1 << 13)
def shortened(x: Term, names: Shorthands) -> Term:
    """Return the term with the letters in the place of what they stand for."""
    for name, value in names:
        x = _named(x, name, seen(value))
    return x


def expanded(x: Term, names: Shorthands) -> Term:
    """Return the term without shorthands."""
    for name, value in reversed(names):
        x = _written_out(x, name, value)
    return x


def introduced(names: Shorthands, terms: Iterable[Term]) -> Shorthands:
    """Return the shorthands that these terms use, each before the first that uses it, with others in their values."""
    needed, queue = dict[Term, Term](), [part for term in terms for part in _used(term, names)]
    while queue:
        name = queue.pop()
        if name not in needed:
            place = [each for each, _ in names].index(name)
            needed[name] = shortened(names[place][1], names[place + 1 :])
            queue += _used(needed[name], names)
    ordered = list[tuple[Term, Term]]()
    while len(ordered) < len(needed):
        known = {name for name, _ in ordered}
        ordered += [
            (name, value) for name, value in needed.items() if name not in known and {*_used(value, names)} <= known
        ]
    return tuple(ordered)


@lru_cache(maxsize=1 << 13)
def seen(part: Term) -> Seen:
    """Return a part under its key: the letters of indices make no difference."""
    free = _free(part)
    index = free[0] if len(free) == 1 else None
    whole = part if index is None else t.substitute(part, {index: _OWN})
    return Seen(_key(whole), index, part)


@lru_cache(maxsize=1 << 13)
def _key(part: Term) -> Term:
    """Return what parts with the same value share: of a function of one number that is its value multiplied out."""
    named = numbered(part)
    if isinstance(named, sp.Function) and len(named.args) == 1 and not isinstance(named, sp.Piecewise):
        return named.func(sp.expand(t.evaluated(named.args[0])))
    return named


def _used(x: Term, names: Shorthands) -> Iterator[Term]:
    heads = {label_of(part) for part in x.atoms(sp.Symbol, sp.Indexed)}
    return (name for name, _ in names if label_of(name) in heads)


@lru_cache(maxsize=1 << 13)
def _free(x: Term) -> tuple[sp.Symbol, ...]:
    bound = {total.args[1][0] for total in x.atoms(sp.Sum)}
    places = {i for part in x.atoms(sp.Indexed, sp.KroneckerDelta) for i in arguments_of(part) if i.is_Symbol}
    return tuple(sorted(places - bound, key=str))


def _named(x: Term, name: Term, wanted: Seen) -> Term:
    if x.func == wanted.part.func:  # a function that was read from the store is another class, and equal
        here = seen(x)
        if here.key == wanted.key:
            return name if here.index is None else name.base[here.index]
    if isinstance(x, t.D):
        return x.func(_named(x.args[0], name, wanted), x.args[1])
    parts = t.children(x)
    return t.with_children(x, (_named(part, name, wanted) for part in parts)) if parts else x


def _written_out(x: Term, name: Term, value: Term) -> Term:
    if not isinstance(name, sp.Indexed):
        return t.substitute(x, {name: value})
    own = name.indices[0]
    used = {part for part in x.atoms(sp.Indexed) if part.base == name.base}
    return t.substitute(x, {part: at_index(value, own, part.indices[0]) for part in used})


# Choosing.


def _best(lines: tuple[Term, ...], kind: Callable[[Term], bool], limit: float, *, once: bool = False) -> Seen | None:
    """Return the part of a kind whose letter saves most in the lines that are wider than the limit.

    It stands there twice and more or, if ``once`` is enough, is no wider than the limit itself.
    """
    saved, most, parts = dict[Term, float](), Counter[Term](), dict[Term, Seen]()
    for line in lines:
        over = width(line) > limit
        count = Counter(one.key for one in _candidates(line, kind, parts))
        for key, times in count.items():
            saved[key] = saved.get(key, 0.0) + over * times * (width(parts[key].part) - 2.0)
            most[key] = max(most[key], over * times)
    if once:
        gains = {key: saved[key] for key in saved if most[key] and width(parts[key].part) <= limit}
    else:
        gains = {key: saved[key] - width(parts[key].part) for key in saved if most[key] > 1}
    best = max(gains, key=lambda key: (gains[key], str(key)), default=None)
    return parts[best] if best is not None and gains[best] >= GAIN else None


def _candidates(line: Term, kind: Callable[[Term], bool], parts: dict[Term, Seen]) -> Iterator[Seen]:
    for path, part in t.walk(line):
        if path and kind(part) and _worth(part):
            one = seen(part)
            parts.setdefault(one.key, one)
            yield one


def _worth(part: Term) -> bool:
    """Tell whether a part may get a letter: it has one index at most, no inert derivative, and is no mere fragment."""
    if isinstance(part, (sp.Symbol, sp.Indexed, sp.KroneckerDelta)) or t.is_neg(part) or part.is_Number:
        return False
    plain = not part.has(t.D) and not part.has(sp.KroneckerDelta) and len(_free(part)) <= 1
    return plain and bool(part.free_symbols) and width(part) >= LEAST


def _is_value(part: Term) -> bool:
    """Tell whether a part is one that people name: a function's value, a sum, a root, a share of a whole."""
    root = part.is_Pow and part.exp == t.HALF
    own = _free(part)
    return root or isinstance(part, (sp.Function, sp.Sum)) or (len(own) == 1 and is_share(part, own[0]))


def _is_sum(part: Term) -> bool:
    """Tell whether a part is a sum or a product of sums, which get a letter where the values were not enough."""
    return part.is_Add or t.is_product(part) or (t.is_quotient(part) and bool(part.args[0].free_symbols))


def _usual(best: Seen) -> sp.Symbol:
    """Return i for the index of a part, or another letter where a sum in it runs over i."""
    bound = {str(total.args[1][0]) for total in best.part.atoms(sp.Sum)}
    return next(INDICES[letter] for letter in "ijklmn" if letter not in bound)


def _letter(best: Seen, used: set[str]) -> Term:
    name = next(letter for letter in (*_customary(best.part), *SPARE) if letter not in used)
    return sp.Symbol(name, real=True) if best.index is None else sp.IndexedBase(name, real=True)[_usual(best)]


def _customary(part: Term) -> str:
    """Return the letters that people give to parts of this kind."""
    own = _free(part)
    if own and is_share(part, own[0]):
        return "pq"
    if isinstance(part, sp.tanh):
        return "t"
    if isinstance(part, sp.Piecewise):
        return "h"
    if isinstance(part, AppliedUndef):
        return type(part).__name__.removeprefix(r"\operatorname{")[:1]
    if part.is_Pow and part.exp == t.HALF:
        return "r"
    return "q" if own else ""


def _names(x: Term) -> Iterator[str]:
    yield from (str(part) for part in x.atoms(sp.Symbol))
    yield from (part.__name__ for part in map(type, x.atoms(AppliedUndef)))
