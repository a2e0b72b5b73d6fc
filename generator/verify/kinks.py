"""What is the derivative on either side of a kink?

Ordinary points keep away from kinks. Here each is found, as a zero of a guard along the variable, and the result is
compared with the numeric derivative at 1e-20 to its left and to its right: so near that they are the one-sided values,
so far that the steps of ``mpmath.diff`` (1e-50) stay on one side.
"""

from collections.abc import Iterator

import sympy as sp

from generator.engine.records import Derivation
from generator.engine.terms import Term
from generator.verify.arithmetic import MP, Real
from generator.verify.compare import described
from generator.verify.guards import guards
from generator.verify.indices import NOWHERE
from generator.verify.oracles import gradient_of
from generator.verify.records import Kink
from generator.verify.sampling import BOX, Sampling
from generator.verify.world import World

_BESIDE = MP.mpf(10) ** -20
_CELLS = 67
"""In how many cells a sign change is looked for; 67 is prime, so that round numbers lie inside cells."""

_HALVINGS = 240


def sides(derivation: Derivation, sampling: Sampling, drawn: tuple[World, ...]) -> tuple[tuple[World, World], ...]:
    """Return a point to the left and one to the right of each kink, for the scalar variable of the derivation."""
    variable = derivation.variable
    terms = (derivation.definition, *(meaning for _, meaning in derivation.where))
    held = dict(sampling.sets).get(variable)
    if held is None or not isinstance(variable, sp.Symbol):
        return ()
    found = (at for guard in guards(terms) for world in drawn[:2] for at in _zeros(guard, world, variable))
    pairs = ((_at(world, variable, x - _BESIDE), _at(world, variable, x + _BESIDE)) for world, x in found)
    return tuple(pair for pair in pairs if all(_inside(w, held, variable, derivation.definition) for w in pair))


def kink(derivation: Derivation, pair: tuple[World, World]) -> Kink:
    """Return the record of a kink: where it is, and the numeric derivative on its two sides."""
    left, right = (float(world.value(gradient_of(derivation))) for world in pair)
    return Kink(described(pair[0], NOWHERE), left, right)


def _zeros(guard: Term, world: World, variable: Term) -> Iterator[tuple[World, Real]]:
    low, width = float(BOX.inf), float(BOX.measure) / _CELLS
    for cell in range(_CELLS):
        left, right = (MP.mpf(low + width * (cell + end)) for end in (0, 1))
        root = _bisected(guard, world, variable, left, right)
        if root is not None:
            yield world, root


def _bisected(guard: Term, world: World, variable: Term, left: Real, right: Real) -> Real | None:
    """Return where the guard changes its sign between the two ends, or None where it does not."""
    sign, other = (_sign(guard, world, variable, x) for x in (left, right))
    if sign is None or other is None or sign * other >= 0:
        return None
    for _ in range(_HALVINGS):
        middle = (left + right) / 2
        if _sign(guard, world, variable, middle) == sign:
            left = middle
        else:
            right = middle
    return right


def _sign(guard: Term, world: World, variable: Term, x: Real) -> Real | None:
    value = _at(world, variable, x).attempt(guard)
    return None if value is None else MP.sign(value)


def _at(world: World, variable: Term, x: Real) -> World:
    return world.moved(variable, NOWHERE, x)


def _inside(world: World, held: sp.Set, variable: Term, definition: Term) -> bool:
    inside = held.contains(sp.Float(world.given[variable], 30)) is sp.true
    return inside and world.attempt(definition) is not None
