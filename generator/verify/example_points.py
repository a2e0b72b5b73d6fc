"""At which points is an example tried?

Each letter is drawn from what it was declared to be: a whole number counts up from 1, a positive one lies between 1/2
and 2, any other between -3/2 and 3/2. Where the example is about functions, each of its instances gets its turn.
"""

from itertools import product
from typing import TYPE_CHECKING

import sympy as sp
from sympy import Interval
from sympy.core.function import AppliedUndef

from generator.catalogue.examples import Example, Sides
from generator.engine.calculus.fields import T
from generator.engine.calculus.integrals import SPACE, X, Y, Z
from generator.engine.calculus.nodes import Definite, Disk, Ends, Space
from generator.engine.records import Definitions, Phase
from generator.engine.terms import Term
from generator.verify.arithmetic import MP, Real
from generator.verify.compare import check, sampled
from generator.verify.indices import NOWHERE
from generator.verify.meaning import FieldWorld, field_world
from generator.verify.records import Point
from generator.verify.sampling import REQUIRED, Drawing, draw, seeded
from generator.verify.text import number

if TYPE_CHECKING:
    from generator.catalogue.example_fields import Instance

POSITIVE, ANY = Interval(sp.Rational(1, 2), 2), Interval(-sp.Rational(3, 2), sp.Rational(3, 2))
_SMALL = 5


def drawn(example: Example, phases: tuple[Phase, ...]) -> tuple[FieldWorld, ...]:
    """Return the points of an example: 12 in all, or 12 for each instance where these are what is tried.

    An equation in numbers alone, with no derivation, is tried on small whole numbers, in order.
    """
    letters = _letters(example, phases)
    if not phases and not example.instances:
        return tuple(
            field_world(dict(zip(letters, map(MP.mpf, n), strict=True)))
            for n in product(range(1, _SMALL + 1), repeat=len(letters))
        )
    drawing = seeded(example.id)
    instances: tuple[Instance | None, ...] = example.instances or (None,)
    all_of_them = example.needs or example.solution or not phases or any(phase.assuming for phase in phases)
    each = REQUIRED if all_of_them else -(-REQUIRED // len(instances))
    return tuple(
        field_world({letter: _value(letter, count, drawing) for letter in letters}, instance)
        for count in range(1, each + 1)
        for instance in instances
    )


def _letters(example: Example, phases: tuple[Phase, ...]) -> tuple[sp.Symbol, ...]:
    sides = (*(example.states or ()), *example.solution, *(side for _, pair in example.wrong for side in pair))
    steps = [term for phase in phases for step in phase.steps for term in (step.before, step.after)]
    values = [value for instance in example.instances for _, value in instance.fields]
    found = {X, Y, Z, T} if example.instances else set()
    found = found.union(*(term.free_symbols for term in (*sides, *steps, *values)), *map(_bound, (*sides, *steps)))
    return tuple(sorted((letter for letter in found if isinstance(letter, sp.Symbol)), key=str))


def _bound(x: Term) -> set[sp.Symbol]:
    """Return the letters that a sum runs over: a step within the sum is looked at for one of their values."""
    return {limits[0] for part in x.atoms(sp.Sum) for limits in part.args[1:]}


def _value(letter: sp.Symbol, count: int, drawing: Drawing) -> Real:
    if letter.is_integer:
        return MP.mpf(count)
    return draw(POSITIVE if letter.is_nonnegative else ANY, drawing)


def fits(world: FieldWorld, assuming: Definitions) -> bool:
    """Tell whether what is assumed holds at the point."""
    return all(check(left, sampled(right, ((world, NOWHERE),))).agrees for left, right in assuming)


def free(x: Term) -> set[sp.Symbol]:
    """Return the letters that a term is a function of: not those that an integral or a sum runs over."""
    own: set[sp.Symbol] = SPACE if isinstance(x, Space) else set()
    if isinstance(x, (Definite, Ends, Disk)):
        own = {part for part in x.args[1:3] if part.is_Symbol and part in x.args[0].free_symbols}
        return set().union(*map(free, x.args[:1])) - own | set().union(*map(free, x.args[2:]))
    if isinstance(x, sp.Sum):
        return set(x.free_symbols)
    return set(x.free_symbols) - own if not x.args or own else set().union(*map(free, x.args))


def spelled(world: FieldWorld, sides: Sides) -> Point:
    """Return the letters that both sides depend on, with their values."""
    used = set().union(*map(free, sides))
    if world.instance and any(side.atoms(AppliedUndef) for side in sides):
        fields = set().union(*(value.free_symbols for _, value in world.instance.fields))
        used |= fields - SPACE if any(side.has(Space) for side in sides) else fields
    return tuple((str(letter), number(value, 6)) for letter, value in world.given.items() if letter in used)
