"""Which indices of a term stand for axes of what it gives?"""

import sympy as sp

from generator.engine import terms as t
from generator.engine.rewrites import LARGEST
from generator.engine.terms import Term


def free_indices(term: Term) -> tuple[sp.Symbol, ...]:
    """Return the indices that no sum in the term runs over, as they first occur."""
    if isinstance(term, (sp.Indexed, sp.KroneckerDelta)):
        indices = term.indices if isinstance(term, sp.Indexed) else term.args
        return tuple(dict.fromkeys(i for i in indices if i.is_Symbol and i != LARGEST))
    bound = term.args[1][0] if isinstance(term, sp.Sum) else None
    found = (i for part in t.children(term) for i in free_indices(part))
    return tuple(dict.fromkeys(i for i in found if i != bound))
