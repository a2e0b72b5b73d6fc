"""How is a term computed in a browser?

As a JavaScript function of one object ``p`` that holds a number for each letter and an array for each vector:
``(p) => p.a - p.y``. Indices count from 0; ``p.N`` is the number of components. SymPy's printer does the work; what it
does not know (sums, deltas, erf, erfc) are functions of ``dldz``, in ``docs/assets/numbers.js``.
"""

import sympy as sp
from sympy.printing.jscode import JavascriptCodePrinter

from generator.engine import terms as t
from generator.engine.primitives import in_others
from generator.engine.terms import D, Term
from generator.errors import DerivationError


def javascript(term: Term) -> str:
    """Return a JavaScript function for the term. Raises ``DerivationError`` for what has no value at a point."""
    try:
        plain = _without_derivatives(in_others(term))
        return f"(p) => {_Printer().doprint(plain)}".replace("\n", "")
    except (NotImplementedError, ValueError) as error:  # SymPy's printers raise both for what they cannot write
        raise DerivationError(
            f"{term} cannot be written as JavaScript: {error} · generator/engine/javascript.py"
        ) from error


def _without_derivatives(term: Term) -> Term:
    """Return the term with a value for each inert derivative of a formula; nobody reads it."""
    found = {part: sp.diff(*part.args) for _, part in t.walk(term) if isinstance(part, D)}
    return t.substitute(term, found) if found else term


_OWN = {name: f"dldz.{name}" for name in ("erf", "erfc")}


class _Printer(JavascriptCodePrinter):
    """Prints letters as properties of ``p``; the method names are SymPy's."""

    def __init__(self) -> None:
        super().__init__({"order": "none", "user_functions": {"log1p": "Math.log1p", "expm1": "Math.expm1", **_OWN}})
        self._bound: tuple[Term, ...] = ()

    def _print_Symbol(self, letter: sp.Symbol) -> str:
        return letter.name if letter in self._bound else f"p.{letter.name}"

    def _print_Indexed(self, part: sp.Indexed) -> str:
        return f"p.{part.base.label.name}" + "".join(f"[{self._print(index)}]" for index in part.indices)

    def _print_KroneckerDelta(self, part: sp.KroneckerDelta) -> str:
        return f"dldz.delta({self._print(part.args[0])}, {self._print(part.args[1])})"

    def _print_Piecewise(self, term: sp.Piecewise) -> str:
        """Write no number where no condition holds: a corner has no slope."""
        text = "NaN"
        for value, condition in reversed(term.args):
            holds = condition is sp.true
            text = self._print(value) if holds else f"({self._print(condition)} ? {self._print(value)} : {text})"
        return text

    def _print_Sum(self, part: sp.Sum) -> str:
        body, (index, _, high) = part.args
        outside, self._bound = self._bound, (*self._bound, index)
        text = f"dldz.sum({{n}}, ({index}) => {self._print(body)})"
        self._bound = outside
        return text.replace("{n}", self._print(high), 1)
