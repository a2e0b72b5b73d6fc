"""Terms made wrong in one place each, with words that say how: the slips of whoever copies a formula into code."""

from collections.abc import Iterator
from dataclasses import dataclass

import sympy as sp

from generator.derive.graph import Graph
from generator.engine import terms as t
from generator.engine.oneline import plain
from generator.engine.terms import Term
from generator.engine.views import Ratio, ratio, swap


@dataclass(frozen=True)
class Sizes:
    """What a slip may confuse: axes that are equally long in all settings, and quantities that stand side by side."""

    graph: Graph

    def alike(self, one: Term, other: Term) -> bool:
        """Tell whether two lengths are the same in all settings."""
        rows = [dict(setting.sizes) for setting in self.graph.operation.settings]
        return all(row[str(one)] == row[str(other)] for row in rows)

    def neighbours(self, base: sp.IndexedBase) -> Iterator[sp.IndexedBase]:
        """Yield the arrays of the same lengths that stand in the definition of one."""
        one = self.graph.by_base.get(base)
        if one is None or one.value is None:
            return
        for other in self.graph.by_base.values():
            same = one.value.has(other.base) and len(other.indices) == len(one.indices)
            if same and all(self.alike(a, b) for a, b in zip(one.base.shape, other.base.shape, strict=True)):
                yield other.base

    def is_slope(self, part: Term) -> bool:
        """Tell whether a part is the gradient by a quantity, or a delta: what no slip leaves out."""
        return isinstance(part, sp.KroneckerDelta) or part.base not in self.graph.by_base

    def sliding(self, term: Term) -> set[str]:
        """Return the letters that stand in sums of indices, i stride + u: those of windows that slide."""
        places = [
            place
            for part in term.atoms(sp.Indexed, sp.KroneckerDelta)
            for place in (part.indices if isinstance(part, sp.Indexed) else part.args)
        ]
        return {letter.name for place in places if place.is_Add for letter in place.free_symbols} - {
            option.id for option in self.graph.operation.options
        }


def spoiled(term: Term, sizes: Sizes) -> Iterator[tuple[str, Term]]:
    """Yield terms made wrong, each with words."""
    yield from _wrong(term, sizes, frozenset(sizes.sliding(term)))


def _wrong(x: Term, sizes: Sizes, sliding: frozenset[str]) -> Iterator[tuple[str, Term]]:
    if x.is_Add:
        yield from _summands(x, sizes, sliding)
    elif isinstance(x, sp.Sum):
        yield from ((words, t.resum(x, body)) for words, body in _wrong(x.args[0], sizes, sliding))
    else:
        yield from _factors(x, sizes, sliding)


def _summands(x: Term, sizes: Sizes, sliding: frozenset[str]) -> Iterator[tuple[str, Term]]:
    for n, part in ((n, part) for n, part in enumerate(x.args) if not part.is_Number):
        others = (*x.args[:n], *x.args[n + 1 :])
        yield f"the summand {_short(part)} is left out", t.add(*others)
        yield f"the summand {_short(part)} counts twice", t.add(*x.args[: n + 1], part, *x.args[n + 1 :])
        yield f"the summand {_short(part)} has the wrong sign", t.add(*x.args[:n], t.neg(part), *x.args[n + 1 :])
        for words, new in _wrong(part, sizes, sliding):
            yield words, t.add(*x.args[:n], new, *x.args[n + 1 :])
    if len(x.args) == 3:
        yield from ((f"only the summand {_short(part)} is there", part) for part in x.args)


def _factors(x: Term, sizes: Sizes, sliding: frozenset[str]) -> Iterator[tuple[str, Term]]:
    parts = ratio(x)
    for factor in dict.fromkeys(parts.above):
        if not any(sizes.is_slope(part) for part in factor.atoms(sp.Indexed, sp.KroneckerDelta)):
            yield f"the factor {_short(factor)} is missing", _with(parts, above=swap(parts.above, factor))
            yield f"the factor {_short(factor)} counts twice", _with(parts, above=(*parts.above, factor))
        for words, new in _within(factor, sizes, sliding):
            yield words, _with(parts, above=swap(parts.above, factor, new))
    for factor in dict.fromkeys(parts.below):
        yield f"the division by {_short(factor)} is missing", _with(parts, below=swap(parts.below, factor))
        yield f"the division by {_short(factor)} counts twice", _with(parts, below=(*parts.below, factor))
        if factor.free_symbols and not factor.has(sp.Indexed, sp.Sum):
            above = (*parts.above, factor)
            words = f"multiplied by {plain(factor)} in place of divided by it"
            yield words, _with(parts, above=above, below=swap(parts.below, factor))
        if factor.is_Symbol and factor.is_integer:
            less = t.add(factor, t.MINUS_ONE)
            yield f"divided by {plain(less)} in place of {factor}", _with(parts, below=swap(parts.below, factor, less))


def _with(parts: Ratio, above: tuple[Term, ...] | None = None, below: tuple[Term, ...] | None = None) -> Term:
    return Ratio(parts.sign, parts.above if above is None else above, parts.below if below is None else below).term


def _within(x: Term, sizes: Sizes, sliding: frozenset[str]) -> Iterator[tuple[str, Term]]:
    if x.is_Add or isinstance(x, sp.Sum):
        yield from _wrong(x, sizes, sliding)
    elif isinstance(x, sp.Indexed):
        yield from _read_wrongly(x, sizes, sliding)


def _read_wrongly(x: sp.Indexed, sizes: Sizes, sliding: frozenset[str]) -> Iterator[tuple[str, Term]]:
    name, shape, indices = x.base.label, x.base.shape or (), list(x.indices)
    known = x.base in sizes.graph.by_base
    for n in range(len(indices)):
        for m in range(n):
            if known and sizes.alike(shape[n], shape[m]):
                other = list(indices)
                other[n], other[m] = indices[m], indices[n]
                yield f"{name} is transposed", x.base[tuple(other)]
    places = [n for n, index in enumerate(indices) if index.is_Symbol and index.name.rstrip("'") in
              {letter.rstrip("'") for letter in sliding}]  # fmt: skip
    for chosen in dict.fromkeys((tuple(places), *((n,) for n in places))):
        if chosen:
            letters = " and ".join(indices[n].name.rstrip("'") for n in chosen)
            new = [shape[n] - 1 - index if n in chosen else index for n, index in enumerate(indices)]
            yield f"{name} is flipped along {letters}, where it must not be", x.base[tuple(new)]
    for other in sizes.neighbours(x.base):
        yield f"{other.label} in place of {name}", other[tuple(indices)]


def _short(x: Term) -> str:
    """Return a part in words: an array by its name alone."""
    return str(x.base.label) if isinstance(x, sp.Indexed) else plain(x)
