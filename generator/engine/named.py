"""What does a term say when the functions that have a name only are written out?"""

from collections.abc import Iterable

from sympy.core.function import AppliedUndef

from generator.engine import terms as t
from generator.engine.terms import Term


def is_call(name: Term) -> bool:
    """Tell whether a name is that of a function, such as sigma(u)."""
    return isinstance(name, AppliedUndef)


def spelled_out(x: Term, where: Iterable[tuple[Term, Term]]) -> Term:
    """Return the term with the values of named functions in the place of their names; other names stay."""
    known = {name.func: (name.args, value) for name, value in where if is_call(name)}
    while found := {
        part: t.substitute(known[part.func][1], dict(zip(known[part.func][0], part.args, strict=True)))
        for part in x.atoms(AppliedUndef)
        if part.func in known
    }:
        x = t.substitute(x, found)
    return x
