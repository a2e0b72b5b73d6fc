"""Of what is a wrong formula the gradient, if of anything?

It is compared with the results of all entries of which it might be one, and with multiples of them: a - y times sigma'
is the gradient of another loss, and 2(a - y) that of a loss without the half. Two formulas count as one function where
30 digits agree at every point, and algebra says so too wherever it can.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import sympy as sp

from generator.catalogue.formulas import value_of
from generator.catalogue.records import Activation, Case, Loss
from generator.catalogue.results import Derived, comparable
from generator.engine import terms as t
from generator.engine.terms import Term
from generator.verify.compare import Place, check, places, sampled
from generator.verify.exact import same
from generator.verify.sampling import REQUIRED, sampling_for, scene_of, worlds

SCALES = tuple(map(sp.Rational, ("1", "-1", "2", "-2", "1/2", "-1/2")))
"""The multiples that are tried: a sign, and the factors that a square leaves behind."""


@dataclass(frozen=True)
class Lookalike:
    """The entry of which a formula is the gradient, times ``scale``; ``exact`` where algebra has proved it."""

    entry: Activation | Loss | Case
    scale: sp.Rational
    exact: bool
    points: int

    @property
    def function(self) -> Term:
        """The function of which the formula is the derivative: the multiple of the entry's own value."""
        return scaled(self.scale, value_of(self.entry.parts[-1]))


def gradient_of_what(wrong: Term, own: Derived, others: Iterable[Derived]) -> Lookalike | None:
    """Return the entry of which the formula is the gradient, the simplest multiple first, or None."""
    entry, derivation = own
    if wrong == derivation.result:
        return None
    drawn = worlds(sampling_for(entry), scene_of(derivation))
    where = places(drawn, wrong, derivation.result, assuming=derivation.assuming)
    found = (_compared(wrong, other, where) for other in comparable(own, others))
    return min((each for each in found if each), key=lambda each: SCALES.index(each.scale), default=None)


def _compared(wrong: Term, other: Derived, where: tuple[Place, ...]) -> Lookalike | None:
    entry, derivation = other
    scale = next((scale for scale in SCALES if _near(wrong, scaled(scale, derivation.result), where[0])), None)
    if scale is None:
        return None
    multiple = scaled(scale, derivation.result)
    found = check(wrong, sampled(multiple, where))
    if not found.agrees or found.points < REQUIRED:
        return None
    domain = tuple(world for world, _ in where)
    return Lookalike(entry, scale, same(wrong, multiple, derivation.where, domain), found.points)


def _near(wrong: Term, multiple: Term, place: Place) -> bool:
    return check(wrong, sampled(multiple, (place,))).agrees


def scaled(scale: sp.Rational, term: Term) -> Term:
    """Return a multiple of a term as one writes it: -u and not -1 u."""
    if abs(scale) == 1:
        return t.neg(term) if scale < 0 else term
    multiple = t.mul(abs(scale), term)
    return t.neg(multiple) if scale < 0 else multiple
