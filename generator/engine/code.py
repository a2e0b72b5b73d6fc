"""How is a term computed in Python, with NumPy, PyTorch or JAX?

Scalar terms become expressions that work on arrays of any shape, element by element. Indexed terms become expressions
in arrays of vectors along the last axis: each free index is an axis, in the order of ``axes``, after those of the
examples, and a sum over an index is ``np.sum``. The place of the largest, m, is no axis: the code around the expression
has found it, and ``z_m``, what stands there.
What each library calls things stands in ``libraries``. C has statements too: see ``generator.engine.c``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import sympy as sp

from generator.engine import terms as t
from generator.engine.indices import free_indices
from generator.engine.libraries import ARRAYS, FUNCTIONS, NUMPY, PLAIN, SPECIAL, VECTORIZED, Library
from generator.engine.oneline import ATOM, FACTOR, POWER, PRODUCT, SIGN, OneLine, Text, unspeakable
from generator.engine.patterns import all_but_one, left_out, opened, weighted_log
from generator.engine.primitives import by_head, lowered
from generator.engine.rewrites import LARGEST
from generator.engine.terms import Term


def numpy_expression(
    term: Term, axes: Iterable[sp.Symbol] | None = None, *, special: str = VECTORIZED, like: str = "z"
) -> str:
    """Return a Python expression for the term, with NumPy as ``np`` (and ``math`` where an error function occurs).

    ``axes`` are the free indices in the order of the answer's axes; left out, they stand as they first occur.
    ``special`` is how a function of ``SPECIAL`` is spelled, with its name at {0}. ``like`` is an array of N components
    for a term that names none. Raises ``DerivationError`` for a term without NumPy form.
    """
    return expression(term, replace(NUMPY, special=special), axes, like)


def expression(term: Term, library: Library, axes: Iterable[sp.Symbol] | None = None, like: str = "z") -> str:
    """Return a Python expression for the term with the functions of a library, as ``numpy_expression`` does."""
    free = free_indices(term) if axes is None else tuple(axes)
    return _Array(library, free, _first_array(term) or like).write(term)


def _first_array(term: Term) -> str:
    """Return the letter of an array in the term, if any: the first vector, else the first that stands for an array."""
    vectors = (str(part.base) for _, part in t.walk(term) if isinstance(part, sp.Indexed))
    letters = {str(letter) for letter in term.free_symbols}
    return next(vectors, next((letter for letter in ARRAYS if letter in letters), ""))


class Code(OneLine):
    """Writes what all programming languages share: products, and conditions joined by the words for and, or."""

    minus = "-"
    name: str
    both: str
    either: str

    def has(self, term: Term) -> bool:
        """Tell whether the language has a function of this name."""
        return bool(getattr(by_head().get(term.func), "scipy", ""))

    def read(self, term: Term) -> Text:
        """Write a function that the language lacks in terms of others."""
        plain = None if self.has(term) else lowered(term)
        return super().read(term if plain is None else plain)

    def product(self, factors: tuple[Term, ...]) -> str:
        """Return the factors with stars between them."""
        first, *rest = factors
        head = self.write(first, SIGN if first.is_Number else PRODUCT)
        return "*".join((head, *(self.write(part, FACTOR) for part in rest)))

    def condition(self, condition: sp.Basic) -> str:
        """Return the text of a condition."""
        match condition:
            case sp.And() | sp.Or():
                sign = self.both if isinstance(condition, sp.And) else self.either
                return f" {sign} ".join(f"({self.condition(part)})" for part in condition.args)
            case sp.core.relational.Relational():
                left, right = map(self.write, condition.args)
                return f"{left} {condition.rel_op} {right}"
        raise unspeakable(condition, self.name)


def _called(name: str, arguments: str) -> str:
    """Return a call; a name such as ``polygamma(1, {0})`` says where the argument goes."""
    return name.replace("{0}", arguments) if "{0}" in name else f"{name}({arguments})"


@dataclass(frozen=True)
class _Array(Code):
    """Writes arrays: ``axes`` are the last axes of the answer, and ``like`` has N components along its last.

    Whatever axes stand before them are examples, each with a vector of its own.
    """

    library: Library
    axes: tuple[sp.Symbol, ...]
    like: str
    both, either = "&", "|"

    @property
    def name(self) -> str:  # type: ignore[override] # the base declares a plain field; here the library decides
        """The name of the library."""
        return self.library.name

    def read(self, term: Term) -> Text:
        """Return the text of the term; 1 - delta_km is a comparison."""
        if self.library.zero_log and (sum_of := opened(term)) is not None:
            return self.read(sum_of)
        index = left_out(term, LARGEST)
        return super().read(term) if index is None else Text(self._placed(f"({self._place()} != m)", (index,)))

    def product(self, factors: tuple[Term, ...]) -> str:
        """Return the factors with stars between them, and a logarithm with what makes it nothing."""
        found = weighted_log(factors, self.library.arrays) if self.library.zero_log else None
        if found is None:
            return super().product(factors)
        weight, log, rest = found
        text = f"{self.library.zero_log}({self.write(weight)}, {self.write(log.args[0])})"
        return "*".join((*(self.write(part, FACTOR if n else PRODUCT) for n, part in enumerate(rest)), text))

    def root(self, base: Term) -> Text:
        return Text(f"{self._home(base)}.sqrt({self.write(base)})")

    def power(self, base: Term, exponent: Term) -> Text:
        return Text(f"{self.write(base, ATOM)}**{self.write(exponent, POWER)}", POWER)

    def other(self, term: Term) -> Text:
        match term:
            case sp.Sum():
                return self._sum_over(*term.args)
            case sp.Indexed():
                array = str(term.base)
                return Text(
                    self._single(f"{array}_m") if LARGEST in term.indices else self._placed(array, term.indices)
                )
            case sp.KroneckerDelta() if LARGEST in term.args:
                return Text(self._placed(f"({self._place()} == m)", free_indices(term)))
            case sp.KroneckerDelta():
                return Text(self._placed(self.library.eye.format(self.like), term.args))
            case sp.Piecewise():
                return Text(self._where(term.args))
            case sp.Max() | sp.Min() if self.library.bounded:
                return Text(self._bounded(term))
            case sp.core.function.Application() if self._name(term):
                return Text(_called(self._name(term) or "", ", ".join(map(self.write, term.args))))
            case sp.NumberSymbol():
                home = "math" if self.library.typed else self.library.prefix
                return Text(f"{home}.{ {'pi': 'pi', 'E': 'e'}[str(term)] }")
            case sp.Symbol():
                return Text(f"{self.like}.shape[-1]" if term == t.SIZE else self._letter(str(term)))
        raise unspeakable(term, self.library.name)

    def _letter(self, name: str) -> str:
        """Return a letter; a parameter of vectors has one number for each of them."""
        single = self.library.typed and name in self.library.singles
        return self._single(name) if single else name

    def _single(self, name: str) -> str:
        """Return what has one number for each vector, along an axis of length one."""
        places = {0: "[..., 0]", 1: ""}
        return name + places.get(len(self.axes), "[..., None]")

    def _place(self) -> str:
        return self.library.place.format(self.like)

    def _name(self, term: Term) -> str | None:
        name = type(term).__name__
        if name in SPECIAL:
            row = SPECIAL[name]
            return self.library.special.format(row.torch or row.id, scipy=row.scipy)
        if name not in FUNCTIONS:
            return None
        home = self._home(*term.args)
        return PLAIN.get(name, f"math.{name}") if home == "math" else f"{home}.{FUNCTIONS[name]}"

    def _home(self, *arguments: Term) -> str:
        """Return the module of a function: that of plain numbers is ``math`` in a library that keeps types."""
        plain = self.library.typed and not any(map(self._holds_array, arguments))
        return "math" if plain else self.library.prefix

    def _sum_over(self, body: Term, limits: sp.Tuple) -> Text:
        index, free = limits[0], free_indices(body)
        if index not in free:
            return Text(f"{self.like}.shape[-1]*{self.write(body, POWER)}", PRODUCT)
        if (rest := all_but_one(body, index)) is not None and self.library.typed:
            place, inner = rest
            return Text(self._placed(f"sum_of_others({replace(self, axes=(index,)).write(inner)})", (place,)))
        outer = tuple(i for i in self.axes if i in free)
        text = replace(self, axes=(*outer, index)).write(body)
        if not outer and len(self.axes) == 1:
            return Text(f"{self.library.prefix}.sum({text}, {self.library.axis}=-1, {self.library.keep}=True)")
        return Text(self._placed(f"{self.library.prefix}.sum({text}, {self.library.axis}=-1)", outer))

    def _placed(self, array: str, axes: Iterable[sp.Symbol]) -> str:
        """Return the array with its axes moved to their places among those of the answer."""
        if set(axes) == set(self.axes):
            return array
        places = (":" if i in set(axes) else "None" for i in self.axes)
        return f"{array}[..., {', '.join(places)}]"

    def _bounded(self, term: Term) -> str:
        """Return the largest or smallest of arrays; where two are equal each has half of the slope."""
        function = f"{self.library.prefix}.{FUNCTIONS[type(term).__name__]}"
        first, *rest = sorted(term.args, key=lambda x: not self._holds_array(x))
        text = self.write(first)
        for part in rest:
            text = f"{function}({text}, {self._last(part)})"
        return text

    def _where(self, branches: tuple[tuple[Term, sp.Basic], ...]) -> str:
        (value, condition), *rest = branches
        if condition is sp.true or not rest:
            return self._last(value)
        chosen = f"{self.condition(condition)}, {self.write(value)}, {self._where(tuple(rest))}"
        return f"{self.library.prefix}.where({chosen})"

    def _last(self, value: Term) -> str:
        """Return a value as an array: a choice between numbers alone would lose their type."""
        text = self.write(value)
        plain = self.library.typed and not self._holds_array(value)
        if not plain:
            return text
        prefix = self.library.prefix
        return f"{prefix}.zeros_like({self.like})" if value is t.ZERO else f"{prefix}.full_like({self.like}, {text})"

    def _holds_array(self, x: Term) -> bool:
        return any(str(letter) in self.library.letters for letter in x.free_symbols)
