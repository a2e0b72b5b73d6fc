"""Which equalities keep a square from overflowing where the result does not?

float16 ends at 65504: the square of 256 is beyond it, and half of that square is not.

Source: N. J. Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd edition, SIAM, 2002, section 27.8.
"""

from dataclasses import replace

import sympy as sp

from generator.engine import terms as t
from generator.engine.rewrites.bounded import size
from generator.engine.rules import rule
from generator.engine.terms import Term
from generator.engine.views import (
    Monomial,
    Ratio,
    factors_of,
    in_order,
    kind,
    monomial,
    powers,
    ratio,
    summands,
    swap,
    without,
)


def _square(x: Term) -> Term | None:
    """Return u of u^2, if u is no number."""
    return x.base if x.is_Pow and x.exp == 2 and not x.base.is_number else None


def divided_apart(x: Term) -> Term | None:
    """(u + v^2/w)/2 = u/2 + v^2/(2 w), for every number: the square is divided before it is one."""
    above, below = t.children(x) if t.is_quotient(x) else (t.ZERO, t.ZERO)
    if not below.is_Number or not above.is_Add or not any(_holds_square(part) for part in above.args):
        return None
    return t.add(*(_divided(part, below) for part in above.args))


def _holds_square(x: Term) -> bool:
    top = t.without_sign(x)
    top = t.children(top)[0] if t.is_quotient(top) else top
    return any(_square(part) is not None for part in factors_of(top))


def _divided(x: Term, by: Term) -> Term:
    """Return a term divided by another, as one fraction."""
    inner = t.without_sign(x)
    above, below = t.children(inner) if t.is_quotient(inner) else (inner, t.ONE)
    found = t.over(above, t.mul(*in_order((*factors_of(below), *factors_of(by)))))
    return t.neg(found) if t.is_neg(x) else found


def divided_before_squaring(x: Term) -> Term | None:
    """u^2/v = u (u/v)."""
    above, below = t.children(x) if t.is_quotient(x) else (t.ZERO, t.ZERO)
    found = next((part for part in factors_of(above) if _square(part) is not None), None)
    if found is None or _square(below) is not None:
        return None
    rest = swap(factors_of(above), found, found.base)
    return t.mul(*rest, t.over(found.base, below))


def divided_twice(x: Term) -> Term | None:
    """u/v^2 = (u/v)/v."""
    above, below = t.children(x) if t.is_quotient(x) else (t.ZERO, t.ZERO)
    base = _square(below)
    return None if base is None else t.over(t.over(above, base), base)


def root_of_squares(x: Term) -> Term | None:
    """sqrt(u^2 + v^2) = max(|u|, |v|) sqrt(1 + (min(|u|, |v|)/max(|u|, |v|))^2)."""
    parts = x.base.args if x.is_Pow and x.exp == t.HALF and x.base.is_Add else ()
    bases = [part if part is t.ONE else _square(part) for part in parts]
    if len(bases) != 2 or None in bases or any(_is_scaled(base) for base in bases if base is not None):
        return None
    sizes = tuple(base if base is t.ONE else size(base) for base in bases if base is not None)
    larger, smaller = t.call(sp.Max, *sizes), t.call(sp.Min, *sizes)
    return t.mul(larger, t.power(t.add(t.ONE, t.power(t.over(smaller, larger), 2)), t.HALF))


def _is_scaled(x: Term) -> bool:
    """Tell whether x is the smaller of two sizes over the larger."""
    return t.is_quotient(x) and isinstance(t.children(x)[0], sp.Min) and isinstance(t.children(x)[1], sp.Max)


def root_and_its_cube(x: Term) -> Term | None:
    """u/sqrt(w + v^2) - u v^2/sqrt(w + v^2)^3 = u w/sqrt(w + v^2)^3: what is nearly alike is worked out on paper."""
    parts = x.args if x.is_Add else ()
    for minus in (part for part in parts if t.is_neg(part)):
        for plus in (part for part in parts if not t.is_neg(part)):
            found = _without_root(ratio(plus), ratio(t.without_sign(minus)))
            if found is not None:
                return t.add(*swap(swap(parts, plus, *found), minus))
    return None


def _without_root(plus: Ratio, minus: Ratio) -> tuple[Term, ...] | None:
    cube = next((f for f in minus.below if f.is_Pow and f.exp == _CUBE and f.base.is_Add), None)
    root = None if cube is None else t.power(cube.base, t.HALF)
    if cube is None or root not in plus.below or powers(swap(plus.below, root)) != powers(swap(minus.below, cube)):
        return None
    for square in (part for part in cube.base.args if _square(part) is not None):
        taken = powers((square,))
        have = powers(minus.above)
        if any(name not in have or have[name].exponent < 2 for name in taken):
            continue
        rest = without(minus.above, taken)
        others = summands(t.mul(*plus.above))
        same = next((one for one in others if kind(one) == kind(t.mul(*rest))), None)
        if same is not None:
            left = t.add(*swap(cube.base.args, square))
            last = Ratio(1, (*rest, left), minus.below).term
            kept = swap(others, same)
            return (Ratio(1, (t.add(*kept),), plus.below).term, last) if kept else (last,)
    return None


def square_over_cube(x: Term) -> Term | None:
    """((u + x) (w + v^2) - u v^2)/sqrt(w + v^2)^3 = x/sqrt(w + v^2) + u w/sqrt(w + v^2)^3, where x may be a sum."""
    parts = ratio(x) if t.is_quotient(x) else Ratio(1, (), ())
    cube = next((f for f in parts.below if f.is_Pow and f.exp == _CUBE and f.base.is_Add), None)
    for pair in parts.above if cube is not None else ():
        found = _divided_pair(pair, cube) if pair.is_Add and len(pair.args) == 2 and t.is_neg(pair.args[1]) else None
        if found is not None:
            return Ratio(parts.sign, swap(parts.above, pair, found), swap(parts.below, cube)).term
    return None


def _divided_pair(pair: Term, cube: Term) -> Term | None:
    """Return (u + x) (w + v^2) - u v^2, divided by the cube of the root of w + v^2."""
    plus, minus = ratio(pair.args[0]), ratio(t.without_sign(pair.args[1]))
    bracket = next((f for f in plus.above if kind(f) == kind(cube.base)), None)
    if bracket is None:
        return None
    whole = replace(plus, above=swap(plus.above, bracket)).term
    for square in (part for part in cube.base.args if _square(part) is not None and _within(part, minus.above)):
        taken = replace(minus, above=without(minus.above, powers((square,))))
        kept = _less(whole, taken.term)
        if kept is not None:
            rest = t.add(*swap(cube.base.args, square))
            last = replace(taken, above=(*taken.above, rest), below=(*taken.below, cube)).term
            return t.add(*(() if kept == t.ZERO else (t.over(kept, t.power(cube.base, t.HALF)),)), last)
    return None


def _within(square: Term, above: tuple[Term, ...]) -> bool:
    have = powers(above)
    return all(name in have and have[name].exponent >= 2 for name in powers((square,)))


def _less(x: Term, part: Term) -> Term | None:
    """Return a sum without some of its terms, or without as much of one as that; with a product's factors before it."""
    for factor in factors_of(x):
        others = swap(factors_of(x), factor)
        left: tuple[Term, ...] | None = tuple(t.mul(*others, one) for one in summands(factor))
        for one in _terms(part):
            left = None if left is None else _taken_from(left, monomial(one))
        if left is not None:
            return t.add(*left)
    return None


def _terms(x: Term) -> tuple[Term, ...]:
    """Return the terms of a product with one sum in it, or the term itself."""
    inner = next((factor for factor in factors_of(x) if factor.is_Add), None)
    return (x,) if inner is None else tuple(t.mul(*swap(factors_of(x), inner), one) for one in inner.args)


def _taken_from(terms: tuple[Term, ...], part: Monomial) -> tuple[Term, ...] | None:
    for one in terms:
        whole = monomial(one)
        left = whole.coefficient - part.coefficient
        if whole.key == part.key and part.coefficient * left >= 0:
            return swap(terms, one, *((Ratio(1, (part.rest,), ()).times(ratio(left)).term,) if left else ()))
    return None


_CUBE = sp.Rational(3, 2)

ROOTS = (
    rule("root-and-its-cube", "over the cube of the root", root_and_its_cube,
         ("u/sqrt(w + v**2) - u*v**2/(w + v**2)**(3/2)", "u*w/(w + v**2)**(3/2)"),
         ("(u + x)/sqrt(1 + v**2) - v**2*u/(1 + v**2)**(3/2)", "x/sqrt(1 + v**2) + u/(1 + v**2)**(3/2)"),
         "u/sqrt(w + v**2) - u*v/(w + v**2)**(3/2)"),
    rule("square-over-cube", "only what is left is divided by the root", square_over_cube,
         ("((u + x)*(w + v**2) - u*v**2)/(w + v**2)**(3/2)", "x/sqrt(w + v**2) + u*w/(w + v**2)**(3/2)"),
         ("z*((2*u - x)*(w + v**2) - v**2*u)/(w + v**2)**(3/2)",
          "z*((u - x)/sqrt(w + v**2) + u*w/(w + v**2)**(3/2))"),
         "(x*(w + v**2) - u*v**2)/(w + v**2)**(3/2)"),
)  # fmt: skip
"""What is left of two fractions that cancel."""


SCALED = (
    rule("divided-apart", "divide each term", divided_apart,
         ("(u + v**2/w)/2", "u/2 + v**2/(2*w)"), ("(u - v**2)/3", "u/3 - v**2/3"), "(u + v**2)/w"),
    rule("divided-before-squaring", "divide before squaring", divided_before_squaring,
         ("u**2/v", "u*(u/v)"), ("w*u**2/2", "w*u*(u/2)"), "u/v**2"),
    rule("divided-twice", "divide twice", divided_twice,
         ("u/v**2", "u/v/v"), ("1/(1 + v)**2", "1/(1 + v)/(1 + v)"), "u**2/v"),
    rule("root-of-squares", "take the larger square out of the root", root_of_squares,
         ("sqrt(u**2 + v**2)",
          "max(abs(u), abs(v))*sqrt(1 + (min(abs(u), abs(v))/max(abs(u), abs(v)))**2)"),
         ("sqrt(1 + v**2)", "max(1, abs(v))*sqrt(1 + (min(1, abs(v))/max(1, abs(v)))**2)"), "sqrt(u + v**2)",
         condition="not both are zero"),
)  # fmt: skip
"""What is worth its length only where squares overflow."""
