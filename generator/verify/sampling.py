"""From which points does the judge draw, and what has to hold there?

A ``Sampling`` says in which set each letter lies; a ``Scene`` which definitions, preconditions and terms a point has to
fit. Points are drawn anew until they do, boundedly; their seed is the id, so that every build draws the same ones.
"""

import hashlib
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from itertools import islice

import sympy as sp
from sympy import Interval, S, Set

from generator.catalogue.formulas import A_VEC, A, heads, value_of
from generator.catalogue.records import AnyEntry
from generator.engine.named import head_of, is_call
from generator.engine.parse import INDICES
from generator.engine.records import Definitions, Derivation, Phase
from generator.engine.terms import Term
from generator.errors import ProofError
from generator.verify.arithmetic import MP, NoValueError, Real
from generator.verify.guards import clear, guards
from generator.verify.indices import NOWHERE, assignments, has_classes
from generator.verify.world import World, gathered

Drawing = random.Random
"""Where chance comes from, the same in every build."""

BOX = Interval(-4, 4)
"""What an unbounded set is clipped to: far enough out to bend, near enough that float64 still sees the slope."""

BOXES = (BOX, Interval(-1, 1), Interval(-sp.Rational(1, 4), sp.Rational(1, 4)))
"""What each letter of an unbounded set is clipped to in turn, by lot, where points are drawn at all ``scales``."""

SIZES = (2, 3, 5)
"""The numbers of classes that indexed terms are tried with."""

REQUIRED = 12
"""The fewest points that decide anything."""

LARGEST = MP.mpf(10) ** 9
"""Points at which a definition is larger than this are drawn anew: float64 would see no slope there."""

_TRIES, _GRID, _EDGE, _USUAL, _TELLING = 40, 1024, 16, 3, 9


@dataclass(frozen=True)
class Sampling:
    """Which set each drawn letter lies in, and what follows from the drawn ones: (a, f(z)).

    ``seed`` is the id of the entry or the derivation; letters are symbols or the bases of vectors. ``usual`` are
    values that some letters take at every ``_USUAL``-th point: the defaults of parameters. ``scales`` says that each
    letter is drawn near zero or far from it, by lot.
    """

    seed: str
    sets: tuple[tuple[sp.Basic, Set], ...]
    follows: Definitions = ()
    usual: tuple[tuple[sp.Symbol, Term], ...] = ()
    scales: bool = False


def _parameters(entry: AnyEntry) -> tuple[tuple[sp.Basic, Set], ...]:
    return tuple((one.letter, one.range) for one in entry.parameters)


def _usual(entry: AnyEntry) -> tuple[tuple[sp.Symbol, Term], ...]:
    return tuple((one.letter, one.default) for one in entry.parameters)


def _drawn_from(entry: AnyEntry, *sets: Set | None) -> tuple[tuple[sp.Basic, Set], ...]:
    """Return each letter that the entry takes with its set; of a target that it does not take the set is None."""
    return tuple(zip(heads(entry), (held for held in sets if held is not None), strict=True))


def sampling_for(entry: AnyEntry) -> Sampling:
    """Return where the points of an entry are drawn: what it takes, and its parameters; in a case a follows from z."""
    a = A_VEC[INDICES["i"]] if entry.vector else A
    sets = (*_drawn_from(entry, entry.drawn, entry.targets), *_parameters(entry))
    return Sampling(entry.id, sets, tuple((a, value_of(one)) for one in entry.parts[:-1]), _usual(entry))


def at_all_scales(sampling: Sampling) -> Sampling:
    """Return a sampling of other points, whose letters lie near zero or far from it, each by lot.

    Some corners are small in some letters only: 0 < y < a - delta < 1, or a + delta < y < 2 a.
    """
    return Sampling(f"{sampling.seed}:scales", sampling.sets, sampling.follows, scales=True)


@dataclass(frozen=True)
class Scene:
    """What a point has to fit: definitions, preconditions, and terms that must be real and away from their kinks."""

    where: Definitions
    assuming: Definitions
    terms: tuple[Term, ...]
    sizes: tuple[int, ...]


def scene_of(source: Phase | Derivation) -> Scene:
    """Return the scene in which a phase is read, or a whole derivation is measured."""
    term = source.start if isinstance(source, Phase) else source.definition
    terms = (term, *(meaning for name, meaning in source.where if not is_call(name)))
    indexed = any(map(has_classes, terms))
    return Scene(source.where, source.assuming, terms, SIZES if indexed else (1,))


def worlds(sampling: Sampling, scene: Scene, count: int = 16, least: int = REQUIRED) -> tuple[World, ...]:
    """Draw ``count`` points in all, as many for each number of classes.

    Raises ``ProofError`` when so few of the drawn points lie in the domain that fewer than ``least`` are left, or none
    where parameters have other values than the usual ones: (a - 1)**gamma is real there, and nowhere else.
    """
    each = -(-count // len(scene.sizes))
    found = tuple(world for size in scene.sizes for world in _some(sampling, scene, size, each, MP.prec))
    if len(found) < min(least, count):
        drawn = each * _TRIES * len(scene.sizes)
        few = f"only {len(found)} of {drawn} points are in the domain; {least} are needed"
        message = f"{sampling.seed} · {few if found else f'has no value at any of {drawn} points'}"
        raise ProofError(message)
    if sampling.usual and len(found) >= _TELLING and all(_is_usual(world, sampling) for world in found):
        raise ProofError(f"{sampling.seed} · has a value at the usual parameters only, not where they are drawn")
    return found


def _is_usual(world: World, sampling: Sampling) -> bool:
    return all(world.given.get(letter) == world.value(value) for letter, value in sampling.usual)


@lru_cache(maxsize=32)
def _some(sampling: Sampling, scene: Scene, size: int, count: int, bits: int) -> tuple[World, ...]:  # noqa: ARG001 - see below
    """Return the points, kept: steps, results and wrong formulas of one entry are tried at the same ones.

    The ``bits`` in force tell one answer from another.
    """
    found = list[World]()
    givens = _drawn(sampling, size, seeded(f"{sampling.seed}:{size}"), count * _TRIES)
    while some := tuple(islice(givens, count - len(found))):
        found += (world for world in gathered(_placed(some, sampling, scene, size)) if _fits(world, scene))
    return gathered(found)


Given = dict[sp.Basic, Real]


def _drawn(sampling: Sampling, size: int, drawing: Drawing, tries: int) -> Iterator[Given]:
    """Yield what is drawn for the letters of one point after the other."""
    usual = {letter: World((), {}, size).value(value) for letter, value in sampling.usual}
    for n in range(tries):
        sets = ((head_of(x), _scaled(held, drawing) if sampling.scales else held) for x, held in sampling.sets)
        given = {letter: draw_for(letter, held, size, drawing) for letter, held in sets}
        yield given | ({} if n % _USUAL else usual)


def _placed(givens: tuple[Given, ...], sampling: Sampling, scene: Scene, size: int) -> Iterator[World]:
    """Yield the points of what has been drawn, without those at which what follows has no value."""
    defined = {head_of(name) for name, _ in scene.where}
    followed = gathered(World(sampling.follows, given, size) for given in givens)
    for world, given in zip(followed, givens, strict=True):
        try:
            whole = given | _followed(world, sampling.follows)
            wanted = {letter: value for letter, value in whole.items() if letter not in defined}
            yield World(scene.where, _assumed(wanted, scene.assuming, size), size)
        except NoValueError:
            continue


def _fits(world: World, scene: Scene) -> bool:
    values = (world.attempt(x, i) for x in scene.terms for i in assignments(x, world.size))
    return all(x is not None and abs(x) < LARGEST for x in values) and clear(world, guards(scene.terms))


def _followed(world: World, follows: Definitions) -> Given:
    return {
        head_of(name): tuple(world.value(name, {name.indices[0]: n + 1}) for n in range(world.size))
        if isinstance(name, sp.Indexed)
        else world.value(name)
        for name, _ in follows
    }


def seeded(seed: str) -> Drawing:
    """Return the drawing of a seed."""
    return random.Random(hashlib.sha256(seed.encode()).digest())  # noqa: S311 - repeatable, not secret


def draw_for(letter: sp.Basic, held: Set, size: int, drawing: Drawing) -> Real:
    """Draw a number for a letter, and one for each of the components of a vector."""
    if isinstance(letter, sp.IndexedBase):
        return tuple(draw(held, drawing) for _ in range(size))
    return draw(held, drawing)


def _scaled(held: Set, drawing: Drawing) -> Set:
    """Return a part of an unbounded set by lot, and any other set as it is."""
    return _part(held, drawing.choice(BOXES))


@cache
def _part(held: Set, box: Set) -> Set:
    inner = held.intersect(box)
    return held if boxed(held) == held or not inner.measure else inner


@cache
def boxed(held: Set) -> Set:
    """Return a set as points are drawn from it: one without an end is clipped to ``BOX``."""
    within = held.is_subset(BOX) or (held.inf.is_finite and held.sup.is_finite)
    return held if within else held.intersect(BOX)


def draw(held: Set, drawing: Drawing) -> Real:
    """Draw a number of the set: inside an interval and off its ends, one of a finite set."""
    clipped = boxed(held)
    if isinstance(clipped, sp.Union):
        return draw(drawing.choice(clipped.args), drawing)
    if isinstance(clipped, Interval):
        return _inside(clipped, drawing.randint(_EDGE, _GRID - _EDGE))
    if clipped.is_finite_set and clipped is not S.EmptySet:
        return MP.mpf(str(drawing.choice(sorted(clipped)).evalf(MP.dps)))
    raise ProofError(f"{held} · the judge draws from intervals, finite sets and their unions")


@lru_cache(maxsize=1 << 14)
def _inside(held: Interval, place: int) -> Real:
    """Return a number of the grid between the ends of an interval, as a float has it."""
    low, high = _ends(held)
    return MP.mpf(float(low + (high - low) * Fraction(place, _GRID)))


@cache
def _ends(held: Interval) -> tuple[Fraction, Fraction]:
    return Fraction(str(held.inf.evalf(15))), Fraction(str(held.sup.evalf(15)))


def _assumed(given: Mapping[sp.Basic, Real], assuming: Definitions, size: int) -> Mapping[sp.Basic, Real]:
    """Return the point moved to where the preconditions hold: a vector is scaled until its sum is right.

    Preconditions on indices (delta_ij = 1) leave the point alone; ``compare.places`` heeds them.
    """
    for term, wanted in (pair for pair in assuming if not isinstance(pair[0], sp.KroneckerDelta)):
        given = {**given, **_moved(given, term, World((), given, size).value(wanted, NOWHERE))}
    return given


def _moved(given: Mapping[sp.Basic, Real], term: Term, wanted: Real) -> Mapping[sp.Basic, Real]:
    if isinstance(term, sp.Symbol):
        return {term: wanted}
    if isinstance(term, sp.Sum) and isinstance(term.args[0], sp.Indexed) and term.args[0].base in given:
        vector = given[term.args[0].base]
        whole = sum(vector)
        if whole == 0:
            raise NoValueError
        return {term.args[0].base: tuple(part * wanted / whole for part in vector)}
    raise ProofError(f"{term} · the judge cannot draw points at which this is {wanted}")
