"""What is a term worth at a point, calculated by somebody who knows no rule of the engine?

Structure by structure with mpmath at 30 digits; an inert derivative is a numeric one. The judge of ``generator.verify``
has an arithmetic of its own; this one shares nothing with it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any, TypeAlias

import mpmath
import sympy as sp
from sympy.codegen.cfunctions import expm1, log1p
from sympy.core.function import AppliedUndef

from generator.engine.records import Definitions
from generator.engine.terms import SIZE, D, Term

MP: Any = mpmath.mp.clone()
MP.dps = 30

Number: TypeAlias = Any
"""A real number of ``MP``, which ships no types."""

FUNCTIONS: Mapping[type[sp.Basic], Callable[..., Number]] = {
    log1p: lambda x: MP.log(1 + x), expm1: lambda x: MP.exp(x) - 1,
    sp.exp: MP.exp, sp.log: MP.log, sp.sin: MP.sin, sp.cos: MP.cos, sp.tan: MP.tan, sp.sinh: MP.sinh,
    sp.cosh: MP.cosh, sp.tanh: MP.tanh, sp.asin: MP.asin, sp.acos: MP.acos, sp.atan: MP.atan, sp.erf: MP.erf,
    sp.erfc: MP.erfc, sp.Abs: abs, sp.sign: MP.sign, sp.Max: max, sp.Min: min,
}  # fmt: skip

BY_NAME: Mapping[str, Callable[..., Number]] = {
    "log1mexp": lambda x: MP.log(1 - MP.exp(x)), "trigamma": lambda x: MP.zeta(2, x),
    "erfcx": lambda x: MP.exp(x**2)*MP.erfc(x), "logndtr": lambda x: MP.log(MP.ncdf(x)),
    "exprel": lambda x: (MP.exp(x) - 1)/x,
}  # fmt: skip
"""What neither SymPy nor mpmath has under this name."""

LARGEST = 10**4


class NoValueError(ArithmeticError):
    """The term is not a real number of sane size here."""


@dataclass(frozen=True)
class Point:
    """Numbers for letters and vectors, values of indices, and the definitions of everything else.

    A letter that has a number is read before one that has a definition, so that a derivative may hold it fixed.
    """

    numbers: Mapping[Term, Any]
    where: Definitions = ()
    indices: Mapping[Term, int] = field(default_factory=dict)
    size: int = 3

    def index(self, letter: Term) -> int:
        """Return the value of an index."""
        return int(letter) if letter.is_Integer else self.indices[letter]

    def at(self, letter: Term, value: int) -> "Point":
        """Return the point with another value of this index."""
        return replace(self, indices={**self.indices, letter: value})

    def having(self, variable: Term, value: Number) -> "Point":
        """Return the point with another number for the letter or the component."""
        if not isinstance(variable, sp.Indexed):
            return replace(self, numbers={**self.numbers, variable: value})
        index = variable.indices[0]
        all_of_it = [self.at(index, n).value(variable) for n in range(1, self.size + 1)]
        all_of_it[self.index(index) - 1] = value
        return replace(self, numbers={**self.numbers, variable.base: all_of_it})

    def value(self, x: Term) -> Number:
        """Return the number that the term stands for. Raises ``NoValueError`` where there is none."""
        try:
            number = self._value(x)
        except (ZeroDivisionError, OverflowError, ValueError) as error:
            raise NoValueError from error
        if isinstance(number, MP.mpc) or not MP.isfinite(number):
            raise NoValueError
        return number

    def _value(self, x: Term) -> Number:
        match x:
            case sp.Rational():
                return MP.mpf(x.p) / x.q
            case sp.NumberSymbol():
                return +{"pi": MP.pi, "E": MP.e}[str(x)]
            case sp.Symbol() | AppliedUndef():
                return self._letter(x)
            case sp.Indexed():
                return self._component(x)
            case sp.KroneckerDelta():
                return MP.mpf(len({self.index(letter) for letter in x.args}) == 1)
        return self._operation(x)

    def _operation(self, x: Term) -> Number:
        match x:
            case sp.Add():
                return MP.fsum(map(self.value, x.args))
            case sp.Mul():
                return MP.fprod(map(self.value, x.args))
            case sp.Pow():
                return self._power(*map(self.value, x.args))
            case sp.Sum():
                body, (letter, _, _) = x.args
                return MP.fsum(self.at(letter, n).value(body) for n in range(1, self.size + 1))
            case sp.Piecewise():
                return self.value(self._branch(x))
            case D():
                return MP.diff(lambda moved: self.having(x.args[1], moved).value(x.args[0]), self.value(x.args[1]))
        return self._function(x)

    def _function(self, x: Term) -> Number:
        arguments = [self.value(part) for part in x.args]
        if any(abs(number) > LARGEST for number in arguments):
            raise NoValueError
        name = x.func.__name__
        function = FUNCTIONS.get(x.func) or BY_NAME.get(name) or getattr(MP, name)
        return function(*arguments)

    def _power(self, base: Number, exponent: Number) -> Number:
        if abs(exponent) > LARGEST or abs(base) > MP.mpf(10) ** 60:
            raise NoValueError
        return MP.power(base, int(exponent) if exponent == int(exponent) else exponent)

    def _letter(self, x: Term) -> Number:
        if x in self.numbers:
            return self.numbers[x]
        if x in self.indices:
            return MP.mpf(self.indices[x])
        if x == SIZE:
            return MP.mpf(self.size)
        where = dict(self.where)
        if x in where or not x.args:
            return self.value(where[x])
        defined = next((name for name in where if isinstance(name, AppliedUndef) and name.func == x.func), None)
        return self._call(defined, where[defined], x) if defined else self._stand_in(x)

    def _call(self, name: Term, value: Term, x: Term) -> Number:
        """Read a function at another argument than the letter of its definition."""
        numbers = {**self.numbers, name.args[0]: self.value(x.args[0])}
        return replace(self, numbers=numbers).value(value)

    def _stand_in(self, x: Term) -> Number:
        """Read a function that nobody defined, g, as one that is like no other, and g' as its slope."""
        argument = self.value(x.args[0])
        return MP.diff(_unlike, argument) if "'" in x.func.__name__ else _unlike(argument)

    def _component(self, x: Term) -> Number:
        place = self.index(x.indices[0])
        if x.base in self.numbers:
            return self.numbers[x.base][place - 1]
        name, value = next((n, v) for n, v in self.where if isinstance(n, sp.Indexed) and n.base == x.base)
        return replace(self, indices={name.indices[0]: place}).value(value)

    def _branch(self, x: Term) -> Term:
        for value, when in x.args:
            if self._holds(when):
                return value
        raise NoValueError

    def _holds(self, when: sp.Basic) -> bool:
        if when in {sp.true, sp.false}:
            return bool(when)
        if isinstance(when, (sp.And, sp.Or)):
            return (all if isinstance(when, sp.And) else any)(map(self._holds, when.args))
        if isinstance(when, sp.ITE):
            first, then, otherwise = when.args
            return self._holds(then if self._holds(first) else otherwise)
        left, right = map(self.value, when.args)
        return bool({"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[when.rel_op])


def _unlike(x: Number) -> Number:
    return MP.sin(x) + x**2 / 3


def dice(seed: str) -> Random:
    """Return a source of points that are the same in every run."""
    return Random(seed)  # noqa: S311 - points, no secrets


def close(expected: Number, actual: Number, tolerance: float = 1e-9) -> bool:
    """Tell whether two numbers agree in nine digits, or in nine places behind the point where they are small."""
    return bool(abs(expected - actual) <= tolerance * max(1, abs(expected)))
