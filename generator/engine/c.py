"""How is a term computed in C?

A scalar term is one expression. A term with indices becomes loops: one for each free index, around the assignment of a
component, and one for each sum, which stands as far out as its indices allow. Numbers are of the type ``real`` so that
no quotient is one of integers, and no ``float`` becomes a ``double``. Functions have the names that SymPy's printer of
C99 knows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from textwrap import indent

import sympy as sp
from sympy.printing.c import C99CodePrinter

from generator.engine import terms as t
from generator.engine.code import Code
from generator.engine.indices import free_indices
from generator.engine.libraries import ARRAYS
from generator.engine.oneline import ATOM, FACTOR, PRODUCT, SIGN, Text, unspeakable
from generator.engine.patterns import opened, weighted_log
from generator.engine.terms import Term

FUNCTIONS: dict[str, str] = C99CodePrinter().known_functions | {"Abs": "fabs", "erfcx": "erfcx"}
"""SymPy's names of functions, and those of C; of an absolute value the table offers one for integers too."""

HELPERS = {
    "erfcx": """\
/* exp(x*x)*erfc(x); from 2 on as a continued fraction, DLMF 7.9.1 */
static real erfcx(real x) {
    if (x < 2) {
        return exp(x*x)*erfc(x);
    }
    real below = x;
    for (int n = 100; n > 0; n--) {
        below = x + (real)n/2/below;
    }
    return 1/(sqrt((real)M_PI)*below);
}"""
}
"""What C lacks, by its name."""

CONSTANTS = {"pi": "M_PI", "E": "M_E"}
INDENT, TWO = "    ", sp.Integer(2)


def c_expression(term: Term) -> str:
    """Return a C expression for a scalar term. Raises ``DerivationError`` for a term without one."""
    return _C().write(term)


def c_loops(target: str, term: Term, axes: Iterable[sp.Symbol] = ()) -> str:
    """Return statements that assign a term with the free indices ``axes`` to ``target``, N components an axis."""
    scope = tuple(axes)
    writer = _C(scope, tuple([] for _ in range(len(scope) + 1)))
    lines = [f"{target} = {writer.write(term)};"]
    for depth in range(len(scope), -1, -1):
        lines = [*writer.blocks[depth], *lines]
        lines = [*_loop(scope[depth - 1], lines)] if depth else lines
    return "\n".join(lines)


def _loop(index: sp.Symbol, body: Iterable[str]) -> Iterator[str]:
    yield f"for (size_t {index} = 0; {index} < N; {index}++) {{"
    yield from (indent(line, INDENT) for line in body)
    yield "}"


@dataclass(frozen=True)
class _C(Code):
    """Writes C within the loops over ``scope``; ``blocks`` are the statements before a loop, from the outside in."""

    scope: tuple[sp.Symbol, ...] = ()
    blocks: tuple[list[str], ...] = field(default_factory=lambda: ([],))
    names: Iterator[int] = field(default_factory=lambda: count(1))
    name = "C"
    both, either = "&&", "||"

    def read(self, term: Term) -> Text:
        """Return the text of the term; a quotient of integers is none of C's."""
        if (sum_of := opened(term)) is not None:
            return self.read(sum_of)
        text = super().read(term)
        whole = t.is_quotient(term) and all(part.is_Integer for part in t.children(term))
        return Text(f"(real){text.text}", PRODUCT) if whole else text

    def has(self, term: Term) -> bool:
        return type(term).__name__ in FUNCTIONS

    def number(self, value: sp.Number) -> Text:
        """Return a number of C, of the type of all others; one that is no fraction has seventeen digits."""
        if value.is_Rational and not value.is_Integer:
            return Text(f"(real){value.p}/{value.q}", PRODUCT)
        return Text(str(value)) if value.is_Integer else Text(f"(real){float(value)!r}", FACTOR)

    def product(self, factors: tuple[Term, ...]) -> str:
        """Return the factors with stars between them, and a logarithm with what makes it nothing."""
        found = weighted_log(factors, ARRAYS)
        if found is None:
            return super().product(factors)
        weight, log, rest = found
        text = f"({self.write(weight)} == 0 ? 0 : {self.write(weight, PRODUCT)}*{self.write(log)})"
        return "*".join((*(self.write(part, FACTOR if n else PRODUCT) for n, part in enumerate(rest)), text))

    def real(self, term: Term) -> str:
        """Return a term of the type of all others, for a function or a choice, which take the type of what they get."""
        return f"(real){term}" if term.is_Integer else self.write(term)

    def root(self, base: Term) -> Text:
        return Text(f"sqrt({self.real(base)})")

    def power(self, base: Term, exponent: Term) -> Text:
        if exponent == TWO and not t.children(base):
            return Text(f"{self.write(base)}*{self.write(base)}", PRODUCT)
        return Text(f"pow({self.real(base)}, {self.real(exponent)})")

    def other(self, term: Term) -> Text:
        match term:
            case sp.Sum():
                return Text(self._sum_over(term.args[0], term.args[1][0]))
            case sp.Indexed():
                return Text(str(term.base) + "".join(f"[{index}]" for index in term.indices))
            case sp.KroneckerDelta():
                return Text(f"(real)({term.args[0]} == {term.args[1]})", FACTOR)
            case sp.Piecewise():
                return Text(self._chosen(term.args))
            case sp.sign():
                body = self.write(term.args[0], SIGN)
                return Text(f"(real)(({body} > 0) - ({body} < 0))", FACTOR)
            case sp.Max() | sp.Min():
                return Text(self._outermost(FUNCTIONS[type(term).__name__], term.args))
            case sp.core.function.Application() if type(term).__name__ in FUNCTIONS:
                return Text(f"{FUNCTIONS[type(term).__name__]}({', '.join(map(self.real, term.args))})")
            case sp.NumberSymbol():
                return Text(f"(real){CONSTANTS[str(term)]}", FACTOR)
            case sp.Symbol():
                return Text("(real)N" if term == t.SIZE else str(term), FACTOR if term == t.SIZE else ATOM)
        raise unspeakable(term, "C")

    def _sum_over(self, body: Term, index: sp.Symbol) -> str:
        """Write the loop of a sum where all its indices are known, and return the name of what it adds up in."""
        free = [self.scope.index(i) + 1 for i in free_indices(body) if i != index and i in self.scope]
        depth = max(free, default=0)
        inner = _C((*self.scope[:depth], index), (*self.blocks[: depth + 1], []), self.names)
        text = inner.write(body)
        name = f"sum{next(self.names)}"
        loop = _loop(index, (*inner.blocks[-1], f"{name} += {text};"))
        self.blocks[depth].extend((f"real {name} = 0;", *loop))
        return name

    def _outermost(self, function: str, values: tuple[Term, ...]) -> str:
        first, *rest = values
        return f"{function}({self.real(first)}, {self._outermost(function, tuple(rest))})" if rest else self.real(first)

    def _chosen(self, branches: tuple[tuple[Term, sp.Basic], ...]) -> str:
        (value, condition), *rest = branches
        if condition is sp.true or not rest:
            return self.real(value)
        return f"({self.condition(condition)} ? {self.real(value)} : {self._chosen(tuple(rest))})"
