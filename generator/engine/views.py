"""How does a rewrite look at a product or a sum: as a sign, factors above and below, or as signed terms?

A ``Ratio`` is a product taken apart: nested products, fractions and minus signs are flattened, nothing is combined. A
``Monomial`` tells which terms of a sum are alike. Both keep the order in which the factors stand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce
from math import prod

import sympy as sp

from generator.engine import terms as t
from generator.engine.bound import numbered
from generator.engine.terms import Term


@dataclass(frozen=True)
class Ratio:
    """A product as sign, factors of the numerator and factors of the denominator."""

    sign: int
    above: tuple[Term, ...]
    below: tuple[Term, ...]

    def times(self, other: "Ratio") -> "Ratio":
        """Return the product, the other's factors last."""
        return Ratio(self.sign * other.sign, self.above + other.above, self.below + other.below)

    @property
    def term(self) -> Term:
        """The ratio as one signed fraction: numbers first, functions last, factors 1 left away."""
        above = t.mul(*in_order(self.above))
        below = t.mul(*in_order(self.below))
        whole = above if below is t.ONE else t.over(above, below)
        return t.neg(whole) if self.sign < 0 else whole


def in_order(factors: tuple[Term, ...]) -> tuple[Term, ...]:
    """Sort the factors as one writes, 2 N a (a - y) e^z: letters and brackets keep the order in which they came."""
    return tuple(sorted((f for f in factors if f is not t.ONE), key=_rank))


def _rank(factor: Term) -> int:
    if factor.is_Number:
        return 0
    return _rank_of(factor.base if factor.is_Pow and factor.exp.is_Rational else factor)


@lru_cache(maxsize=1 << 14)
def _rank_of(base: Term) -> int:
    """Return the place of a factor with this base, kept: SymPy reads a whole sum to tell that it is no number."""
    if base.is_number or (base.is_Symbol and base.is_integer):
        return 1
    if isinstance(base, sp.Sum):
        return 4
    return 3 if isinstance(base, (sp.Function, sp.Max, sp.Min, sp.Piecewise)) else 2


def is_called(x: Term) -> bool:
    """Tell whether x is a function with its argument, such as e^u; a case distinction is none."""
    return isinstance(x, sp.Function) and not isinstance(x, sp.Piecewise)


@lru_cache(maxsize=1 << 14)
def ratio(x: Term) -> Ratio:
    """Take a product, fraction or negative apart; any other term is its own single factor."""
    if x.is_Number:
        return Ratio(-1 if x.is_negative else 1, *(() if n == 1 else (sp.Integer(n),) for n in (abs(x.p), x.q)))
    if t.is_neg(x):
        inner = ratio(t.without_sign(x))
        return Ratio(-inner.sign, inner.above, inner.below)
    if t.is_quotient(x):
        above, below = map(ratio, t.children(x))
        return Ratio(above.sign * below.sign, above.above + below.below, above.below + below.above)
    if t.is_product(x):
        return reduce(Ratio.times, map(ratio, x.args))
    return Ratio(1, (x,), ())


@dataclass(frozen=True)
class Power:
    """A factor as base and numeric exponent: (x, 2) for x**2, (x, 1) for everything else."""

    base: Term
    exponent: sp.Rational

    @property
    def term(self) -> Term:
        """The factor; an exponent 0 makes it 1."""
        return t.power(self.base, self.exponent) if self.exponent else t.ONE


def as_power(factor: Term) -> Power:
    """Return the base and the numeric exponent of a factor."""
    if factor.is_Pow and factor.exp.is_Rational:
        return Power(factor.base, factor.exp)
    return Power(factor, t.ONE)


@lru_cache(maxsize=20_000)
def kind(base: Term) -> Term:
    """Return what two bases share that differ in the order of their terms, or in the letters of sums: 1 - a, -a + 1."""
    return t.evaluated(numbered(base) if base.has(sp.Sum) else base)


def powers(factors: tuple[Term, ...]) -> dict[Term, Power]:
    """Return the factors that are not numbers, equal bases joined, by ``kind`` in order of first appearance."""
    found: dict[Term, Power] = {}
    for new in (as_power(factor) for factor in factors if not factor.is_Number):
        old = found.get(kind(new.base), Power(new.base, t.ZERO))
        found[kind(new.base)] = Power(old.base, old.exponent + new.exponent)
    return found


def without(factors: tuple[Term, ...], taken: Mapping[Term, Power]) -> tuple[Term, ...]:
    """Return what is left when these powers are taken away: numbers stay, and no exponent falls below zero."""
    kept = [f for f in factors if f.is_Number]
    for name, power in powers(factors).items():
        rest = power.exponent - (taken[name].exponent if name in taken else 0)
        kept += [Power(power.base, rest).term] if rest > 0 else []
    return tuple(kept)


def divided(whole: tuple[Term, ...], part: tuple[Term, ...]) -> tuple[Term, ...]:
    """Return the factors of a whole divided by a part that it contains, numbers included."""
    numbers = number(whole) / number(part)
    letters = tuple(f for f in whole if not f.is_Number)
    return (*(() if numbers == 1 else (numbers,)), *without(letters, powers(part)))


def number(factors: tuple[Term, ...]) -> sp.Rational:
    """Return the product of the numbers among the factors."""
    return prod((f for f in factors if f.is_Number), start=t.ONE)


@dataclass(frozen=True)
class Monomial:
    """A term of a sum as a number times factors; alike are terms with equal ``key``."""

    coefficient: sp.Rational
    key: frozenset[tuple[Term, sp.Rational]]
    rest: Term


@lru_cache(maxsize=1 << 14)
def monomial(x: Term) -> Monomial:
    """Return the coefficient of a term and what it multiplies, regardless of the order of the factors."""
    parts = ratio(x)
    coefficient = parts.sign * number(parts.above) / number(parts.below)
    above, below = powers(parts.above), powers(parts.below)
    net = {k: above.get(k, _NONE).exponent - below.get(k, _NONE).exponent for k in (*above, *below)}
    rest = Ratio(1, *(tuple(f for f in side if not f.is_Number) for side in (parts.above, parts.below)))
    return Monomial(coefficient, frozenset((k, e) for k, e in net.items() if e), rest.term)


_NONE = Power(t.ONE, t.ZERO)


def factors_of(x: Term) -> tuple[Term, ...]:
    """Return the factors of a product, or the term itself."""
    return tuple(x.args) if t.is_product(x) else (x,)


def raised_to(x: Term, exponent: Term) -> Term:
    """Return a power, that of a number worked out."""
    return x**exponent if x.is_Rational else t.power(x, exponent)


def label_of(name: Term) -> Term:
    """Return the letter of a component, or the name itself."""
    return name.base.label if isinstance(name, sp.Indexed) else name


def arguments_of(x: Term) -> tuple[Term, ...]:
    """Return the indices of a component, or the arguments of any other term."""
    return tuple(x.indices if isinstance(x, sp.Indexed) else x.args)


def summands(x: Term) -> tuple[Term, ...]:
    """Return the terms of a sum, or the term itself."""
    return tuple(x.args) if x.is_Add else (x,)


def swap(parts: tuple[Term, ...], old: Term, *new: Term) -> tuple[Term, ...]:
    """Return the parts with the first ``old`` among them replaced, by nothing if nothing is given."""
    place = parts.index(old)
    return (*parts[:place], *new, *parts[place + 1 :])


def opposite(x: Term) -> Term:
    """Return -x without a double minus; a sum changes the sign of every term."""
    if x.is_Add:
        return t.add(*map(opposite, x.args))
    return t.without_sign(x) if t.is_neg(x) else t.neg(x)
