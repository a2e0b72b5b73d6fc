"""A number that formulas depend on beside their variables."""

from dataclasses import dataclass
from functools import cached_property

from sympy import Expr, S, Set, Symbol, latex


@dataclass(frozen=True)
class Parameter:
    """A number that a formula depends on beside its variables: the slope of a leaky ReLU, the delta of Huber's loss.

    ``id`` is the name as it is typed in the entry's ``value`` and as code calls it; TeX follows from it, alpha or
    beta_1. The judge draws it from ``range``, and tries ``default``, what libraries take, among the points. ``means``
    says in a few words what it does: "the slope for negative z". ``gradient`` tells whether a backward pass returns the
    derivative by it too, for it is learned or comes from another layer: the slope of PReLU, the gate of a GLU.
    """

    id: str
    default: Expr
    means: str
    range: Set = S.Reals
    gradient: bool = False

    @cached_property
    def letter(self) -> Symbol:
        """The parameter as a term."""
        return Symbol(self.id, real=True)

    @property
    def symbol(self) -> str:
        """The parameter as TeX."""
        return str(latex(self.letter))

    @property
    def number(self) -> str:
        """The usual value as code and readers have it: 1, or 0.01."""
        return str(int(self.default) if self.default.is_Integer else float(self.default))
