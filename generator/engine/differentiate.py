"""Which rules take a derivative, one firing at a time?

Each function below applies one rule of differentiation to an inert ``D(expr, x)`` and returns the new term, or None
where the rule does not apply. ``DERIVATIVE_RULES`` is their table, in the order in which they are tried. A function
that is missing has no row in ``primitives``: that is the table to extend.

Sources: M. Spivak, *Calculus*, chapters 9, 10 and 18; for the sum over an index and the Kronecker delta, K. B. Petersen
and M. S. Pedersen, *The Matrix Cookbook*, section 2.
"""

from collections.abc import Callable
from functools import partial

import sympy as sp
from sympy.core.function import AppliedUndef

from generator.engine import terms as t
from generator.engine.human import human
from generator.engine.primitives import PRIMITIVES, Primitive, U, primitive_of
from generator.engine.records import Line
from generator.engine.rules import Rule, X, exhaust, rule
from generator.engine.terms import D, Term
from generator.engine.tex import tex
from generator.engine.views import factors_of
from generator.errors import DerivationError


def chained(slope: Term, inner: Term, x: Term) -> Term:
    """Return slope times D(inner), without the factor D(x) = 1."""
    return slope if inner == x else t.mul(*factors_of(slope), D(inner, x))


LOSSES = ("L", "J", "C")
"""The letters of a loss, which depends on whatever it is differentiated by; any other capital letter is a number."""


def _is_name(u: Term, x: Term) -> bool:
    """Tell whether D(u) is the name of a derivative, such as dL/da, and so stays."""
    if isinstance(u, AppliedUndef):
        return True
    return isinstance(u, sp.Symbol) and u != x and u.name.isupper() and (u.name in LOSSES or len(u.name) > 1)


def constant(u: Term, x: Term) -> Term | None:
    """D(c) = 0."""
    return None if t.depends(u, x) or _is_name(u, x) else t.ZERO


def variable(u: Term, x: Term) -> Term | None:
    """D(x) = 1."""
    return t.ONE if u == x else None


def component(u: Term, x: Term) -> Term | None:
    """D(z_i) by z_j = delta_ij, and for a matrix D(w_ij) by w_kl = delta_ik delta_jl."""
    if isinstance(u, sp.Indexed) and isinstance(x, sp.Indexed) and u.base == x.base:
        return t.mul(*(t.delta(i, j) for i, j in zip(u.indices, x.indices, strict=True)))
    return None


def negative(u: Term, x: Term) -> Term | None:
    """D(-u) = -D(u)."""
    return t.neg(D(t.without_sign(u), x)) if t.is_neg(u) else None


def constant_factor(u: Term, x: Term) -> Term | None:
    """D(c u) = c D(u)."""
    if not t.is_product(u):
        return None
    fixed = [f for f in u.args if not t.depends(f, x)]
    return t.mul(*fixed, D(t.mul(*(f for f in u.args if t.depends(f, x))), x)) if fixed else None


def constant_divisor(u: Term, x: Term) -> Term | None:
    """D(u/c) = D(u)/c."""
    if not t.is_quotient(u) or t.depends(t.children(u)[1], x):
        return None
    above, below = t.children(u)
    return t.over(D(above, x), below)


def of_sum(u: Term, x: Term) -> Term | None:
    """D(u + v) = D(u) + D(v)."""
    if not u.is_Add:
        return None
    return t.add(*(t.neg(D(t.without_sign(v), x)) if t.is_neg(v) else D(v, x) for v in u.args))


def of_product(u: Term, x: Term) -> Term | None:
    """D(u v) = D(u) v + u D(v)."""
    if not t.is_product(u):
        return None
    parts = u.args
    return t.add(*(t.mul(*parts[:n], D(f, x), *parts[n + 1 :]) for n, f in enumerate(parts)))


def reciprocal(u: Term, x: Term) -> Term | None:
    """D(c/v) = -c D(v)/v^2."""
    if not t.is_quotient(u) or t.depends(t.children(u)[0], x):
        return None
    above, below = t.children(u)
    rise = D(below, x) if above is t.ONE else t.mul(*factors_of(above), D(below, x))
    return t.neg(t.over(rise, t.power(below, 2)))


def of_quotient(u: Term, x: Term) -> Term | None:
    """D(u/v) = (D(u) v - u D(v))/v^2."""
    if not t.is_quotient(u):
        return None
    above, below = t.children(u)
    rise = t.add(t.mul(D(above, x), *factors_of(below)), t.neg(t.mul(*factors_of(above), D(below, x))))
    return t.over(rise, t.power(below, 2))


def of_power(u: Term, x: Term) -> Term | None:
    """D(u^n) = n u^(n-1) D(u)."""
    if not u.is_Pow or t.depends(u.exp, x) or u.exp == t.HALF:
        return None
    lower = u.exp - 1 if u.exp.is_Number else t.add(u.exp, t.MINUS_ONE)
    raised = t.over(t.ONE, t.power(u.base, -lower)) if lower.is_negative else t.power(u.base, lower)
    return chained(t.mul(u.exp, raised), u.base, x)


def of_exponent(u: Term, x: Term) -> Term | None:
    """D(c^u) = c^u log(c) D(u)."""
    if not u.is_Pow or t.depends(u.base, x):
        return None
    return chained(t.mul(u, t.call(sp.log, u.base)), u.exp, x)


def of_general_power(u: Term, x: Term) -> Term | None:
    """D(u^v) = D(exp(v log(u)))."""
    if not u.is_Pow or not t.depends(u.base, x) or not t.depends(u.exp, x):
        return None
    return D(t.call(sp.exp, t.mul(u.exp, t.call(sp.log, u.base))), x)


def of_indexed_sum(u: Term, x: Term) -> Term | None:
    """D(sum_k u_k) = sum_k D(u_k)."""
    return t.resum(u, D(u.args[0], x)) if isinstance(u, sp.Sum) else None


def of_branches(u: Term, x: Term) -> Term | None:
    """D(u if c else v) = D(u) if c else D(v), away from the place where the branches meet."""
    return t.cases(*((D(value, x), when) for value, when in u.args)) if isinstance(u, sp.Piecewise) else None


def of_extreme(u: Term, x: Term) -> Term | None:
    """D(max(u, v)) = D(u) where u > v, D(v) where u < v."""
    if not isinstance(u, (sp.Max, sp.Min)) or len(u.args) != 2:
        return None
    first, second = sorted(u.args, key=lambda part: t.depends(part, x), reverse=True)
    above, below = sp.StrictGreaterThan, sp.StrictLessThan
    left, right, turned = _compared(first, second, x)
    if turned != isinstance(u, sp.Min):
        above, below = below, above
    return t.cases(
        (D(first, x), above(left, right, evaluate=False)), (D(second, x), below(left, right, evaluate=False))
    )


def _differing(u: Term, v: Term) -> tuple[Term, Term] | None:
    """Return p and q where u - v is p - q without numbers: y and a for tau (y - a) - (tau - 1) (y - a)."""
    parts = sp.expand(t.evaluated(u) - t.evaluated(v)).as_ordered_terms()
    signs = [part.as_coeff_Mul() for part in parts]
    if len(parts) != 2 or {number for number, _ in signs} != {t.ONE, t.MINUS_ONE} or any(p.is_number for p in parts):
        return None
    above = next(part for number, part in signs if number is t.ONE)
    below = next(part for number, part in signs if number is t.MINUS_ONE)
    return human(above), human(below)


def _compared(u: Term, v: Term, x: Term) -> tuple[Term, Term, bool]:
    """Return what a person compares for u > v, and whether it is turned round: v < 1 for 1 - v > 0."""
    if (sides := _differing(u, v)) is not None:
        return (*sides, False)
    if not v.is_Number:
        return (u, v, False) if u == x else (t.add(u, t.neg(v)), t.ZERO, False)
    number, *rest = u.args if u.is_Add else (u,)
    if number.is_Number and len(rest) == 1 and t.is_neg(rest[0]):
        return t.without_sign(rest[0]), number - v, True
    return u, v, False


def _on_derivative(taking: Callable[[Term, Term], Term | None], term: Term) -> Term | None:
    return taking(*term.args) if isinstance(term, D) else None


def _row(name: str, title: str, taking: Callable[[Term, Term], Term | None], *formulas: str, when: str = "") -> Rule:
    before, after, first, then, stays = formulas
    return rule(name, title, partial(_on_derivative, taking), (before, after), (first, then), stays, condition=when)


_STRUCTURE = (
    # id, title, function · the equality, both sides · an example that fires, before and after · one that stays
    _row("constant", "constant", constant,
         "D(c)", "0", "D(y)", "0", "D(x)"),
    _row("variable", "variable", variable,
         "D(x)", "1", "D(x)", "1", "D(y)"),
    _row("component", "component of a vector", component,
         "D(z[i])", "delta(i, j)", "D(z[k])", "delta(k, j)", "D(z[k]**2)"),
    _row("negative", "minus sign", negative,
         "D(-u)", "-D(u)", "D(-x)", "-D(x)", "D(x)"),
    _row("constant-factor", "constant factor", constant_factor,
         "D(c*u)", "c*D(u)", "D(y*log(x))", "y*D(log(x))", "D(x*log(x))"),
    _row("constant-divisor", "constant divisor", constant_divisor,
         "D(u/c)", "D(u)/c", "D(x/2)", "D(x)/2", "D(2/x)"),
    _row("sum", "sum rule", of_sum,
         "D(u + v)", "D(u) + D(v)", "D(1 - x)", "D(1) - D(x)", "D(x*y)"),
    _row("product", "product rule", of_product,
         "D(u*v)", "D(u)*v + u*D(v)", "D(x*log(x))", "D(x)*log(x) + x*D(log(x))", "D(x + 1)"),
    _row("reciprocal", "reciprocal rule", reciprocal,
         "D(1/v)", "-(D(v)/v**2)", "D(1/x)", "-(D(x)/x**2)", "D(x/y)", when="v is not zero"),
    _row("quotient", "quotient rule", of_quotient,
         "D(u/v)", "(D(u)*v - u*D(v))/v**2",
         "D(x/(1 + x))", "(D(x)*(1 + x) - x*D(1 + x))/(1 + x)**2", "D(x*y)", when="v is not zero"),
    _row("power", "power rule", of_power,
         "D(u**n)", "n*u**(n - 1)*D(u)", "D((x - y)**2)", "2*(x - y)*D(x - y)", "D(2**x)",
         when="n does not depend on x"),
    _row("exponent", "exponential rule", of_exponent,
         "D(c**u)", "c**u*log(c)*D(u)", "D(2**x)", "2**x*log(2)", "D(x**2)",
         when="c is positive and does not depend on x"),
    _row("general-power", "power written as an exponential", of_general_power,
         "D(u**v)", "D(exp(v*log(u)))", "D(x**x)", "D(exp(x*log(x)))", "D(x**2)", when="u is positive"),
    _row("indexed-sum", "sum over an index", of_indexed_sum,
         "D(Sum(u[k], k))", "Sum(D(u[k]), k)", "D(Sum(exp(z[k]), k))", "Sum(D(exp(z[k])), k)", "D(z[k])"),
    _row("branches", "branch by branch", of_branches,
         "D(piecewise(u, x > 0, v))", "piecewise(D(u), x > 0, D(v))",
         "D(piecewise(x, x > 0, 0))", "piecewise(D(x), x > 0, D(0))", "D(x)",
         when="the branches do not meet"),
    _row("extreme", "maximum and minimum", of_extreme,
         "D(max(u, v))", "piecewise(D(u), u - v > 0, D(v), u - v < 0)",
         "D(max(x, 0))", "piecewise(D(x), x > 0, D(0), x < 0)", "D(x)", when="u is not v"),
)  # fmt: skip


def _from_table(row: Primitive) -> Rule:
    """Return the chain rule for one row of the table of primitives."""

    def taking(u: Term, x: Term) -> Term | None:
        if primitive_of(u) is not row:
            return None
        inner = u.base if u.is_Pow else u.args[0]
        return chained(row.slope(inner), inner, x)

    at_x = t.substitute(row.function, {U: X})
    statement = D(row.function, X), t.mul(row.slope(U), D(U, X))
    example = D(at_x, X), row.slope(X)
    return Rule(row.id, row.title, partial(_on_derivative, taking), *statement, example, D(X, X), row.when)


DERIVATIVE_RULES = (*_STRUCTURE, *(_from_table(row) for row in PRIMITIVES if row.derivative))


def differentiate(term: Term, extra: tuple[Rule, ...] = (), title: str = "Differentiate, one rule at a time") -> Line:
    """Fire the rules until no inert derivative is left.

    ``extra`` are rules for functions whose derivative is a lemma. Raises ``DerivationError`` naming the head, the
    expression and the table to extend where no rule applies.
    """
    line = exhaust(term, DERIVATIVE_RULES + extra, title)
    for _, part in t.walk(line.after if line.steps else term):
        if isinstance(part, D) and not _is_name(*part.args):
            head, file = part.args[0].func, "primitives.py" if part.args[0].is_Function else "differentiate.py"
            what = f"no rule for the derivative of {head.__name__} in {tex(part)}"
            raise DerivationError(f"{what} · extend generator/engine/{file}")
    return line
