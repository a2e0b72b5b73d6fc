"""Which form of a function and of its derivative should a machine compute?

The form as it is written and the forms that the engine's rewrites lead to are measured in every floating point format
(``rounding``); the best one is taken, if it is any better, and each step towards it is proved like any other step.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import sympy as sp

from generator.catalogue.formulas import at_usual
from generator.catalogue.records import Activation, Case, Loss
from generator.engine.records import Derivation, Line, Phase, Step
from generator.engine.resolve import put_in
from generator.engine.simplify import cost
from generator.engine.stable import stable_lines
from generator.engine.terms import Term
from generator.errors import ProofError
from generator.verify.judge import in_force
from generator.verify.records import Proof
from generator.verify.rounding import ALLOWED, Rounded, Truth, agree, rounded, truth
from generator.verify.sampling import sampling_for
from generator.verify.steps import prove_phase
from generator.verify.sweep import Sweep, sweep_of

Entry: TypeAlias = Activation | Loss | Case

_NONE = 1100
"""The order of an error without a value: larger than that of any number."""

GAIN = 4
"""By how many times a form has to be better in some format, unless it is good throughout or spoilt half as often."""


@dataclass(frozen=True)
class Form:
    """A form to compute, the lines that lead to it from what is written, and how it fares in every format."""

    term: Term
    lines: tuple[Line, ...]
    fares: tuple[Rounded, ...]

    @property
    def misses(self) -> int:
        """In how many formats the form is off by more than is allowed."""
        return sum(not one.holds for one in self.fares)

    @property
    def lapses(self) -> int:
        """In how many formats it is off by more than that anywhere, zeros of the function included."""
        return sum(one.anywhere > ALLOWED for one in self.fares)

    @property
    def worst(self) -> float:
        """The largest error in units in the last place, whatever the format."""
        return max(one.worst for one in self.fares)

    @property
    def spoilt(self) -> float:
        """The share of the numbers at which it is off by more than that, added up over the formats, in hundredths."""
        return round(sum(one.spoilt for one in self.fares), 2)

    @property
    def order(self) -> int:
        """The sizes of the errors that are larger than is allowed, by powers of two, added up over the formats."""
        missed = (one.worst for one in self.fares if not one.holds)
        return sum(math.frexp(worst)[1] if math.isfinite(worst) else _NONE for worst in missed)


@dataclass(frozen=True)
class Computed:
    """A function: its name, how the form as it is written fares, and the one to compute where that is better.

    ``sweep`` tells at which numbers. ``proofs`` are aligned with the steps of the lines of ``better``.
    """

    name: Term
    sweep: Sweep
    written: Form
    better: Form | None = None
    proofs: tuple[Proof, ...] = ()


def computed(entry: Entry, derivation: Derivation) -> tuple[Computed, ...]:
    """Return how a function, and its derivative, should be computed.

    A form with a step that cannot be proved is not offered. Raises ``ProofError`` for what no machine computes.
    """
    return computed_value(entry, derivation), computed_slope(entry, derivation)


def computed_value(entry: Entry, derivation: Derivation) -> Computed:
    """Return how a function should be computed. Raises ``ProofError`` for what no machine computes."""
    above = derivation.goal.args[0]
    return _computed(entry, derivation, above, (_start(derivation, above, derivation.definition),))


def computed_slope(entry: Entry, derivation: Derivation) -> Computed:
    """Return how a derivative should be computed. Raises ``ProofError`` for what no machine computes."""
    return _computed(entry, derivation, derivation.goal, tuple(_slopes(derivation)))


Start = tuple[Term, tuple[Line, ...]]
"""A form in the letters of the sweep alone, and the line that leads to it from what the page shows."""


def _start(derivation: Derivation, name: Term, term: Term) -> Start:
    """Put all definitions in."""
    full = put_in(term, derivation.where)
    changed = full != term and name == derivation.goal
    return full, (Line("Put the definitions in", (Step(term, full, "answer"),)),) if changed else ()


def _slopes(derivation: Derivation) -> Iterator[Start]:
    """Yield the derivative as the page shows it, then its other forms that need nothing more."""
    yield _start(derivation, derivation.goal, derivation.result)
    for form in derivation.forms:
        if not form.assuming:
            yield put_in(form.term, derivation.where), ()


def best_of(term: Term, entry: Entry) -> Term:
    """Return the form to compute of a function of what the entry takes: of few, the first that float32 does not spoil.

    Only where float64 and float32 differ about a form are the true values worked out, to choose among all of them; and
    only where all of them are without a value somewhere is a longer way tried.
    """
    sweep = sweep_of(entry, at_usual(term, entry))
    forms = list[Term]()
    for form in _distinct(term, _FEW):
        if agree(at_usual(form, entry), sweep):
            return form
        forms.append(form)
    true = truth(at_usual(term, entry), sweep)
    best = min((_form(entry, true, form, ()) for form in forms), key=_rank)
    if all(math.isfinite(fare.worst) for fare in best.fares[:2]) or term.has(sp.Sum):  # worked out, these are too long
        return best.term
    return min((best, *(_form(entry, true, form, ()) for form in _distinct(term, (_LONG,)))), key=_rank).term


def _distinct(term: Term, ways: Iterable[dict[str, bool]]) -> Iterator[Term]:
    """Yield the forms that some ways lead to, each once."""
    found = set[Term]()
    for way in ways:
        lines = stable_lines(term, **way)
        form = lines[-1].after if lines else term
        if form not in found:
            found.add(form)
            yield form


def _computed(entry: Entry, derivation: Derivation, name: Term, starts: tuple[Start, ...]) -> Computed:
    sweep = sweep_of(entry, at_usual(starts[0][0], entry))
    true = truth(at_usual(starts[0][0], entry), sweep)
    written = _form(entry, true, starts[0][0], ())
    if not written.lapses:
        return Computed(name, sweep, written)
    forms = _candidates(entry, true, starts)
    for better in sorted(forms, key=_rank):
        if not _worth(better, written):
            break
        try:
            return Computed(name, sweep, written, better, _proofs(entry, derivation, better))
        except ProofError:  # a form that cannot be proved is not offered, whatever its figures
            continue
    return Computed(name, sweep, written)


def _form(entry: Entry, true: Truth, term: Term, lines: tuple[Line, ...]) -> Form:
    return Form(term, lines, rounded(at_usual(term, entry), true))


STAGES: tuple[dict[str, bool], ...] = ({}, {"floated": True}, {"expanded": True}, {"expanded": True, "floated": True})
"""The ways to other forms, the shortest first; the next is tried where no form is good throughout, and a long one where
none is in float64 and float32."""

_FEW = tuple({"collected": False, **stage} for stage in STAGES[:3])
"""The ways to a form of what is computed beside the result: most entries need the first one only."""

_LONG = {"collected": False, **STAGES[3]}
"""The way for what is left without a value."""

_WAYS = tuple({"collected": collected, "scaled": scaled} for scaled in (False, True) for collected in (True, False))


def _candidates(entry: Entry, true: Truth, starts: tuple[Start, ...]) -> list[Form]:
    """Return other forms than the one that is written, each once."""
    found: dict[Term, Form] = {}
    for stage in STAGES:
        formats = 2 if "floated" in stage else None
        if any(all(fare.holds for fare in form.fares[:formats]) for form in found.values()):
            continue
        for term, lines in _others(starts, stage):
            if term not in found:
                found[term] = _form(entry, true, term, lines)
    return list(found.values())


def _others(starts: tuple[Start, ...], stage: dict[str, bool]) -> Iterator[Start]:
    """Yield every form that differs from the one that is written, with the lines that lead to it."""
    for place, (term, first) in enumerate(starts):
        for way in _WAYS:
            if lines := stable_lines(term, **way, **stage):
                yield lines[-1].after, (*first, *lines)
        if place:
            yield term, ()


def _worth(better: Form, written: Form) -> bool:
    """Tell whether a form is worth another formula: good throughout, or ``GAIN`` times as good in some format."""
    if _rank(better)[:-1] >= _rank(written)[:-1]:
        return False
    pairs = zip(better.fares, written.fares, strict=True)
    gains = any(one.worst * GAIN < other.worst for one, other in pairs)
    return gains or not better.misses or better.spoilt * 2 < written.spoilt


def _rank(form: Form) -> tuple[int, int, float, int, float]:
    """Return how good a form is: the formats that it misses, where, by how much, and its length."""
    return form.misses, form.lapses, form.spoilt, form.order, cost(form.term)


def _proofs(entry: Entry, derivation: Derivation, form: Form) -> tuple[Proof, ...]:
    if not form.lines:
        return ()
    start, sampling = form.lines[0].before, sampling_for(entry)
    phase = Phase("The form to compute", start, start, form.lines, derivation.where)
    return prove_phase(in_force(phase, derivation, sampling), sampling)
