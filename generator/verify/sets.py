"""Does what a record declares fit its formula?

Which cases there are follows from sets alone: an activation makes one with each loss in whose domain its range lies. So
a range, a domain and the targets are tried as formulas are, at points drawn from them. What is declared and does not
stand in the formula at all is a slip too: a loss without y has no targets.
"""

from collections.abc import Iterator

import sympy as sp

from generator.catalogue.formulas import heads, value_of
from generator.catalogue.records import Activation, Loss
from generator.engine.terms import Term
from generator.errors import ProofError
from generator.verify.arithmetic import MP, Real
from generator.verify.compare import described, spoken
from generator.verify.indices import assignments
from generator.verify.sampling import draw_for, sampling_for, seeded
from generator.verify.world import World, gathered

POINTS, SIZE, DIGITS = 48, 3, 400
"""How many points are tried; of vectors, how many classes there are; and with how many digits, or 1 - e^-100 is 1."""


def check_sets(entry: Activation | Loss) -> None:
    """Raise ``ProofError`` where a declared letter is missing, or the formula has no value, or leaves its range."""
    term = value_of(entry)
    _check_letters(entry, term)
    with MP.workdps(DIGITS):
        for world in gathered(_worlds(entry)):
            for indices in assignments(term, world.size):
                _check_value(entry, world.attempt(term, indices), world, spoken(described(world, indices)))


def _check_letters(entry: Activation | Loss, term: Term) -> None:
    names = {str(part) for part in term.atoms(sp.Symbol)}
    for head in heads(entry):
        if str(head) not in names:
            said = " · a loss without a target says targets=None" if str(head) == "y" else ""
            raise ProofError(f"{entry.id} · {head} is not in the formula {entry.value!r}{said}")
    for parameter in entry.parameters:
        if parameter.id not in names:
            raise ProofError(f"{entry.id} · the parameter {parameter.id} is not in the formula {entry.value!r}")


def _worlds(entry: Activation | Loss) -> Iterator[World]:
    """Yield points of the declared sets; an activation is tried at 0 too, where some reach the end of their range."""
    sets, size = sampling_for(entry).sets, SIZE if entry.vector else 1
    drawing = seeded(f"{entry.id}:sets")
    for n in range(POINTS):
        given = {head: draw_for(head, held, size, drawing) for head, held in sets}
        head, held = sets[0]
        middle = n == 0 and entry.activations and size == 1 and held.contains(0) == sp.true
        yield World((), {**given, head: MP.zero} if middle else given, size)


def _check_value(entry: Activation | Loss, value: Real | None, world: World, where: str) -> None:
    if value is None:
        raise ProofError(f"{entry.id} · has no real value in {entry.declared} · at {where}")
    for one in entry.activations:
        known = {str(letter): sp.Float(number, DIGITS) for letter, number in world.given.items() if letter.is_Symbol}
        held = one.range.subs({letter: known[str(letter)] for letter in one.range.free_symbols})
        if held.contains(sp.Float(value, DIGITS)) != sp.true:
            raise ProofError(f"{entry.id} · leaves its range {one.range} · {MP.nstr(value, 5)} at {where}")
