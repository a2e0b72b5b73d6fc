"""The largest of the values that a term takes along indices, and where it is.

Both are inert terms, as the sums over an index are; ``terms`` and ``bound`` take them apart and put them together.
"""

from typing import Self, cast

import sympy as sp


class Largest(sp.Expr):
    """The largest value of a body where its indices run over their axes: ``Largest(body, (index, 1, size), ...)``."""

    def __new__(cls, body: sp.Expr, *limits: sp.Tuple) -> Self:
        """Store the body and the limits as they are."""
        return cast("Self", sp.Expr.__new__(cls, body, *limits))


class First(Largest):
    """1 at the first place, in the order of the indices, where a body is the largest, and 0 elsewhere.

    Other than a maximum it keeps the indices that it is given: it says of each place whether it is the one.
    """
