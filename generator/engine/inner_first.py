"""How is a formula read whose conditions have branches of their own, as |a - y| < 1 has where a is z if z > 0, else 0?

The inner distinction is made first, and each of its branches asks what is left: SymPy keeps such a condition as an ITE
(if, then, else), which says the same in a way that nobody reads.
"""

from collections.abc import Iterator

import sympy as sp

from generator.engine import terms as t
from generator.engine.human import human
from generator.engine.terms import Term


def inner_first(x: Term) -> Term:
    """Return the same function without conditions that have branches of their own."""
    parts = t.children(x)
    x = t.with_children(x, map(inner_first, parts)) if parts else x
    asked = next(_asked(x), None) if isinstance(x, sp.Piecewise) else None
    if asked is None:
        return x
    yes, no = (inner_first(_given(x, asked, held=held)) for held in (True, False))
    return t.cases((yes, asked), (no, sp.true))


def _asked(x: sp.Piecewise) -> Iterator[sp.Basic]:
    """Yield what the conditions ask within, an outer question before an inner one."""
    for _, condition in x.args:
        for part in sp.preorder_traversal(condition):
            if isinstance(part, sp.ITE) and not part.args[0].has(sp.ITE):
                yield part.args[0]


def _given(x: Term, asked: sp.Basic, *, held: bool) -> Term:
    """Return what is left of a term where a condition is known to hold, or not to."""
    if isinstance(x, sp.Piecewise):
        return _left(x, asked, held=held)
    parts = t.children(x)
    return t.with_children(x, (_given(part, asked, held=held) for part in parts)) if parts else x


def _left(x: sp.Piecewise, asked: sp.Basic, *, held: bool) -> Term:
    branches: list[tuple[Term, sp.Basic]] = []
    for value, condition in x.args:
        if condition == asked and not held:
            continue
        when = sp.true if condition == asked else _answered(condition, asked, held=held)
        branches.append((_given(value, asked, held=held), when))
        if when is sp.true:
            break
    return branches[0][0] if branches[0][1] is sp.true else t.cases(*branches)


def _answered(condition: sp.Basic, asked: sp.Basic, *, held: bool) -> sp.Basic:
    if isinstance(condition, sp.ITE) and condition.args[0] == asked:
        return _written(_answered(condition.args[1 if held else 2], asked, held=held))
    if isinstance(condition, (sp.And, sp.Or, sp.Not, sp.ITE)):
        parts = (_answered(part, asked, held=held) for part in condition.args)
        return condition.func(*parts, evaluate=False)
    return condition


_TURNED = {sp.Ge: sp.Le, sp.Gt: sp.Lt, sp.Le: sp.Ge, sp.Lt: sp.Gt}


def _written(condition: sp.Basic) -> sp.Basic:
    """Return a comparison of SymPy's as one writes it: |y - z(3 + z)/6| <= delta, for delta >= |y + -1/6 z(3 + z)|."""
    if type(condition) not in _TURNED:
        return condition
    left, right = map(human, condition.args)
    if left.is_Symbol and not right.is_Symbol and not right.is_number:
        return _TURNED[type(condition)](right, left, evaluate=False)
    return condition.func(left, right, evaluate=False)
