"""Which numbers should a backward pass give, whoever wrote it and in whatever language?

*Golden vectors*: inputs that float64 holds exactly, with the value, the gradient and the second derivative there. They
are taken from the *definition* by numbers alone, so that no derived formula takes part, at a precision that is doubled
until 30 digits stay the same. Each number is given twice, as float64 and in decimals.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

import sympy as sp

from generator.engine.records import Definitions, Derivation
from generator.errors import ProofError
from generator.verify.arithmetic import MP, NoValueError, Real
from generator.verify.compiled import compiled
from generator.verify.guards import clear, guards
from generator.verify.indices import NOWHERE, Indices, free_indices
from generator.verify.oracles import gradient_of
from generator.verify.records import Kind, Number, Numbers, Vector
from generator.verify.sampling import Sampling, Scene, scene_of, worlds
from generator.verify.world import World

DIGITS = 30
ORDINARY, SIZES, EACH = 12, (2, 3), 4
"""How many points are ordinary ones; for vectors, which numbers of classes there are, and how many points each has."""

FAR = (0.0, 20.0, -20.0, 100.0, -100.0, 750.0, -750.0, 2.0**-40, 1 - 2.0**-40)
"""Where a formula that is right on paper may overflow, cancel or divide by zero."""

_PRECISIONS = (50, 100, 200, 400, 800, 1200)
_NOTHING: Real = MP.mpf(10) ** -350
"""What is smaller than this at the highest precision is zero; float64 has nothing below 10**-324."""

_ENOUGH = 800
"""What is smaller than that with so many digits, and with half as many, is zero: of erf, 1200 digits take seconds."""

_GRID = 2**20


def golden(derivation: Derivation, sampling: Sampling, domain: sp.Set) -> tuple[Vector, ...]:
    """Return the golden vectors of a derivation whose variable lies in ``domain``.

    Raises ``ProofError`` for an ordinary point at which 30 digits cannot be had; a far one is left out.
    """
    scene = scene_of(derivation)
    indexed = scene.sizes != (1,)
    scene = replace(scene, sizes=SIZES if indexed else (1,))
    drawn = worlds(sampling, scene, EACH * len(SIZES) if indexed else ORDINARY, least=1)
    ordinary = [_exact(world, scene.assuming) for world in drawn]
    far = [] if indexed else [far for far in _far(derivation, ordinary, domain) if _regular(far, scene)]
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


def _far(derivation: Derivation, near: list[World], domain: sp.Set) -> Iterator[World]:
    """Yield ordinary points with the variable moved far out, or near to where a domain ends."""
    for world, far in zip(near, FAR, strict=False):
        if domain.contains(sp.Float(far, 30)) is sp.true:
            yield world.moved(derivation.variable, NOWHERE, MP.mpf(far))


def _regular(world: World, scene: Scene) -> bool:
    """Tell whether the point is away from every kink."""
    with MP.workdps(_PRECISIONS[-1]):
        return clear(World(world.where, world.given, world.size), guards(scene.terms))


def _attempt(derivation: Derivation, world: World) -> Vector | None:
    try:
        return _vector("far", derivation, world)
    except ProofError:
        return None


def _vector(kind: Kind, derivation: Derivation, world: World) -> Vector:
    definition, gradient = derivation.definition, gradient_of(derivation)
    tensor = _Tensor(world)
    return Vector(
        kind,
        tuple((str(name), _given(value)) for name, value in world.given.items()),
        tensor.of(free_indices(definition), lambda w, i: w.value(definition, i)),
        tensor.of(free_indices(gradient), lambda w, i: w.value(gradient, i)),
        _second(derivation, tensor),
    )


def _given(value: Real) -> Numbers:
    return tuple(map(_given, value)) if isinstance(value, tuple) else number(value)


@dataclass(frozen=True)
class _Tensor:
    """Settles numbers at a point."""

    world: World

    def of(self, axes: tuple[sp.Symbol, ...], value: Callable[[World, Indices], Real]) -> Numbers:
        """Return a value for every number of the indices, the first index outermost."""

        def component(indices: Indices, rest: tuple[sp.Symbol, ...]) -> Numbers:
            if not rest:
                return number(self.settled(lambda w: value(w, indices)))
            return tuple(component({**indices, rest[0]: n}, rest[1:]) for n in range(1, self.world.size + 1))

        return component({}, axes)

    def settled(self, value: Callable[[World], Real]) -> Real:
        """Return a value at the first precision at which 30 digits of it stay the same. Raises ``ProofError``."""
        last: Real | None = None
        for digits in _PRECISIONS:
            with MP.workdps(digits):
                found = self._valued(value)
                if found is not None and last is not None and _same(found, last):
                    return found
            if digits >= _ENOUGH and self._nothing(found) and self._nothing(last):
                return MP.mpf(0)
            last = found
        if self._nothing(last):
            return MP.mpf(0)
        raise ProofError(f"{DIGITS} digits cannot be had, even of {_PRECISIONS[-1]}")

    def _nothing(self, found: Real | None) -> bool:
        return found is not None and bool(abs(found) < _NOTHING)

    def _valued(self, value: Callable[[World], Real]) -> Real | None:
        """Return the value in a world of its own: the old one remembers numbers of fewer digits."""
        try:
            return value(World(self.world.where, self.world.given, self.world.size))
        except (NoValueError, ZeroDivisionError, OverflowError):
            return None


def _same(found: Real, last: Real) -> bool:
    """Tell whether two numbers agree; a zero may be one that rounding made, so it has to hold to the last."""
    return found != 0 and bool(abs(found - last) <= abs(found) * MP.mpf(10) ** -(DIGITS + 2))


def _second(derivation: Derivation, tensor: _Tensor) -> Numbers | None:
    """Return the second derivative; for a loss of vectors, the Hessian, which is symmetric."""
    variable = derivation.variable
    if not isinstance(variable, sp.Indexed):
        return tensor.of((), lambda w, _: _slope_of_slope(derivation, w, (NOWHERE, NOWHERE)))
    if free_indices(derivation.definition):
        return None
    index = variable.indices[0]

    @cache
    def entry(m: int, n: int) -> Numbers:
        return tensor.of((), lambda w, _: _slope_of_slope(derivation, w, ({index: m}, {index: n})))

    places = range(1, tensor.world.size + 1)
    return tuple(tuple(entry(min(m, n), max(m, n)) for n in places) for m in places)


def _slope_of_slope(derivation: Derivation, world: World, at: tuple[Indices, Indices]) -> Real:
    """Return the second derivative of the definition with respect to the variable at two places, or twice at one."""
    definition, variable = compiled(derivation.definition), derivation.variable
    place = compiled(variable)
    if at[0] == at[1]:
        return MP.diff(lambda x: definition(world.moved(variable, at[0], x), NOWHERE), place(world, at[0]), 2)

    def moved(x: Real, y: Real) -> Real:
        return definition(world.moved(variable, at[0], x).moved(variable, at[1], y), NOWHERE)

    return MP.diff(moved, tuple(place(world, i) for i in at), (1, 1))


def number(value: Real) -> Number:
    """Return a number in both spellings."""
    return Number(nearest(value).hex(), str(MP.nstr(value, DIGITS)))


def nearest(value: Real) -> float:
    """Return the float64 next to a number, rounded once."""
    mantissa, exponent = value.man_exp
    exact = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    try:
        return float(MP.sign(value)) * float(exact)
    except OverflowError:
        return float(MP.sign(value)) * float("inf")
