"""How does a formula read in another alphabet, where every letter has another name and nothing else moves?

The letters of a network are named in TeX, ``dZ^{[l-1]}``. A program needs words of letters and underscores for them, a
title Unicode.
"""

from collections.abc import Callable

import sympy as sp
from sympy.core.function import AppliedUndef

from generator.engine import terms as t
from generator.engine.terms import D, Term


def renamed(x: Term, name: Callable[[str], str]) -> Term:
    """Return the term with ``name`` of each symbol, each array and each function that has a name only.

    Conditions and indices stay as they are: their letters are plain everywhere.
    """
    match x:
        case sp.Symbol():
            return sp.Symbol(name(str(x)), **x.assumptions0)
        case sp.Indexed():
            return sp.IndexedBase(name(str(x.base.label)), real=True)[x.indices]
        case AppliedUndef():
            function = sp.Function(name(x.func.__name__), real=True)
            return t.call(function, *(renamed(part, name) for part in x.args))
        case sp.Sum():
            body, (index, _, size) = x.args
            return t.total(renamed(body, name), index, renamed(size, name))
        case D():
            return x.func(*(renamed(part, name) for part in x.args))
    parts = t.children(x)
    return t.with_children(x, (renamed(part, name) for part in parts)) if parts else x
