"""Where a derivative does not exist, in plain text: the lines that a terminal shows below a result.

All of it comes from the receipt, which has looked at both sides of each place where branches meet.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import groupby
from math import isinf

import sympy as sp

from generator.engine import terms as t
from generator.engine.human import human
from generator.engine.oneline import plain, plain_equation
from generator.engine.terms import Term
from generator.verify.records import Kink

_DENOMINATOR, _NEAR, _DIGITS, _SHORT = 1000, 1e-12, 6, 2


def kink_lines(kinks: Iterable[Kink], variable: Term) -> Iterator[str]:
    """Yield a line for each place without a derivative: where it is, and the slopes on both sides."""
    everywhere = tuple(kinks)
    found = [one for one in everywhere if not one.smooth]
    untold = {one.guard for one in found if not _is_told(one)}
    keys = {one: f"guard {one.guard}" if one.guard in untold else str(one.place) for one in found}
    for _, group in groupby(sorted(found, key=keys.__getitem__), keys.__getitem__):
        same = tuple(group)
        mixed = any(one.smooth and one.guard == same[0].guard for one in everywhere)
        where = _where(same, variable) + (_for_some(same[0]) if mixed else "")
        if any(one.jump for one in same):
            yield f"no derivative {where}: the function jumps; {_sides(same, 'the slopes beside it are ')}"
        else:
            yield f"no derivative {where}: {_sides(same)}"


def _is_told(kink: Kink) -> bool:
    return kink.place is not None and kink.always and t.leaves(kink.place) <= _SHORT


def _where(kinks: tuple[Kink, ...], variable: Term) -> str:
    first = kinks[0]
    if all(map(_is_told, kinks)) and first.place is not None and len({one.place for one in kinks}) == 1:
        return f"at {plain_equation(variable, first.place)}"
    if isinstance(first.guard, sp.sin) and first.guard.has(sp.pi):
        return f"where {plain(human(sp.cancel(t.evaluated(first.guard.args[0]) / sp.pi)))} is a whole number"
    if first.guard is not None:
        return f"where {plain_equation(*zero_of(first.guard))}"
    return f"at {', '.join(f'{name} = {value}' for name, value in first.at)}"


def _for_some(kink: Kink) -> str:
    """Return for which parameters a kink was found, where it is none for others."""
    own = [f"{name} = {float(value):.4g}" for name, value in kink.at if name not in {"a", "y", "z"}]
    return f" for some parameters, such as {', '.join(own)}" if own else ""


def zero_of(guard: Term) -> tuple[Term, Term]:
    """Return the two sides of the equation that holds where a guard is zero: |a - y| = delta."""
    if guard.is_Add and len(guard.args) == 2 and t.is_neg(guard.args[1]):
        left, right = guard.args[0], t.without_sign(guard.args[1])
        return _known_last(left, right) if left != 0 else zero_of(right)
    return guard, sp.S.Zero


def _known_last(left: Term, right: Term) -> tuple[Term, Term]:
    """Return the sides with the one at the right that says less: y a = 1, a = y, |a - y| = delta."""
    return (right, left) if _says(left) < _says(right) else (left, right)


def _says(side: Term) -> int:
    if side.is_number:
        return 0
    return 3 if not isinstance(side, sp.Symbol) or side.name in {"a", "z"} else 1 + (side.name == "y")


def _sides(kinks: tuple[Kink, ...], said: str = "") -> str:
    """Return the slopes on both sides: as formulas or numbers where all points agree, else that they differ."""
    formulas = {tuple(map(plain, one.slopes)) if one.slopes else None for one in kinks}
    numbers = {(rounded(one.left), rounded(one.right)) for one in kinks}
    found = formulas if formulas != {None} and len(formulas) == 1 else numbers
    if len(found) > 1 or not found:
        return "the slopes on its two sides differ"
    ((left, right),) = (pair for pair in found if pair is not None)
    return f"{said}{left} from the left, {right} from the right"


def rounded(value: float) -> str:
    """Return a slope as a fraction where it is one, else to six digits; it may be infinite."""
    if isinf(value):
        return "∞" if value > 0 else "−∞"
    near = Fraction(value).limit_denominator(_DENOMINATOR)
    exact = abs(near - Fraction(value)) <= _NEAR * max(1.0, abs(value))
    return (str(near) if exact else f"{value:.{_DIGITS}g}").replace("-", "−")
