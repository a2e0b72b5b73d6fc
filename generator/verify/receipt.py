"""How good is the final formula, measured?

``measure`` compares it with numeric gradients of the definition, also on both sides of every kink, and shows that the
same comparison rejects the wrong variants and, where there is a precondition, the formula without it.
"""

from typing import TypeAlias

from generator.engine.records import Definitions, Derivation, Form
from generator.engine.terms import D, Term
from generator.errors import ProofError
from generator.verify.compare import TOLERANCE, Comparison, Sample, check, places, sampled, spoken
from generator.verify.components import same_components
from generator.verify.exact import same
from generator.verify.guards import guards, level
from generator.verify.indices import FIRST
from generator.verify.kinks import Meeting, kink, meetings
from generator.verify.oracles import float_oracles, gradient_of, numeric_gradient
from generator.verify.records import Measured, Oracle, Receipt, Variant
from generator.verify.sampling import REQUIRED, Sampling, Scene, scene_of, worlds
from generator.verify.text import number, shown
from generator.verify.variants import ROWS, Row
from generator.verify.world import World

POINTS, INDEXED_POINTS = 24, 9
"""How many points a result is measured at; an indexed one has many coordinates at each of its own."""

FURTHER = 5
"""So many times more points is a wrong variant tried at that differs only in a corner where none of the others lies."""


Taken: TypeAlias = dict[Definitions, tuple[Sample, ...]]
"""The numeric gradient of one definition, under the preconditions that hold where it was taken."""


def measure(
    derivation: Derivation, sampling: Sampling, taken: Taken | None = None, *, undecided: bool = False
) -> Receipt:
    """Measure the result and every other form of it. Raises ``ProofError`` on any shortfall.

    Who measures many results of one definition may keep ``taken`` between them. A wrong variant that agrees everywhere
    and is not proved to be right is a shortfall too, unless it may stay ``undecided``: then the receipt says nothing
    of it, as of a formula from outside, for which it may well be right.
    """
    return _Bench(derivation, sampling, {} if taken is None else taken, undecided=undecided).receipt()


class _Bench:
    """One derivation on the bench: the points drawn for it, and the numeric gradient there, each taken once."""

    def __init__(self, derivation: Derivation, sampling: Sampling, taken: Taken, *, undecided: bool) -> None:
        self.derivation, self.sampling, self.taken, self.undecided = derivation, sampling, taken, undecided

    def receipt(self) -> Receipt:
        main = self.measured(Form("result", self.derivation.result, self.derivation.assuming))
        variants = [found for row in ROWS if (found := self.variant(row)) is not None]
        met, drawn = self.beside_kinks(), self.drawn(self.derivation.assuming)
        return Receipt(
            points=main.points,
            worst_relative_error=main.worst_relative_error,
            worst_point=main.worst_point,
            digits=main.digits,
            oracles=self.oracles(main),
            rejected_variants=tuple(variant for variant in variants if not variant.same_function),
            same_function=tuple(variant for variant in variants if variant.same_function),
            kinks=tuple(kink(self.derivation, each, self.sampling, drawn) for each in met),
            needs_condition=main.needs_condition,
            error_without=main.error_without,
            forms=tuple(self.measured(form) for form in self.derivation.forms),
        )

    def samples(self, assuming: Definitions) -> tuple[Sample, ...]:
        """Return the numeric gradient at points where the preconditions hold, and for () where they do not."""
        if assuming not in self.taken:
            self.taken[assuming] = numeric_gradient(self.derivation, self.drawn(assuming), assuming)
        return self.taken[assuming]

    def drawn(self, assuming: Definitions, times: int = 1) -> tuple[World, ...]:
        scene = scene_of(self.derivation)
        count = times * (POINTS if scene.sizes == (1,) else INDEXED_POINTS)
        return worlds(self.sampling, Scene(scene.where, assuming, scene.terms, scene.sizes), count)

    def agreeing(self, title: str, term: Term, samples: tuple[Sample, ...], least: int) -> Comparison:
        """Return how the term compares with the gradient. Raises ``ProofError`` where it differs or is undecided."""
        found = check(term, samples)
        if not found.agrees:
            values = f"{number(found.got)}, the numeric derivative is {number(found.expected)}"
            raise self.failure(f"{title} {shown(term)} is {values} at {spoken(found.point)}")
        if found.points < least:
            raise self.failure(f"{title} {shown(term)} is undecided: {found.points} of {least} points have a value")
        return found

    def measured(self, form: Form) -> Measured:
        """Measure one spelling, and without its precondition."""
        found = self.agreeing(form.title, form.term, self.samples(form.assuming), REQUIRED)
        without = check(form.term, self.samples(())) if form.assuming else None
        if without is not None and without.agrees:
            raise self.failure(f"{form.title} {shown(form.term)} holds without its precondition too")
        error = 0.0 if without is None else float(without.worst)
        title, points, worst = form.title, found.points, float(found.worst)
        return Measured(title, points, worst, found.point, found.digits, without is not None, error)

    def oracles(self, main: Measured) -> tuple[Oracle, ...]:
        """Return what every oracle says. Raises ``ProofError`` where one disagrees or decides too little."""
        precise = Oracle("mpmath derivative, 50 digits", main.points, main.worst_relative_error, float(TOLERANCE))
        oracles = (precise, *float_oracles(self.derivation, self.valued()))
        for oracle in oracles:
            if oracle.points < REQUIRED or not oracle.worst < oracle.tolerance:
                figures = f"{oracle.worst:.3g} at worst of {oracle.tolerance:g} on {oracle.points} points"
                raise self.failure(f"{oracle.name} · {figures}, {REQUIRED} are needed")
        return oracles

    def valued(self) -> tuple[Sample, ...]:
        """Return the values of the result itself, which the float64 oracles are held against."""
        places = [sample.place for sample in self.samples(self.derivation.assuming) if sample.expected is not None]
        return tuple(Sample(place, place[0].attempt(self.derivation.result, place[1])) for place in places)

    def variant(self, row: Row) -> Variant | None:
        """Return how a wrong variant fares. Raises ``ProofError`` for one that passes and is not proved to be right."""
        term = row.term(self.derivation)
        if term is None:
            return None
        slope = row.of(self.derivation) if row.of else None
        found = check(term, self.expected_of(row, slope))
        if found.agrees and not self.right(term):
            found = check(term, self.expected_of(row, slope, FURTHER))
            if found.agrees and self.undecided:
                return None
            if found.agrees:
                raise self.failure(f"the wrong variant {row.name!r} passes: {shown(term)}")
        if not found.agrees:
            return Variant(
                row.id,
                row.name,
                row.says,
                term,
                found.point,
                float(found.worst),
                value=number(found.got),
                expected=number(found.expected),
                of=slope,
            )
        return Variant(row.id, row.name, row.says, term, same_function=True)

    def right(self, term: Term) -> bool:
        """Tell whether a variant is proved to be the result, and no mistake."""
        domain = tuple(sample.place[0] for sample in self.samples(self.derivation.assuming))
        result = self.derivation.result
        return same(term, result, self.derivation.where, domain) or same_components(term, result)

    def expected_of(self, row: Row, slope: D | None, times: int = 1) -> tuple[Sample, ...]:
        """Return what the formula of a row is compared with: the gradient, or another derivative that it claims."""
        assuming = () if row.anywhere else self.derivation.assuming
        if slope is None and times == 1:
            return self.samples(assuming)
        slope = slope or gradient_of(self.derivation)
        return sampled(slope, places(self.drawn(assuming, times), slope, assuming=assuming))

    def beside_kinks(self) -> tuple[Meeting, ...]:
        """Return the places where branches meet, on both sides of which the result has been found right."""
        found = meetings(self.derivation, self.sampling, self.drawn(self.derivation.assuming))
        beside = (world for met in found for world in (met.left, met.right) if not self.level(world))
        samples = numeric_gradient(self.derivation, beside)
        self.agreeing("beside a kink, the result", self.derivation.result, samples, len(samples))
        return found

    def level(self, world: World) -> bool:
        """Tell whether no branch of the result is open, for the two sides of its condition are equal on a stretch."""
        result = self.derivation.result
        return world.attempt(result, FIRST) is None and level(world, guards((result,)))

    def failure(self, what: str) -> ProofError:
        return ProofError(f"{self.derivation.id} · {what}")
