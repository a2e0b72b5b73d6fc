"""Which parts of a term does code compute as one: a logarithm with its weight, and sums that leave one out?"""

import sympy as sp

from generator.engine import terms as t
from generator.engine.indices import free_indices
from generator.engine.rewrites import LARGEST
from generator.engine.terms import Term


def weighted_log(factors: tuple[Term, ...], arrays: tuple[str, ...]) -> tuple[Term, Term, list[Term]] | None:
    """Return the factor that may be nothing, the logarithm beside it, and the other factors, if there are such."""
    log = next((factor for factor in factors if isinstance(factor, sp.log)), None)
    others = [factor for factor in factors if factor is not log]
    weights = (one for one in others if any(str(letter) in arrays for letter in one.free_symbols))
    weight = next(weights, None) if log is not None and not _bounded_below(log.args[0]) else None
    if log is None or weight is None:
        return None
    return weight, log, [factor for factor in others if factor is not weight]


def _bounded_below(x: Term) -> bool:
    """Tell whether x is one and more, so that its logarithm always is a number."""
    return x.is_number or (x.is_Add and t.ONE in x.args and any(isinstance(part, sp.exp) for part in x.args))


def all_but_one(body: Term, index: sp.Symbol) -> tuple[sp.Symbol, Term] | None:
    """Return i and u_k of (1 - delta_ki) u_k, in which nothing else depends on i: the sum of all but the i-th."""
    above, below = t.children(body) if t.is_quotient(body) else (body, None)
    factors = above.args if t.is_product(above) else (above,)
    for factor in factors:
        place = left_out(factor, index)
        if place is not None and place != LARGEST:
            rest = t.mul(*(one for one in factors if one is not factor))
            rest = rest if below is None else t.over(rest, below)
            return None if place in free_indices(rest) or index not in free_indices(rest) else (place, rest)
    return None


def left_out(x: Term, index: sp.Symbol) -> sp.Symbol | None:
    """Return i of 1 - delta_ki, for this index k."""
    inner = t.without_sign(x.args[1]) if x.is_Add and len(x.args) == 2 and t.is_neg(x.args[1]) else t.ZERO
    if not isinstance(inner, sp.KroneckerDelta) or x.args[0] is not t.ONE or index not in inner.args:
        return None
    return next(one for one in inner.args if one != index)


def opened(x: Term) -> Term | None:
    """Return y (log(y) + u) as y log(y) + y u, in which nothing is infinite where y is 0."""
    if not x.is_Mul or t.is_quotient(x) or t.is_neg(x):
        return None
    for whole in x.args:
        rest = tuple(factor for factor in x.args if factor is not whole)
        logs = [part for part in whole.args if isinstance(t.without_sign(part), sp.log)] if whole.is_Add else []
        if any(t.without_sign(log).args[0] in rest for log in logs):
            parts = (t.add(*(part for part in whole.args if part not in logs)), *logs)
            return t.add(*(_times(rest, part) for part in parts))
    return None


def _times(factors: tuple[Term, ...], x: Term) -> Term:
    product = t.mul(*factors, t.without_sign(x) if t.is_neg(x) else x)
    return t.neg(product) if t.is_neg(x) else product
