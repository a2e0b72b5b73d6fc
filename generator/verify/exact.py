"""When are two terms the same by algebra alone?

When, on every side of every kink, the numerator of their difference expands to zero, with every exponential, logarithm
and function taken as a letter of its own. SymPy is the judge here and never an author; the attempt is bounded in size,
and "no" only means that the numbers have to decide. ``simplify`` is never called.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product
from typing import TypeAlias

import sympy as sp
from sympy.core.function import AppliedUndef

from generator.engine import terms as t
from generator.engine.named import head_of, spelled_out
from generator.engine.records import Definitions
from generator.engine.terms import D, Term
from generator.verify.arithmetic import FUNCTIONS
from generator.verify.guards import guards
from generator.verify.world import World

Signs: TypeAlias = Mapping[Term, int]
"""Which sign each guard has: one side of every kink."""

_MAX_NODES, _MAX_EXPONENT, _MAX_GUARDS = 120, 6, 4
_SMOOTH = (sp.Add, sp.Mul, sp.Pow, sp.Symbol, sp.Rational, sp.NumberSymbol, AppliedUndef, D, *FUNCTIONS)
_KINKED = (sp.Max, sp.Min, sp.Piecewise, sp.functions.elementary.piecewise.ExprCondPair)
_LOGIC = (sp.core.relational.Relational, sp.And, sp.Or, sp.ITE, sp.logic.boolalg.BooleanAtom)
_KNOWN = _SMOOTH + _KINKED + _LOGIC


class _UnknownGuardError(Exception):
    """SymPy has made a guard that the terms do not have, such as that of |z| for the root of z^2."""


def same(first: Term, second: Term, where: Definitions, domain: tuple[World, ...] = ()) -> bool:
    """Tell whether the two are provably one function, given the definitions, away from kinks; False means undecided.

    With points of the domain, only the sides of the kinks are looked at on which one of the points lies: where a has to
    be positive, max(z, 0) is z.
    """
    if first == second:
        return True
    first, second = (spelled_out(x, where) for x in (first, second))
    meanings = [term for _, term in where if not term.has(sp.Indexed)]
    terms = (first, second, *meanings)
    if not all(map(_tame, terms)):
        return False
    if max(map(_extent, terms)) > _MAX_NODES:
        return _same_by_parts(first, second, where, domain)
    sides = list(_sides_of(terms, domain) if domain else _sides(terms))
    try:
        return bool(sides) and all(_equal_beside(first, second, where, signs) for signs in sides)
    except _UnknownGuardError:
        return False


def _same_by_parts(first: Term, second: Term, where: Definitions, domain: tuple[World, ...]) -> bool:
    """Tell whether two large terms differ in parts only that are the same, or that stand beside a factor of zero.

    Within a derivative equal parts are not enough; see ``steps``.
    """
    alike = first.args and first.func == second.func and len(first.args) == len(second.args)
    if not alike or isinstance(first, D):
        return False
    if isinstance(first, sp.Piecewise):
        branches = tuple(zip(first.args, second.args, strict=True))
        return all(a.cond == b.cond and same(a.expr, b.expr, where, domain) for a, b in branches)
    pairs = tuple(zip(first.args, second.args, strict=True))
    if first.is_Mul and any(same(a, t.ZERO, where, domain) for a, b in pairs if a == b and (a.is_Integer or a.has(D))):
        return True
    return all(a == b or same(a, b, where, domain) for a, b in pairs)


def _equal_beside(first: Term, second: Term, where: Definitions, signs: Signs) -> bool:
    building = _building(where, tuple(signs.items()))
    values = [building.built(x) for x in (first, second)]
    if sp.nan in values:  # neither has a value on this side of the kinks, or this side does not exist
        return values[0] is values[1]
    difference = values[0] - values[1]
    return bool(difference == 0 or (_small(difference) and _numerator(difference) == 0))


@lru_cache(maxsize=4096)
def partial(x: Term) -> frozenset[Term]:
    """Return the parts without a value for some arguments, which algebra never asks about: exp(log(z)) is z."""
    roots = {power for power in x.atoms(sp.Pow) if not power.exp.is_Integer}
    return frozenset(roots | x.atoms(sp.log, sp.asin, sp.acos))


class _Building:
    """Terms as SymPy builds them on one side of every kink, each part once."""

    def __init__(self, where: Definitions, signs: Signs) -> None:
        self.where, self.signs = where, signs
        self._known = dict(reversed(where))
        self._built: dict[Term, Term] = {}
        self._others: dict[Term, _Building] = {}

    def built(self, x: Term) -> Term:
        """Return the term with definitions put in and scalar derivatives taken by ``sympy.diff``.

        In D(expr, a) the letter a is a variable, whatever it is defined as; its definition is put in afterwards. Where
        no branch of a piecewise term is open, the value is ``nan``.
        """
        if x not in self._built:
            self._built[x] = self._build(x)
        return self._built[x]

    def _build(self, x: Term) -> Term:
        if isinstance(x, D):
            expr, variable = x.args
            return self.built(sp.diff(self._without(variable).built(expr), variable))
        if x in self._known:
            return self._without(x).built(self._known[x])
        chosen = _beside(x, self.signs)
        if chosen is not None:
            return self.built(chosen)
        return x.func(*map(self.built, x.args)) if x.args else x

    def _without(self, variable: Term) -> "_Building":
        """Return the same without the definition of a variable."""
        if variable not in self._others:
            where = tuple(pair for pair in self.where if head_of(pair[0]) != head_of(variable))
            self._others[variable] = _Building(where, self.signs)
        return self._others[variable]


@lru_cache(maxsize=64)
def _building(where: Definitions, signs: tuple[tuple[Term, int], ...]) -> _Building:
    """Return what has been built under these definitions, beside these kinks: steps have most parts in common."""
    return _Building(where, dict(signs))


def _beside(x: Term, signs: Signs) -> Term | None:
    """Return what a term with a kink is on one side of it, or None for a term without."""
    if isinstance(x, sp.Abs):
        return _sign(x.args[0], signs) * x.args[0]
    if isinstance(x, sp.sign):
        return sp.Integer(_sign(x.args[0], signs))
    if isinstance(x, (sp.Max, sp.Min)):
        first, second = x.args
        return first if (_sign(first - second, signs) > 0) == isinstance(x, sp.Max) else second
    if isinstance(x, sp.Piecewise):
        return next((value for value, when in x.args if _holds(when, signs)), sp.nan)
    return None


def _holds(when: sp.Basic, signs: Signs) -> bool:
    if isinstance(when, (sp.And, sp.Or)):
        parts = (_holds(part, signs) for part in when.args)
        return all(parts) if isinstance(when, sp.And) else any(parts)
    if isinstance(when, sp.ITE):  # SymPy's own spelling of a piecewise term inside a condition
        chosen, then, otherwise = when.args
        return _holds(then if _holds(chosen, signs) else otherwise, signs)
    if not when.args:
        return bool(when)
    return (_sign(when.lhs - when.rhs, signs) > 0) == isinstance(when, (sp.StrictGreaterThan, sp.GreaterThan))


def _sides(terms: tuple[Term, ...]) -> Iterator[Signs]:
    """Yield every combination of signs that the guards may have; nothing where there are too many."""
    found = tuple(dict.fromkeys(_canonical(guard)[0] for guard in guards(terms)))
    if len(found) <= _MAX_GUARDS:
        for signs in product((1, -1), repeat=len(found)):
            yield dict(zip(found, signs, strict=True))


def _sides_of(terms: tuple[Term, ...], domain: tuple[World, ...]) -> Iterator[Signs]:
    """Yield the signs that the guards have at these points, each combination once."""
    found = {_canonical(guard)[0] for guard in guards(terms)}
    at_points = ({guard: 1 if world.value(guard) > 0 else -1 for guard in found} for world in domain)
    yield from {tuple(sorted(signs.items(), key=str)): signs for signs in at_points}.values()


@lru_cache(maxsize=1024)
def _canonical(guard: Term) -> tuple[Term, int]:
    """Return one spelling for all multiples of a guard by a number, and the sign of this one."""
    spelled = sp.expand(t.evaluated(guard)).primitive()[1]
    return (-spelled, -1) if spelled.could_extract_minus_sign() else (spelled, 1)


def _sign(guard: Term, signs: Signs) -> int:
    key, direction = _canonical(guard)
    if key not in signs:
        raise _UnknownGuardError
    return direction * signs[key]


def _numerator(x: Term) -> Term:
    return sp.expand(sp.fraction(sp.together(x))[0])


@lru_cache(maxsize=4096)
def _tame(x: Term) -> bool:
    """Tell whether the term is scalar, and holds no power that could explode."""
    return all(isinstance(part, _KNOWN) and _mild(part) for part in sp.preorder_traversal(x))


@lru_cache(maxsize=1 << 14)
def _extent(x: Term) -> int:
    """Return how many parts a term has beside its kinks: of a case distinction the largest branch is left."""
    if isinstance(x, sp.Piecewise):
        return max(_extent(value) for value, _ in x.args)
    return 1 + sum(map(_extent, x.args))


def _small(x: Term) -> bool:
    return sum(1 for _ in sp.preorder_traversal(x)) <= 2 * _MAX_NODES


def _mild(part: sp.Basic) -> bool:
    if isinstance(part, (sp.Max, sp.Min)):
        return len(part.args) == 2
    if not isinstance(part, sp.Pow):
        return True
    nested = not part.base.free_symbols and any(abs(inner.exp) != 1 for inner in part.base.atoms(sp.Pow))
    largest = 1 if nested else _MAX_EXPONENT
    exponent = part.exp if part.exp.has(sp.Pow) else t.evaluated(part.exp)
    return not exponent.is_number or bool(exponent.is_Rational and abs(exponent) <= largest)
