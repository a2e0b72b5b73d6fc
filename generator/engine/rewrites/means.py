"""Which equality keeps the digits of what is compared with a mean of its like?

Shares e^(v_k)/sum_l e^(v_l) sum to one. Where one share is nearly one, the mean is nearly its own u_i, and the
difference of the two loses its digits; without its own part the mean is as small as the difference.

Source: N. J. Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd edition, SIAM, 2002, section 1.7.
"""

from collections.abc import Iterator

import sympy as sp

from generator.engine import terms as t
from generator.engine.bound import numbered
from generator.engine.rewrites.largest import share
from generator.engine.rules import rule
from generator.engine.terms import Term
from generator.engine.views import factors_of, kind, opposite, swap


def mean_without_own(x: Term) -> Term | None:
    """u_i - sum_k s_k u_k = (1 - s_i) u_i - sum_k (1 - delta_ki) s_k u_k, where the s_k are shares."""
    parts = x.args if x.is_Add else ()
    for part in parts:
        whole, turned = t.without_sign(part), not t.is_neg(part)
        rest = tuple(other for other in parts if other is not part)
        own = t.add(*map(opposite, rest)) if turned else t.add(*rest)
        for weight, others, index in _means(whole):
            place = _place(own, others, index)
            if place is not None:
                first = t.mul(t.add(t.ONE, t.neg(t.substitute(weight, {index: place}))), own)
                left = t.add(t.ONE, t.neg(t.delta(index, place)))
                second = t.resum(whole, t.mul(left, *factors_of(whole.args[0])))
                return t.add(second, t.neg(first)) if turned else t.add(first, t.neg(second))
    return None


def own_without_share(x: Term) -> Term | None:
    """u_i - s_i sum_k u_k = (1 - s_i) u_i - s_i sum_k (1 - delta_ki) u_k, where s_i is a share."""
    parts = x.args if x.is_Add and len(x.args) == 2 else ()
    for part in parts:
        own, turned = swap(parts, part)[0], not t.is_neg(part)
        own = opposite(own) if turned else own
        found = factors_of(t.without_sign(part))
        sums = [one for one in found if isinstance(one, sp.Sum)]
        if len(found) != 2 or len(sums) != 1 or share(swap(found, sums[0])[0]) is None:
            continue
        (weight,), index = swap(found, sums[0]), sums[0].args[1][0]
        place = _place(own, sums[0].args[0], index)
        if place is not None and weight.args[0].has(place):
            left = t.add(t.ONE, t.neg(t.delta(index, place)))
            first = t.mul(t.add(t.ONE, t.neg(weight)), own)
            second = t.mul(weight, t.resum(sums[0], t.mul(left, *factors_of(sums[0].args[0]))))
            return t.add(second, t.neg(first)) if turned else t.add(first, t.neg(second))
    return None


def _means(x: Term) -> Iterator[tuple[Term, Term, Term]]:
    """Yield s_k, u_k and k, of a sum of s_k u_k over k."""
    if not isinstance(x, sp.Sum):
        return
    index, parts = x.args[1][0], factors_of(x.args[0])
    for part in parts:
        if len(parts) > 1 and share(part) is not None and part.args[0].has(index):
            yield part, t.mul(*swap(parts, part)), index


def _place(own: Term, others: Term, index: Term) -> Term | None:
    """Return i where ``own`` is u_i and ``others`` u_k, whatever the names of the indices that are summed over."""
    free = sorted({i for part in own.atoms(sp.Indexed) for i in part.indices if i != index}, key=str)
    named = kind(numbered(own))
    return next((i for i in free if kind(numbered(t.substitute(others, {index: i}))) == named), None)


MEANS = (
    rule("mean-without-own", "leave the own part out of a mean", mean_without_own,
         ("u[i] - Sum(exp(v[k])/Sum(exp(v[l]), l)*u[k], k)",
          "(1 - exp(v[i])/Sum(exp(v[l]), l))*u[i] - Sum((1 - delta(k, i))*(exp(v[k])/Sum(exp(v[l]), l))*u[k], k)"),
         ("Sum(u[k]*(exp(v[k])/Sum(exp(v[l]), l)), k) - u[j]",
          "Sum((1 - delta(k, j))*u[k]*(exp(v[k])/Sum(exp(v[l]), l)), k) - (1 - exp(v[j])/Sum(exp(v[l]), l))*u[j]"),
         "u[i] - Sum(v[k]*u[k], k)"),
)  # fmt: skip
"""What is near its mean is compared with the others."""

PLACES = (
    rule("own-without-share", "leave the own part out of a sum", own_without_share,
         ("u[i] - exp(v[i])/Sum(exp(v[l]), l)*Sum(u[k], k)",
          "(1 - exp(v[i])/Sum(exp(v[l]), l))*u[i] - exp(v[i])/Sum(exp(v[l]), l)*Sum((1 - delta(k, i))*u[k], k)"),
         ("exp(v[j])/Sum(exp(v[l]), l)*Sum(u[k], k) - u[j]",
          "exp(v[j])/Sum(exp(v[l]), l)*Sum((1 - delta(k, j))*u[k], k) - (1 - exp(v[j])/Sum(exp(v[l]), l))*u[j]"),
         "u[i] - v[i]*Sum(u[k], k)"),
)  # fmt: skip
"""What is left of the own part where its share is nearly one."""
