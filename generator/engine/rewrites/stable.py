"""Which equalities lead to a form that a machine can compute, because nothing cancels in it?

1 - u loses its digits where u is near 1. Each row puts something equal in its place, in which the difference is worked
out before a machine can. Where a rule needs a number to be positive, it fires only where the form shows that it is.

Source: N. J. Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd edition, SIAM, 2002, sections 1.7 and 1.14.
"""

import sympy as sp
from sympy.codegen.cfunctions import expm1, log1p

from generator.engine import terms as t
from generator.engine.rewrites.bounded import TWO, logistic, one_and, positive_part
from generator.engine.rules import rule
from generator.engine.terms import Term
from generator.engine.views import Ratio, as_power, kind, opposite, ratio, summands, swap


def is_positive(x: Term) -> bool:
    """Tell whether the form of a term shows that it is greater than zero."""
    if x.is_number or isinstance(x, (sp.exp, sp.cosh)):
        return bool(x.is_positive) or isinstance(x, (sp.exp, sp.cosh))
    if t.is_quotient(x) or t.is_product(x) or x.is_Add:
        return not t.is_neg(x) and all(map(is_positive, t.children(x)))
    return bool(x.is_Pow and is_positive(x.base)) or (isinstance(x, sp.Sum) and is_positive(x.args[0]))


def log_of_quotient(x: Term) -> Term | None:
    """log(u/v) = log(u) - log(v), and log(1/v) = -log(v); where one of them is positive, the quotient says of which."""
    parts = t.children(x.args[0]) if isinstance(x, sp.log) and t.is_quotient(x.args[0]) else ()
    if not any(map(is_positive, parts)):
        return None
    above, below = (t.call(sp.log, part) for part in t.children(x.args[0]))
    return t.neg(below) if above.args[0] is t.ONE else t.add(above, t.neg(below))


def log_of_exp(x: Term) -> Term | None:
    """log(e^u) = u."""
    return x.args[0].args[0] if isinstance(x, sp.log) and isinstance(x.args[0], sp.exp) else None


def complement_of_logistic(x: Term) -> Term | None:
    """1 - 1/(1 + e^(-u)) = 1/(1 + e^u), whatever is added to them, and 1/(1 + e^(-u)) - 1 = -1/(1 + e^u)."""
    parts = x.args if x.is_Add else ()
    for part in parts:
        inner, one = logistic(t.without_sign(part)), t.ONE if t.is_neg(part) else t.MINUS_ONE
        if inner is not None and one in parts:
            mirrored = t.over(t.ONE, t.add(t.ONE, t.call(sp.exp, inner)))
            return t.add(*swap(swap(parts, one, mirrored if one is t.ONE else t.neg(mirrored)), part))
    return None


def conjugate(x: Term) -> Term | None:
    """sqrt(1 + u) - 1 = u/(sqrt(1 + u) + 1), and sqrt(v^2 + u) - v = u/(sqrt(v^2 + u) + v)."""
    if not x.is_Add or len(x.args) != 2 or not t.is_neg(x.args[1]):
        return None
    root, other = x.args[0], t.without_sign(x.args[1])
    parts = root.base.args if root.is_Pow and root.exp == t.HALF and root.base.is_Add else ()
    square = t.ONE if other is t.ONE else t.power(other, 2)
    if square not in parts or not (other is t.ONE or other.is_Symbol):
        return None
    rest = parts.index(square)
    return t.over(t.add(*parts[:rest], *parts[rest + 1 :]), t.add(root, other))


def one_and_tanh(x: Term) -> Term | None:
    """1 + tanh(u) = 2/(1 + e^(-2u)), and 1 - tanh(u) = 2/(1 + e^(2u)), whatever is added to them."""
    parts = x.args if x.is_Add else ()
    found = next((part for part in parts if isinstance(t.without_sign(part), sp.tanh)), None)
    if found is None or t.ONE not in parts:
        return None
    inner = t.without_sign(found).args[0]
    u = inner if t.is_neg(found) else opposite(inner)
    double = t.neg(t.mul(TWO, t.without_sign(u))) if t.is_neg(u) else t.mul(TWO, u)
    joined = t.over(TWO, t.add(t.ONE, t.call(sp.exp, double)))
    return t.add(*swap(swap(parts, t.ONE, joined), found))


def sinh_over_cosh(x: Term) -> Term | None:
    """sinh(u)/cosh(u)^n = tanh(u)/cosh(u)^(n - 1)."""
    parts = ratio(x) if t.is_quotient(x) else Ratio(1, (), ())
    above = next((f for f in parts.above if isinstance(f, sp.sinh)), None)
    if above is None:
        return None
    for below in parts.below:
        base, n = as_power(below).base, as_power(below).exponent
        if isinstance(base, sp.cosh) and base.args == above.args and n.is_Integer and n > 0:
            rest = swap(parts.below, below, *((t.power(base, n - 1),) if n > 1 else ()))
            return Ratio(parts.sign, swap(parts.above, above, t.call(sp.tanh, *above.args)), rest).term
    return None


def cosh_below(x: Term) -> Term | None:
    """1/cosh(u) = 2 e^(-|u|)/(1 + e^(-2|u|))."""
    parts = ratio(x) if t.is_quotient(x) else Ratio(1, (), ())
    for below in parts.below:
        base, n = as_power(below).base, as_power(below).exponent
        if isinstance(base, sp.cosh):
            size = t.call(sp.Abs, t.without_sign(base.args[0]))
            twice = t.call(sp.exp, t.neg(t.mul(TWO, size)))
            inverse = t.over(t.mul(TWO, t.call(sp.exp, t.neg(size))), t.add(t.ONE, twice))
            return Ratio(parts.sign, (*parts.above, t.power(inverse, n)), swap(parts.below, below)).term
    return None


def mirrored_exponentials(x: Term) -> Term | None:
    """(e^u - e^(-u))/(e^u + e^(-u)) = tanh(u)."""
    above, below = map(summands, t.children(x)) if t.is_quotient(x) else ((), ())
    if len(above) != 2 or len(below) != 2 or not all(isinstance(t.without_sign(part), sp.exp) for part in above):
        return None
    plus, minus = above if t.is_neg(above[1]) else above[::-1]
    u, v = (t.without_sign(part).args[0] for part in (plus, minus))
    mirrored = not t.is_neg(plus) and t.is_neg(minus) and kind(opposite(u)) == kind(v)
    return t.call(sp.tanh, u) if mirrored and set(below) == {plus, t.without_sign(minus)} else None


def towering_exponentials(x: Term) -> Term | None:
    """e^u e^(-e^u) = e^(u - e^u): the one grows as the other vanishes."""
    parts = ratio(x) if t.is_product(x) else Ratio(1, (), ())
    found = [f for f in parts.above if isinstance(f, sp.exp)]
    if len(found) < 2 or not any(f.args[0].has(sp.exp) for f in found):
        return None
    joined = t.call(sp.exp, t.add(*(part for f in reversed(found) for part in summands(f.args[0]))))
    rest = tuple(f for f in parts.above if f not in found)
    return Ratio(parts.sign, (*rest, joined), parts.below).term


APART_FIRST = (
    rule("mirrored-exponentials", "a quotient that is a hyperbolic tangent", mirrored_exponentials,
         ("(exp(u) - exp(-u))/(exp(u) + exp(-u))", "tanh(u)"),
         ("(exp(2*u) - exp(-(2*u)))/(exp(-(2*u)) + exp(2*u))", "tanh(2*u)"), "(exp(u) - exp(-v))/(exp(u) + exp(-v))"),
    rule("towering-exponentials", "add the exponents where one has an exponential in it", towering_exponentials,
         ("exp(u)*exp(-exp(u))", "exp(-exp(u) + u)"), ("v*exp(-exp(-u))*exp(-u)", "v*exp(-u - exp(-u))"),
         "exp(u)*exp(v)"),
    rule("sinh-over-cosh", "a quotient that has a name", sinh_over_cosh,
         ("sinh(u)/cosh(u)**2", "tanh(u)/cosh(u)"), ("v*sinh(u)/cosh(u)", "v*tanh(u)"), "sinh(u)/cosh(v)"),
    rule("cosh-below", "no exponential grows below", cosh_below,
         ("1/cosh(u)", "2*exp(-abs(u))/(1 + exp(-2*abs(u)))"),
         ("v/cosh(-u)", "v*(2*exp(-abs(u))/(1 + exp(-2*abs(u))))"), "1/sinh(u)"),
    rule("complement-of-logistic", "one less a logistic is its mirror image", complement_of_logistic,
         ("1 - 1/(1 + exp(-u))", "1/(1 + exp(u))"), ("1 - 1/(1 + exp(u)) - v", "1/(1 + exp(-u)) - v"),
         "1 - 1/(2 + exp(-u))"),
    rule("log-of-quotient", "logarithm of a quotient", log_of_quotient,
         ("log(exp(u)/(1 + exp(v)))", "log(exp(u)) - log(1 + exp(v))"),
         ("log(1/(1 + exp(-u)))", "-log(1 + exp(-u))"), "log(u/v)",
         condition="u and v are positive"),
    rule("log-of-exp", "the logarithm undoes the exponential", log_of_exp,
         ("log(exp(u))", "u"), ("log(exp(2*u))", "2*u"), "log(1 + exp(u))"),
    rule("conjugate", "multiply by the conjugate", conjugate,
         ("sqrt(1 + u) - 1", "u/(sqrt(1 + u) + 1)"), ("sqrt(v**2 + u**2) - v", "u**2/(sqrt(v**2 + u**2) + v)"),
         "sqrt(u) - 1"),
    rule("one-and-tanh", "one and a hyperbolic tangent are a logistic", one_and_tanh,
         ("1 + tanh(u)", "2/(1 + exp(-2*u))"), ("1 - tanh(u) + v", "2/(1 + exp(2*u)) + v"), "1 + tanh(u)**2"),
)  # fmt: skip
"""What has to come first: the signs and quotients that the other rows look for."""


def with_log1p(x: Term) -> Term | None:
    """log(1 + u) = log1p(u)."""
    inner = one_and(x.args[0]) if isinstance(x, sp.log) else None
    return None if inner is None else t.call(log1p, inner)


def with_expm1(x: Term) -> Term | None:
    """e^u - 1 + v = expm1(u) + v, and 1 - e^u + v = -expm1(u) + v."""
    parts = x.args if x.is_Add else ()
    for part in parts:
        raised = t.without_sign(part)
        one = t.ONE if t.is_neg(part) else t.neg(t.ONE)
        if isinstance(raised, sp.exp) and one in parts:
            found = t.call(expm1, raised.args[0])
            put = {one: t.neg(found) if t.is_neg(part) else found}
            return t.add(*(put.get(other, other) for other in parts if other is not part))
    return None


NAMED = (
    rule("as-log1p", "the logarithm of one and a little", with_log1p,
         ("log(1 + u)", "log1p(u)"), ("log(u**2 + 1)", "log1p(u**2)"), "log(2 + u)"),
    rule("as-expm1", "the exponential less one", with_expm1,
         ("exp(u) - 1", "expm1(u)"), ("v + 1 - exp(-u)", "v - expm1(-u)"), "exp(u) + 1"),
)  # fmt: skip
"""What the libraries compute without the cancellation."""


def mirrored_parts(x: Term) -> Term | None:
    """max(-u, 0) = max(u, 0) - u, in a term that has both."""
    found = (part for part in x.atoms(sp.Max) if len(part.args) == 2 and t.ZERO in part.args)
    for part in sorted(found, key=str):
        u = next(argument for argument in part.args if argument is not t.ZERO)
        twin = positive_part(opposite(u)) if t.is_neg(u) else None
        if twin is not None and x.has(twin):
            return t.substitute(x, {part: t.add(twin, t.neg(opposite(u)))})
    return None


def small_last(x: Term) -> Term | None:
    """log1p(u) + v = v + log1p(u): the large terms meet first, and what they leave is not lost beside them."""
    if not x.is_Add:
        return None
    small = tuple(part for part in x.args if isinstance(t.without_sign(part), log1p))
    large = tuple(part for part in x.args if part not in small)
    return t.add(*large, *small) if (*large, *small) != tuple(x.args) else None


def opened_before_small(x: Term) -> Term | None:
    """u - (v + log1p(w)) = u - v - log1p(w): what is large in the bracket meets u before the small term does."""
    if not x.is_Add:
        return None
    for n, part in enumerate(x.args):
        inner = t.without_sign(part)
        if t.is_neg(part) and inner.is_Add and any(isinstance(t.without_sign(one), log1p) for one in inner.args):
            return t.add(*x.args[:n], *map(opposite, inner.args), *x.args[n + 1 :])
    return None


MIRRORED = (
    rule("opened-before-small", "open the bracket of a small term", opened_before_small,
         ("u - (v + log1p(w))", "u - v - log1p(w)"), ("-(v - log1p(w)) + u", "-v + log1p(w) + u"), "u - (v + w)"),
    rule("small-last", "the small term last", small_last,
         ("log1p(u) + v", "v + log1p(u)"), ("u + log1p(v) - w", "u - w + log1p(v)"), "u + log1p(v)"),
    rule("mirrored-parts", "the part above zero, seen from the other side", mirrored_parts,
         ("max(-u, 0) + v*max(u, 0)", "max(u, 0) - u + v*max(u, 0)"),
         ("max(-u, 0)*max(u, 0)", "(max(u, 0) - u)*max(u, 0)"), "max(-u, 0)"),
)  # fmt: skip
