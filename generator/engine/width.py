"""How wide is a term when it is set, in ex, before anything has set it?

An estimate by the widths of Computer Modern: a letter, a sign with its space, a fraction as wide as its wider half. The
typesetter has the exact width, which no derivation can wait for; ``tests/engine/test_width.py`` compares both.
"""

from functools import lru_cache

import sympy as sp

from generator.engine import terms as t
from generator.engine.oneline import plain
from generator.engine.primitives import by_head
from generator.engine.terms import Term

PHONE = 46.0
"""What a phone of 390 px shows of a formula without scrolling, in ex."""

_SCALE = (1.0, 1.0, 0.707, 0.5)
"""The sizes of TeX's styles: display, text, script, scriptscript."""
_LETTER, _SIGN, _BRACKETS, _GAP = 1.2, 2.8, 1.9, 0.5


@lru_cache(maxsize=1 << 13)
def width(x: Term, style: int = 0) -> float:
    """Return about how wide the term is, in ex of the surrounding text; ``style`` 0 is display, 3 the smallest."""
    scale = _SCALE[min(style, 3)]
    if t.is_quotient(x):
        return max(width(part, style + 1) for part in t.children(x)) + _GAP * scale
    if t.is_neg(x):
        return 1.8 * scale + _bracketed(t.without_sign(x), style)
    if x.is_Add:
        return sum(width(t.without_sign(part), style) for part in x.args) + (len(x.args) - 1) * _SIGN * scale
    if x.is_Mul:
        return sum(_bracketed(part, style) for part in x.args) + 0.3 * len(x.args) * scale
    if x.is_Pow:
        return _power(x, style)
    return _other(x, style, scale)


def _bracketed(x: Term, style: int) -> float:
    open_ended = x.is_Add or isinstance(x, sp.Piecewise) or t.is_neg(x)
    return width(x, style) + open_ended * _BRACKETS * _SCALE[min(style, 3)]


def _power(x: Term, style: int) -> float:
    base, exponent = x.args
    if exponent == t.HALF:
        return 2.0 + width(base, max(style, 1))
    if exponent is t.MINUS_ONE:
        return width(base, style + 1) + _GAP
    plain_base = not (base.is_Mul or base.is_Pow)
    return (width(base, style) if plain_base and not base.is_Add else width(base, style) + _BRACKETS) + width(
        exponent, max(style, 1) + 1
    )


def _other(x: Term, style: int, scale: float) -> float:
    if isinstance(x, sp.Piecewise):
        values = max(width(value, 1) for value, _ in x.args)
        return values + max(_condition(when) for _, when in x.args) + 5.0
    if isinstance(x, sp.Sum):
        return 4.5 * scale + _bracketed(x.args[0], style)
    if isinstance(x, t.D):
        named = isinstance(x.args[0], (sp.Symbol, sp.Indexed))
        return 5.0 if named or t.is_second(x) else 4.0 + _BRACKETS + width(x.args[0], style)
    if isinstance(x, sp.exp):
        return 1.1 * scale + width(x.args[0], max(style, 1) + 1)
    if isinstance(x, sp.Indexed):
        return (_LETTER + 0.8 * len(x.indices)) * scale
    if isinstance(x, sp.KroneckerDelta):
        return 2.6 * scale
    if isinstance(x, sp.Function):
        row = by_head().get(x.func)
        name = 1.2 if isinstance(x, sp.Abs) else 1.1 * len(row.id if row else plain(sp.Symbol(x.func.__name__)))
        return name * scale + _BRACKETS * scale + sum(width(part, style) for part in x.args)
    return _LETTER * len(plain(x)) * scale


def _condition(when: sp.Basic) -> float:
    if when is sp.true:
        return 10.0
    sides = when.args if isinstance(when, sp.core.relational.Relational) else ()
    return 3.0 + _SIGN + sum(width(side, 1) for side in sides) if sides else 3.0 + _LETTER * len(str(when))
