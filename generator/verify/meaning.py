"""What does a term with unknown functions say at a point?

A *world* gives numbers to the letters and a meaning to the unknown functions. Derivatives are taken by SymPy, and the
rate of an integral numerically: no rule of ``engine`` takes part.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import permutations

import sympy as sp
from sympy.combinatorics import Permutation
from sympy.core.function import AppliedUndef

from generator.catalogue.example_fields import Instance
from generator.engine.calculus.integrals import X, Y, Z
from generator.engine.calculus.nodes import (
    NODES,
    Antiderivative,
    Definite,
    Det,
    Disk,
    Flux,
    Laplacian,
    Partial,
    Rate,
    Space,
)
from generator.engine.terms import D, Term
from generator.errors import ProofError
from generator.verify.analysis import Point, compiled, integrand
from generator.verify.arithmetic import MP, SMALL, Real
from generator.verify.indices import NOWHERE, Indices
from generator.verify.text import shown
from generator.verify.world import World


@dataclass(frozen=True, eq=False)
class FieldWorld(World):
    """A point, and the meaning of the unknown functions there.

    Where terms are known up to a constant only, in the letter ``grows``, a value is how much one grows from -1/3 on.
    """

    instance: Instance | None = None
    grows: sp.Symbol | None = None
    memo: dict[object, Real | None] = field(default_factory=dict)

    def attempt(self, term: Term, indices: Indices = NOWHERE, floor: int = SMALL) -> Real | None:  # noqa: ARG002 - no balls
        """Return the number, or None where there is none."""
        key = term, self.grows
        if key not in self.memo:
            self.memo[key] = self._found(term)
        return self.memo[key]

    def _found(self, x: Term) -> Real | None:
        program = compiled(meant(x, self.instance), self.instance)
        try:
            found = program(self.given)
            if self.grows:
                found -= program({**self.given, self.grows: MP.mpf(-1) / 3})
        except (ZeroDivisionError, OverflowError):
            return None
        return MP.mpmathify(found) if MP.isfinite(found) else None


def field_world(given: Point, instance: Instance | None = None) -> FieldWorld:
    """Return the world of a point, in which an instance defines the unknown functions."""
    return FieldWorld((), given, instance=instance)


@lru_cache(maxsize=4096)
def meant(x: Term, instance: Instance | None) -> Term:
    """Return the term with the definitions of unknown functions put in, and derivatives of all but integrals taken."""
    if isinstance(x, AppliedUndef):
        return _defined(x, instance)
    if isinstance(x, (Laplacian, Flux)):
        return meant(by_components(x), instance)
    if isinstance(x, Det):
        return by_leibniz(tuple(tuple(meant(part, instance) for part in row) for row in x.rows))
    if isinstance(x, D):
        body = meant(x.args[0], instance)
        return x.func(body, x.args[1]) if body.has(*NODES) else sp.diff(body, x.args[1])
    return x.func(*(meant(part, instance) for part in x.args)) if x.args and not isinstance(x, sp.Tuple) else x


def _defined(x: AppliedUndef, instance: Instance | None) -> Term:
    for name, value in instance.fields if instance else ():
        if name.func == x.func:
            return value.xreplace(dict(zip(name.args, x.args, strict=True)))
    raise ProofError(f"{shown(x)} · no instance defines it · generator/catalogue/example_fields.py")


def by_leibniz(rows: tuple[tuple[Term, ...], ...]) -> Term:
    """Return a determinant as the sum over all permutations."""
    orders = (Permutation(list(order)) for order in permutations(range(len(rows))))
    return sp.Add(*(order.signature() * sp.Mul(*(row[order(n)] for n, row in enumerate(rows))) for order in orders))


def by_components(x: Term) -> Term:
    """Return a Laplacian or a divergence as its sum over x, y and z."""
    if isinstance(x, Laplacian):
        return sp.Add(*(D(D(x.args[0], place), place) for place in (X, Y, Z)))
    u, v = x.args
    return sp.Add(*(D(u * D(v, place) - v * D(u, place), place) for place in (X, Y, Z)))


METHODS: tuple[tuple[type, str], ...] = (
    (Space, "the integrals over space by Gauss and Hermite's rule"),
    (Disk, "the integral over the disk in x and y, by Gauss's and Chebyshev's rules"),
    (Definite, "integrals by Gauss's rule or, out to infinity, by tanh-sinh quadrature"),
    (Antiderivative, "the growth of the antiderivative by Gauss's rule"),
    (sp.Sum, "the sum by adding up"),
    (Det, "the determinant by Leibniz's formula, over all permutations"),
    (Rate, "the rate by numeric differentiation"),
    (Partial, "partial derivatives by SymPy's"),
)
"""How the value of each node is found, in words for a receipt."""


def norm_by_axes(instance: Instance, density: Term, point: Point) -> Real:
    """Return the integral over all of space of a density that is a product of one in x, one in y and one in z.

    Each is integrated by mpmath's adaptive rule from minus to plus infinity, which knows neither centre nor width.
    """
    whole = meant(density, instance)
    origin = {**point, X: MP.mpf(0), Y: MP.mpf(0), Z: MP.mpf(0)}

    def along(axis: sp.Symbol) -> Real:
        value = integrand(whole, {axis}, instance)(origin)
        return MP.quad(lambda place: value({axis: place}), [-MP.inf, 0, MP.inf])

    return MP.re(MP.fprod(map(along, (X, Y, Z))) / compiled(whole, instance)(origin) ** 2)
