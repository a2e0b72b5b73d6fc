"""When are two terms with sums, determinants, derivatives and unknown functions the same by algebra alone?

When their difference, worked out by SymPy, expands to zero, with a letter for each integral: what an integral is,
is left to numbers. "No" means undecided.
"""

from functools import lru_cache

import sympy as sp

from generator.engine.calculus.nodes import Antiderivative, Definite, Det, Disk, Ends, Flux, Laplacian, Space
from generator.engine.terms import D, Term
from generator.verify.meaning import by_components

_LEFT_TO_NUMBERS = (Definite, Antiderivative, Ends, Disk, Space)


@lru_cache(maxsize=2048)
def identical(before: Term, after: Term) -> bool:
    """Tell whether the two are provably the same for all values of their letters; False means undecided."""
    if before == after:
        return True
    letters: dict[Term, Term] = {}
    difference = worked_out(before, letters) - worked_out(after, letters)
    return any(form(difference) == 0 for form in (sp.expand, _as_exponentials, sp.combsimp))


def worked_out(x: Term, letters: dict[Term, Term]) -> Term:
    """Return the term as SymPy builds it, with derivatives, sums and determinants done, and letters for integrals."""
    if isinstance(x, _LEFT_TO_NUMBERS) or (isinstance(x, D) and x.has(*_LEFT_TO_NUMBERS)):
        return letters.setdefault(x, sp.Dummy("integral", complex=True))
    if isinstance(x, (Laplacian, Flux)):
        return worked_out(by_components(x), letters)
    if isinstance(x, D):
        return sp.diff(worked_out(x.args[0], letters), x.args[1])
    if isinstance(x, sp.Sum):
        return sp.Sum(worked_out(x.args[0], letters), *x.args[1:]).doit()
    if isinstance(x, Det):
        return sp.Matrix([[worked_out(part, letters) for part in row] for row in x.rows]).det()
    return x.func(*(worked_out(part, letters) for part in x.args)) if x.args else x


def _as_exponentials(x: Term) -> Term:
    return sp.expand(sp.expand(sp.fraction(sp.together(x))[0]).rewrite(sp.exp))
