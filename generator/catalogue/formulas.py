"""How do the formulas of entries become terms: which letters may occur, and what are they?

``a``, ``y`` and ``z`` are real numbers in scalar entries and vectors with components ``a[i]`` in the others.
"""

import sympy as sp

from generator.catalogue.records import Activation, Loss
from generator.engine.parse import INDICES, parse
from generator.engine.terms import Term

A, Y, Z = (sp.Symbol(name, real=True) for name in "ayz")
A_VEC, Y_VEC, Z_VEC = (sp.IndexedBase(name, real=True) for name in "ayz")
LOSS = sp.Symbol("L", real=True)
I, J, K = (INDICES[name] for name in "ijk")  # noqa: E741 - the letters that every book uses for indices


def value_of(entry: Activation | Loss) -> Term:
    """Return the definition of the entry as a term. Raises ``ExpressionError`` where it cannot be read."""
    return parse(entry.value, _letters(entry))


def condition_of(loss: Loss) -> tuple[tuple[Term, Term], ...]:
    """Return the loss's precondition on the targets as (term, value), or nothing."""
    if loss.condition is None:
        return ()
    left, right = (parse(side, _letters(loss)) for side in loss.condition)
    return ((left, right),)


def _letters(entry: Activation | Loss) -> dict[str, Term]:
    scalar, vector = {"a": A, "y": Y, "z": Z}, {"a": A_VEC, "y": Y_VEC, "z": Z_VEC}
    letters = vector if entry.vector else scalar
    allowed = "z" if isinstance(entry, Activation) else "ay"
    return {name: letters[name] for name in allowed}
