"""How does the judge write a term, a point or a number in a message?"""

import sympy as sp
from sympy.printing.str import StrPrinter

from generator.engine.terms import D, Term
from generator.verify.arithmetic import MP, Real


class _HumanOrder(StrPrinter):
    """Writes terms as formulas are typed, in the order in which they stand."""

    def _print_D(self, x: D) -> str:
        return f"D({self._print(x.args[0])}, {self._print(x.args[1])})"

    def _print_Sum(self, x: sp.Sum) -> str:
        return f"Sum({self._print(x.args[0])}, {x.args[1][0]})"


def shown(x: Term) -> str:
    """Return the term on one line, cut off where a terminal's patience ends."""
    text = str(_HumanOrder({"order": "none"}).doprint(x))
    return text if len(text) <= 300 else text[:297] + "..."  # four lines of a terminal


def number(x: Real | None, digits: int = 12) -> str:
    """Return the number to this many digits, or say that there is none."""
    return "no value" if x is None else str(MP.nstr(x, digits))
