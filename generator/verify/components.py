"""When are two terms in components the same, whatever the components are?

When they are so on the diagonal and off it, for every Kronecker delta, with each component and each sum that is left
taken as a letter of its own. "No" only means that the numbers have to decide.
"""

import sympy as sp

from generator.engine import terms as t
from generator.engine.rewrites import SUMS, TIDY
from generator.engine.rules import exhaust
from generator.engine.terms import D, Term
from generator.engine.views import kind
from generator.verify.exact import same


def same_components(first: Term, second: Term) -> bool:
    """Tell whether two terms with indices are provably the same, with no definition put in."""
    return not any(x.has(D) for x in (first, second)) and _same(_collapsed(first), _collapsed(second))


def _collapsed(x: Term) -> Term:
    """Return the term without powers of deltas, and without sums that a delta picks one term of."""
    powers = {part: part.base for part in x.atoms(sp.Pow) if _is_delta(part.base) and part.exp.is_positive}
    line = exhaust(t.substitute(x, powers), SUMS + TIDY, "Collapse")
    return line.after if line.steps else t.substitute(x, powers)


def _is_delta(x: Term) -> bool:
    return isinstance(x, sp.KroneckerDelta)


def _same(first: Term, second: Term) -> bool:
    deltas = sorted(first.atoms(sp.KroneckerDelta) | second.atoms(sp.KroneckerDelta), key=str)
    if not deltas:
        return same(_lettered(first), _lettered(second), ())
    delta, (i, j) = deltas[0], deltas[0].args
    off = (t.substitute(x, {delta: t.ZERO}) for x in (first, second))
    on = (t.substitute(t.substitute(x, {delta: t.ONE}), {j: i}) for x in (first, second))
    return _same(*off) and _same(*on)


def _lettered(x: Term) -> Term:
    """Return the term with a letter of its own for every sum, and then for every component."""
    sums = {part: _letter(part) for _, part in t.walk(x) if isinstance(part, sp.Sum)}
    bare = t.substitute(x, sums)
    return t.substitute(bare, {part: _letter(part) for part in bare.atoms(sp.Indexed)})


def _letter(part: Term) -> Term:
    return sp.Symbol(str(kind(part)), real=True)
