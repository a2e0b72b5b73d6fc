"""How is a formula written as SymPy, so that it runs where it is pasted?

The code stands alone: its imports, its letters, and one assignment in the order in which the formula is written. A
derivative that has a name only, dL/da, becomes a letter, ``dL_da``; ``lettered`` does that for other dialects too.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

import sympy as sp
from sympy.core.function import AppliedUndef

from generator.engine import terms as t
from generator.engine.oneline import ATOM, FACTOR, POWER, PRODUCT, SIGN, OneLine, Text, unspeakable
from generator.engine.primitives import in_others
from generator.engine.terms import D, Term


def sympy_code(goal: Term, term: Term) -> str:
    """Return Python that assigns the term, as a SymPy expression, to a name such as ``dL_dz``."""
    shown = lettered(in_others(term))
    value = f"Integer({shown})" if shown.is_Integer else _SymPy().write(shown)
    letters = tuple(_declared(shown))
    head = "".join(_imports(_imported(value, letters)))
    return f"{head}{''.join(letters)}{name_of(goal)} = {value}"


def name_of(goal: Term) -> str:
    """Return the name of a derivative as programs spell it: ``dL_dz`` for dL/dz, and for dL/dz_i."""
    if isinstance(goal, D):
        return f"d{name_of(goal.args[0])}_d{name_of(goal.args[1])}"
    name = str(goal.base.label if isinstance(goal, sp.Indexed) else goal)
    return "_".join(re.findall(r"\w+", name.removeprefix(r"\operatorname")))


def lettered(term: Term) -> Term:
    """Return the term with a letter, or a component of one, for each derivative that has a name only."""
    named = (part for _, part in t.walk(term) if isinstance(part, D) and is_named(part))
    return t.substitute(term, {part: _letter(part) for part in named})


def is_named(derivative: D) -> bool:
    """Tell whether a derivative is of a letter, not of a formula."""
    return isinstance(derivative.args[0], (sp.Symbol, sp.Indexed))


def _letter(derivative: D) -> Term:
    name = name_of(derivative)
    indices = [index for part in derivative.args if isinstance(part, sp.Indexed) for index in part.indices]
    return sp.IndexedBase(name, real=True)[tuple(indices)] if indices else sp.Symbol(name, real=True)


@dataclass(frozen=True)
class _SymPy(OneLine):
    """Writes what SymPy reads back."""

    minus = "-"

    def read(self, term: Term) -> Text:
        """Write 1/2 as a ratio of SymPy's: Python would make a decimal fraction of it."""
        above, below = t.children(term) if t.is_quotient(term) else (term, t.ONE)
        if above.is_Integer and below.is_Integer and below != t.ONE:
            return Text(f"Rational({above}, {below})")
        if term.is_Rational and not term.is_Integer:
            return Text(f"Rational({term.p}, {term.q})")
        return super().read(term)

    def product(self, factors: tuple[Term, ...]) -> str:
        first, *rest = factors
        head = self.write(first, SIGN if first.is_Number else PRODUCT)
        return "*".join((head, *(self.write(part, FACTOR) for part in rest)))

    def root(self, base: Term) -> Text:
        return Text(f"sqrt({self.write(base)})")

    def power(self, base: Term, exponent: Term) -> Text:
        return Text(f"{self.write(base, ATOM)}**{self.write(exponent, ATOM)}", POWER)

    def other(self, term: Term) -> Text:
        match term:
            case D():
                return self._call("Derivative", term.args)
            case sp.Sum():
                return Text(f"Sum({self.write(term.args[0])}, ({', '.join(map(str, term.args[1]))}))")
            case sp.Indexed():
                return Text(f"{term.base}[{', '.join(map(str, term.indices))}]")
            case sp.Piecewise():
                rows = (f"({self.write(value)}, {self._condition(when)})" for value, when in term.args)
                return Text(f"Piecewise({', '.join(rows)})")
            case sp.core.function.Application():
                return self._call(name_of(term.func), term.args)
            case sp.Symbol() | sp.NumberSymbol():
                return Text(str(term))
        raise unspeakable(term, "SymPy")

    def _call(self, name: str, arguments: tuple[Term, ...]) -> Text:
        return Text(f"{name}({', '.join(map(self.write, arguments))})")

    def _condition(self, condition: sp.Basic) -> str:
        match condition:
            case sp.Equality() | sp.Unequality():
                return self._call("Eq" if condition.rel_op == "==" else "Ne", condition.args).text
            case sp.And() | sp.Or():
                return f"{condition.func.__name__}({', '.join(map(self._condition, condition.args))})"
            case sp.core.relational.Relational():
                left, right = map(self.write, condition.args)
                return f"{left} {condition.rel_op} {right}"
        return str(condition)


def _declared(term: Term) -> Iterator[str]:
    """Yield the lines that say what the letters are."""
    vectors = sorted({part.base for part in term.atoms(sp.Indexed)}, key=str)
    labels = {base.label for base in vectors}
    symbols = sorted((x for x in term.atoms(sp.Symbol) if x not in labels), key=str)
    yield from _symbols([x for x in symbols if not x.is_integer], "real=True")
    yield from _symbols([x for x in symbols if x.is_integer], "integer=True, positive=True")
    yield from (f'{base} = IndexedBase("{base}", real=True)\n' for base in vectors)
    functions = sorted({name_of(part.func) for part in term.atoms(AppliedUndef)})
    yield from (f'{name} = Function("{name}", real=True)\n' for name in functions)


def _symbols(letters: list[sp.Symbol], kind: str) -> Iterator[str]:
    if letters:
        names = list(map(str, letters))
        yield f'{", ".join(names)} = symbols("{" ".join(names)}", {kind})\n'


_CODEGEN = ("expm1", "log1p")
"""What SymPy keeps in a module of its own."""


def _imports(names: list[str]) -> Iterator[str]:
    """Yield the lines that take the names from SymPy, and an empty one."""
    if plain := [name for name in names if name not in _CODEGEN]:
        yield f"from sympy import {', '.join(plain)}\n"
    if rest := [name for name in names if name in _CODEGEN]:
        yield f"from sympy.codegen.cfunctions import {', '.join(rest)}\n"
    yield "\n"


def _imported(value: str, letters: tuple[str, ...]) -> list[str]:
    """Return the names that the code takes from SymPy, in alphabetical order."""
    tree = ast.parse("".join((*letters, value)))
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    own = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    return sorted({node.id for node in names} - own - {"True", "False"})
