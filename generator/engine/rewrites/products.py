"""Which equalities change products: signs in front, one fraction, equal factors joined and cancelled?"""

from functools import reduce
from math import gcd

import sympy as sp

from generator.engine import terms as t
from generator.engine.human import human
from generator.engine.rules import rule
from generator.engine.terms import Term
from generator.engine.views import (
    Ratio,
    as_power,
    in_order,
    kind,
    number,
    opposite,
    powers,
    raised_to,
    ratio,
    summands,
    swap,
    without,
)


def pull_signs(x: Term) -> Term | None:
    """(-u) v = -(u v), and minus times minus is plus."""
    if not x.is_Mul or x.is_Number:
        return None
    inner = t.without_sign(x) if t.is_neg(x) else x
    if not inner.is_Mul or not any(t.is_neg(f) for f in _factors(inner)):
        return None
    sign = -1 if t.is_neg(x) else 1
    parts = []
    for f in _factors(inner):
        sign *= -1 if t.is_neg(f) else 1
        parts.append(t.without_sign(f) if t.is_neg(f) else f)
    whole = t.over(*parts) if t.is_quotient(inner) else t.mul(*in_order(tuple(parts)))
    return t.neg(whole) if sign < 0 else whole


def _factors(x: Term) -> tuple[Term, ...]:
    return t.children(x) if t.is_quotient(x) else tuple(x.args)


def one_fraction(x: Term) -> Term | None:
    """u (v/w) = (u v)/w, and fractions within fractions become one."""
    if not x.is_Mul or t.is_neg(x) or not any(t.is_quotient(f) or _is_rational(f) for f in _inner_factors(x)):
        return None
    return ratio(x).term


def _is_rational(x: Term) -> bool:
    return bool(x.is_Rational and x.q != 1)


def _inner_factors(x: Term) -> tuple[Term, ...]:
    if t.is_quotient(x):
        return tuple(f for side in t.children(x) for f in (side, *(side.args if t.is_product(side) else ())))
    return tuple(x.args)


def multiply_numbers(x: Term) -> Term | None:
    """Numbers in a product are multiplied, and the numbers of a fraction reduced."""
    if not x.is_Mul or t.is_neg(x):
        return None
    parts = ratio(x)
    above, below = number(parts.above), number(parts.below)
    counts = [sum(1 for f in side if f.is_Number) for side in (parts.above, parts.below)]
    if below == 0 or (max(counts) < 2 and _is_reduced(above, below)):
        return None
    value = above / below
    above, below = (tuple(f for f in side if not f.is_Number) for side in (parts.above, parts.below))
    return Ratio(parts.sign, (sp.Integer(value.p), *above), (sp.Integer(value.q), *below)).term


def _is_reduced(above: sp.Rational, below: sp.Rational) -> bool:
    if above.is_Integer and below.is_Integer:
        return gcd(int(above), int(below)) == 1
    return bool(sp.gcd(above, below) == 1)


def join_powers(x: Term) -> Term | None:
    """u^m u^n = u^(m + n)."""
    if not x.is_Mul or t.is_neg(x):
        return None
    parts = ratio(x)
    joined = [_joined(side) for side in (parts.above, parts.below)]
    return None if joined == [parts.above, parts.below] else Ratio(parts.sign, *joined).term


def _joined(factors: tuple[Term, ...]) -> tuple[Term, ...]:
    numbers = tuple(f for f in factors if f.is_Number)
    if len(factors) - len(numbers) < 2 or len(found := powers(factors)) == len(factors) - len(numbers):
        return factors
    return (*numbers, *(power.term for power in found.values()))


def functions_last(x: Term) -> Term | None:
    """e^u v = v e^u: numbers first, then letters and brackets, then functions."""
    if not t.is_product(x) or any(isinstance(f, t.D) or t.is_quotient(f) or f is t.ONE for f in x.args):
        return None
    ordered = in_order(tuple(x.args))
    return t.mul(*ordered) if ordered != tuple(x.args) else None


def join_roots(x: Term) -> Term | None:
    """sqrt(u) sqrt(v) = sqrt(u v) for positive numbers."""
    if not x.is_Mul or t.is_neg(x):
        return None
    parts = ratio(x)
    joined = [_one_root(side) for side in (parts.above, parts.below)]
    return None if joined == [parts.above, parts.below] else Ratio(parts.sign, *joined).term


def _one_root(factors: tuple[Term, ...]) -> tuple[Term, ...]:
    roots = [f for f in factors if f.is_Pow and f.exp == t.HALF and f.base.is_number and f.base.is_positive]
    if len(roots) < 2:
        return factors
    bases = [base for root in roots for base in (root.base.args if t.is_product(root.base) else (root.base,))]
    whole = sp.prod(base for base in bases if base.is_Integer)
    inside = in_order((whole, *(base for base in bases if not base.is_Integer)))
    return (*(f for f in factors if f not in roots), t.power(t.mul(*inside), t.HALF))


def power_of_power(x: Term) -> Term | None:
    """(u^m)^n = u^(m n) for whole n, so sqrt(u)^2 = u."""
    if x.is_Pow and x.exp.is_Integer and x.base.is_Pow and x.base.exp.is_Rational:
        return t.power(x.base.base, x.base.exp * x.exp)
    return None


def power_of_product(x: Term) -> Term | None:
    """(u v)^n = u^n v^n and (u/v)^n = u^n/v^n for whole n; (-u)^2 = u^2, and (2 u)^2 = 4 u^2."""
    if not (x.is_Pow and x.exp.is_Integer and x.base.is_Mul and x.exp > 0):
        return None
    parts = ratio(x.base)
    raised = [tuple(raised_to(f, x.exp) for f in side) for side in (parts.above, parts.below)]
    return Ratio(parts.sign ** int(x.exp), *raised).term


def join_exponentials(x: Term) -> Term | None:
    """e^u e^v = e^(u + v), where the sum in the exponent becomes shorter."""
    if not x.is_Mul or t.is_neg(x):
        return None
    parts = ratio(x)
    found = [f for f in parts.above if isinstance(f, sp.exp)]
    joined = human(sum((t.evaluated(f.args[0]) for f in found), t.ZERO))
    if len(found) < 2 or t.leaves(joined) >= sum(t.leaves(f.args[0]) for f in found):
        return None
    first, *rest = found
    above = swap(parts.above, first, t.call(sp.exp, joined))
    return Ratio(parts.sign, reduce(swap, rest, above), parts.below).term


def exponential_below(x: Term) -> Term | None:
    """u/e^v = u e^(-v)."""
    if not t.is_quotient(x):
        return None
    parts = ratio(x)
    found = next((f for f in parts.below if isinstance(f, sp.exp)), None)
    if found is None:
        return None
    turned = t.call(sp.exp, opposite(found.args[0]))
    return Ratio(parts.sign, (*parts.above, turned), swap(parts.below, found)).term


def exponential_of_log(x: Term) -> Term | None:
    """e^(u + log(v)) = v e^u and e^(u - log(v)) = e^u/v."""
    if not isinstance(x, sp.exp):
        return None
    parts = summands(x.args[0])
    found = next((part for part in parts if isinstance(t.without_sign(part), sp.log)), None)
    if found is None:
        return None
    rest, inside = swap(parts, found), t.without_sign(found).args[0]
    power = (t.call(sp.exp, t.add(*rest)),) if rest else ()
    return t.over(t.mul(*power), inside) if t.is_neg(found) else t.mul(inside, *power)


_QUOTIENTS = {(sp.sinh, sp.cosh): sp.tanh, (sp.sin, sp.cos): sp.tan}


def known_quotient(x: Term) -> Term | None:
    """sinh(u)/cosh(u) = tanh(u) and sin(u)/cos(u) = tan(u)."""
    if not t.is_quotient(x):
        return None
    parts = ratio(x)
    for above in parts.above:
        for below in parts.below:
            name = _QUOTIENTS.get((above.func, below.func))
            if name is not None and above.args == below.args:
                rest = swap(parts.above, above)
                return Ratio(parts.sign, (*rest, t.call(name, *above.args)), swap(parts.below, below)).term
    return None


def sign_times(x: Term) -> Term | None:
    """u sign(u) = |u|."""
    if not t.is_product(x):
        return None
    signs = {kind(f.args[0]): f for f in x.args if isinstance(f, sp.sign)}
    found = next((f for f in x.args if kind(f) in signs), None)
    if found is None:
        return None
    return t.mul(*swap(swap(tuple(x.args), signs[kind(found)]), found, t.call(sp.Abs, found)))


def sign_times_size(x: Term) -> Term | None:
    """|u|^n sign(u) = u |u|^(n - 1), for n = 1, 2 and so on."""
    for sign in (f for f in x.args if isinstance(f, sp.sign)) if t.is_product(x) else ():
        for f in x.args:
            size = as_power(f)
            if isinstance(size.base, sp.Abs) and kind(size.base.args[0]) == kind(sign.args[0]) and size.exponent >= 1:
                left = (t.power(size.base, size.exponent - 1),) if size.exponent > 1 else ()
                return t.mul(*swap(swap(tuple(x.args), sign), f, sign.args[0], *left))
    return None


def cancel(x: Term) -> Term | None:
    """(u w)/(v w) = u/v."""
    if not t.is_quotient(x):
        return None
    parts = ratio(x)
    above, below = powers(parts.above), powers(parts.below)
    if not above.keys() & below.keys():
        return None
    return Ratio(parts.sign, without(parts.above, below), without(parts.below, above)).term


def minus_into_sum(x: Term) -> Term | None:
    """u - (v - w) = u - v + w, and -(u - v) = v - u."""
    if t.is_neg(x) and t.without_sign(x).is_Add:
        return opposite(t.without_sign(x))
    if not x.is_Add or not any(t.is_neg(part) and t.without_sign(part).is_Add for part in x.args):
        return None
    return t.add(*(inner for part in x.args for inner in summands(minus_into_sum(part) or part)))


PRODUCTS = (
    rule("pull-signs", "bring the minus to the front", pull_signs,
         ("u*(-v)", "-(u*v)"), ("u*(1/v)*(-1)", "-(u*(1/v))"), "u*v"),
    rule("one-fraction", "write as one fraction", one_fraction, ("u*(v/w)", "(u*v)/w"), ("u*(1/v)", "u/v"), "u/v"),
    rule("multiply-numbers", "multiply the numbers", multiply_numbers,
         ("2*u*3", "6*u"), ("2*u/2", "u"), "2*u/3"),
    rule("join-powers", "join equal factors", join_powers, ("u**2*u**3", "u**5"), ("u*u", "u**2"), "u*v"),
    rule("functions-last", "write functions last", functions_last,
         ("exp(u)*v", "v*exp(u)"), ("exp(u)*2*v", "2*v*exp(u)"), "v*exp(u)"),
    rule("join-roots", "one root for both", join_roots,
         ("sqrt(2)*sqrt(3)", "sqrt(6)"), ("u/(sqrt(2)*sqrt(5))", "u/sqrt(10)"), "sqrt(2)*u"),
    rule("power-of-power", "power of a power", power_of_power,
         ("(u**2)**3", "u**6"), ("sqrt(u)**2", "u"), "u**2"),
    rule("join-exponentials", "add the exponents", join_exponentials,
         ("exp(u)*exp(v)", "exp(u + v)"), ("exp(u)*exp(-u)*w", "exp(0)*w"), "exp(u)*exp(v)"),
    rule("exponential-below", "an exponential moves up with its sign changed", exponential_below,
         ("u/exp(v)", "u*exp(-v)"), ("1/exp(-u)", "exp(u)"), "exp(v)/u"),
    rule("exponential-of-log", "the exponential undoes the logarithm", exponential_of_log,
         ("exp(u - log(v))", "exp(u)/v"), ("exp(-log(1 + u))", "1/(1 + u)"), "exp(u*log(v))",
         condition="v is positive"),
    rule("known-quotient", "a quotient that has a name", known_quotient,
         ("sinh(u)/cosh(u)", "tanh(u)"), ("v*sin(u)/cos(u)", "v*tan(u)"), "sinh(u)/cosh(v)"),
    rule("sign-times", "a number times its sign is its size", sign_times,
         ("u*sign(u)", "abs(u)"), ("2*u*sign(u)", "2*abs(u)"), "u*sign(v)"),
    rule("sign-times-size", "a size times its sign is the number", sign_times_size,
         ("abs(u)*sign(u)", "u"), ("3*abs(u)**2*sign(u)", "3*u*abs(u)"), "abs(u)*sign(v)"),
    rule("cancel", "cancel common factors", cancel,
         ("(u*w)/(v*w)", "u/v"), ("u*(1 - u)/u", "1 - u"), "u/v", condition="w is not zero"),
    rule("minus-into-sum", "multiply the minus into the sum", minus_into_sum,
         ("-(u + v)", "-u - v"), ("u - (v - w)", "u - v + w"), "u - v"),
)  # fmt: skip
POWERS_OF_PRODUCTS = (
    rule("power-of-product", "power of a product", power_of_product,
         ("(u*v)**2", "u**2*v**2"), ("(u/v)**2", "u**2/v**2"), "(u + v)**2"),
)  # fmt: skip
