"""What does a condition ask whose sides have branches of their own?

Most of it is left to SymPy, which makes an ITE (if, then, else) of it; ``inner_first`` reads that.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

import sympy as sp

Put: TypeAlias = Callable[[Any, dict[Any, Any]], Any]
"""What puts values in for terms, as ``terms.substitute`` does."""


def asked_apart(when: sp.Basic, put: Put) -> sp.Basic:
    """Return a condition on |u| whose u has branches as an ITE, where SymPy would make a root of a square of |u|.

    It does so where it cannot tell that u is real, as for e^(z/alpha), and multiplies out what stands within.
    """
    sizes = when.atoms(sp.Abs) if isinstance(when, sp.core.relational.Relational) and when.has(sp.Piecewise) else ()
    if all(size.args[0].is_extended_real for size in sizes):
        return when
    inner = next(part for part in sp.preorder_traversal(when) if isinstance(part, sp.Piecewise))
    if inner.args[-1][1] is not sp.true:
        return when
    each = [when.func(*(put(x, {inner: value}) for x in when.args), evaluate=False) for value, _ in inner.args]
    *first, found = (asked_apart(one, put) for one in each)
    for condition, (_, own) in zip(reversed(first), reversed(inner.args[:-1]), strict=True):
        found = sp.ITE(own, condition, found, evaluate=False)
    return found
