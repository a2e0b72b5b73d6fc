"""Which equalities take the largest exponential out of a sum of exponentials, so that none of them overflows?

e^(u_i) over the sum of all e^(u_k) stays what it is when both are divided by one of the terms, e^(u_m). Each equality
holds for every m; where m is the place of the largest u_k, no exponent is positive, and the term that is one need not
be computed: the sum of the others is added to it by log1p, or stands for itself.

Source: P. Blanchard, D. J. Higham and N. J. Higham, *Accurately computing the log-sum-exp and softmax functions*, IMA
Journal of Numerical Analysis 41, 2021.
"""

from dataclasses import replace
from itertools import permutations

import sympy as sp
from sympy.codegen.cfunctions import log1p

from generator.engine import terms as t
from generator.engine.parse import INDICES
from generator.engine.rules import rule
from generator.engine.terms import Term
from generator.engine.views import Ratio, factors_of, kind, opposite, powers, ratio, swap, without

LARGEST = INDICES["m"]
"""The place of the largest exponent."""


def exponent_of(x: Term) -> Term | None:
    """Return u_k of the sum of e^(u_k) over k, if nothing has been taken out of it yet."""
    body = x.args[0] if isinstance(x, sp.Sum) else t.ZERO
    return body.args[0] if isinstance(body, sp.exp) and body.has(x.args[1][0]) and not body.has(LARGEST) else None


def ranked_in(x: Term) -> Term | None:
    """Return u_k of the first sum of e^(u_k) in a term: m is the place of the largest."""
    found = next((part for _, part in t.walk(x) if exponent_of(part) is not None), None)
    return None if found is None else _moved(found, INDICES["k"])


def _moved(whole: sp.Sum, place: Term) -> Term:
    """Return the exponent at another place: u_m."""
    return t.substitute(whole.args[0].args[0], {whole.args[1][0]: place})


def _lowered(exponent: Term, whole: sp.Sum) -> Term:
    """Return e^(u_i - u_m)."""
    return t.call(sp.exp, _difference(exponent, _moved(whole, LARGEST)))


def _difference(u: Term, v: Term) -> Term:
    """Return u - v, over what both are divided by: the numbers above are near each other, and nothing is lost."""
    if t.is_quotient(u) and t.is_quotient(v) and t.children(u)[1] == t.children(v)[1]:
        return t.over(_difference(t.children(u)[0], t.children(v)[0]), t.children(u)[1])
    return t.add(opposite(v), u) if t.is_neg(u) and t.is_neg(v) else t.add(u, opposite(v))


def _low(whole: sp.Sum) -> Term:
    """Return the sum of e^(u_k - u_m)."""
    return t.resum(whole, _lowered(whole.args[0].args[0], whole))


def _others(whole: sp.Sum, place: Term) -> Term:
    """Return the sum of e^(u_k - u_m) without the term at a place."""
    left = t.add(t.ONE, t.neg(t.delta(whole.args[1][0], place)))
    return t.resum(whole, t.mul(left, _lowered(whole.args[0].args[0], whole)))


def share(x: Term) -> tuple[Term, sp.Sum] | None:
    """Return u_i and the sum, of e^(u_i) over the sum of all e^(u_k)."""
    above, below = t.children(x) if t.is_quotient(x) else (t.ZERO, t.ZERO)
    return (above.args[0], below) if isinstance(above, sp.exp) and exponent_of(below) is not None else None


def _place(exponent: Term, whole: sp.Sum) -> Term | None:
    """Return i of u_i."""
    indices = sorted({index for part in exponent.atoms(sp.Indexed) for index in part.indices}, key=str)
    return next((index for index in indices if _moved(whole, index) == exponent), None)


def log_of_sum(x: Term) -> Term | None:
    """log(sum_k e^(u_k)) = u_m + log1p(sum_k (1 - delta_km) e^(u_k - u_m))."""
    whole = x.args[0] if isinstance(x, sp.log) else t.ZERO
    if exponent_of(whole) is None:
        return None
    return t.add(_moved(whole, LARGEST), t.call(log1p, _others(whole, LARGEST)))


def log_over_sum(x: Term) -> Term | None:
    """log(v/sum_k e^(u_k)) = log(v) - log(sum_k e^(u_k)): a sum of exponentials is positive, and so is v."""
    above, below = t.children(x.args[0]) if isinstance(x, sp.log) and t.is_quotient(x.args[0]) else (t.ZERO, t.ZERO)
    return None if exponent_of(below) is None else t.add(t.call(sp.log, above), t.neg(t.call(sp.log, below)))


def divided_by_largest(x: Term) -> Term | None:
    """e^v/sum_k e^(u_k) = e^(v - u_m)/sum_k e^(u_k - u_m), whatever else is above and below."""
    above, below = map(factors_of, t.children(x)) if t.is_quotient(x) else ((), ())
    whole = next((part for part in below if exponent_of(part) is not None), None)
    raised = next((part for part in above if isinstance(part, sp.exp)), None)
    if whole is None or raised is None:
        return None
    lowered = _lowered(raised.args[0], whole)
    return t.over(t.mul(*swap(above, raised, lowered)), t.mul(*swap(below, whole, _low(whole))))


def share_together(x: Term) -> Term | None:
    """u/sum_k e^(u_k) e^v = u e^v/sum_k e^(u_k): the exponential goes to the sum that it is divided by."""
    parts = factors_of(x)
    raised = next((part for part in parts if isinstance(part, sp.exp)), None)
    for part in parts if raised is not None else ():
        above, below = map(factors_of, t.children(part)) if t.is_quotient(part) else ((), ())
        if any(exponent_of(one) is not None for one in below) and not any(isinstance(one, sp.exp) for one in above):
            return t.mul(*swap(swap(parts, raised), part, t.over(t.mul(*above, raised), t.mul(*below))))
    return None


def divided_sum(x: Term) -> Term | None:
    """(v S - w)/S^2 = (v - w/S)/S, where S is a sum of exponentials: divided, nothing overflows."""
    parts = ratio(x) if t.is_quotient(x) else ratio(t.ONE)
    parts = replace(parts, below=tuple(part for factor in parts.below for part in _powers_apart(factor)))
    square = next((f for f in parts.below if f.is_Pow and f.exp == 2 and exponent_of(f.base) is not None), None)
    if square is None:
        return None
    whole, name = square.base, kind(square.base)
    for added in (factor for factor in parts.above if factor.is_Add):
        if any(name in powers(ratio(part).above) for part in added.args):
            shares = t.add(*(_over(part, whole) for part in added.args))
            raised = next((f for f in parts.above if isinstance(f, sp.exp)), None)
            above = swap(parts.above, added, shares)
            if raised is None:
                return Ratio(parts.sign, above, swap(parts.below, square, whole)).term
            weight = t.over(raised, whole)
            kept = t.mul(weight, *swap(above, raised))
            rest = swap(parts.below, square)
            found = t.over(kept, t.mul(*rest)) if rest else kept
            return t.neg(found) if parts.sign < 0 else found
    return None


def _powers_apart(x: Term) -> tuple[Term, ...]:
    """Return u^2 and v^2 of (u v)^2."""
    return tuple(t.power(part, x.exp) for part in factors_of(x.base)) if x.is_Pow and t.is_product(x.base) else (x,)


def _over(x: Term, whole: sp.Sum) -> Term:
    """Return a term over a sum, which cancels where it is a factor."""
    parts = ratio(x)
    name = kind(whole)
    if name in powers(parts.above):
        return Ratio(parts.sign, without(parts.above, powers((whole,))), parts.below).term
    found = t.over(t.without_sign(x), whole)
    return t.neg(found) if t.is_neg(x) else found


def one_less_share(x: Term) -> Term | None:
    """1 - e^(u_i)/sum_k e^(u_k) = sum_k (1 - delta_ki) e^(u_k - u_m)/sum_k e^(u_k - u_m)."""
    if not x.is_Add or len(x.args) != 2 or x.args[0] is not t.ONE or not t.is_neg(x.args[1]):
        return None
    found = share(t.without_sign(x.args[1]))
    place = None if found is None else _place(*found)
    return None if found is None or place is None else t.over(_others(found[1], place), _low(found[1]))


def share_and_target(x: Term) -> Term | None:
    """e^(u_i)/sum_k e^(u_k) - v: the share above the target, less the others below it.

    With e_k = e^(u_k - u_m) it is ((1 - v) e_i - v sum_k (1 - delta_ki) e_k)/sum_k e_k.
    """
    parts = x.args if x.is_Add else ()
    shares = [part for part in parts if share(t.without_sign(part))]
    rest = tuple(part for part in parts if part not in shares)
    if len(shares) != 1 or not rest or any(part.has(sp.Sum, sp.exp) for part in rest):
        return None
    turned = t.is_neg(shares[0])
    target = t.add(*(part if turned else opposite(part) for part in rest))
    found = share(t.without_sign(shares[0]))
    place = None if found is None else _place(*found)
    if found is None or place is None or target.is_number:
        return None
    right = t.mul(t.add(t.ONE, *map(opposite, target.args if target.is_Add else (target,))), _lowered(*found))
    wrong = t.mul(target, _others(found[1], place))
    above = (wrong, right) if turned else (right, wrong)
    return t.over(t.add(above[0], t.neg(above[1])), _low(found[1]))


def exp_less_log(x: Term) -> Term | None:
    """e^(u - log(v)) = e^u/v."""
    parts = x.args[0].args if isinstance(x, sp.exp) and x.args[0].is_Add else ()
    logs = [part for part in parts if t.is_neg(part) and isinstance(t.without_sign(part), sp.log)]
    if len(logs) != 1 or len(parts) < 2:
        return None
    kept = (part for part in parts if part is not logs[0])
    return t.over(t.call(sp.exp, t.add(*kept)), t.without_sign(logs[0]).args[0])


def common_divisor(x: Term) -> Term | None:
    """sum_k u_k/v - w/v = (sum_k u_k - w)/v: what is near each other is compared before it is divided."""
    parts = x.args if x.is_Add and x.has(sp.Sum) else ()
    for part, other in permutations(parts, 2):
        divisor = t.children(t.without_sign(other))[1] if t.is_quotient(t.without_sign(other)) else t.ONE
        if t.is_neg(part) != t.is_neg(other) and divisor in _divisors(part):
            pair = sorted((part, other), key=parts.index)
            return t.add(*(_joined(pair, divisor) if one is pair[0] else one for one in parts if one is not pair[1]))
    return None


def _divisors(x: Term) -> tuple[Term, ...]:
    return factors_of(t.children(t.without_sign(x))[1]) if t.is_quotient(t.without_sign(x)) else ()


def _joined(parts: list[Term], divisor: Term) -> Term:
    return t.over(t.add(*(_times(part, divisor) for part in parts)), divisor)


def _times(x: Term, divisor: Term) -> Term:
    """Return a fraction without this factor below."""
    above, rest = t.children(t.without_sign(x))[0], swap(_divisors(x), divisor)
    found = t.over(above, t.mul(*rest)) if rest else above
    return t.neg(found) if t.is_neg(x) else found


def difference_first(x: Term) -> Term | None:
    """v - u_i + u_m = u_m - u_i + v: two large numbers that are near each other meet before a small one is lost."""
    parts = x.args if x.is_Add and len(x.args) > 2 and x.has(LARGEST) else ()
    for high, low in permutations(parts, 2):
        if high.has(LARGEST) and not high.has(sp.Function, sp.Sum):
            places = {index for part in low.atoms(sp.Indexed) for index in part.indices} - {LARGEST}
            if len(places) == 1 and t.substitute(high, {LARGEST: places.pop()}) == opposite(low):
                pair = (low, high) if t.is_neg(high) else (high, low)
                found = t.add(*pair, *(part for part in parts if part not in pair))
                return None if {*parts[:2]} == {high, low} else found
    return None


DIFFERENCES = (
    rule("difference-first", "what is near each other meets first", difference_first,
         ("v - u[i] + u[m]", "u[m] - u[i] + v"), ("log(v) - u[m] + 1 + u[i]", "u[i] - u[m] + log(v) + 1"),
         "u[m] - u[i] + v"),
)  # fmt: skip
"""Nothing small is added before large numbers have cancelled."""

TAKEN_OUT = (
    rule("divided-sum", "divide by the sum before comparing", divided_sum,
         ("w*(v*Sum(exp(u[k]), k) - x)/Sum(exp(u[k]), k)**2", "w*(v - x/Sum(exp(u[k]), k))/Sum(exp(u[k]), k)"),
         ("exp(w)*(v*Sum(exp(u[k]), k) - exp(x))/Sum(exp(u[k]), k)**2",
          "exp(w)/Sum(exp(u[k]), k)*(v - exp(x)/Sum(exp(u[k]), k))"), "w*(v - x)/Sum(exp(u[k]), k)**2"),
    rule("common-divisor", "compare before dividing", common_divisor,
         ("Sum(u[k], k)/v - w/v", "(Sum(u[k], k) - w)/v"),
         ("u/v - w/(v*Sum(z[k], k)) + 1", "(u - w/Sum(z[k], k))/v + 1"), "u/v - w/v"),
    rule("exp-less-log", "an exponential undoes the logarithm", exp_less_log,
         ("exp(u - log(v))", "exp(u)/v"), ("exp(u - log(Sum(exp(w[k]), k)))", "exp(u)/Sum(exp(w[k]), k)"),
         "exp(u + log(v))", condition="v is positive"),
    rule("log-of-sum", "log-sum-exp with the largest exponent taken out", log_of_sum,
         ("log(Sum(exp(u[k]), k))", "u[m] + log1p(Sum((1 - delta(k, m))*exp(u[k] - u[m]), k))"),
         ("log(Sum(exp(-u[l]), l))", "-u[m] + log1p(Sum((1 - delta(l, m))*exp(u[m] - u[l]), l))"),
         "log(Sum(u[k], k))"),
    rule("log-over-sum", "logarithm of a quotient by a sum of exponentials", log_over_sum,
         ("log(v/Sum(exp(u[k]), k))", "log(v) - log(Sum(exp(u[k]), k))"),
         ("log(2/Sum(exp(2*u[k]), k))", "log(2) - log(Sum(exp(2*u[k]), k))"), "log(v/Sum(u[k], k))",
         condition="v is positive"),
    rule("one-less-share", "one less a share is the share of the others", one_less_share,
         ("1 - exp(u[i])/Sum(exp(u[k]), k)",
          "Sum((1 - delta(k, i))*exp(u[k] - u[m]), k)/Sum(exp(u[k] - u[m]), k)"),
         ("1 - exp(2*u[j])/Sum(exp(2*u[k]), k)",
          "Sum((1 - delta(k, j))*exp(2*u[k] - 2*u[m]), k)/Sum(exp(2*u[k] - 2*u[m]), k)"),
         "1 - exp(u[i])"),
    rule("share-and-target", "both sides of the target weighed", share_and_target,
         ("exp(u[i])/Sum(exp(u[k]), k) - v",
          "((1 - v)*exp(u[i] - u[m]) - v*Sum((1 - delta(k, i))*exp(u[k] - u[m]), k))/Sum(exp(u[k] - u[m]), k)"),
         ("v - exp(u[i])/Sum(exp(u[k]), k)",
          "(v*Sum((1 - delta(k, i))*exp(u[k] - u[m]), k) - (1 - v)*exp(u[i] - u[m]))/Sum(exp(u[k] - u[m]), k)"),
         "exp(u[i])/Sum(exp(u[k]), k) - 2"),
    rule("share-together", "one fraction with the sum of exponentials", share_together,
         ("u/Sum(exp(v[k]), k)*exp(w)", "u*exp(w)/Sum(exp(v[k]), k)"),
         ("x*exp(w)*((u - y)/Sum(exp(v[k]), k))", "x*((u - y)*exp(w)/Sum(exp(v[k]), k))"),
         "u/Sum(v[k], k)*exp(w)"),
    rule("largest-taken-out", "divide by the largest exponential", divided_by_largest,
         ("exp(v)/Sum(exp(u[k]), k)", "exp(v - u[m])/Sum(exp(u[k] - u[m]), k)"),
         ("exp(-u[i])/Sum(exp(-u[k]), k)", "exp(u[m] - u[i])/Sum(exp(u[m] - u[k]), k)"),
         "v/Sum(exp(u[k]), k)"),
)  # fmt: skip
"""No exponent is positive where m is the place of the largest."""
