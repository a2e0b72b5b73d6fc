"""How does a function look, and does the derived formula lie on its slope?

The curves of a plot come from the definition alone, in float64: its values, and central differences of them. The
derived formula is evaluated beside them, at a few points, by the judge's own arithmetic; a wrong one could be seen.
"""

import math
from collections.abc import Callable, Iterator
from typing import TypeAlias

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from generator.catalogue.formulas import Y, at_usual, usual
from generator.catalogue.records import AnyEntry
from generator.engine.oneline import plain
from generator.engine.records import Derivation
from generator.engine.resolve import resolved
from generator.verify.arithmetic import MP
from generator.verify.floats import FLOAT64, in_format
from generator.verify.records import Curve, Line
from generator.verify.sampling import boxed
from generator.verify.world import World, gathered

STEPS, MARKS = 161, 12
"""In how many steps a line is drawn, and in how many the derived formula is marked on it: no step ends at 0, a kink."""

_ASIDE = 0.45
"""Where within its step a mark stands: not in the middle, which may be a whole number, where branches like to meet."""

_EDGE = 20
"""A window keeps this part of its width away from an end where the function may have no value."""

_H = float(np.finfo(np.float64).eps) ** (1 / 3)

Floats: TypeAlias = NDArray[np.float64]


def curves(derivation: Derivation, entry: AnyEntry) -> tuple[Curve, ...]:
    """Return the curves of an entry of numbers, one for each of a few targets; a function of vectors has none."""
    if entry.vector:
        return ()
    return tuple(_curve(derivation, entry, target) for target in _targets(entry))


def _targets(entry: AnyEntry) -> tuple[sp.Expr | None, ...]:
    """Return three targets at most: all of a few, the ends and the middle of an interval that has ends."""
    targets = entry.targets
    if targets is None:
        return (None,)
    if targets.is_finite_set:
        return tuple(sorted(targets))[:3]
    held = boxed(targets)
    low, high = held.inf, held.sup
    ends = () if held.left_open or held.right_open or targets != held else (low, high)
    inner = ((low + high) / 2,) if ends else tuple(low + (high - low) * sp.Rational(n, 4) for n in (1, 2, 3))
    return tuple(sorted((*ends, *inner)))


def _window(entry: AnyEntry) -> tuple[float, float]:
    """Return where a plot begins and ends."""
    held = boxed(entry.drawn)
    low, high = float(held.inf), float(held.sup)
    edge = (high - low) / _EDGE
    return low + edge * bool(held.left_open), high - edge * bool(held.right_open)


def _curve(derivation: Derivation, entry: AnyEntry, target: sp.Expr | None) -> Curve:
    low, high = _window(entry)
    xs = np.linspace(low, high, STEPS + 1)
    definition = _function(derivation, entry, target)
    steps = _H * np.maximum(1.0, np.abs(xs))
    with np.errstate(all="ignore"):
        values = definition(xs)
        slopes = (definition(xs + steps) - definition(xs - steps)) / (2 * steps)
    few = [low + (high - low) * (n + _ASIDE) / MARKS for n in range(MARKS)]
    return Curve(
        "" if target is None else plain(target),
        _line(xs, values),
        _line(xs, slopes),
        tuple(_derived(derivation, entry, target, few)),
    )


def _function(derivation: Derivation, entry: AnyEntry, target: sp.Expr | None) -> Callable[[Floats], Floats]:
    """Return the definition as a function of its variable in float64, with usual parameters."""
    body = at_usual(resolved(derivation.definition, derivation.where), entry)
    y = math.nan if target is None else float(target)
    return lambda xs: in_format(body, {derivation.variable: xs, Y: np.full(xs.shape, y)}, FLOAT64)


def _line(xs: Floats, values: Floats) -> Line:
    return tuple((float(x), float(value)) for x, value in zip(xs, values, strict=True) if math.isfinite(value))


def _derived(
    derivation: Derivation, entry: AnyEntry, target: sp.Expr | None, places: list[float]
) -> Iterator[tuple[float, float]]:
    """Yield points of the derived formula."""
    fixed = {letter: World((), {}).value(value) for letter, value in usual(entry).items()}
    if target is not None:
        fixed[Y] = World((), {}).value(target)
    worlds = gathered(World(derivation.where, {derivation.variable: MP.mpf(x), **fixed}) for x in places)
    for x, world in zip(places, worlds, strict=True):
        value = world.attempt(derivation.result)
        if value is not None:
            yield x, float(value)
