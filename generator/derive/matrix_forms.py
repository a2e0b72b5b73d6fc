"""Write a gradient with two axes or one as products of matrices, where that says the whole of it.

A matrix is an array whose first index counts rows. A result that is more than products of matrices has no such form:
its listing has ``einsum``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import sympy as sp

from generator.derive.reverse import Gradient
from generator.engine import terms as t
from generator.engine.terms import Term
from generator.engine.views import ratio

ONES = "1"
"""The name of the column of ones, with which a product is a sum."""


@dataclass(frozen=True)
class Factor:
    """A matrix by the name of its array, or its transpose; ``indices`` are those of the array in rows."""

    name: str
    indices: tuple[sp.Symbol, ...]
    transposed: bool

    @property
    def turned(self) -> "Factor":
        """The transpose."""
        return replace(self, transposed=not self.transposed)


@dataclass(frozen=True)
class Product:
    """One summand: its sign, a scale of sizes and options, and the matrices in order."""

    sign: int
    scale: Term
    factors: tuple[Factor, ...]

    @property
    def turned(self) -> "Product":
        """The transpose: the transposes in the opposite order."""
        return replace(self, factors=tuple(one.turned for one in reversed(self.factors)))


def matrix_form(one: Gradient) -> tuple[Product, ...]:
    """Return the summands of a gradient as products of matrices; none where it is something else."""
    if len(one.of.indices) not in {1, 2}:
        return ()
    summands = one.term.args if one.term.is_Add else (one.term,)
    found = [_product(x, one.of.indices) for x in summands]
    known = tuple(each for each in found if each is not None)
    return known if len(known) == len(found) and any(len(each.factors) > 1 for each in known) else ()


def _product(x: Term, axes: tuple[sp.Symbol, ...]) -> Product | None:
    parts = ratio(x)
    still = [part for part in parts.above if not part.atoms(sp.Indexed)]
    (whole, *more) = [part for part in parts.above if part not in still] or [t.ONE]
    if more or any(part.atoms(sp.Indexed) for part in parts.below):
        return None
    scale = t.over(t.mul(*still), t.mul(*parts.below)) if parts.below else t.mul(*still)
    chain = _chain(whole, axes)
    return None if chain is None else Product(parts.sign, scale, chain)


def _chain(x: Term, axes: tuple[sp.Symbol, ...]) -> tuple[Factor, ...] | None:
    """Return the matrices whose product a single array or a sum of two over their common index is."""
    if isinstance(x, sp.Indexed):
        return _between(x, *axes) if len(axes) == 2 else None
    if not isinstance(x, sp.Sum):
        return None
    body, (bound, _, _) = x.args
    parts = ratio(body)
    if parts.below or parts.sign < 0 or not all(isinstance(part, sp.Indexed) for part in parts.above):
        return None
    if len(axes) == 1:
        single = _between(parts.above[0], axes[0], bound) if len(parts.above) == 1 else None
        return None if single is None else (*single, Factor(ONES, (bound,), transposed=False))
    for first, second in (parts.above, parts.above[::-1]) if len(parts.above) == 2 else ():
        left, right = _between(first, axes[0], bound), _between(second, bound, axes[1])
        if left is not None and right is not None:
            return (*left, *right)
    return None


def _between(x: sp.Indexed, row: sp.Symbol, column: sp.Symbol) -> tuple[Factor] | None:
    """Return an array as a matrix from one index to another; None where it has other indices."""
    if tuple(x.indices) not in {(row, column), (column, row)}:
        return None
    return (Factor(str(x.base.label.name), tuple(x.indices), transposed=tuple(x.indices) == (column, row)),)


def in_columns(form: tuple[Product, ...], own: tuple[sp.Symbol, ...], example: sp.Symbol) -> tuple[Product, ...]:
    """Return the same where every array that has examples keeps them in columns, the result too."""
    turned = (replace(one, factors=tuple(x.turned if example in x.indices and x.name != ONES else x
                                         for x in one.factors)) for one in form)  # fmt: skip
    return tuple(one.turned if example in own else one for one in turned)


def matrix_line(form: tuple[Product, ...]) -> str:
    """Return a line of NumPy or PyTorch with arrays under their names: dy.T @ x; a sum over rows is ``sum``."""
    return "".join(_signed(n, one) for n, one in enumerate(form))


def _signed(place: int, one: Product) -> str:
    sign = ("", "-") if place == 0 else (" + ", " - ")
    return sign[one.sign < 0] + " @ ".join(_factors(one)) + _scale(one.scale)


def _factors(one: Product) -> Iterator[str]:
    for n, factor in enumerate(one.factors):
        if factor.name == ONES:
            continue
        ends = n + 1 < len(one.factors) and one.factors[n + 1].name == ONES
        if ends:
            yield f"{factor.name}.sum({0 if factor.transposed else 1})"
        else:
            yield f"{factor.name}.T" if factor.transposed else factor.name


def _scale(scale: Term) -> str:
    text = _ROOT.sub(r"\1**0.5", sp.sstr(scale))
    return "" if scale == t.ONE else f" * ({text})"


_ROOT = re.compile(r"sqrt\((\w+)\)")
