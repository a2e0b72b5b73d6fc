"""How does a person write a condition that two comparisons make?"""

import sympy as sp

from generator.engine.terms import Term


def between(condition: sp.Basic) -> tuple[Term, Term, Term] | None:
    """Return u, v and w of a condition u < v and v < w, however it is written; None of any other."""
    sides = list(condition.args) if isinstance(condition, sp.And) else []
    if len(sides) != 2 or not all(isinstance(one, (sp.StrictLessThan, sp.StrictGreaterThan)) for one in sides):
        return None
    for low, high in (sides, sides[::-1]):
        if low.gts == high.lts:
            return low.lts, low.gts, high.gts
    return None
