"""Prove each step of a network formula, and that the matrix formula is the same as the one in components.

Points are small networks: the axes have lengths of their own, so that a matrix on its side does not fit, and m is one
as well as more. The loss and the activation are stand-ins that couple all components; any others would do, for no step
knows them. The gathered formula is run as the line of NumPy that the page prints, on numbers of 50 digits.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import numpy as np
import sympy as sp
from sympy import Interval

from generator.catalogue.dense import M, width
from generator.catalogue.network_derivations import Derived
from generator.engine.matrices import Applied, Matrix, Node, parts_of
from generator.engine.named import head_of
from generator.engine.printing import matrix_code, name_code
from generator.engine.records import Definitions, Derivation, Phase
from generator.engine.terms import Term
from generator.errors import ProofError
from generator.verify.arithmetic import MP, Real
from generator.verify.compare import Sample, compared
from generator.verify.records import Proof
from generator.verify.sampling import Drawing, draw, seeded
from generator.verify.steps import prove_at
from generator.verify.world import World

SIZES: tuple[Mapping[str, int], ...] = (
    {"l-1": 2, "l": 3, "l+1": 2, "L": 3, "m": 2},
    {"l-1": 3, "l": 2, "l+1": 3, "L": 2, "m": 1},
    {"l-1": 1, "l": 2, "l+1": 4, "L": 4, "m": 3},
    {"l-1": 4, "l": 3, "l+1": 1, "L": 3, "m": 2},
    {"l-1": 2, "l": 4, "l+1": 3, "L": 2, "m": 3},
    {"l-1": 3, "l": 2, "l+1": 2, "L": 5, "m": 1},
)
"""The numbers of units in each layer, and of examples, that every step is tried with."""

_LAYERS = {"l": 2, "L": 2}
_UNIT, _POSITIVE = Interval(-1, 1), Interval(0, 1)


def prove_derivation(derivation: Derivation) -> tuple[Proof, ...]:
    """Prove every step. Raises ``ProofError`` where one is wrong or cannot be decided."""
    phases = derivation.phases
    return tuple(proof for phase in phases for proof in _proved(phase, derivation.id))


def _proved(phase: Phase, seed: str) -> tuple[Proof, ...]:
    drawn = _worlds(phase, seed)
    return prove_at(phase, drawn, lambda _before, _after: drawn, seed)


def prove_gathered(found: Derived) -> Proof:
    """Prove that the matrix formula has the components that were derived. Raises ``ProofError`` where it has not."""
    code = matrix_code(found.matrix)
    drawn = _drawn((*found.where, (found.term, found.term)), found.where, (), found.entry.id)
    whole = compared(pair for world in drawn for pair in _components(found, code, world))
    if not whole.agrees:
        raise ProofError(f"{found.entry.id} · {code} has other components: relative error {MP.nstr(whole.worst, 3)}")
    return whole.proof("numeric")


def _components(found: Derived, code: str, world: World) -> Iterator[tuple[Real, Sample]]:
    """Yield each element of what the line gives, with the value of the term in components at its place."""
    array = np.asarray(_run(code, _names(found.matrix, world)))
    for row, column in product(*(range(length) for length in array.shape)):
        indices = {found.rows: row + 1, found.columns: column + 1}
        place = world, {i: n for i, n in indices.items() if i is not None}
        yield array[row, column], Sample(place, world.value(found.term, place[1]))


def _run(code: str, names: Mapping[str, Any]) -> Any:  # noqa: ANN401 - an array of numbers of 50 digits
    return eval(code, dict(names))  # noqa: S307 - a line that this package printed itself


def _names(matrix: Node, world: World) -> Mapping[str, Any]:
    """Return what the names in a line of NumPy stand for at this point."""
    names: dict[str, Any] = {**_LAYERS, "m": MP.mpf(world.count(M))}
    for part in parts_of(matrix):
        if isinstance(part, Matrix):
            _put(names, name_code(str(part.base.label)), _array(part, world))
        elif isinstance(part, Applied):
            _put(names, name_code(part.function.__name__), _function(part.function, world))
    return names


def _put(names: dict[str, Any], name: str, value: Any) -> None:  # noqa: ANN401 - an array or a function
    letter, _, layer = name.rstrip("]").partition("[")
    if layer:
        names.setdefault(letter, {})[_run(layer, _LAYERS)] = value
    else:
        names[letter] = value


def _array(matrix: Matrix, world: World) -> "np.ndarray[Any, Any]":
    """Return a matrix of the world; a vector is a column, or a row where it is kept as one."""
    lengths = [world.count(size) for size in matrix.base.shape]
    places = product(*(range(1, length + 1) for length in lengths))
    flat = np.array([world.component(matrix.base, *place) for place in places], dtype=object)
    whole = flat.reshape((*lengths, 1)[:2])
    return whole.T if matrix.row else whole


def _function(function: type[sp.Function], world: World) -> Any:  # noqa: ANN401 - a function of arrays
    return np.vectorize(lambda x: world.applied(function, (x,)), otypes=[object])


# Points.


def _worlds(phase: Phase, seed: str) -> tuple[World, ...]:
    terms = ((phase.start, phase.goal), *((step.before, step.after) for step in phase.steps))
    return _drawn((*phase.where, *terms), phase.where, phase.assuming, seed)


def _drawn(terms: Definitions, where: Definitions, assuming: Definitions, seed: str) -> tuple[World, ...]:
    """Draw a number for every component of every array that is not defined."""
    defined = {head_of(name) for name, _ in where}
    bases = {base for pair in terms for x in pair for base in x.atoms(sp.IndexedBase)} - defined
    drawing = seeded(seed)
    return tuple(_world(sorted(bases, key=str), where, assuming, sizes, drawing) for sizes in SIZES)


def _world(
    bases: list[sp.IndexedBase],
    where: Definitions,
    assuming: Definitions,
    sizes: Mapping[str, int],
    drawing: Drawing,
) -> World:
    given: dict[sp.Basic, Real] = {M if name == "m" else width(name): MP.mpf(n) for name, n in sizes.items()}
    for base in bases:
        given[base] = _filled([int(given[size]) for size in base.shape], drawing, targets=str(base) == "Y")
    for term, wanted in assuming:
        given |= _scaled(given, term, wanted)
    return World(where, given, sizes["L"])


def _filled(lengths: list[int], drawing: Drawing, *, targets: bool) -> Real:
    if not lengths:
        return draw(_POSITIVE if targets else _UNIT, drawing)
    return tuple(_filled(lengths[1:], drawing, targets=targets) for _ in range(lengths[0]))


def _scaled(given: Mapping[sp.Basic, Real], term: Term, wanted: Term) -> Mapping[sp.Basic, Real]:
    """Return the targets scaled so that those of each example have the sum that is assumed."""
    base = term.args[0].base
    sums = [sum(column) for column in zip(*given[base], strict=True)]
    rows = tuple(tuple(MP.mpf(int(wanted)) * x / s for x, s in zip(row, sums, strict=True)) for row in given[base])
    return {base: rows}
