"""Which equalities take the exponential out of a product, so that no factor of it underflows before the whole does?

Each factor that vanishes or grows exponentially is m e^t, where m is neither small nor large: a logistic is
e^min(u, 0)/(1 + e^(-|u|)). The exponents of a product are added as formulas, so that what cancels does so on paper, and
not as 0/0.

Sources: NIST, *Digital Library of Mathematical Functions*, 7.2.3 and 7.6 (the scaled complementary error function);
W. J. Cody, *Rational Chebyshev approximations for the error function*, Mathematics of Computation 23, 1969.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import sympy as sp
from sympy.codegen.cfunctions import log1p

from generator.engine import terms as t
from generator.engine.primitives import class_of
from generator.engine.rewrites.bounded import decay, decays, negative_part, one_and, positive_part
from generator.engine.rules import rule
from generator.engine.terms import Term
from generator.engine.views import Ratio, as_power, kind, monomial, ratio, summands, swap


@dataclass(frozen=True)
class _Share:
    """What an exponent has of one letter, or of its square: so many times the part below 0, and the part above."""

    base: Term
    degree: int
    below: Term
    above: Term

    def plus(self, other: "_Share") -> "_Share":
        """Return the sum of two shares of one letter."""
        return replace(self, below=sp.expand(self.below + other.below), above=sp.expand(self.above + other.above))

    def terms(self) -> Iterator[Term]:
        """Yield the terms of the exponent."""
        if self.below == self.above:
            yield _times(self.above, t.power(self.base, self.degree))
        elif self.degree == 1 and self.below == -self.above:
            yield _times(self.above, t.call(sp.Abs, self.base))
        else:
            yield _times(self.below, t.power(negative_part(self.base), self.degree))
            yield _times(self.above, t.power(positive_part(self.base), self.degree))


def _times(n: Term, x: Term) -> Term:
    if n.is_Number:
        below = () if n.q == 1 else (sp.Integer(n.q),)
        return Ratio(-1 if n < 0 else 1, (sp.Integer(abs(n.p)), x), below).term if n else t.ZERO
    return t.mul(n, x)


def _shares(exponent: Term, times: Term) -> Iterator[_Share]:
    """Yield what an exponent has of each letter."""
    for part in summands(exponent):
        one = monomial(part)
        base, degree = (one.rest.base, 2) if one.rest.is_Pow and one.rest.exp == 2 else (one.rest, 1)
        inner = base.args[0] if isinstance(base, sp.Abs) else _side(base)
        scale = monomial(inner)
        sides = _sides(base, -1 if scale.coefficient < 0 else 1)
        n = times * one.coefficient * abs(scale.coefficient) ** degree
        signs = tuple(side**degree for side in sides)
        yield _Share(scale.rest, degree, sp.expand(n * signs[0]), sp.expand(n * signs[1]))


def _side(base: Term) -> Term:
    """Return u of min(u, 0) and max(u, 0), and any other term itself."""
    if isinstance(base, (sp.Min, sp.Max)) and len(base.args) == 2 and t.ZERO in base.args:
        return next(part for part in base.args if part is not t.ZERO)
    return base


def _sides(base: Term, sign: int) -> tuple[int, int]:
    """Return the slopes of a base below and above 0, in a letter of which it has a multiple of this sign."""
    if isinstance(base, sp.Abs):
        return -1, 1
    if _side(base) is base:
        return sign, sign
    low = isinstance(base, sp.Min) == (sign > 0)
    return (sign, 0) if low else (0, sign)


@dataclass(frozen=True)
class _Taken:
    """A product taken apart: what is left of it, its exponents, and how many of its factors had to be changed."""

    rest: Ratio
    shares: tuple[_Share, ...] = ()
    changed: int = 0

    def times(self, other: "_Taken") -> "_Taken":
        """Return the product."""
        return _Taken(self.rest.times(other.rest), self.shares + other.shares, self.changed + other.changed)

    @property
    def exponent(self) -> Term:
        """The sum of the exponents, those of one letter joined."""
        found: dict[tuple[Term, int], _Share] = {}
        for one in self.shares:
            key = kind(one.base), one.degree
            found[key] = found[key].plus(one) if key in found else one
        return t.add(*(part for one in found.values() for part in one.terms() if part is not t.ZERO))


def _taken(x: Term, times: Term = t.ONE) -> _Taken:
    """Return x to a power, with its exponentials taken out."""
    parts = ratio(x)
    if parts.sign < 0 and not times.is_Integer:
        return _Taken(Ratio(1, (t.power(x, times),), ()))
    found = _Taken(Ratio(parts.sign if times.is_odd else 1, (), ()))
    for factor in parts.above:
        found = found.times(_factor(factor, times))
    for factor in parts.below:
        found = found.times(_factor(factor, sp.expand(-times)))
    return found


def _factor(x: Term, times: Term) -> _Taken:
    if x.is_Pow and not x.exp.has(sp.exp):
        return _taken(x.base, sp.expand(times * x.exp))
    known = _known(x)
    if known is None:
        return _Taken(_raised_to(Ratio(1, (x,), ()), times))
    rest, exponent = known
    return _Taken(_raised_to(rest, times), tuple(_shares(exponent, times)), int(bool(rest.above) or times != t.ONE))


def _raised_to(x: Ratio, times: Term) -> Ratio:
    down = times.could_extract_minus_sign()
    above, below = (tuple(t.power(part, -times if down else times) for part in side) for side in (x.above, x.below))
    return Ratio(1, below, above) if down else Ratio(1, above, below)


def _known(x: Term) -> tuple[Ratio, Term] | None:
    """Return m and u of a factor m e^u."""
    if isinstance(x, sp.exp):
        return Ratio(1, (), ()), x.args[0]
    if isinstance(x, sp.erfc) and not x.args[0].has(sp.Min, sp.Max):
        return _tail(x.args[0])
    u = _exponent_of(x)
    if u is not None:
        return Ratio(1, (t.add(t.ONE, decay(u)),), ()), positive_part(u)
    u = _exponent_of(x.args[0]) if isinstance(x, sp.log) else None
    return None if u is None else _softplus(u)


def _exponent_of(x: Term) -> Term | None:
    """Return u of 1 + e^u."""
    found = one_and(x)
    return found.args[0] if isinstance(found, sp.exp) and not decays(found) else None


def _tail(u: Term) -> tuple[Ratio, Term]:
    """erfc(u/v) = erfc(min(u, 0)/v) erfcx(max(u, 0)/v) e^(-max(u, 0)^2/v^2), for a number v."""
    parts = ratio(u)
    below = t.mul(*parts.below)
    above = t.mul(*parts.above) if parts.sign > 0 else t.neg(t.mul(*parts.above))
    low, high = negative_part(above), positive_part(above)
    square = sp.expand(below**2)
    each = [part if below is t.ONE else t.over(part, below) for part in (low, high)]
    factors = t.call(sp.erfc, each[0]), t.call(class_of("erfcx"), each[1])
    return Ratio(1, factors, ()), t.neg(t.power(high, 2) if square == 1 else t.over(t.power(high, 2), square))


def _softplus(u: Term) -> tuple[Ratio, Term]:
    """log(1 + e^u) = e^min(u, 0) m, where m is e^u/(e^u) of it below 0: 1/exprel(log1p(e^u))."""
    whole = t.add(positive_part(u), t.call(log1p, decay(u)))
    low = t.over(t.ONE, t.call(class_of("exprel"), t.call(log1p, t.call(sp.exp, negative_part(u)))))
    when = sp.StrictGreaterThan(u, t.ZERO, evaluate=False)
    return Ratio(1, (t.cases((whole, when), (low, sp.true)),), ()), negative_part(u)


def exponents_together(x: Term) -> Term | None:
    """m e^u n e^v = m n e^(u + v), for all factors that are exponential, below the line and in powers too."""
    found = _taken(x) if t.is_product(x) or t.is_quotient(x) or x.is_Pow else _Taken(Ratio(1, (), ()))
    if not found.changed:
        return None
    return found.rest.times(Ratio(1, (t.call(sp.exp, found.exponent),), ())).term


def power_into_bracket(x: Term) -> Term | None:
    """u^n (v/u^2 - w) = u^(n - 2) (v - w u^2): what is nothing below is a factor above."""
    for power in (part for part in x.args if not part.is_number) if t.is_product(x) else ():
        base, exponent = power.args if power.is_Pow and not power.exp.has(sp.exp) else (power, t.ONE)
        for bracket in (part for part in x.args if part.is_Add and part is not power):
            terms = [_below(ratio(term), base) for term in bracket.args]
            most = max(count for _, count in terms)
            if most > 0 and not (exponent.is_Number and exponent < most):
                new = ((replace(one, above=(t.power(base, most - n), *one.above)) if n < most else one).term
                       for one, n in terms)  # fmt: skip
                left = exponent - most if exponent.is_Number else t.add(exponent, t.neg(sp.Integer(most)))
                kept = () if left == 0 else (t.power(base, left),)
                return t.mul(*swap(swap(tuple(x.args), power, *kept), bracket, t.add(*new)))
    return None


def _below(x: Ratio, base: Term) -> tuple[Ratio, int]:
    """Return a term without a whole power of the base below the line, and how high that is."""
    for part in x.below:
        found = as_power(part)
        if found.base == base and found.exponent.is_Integer:
            return replace(x, below=swap(x.below, part)), int(found.exponent)
    return x, 0


def log_apart(x: Term) -> Term | None:
    """log(m e^u) = u + log(m)."""
    inner = x.args[0] if isinstance(x, sp.log) else t.ZERO
    found = _taken(inner) if not inner.is_Add else _Taken(Ratio(1, (), ()))
    if not found.shares:
        return None
    rest = found.rest.term
    return found.exponent if rest is t.ONE else t.add(found.exponent, t.call(sp.log, rest))


def alike_exponentials(x: Term) -> Term | None:
    """u e^v + w e^v = (u + w) e^v: what becomes infinite does so once, and only where the sum does."""
    found = [(part, _raised(part)) for part in (x.args if x.is_Add else ())]
    if any(exponents_together(part) is not None for part, _ in found):  # these are added first
        return None
    for n, (part, raised) in enumerate(found):
        alike = [other for other, same in found if len(raised) == 1 and same == raised]
        if len(alike) > 1 and raised[0] in ratio(part).above:
            weight = t.add(*(_without_factor(other, raised[0]) for other in alike))
            return t.add(*x.args[:n], t.mul(weight, *raised), *(other for other in x.args[n:] if other not in alike))
    return None


def _raised(x: Term) -> tuple[Term, ...]:
    """Return the exponentials among the factors of a term; those below count apart, as 1/e^v."""
    parts = ratio(x)
    below = tuple(t.over(t.ONE, factor) for factor in parts.below if isinstance(factor, sp.exp))
    return (*(factor for factor in parts.above if isinstance(factor, sp.exp)), *below)


def _without_factor(x: Term, factor: Term) -> Term:
    parts = ratio(x)
    return replace(parts, above=swap(parts.above, factor)).term


FLOATED = (
    rule("power-into-bracket", "multiply a factor of a power into the bracket", power_into_bracket,
         ("u**n*(v/u - w)", "u**(n - 1)*(v - u*w)"), ("x*u**3*(1/u**2 + v/u)", "x*u*(1 + u*v)"),
         "u**n*(v/w - x)"),
    rule("log-apart", "take the exponential out of the logarithm", log_apart,
         ("log(u*exp(v))", "v + log(u)"), ("log(erfc(u)/2)", "-max(u, 0)**2 + log(erfc(min(u, 0))*erfcx(max(u, 0))/2)"),
         "log(1 + exp(u))"),
    rule("exponents-together", "add the exponents of all factors", exponents_together,
         ("u*exp(v)/exp(w)", "u*exp(v - w)"),
         ("exp(-u**2)/erfc(u)", "exp(-min(u, 0)**2)/(erfc(min(u, 0))*erfcx(max(u, 0)))"), "u*exp(v)"),
    rule("alike-exponentials", "take the exponential out of a sum", alike_exponentials,
         ("u*exp(v) + w*exp(v)", "(u + w)*exp(v)"), ("2*exp(u) - x - v*exp(u)/w", "(2 - v/w)*exp(u) - x"),
         "u*exp(v) + w*exp(-v)"),
)  # fmt: skip
"""No factor vanishes before the product does."""
