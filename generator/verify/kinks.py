"""What is the derivative on either side of a kink?

Ordinary points keep away from kinks. Here each is found, as a zero of a guard along the variable, and the result is
compared with the numeric derivative at 1e-20 to its left and to its right: so near that they are the one-sided values,
so far that the steps of ``mpmath.diff`` (1e-50) stay on one side. Of a vector the first component moves.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import sympy as sp
from sympy.core.function import AppliedUndef

from generator.engine.human import human
from generator.engine.named import head_of, is_call
from generator.engine.records import Derivation
from generator.engine.resolve import resolved
from generator.engine.terms import Term, evaluated
from generator.verify.arithmetic import FUNCTIONS, MP, NoValueError, Real
from generator.verify.compare import described
from generator.verify.guards import guards, open_guards, unbranched
from generator.verify.indices import FIRST, NOWHERE
from generator.verify.oracles import gradient_of
from generator.verify.records import NEAR, Kink
from generator.verify.sampling import BOX, Sampling, boxed
from generator.verify.world import World, gathered
from generator.verify.zeros import zero_between

_BESIDE = MP.mpf(10) ** -20
_CELLS = 67
"""In how many cells a sign change is looked for; 67 is prime, so that round numbers lie inside cells."""


_STEEP, _SHRINKING = 40, 0.99
"""A slope that is larger may grow without end: that of z log|z| is 46 there. Changes that shrink add up to a limit."""

_FINE = MP.mpf(10) ** 30
"""A zero that is nearer to 0 than this is 0: halving an interval never arrives there."""

_BRANCHED = (sp.Abs, sp.Piecewise, sp.Max, sp.Min)


@dataclass(frozen=True)
class Meeting:
    """A zero of a guard along the variable, and the points beside it; the judge looks at both."""

    guard: Term
    at: World
    left: World
    right: World


def meetings(derivation: Derivation, sampling: Sampling, drawn: tuple[World, ...]) -> tuple[Meeting, ...]:
    """Return where the branches of the definition meet along the variable of the derivation."""
    variable = derivation.variable
    terms = (derivation.definition, *(meaning for name, meaning in derivation.where if not is_call(name)))
    held = dict(sampling.sets).get(head_of(variable))
    if held is None:
        return ()
    ends = _ends(_searched(held))
    grids = [(world, gathered(_at(world, variable, x) for x in ends)) for world in drawn[:2]]
    found = (
        Meeting(guard, *gathered(_at(world, variable, x + step) for step in (0, -_BESIDE, _BESIDE)))
        for guard in guards(terms)
        for world, grid in grids
        for x in (
            *_zeros(guard, world, variable, zip(ends, grid, strict=True)),
            *_outside(guard, world, variable, held),
        )
    )
    beside = (met for met in found if _inside(met, held, variable, derivation.definition) and _open(met, terms))
    return tuple({described(met.at, NOWHERE): met for met in beside}.values())


def kink(derivation: Derivation, met: Meeting, sampling: Sampling, drawn: tuple[World, ...]) -> Kink:
    """Return the record of a kink: where it is, at which of the points drawn, and the derivative on its two sides."""
    gradient = gradient_of(derivation)
    left, right = (world.value(gradient, FIRST) for world in (met.left, met.right))
    if abs(left - right) > NEAR * max(1, abs(left)) or abs(left) > _STEEP:
        left, right = _limits(gradient, derivation.variable, met)
    values = [world.value(derivation.definition, FIRST) for world in (met.left, met.right)]
    if jump := abs(values[1] - values[0]) > MP.sqrt(_BESIDE):
        values = _limits(derivation.definition, derivation.variable, met)
        jump = abs(values[1] - values[0]) > NEAR
    where, place = described(met.at, NOWHERE), _solved(met, derivation.variable)
    always = place is not None and _meets(met.guard, place, drawn, derivation.variable)
    slopes = None if place is None else _slopes(derivation, met, place, dict(sampling.usual).keys())
    return Kink(where, float(left), float(right), place, bool(jump), slopes, always, met.guard)


def _limits(term: Term, variable: Term, met: Meeting) -> list[Real]:
    """Return what a term tends to from the left and from the right, as its values at three distances tell.

    The slope of |z|^1.5 at 0 is 0, and that of |z|^0.5 is infinite.
    """
    x, found = met.at.value(variable, FIRST), list[Real]()
    for side in (-1, 1):
        near = (_at(met.at, variable, x + side * _BESIDE / 10**n) for n in (0, 6, 12))
        first, second, third = (world.value(term, FIRST) for world in near)
        before, after = second - first, third - second
        if max(abs(before), abs(after)) <= NEAR**2 * max(1, abs(first)):
            found.append(first)
        elif abs(after) < _SHRINKING * abs(before):
            found.append(third - after**2 / (after - before))
        else:
            found.append(MP.inf * MP.sign(after))
    return found


def _slopes(
    derivation: Derivation, met: Meeting, place: Term, parameters: Collection[sp.Basic]
) -> tuple[Term, Term] | None:
    """Return the result on either side as a formula, where it has parameters in it, and nothing else.

    Which branch is taken there may depend on nothing else either. What is returned agrees with the numeric derivative.
    """
    result = resolved(derivation.result, derivation.where)
    if not parameters or result.has(sp.Sum):
        return None

    def there(x: Term) -> sp.Expr:
        return _put(_along(x, derivation.variable), derivation.variable, place)

    sides = met.left, met.right
    try:
        left, right = (_spelled(there(unbranched(result, world, FIRST))) for world in sides)
    except NoValueError:
        return None
    asked = {
        letter for world in sides for guard in open_guards(result, world, FIRST) for letter in there(guard).free_symbols
    }
    letters = left.free_symbols | right.free_symbols
    if not letters or not letters | asked <= {*parameters}:
        return None
    gradient, pairs = gradient_of(derivation), zip((left, right), sides, strict=True)
    at = [(met.at.attempt(x), world.value(gradient, FIRST)) for x, world in pairs]
    agree = all(formula is not None and abs(formula - slope) < MP.sqrt(_BESIDE) for formula, slope in at)
    return (left, right) if agree else None


@lru_cache(maxsize=256)
def _put(x: Term, variable: Term, place: Term) -> sp.Expr:
    return evaluated(x).subs(variable, place)


@lru_cache(maxsize=256)
def _spelled(x: sp.Expr) -> Term:
    return human(sp.expand(x))


def _solved(met: Meeting, variable: Term) -> Term | None:
    """Return the zero of a guard as a formula, of several the one that lies at this point."""
    for root in _roots(_along(met.guard, variable), variable):
        value = met.at.attempt(root, FIRST)
        if value is not None and abs(value - met.at.value(variable, FIRST)) < _BESIDE:
            return root
    return None


def _meets(guard: Term, place: Term, drawn: tuple[World, ...], variable: Term) -> bool:
    """Tell whether a formula is a zero of the guard at all points: 1/y is of a hinge, but not behind every branch."""
    places = ((world, world.attempt(place, FIRST)) for world in drawn)
    there = gathered(_at(world, variable, x) for world, x in places if x is not None)
    return all(at is None or abs(at) < _BESIDE for at in (world.attempt(guard, FIRST) for world in there))


def _along(x: Term, variable: Term) -> Term:
    """Return a term of the component that moves: with the index of the variable in the place of every index."""
    if not isinstance(variable, sp.Indexed):
        return x
    found: Term = x.xreplace(dict.fromkeys(FIRST, variable.indices[0]))
    return found


@lru_cache(maxsize=256)
def _roots(guard: Term, variable: Term) -> tuple[Term, ...]:
    """Solve a guard for the variable; where SymPy knows no way, neither do we."""
    if guard.has(AppliedUndef) or not guard.has(variable):
        return ()
    found = (root for piece in _pieces(evaluated(guard)) if piece.has(variable) for root in _solutions(piece, variable))
    return tuple(human(root) for root in found if not root.has(sp.I) and _computable(root))


def _pieces(guard: sp.Expr) -> tuple[sp.Expr, ...]:
    """Return the guard once for each branch of what has branches in it, as u and -u of |u|, each without its condition.

    SymPy would take seconds to tell where each zero holds; which of them lies at a point is a matter of numbers.
    """
    branched = next((part for part in sp.preorder_traversal(guard) if isinstance(part, _BRANCHED)), None)
    if branched is None:
        return (guard,)
    return tuple(piece for branch in _branches(branched) for piece in _pieces(guard.xreplace({branched: branch})))


def _branches(x: sp.Expr) -> tuple[sp.Expr, ...]:
    if isinstance(x, sp.Abs):
        return (x.args[0], -x.args[0])
    return tuple(branch for branch, _ in x.args) if isinstance(x, sp.Piecewise) else x.args


def _solutions(guard: sp.Expr, variable: Term) -> list[sp.Expr]:
    """Return the zeros of a guard, in the form that SymPy gives them where one of them can be computed.

    None is sought where the variable stands in a function and outside of it, beside a term without it, as in
    z + e^z - y: there SymPy has Lambert's W at most, which nobody computes here.
    """
    if _is_mixed(guard, variable):
        return []
    try:
        rough = sp.solve(guard, variable, check=False, simplify=False)
        return list(sp.solve(guard, variable)) if any(map(_computable, rough)) else []
    except NotImplementedError:
        return []


def _is_mixed(guard: sp.Expr, variable: Term) -> bool:
    calls = {call: sp.Dummy() for call in guard.atoms(sp.Function) if call.has(variable)}
    beside = guard.is_Add and not all(part.has(variable) for part in guard.args)
    return bool(calls) and beside and bool(guard.xreplace(calls).has(variable))


def _computable(root: sp.Expr) -> bool:
    """Tell whether the judge knows every function in a root: Lambert's W, say, it does not."""
    return all(part.func in FUNCTIONS for part in root.atoms(sp.Function))


def _searched(held: sp.Set) -> sp.Interval:
    """Return where zeros are looked for: in the box, and as far as points are drawn."""
    drawn = boxed(held)
    return sp.Interval(sp.Min(BOX.inf, drawn.inf), sp.Max(BOX.sup, drawn.sup))


def _ends(searched: sp.Interval) -> tuple[Real, ...]:
    """Return the ends of the cells, from left to right."""
    low, width = float(searched.inf), float(searched.measure) / _CELLS
    return tuple(MP.mpf(low + width * cell) for cell in range(_CELLS + 1))


def _zeros(guard: Term, world: World, variable: Term, grid: Iterable[tuple[Real, World]]) -> Iterator[Real]:
    """Yield where the guard changes its sign between two neighbours of the grid."""

    def value(x: Real) -> Real | None:
        return _at(world, variable, x).attempt(guard, FIRST)

    found = ((x, there.attempt(guard, FIRST)) for x, there in grid)
    for (left, below), (right, above) in pairwise(found):
        if below is not None and above is not None and below * above < 0:
            root = zero_between(value, MP.sign(below), left, right)
            yield MP.nint(root * _FINE) / _FINE if abs(root) < _BESIDE else root


def _outside(guard: Term, world: World, variable: Term, held: sp.Set) -> Iterator[Real]:
    """Yield the zeros of a guard that a formula tells, where nobody has looked for a change of sign."""
    searched = _searched(held)
    for root in _roots(_along(guard, variable), variable):
        x = world.attempt(root, FIRST)
        if x is not None and not searched.start <= sp.Float(x, 30) <= searched.end:
            yield x


def _at(world: World, variable: Term, x: Real) -> World:
    return world.moved(variable, FIRST, x)


def _inside(met: Meeting, held: sp.Set, variable: Term, definition: Term) -> bool:
    """Tell whether both sides lie in the domain and have a value."""
    return all(
        held.contains(sp.Float(world.value(variable, FIRST), 30)) is sp.true
        and world.attempt(definition, FIRST) is not None
        for world in (met.left, met.right)
    )


def _open(met: Meeting, terms: tuple[Term, ...]) -> bool:
    """Tell whether the guard stands in a branch that is taken on either side; elsewhere its zero changes nothing."""
    return any(met.guard in open_guards(term, world, FIRST) for world in (met.left, met.right) for term in terms)
