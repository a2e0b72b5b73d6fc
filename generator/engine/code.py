"""How is a term computed in Python, with NumPy, PyTorch or JAX?

Scalar terms become expressions that work on arrays of any shape, element by element. Indexed terms become expressions
in one-dimensional arrays: each free index is an axis, in the order of ``axes``, and a sum over an index is ``np.sum``.
The place of the largest, m, is no axis: it is a whole number that the code around the expression has found.
What functions are called stands in ``primitives``. C has statements too: see ``generator.engine.c``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import sympy as sp

from generator.engine import terms as t
from generator.engine.oneline import ATOM, FACTOR, POWER, PRODUCT, SIGN, OneLine, Text, unspeakable
from generator.engine.primitives import by_head, lowered
from generator.engine.rewrites import LARGEST
from generator.engine.terms import Term

FUNCTIONS: Mapping[str, str] = {
    **{head.__name__: row.arrays or row.id for head, row in by_head().items() if not row.scipy},
    "Max": "maximum",
    "Min": "minimum",
}
"""SymPy's names of functions, and NumPy's, which PyTorch and JAX took over."""

ARRAYS = ("z", "a", "y")
"""The letters that stand for arrays; any other is a single number."""

SPECIAL = {head.__name__: row for head, row in by_head().items() if row.scipy}
"""The functions that libraries of arrays keep elsewhere, or lack, by SymPy's names."""

VECTORIZED = "np.vectorize(math.{0})"
"""NumPy has no error function; Python has one for single numbers."""


@dataclass(frozen=True)
class Library:
    """A library of arrays: its name, the prefix of its functions, the word for an axis, and how it spells 1 at i = j.

    ``special`` is how it spells the functions of ``SPECIAL``, with Python's and PyTorch's name at {0}, or SciPy's at
    {scipy}. One that is ``typed`` takes its
    functions of arrays only, and gives a choice between plain numbers a type of its own; Python's ``math`` and an array
    of one value help. ``arrays`` are the letters that stand for arrays.
    """

    name: str
    prefix: str
    axis: str
    eye: str
    special: str
    typed: bool = False
    arrays: tuple[str, ...] = ARRAYS


NUMPY = Library("NumPy", "np", "axis", "np.eye(len({0}))", VECTORIZED)
JAX = Library("JAX", "jnp", "axis", "jnp.eye(len({0}))", "jax.lax.{0}")
TORCH = Library("PyTorch", "torch", "dim", "torch.eye(len({0}), dtype={0}.dtype)", "torch.{0}", typed=True)


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


def free_indices(term: Term) -> tuple[sp.Symbol, ...]:
    """Return the indices that no sum in the term runs over, as they first occur."""
    if isinstance(term, (sp.Indexed, sp.KroneckerDelta)):
        indices = term.indices if isinstance(term, sp.Indexed) else term.args
        return tuple(dict.fromkeys(i for i in indices if i.is_Symbol and i != LARGEST))
    bound = term.args[1][0] if isinstance(term, sp.Sum) else None
    found = (i for part in t.children(term) for i in free_indices(part))
    return tuple(dict.fromkeys(i for i in found if i != bound))


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

    def read(self, term: Term) -> Text:
        """Write a function that no library has in terms of others."""
        plain = lowered(term)
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
    """Writes arrays: the indices in ``axes`` are the axes of the answer, and the array ``like`` has N components."""

    library: Library
    axes: tuple[sp.Symbol, ...]
    like: str
    both, either = "&", "|"

    @property
    def name(self) -> str:  # type: ignore[override] # the base declares a plain field; here the library decides
        """The name of the library."""
        return self.library.name

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
                return Text(f"{array}[m]" if LARGEST in term.indices else self._placed(array, term.indices))
            case sp.KroneckerDelta() if LARGEST in term.args:
                place = f"({self.library.prefix}.arange(len({self.like})) == m)"
                return Text(self._placed(place, free_indices(term)))
            case sp.KroneckerDelta():
                return Text(self._placed(self.library.eye.format(self.like), term.args))
            case sp.Piecewise():
                return Text(self._where(term.args))
            case sp.Max() | sp.Min() if self.library.typed:
                return Text(self._clamped(term))
            case sp.core.function.Application() if self._name(term):
                return Text(_called(self._name(term) or "", ", ".join(map(self.write, term.args))))
            case sp.NumberSymbol():
                return Text(f"{self.library.prefix}.{ {'pi': 'pi', 'E': 'e'}[str(term)] }")
            case sp.Symbol():
                return Text(f"len({self.like})" if term == t.SIZE else str(term))
        raise unspeakable(term, self.library.name)

    def _name(self, term: Term) -> str | None:
        name = type(term).__name__
        if name in SPECIAL:
            row = SPECIAL[name]
            return self.library.special.format(row.torch or row.id, scipy=row.scipy)
        return f"{self._home(*term.args)}.{FUNCTIONS[name]}" if name in FUNCTIONS else None

    def _home(self, *arguments: Term) -> str:
        """Return the module of a function: that of plain numbers is ``math`` where a library takes arrays only."""
        plain = self.library.typed and not any(map(self._holds_array, arguments))
        return "math" if plain else self.library.prefix

    def _sum_over(self, body: Term, limits: sp.Tuple) -> Text:
        index, free = limits[0], free_indices(body)
        if index not in free:
            return Text(f"len({self.like})*{self.write(body, POWER)}", PRODUCT)
        outer = tuple(i for i in self.axes if i in free)
        text = replace(self, axes=(*outer, index)).write(body)
        total = f"{self.library.prefix}.sum"
        return Text(self._placed(f"{total}({text}, {self.library.axis}=-1)", outer) if outer else f"{total}({text})")

    def _placed(self, array: str, axes: Iterable[sp.Symbol]) -> str:
        """Return the array with its axes moved to their places among those of the answer."""
        if set(axes) == set(self.axes):
            return array
        places = (":" if i in set(axes) else "None" for i in self.axes)
        return f"{array}[{', '.join(places)}]"

    def _clamped(self, term: Term) -> str:
        """Return the largest or smallest of arrays and numbers; one of them has to be an array."""
        bound = "min" if isinstance(term, sp.Max) else "max"
        first, *rest = sorted(term.args, key=lambda x: not self._holds_array(x))
        text = self.write(first)
        for part in rest:
            text = f"{self.library.prefix}.clamp({text}, {bound}={self.write(part)})"
        return text

    def _where(self, branches: tuple[tuple[Term, sp.Basic], ...]) -> str:
        (value, condition), *rest = branches
        if condition is sp.true or not rest:
            return self._last(value)
        chosen = f"{self.condition(condition)}, {self.write(value)}, {self._where(tuple(rest))}"
        return f"{self.library.prefix}.where({chosen})"

    def _last(self, value: Term) -> str:
        """Return what holds otherwise, as an array where a choice between numbers would lose their type."""
        text = self.write(value)
        plain = self.library.typed and not self._holds_array(value)
        return f"{self.library.prefix}.full_like({self.like}, {text})" if plain else text

    def _holds_array(self, x: Term) -> bool:
        return any(str(letter) in self.library.arrays for letter in x.free_symbols)
