"""Which single changes can be made in a term?

Every sign, factor, exponent, number, index and derivative, every part left away, and every fraction turned over, one at
a time. A change that gives the same term again is none.
"""

from collections.abc import Iterator

import sympy as sp

from generator.engine import terms as t
from generator.engine.parse import INDICES
from generator.engine.primitives import primitive_of
from generator.engine.terms import Term

Change = tuple[str, Term]
TWO = sp.Integer(2)


def changes(term: Term) -> Iterator[Change]:
    """Yield every changed term with the word for the change, each term once."""
    seen = {term}
    indices = tuple(letter for letter in INDICES.values() if term.has(letter))
    for path, part in t.walk(term):
        for word, new in (*_of_part(part), *_of_index(part, indices)):
            changed = t.put(term, path, new)
            if changed not in seen:
                seen.add(changed)
                yield word, changed


def _of_part(part: Term) -> Iterator[Change]:
    if not isinstance(part, sp.Symbol) or not part.is_integer:
        yield "sign", t.without_sign(part) if t.is_neg(part) else t.neg(part)
        yield "factor", t.mul(TWO, part)
    yield from _of_shape(part)


def _of_shape(part: Term) -> Iterator[Change]:
    if part.is_Integer:
        yield "number", part + 1
    elif part.is_Pow:
        yield "exponent", t.power(part.base, part.exp + 1)
        yield "exponent", part.base
    elif t.is_quotient(part):
        yield "fraction", t.over(*reversed(t.children(part)))
    elif part.is_Add or t.is_product(part):
        for n in range(len(part.args)):
            rest = (*part.args[:n], *part.args[n + 1 :])
            yield "left away", t.add(*rest) if part.is_Add else t.mul(*rest)
    if part.is_Function and (row := primitive_of(part)) is not None:
        yield "derivative", row.slope(part.args[0])


def _of_index(part: Term, letters: tuple[sp.Symbol, ...]) -> Iterator[Change]:
    """Put another index of the whole term in the place of each."""
    if isinstance(part, sp.Indexed):
        for n, index in enumerate(part.indices):
            for other in letters:
                if index in letters and other != index:
                    yield "index", part.base[(*part.indices[:n], other, *part.indices[n + 1 :])]
    if isinstance(part, sp.KroneckerDelta):
        for other in letters:
            yield "index", t.delta(part.args[0], other)
