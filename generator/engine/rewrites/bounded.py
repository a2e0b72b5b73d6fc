"""Which equalities keep exponents from growing, so that nothing overflows and nothing is lost beside it?

An exponential of a large number overflows. Each row puts something equal in its place, in which every exponent is zero
or below: e^(-|u|) lies between 0 and 1, whatever u is.

Sources: M. Mächler, *Accurately Computing log(1 - exp(-|a|))*, 2012; P. Blanchard, D. J. Higham and N. J. Higham,
*Accurately computing the log-sum-exp and softmax functions*, IMA Journal of Numerical Analysis 41, 2021.
"""

from dataclasses import replace

import sympy as sp
from sympy.codegen.cfunctions import log1p

from generator.engine import terms as t
from generator.engine.rules import rule
from generator.engine.terms import Term
from generator.engine.views import Ratio, as_power, factors_of, kind, opposite, powers, ratio, summands, swap, without

TWO, FOUR = sp.Integer(2), sp.Integer(4)


def size(u: Term) -> Term:
    """Return |u|, which is |-u| too."""
    return t.call(sp.Abs, opposite(u) if t.is_neg(u) else u)


def decay(u: Term, times: int = 1) -> Term:
    """Return e^(-|u|), which lies between 0 and 1."""
    return t.call(sp.exp, t.neg(size(u) if times == 1 else t.mul(sp.Integer(times), size(u))))


def decays(x: Term) -> bool:
    """Tell whether x is an exponential of that kind already."""
    return isinstance(x, sp.exp) and t.is_neg(x.args[0]) and x.args[0].has(sp.Abs)


def positive_part(u: Term) -> Term:
    """Return max(u, 0)."""
    return t.call(sp.Max, u, t.ZERO)


def negative_part(u: Term) -> Term:
    """Return min(u, 0)."""
    return t.call(sp.Min, u, t.ZERO)


def one_and(x: Term) -> Term | None:
    """Return u of 1 + u, in either order."""
    parts = x.args if x.is_Add and len(x.args) == 2 else ()
    return next((parts[1 - n] for n, part in enumerate(parts) if part is t.ONE), None)


def logistic(x: Term) -> Term | None:
    """Return u of 1/(1 + e^(-u))."""
    if not t.is_quotient(x) or t.children(x)[0] is not t.ONE:
        return None
    raised = one_and(t.children(x)[1])
    return opposite(raised.args[0]) if isinstance(raised, sp.exp) else None


def share(x: Term) -> Term | None:
    """Return u of e^u/(1 + e^u)."""
    above, below = t.children(x) if t.is_quotient(x) else (t.ZERO, t.ZERO)
    return above.args[0] if isinstance(above, sp.exp) and one_and(below) == above else None


def log_sum_exp(x: Term) -> Term | None:
    """log(1 + e^u) = max(u, 0) + log1p(e^(-|u|))."""
    raised = one_and(x.args[0]) if isinstance(x, sp.log) else None
    if not isinstance(raised, sp.exp):
        return None
    u = raised.args[0]
    return t.add(positive_part(u), t.call(log1p, decay(u)))


def log_of_cosh(x: Term) -> Term | None:
    """log(cosh(u)) = log1p(2 sinh(u/2)^2) if |u| < 1, else |u| + log1p(e^(-2|u|)) - log(2).

    Where u has branches, each is asked by itself.
    """
    if not isinstance(x, sp.log) or not isinstance(x.args[0], sp.cosh):
        return None
    u = x.args[0].args[0]
    branched = next((part for _, part in t.walk(u) if isinstance(part, sp.Piecewise)), None)
    if branched is not None:
        return t.cases(*((t.substitute(x, {branched: value}), when) for value, when in branched.args))
    near = t.call(log1p, t.mul(TWO, t.power(t.call(sp.sinh, t.over(u, TWO)), 2)))
    far = t.add(size(u), t.neg(t.call(sp.log, TWO)), t.call(log1p, decay(u, 2)))
    return t.cases((near, sp.StrictLessThan(size(u), t.ONE, evaluate=False)), (far, sp.true))


def opposite_logistics(x: Term) -> Term | None:
    """1/(1 + e^(-u)) 1/(1 + e^u) = e^(-|u|)/(1 + e^(-|u|))^2."""
    factors = x.args if t.is_product(x) else ()
    found = [(factor, logistic(factor)) for factor in factors]
    for n, (_, u) in enumerate(found):
        for m in range(n + 1, len(found)):
            v = found[m][1]
            if u is not None and v is not None and kind(opposite(u)) == kind(v):
                kept = [factor for k, factor in enumerate(factors) if k not in (n, m)]
                return t.mul(*kept, _bell(u))
    return None


def _bell(u: Term) -> Term:
    return t.over(decay(u), t.power(t.add(t.ONE, decay(u)), 2))


def weighed_by_target(x: Term) -> Term | None:
    """1/(1 + e^(-u)) - v = ((1 - v) e^min(u, 0) - v e^min(-u, 0))/(1 + e^(-|u|))."""
    if not x.is_Add or len(x.args) != 2 or not t.is_neg(x.args[1]):
        return None
    u, v = logistic(x.args[0]) or share(x.args[0]), t.without_sign(x.args[1])
    if u is None or not v.is_Symbol:
        return None
    right = t.mul(t.add(t.ONE, t.neg(v)), t.call(sp.exp, negative_part(u)))
    wrong = t.mul(v, t.call(sp.exp, negative_part(opposite(u))))
    return t.over(t.add(right, t.neg(wrong)), t.add(t.ONE, decay(u)))


def no_growth(x: Term) -> Term | None:
    """e^u/(1 + e^u) = e^min(u, 0)/(1 + e^(-|u|)), and so for every power: both are divided by the largest.

    e^u - 1 is sign(u) (1 - e^(-|u|)) times the larger of the two.
    """
    found = _over_power(x)
    if found is None:
        return None
    raised, base, power, rest = found
    terms = [_brought_down(part, raised, power) for part in summands(t.children(x)[0])]
    if None in terms:
        return None
    return t.over(t.add(*(term for term in terms if term is not None)), t.mul(*rest, *_base(raised, base, power)))


def _base(raised: Term, base: Term, power: sp.Integer) -> tuple[Term, ...]:
    """Return (1 + e^(-|u|))^n; or (1 - e^(-|u|))^n and the sign of e^u - 1, or of 1 - e^u, where n is odd."""
    u, turned = raised.args[0], t.neg(raised) in base.args
    if t.is_neg(base.args[0]) or t.is_neg(base.args[1]):
        sign = (t.call(sp.sign, opposite(u) if turned else u),) if power.is_odd else ()
        return (*sign, t.power(t.add(t.ONE, t.neg(decay(u))), power))
    return (t.power(t.add(t.ONE, decay(u)), power),)


def _over_power(x: Term) -> tuple[Term, Term, sp.Integer, tuple[Term, ...]] | None:
    """Return e^u, the base, n and what else is below the line, of a fraction over (1 + e^u)^n or (e^u - 1)^n."""
    below = factors_of(t.children(x)[1]) if t.is_quotient(x) else ()
    for part in below:
        power = as_power(part)
        raised = _raised(power.base)
        if raised is not None and not decays(raised) and power.exponent.is_Integer:
            return raised, power.base, power.exponent, tuple(other for other in below if other != part)
    return None


def _raised(x: Term) -> Term | None:
    """Return e^u of 1 + e^u, e^u - 1 or 1 - e^u."""
    parts = x.args if x.is_Add and len(x.args) == 2 else ()
    one = next((part for part in parts if t.without_sign(part) is t.ONE), None)
    found = None if one is None else next((t.without_sign(part) for part in parts if part is not one), None)
    both = found is not None and all(map(t.is_neg, parts))
    return found if isinstance(found, sp.exp) and not both else None


def _brought_down(term: Term, raised: Term, power: sp.Integer) -> Term | None:
    """Return a term above the line, divided by the largest power of e^u, or None where it outgrows that."""
    parts = ratio(term)
    have = powers(parts.above).get(kind(raised))
    count = have.exponent if have else t.ZERO
    if not (count.is_Integer and count <= power) or parts.below:
        return None
    others = without(parts.above, powers((t.power(raised, count),) if count else ()))
    return Ratio(parts.sign, (*others, t.call(sp.exp, _exponent(raised.args[0], count, power))), ()).term


def _exponent(u: Term, count: sp.Integer, power: sp.Integer) -> Term:
    """Return count min(u, 0) - (power - count) max(u, 0), as short as it can be written."""
    if 2 * count == power:
        return t.neg(_times(count, size(u)))
    left, right = _times(count, negative_part(u)), _times(power - count, negative_part(opposite(u)))
    return t.add(*(part for part, n in ((left, count), (right, power - count)) if n))


def _times(n: sp.Integer, x: Term) -> Term:
    return x if n == 1 else t.mul(n, x)


def divided_by_exponential(x: Term) -> Term | None:
    """(e^u - v)/(w e^u) = (1 - v e^(-u))/w: where e^u is too large, so are both, and the quotient is not."""
    above, below = t.children(x) if t.is_quotient(x) else (t.ZERO, t.ZERO)
    for part in factors_of(below):
        if above.is_Add and isinstance(part, sp.exp) and any(part in ratio(term).above for term in above.args):
            terms = [ratio(term) for term in above.args]
            less = t.call(sp.exp, opposite(part.args[0]))
            brought = (replace(one, above=swap(one.above, part) if part in one.above else (*one.above, less)).term
                       for one in terms)  # fmt: skip
            rest = swap(factors_of(below), part)
            return t.over(t.add(*brought), t.mul(*rest)) if rest else t.add(*brought)
    return None


def one_less_weighed(x: Term) -> tuple[Term, Term] | None:
    """Return v and u of 1 - v u, where v is a letter."""
    rest = one_and(x)
    parts = factors_of(t.without_sign(rest)) if rest is not None and t.is_neg(rest) else ()
    return parts if len(parts) == 2 and parts[0].is_Symbol else None


def one_less_weighed_share(x: Term) -> Term | None:
    """1 - v/(1 + e^(-u)) = ((1 - v) e^min(u, 0) + e^min(-u, 0))/(1 + e^(-|u|))."""
    found = one_less_weighed(x)
    u = None if found is None else logistic(found[1]) or share(found[1])
    return None if found is None or u is None else _weighed(found[0], t.ONE, u, decay(u))


def one_less_weighed_tanh(x: Term) -> Term | None:
    """1 - v tanh(u) = ((1 - v) e^min(2 u, 0) + (1 + v) e^min(-2 u, 0))/(1 + e^(-2|u|))."""
    found = one_less_weighed(x)
    if found is None or not isinstance(found[1], sp.tanh):
        return None
    v, u = found[0], found[1].args[0]
    return _weighed(v, t.add(t.ONE, v), t.mul(TWO, u), decay(u, 2))


def _weighed(v: Term, weight: Term, u: Term, low: Term) -> Term:
    """Return (1 - v) e^min(u, 0) and so much of e^min(-u, 0), over one and e^(-|u|)."""
    right = t.mul(t.add(t.ONE, t.neg(v)), t.call(sp.exp, negative_part(u)))
    left = t.call(sp.exp, negative_part(opposite(u)))
    return t.over(t.add(right, left if weight is t.ONE else t.mul(weight, left)), t.add(t.ONE, low))


def hyperbolic_complement(x: Term) -> Term | None:
    """1 - tanh(u)^2 = 4 e^(-2|u|)/(1 + e^(-2|u|))^2."""
    rest = one_and(x)
    square = t.without_sign(rest) if rest is not None and t.is_neg(rest) else t.ZERO
    if not (square.is_Pow and square.exp == 2 and isinstance(square.base, sp.tanh)):
        return None
    low = decay(square.base.args[0], 2)
    return t.over(t.mul(FOUR, low), t.power(t.add(t.ONE, low), 2))


BOUNDED = (
    rule("log-sum-exp", "log-sum-exp with the larger exponent taken out", log_sum_exp,
         ("log(1 + exp(u))", "max(u, 0) + log1p(exp(-abs(u)))"),
         ("log(1 + exp(-u))", "max(-u, 0) + log1p(exp(-abs(u)))"), "log(1 + u)"),
    rule("log-of-cosh", "logarithm of a hyperbolic cosine", log_of_cosh,
         ("log(cosh(u))",
          "piecewise(log1p(2*sinh(u/2)**2), abs(u) < 1, abs(u) - log(2) + log1p(exp(-2*abs(u))))"),
         ("log(cosh(2*u))",
          "piecewise(log1p(2*sinh(2*u/2)**2), abs(2*u) < 1, abs(2*u) - log(2) + log1p(exp(-2*abs(2*u))))"),
         "log(sinh(u))"),
    rule("opposite-logistics", "a logistic times its mirror image", opposite_logistics,
         ("1/(1 + exp(-u))*(1/(1 + exp(u)))", "exp(-abs(u))/(1 + exp(-abs(u)))**2"),
         ("v*(1/(1 + exp(-u)))*(1/(1 + exp(u)))", "v*(exp(-abs(u))/(1 + exp(-abs(u)))**2)"),
         "1/(1 + exp(-u))*(1/(1 + exp(v)))"),
    rule("weighed-by-target", "both sides of the target weighed", weighed_by_target,
         ("1/(1 + exp(-u)) - v", "((1 - v)*exp(min(u, 0)) - v*exp(min(-u, 0)))/(1 + exp(-abs(u)))"),
         ("exp(u)/(1 + exp(u)) - v", "((1 - v)*exp(min(u, 0)) - v*exp(min(-u, 0)))/(1 + exp(-abs(u)))"),
         "1/(1 + exp(-u)) - 1"),
    rule("no-growth", "divide by the largest exponential", no_growth,
         ("exp(u)/(1 + exp(u))", "exp(min(u, 0))/(1 + exp(-abs(u)))"),
         ("v*exp(-u)/(exp(-u) - 1)", "v*exp(min(-u, 0))/(sign(-u)*(1 - exp(-abs(u))))"), "exp(2*v)/(1 + exp(-abs(u)))"),
    rule("divided-by-exponential", "divide each term by the exponential", divided_by_exponential,
         ("(exp(u) - v)/(2*exp(u))", "(1 - v*exp(-u))/2"), ("(v + u*exp(-u))/exp(-u)", "v*exp(u) + u"),
         "(u - v)/exp(u)"),
    rule("one-less-weighed-share", "one less a weighed logistic, from both sides", one_less_weighed_share,
         ("1 - v*(1/(1 + exp(-u)))", "((1 - v)*exp(min(u, 0)) + exp(min(-u, 0)))/(1 + exp(-abs(u)))"),
         ("1 - v*(exp(u)/(1 + exp(u)))", "((1 - v)*exp(min(u, 0)) + exp(min(-u, 0)))/(1 + exp(-abs(u)))"),
         "1 - 2*(1/(1 + exp(-u)))"),
    rule("one-less-weighed-tanh", "one less a weighed hyperbolic tangent, from both sides", one_less_weighed_tanh,
         ("1 - v*tanh(u)", "((1 - v)*exp(min(2*u, 0)) + (1 + v)*exp(min(-(2*u), 0)))/(1 + exp(-2*abs(u)))"),
         ("1 - v*tanh(z)", "((1 - v)*exp(min(2*z, 0)) + (1 + v)*exp(min(-(2*z), 0)))/(1 + exp(-2*abs(z)))"),
         "1 - 2*tanh(u)"),
    rule("hyperbolic-complement", "one less the square of a hyperbolic tangent", hyperbolic_complement,
         ("1 - tanh(u)**2", "4*exp(-2*abs(u))/(1 + exp(-2*abs(u)))**2"),
         ("1 - tanh(2*u)**2", "4*exp(-2*abs(2*u))/(1 + exp(-2*abs(2*u)))**2"), "1 - tanh(u)"),
)  # fmt: skip
"""Exponents that are never positive, and differences that are worked out before a machine can."""
