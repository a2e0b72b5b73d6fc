"""How is a term written on one line, in the order in which a person writes it?

``OneLine`` knows the four operations and when they need brackets; what the rest looks like is a dialect's matter:
``plain`` writes Unicode for titles and previews, ``generator.engine.code`` writes NumPy.
"""

from abc import ABC, abstractmethod
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.printing.pretty.pretty_symbology import pretty_symbol

from generator.engine import terms as t
from generator.engine.conditions import between
from generator.engine.extremes import First, Largest
from generator.engine.primitives import by_head
from generator.engine.terms import Term
from generator.errors import DerivationError

SUM, SIGN, PRODUCT, FACTOR, POWER, ATOM = range(6)
"""How tightly a text holds together; one that is looser than its place asks for is put in brackets."""


class Text(NamedTuple):
    """A written term, and how tightly it holds together."""

    text: str
    hold: int = ATOM


class OneLine(ABC):
    """Writes terms on one line; a dialect says how its signs and its functions look."""

    minus: str

    def write(self, term: Term, hold: int = SUM) -> str:
        """Return the term, in brackets where it holds together less tightly than asked for."""
        text, own = self.read(term)
        return f"({text})" if own < hold else text

    def read(self, term: Term) -> Text:
        """Return the text of the term. Raises ``DerivationError`` where the dialect has no word for it."""
        if t.is_quotient(term):
            above, below = t.children(term)
            return Text(f"{self.write(above, PRODUCT)}/{self.write(below, FACTOR)}", PRODUCT)
        if t.is_neg(term):
            return Text(self.minus + self.write(t.without_sign(term), PRODUCT), SIGN)
        if term.is_Number:
            return self.number(term)
        if term.is_Add:
            return Text(self._sum(term), SUM)
        if term.is_Mul:
            return Text(self.product(term.args), PRODUCT)
        return self._power(term) if term.is_Pow else self.other(term)

    def _sum(self, term: Term) -> str:
        first, *rest = term.args
        text = self.write(first, SIGN)
        for part in rest:
            sign = self.minus if t.is_neg(part) else "+"
            text += f" {sign} {self.write(t.without_sign(part) if t.is_neg(part) else part, PRODUCT)}"
        return text

    def _power(self, term: Term) -> Text:
        if term.exp is t.MINUS_ONE:
            return Text(f"1/{self.write(term.base, FACTOR)}", PRODUCT)
        return self.root(term.base) if term.exp == t.HALF else self.power(term.base, term.exp)

    def number(self, value: sp.Number) -> Text:
        """Return a number: 1.702 rather than 851/500, where that is shorter and just as exact."""
        short = decimal(value)
        return Text(short or str(value), ATOM if short or value.is_Integer or value.is_Float else PRODUCT)

    @abstractmethod
    def product(self, factors: tuple[Term, ...]) -> str:
        """Return the factors side by side."""

    @abstractmethod
    def root(self, base: Term) -> Text:
        """Return the square root."""

    @abstractmethod
    def power(self, base: Term, exponent: Term) -> Text:
        """Return a power that is neither a root nor a reciprocal."""

    @abstractmethod
    def other(self, term: Term) -> Text:
        """Return anything that is not an operation: a symbol, a function, a sum over an index."""


def decimal(value: sp.Number) -> str:
    """Return a fraction as a decimal number that is equal to it and shorter; nothing where there is none."""
    if not value.is_Rational or value.is_Integer or value.is_negative or 10**_DIGITS % value.q:
        return ""
    text = f"{Decimal(int(value.p)) / Decimal(int(value.q)):f}"
    return text if len(text) < len(str(value)) else ""


_DIGITS = 12
"""As many decimals as a formula may have."""


def unspeakable(term: Term, dialect: str) -> DerivationError:
    """Return the error for a term that a dialect has no word for."""
    return DerivationError(f"{type(term).__name__} · {term} cannot be written as {dialect} · generator/engine")


@lru_cache(maxsize=1 << 13)
def plain(term: Term) -> str:
    """Return the term in Unicode on one line: ``(a − y) a (1 − a)``, ``aᵢ Σₖ yₖ − yᵢ``."""
    return _Unicode().write(term)


def plain_equation(left: Term, right: Term) -> str:
    """Return ``left = right`` in Unicode on one line."""
    return f"{plain(left)} = {plain(right)}"


_BELOW = str.maketrans("ijklmnrs", "ᵢⱼₖₗₘₙᵣₛ")
_ABOVE = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CONSTANTS = {sp.E: "e"}


@lru_cache(maxsize=1 << 12)
def _letter(name: str) -> str:
    """Return a letter under its name in Unicode: sigma is σ, and beta_1 is β₁."""
    bare = name.removeprefix(r"\operatorname{").removesuffix("}") if "operatorname" in name else name
    return str(pretty_symbol(bare.removeprefix("\\")))


@lru_cache(maxsize=1 << 12)
def _below(*indices: Term) -> str:
    """Return the indices below the line; Unicode has no small q, so that one stands with its neighbours after a bar."""
    if any(index.is_Add or index.is_Mul for index in indices):
        return f"_({', '.join(map(str, indices))})"
    letters = "".join(map(str, indices))
    small = letters.translate(_BELOW)
    return f"_{letters}" if set(small) & set(letters) else small


class _Unicode(OneLine):
    """Mathematics as one types it into a title."""

    minus = "−"

    def product(self, factors: tuple[Term, ...]) -> str:
        """Put a dot between the factors where one is a fraction, which would seem to go on, or a number comes later."""
        first, *rest = factors
        shown = (self.write(first, SIGN if first.is_Number else PRODUCT), *(self.write(part, PRODUCT) for part in rest))
        fraction = any(self.read(part).hold == PRODUCT for part in factors)
        dotted = fraction or any(text[0].isdigit() for text in shown[1:])
        return (" · " if dotted else " ").join(shown)

    def root(self, base: Term) -> Text:
        return Text(f"√{self.write(base, ATOM)}", POWER)

    def power(self, base: Term, exponent: Term) -> Text:
        whole = exponent.is_Integer and exponent.is_nonnegative
        raised = str(exponent).translate(_ABOVE) if whole else f"^{self.write(exponent, ATOM)}"
        return Text(self.write(base, ATOM) + raised, POWER)

    def other(self, term: Term) -> Text:
        match term:
            case t.D():
                return self._derivative(*term.args)
            case sp.Sum() | Largest():
                sign = "first max" if isinstance(term, First) else "max" if isinstance(term, Largest) else "Σ"
                letters = (limit[0] for limit in term.args[1:])
                return Text(f"{sign}{_below(*letters)} {self.write(term.args[0], PRODUCT)}", SIGN)
            case sp.Indexed():
                return Text(str(term.base) + _below(*term.indices))
            case sp.KroneckerDelta():
                return Text("δ" + _below(*term.args))
            case sp.exp():
                return Text(f"e^{self.write(term.args[0], ATOM)}", POWER)
            case sp.Abs():
                return Text(f"|{self.write(term.args[0])}|")
            case sp.Piecewise():
                return Text("{" + "; ".join(self._branch(value, when) for value, when in term.args) + "}")
            case sp.core.function.Application():
                return Text(f"{self._name(term)}({', '.join(map(self.write, term.args))})")
            case sp.Symbol() | sp.NumberSymbol():
                return Text(_letter(_CONSTANTS.get(term, str(term))))
        raise unspeakable(term, "plain text")

    def _derivative(self, body: Term, variable: Term) -> Text:
        d = "∂" if isinstance(body, sp.Indexed) or isinstance(variable, sp.Indexed) else "d"
        below = f"{d}{self.write(variable)}"
        if t.is_second(t.D(body, variable)):
            return self._second(d, body, variable)
        named = isinstance(body, (sp.Symbol, sp.Indexed))
        return Text(f"{d}{self.write(body)}/{below}" if named else f"{d}/{below} ({self.write(body)})", PRODUCT)

    def _second(self, d: str, body: Term, then: Term) -> Text:
        name, first = map(self.write, body.args)
        again = self.write(then)
        return Text(f"{d}²{name}/{d}{first}²" if first == again else f"{d}²{name}/{d}{first}{d}{again}", PRODUCT)

    def _branch(self, value: Term, when: sp.Basic) -> str:
        return (
            f"{self.write(value)} otherwise" if when is sp.true else f"{self.write(value)} if {self._condition(when)}"
        )

    def _condition(self, when: sp.Basic) -> str:
        if isinstance(when, sp.core.relational.Relational):
            sign = {"<=": "≤", ">=": "≥"}.get(when.rel_op, when.rel_op)
            return f"{self.write(when.lhs)} {sign} {self.write(when.rhs)}"
        if (sides := between(when)) is not None:
            return " < ".join(map(self.write, sides))
        return (" and " if isinstance(when, sp.And) else " or ").join(map(self._condition, when.args))

    def _name(self, term: Term) -> str:
        row = by_head().get(term.func)
        name = type(term).__name__ if row is None else row.id
        return {"Max": "max", "Min": "min", "log": "ln"}.get(name) or (
            _letter(name) if isinstance(term, AppliedUndef) else name
        )
