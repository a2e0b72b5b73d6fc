"""What is the value of an integral, a sum, a determinant or a complex function at a point?

The letters have numbers, the unknown functions have definitions. Derivatives are taken by SymPy or, of an integral, by
``mpmath.diff``; integrals by quadrature: no rule of ``engine`` takes part. 50 digits throughout, complex.

A newcomer who adds a node to ``engine.calculus.nodes`` adds its builder to the table at the end.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache, reduce
from itertools import product
from operator import add, mul
from typing import TypeAlias

import sympy as sp

from generator.catalogue.example_fields import Instance
from generator.engine import terms as t
from generator.engine.calculus.fields import T
from generator.engine.calculus.integrals import SPACE, S, X, Y, Z
from generator.engine.calculus.nodes import (
    NODES,
    Antiderivative,
    Definite,
    Disk,
    Ends,
    Space,
)
from generator.engine.terms import D, Term
from generator.errors import ProofError
from generator.verify.arithmetic import MP, Real
from generator.verify.quadrature import CHORDS, SPACE_NODES, hermite, quadrature
from generator.verify.text import shown

Point: TypeAlias = Mapping[sp.Basic, Real]
Compiled: TypeAlias = Callable[[Point], Real]

SHORT = 2**31
"""Whole numbers below are the same number with however many digits, and need not be made anew at each place."""


@lru_cache(maxsize=4096)
def compiled(x: Term, instance: Instance | None = None) -> Compiled:
    """Return the function that evaluates the term. Raises ``ProofError`` for a shape that has no builder."""
    for kind, build in _BUILDERS:
        if isinstance(x, kind):
            return build(x, instance)
    raise ProofError(f"{shown(x)} · no builder for {type(x).__name__} · generator/verify/analysis.py")


def _constant(x: Term, _: Instance | None) -> Compiled:
    values = {sp.pi: lambda: +MP.pi, sp.E: lambda: +MP.e, sp.I: lambda: MP.j, sp.oo: lambda: MP.inf}
    if x == -sp.oo:
        return lambda _: -MP.inf
    if isinstance(x, sp.Integer) and abs(x) < SHORT:
        whole = MP.mpf(int(x))
        return lambda _: whole
    if isinstance(x, sp.Rational):
        return lambda _: MP.mpf(int(x.p)) / int(x.q)
    return lambda _: values[x]()


def _parts(x: Term, instance: Instance | None) -> tuple[Compiled, ...]:
    return tuple(compiled(part, instance) for part in x.args)


def _sum_of_terms(x: Term, instance: Instance | None) -> Compiled:
    parts = _parts(x, instance)
    return lambda p: reduce(add, [part(p) for part in parts])


def _product(x: Term, instance: Instance | None) -> Compiled:
    parts = _parts(x, instance)
    return lambda p: reduce(mul, [part(p) for part in parts])


def _power(x: Term, instance: Instance | None) -> Compiled:
    base, exponent = _parts(x, instance)
    if x.exp.is_Integer:
        whole = int(x.exp)
        return lambda p: base(p) ** whole
    return lambda p: _raised(base(p), exponent(p))


def _raised(base: Real, exponent: Real) -> Real:
    """Return the power; by multiplication where the exponent is a whole number, which is much faster."""
    whole = isinstance(exponent, MP.mpf) and exponent == int(exponent)
    return base ** int(exponent) if whole else MP.power(base, exponent)


_FUNCTIONS = {
    sp.exp: MP.exp,
    sp.sin: MP.sin,
    sp.cos: MP.cos,
    sp.Abs: abs,
    sp.conjugate: MP.conj,
    sp.factorial: MP.factorial,
}


def _function(x: Term, instance: Instance | None) -> Compiled:
    (argument,), function = _parts(x, instance), _FUNCTIONS[x.func]
    return lambda p: function(argument(p))


def _sum(x: sp.Sum, instance: Instance | None) -> Compiled:
    index, low, high = x.args[1]
    body, first, last = (compiled(part, instance) for part in (x.args[0], low, high))
    return lambda p: MP.fsum(body({**p, index: MP.mpf(k)}) for k in range(int(first(p)), int(last(p)) + 1))


def _rate(x: D, instance: Instance | None) -> Compiled:
    body, variable = compiled(x.args[0], instance), x.args[1]
    return lambda p: MP.diff(lambda value: body({**p, variable: value}), p[variable])


# Integrals.


def integrand(body: Term, moving: set[sp.Symbol], instance: Instance | None) -> Callable[[Point], Compiled]:
    """Return the body as a function of the moving letters, once the others have numbers.

    What does not move is worked out once, and so is at each place what occurs more than once.
    """
    if body.has(*NODES):
        whole = compiled(body, instance)
        return lambda p: lambda places: whole({**p, **places})
    fixed: dict[Term, sp.Symbol] = {}
    repeated, (last,) = sp.cse(_hoisted(body, moving, fixed))
    once = tuple((name, compiled(part)) for part, name in fixed.items())
    often = tuple((name, compiled(part)) for name, part in repeated)
    final = compiled(last)

    def at_point(p: Point) -> Compiled:
        constants = {name: part(p) for name, part in once}

        def at_place(places: Point) -> Real:
            known = {**p, **constants, **places}
            for name, part in often:
                known[name] = part(known)
            return final(known)

        return at_place

    return at_point


def _hoisted(x: Term, moving: set[sp.Symbol], fixed: dict[Term, sp.Symbol]) -> Term:
    """Return the term with a letter for each part in which nothing moves; ``fixed`` remembers them."""
    if not x.free_symbols & moving:
        return x if x.is_Atom else fixed.setdefault(x, sp.Dummy(f"c{len(fixed)}"))
    if x.is_Add or x.is_Mul:
        still = [part for part in x.args if not part.free_symbols & moving]
        others = [_hoisted(part, moving, fixed) for part in x.args if part.free_symbols & moving]
        return x.func(*((_hoisted(x.func(*still), moving, fixed),) if still else ()), *others)
    return x.func(*(_hoisted(part, moving, fixed) for part in x.args)) if x.args else x


def _integral(x: Definite, instance: Instance | None) -> Compiled:
    variable, (low, high) = x.args[1], _parts(x, instance)[2:]
    body = integrand(x.args[0], {variable}, instance)

    def integrated(p: Point) -> Real:
        here = body(p)
        return quadrature(lambda value: here({variable: value}), low(p), high(p))

    return integrated


def _antiderivative(x: Antiderivative, instance: Instance | None) -> Compiled:
    """Return the antiderivative that is 0 at 0."""
    return _integral(t.call(Definite, *x.args, t.ZERO, x.args[1]), instance)


def _ends(x: Ends, instance: Instance | None) -> Compiled:
    body, variable = x.args[:2]
    low, high = (_at_end(body, variable, end, instance) for end in x.args[2:])
    return lambda p: high(p) - low(p)


def _at_end(body: Term, variable: Term, end: Term, instance: Instance | None) -> Compiled:
    """Return the value at an end; at infinity the limit, which SymPy finds once the letters have numbers."""
    if end != sp.oo:
        return compiled(body.xreplace({variable: end}), instance)

    def limit(p: Point) -> Real:
        numbers = {letter: sp.nsimplify(str(p[letter])) for letter in body.free_symbols - {variable}}
        return MP.mpmathify(sp.limit(t.evaluated(body).subs(numbers), variable, sp.oo))

    return limit


def _disk(x: Disk, instance: Instance | None) -> Compiled:
    """Integrate in x and y: over the chord at x by Gauss's rule, over x by Chebyshev's, which knows how chords end.

    Its places are R cos(c) for equidistant c (DLMF 3.5.24 to 3.5.26, second kind).
    """
    across, up = x.args[1:3]
    body, radius = integrand(x.args[0], {across, up}, instance), compiled(x.args[3], instance)
    angles = [MP.pi * n / (CHORDS + 1) for n in range(1, CHORDS + 1)]

    def chord(here: Compiled, place: Real, size: Real) -> Real:
        half = MP.sqrt(size**2 - place**2)
        return quadrature(lambda height: here({across: place, up: height}), -half, half)

    def integrated(p: Point) -> Real:
        size, here = radius(p), body(p)
        chords = (MP.sin(angle) * chord(here, size * MP.cos(angle), size) for angle in angles)
        return size * MP.pi / (CHORDS + 1) * MP.fsum(chords)

    return integrated


def _space(x: Space, instance: Instance | None) -> Compiled:
    """Integrate over x, y and z by Gauss and Hermite's rule, around the density's centre and on the scale of its width.

    A body without x, y and z is 0 or has no integral.
    """
    if x.args[0] == t.ZERO:
        return lambda _: MP.mpf(0)
    if instance is None:
        raise ProofError(f"{shown(x)} · an integral over all of space needs an instance")
    time = _time_of(x, instance)
    body, width = integrand(x.args[0], SPACE, instance), compiled(instance.width.xreplace(time), instance)
    centre = tuple(compiled(sp.sympify(part).xreplace(time), instance) for part in instance.centre)

    def integrated(p: Point) -> Real:
        scale, middle, here = MP.sqrt(2) * width(p), [place(p) for place in centre], body(p)
        axes = [[(place + scale * x, weight) for x, weight in hermite(SPACE_NODES)] for place in middle]
        return scale**3 * MP.fsum(
            MP.fprod(weight for _, weight in corner)
            * here({axis: place for axis, (place, _) in zip((X, Y, Z), corner, strict=True)})
            for corner in product(*axes)
        )

    return integrated


def _time_of(x: Space, instance: Instance) -> dict[Term, Term]:
    """Return at which time the density is looked at, where that is not t: the letter s, or 0."""
    if x.args[0].has(T) or not instance.width.has(T):
        return {}
    return {T: S if x.args[0].has(S) else t.ZERO}


_BUILDERS: tuple[tuple[type | tuple[type, ...], Callable[..., Compiled]], ...] = (
    (sp.Symbol, lambda x, _: lambda p: p[x]),
    ((sp.Rational, sp.NumberSymbol, sp.core.numbers.ImaginaryUnit), _constant),
    ((sp.core.numbers.Infinity, sp.core.numbers.NegativeInfinity), _constant),
    (sp.Add, _sum_of_terms),
    (sp.Mul, _product),
    (sp.Pow, _power),
    (sp.Sum, _sum),
    (D, _rate),
    (Definite, _integral),
    (Antiderivative, _antiderivative),
    (Ends, _ends),
    (Disk, _disk),
    (Space, _space),
    (tuple(_FUNCTIONS), _function),
)
"""Which builder answers for which shape, the first that fits."""
