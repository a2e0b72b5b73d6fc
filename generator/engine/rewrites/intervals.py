"""Which equality joins the branches of one letter: on each interval between its corners a term is one formula.

A clip within a clip, products of distinctions and their sums become one distinction with an interval for each formula,
and neighbours with the same formula are one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import sympy as sp
from sympy.core.function import AppliedUndef

from generator.engine import terms as t
from generator.engine.human import human
from generator.engine.rules import Rule, reading
from generator.engine.terms import Term

_BRANCHED = (sp.Abs, sp.sign, sp.Max, sp.Min, sp.Piecewise)
_MOST = 8


@dataclass(frozen=True)
class Piece:
    """A formula on the open interval between two corners."""

    low: Term
    high: Term
    value: Term

    @property
    def inside(self) -> Term:
        """A number in the interval."""
        if self.low == -sp.oo:
            return sp.S.Zero if self.high == sp.oo else self.high - 1
        return self.low + 1 if self.high == sp.oo else (self.low + self.high) / 2


def by_intervals(x: Term) -> Term | None:
    """(u if x > 0 else v) w with w = 0 where x < 1: u w if x > 1 else 0."""
    if not x.has(*_BRANCHED) or _is_plain(x) or x.has(sp.Sum, sp.Indexed, sp.KroneckerDelta, AppliedUndef, t.D):
        return None
    moving = sorted({letter for guard in _guards(x) for letter in guard.free_symbols}, key=str)
    if len(moving) != 1:
        return None
    pieces = tuple(_pieces(Piece(-sp.oo, sp.oo, x), moving[0]))
    if len(pieces) > _MOST or any(piece.value.has(*_BRANCHED) for piece in pieces):
        return None
    new = _distinction(_joined(pieces), moving[0])
    return new if new is not None and (_claims_corners(x, pieces, moving[0]) or _size(new) < _size(x)) else None


def _is_plain(x: Term) -> bool:
    """Tell whether x is one distinction already, with no branch in it and no closed end."""
    return isinstance(x, sp.Piecewise) and all(
        not value.has(*_BRANCHED) and (when is sp.true or _is_simple(when)) for value, when in x.args
    )


def _is_simple(when: sp.Basic) -> bool:
    """Tell whether a condition compares a letter with a number, its end left out."""
    strict = isinstance(when, (sp.StrictLessThan, sp.StrictGreaterThan))
    return strict and isinstance(when.args[0], sp.Symbol) and bool(when.args[1].is_Number)


def _guards(x: Term) -> Iterator[sp.Basic]:
    """Yield what the branches of a term depend on."""
    for part in sp.preorder_traversal(x):
        if isinstance(part, (sp.Abs, sp.sign, sp.Max, sp.Min, sp.core.relational.Relational)):
            yield part


def _size(x: sp.Basic) -> int:
    return sum(1 for _ in sp.preorder_traversal(x))


def _claims_corners(x: Term, pieces: tuple[Piece, ...], letter: Term) -> bool:
    """Tell whether a condition is closed at a corner."""
    closed = {part for part in x.atoms(sp.LessThan, sp.GreaterThan) if part.has(letter)}
    return bool(closed) and any(not _meet(one, other, letter) for one, other in pairwise(pieces))


def _pieces(whole: Piece, letter: Term) -> Iterator[Piece]:
    """Yield the pieces of a term in turn, until no branch is left, or one that is none of ours."""
    found = next((part for part in _inner(whole.value)), None)
    if found is None:
        yield whole
        return
    guard = _guard(found)
    root = None if guard is None else _root(guard, letter)
    if guard is None or root is None:
        yield whole
        return
    ends = [whole.low, *([root] if whole.low < root < whole.high else []), whole.high]
    for low, high in pairwise(ends):
        side = Piece(low, high, whole.value)
        positive = bool(t.evaluated(guard).subs(letter, side.inside) > 0)
        yield from _pieces(Piece(low, high, t.substitute(whole.value, {found: _chosen(found, positive)})), letter)


def _inner(x: Term) -> Iterator[Term]:
    """Yield the branched parts with no branch within them, those in conditions first."""
    for part in sp.postorder_traversal(x):
        if isinstance(part, _BRANCHED) and not any(inner.has(*_BRANCHED) for inner in part.args):
            yield part


def _guard(x: Term) -> Term | None:
    """Return what changes its sign where the first two branches meet."""
    match x:
        case sp.Abs() | sp.sign():
            return x.args[0]
        case sp.Max() | sp.Min():
            return t.add(x.args[0], t.neg(x.args[1])) if len(x.args) == 2 else None
    when = x.args[0][1]
    return t.add(when.gts, t.neg(when.lts)) if isinstance(when, sp.core.relational._Inequality) else None  # noqa: SLF001 - SymPy's class of < and its like


def _root(guard: Term, letter: Term) -> Term | None:
    """Return where a linear guard is zero; None of one that is not linear, or has other letters in it."""
    plain = sp.expand(t.evaluated(guard))
    if plain.is_Rational and plain != 0:
        return sp.oo
    slope = sp.diff(plain, letter)
    if not slope.is_Rational or slope == 0:
        return None
    root = -plain.subs(letter, 0) / slope
    return root if root.is_Rational else None


def _chosen(x: Term, positive: bool) -> Term:  # noqa: FBT001 - the side
    """Return a part as it reads on one side of its first corner."""
    match x:
        case sp.Abs():
            return x.args[0] if positive else t.without_sign(x.args[0]) if t.is_neg(x.args[0]) else t.neg(x.args[0])
        case sp.sign():
            return t.ONE if positive else t.MINUS_ONE
        case sp.Max() | sp.Min():
            return x.args[0 if positive == isinstance(x, sp.Max) else 1]
    (value, _), *rest = x.args
    if positive or not rest:
        return value
    return rest[0][0] if len(rest) == 1 or rest[0][1] is sp.true else t.cases(*rest)


def _joined(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces worked out, with neighbours of one formula as one."""
    found: list[Piece] = []
    for piece in pieces:
        value = _number_last(human(sp.factor_terms(sp.expand(t.evaluated(piece.value)))))
        if found and t.evaluated(found[-1].value - value).expand() == 0:
            found[-1] = Piece(found[-1].low, piece.high, found[-1].value)
        else:
            found.append(Piece(piece.low, piece.high, value))
    return tuple(found)


def _number_last(x: Term) -> Term:
    """Return 2 z + 3 for 3 + 2 z, above a fraction too."""
    if t.is_quotient(x):
        above, below = t.children(x)
        return t.over(_number_last(above), below)
    first, *rest = x.args if x.is_Add else (x,)
    turned = bool(first.is_Number and rest) and not any(map(t.is_neg, rest))
    return t.add(*rest, first) if turned else x


def _distinction(pieces: tuple[Piece, ...], letter: Term) -> Term | None:
    """Return a distinction of pieces: where the outer ones are equal, the middle and what holds otherwise."""
    if len(pieces) == 1:
        return pieces[0].value
    if len(pieces) == 3 and pieces[0].value == pieces[2].value:
        return t.cases((pieces[1].value, _condition(pieces, 1, letter)), (pieces[0].value, sp.true))
    return t.cases(*((piece.value, _condition(pieces, n, letter)) for n, piece in enumerate(pieces)))


def _condition(pieces: tuple[Piece, ...], n: int, letter: Term) -> sp.Basic:
    """Return the condition of a piece, with the end that it shares with the next one where there is no corner."""
    piece = pieces[n]
    smooth = n + 1 < len(pieces) and _meet(piece, pieces[n + 1], letter)
    below = (sp.LessThan if smooth else sp.StrictLessThan)(letter, piece.high, evaluate=False)
    above = sp.StrictGreaterThan(letter, piece.low, evaluate=False)
    if piece.low == -sp.oo:
        return below
    return above if piece.high == sp.oo else sp.And(above, below, evaluate=False)


def _meet(one: Piece, other: Piece, letter: Term) -> bool:
    """Tell whether two neighbours have the same value where they meet."""
    values = (t.evaluated(piece.value).subs(letter, one.high) for piece in (one, other))
    return bool(sp.simplify(next(values) - next(values)) == 0)


_HIGH = (reading("piecewise(u, x > 1, 0)").args[0], reading("piecewise(0, x < 1, u)").args[0])
_OPEN = t.cases(*(tuple(pair) for pair in reversed(_HIGH)))
_MIDDLE = sp.And(*(reading(f"piecewise(1, x {side}, 0)").args[0][1] for side in ("> -1", "< 1")), evaluate=False)

INTERVALS = (
    Rule("by-intervals", "one formula on each interval", by_intervals,
         reading("piecewise(u, x > 0, 0)*piecewise(1, x > 1, 0)"), _OPEN,
         (reading("piecewise(piecewise(1, x < 1, 0, x > 1, 0), min(1, x) > -1, 0)"),
          t.cases((t.ONE, _MIDDLE), (t.ZERO, sp.true))),
         reading("piecewise(1, x > 0, 0)"), condition="x is at no corner"),
)  # fmt: skip
"""What has corners in one letter only is sorted by it."""
