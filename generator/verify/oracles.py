"""How large is the gradient, asked of somebody who never saw our rules?

Three answers: mpmath differentiates the *definition* at 50 digits; NumPy takes central differences of it in float64,
and a complex step where it is analytic. The NumPy functions are printed by SymPy from the definition with everything
put in: another path from the formula to the number than the one that ``compiled`` takes.

Sources: W. Press et al., *Numerical Recipes*, 3rd edition, section 5.7 (a step of eps**(1/3), and the trick that makes
it exact); W. Squire and G. Trapp, "Using complex variables to estimate derivatives of real functions", SIAM Review 40
(1998), for the complex step; L. F. Richardson's comparison of two steps for the truncation error.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from typing import TypeAlias

import numpy as np
import sympy as sp

from generator.engine.named import head_of
from generator.engine.primitives import by_head
from generator.engine.records import Definitions, Derivation
from generator.engine.resolve import resolved
from generator.engine.terms import SIZE, D, Term
from generator.verify.arithmetic import Real
from generator.verify.compare import Place, Sample, places
from generator.verify.floats import in_numpy, single
from generator.verify.guards import has_kinks
from generator.verify.indices import place_of
from generator.verify.records import Oracle
from generator.verify.world import World

Letters: TypeAlias = Mapping[sp.Basic, complex | list[complex]]
Definition: TypeAlias = Callable[[Letters, Place], complex]
Slope: TypeAlias = Callable[[Definition, Term, Place], float | None]

DIFFERENCES_TOLERANCE = 1e-6
"""For values near 1: a central difference leaves eps**(2/3) = 4e-11 of a function that bends over a unit length."""

COMPLEX_TOLERANCE = 1e-9
"""A complex step subtracts nothing; what is left is the rounding of the definition itself."""

SECOND_TOLERANCE = 1e-5
"""For values near 1: a difference of differences leaves eps**(1/2) = 1.5e-8 of a function that bends twice."""

_IMAGINARY = 1e-30j
"""A step whose square is nothing."""

_SHORTER = (1.0, 0.25, 0.0625)
"""Where a function bends too fast for the usual step, as sin(10 z) does, shorter ones are tried."""

_EPS = float(np.finfo(np.float64).eps)
MODULES = [
    {head.__name__: np.vectorize(single(row), otypes=[float]) for head, row in by_head().items() if not in_numpy(row)},
    "numpy",
]


def gradient_of(derivation: Derivation) -> Term:
    """Return the inert derivative that the result claims to be."""
    return D(derivation.definition, derivation.variable)


def numeric_gradient(derivation: Derivation, drawn: Iterable[World], assuming: Definitions = ()) -> tuple[Sample, ...]:
    """Return the derivative of the definition at 50 digits, every coordinate of it, at every point."""
    gradient = gradient_of(derivation)
    found = places(drawn, gradient, assuming=assuming)
    return tuple(Sample(place, place[0].differenced(gradient, place[1])) for place in found)


def float_oracles(derivation: Derivation, samples: tuple[Sample, ...]) -> tuple[Oracle, ...]:
    """Compare values of the result with float64 slopes of the definition.

    A slope whose own error estimate is above the tolerance decides nothing and is not counted.
    """
    body, first = _undressed(resolved(derivation.definition, derivation.where))
    definition = _numpy(body)
    analytic = not has_kinks(body) and all(map(_takes_complex, body.atoms(sp.Function)))
    return tuple(
        Oracle(name, *_errors(definition, derivation.variable, slope, samples), tolerance)
        for name, slope, tolerance, complex_too in (FLOAT_ORACLES if first is None else second_oracles(first))
        if analytic or not complex_too
    )


def _takes_complex(call: sp.Function) -> bool:
    """Tell whether what computes a function takes complex numbers, as NumPy does."""
    row = by_head().get(call.func)
    return row is None or in_numpy(row)


def _undressed(body: Term) -> tuple[Term, Term | None]:
    """Return what D(f, z) differentiates, and by which variable; f by none where there is no derivative yet."""
    return body.args if isinstance(body, D) else (body, None)


def _errors(definition: Definition, variable: Term, slope: Slope, samples: tuple[Sample, ...]) -> tuple[int, float]:
    """Return how many points the slope decides, and its largest error there."""
    with np.errstate(all="ignore"):
        slopes = [(sample.expected, slope(definition, variable, sample.place)) for sample in samples]
    errors = [_error(got, expected) for expected, got in slopes if got is not None]
    return len(errors), max(errors, default=math.inf)


def _error(got: float, expected: Real | None) -> float:
    """Return the error relative to the value, or to 1 where the value is smaller: float64 sees no finer."""
    return math.inf if expected is None else abs(got - float(expected)) / max(1.0, abs(float(expected)))


def central(definition: Definition, variable: Term, place: Place) -> float | None:
    """Return the central difference, or None where its own error estimate exceeds half the tolerance."""
    letters = _floats(place[0])
    x = _read(letters, variable, place).real

    def at(shift: float) -> float:
        return definition(_moved(letters, variable, place, x + shift), place).real

    for shorter in _SHORTER:
        h = (x + _EPS ** (1 / 3) * max(1.0, abs(x)) * shorter) - x
        slope = _decided(at, h, abs(at(h)) / h, DIFFERENCES_TOLERANCE)
        if slope is not None:
            return slope
    return None


def _decided(at: Callable[[float], float], h: float, rounding: float, tolerance: float) -> float | None:
    """Return the central difference if that of twice the step, and what rounding leaves, are near enough."""
    near, far = (at(h) - at(-h)) / (2 * h), (at(2 * h) - at(-2 * h)) / (4 * h)
    doubt = abs(near - far) + _EPS * rounding
    return near if doubt < tolerance / 2 * max(1.0, abs(near)) else None


def complex_step(definition: Definition, variable: Term, place: Place) -> float | None:
    """Return the imaginary part of f(x + ih)/h, for an h whose square is nothing."""
    moved = _shifted(_floats(place[0]), variable, place, _IMAGINARY)
    slope = definition(moved, place).imag / abs(_IMAGINARY)
    return slope if math.isfinite(slope) else None


def of_differences(first: Term) -> Slope:
    """Return the central difference by one variable of the central difference by the first."""

    def slope(definition: Definition, variable: Term, place: Place) -> float | None:
        letters = _floats(place[0])
        value = abs(definition(letters, place))
        usual: list[float] = [_EPS**0.25 * max(1.0, abs(_read(letters, x, place))) for x in (first, variable)]

        def once(shift: float, step: float) -> float:
            held = _shifted(letters, variable, place, shift)
            rise = [definition(_shifted(held, first, place, sign * step), place).real for sign in (1, -1)]
            return float(rise[0] - rise[1]) / (2 * step)

        for shorter in _SHORTER:
            step, h = (each * shorter for each in usual)
            found = _decided(partial(once, step=step), h, value / (step * h), SECOND_TOLERANCE)
            if found is not None:
                return found
        return None

    return slope


def of_complex_steps(first: Term) -> Slope:
    """Return the central difference by one variable of the complex step by the first."""

    def slope(definition: Definition, variable: Term, place: Place) -> float | None:
        def once(letters: Letters, place: Place) -> complex:
            return definition(_shifted(letters, first, place, _IMAGINARY), place).imag / abs(_IMAGINARY)

        return central(once, variable, place)

    return slope


Row: TypeAlias = tuple[str, Slope, float, bool]
"""The name of an oracle, its slope, what it passes below, and whether it needs an analytic function."""

FLOAT_ORACLES: tuple[Row, ...] = (
    ("NumPy central differences", central, DIFFERENCES_TOLERANCE, False),
    ("NumPy complex step", complex_step, COMPLEX_TOLERANCE, True),
)


def second_oracles(first: Term) -> tuple[Row, ...]:
    """Return the oracles for the slope of a slope, of which the inner one is taken by this variable."""
    return (
        ("NumPy central differences, twice", of_differences(first), SECOND_TOLERANCE, False),
        ("NumPy differences of a complex step", of_complex_steps(first), DIFFERENCES_TOLERANCE, True),
    )


@lru_cache(maxsize=16)
def _numpy(body: Term) -> Definition:
    """Return the definition as a NumPy function, printed by SymPy."""
    vectors = sorted(body.atoms(sp.IndexedBase), key=str)
    labels = {label for vector in vectors for label in vector.atoms(sp.Symbol)}
    free = sorted((name for name in body.free_symbols if isinstance(name, sp.Symbol) and name not in labels), key=str)
    arguments = [*vectors, *(name for name in free if name != SIZE), SIZE]
    function = sp.lambdify(arguments, body, modules=MODULES)

    def evaluated(letters: Letters, place: Place) -> complex:
        world, indices = place
        values = [indices[x] if x in indices else letters[x] for x in arguments[:-1]]
        return complex(function(*values, world.size))

    return evaluated


def _floats(world: World) -> Letters:
    """Return the point in float64; a vector starts with an unused place, so that its components count from 1."""
    return {
        name: [math.nan, *map(float, value)] if isinstance(value, tuple) else float(value)
        for name, value in world.given.items()
    }


def _read(letters: Letters, variable: Term, place: Place) -> complex:
    held = letters[head_of(variable)]
    return held[place_of(variable.indices[0], place[1])] if isinstance(held, list) else held


def _shifted(letters: Letters, variable: Term, place: Place, step: complex) -> Letters:
    return _moved(letters, variable, place, _read(letters, variable, place) + step)


def _moved(letters: Letters, variable: Term, place: Place, value: complex) -> Letters:
    held = letters[head_of(variable)]
    if not isinstance(held, list):
        return {**letters, variable: value}
    n = place_of(variable.indices[0], place[1])
    return {**letters, variable.base: [*held[:n], value, *held[n + 1 :]]}
