"""How is a term computed with NumPy?

Scalar terms become expressions that work on arrays of any shape, element by element. Indexed terms become expressions
in one-dimensional arrays: each free index is an axis, in the order of ``axes``, and a sum over an index is ``np.sum``.
To give formulas a new function, add its NumPy name to ``FUNCTIONS``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import sympy as sp

from generator.engine import terms as t
from generator.engine.oneline import ATOM, FACTOR, POWER, PRODUCT, SIGN, OneLine, Text, unspeakable
from generator.engine.terms import Term

FUNCTIONS: Mapping[str, str] = {
    **{name: f"np.{name}" for name in ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "sign")},
    "asin": "np.arcsin",
    "acos": "np.arccos",
    "atan": "np.arctan",
    "Abs": "np.abs",
    "Max": "np.maximum",
    "Min": "np.minimum",
}
"""SymPy's names of functions, and NumPy's."""

ERF = "np.vectorize(math.erf)"
"""NumPy has no error function; Python has one for single numbers."""


def numpy_expression(term: Term, axes: Iterable[sp.Symbol] | None = None, *, erf: str = ERF) -> str:
    """Return a Python expression for the term, with NumPy as ``np`` (and ``math`` where erf occurs).

    ``axes`` are the free indices in the order of the answer's axes; left out, they stand as they first occur.
    ``erf`` is the text that stands for the error function. Raises ``DerivationError`` for a term without NumPy form.
    """
    free = _free_indices(term) if axes is None else tuple(axes)
    return _NumPy(free, _length(term), erf).write(term)


def _free_indices(term: Term) -> tuple[sp.Symbol, ...]:
    if isinstance(term, (sp.Indexed, sp.KroneckerDelta)):
        indices = term.indices if isinstance(term, sp.Indexed) else term.args
        return tuple(dict.fromkeys(i for i in indices if i.is_Symbol))
    bound = term.args[1][0] if isinstance(term, sp.Sum) else None
    found = (i for part in t.children(term) for i in _free_indices(part))
    return tuple(dict.fromkeys(i for i in found if i != bound))


def _length(term: Term) -> str:
    vectors = (str(part.base) for _, part in t.walk(term) if isinstance(part, sp.Indexed))
    return f"len({next(vectors, 'z')})"


@dataclass(frozen=True)
class _NumPy(OneLine):
    """Writes NumPy where the indices in ``axes`` are the axes of the answer, and ``length`` is N."""

    axes: tuple[sp.Symbol, ...]
    length: str
    erf: str
    minus = "-"

    def product(self, factors: tuple[Term, ...]) -> str:
        first, *rest = factors
        head = self.write(first, SIGN if first.is_Number else PRODUCT)
        return "*".join((head, *(self.write(part, FACTOR) for part in rest)))

    def root(self, base: Term) -> Text:
        return Text(f"np.sqrt({self.write(base)})")

    def power(self, base: Term, exponent: Term) -> Text:
        return Text(f"{self.write(base, ATOM)}**{self.write(exponent, POWER)}", POWER)

    def other(self, term: Term) -> Text:
        match term:
            case sp.Sum():
                return self._sum_over(*term.args)
            case sp.Indexed():
                return Text(self._placed(str(term.base), term.indices))
            case sp.KroneckerDelta():
                return Text(self._placed(f"np.eye({self.length})", term.args))
            case sp.Piecewise():
                return Text(self._where(term.args))
            case sp.core.function.Application() if self._name(term):
                return Text(f"{self._name(term)}({', '.join(map(self.write, term.args))})")
            case sp.NumberSymbol():
                return Text({"pi": "np.pi", "E": "np.e"}[str(term)])
            case sp.Symbol():
                return Text(self.length if term == t.SIZE else str(term))
        raise unspeakable(term, "NumPy")

    def _name(self, term: Term) -> str | None:
        name = type(term).__name__
        return self.erf if name == "erf" else FUNCTIONS.get(name)

    def _sum_over(self, body: Term, limits: sp.Tuple) -> Text:
        index, free = limits[0], _free_indices(body)
        if index not in free:
            return Text(f"{self.length}*{self.write(body, POWER)}", PRODUCT)
        outer = tuple(i for i in self.axes if i in free)
        text = replace(self, axes=(*outer, index)).write(body)
        return Text(self._placed(f"np.sum({text}, axis=-1)", outer) if outer else f"np.sum({text})")

    def _placed(self, array: str, axes: Iterable[sp.Symbol]) -> str:
        """Return the array with its axes moved to their places among those of the answer."""
        if set(axes) == set(self.axes):
            return array
        places = (":" if i in set(axes) else "None" for i in self.axes)
        return f"{array}[{', '.join(places)}]"

    def _where(self, branches: tuple[tuple[Term, sp.Basic], ...]) -> str:
        (value, condition), *rest = branches
        if condition is sp.true or not rest:
            return self.write(value)
        return f"np.where({self._condition(condition)}, {self.write(value)}, {self._where(tuple(rest))})"

    def _condition(self, condition: sp.Basic) -> str:
        match condition:
            case sp.And() | sp.Or():
                sign = " & " if isinstance(condition, sp.And) else " | "
                return sign.join(f"({self._condition(part)})" for part in condition.args)
            case sp.core.relational.Relational():
                left, right = map(self.write, condition.args)
                return f"{left} {condition.rel_op} {right}"
        raise unspeakable(condition, "NumPy")
