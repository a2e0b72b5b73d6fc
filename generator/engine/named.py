"""Names in terms: what a name is known by, and what a term says when named functions are written out."""

from collections.abc import Iterable
from functools import lru_cache

import sympy as sp
from sympy.core.function import AppliedUndef

from generator.engine import terms as t
from generator.engine.terms import Term


def is_call(name: Term) -> bool:
    """Tell whether a name is that of a function, such as sigma(u)."""
    return isinstance(name, AppliedUndef)


def head_of(name: Term) -> sp.Basic:
    """Return what a name is known by: the vector of a component, the function of a call, else itself."""
    if isinstance(name, sp.Indexed):
        return _one(name.base)
    return _one(name.func if isinstance(name, AppliedUndef) else name)


@lru_cache(maxsize=4096)
def _one(head: sp.Basic) -> sp.Basic:
    """Return the same object for the same name: it is asked for often, and SymPy compares objects slowly."""
    return head


def spelled_out(x: Term, where: Iterable[tuple[Term, Term]]) -> Term:
    """Return the term with the values of named functions in the place of their names; other names stay."""
    known = {name.func: (name.args, value) for name, value in where if is_call(name)}
    if not known:
        return x
    while found := {
        part: t.substitute(known[part.func][1], dict(zip(known[part.func][0], part.args, strict=True)))
        for part in x.atoms(AppliedUndef)
        if part.func in known
    }:
        x = t.substitute(x, found)
    return x
