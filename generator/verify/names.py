"""What do the names in a term mean: which are letters, and which are defined?"""

from collections.abc import Container, Mapping
from functools import lru_cache

import sympy as sp
from sympy.core.function import AppliedUndef

from generator.engine.named import head_of
from generator.engine.records import Definitions
from generator.engine.terms import Term


@lru_cache(maxsize=256)
def by_head(where: Definitions) -> Mapping[sp.Basic, tuple[Term, Term]]:
    """Return the first definition of each name, found by its head: the symbol, the vector or the function."""
    return {head_of(name): (name, term) for name, term in reversed(where)}


def known(x: Term, given: Container[sp.Basic], defined: Container[sp.Basic]) -> bool:
    """Tell whether every name in the term has a number or a definition."""
    return all(head in given or head in defined for head in _heads(x))


@lru_cache(maxsize=4096)
def _heads(x: Term) -> frozenset[sp.Basic]:
    names = x.atoms(sp.Symbol, sp.Indexed, AppliedUndef)
    hidden = {label for name in x.atoms(sp.IndexedBase) for label in name.atoms(sp.Symbol)}
    return frozenset(head_of(name) for name in names if not (name.is_integer or name in hidden))
