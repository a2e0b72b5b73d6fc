"""How do the formulas of entries become terms: which letters may occur, and what are they?

``a``, ``y`` and ``z`` are real numbers in scalar entries and vectors with components ``a[i]`` in the others; the
entry's parameters are real numbers in both.
"""

import keyword
import re
from collections.abc import Mapping

import sympy as sp

from generator.catalogue.records import Activation, Case, Loss
from generator.engine.parse import FUNCTIONS, INDICES, parse
from generator.engine.terms import Term, substitute

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


_NAME = re.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*")
_TAKEN = frozenset({*"ayz", *INDICES, *FUNCTIONS, "pi", "sqrt", "piecewise"})


def is_free(name: str) -> bool:
    """Tell whether a parameter may be called so: lower-case, no reserved word, no name that formulas read already."""
    return _NAME.fullmatch(name) is not None and name not in _TAKEN and not keyword.iskeyword(name)


def usual(entry: Activation | Loss | Case) -> Mapping[Term, Term]:
    """Return the entry's parameters with their usual values."""
    return {parameter.letter: parameter.default for parameter in entry.parameters}


def at_usual(term: Term, entry: Activation | Loss | Case) -> Term:
    """Return a term of the entry with the usual values of its parameters, for whoever wants numbers."""
    return substitute(term, usual(entry))


def _letters(entry: Activation | Loss) -> dict[str, Term]:
    scalar, vector = {"a": A, "y": Y, "z": Z}, {"a": A_VEC, "y": Y_VEC, "z": Z_VEC}
    letters = vector if entry.vector else scalar
    allowed = "z" if isinstance(entry, Activation) else "ay"
    own = {parameter.id: parameter.letter for parameter in entry.parameters}
    return {"pi": sp.pi} | own | {name: letters[name] for name in allowed}
