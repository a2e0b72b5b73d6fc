"""Which numbers should a backward pass give, whoever wrote it and in whatever language?

*Golden vectors*: inputs that float64 holds exactly, with the value, the gradient and the second derivative there. They
are taken from the *definition* by numbers alone, so that no derived formula takes part, at a precision that is doubled
until 30 digits stay the same. Each number is given twice, as float64 and in decimals.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache

import sympy as sp

from generator.engine.bound import unbound_indices
from generator.engine.parse import INDICES
from generator.engine.records import Definitions, Derivation
from generator.engine.terms import D, Term
from generator.errors import ProofError
from generator.verify.arithmetic import MP, Real
from generator.verify.compare import described, spoken
from generator.verify.guards import clear, guards
from generator.verify.indices import NOWHERE, Indices
from generator.verify.oracles import gradient_of
from generator.verify.records import Kind, Number, Numbers, Vector
from generator.verify.sampling import Sampling, Scene, scene_of, worlds
from generator.verify.text import shown
from generator.verify.world import World, gathered

DIGITS = 30
ORDINARY, SIZES, EACH = 12, (2, 3), 4
"""How many points are ordinary ones; for vectors, which numbers of classes there are, and how many points each has."""

FAR = (0.0, 20.0, -20.0, 100.0, -100.0, 750.0, -750.0, 2.0**-40, 1 - 2.0**-40)
"""Where a formula that is right on paper may overflow, cancel or divide by zero."""

SMALLEST = -150_000
"""What is smaller than 10 to this power is zero: the density of a normal distribution at 750 is 10**-122144."""

SMALLEST_COMPONENT = -700
"""The same of components: a second derivative by two of them is often zero, which no number of digits settles."""

_GRID = 2**20


def golden(derivation: Derivation, sampling: Sampling, domain: sp.Set) -> tuple[Vector, ...]:
    """Return the golden vectors of a derivation whose variable lies in ``domain``.

    Raises ``ProofError`` for an ordinary point at which 30 digits cannot be had; a far one is left out.
    """
    scene = scene_of(derivation)
    indexed = scene.sizes != (1,)
    scene = replace(scene, sizes=SIZES if indexed else (1,))
    drawn = worlds(sampling, scene, EACH * len(SIZES) if indexed else ORDINARY, least=1)
    ordinary = gathered(_exact(world, scene.assuming) for world in drawn)
    far = () if indexed else gathered(each for each in _far(derivation, ordinary, domain) if _regular(each, scene))
    return (
        *(_vector("ordinary", derivation, world) for world in ordinary),
        *(vector for world in far if (vector := _attempt(derivation, world)) is not None),
    )


def _exact(world: World, assuming: Definitions) -> World:
    """Return the world with numbers that float64 holds, at which the preconditions hold to the last digit."""
    given = {name: _rounded(value) for name, value in world.given.items()}
    for term, wanted in assuming:
        if isinstance(term, sp.Sum) and isinstance(term.args[0], sp.Indexed):
            base = term.args[0].base
            *others, _ = (MP.mpf(round(part * _GRID)) / _GRID for part in given[base])
            given[base] = (*others, world.value(wanted) - sum(others))
    return World(world.where, given, world.size)


def _rounded(value: Real) -> Real:
    return tuple(map(_rounded, value)) if isinstance(value, tuple) else MP.mpf(float(value))


def _far(derivation: Derivation, near: tuple[World, ...], domain: sp.Set) -> Iterator[World]:
    """Yield ordinary points with the variable moved far out, or near to where a domain ends."""
    for world, far in zip(near, FAR, strict=False):
        if domain.contains(sp.Float(far, 30)) is sp.true:
            yield world.moved(derivation.variable, NOWHERE, MP.mpf(far))


def _regular(world: World, scene: Scene) -> bool:
    """Tell whether the point is away from every kink."""
    with MP.workdps(1200):
        return clear(world, guards(scene.terms))


def _attempt(derivation: Derivation, world: World) -> Vector | None:
    try:
        return _vector("far", derivation, world)
    except ProofError:
        return None


def _vector(kind: Kind, derivation: Derivation, world: World) -> Vector:
    definition, gradient = derivation.definition, gradient_of(derivation)
    return Vector(
        kind,
        tuple((str(name), _given(value)) for name, value in world.given.items()),
        _component(world, definition, unbound_indices(definition), NOWHERE),
        _component(world, gradient, unbound_indices(gradient), NOWHERE),
        _second(derivation, world),
    )


def _given(value: Real) -> Numbers:
    return tuple(map(_given, value)) if isinstance(value, tuple) else number(value)


def _component(world: World, term: Term, axes: tuple[sp.Symbol, ...], indices: Indices) -> Numbers:
    """Return a value for every number of the indices, the first index outermost."""
    if axes:
        first, *rest = axes
        places = range(1, world.size + 1)
        return tuple(_component(world, term, tuple(rest), {**indices, first: n}) for n in places)
    with MP.workdps(DIGITS + 2):
        floor = SMALLEST_COMPONENT if indices else SMALLEST
        value = world.attempt(term, indices, floor)
    if value is None:
        raise ProofError(f"{DIGITS} digits cannot be had of {shown(term)} at {spoken(described(world, indices))}")
    return number(value if abs(value) > MP.mpf(10) ** floor else MP.zero)


def _second(derivation: Derivation, world: World) -> Numbers | None:
    """Return the second derivative; for a loss of vectors, the Hessian, which is symmetric."""
    variable = derivation.variable
    if not isinstance(variable, sp.Indexed):
        return _component(world, D(gradient_of(derivation), variable), (), NOWHERE)
    if unbound_indices(derivation.definition):
        return None
    row = variable.indices[0]
    column = next(index for index in INDICES.values() if index != row and not derivation.definition.has(index))
    term = D(gradient_of(derivation), variable.base[column])
    places = range(1, world.size + 1)

    @cache
    def entry(m: int, n: int) -> Numbers:
        return _component(world, term, (), {row: m, column: n})

    return tuple(tuple(entry(min(m, n), max(m, n)) for n in places) for m in places)


def number(value: Real) -> Number:
    """Return a number in both spellings."""
    value = value if abs(value) > MP.mpf(10) ** SMALLEST else MP.zero
    return Number(nearest(value).hex(), str(MP.nstr(value, DIGITS)))


def nearest(value: Real) -> float:
    """Return the float64 next to a number, rounded once."""
    mantissa, exponent = value.man_exp
    exact = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    try:
        return float(MP.sign(value)) * float(exact)
    except OverflowError:
        return float(MP.sign(value)) * float("inf")
