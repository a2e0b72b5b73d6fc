"""Which equalities does a person use without writing a line of their own for them?"""

import sympy as sp

from generator.engine import terms as t
from generator.engine.rules import exhaust, rule
from generator.engine.terms import Term
from generator.engine.views import ratio, summands


def drop_zero(x: Term) -> Term | None:
    """u + 0 = u."""
    kept = [part for part in x.args if t.without_sign(part) != t.ZERO] if x.is_Add else []
    return t.add(*kept) if x.is_Add and len(kept) < len(x.args) else None


def zero_product(x: Term) -> Term | None:
    """0 u = 0."""
    if not x.is_Mul:
        return None
    return t.ZERO if t.ZERO in ratio(x).above else None


def drop_one(x: Term) -> Term | None:
    """1 u = u and u/1 = u."""
    if t.is_quotient(x):
        above, below = t.children(x)
        return above if below is t.ONE else None
    if not t.is_product(x) or t.ONE not in x.args:
        return None
    return t.mul(*(f for f in x.args if f is not t.ONE))


def remove_brackets(x: Term) -> Term | None:
    """u + (v + w) = u + v + w, and u (v w) = u v w."""
    if x.is_Add and any(part.is_Add for part in x.args):
        return t.add(*(inner for part in x.args for inner in summands(part)))
    if t.is_product(x) and any(t.is_product(part) for part in x.args):
        return t.mul(*(inner for part in x.args for inner in (part.args if t.is_product(part) else (part,))))
    return None


def add_numbers(x: Term) -> Term | None:
    """Numbers in a sum are added, where the first of them stands."""
    numbers = [part for part in x.args if _is_number(part)] if x.is_Add else []
    if len(numbers) < 2:
        return None
    kept = [part for part in x.args if not _is_number(part)]
    kept.insert(x.args.index(numbers[0]), sum((t.evaluated(part) for part in numbers), t.ZERO))
    return t.add(*kept)


def _is_number(x: Term) -> bool:
    return x.is_Number or (x.is_Mul and all(part.is_Number for part in (*ratio(x).above, *ratio(x).below)))


def double_minus(x: Term) -> Term | None:
    """-(-u) = u, and u - (-v) = u + v."""
    if x.is_Add:
        parts = tuple(t.without_sign(t.without_sign(part)) if _is_double(part) else part for part in x.args)
        return t.add(*parts) if parts != x.args else None
    return t.without_sign(t.without_sign(x)) if _is_double(x) else None


def _is_double(x: Term) -> bool:
    return t.is_neg(x) and not x.is_Number and t.is_neg(t.without_sign(x))


_VALUES = {sp.exp: (t.ZERO, t.ONE), sp.log: (t.ONE, t.ZERO)}


def known_value(x: Term) -> Term | None:
    """e^0 = 1 and log(1) = 0."""
    if x.func not in _VALUES:
        return None
    argument, value = _VALUES[x.func]
    return value if x.args[0] == argument else None


TIDY = (
    rule("drop-zero", "leave out zero", drop_zero, ("u + 0", "u"), ("u + 0*1 + 0", "u + 0*1"), "u + v"),
    rule("zero-product", "zero times anything is zero", zero_product, ("0*u", "0"), ("0*u/v", "0"), "u*v"),
    rule("drop-one", "leave out a factor one", drop_one, ("1*u", "u"), ("u*1*v", "u*v"), "u*v"),
    rule("remove-brackets", "remove brackets", remove_brackets,
         ("u + (v + w)", "u + v + w"), ("u*(v*w)", "u*v*w"), "u*(v + w)"),
    rule("add-numbers", "add the numbers", add_numbers, ("u + 1 + 2", "u + 3"), ("0 - 1", "-1"), "u + 1"),
    rule("double-minus", "minus a minus is plus", double_minus, ("u - (-v)", "u + v"), ("-(-u)", "u"), "u - v"),
    rule("known-value", "a value known by heart", known_value, ("exp(0)", "1"), ("log(1)", "0"), "exp(u)"),
)  # fmt: skip


def tidied(x: Term) -> Term:
    """Return the term with factors 1, terms 0 and the like left away."""
    line = exhaust(x, TIDY, "Tidy up")
    return line.after if line.steps else x
