"""Which equalities make a product of a sum: what its terms share, or some of them, and the factors of a polynomial?"""

from functools import lru_cache
from math import gcd
from typing import cast

import sympy as sp

from generator.engine import terms as t
from generator.engine.human import human
from generator.engine.rewrites.sums import MAX_TERMS
from generator.engine.rules import rule
from generator.engine.terms import Term
from generator.engine.views import (
    Power,
    Ratio,
    divided,
    in_order,
    is_called,
    number,
    opposite,
    powers,
    ratio,
    summands,
)


def common_factor(x: Term) -> Term | None:
    """u w + v w = w (u + v)."""
    if not x.is_Add:
        return None
    parts = [ratio(part) for part in x.args]
    shared = _shared([powers(part.above) for part in parts])
    numbers = _common_number([number(part.above) for part in parts])
    if not shared and numbers == 1:
        return None
    front = (*(() if numbers == 1 else (numbers,)), *(power.term for power in shared.values()))
    inside = t.add(*(Ratio(p.sign, divided(p.above, front), p.below).term for p in parts))
    alone = len(front) == 1 and is_called(front[0])
    return t.mul(*front, inside) if alone else t.mul(*in_order((*front, inside)))


def _common_number(numbers: list[sp.Rational]) -> sp.Rational:
    whole = all(one.is_Integer for one in numbers)
    return sp.Integer(gcd(*map(int, numbers))) if whole else sp.gcd(numbers)


def _shared(sides: list[dict[Term, Power]]) -> dict[Term, Power]:
    first, *others = sides
    return {
        name: Power(power.base, min(power.exponent, *(side[name].exponent for side in others)))
        for name, power in first.items()
        if all(name in side for side in others)
    }


def factor_of_some(x: Term) -> Term | None:
    """u w + v w + x = w (u + v) + x, where the terms of u + v become fewer."""
    if not x.is_Add or len(x.args) < 3 or any(ratio(part).below for part in x.args):
        return None
    parts = tuple(map(ratio, x.args))
    shared = [powers(part.above) for part in parts]
    names = dict.fromkeys(name for one in shared for name in one)
    found = [_taken_out(x, parts, [n for n, one in enumerate(shared) if name in one], name) for name in names]
    return min((one for one in reversed(found) if one is not None), key=t.leaves, default=None)


def _taken_out(x: Term, parts: tuple[Ratio, ...], members: list[int], name: Term) -> Term | None:
    """Take a factor out of these terms of a sum; None where the bracket that is left has no like terms."""
    if not 1 < len(members) < len(parts):
        return None
    front = (powers(parts[members[0]].above)[name].base,)
    inside = [Ratio(parts[n].sign, divided(parts[n].above, front), ()).term for n in members]
    bracket = t.add(*(one for part in inside for one in _opened(part)))
    like = len(sp.Add.make_args(t.evaluated(bracket))) < len(bracket.args)
    if not like or all(part.is_Number for part in bracket.args):
        return None
    whole = t.mul(*in_order((*front, bracket)))
    return t.add(*(whole if n == members[0] else part for n, part in enumerate(x.args) if n not in members[1:]))


def _opened(x: Term) -> tuple[Term, ...]:
    """Return the terms of u + v, or of -(u + v)."""
    return summands(opposite(t.without_sign(x)) if t.is_neg(x) else x)


def factor(x: Term) -> Term | None:
    """u^2 - v^2 = (u - v)(u + v), and whatever else a polynomial splits into."""
    if not x.is_Add or any(ratio(part).below for part in x.args):
        return None
    if len(x.args) > MAX_TERMS or x.has(sp.Sum, sp.Piecewise, sp.KroneckerDelta, t.D):
        return None
    whole = _polynomial_factored(t.evaluated(x))
    if not whole.is_Mul and not whole.is_Pow:
        return None
    return t.substitute(human(_facing(whole)), {human(t.evaluated(call)): call for call in x.atoms(sp.Function)})


@lru_cache(maxsize=4096)
def _polynomial_factored(plain: Term) -> Term:
    """Return what SymPy factors a sum into, a letter for each function: SymPy would rewrite what they are called of."""
    letters = _letters(plain)
    whole = sp.factor(plain.xreplace({call: letter**n for call, (letter, _, n) in letters.items()}))
    return cast("Term", whole.xreplace({letter: unit for letter, unit, _ in letters.values()}))


def _letters(x: Term) -> dict[Term, tuple[Term, Term, Term]]:
    """Return a letter for each function in x, what it stands for, and its power: e^(2 u) is the square of e^u."""
    calls = sorted(x.atoms(sp.Function), key=sp.default_sort_key)
    shares = {call: call.args[0].as_coeff_Mul() for call in calls if isinstance(call, sp.exp)}
    found: dict[Term, tuple[Term, Term, Term]] = {}
    known: dict[Term, Term] = {}
    for call in calls:
        unit, n = call, t.ONE
        if call in shares:
            count, rest = shares[call]
            alike = [other for other, same in shares.values() if same == rest and other * count > 0]
            step = sp.gcd(list(map(abs, alike)))
            unit, n = sp.exp(sp.sign(count) * step * rest), abs(count) / step
        found[call] = known.setdefault(unit, sp.Dummy(f"f{len(known)}", real=True)), unit, n
    return found


def _facing(whole: Term) -> Term:
    """Write (u - 1)(v - 1) as (1 - u)(1 - v), and -(u - 1) v as (1 - u) v: in pairs, or with the minus in front."""
    front, factors = whole.as_coeff_mul()
    turned = [_turned(f) for f in factors]
    odd = sum(f.as_base_exp()[1] % 2 for f, new in zip(factors, turned, strict=True) if f != new) % 2
    if odd and not front.is_negative:
        return whole
    front = -front if odd else front
    difference = next((n for n, f in enumerate(turned) if _is_pair(f)), None) if front.is_negative else None
    if difference is not None:
        front, turned[difference] = -front, -turned[difference]
    kept = () if front == 1 else (front,)
    return sp.Mul(*kept, *turned, evaluate=False)


def _is_pair(x: Term) -> bool:
    """Tell whether x is a difference of two terms, neither of them a number."""
    parts = sp.Add.make_args(x)
    signs = {bool(part.as_coeff_Mul()[0].is_negative) for part in parts}
    return len(parts) == len(signs) == 2 and not any(part.is_Number for part in parts)


def _turned(factor: Term) -> Term:
    """Return (1 - u)^n for (u - 1)^n, without regard to the sign, and a factor that faces forward as it is."""
    base, exponent = factor.as_base_exp()
    return sp.Pow(-base, exponent) if exponent.is_Integer and _backward(base) else factor


def _backward(x: Term) -> bool:
    """Tell whether most of the terms of a sum have a minus, or its number alone."""
    parts = sp.Add.make_args(x)
    negative = [part for part in parts if part.as_coeff_Mul()[0].is_negative]
    return len(parts) > 1 and (2 * len(negative) > len(parts) or (len(negative) == 1 and negative[0].is_Number))


FACTOR = (
    rule("common-factor", "take out the common factor", common_factor,
         ("u*w + v*w", "w*(u + v)"), ("u - u**2", "u*(1 - u)"), "u + v"),
)  # fmt: skip
FACTOR_SOME = (
    rule("factor-of-some", "take a factor out of some terms", factor_of_some,
         ("u*(1 - u) - u*(u - v) + w", "u*(1 - u - u + v) + w"), ("u*(v + 1) - u*v + w", "u*(v + 1 - v) + w"),
         "u*v + u*w + x"),
)  # fmt: skip
FACTOR_FULLY = (
    rule("factor", "factor", factor, ("u**2 - v**2", "(u - v)*(u + v)"), ("u**2 + 2*u + 1", "(1 + u)**2"), "u + v"),
)  # fmt: skip
