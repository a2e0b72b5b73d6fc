"""Which sum is one, because what it adds up are shares of a whole?

The answers of a softmax are e^(z_i) over the sum of all e^(z_k): whatever z is, they sum to one. ``shares`` reads this
off a definition, so that a derivation may use it where the sum of the answers has come about.
"""

import sympy as sp

from generator.engine import terms as t
from generator.engine.rules import Rule
from generator.engine.terms import Term
from generator.engine.views import Ratio, kind, ratio, summands


def shares(name: Term, value: Term) -> tuple[Rule, ...]:
    """Return the rule that the sum of a_k, or of e^(a_k), is one; nothing where the definition of a_i does not say so.

    ``name`` is a_i, ``value`` its definition.
    """
    if not isinstance(name, sp.Indexed):
        return ()
    own = name.indices[0]
    spellings = ((name, value), (t.call(sp.exp, name), exponential(value)))
    return tuple(_rule(part, own) for part, found in spellings if found is not None and is_share(found, own))


def exponential(value: Term) -> Term | None:
    """Return e^(u - log(v)) = e^u/v for a sum that holds such a logarithm."""
    parts = summands(value)
    divisors = tuple(t.without_sign(part).args[0] for part in parts if _is_minus_log(part))
    if not divisors:
        return None
    exponent = t.add(*(part for part in parts if not _is_minus_log(part)))
    return t.over(t.call(sp.exp, exponent), t.mul(*divisors))


def _is_minus_log(x: Term) -> bool:
    return t.is_neg(x) and isinstance(t.without_sign(x), sp.log)


def is_share(value: Term, own: Term) -> bool:
    """Tell whether the value is u_i over the sum of all u_k."""
    parts = ratio(value)
    whole = next((part for part in parts.below if isinstance(part, sp.Sum)), None)
    if whole is None:
        return False
    body, (index, *_) = whole.args
    rest = tuple(part for part in parts.below if part is not whole)
    return bool(kind(t.substitute(Ratio(parts.sign, parts.above, rest).term, {own: index})) == kind(body))


def share_in(x: Term) -> tuple[sp.Symbol, Term] | None:
    """Return an index i and the share u_i over the sum of all u_k, where x is divided by that sum and has u_i in it."""
    parts = {part for _, part in t.walk(x)}
    bound = {part.args[1][0] for part in parts if isinstance(part, sp.Sum)}
    free = sorted({i for part in x.atoms(sp.Indexed) for i in part.indices} - bound, key=str)
    for below in (t.children(part)[1] for _, part in t.walk(x) if t.is_quotient(part)):
        for whole in (part for _, part in t.walk(below) if isinstance(part, sp.Sum)):
            for own in free:
                above = t.substitute(whole.args[0], {whole.args[1][0]: own})
                if above in parts:
                    return own, t.over(above, whole)
    return None


def _rule(part: Term, own: Term) -> Rule:
    def apply(x: Term) -> Term | None:
        if not isinstance(x, sp.Sum):
            return None
        body, (index, *_) = x.args
        return t.ONE if body == t.substitute(part, {own: index}) else None

    whole = t.total(part, own)
    return Rule("shares", "the shares sum to one", apply, whole, t.ONE, (whole, t.ONE), part)
