"""How are formulas stored, built and taken apart without SymPy rearranging them?

A term is built *unevaluated*, so that its arguments stand in the order in which a person writes them: ``a - y`` is
``Add(a, Mul(-1, y))`` and stays so. Four shapes carry meaning beyond SymPy's own:

    negative     Mul(-1, x), exactly two arguments             a leading minus
    quotient     Mul(n, Pow(d, -1)), exactly two arguments     n over d, printed as a fraction
    derivative   D(expr, variable)                             inert until a rule of ``differentiate`` fires
    answer       a named function such as sigma(z)             known by its definition, see ``Derivation.where``

``children`` and ``with_children`` see through these: no path points at a bare ``1/d``. Rules stand in ``rewrites``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from operator import is_
from typing import Self, TypeAlias, cast

import sympy as sp

from generator.engine.asked import asked_apart
from generator.engine.extremes import Largest

Term: TypeAlias = sp.Expr
Path: TypeAlias = tuple[int, ...]

ZERO, ONE, MINUS_ONE, HALF = sp.Integer(0), sp.Integer(1), sp.Integer(-1), sp.Rational(1, 2)
SIZE = sp.Symbol("N", integer=True, positive=True)
"""The number of classes: every indexed sum runs from 1 to N."""


class D(sp.Expr):
    """The inert derivative of a term with respect to a symbol or an indexed symbol."""

    def __new__(cls, expr: Term, variable: Term) -> Self:
        """Store both arguments as they are."""
        return cast("Self", sp.Expr.__new__(cls, expr, variable))

    @property
    def free_symbols(self) -> set[sp.Basic]:
        """The symbols of the expression and of the variable."""
        return set(self.args[0].free_symbols | self.args[1].free_symbols)


class Partial(D):
    """The derivative of a named quantity by what stands in its definition, all other named quantities held."""


_sympys_even = sp.Mul._prop_handler["even"]  # noqa: SLF001 - the one place where SymPy keeps it


def _is_even(product: sp.Mul) -> bool | None:
    """Tell whether a product is even. SymPy 1.14 says no of -1 * 0 unevaluated, and then contradicts itself."""
    return True if sp.fraction(product)[0] is sp.S.Zero else _sympys_even(product)


sp.Mul._prop_handler["even"] = _is_even  # noqa: SLF001 - SymPy asks these tables, and has no other way in


# Building. No builder simplifies; a shape that has one spelling only (no factor, one factor) is given that one.


def add(*terms: Term) -> Term:
    """Return the sum of the terms in this order; no term is 0, one term is itself."""
    return _join(sp.Add, terms, ZERO)


def mul(*factors: Term) -> Term:
    """Return the product of the factors in this order; no factor is 1, one factor is itself."""
    return _join(sp.Mul, factors, ONE)


def _join(operation: Callable[..., Term], parts: tuple[Term, ...], empty: Term) -> Term:
    if len(parts) < 2:
        return parts[0] if parts else empty
    return operation(*parts, evaluate=False)


def neg(x: Term) -> Term:
    """Return -x; a number other than 0 becomes the number of the other sign."""
    return -x if x.is_Number and x else sp.Mul(MINUS_ONE, x, evaluate=False)


def over(numerator: Term, denominator: Term) -> Term:
    """Return the quotient numerator / denominator."""
    return sp.Mul(numerator, sp.Pow(denominator, MINUS_ONE, evaluate=False), evaluate=False)


def power(base: Term, exponent: Term | int) -> Term:
    """Return base ** exponent; the exponent 1 is left away, and a power of e is the function exp, its one shape."""
    exponent = sp.sympify(exponent)
    if exponent == ONE:
        return base
    return call(sp.exp, exponent) if base is sp.E else sp.Pow(base, exponent, evaluate=False)


def call(function: type[sp.Function], *args: Term) -> Term:
    """Return the function of these arguments, unevaluated."""
    return function(*args, evaluate=False)


def cases(*branches: tuple[Term, sp.Basic]) -> Term:
    """Return the piecewise term with these (value, condition) branches."""
    return sp.Piecewise(*branches, evaluate=False)


def total(body: Term, index: sp.Symbol, size: Term = SIZE) -> Term:
    """Return the sum of the body over index = 1..size; without a size, over the N classes."""
    return summed(body, sp.Tuple(index, ONE, size))


def resum(old: Term, body: Term) -> Term:
    """Return the sum, or the maximum, of another body over the indices of an old one."""
    return summed(body, *old.args[1:]) if isinstance(old, sp.Sum) else old.func(body, *old.args[1:])


def summed(body: Term, *limits: sp.Tuple) -> Term:
    """Return the sum as it is written: SymPy would make one sum of a sum within a sum."""
    new = sp.Expr.__new__(sp.Sum, body, *limits)
    new.is_commutative = body.is_commutative
    return cast("Term", new)


def delta(i: Term, j: Term) -> Term:
    """Return the Kronecker delta with its indices in this order."""
    return sp.KroneckerDelta(i, j, evaluate=False)


# Looking. Each predicate answers for one shape.


def is_neg(x: Term) -> bool:
    """Tell whether x is written with a leading minus."""
    return bool(x.is_Number and x.is_negative) or _is_negated(x)


def _is_negated(x: Term) -> bool:
    return x.is_Mul and len(x.args) == 2 and x.args[0] is MINUS_ONE and not is_quotient(x)


def is_quotient(x: Term) -> bool:
    """Tell whether x is a fraction."""
    return x.is_Mul and len(x.args) == 2 and x.args[1].is_Pow and x.args[1].exp is MINUS_ONE


def is_product(x: Term) -> bool:
    """Tell whether x is a product that is neither a fraction nor a negative."""
    return x.is_Mul and not is_quotient(x) and not _is_negated(x)


def is_second(x: Term) -> bool:
    """Tell whether x is the name of a second derivative, D(D(L, z), z)."""
    inner = x.args[0] if isinstance(x, D) else x
    return isinstance(x, D) and isinstance(inner, D) and isinstance(inner.args[0], (sp.Symbol, sp.Indexed))


def without_sign(x: Term) -> Term:
    """Return the term behind a leading minus, or the term itself."""
    if x.is_Number:
        return abs(x)
    return x.args[1] if _is_negated(x) else x


def depends(x: Term, variable: Term) -> bool:
    """Tell whether the variable occurs in x; an index may hide it: z_i depends on z_j, for i may be j."""
    if isinstance(variable, sp.Indexed):
        return any(variable.base in part.atoms(sp.IndexedBase) for part in (x,))
    return bool(x.has(variable))


# Taking apart and putting together.


@lru_cache(maxsize=1 << 14)
def children(x: Term) -> tuple[Term, ...]:
    """Return the parts of x in which a rewrite may look for its place."""
    if is_quotient(x):
        return (x.args[0], x.args[1].base)
    if _is_negated(x):
        return (x.args[1],)
    if isinstance(x, sp.Piecewise):
        return tuple(value for value, _ in x.args)
    if isinstance(x, (sp.Sum, Largest, D)):
        return (x.args[0],)
    if isinstance(x, (sp.Indexed, sp.KroneckerDelta)):
        return ()
    return tuple(x.args)


def with_children(x: Term, parts: Iterable[Term]) -> Term:
    """Return x with its ``children`` replaced, and x itself where each is what it was."""
    new = tuple(parts)
    if all(map(is_, new, children(x))):
        return x
    if is_quotient(x):
        return over(*new)
    if _is_negated(x):
        return neg(new[0])
    if isinstance(x, sp.Piecewise):
        return cases(*((value, condition) for value, (_, condition) in zip(new, x.args, strict=True)))
    if isinstance(x, (sp.Sum, Largest)):
        return resum(x, new[0])
    if isinstance(x, D):
        return x.func(new[0], x.args[1])
    return x.func(*new, evaluate=False) if new else x


def walk(x: Term, path: Path = ()) -> Iterator[tuple[Path, Term]]:
    """Yield every place in x with the term that stands there, a parent before its children."""
    yield path, x
    for n, part in enumerate(children(x)):
        yield from walk(part, (*path, n))


def surface(x: Term, path: Path = ()) -> Iterator[tuple[Path, Term]]:
    """Yield the places that a person multiplies out: terms, numerators and branches, not arguments or divisors."""
    yield path, x
    for n, part in enumerate(children(x)[: on_surface(x)]):
        yield from surface(part, (*path, n))


def on_surface(x: Term) -> int:
    """Return how many of the first children of x are on the surface where x is."""
    if is_quotient(x):
        return 1
    opened = x.is_Add or _is_negated(x) or isinstance(x, (sp.Sum, sp.Piecewise))
    return len(children(x)) if opened else 0


def at(x: Term, path: Path) -> Term:
    """Return the term that stands at this place of x."""
    for n in path:
        x = children(x)[n]
    return x


def put(x: Term, path: Path, new: Term) -> Term:
    """Return x with another term at this place; a product within a product is no more than its factors."""
    if not path:
        return new
    parts = list(children(x))
    parts[path[0]] = put(parts[path[0]], path[1:], new)
    if is_product(x):
        return mul(*(factor for part in parts for factor in (part.args if is_product(part) else (part,))))
    return with_children(x, parts)


def substitute(x: Term, table: Mapping[Term, Term]) -> Term:
    """Return x with every occurrence of a key replaced by its value; nothing else moves.

    A symbol is replaced inside indices and conditions too, so ``{i: k}`` turns z_i into z_k; not what a sum runs over.
    """
    if x in table:
        return table[x]
    if isinstance(x, sp.Piecewise):
        return cases(*((substitute(v, table), _in_condition(c, table)) for v, c in x.args))
    if isinstance(x, (sp.Indexed, sp.KroneckerDelta)):
        new = [_in_index(part, table) for part in x.args]
        return delta(*new) if isinstance(x, sp.KroneckerDelta) else x.func(*new)
    if isinstance(x, D):
        return x.func(substitute(x.args[0], table), substitute(x.args[1], table))
    if isinstance(x, (sp.Sum, Largest)):
        table = {old: new for old, new in table.items() if all(old != index for index, *_ in x.args[1:])}
    parts = children(x)
    return with_children(x, (substitute(part, table) for part in parts)) if parts else x


def _in_index(place: sp.Basic, table: Mapping[Term, Term]) -> sp.Basic:
    """Return an index with letters replaced: a letter, a component of data, or a whole-number expression in letters."""
    if isinstance(place, (sp.Symbol, sp.Indexed)):
        return substitute(place, table)
    return place.xreplace({letter: new for letter, new in table.items() if letter.is_Symbol}) if place.args else place


def _in_condition(condition: sp.Basic, table: Mapping[Term, Term]) -> sp.Basic:
    if isinstance(condition, sp.core.relational.Relational):
        return asked_apart(condition.func(*(substitute(x, table) for x in condition.args), evaluate=False), substitute)
    if isinstance(condition, (sp.And, sp.Or, sp.Not, sp.ITE)):  # SymPy makes an ITE of a branched side
        return condition.func(*(_in_condition(part, table) for part in condition.args), evaluate=False)
    return condition


@lru_cache(maxsize=1 << 14)
def evaluated(x: Term) -> Term:
    """Return x as SymPy would build it, derivatives taken by ``sympy.diff``: for the judge's eyes only."""
    if isinstance(x, D):
        return sp.diff(evaluated(x.args[0]), x.args[1])
    if not x.args or isinstance(x, sp.Indexed):
        return x
    if isinstance(x, sp.Piecewise):
        return sp.Piecewise(*((evaluated(value), condition) for value, condition in x.args))
    if isinstance(x, (sp.Sum, Largest)):
        return resum(x, evaluated(x.args[0]))
    return x.func(*(evaluated(part) for part in x.args))


@lru_cache(maxsize=1 << 14)
def leaves(x: Term) -> int:
    """Return how many symbols, numbers and inert parts a reader sees in x."""
    return sum(map(leaves, children(x))) or 1
