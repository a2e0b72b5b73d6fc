"""How is a term printed as TeX, in the order in which it was written?

SymPy's LaTeX printer sorts; this one prints arguments as they stand. A newcomer who adds a function adds nothing here:
what has no method below is printed by SymPy's own.
"""

from collections.abc import Callable
from functools import lru_cache

import sympy as sp
from sympy.printing.latex import LatexPrinter

from generator.engine import terms as t
from generator.engine.bound import letters_first
from generator.engine.conditions import between
from generator.engine.extremes import First, Largest
from generator.engine.notation import LEIBNIZ, Notation
from generator.engine.primitives import by_head
from generator.engine.terms import Term

_KNOWN = frozenset({"sin", "cos", "tan", "sinh", "cosh", "tanh", "max", "min"})
"""The functions that TeX has a name for, the same as ours."""

_TALL = (r"\frac", r"\sum", r"\begin", r"\left")


@lru_cache(maxsize=1 << 13)
def tex(term: Term, notation: Notation = LEIBNIZ) -> str:
    """Return the term as TeX for math mode, without delimiters, in one author's notation."""
    return str(_Printer(notation).doprint(term))


def equation(left: Term, right: Term, notation: Notation = LEIBNIZ) -> str:
    """Return ``left = right`` as TeX."""
    return f"{tex(left, notation)} = {tex(right, notation)}"


def bracketed(inner: str) -> str:
    """Return TeX in round brackets that grow with tall content only."""
    return rf"\left({inner}\right)" if any(mark in inner for mark in _TALL) else f"({inner})"


class _Printer(LatexPrinter):
    """Prints unevaluated terms; the method names are SymPy's."""

    def __init__(self, notation: Notation) -> None:
        super().__init__({"order": "none"})
        self.notation = notation

    def _print_Symbol(self, term: sp.Symbol) -> str:
        spelled = self.notation.letter(term.name)
        return spelled if spelled != term.name else str(super()._print_Symbol(term))

    def _print_Add(self, term: Term, order: str | None = None) -> str:  # noqa: ARG002 - SymPy's interface
        first = term.args[0]
        text = self._print(first) if t.is_neg(first) else self._term(first, last=False)
        for n, part in enumerate(term.args[1:], start=2):
            sign, body = (" - ", t.without_sign(part)) if t.is_neg(part) else (" + ", part)
            text += sign + self._term(body, last=n == len(term.args))
        return text

    def _term(self, part: Term, *, last: bool) -> str:
        open_ended = (
            isinstance(part, (sp.Piecewise, sp.Add)) or t.is_neg(part) or (isinstance(part, sp.Sum) and not last)
        )
        text = self._print(part)
        return bracketed(text) if open_ended else text

    def _print_Mul(self, term: Term) -> str:
        if t.is_quotient(term):
            above, below = t.children(term)
            return rf"\frac{{{self._print(above)}}}{{{self._print(below)}}}"
        if t.is_neg(term):
            return "-" + self._factor(t.without_sign(term), last=True)
        return self._product(term.args)

    def _product(self, factors: tuple[Term, ...]) -> str:
        shown = [self._factor(f, last=n == len(factors) - 1, first=n == 0) for n, f in enumerate(factors)]
        text = shown[0]
        for left, right, piece in zip(factors, factors[1:], shown[1:], strict=False):
            text += self._between(left, right) + piece
        return text

    def _between(self, left: Term, right: Term) -> str:
        if self.notation.times and not (left.is_Number or right.is_Number):
            return self.notation.times
        if _needs_dot(left, right):
            return r" \cdot "
        return r" \, " if left.is_Symbol and self._print(left).startswith(r"\mathrm") else " "

    def _factor(self, part: Term, *, last: bool, first: bool = False) -> str:
        text = self._print(part)
        negative = t.is_neg(part) and not (first and part.is_Number)
        open_ended = part.is_Add or isinstance(part, sp.Piecewise) or (isinstance(part, sp.Sum) and not last)
        return bracketed(text) if negative or open_ended else text

    def _print_Pow(self, term: Term) -> str:
        if term.exp == t.HALF:
            return rf"\sqrt{{{self._print(term.base)}}}"
        if term.exp is t.MINUS_ONE:
            return rf"\frac{{1}}{{{self._print(term.base)}}}"
        exponent = self._print(term.exp)
        if isinstance(term.base, sp.Function) and not isinstance(term.base, _NO_NAME):
            return self._called(term.base, exponent)
        base = self._print(term.base)
        letter = isinstance(term.base, (sp.Symbol, sp.Indexed)) and "^" not in base
        plain = letter or isinstance(term.base, sp.Abs) or (term.base.is_Integer and not term.base.is_negative)
        return f"{base if plain else bracketed(base)}^{{{exponent}}}"

    def _called(self, term: sp.Function, exponent: str = "") -> str:
        raised = f"^{{{exponent}}}" if exponent else ""
        arguments = ", ".join(self._print(part) for part in term.args)
        return f"{self._head(term)}{raised}{bracketed(arguments)}"

    def _head(self, term: sp.Function) -> str:
        if isinstance(term, sp.core.function.AppliedUndef):
            return type(term).__name__
        if isinstance(term, sp.log):
            return self.notation.log
        row = by_head().get(term.func)
        name = type(term).__name__.lower() if row is None else row.id
        return (row.tex if row else "") or (rf"\{name}" if name in _KNOWN else rf"\operatorname{{{name}}}")

    def _print_Function(self, term: sp.Function, exp: str | None = None) -> str:
        return self._called(term, exp or "")

    _print_Max = _print_Min = _print_log = _print_erf = _print_sign = _print_Function

    def _print_ExpBase(self, term: sp.Function, exp: str | None = None) -> str:
        raised = f"e^{{{self._print(term.args[0])}}}"
        return f"{bracketed(raised)}^{{{exp}}}" if exp else raised

    def _print_Abs(self, term: sp.Abs, exp: str | None = None) -> str:
        inner = self._print(term.args[0])
        return rf"\left|{inner}\right|" + (f"^{{{exp}}}" if exp else "")

    def _print_D(self, term: t.D) -> str:
        body, variable = term.args
        named = self._named(body, variable)
        if named is not None:
            return named
        if t.is_second(term):
            return self._second(body.args[0], body.args[1], variable)
        components = isinstance(variable, sp.Indexed) or isinstance(body, sp.Indexed) or self.notation.index
        sign, space = (r"\partial", " ") if components else ("d", "")
        below = f"{sign}{space}{self._print(variable)}"
        pun = body == variable and self.notation.derivatives  # where dz is dL/dz, dz/dz would be read as something else
        if isinstance(body, (sp.Symbol, sp.Indexed)) and not pun:
            return rf"\frac{{{sign}{space}{self._print(body)}}}{{{below}}}"
        return rf"\frac{{{sign}}}{{{below}}} {bracketed(self._print(body))}"

    def _second(self, body: Term, first: Term, then: Term) -> str:
        """Write d^2 L over dz^2, and with indices the partial derivative by z_i and z_j."""
        components = isinstance(then, sp.Indexed) or isinstance(body, sp.Indexed) or self.notation.index
        sign, space = (r"\partial", " ") if components else ("d", "")
        once, again = self._print(first), self._print(then)
        twice = f"{bracketed(once) if '^' in once or '_' in once else once}^{{2}}"
        below = f"{sign}{space}{twice}" if once == again else f"{sign}{space}{once} {sign}{space}{again}"
        return rf"\frac{{{sign}^{{2}} {self._print(body)}}}{{{below}}}"

    def _named(self, body: Term, variable: Term) -> str | None:
        """Return the author's own name for a derivative of one letter by another."""
        if isinstance(body, sp.Symbol):
            name, index = _letter_and_index(variable, self._print)
            return self.notation.derivative(body.name, name, index)
        return None

    def _print_Sum(self, term: sp.Sum) -> str:
        if self.notation.whole_axes:
            return self._summed_over_axes(term)
        body, (index, low, high) = term.args
        text = self._print(body)
        inner = bracketed(text) if body.is_Add or t.is_neg(body) else text
        return rf"\sum_{{{self._print(index)}={low}}}^{{{self._print(high)}}} {inner}"

    def _summed_over_axes(self, term: sp.Sum) -> str:
        body, letters = term, list[str]()
        while isinstance(body, sp.Sum):
            letters.append(self._print(body.args[1][0]))
            body = body.args[0]
        text = self._print(body)
        inner = bracketed(text) if body.is_Add or t.is_neg(body) else text
        return rf"\sum_{{{', '.join(letters)}}} {inner}"

    def _print_Largest(self, term: Largest, name: str = r"\max") -> str:
        letters = ", ".join(self._print(limit[0]) for limit in term.args[1:])
        text = self._print(term.args[0])
        return rf"{name}_{{{letters}}} {bracketed(text) if term.args[0].is_Add else text}"

    def _print_First(self, term: First) -> str:
        letters = ", ".join(self._print(limit[0]) for limit in term.args[1:])
        name = r"\operatorname{arg\,max}"
        return rf"\left[({letters}) = {self._print_Largest(term, name)}\right]"

    def _print_Indexed(self, term: sp.Indexed) -> str:
        name, index = _letter_and_index(term, self._print)
        return self.notation.letter(name, index)

    def _print_KroneckerDelta(self, term: sp.KroneckerDelta, exp: str | None = None) -> str:
        joined = "" if all(len(str(place)) == 1 for place in term.args) else ", "
        text = rf"\delta_{{{joined.join(map(self._print, map(letters_first, term.args)))}}}"
        return f"{text}^{{{exp}}}" if exp else text

    def _condition(self, when: sp.Basic) -> str:
        found = between(when)
        return self._print(when) if found is None else " < ".join(map(self._print, found))

    def _print_Piecewise(self, term: sp.Piecewise) -> str:
        rows = [
            f"{self._print(value)} & "
            + (r"\text{otherwise}" if when is sp.true else rf"\text{{if }} {self._condition(when)}")
            for value, when in term.args
        ]
        return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"


_NO_NAME = (sp.exp, sp.Abs, sp.KroneckerDelta, sp.Piecewise)
"""Functions to SymPy that are not written as a name with its argument, so that no exponent can stand at the name."""


def _letter_and_index(x: Term, write: Callable[[Term], str]) -> tuple[str, str]:
    """Return a letter and the TeX of its index, which is empty for a scalar."""
    if not isinstance(x, sp.Indexed):
        return str(x), ""
    joined = "" if all(len(str(i)) == 1 for i in x.indices) else ","
    return str(x.base.label), joined.join(map(write, map(letters_first, x.indices)))


def _needs_dot(left: Term, right: Term) -> bool:
    """Tell whether two factors side by side would be misread: 2 3, or a fraction against a fraction."""
    while t.is_product(left):
        left = left.args[-1]
    while t.is_product(right):
        right = right.args[0]
    fractions = t.is_quotient(left) or t.is_quotient(right) or isinstance(left, t.D) or isinstance(right, t.D)
    return fractions or right.is_Number or (right.is_Pow and right.base.is_Number and right.exp != t.HALF)
