"""Is each row of the tables of rules true as it is printed?

A derivation proves each firing of a rule, so a row that nothing has fired yet would be believed. Here every equality
and every example is compared at points, the way in which a step is. Where a row is about derivatives its letters stand
for functions of x, which the judge differentiates by numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import sympy as sp
from sympy import Interval

from generator.engine import terms as t
from generator.engine.book import SECTIONS, source_file
from generator.engine.parse import INDICES
from generator.engine.primitives import PRIMITIVES
from generator.engine.records import Definitions
from generator.engine.rules import Rule, X
from generator.engine.terms import D, Term
from generator.errors import ProofError
from generator.verify.compare import check, places, sampled, spoken
from generator.verify.indices import has_classes
from generator.verify.records import Proof
from generator.verify.sampling import REQUIRED, Sampling, Scene, worlds
from generator.verify.steps import numerically
from generator.verify.text import number, shown
from generator.verify.world import World

_WIDE, _POSITIVE = Interval(-3, 3), Interval(sp.Rational(1, 4), 3)
_COUNT, _SIZES = 16, (3,)
_HALF = sp.Rational(1, 2)
_MOVING = {
    "u": t.add(t.mul(_HALF, t.call(sp.sin, X)), t.mul(sp.Rational(1, 5), X)),
    "v": t.add(t.ONE, t.call(sp.exp, t.mul(_HALF, X))),
    "w": t.add(sp.Integer(2), t.power(X, 2)),
}
"""What the letters of a rule of differentiation stand for: three functions that have nothing to do with each other."""
_RATES = sp.IndexedBase("v", real=True)
_FROM = {row.id: row.domain.inf for row in PRIMITIVES if row.domain.inf >= 0}
"""Where the domain of a function begins that has no value below 0."""


def rows() -> Iterator[Rule]:
    """Yield every row that the rules page prints, each once."""
    yield from {row.id: row for _, table in SECTIONS for row in table}.values()


@dataclass(frozen=True)
class Book:
    """All the tables together."""

    id: str = "rules"


@dataclass(frozen=True)
class ProvedRow:
    """A row with the proofs of its equality and of its example."""

    id: str
    equality: Proof
    example: Proof


def prove_rules(_: Book) -> tuple[ProvedRow, ...]:
    """Prove all rows. Raises ``ProofError`` for the first that is wrong or cannot be decided."""
    return tuple(ProvedRow(row.id, *prove_row(row)) for row in rows())


def prove_row(row: Rule) -> tuple[Proof, Proof]:
    """Prove a row's equality, and its example. Raises ``ProofError`` where one is wrong or cannot be decided."""
    return compared(row, row.before, row.after), compared(row, *row.fires)


def compared(row: Rule, before: Term, after: Term) -> Proof:
    """Compare the sides of an equality of this row. Raises ``ProofError`` where they differ or nothing is decided."""
    drawn = _drawn(row, before, after)
    found = check(after, sampled(before, places(drawn, before, after)))
    claim = f"{row.id} · {shown(before)} = {shown(after)}"
    if not found.agrees:
        values = f"{number(found.expected)} and {number(found.got)}"
        raise ProofError(f"{claim} · not equal: {values} at {spoken(found.point)} · {source_file(row.id)}")
    if found.points < REQUIRED:
        raise ProofError(
            f"{claim} · undecided: {found.points} of {REQUIRED} points have a value · {source_file(row.id)}"
        )
    return found.proof(numerically(before, after, drawn))


def _drawn(row: Rule, before: Term, after: Term) -> tuple[World, ...]:
    """Draw points at which the left side has a value, away from its kinks."""
    where = _meanings(row, before, after)
    known = {name.base if isinstance(name, sp.Indexed) else name for name, _ in where}
    letters = sorted(_letters(before, after) | _letters(*(term for _, term in where)), key=str)
    held = _POSITIVE if _is_partial(row) else _WIDE
    sets = tuple((letter, _POSITIVE if str(letter) == "c" else held) for letter in letters if letter not in known)
    indexed = any(map(has_classes, (before, after)))
    scalars = (term for name, term in where if name.is_Symbol)
    scene = Scene(where, (), (before, *scalars), _SIZES if indexed else (1,))
    return worlds(Sampling(row.id, sets), scene, _COUNT)


def _letters(*terms: Term) -> set[sp.Basic]:
    """Return the numbers and the vectors that are drawn; indices are not among them."""
    found: set[sp.Basic] = set()
    for term in terms:
        bases = term.atoms(sp.IndexedBase)
        labels = {base.label for base in bases}
        found |= bases | {x for x in term.atoms(sp.Symbol) if not x.is_integer and x not in labels}
    return found


def _meanings(row: Rule, before: Term, after: Term) -> Definitions:
    """Return what letters and named functions stand for in a rule of differentiation; elsewhere they are drawn."""
    if not (before.has(D) or after.has(D)):
        return ()
    moving = dict(_MOVING)
    if row.id in {"general-power", *_FROM}:
        moving["u"] = t.add(sp.Integer(2) + _FROM.get(row.id, 0), t.call(sp.sin, X))
    symbols = {str(x): x for x in before.atoms(sp.Symbol) | after.atoms(sp.Symbol)}
    scalars = tuple((symbols[name], term) for name, term in moving.items() if name in symbols)
    vectors = tuple(_vector(base) for base in before.atoms(sp.IndexedBase) if str(base.label) == "u")
    return (*(pair for pair in scalars if not pair[0].is_integer), *vectors, *_functions(before))


def _vector(base: sp.IndexedBase) -> tuple[Term, Term]:
    """Say what u_k is: another function of x for each k, as other numbers are drawn for v_k."""
    k = INDICES["k"]
    return base[k], t.call(sp.sin, t.mul(_RATES[k], X))


def _functions(before: Term) -> Definitions:
    """Say what g and g' are: any function, and its derivative by numbers."""
    letter = sp.Symbol("x_0", real=True)
    found: list[tuple[Term, Term]] = []
    for call in before.atoms(sp.core.function.AppliedUndef):
        of = call.func(letter)
        slope = sp.Function(f"{call.func.__name__}'", real=True)(letter)
        found += [(of, t.call(sp.exp, t.mul(sp.Integer(2), letter))), (slope, D(of, letter))]
    return tuple(found)


def _is_partial(row: Rule) -> bool:
    """Tell whether the row holds for positive numbers only, as what it says under its equality tells."""
    return "positive" in row.condition or row.id in _FROM
