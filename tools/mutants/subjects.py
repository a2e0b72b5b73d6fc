"""What is changed, and who has to find out?

Four kinds of subject: the right side of each row of the tables, each definition of the catalogue beside the derivations
of the right one, each result, and each step of each derivation. All are put before the judge that the build asks. A
definition with another constant has the same derivatives, which is all that is claimed of it.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import sympy as sp

from generator.catalogue.derivations import derivation_of, partials_of, second_of
from generator.catalogue.index import Catalogue
from generator.catalogue.records import Activation, Case, Loss
from generator.engine import terms as t
from generator.engine.named import head_of
from generator.engine.records import Definitions, Derivation, Line, Phase, Step
from generator.engine.terms import D, Term
from generator.engine.tex import tex
from generator.errors import DldzError
from generator.verify.components import same_components
from generator.verify.exact import same
from generator.verify.judge import check_jumps, in_force
from generator.verify.receipt import Taken, measure
from generator.verify.records import Proof
from generator.verify.sampling import sampling_for, scene_of, worlds
from generator.verify.steps import drawn_for, prove_at
from generator.verify.tables import compared, rows
from generator.verify.world import World
from tools.mutants.changes import Change, changes

Entry = Activation | Loss | Case
Judge = Callable[[Term], bool]
"""Tells whether what it let pass is provably the same function; raises ``DldzError`` for what it rejects."""


@dataclass(frozen=True)
class Mutant:
    """One changed term: where it stands, what was changed, and its ``fate``.

    That is "rejected", "same" for provably the same function, "crashed" where the judge stopped without words of its
    own, with what it ``said``, or "survived".
    """

    kind: str
    place: str
    change: str
    before: str
    after: str
    fate: str
    said: str = ""


@dataclass(frozen=True)
class Subject:
    """A row of the tables, or what an entry has of one kind; ``most`` is how many changes are tried, if not all."""

    kind: str
    id: str
    most: int | None = None


def subjects(steps: int | None = None) -> Iterator[Subject]:
    """Yield the rows of the tables, then the entries; of the steps of each entry so many changes are tried."""
    yield from (Subject("rule", row.id) for row in rows())
    for entry in Catalogue().entries:
        if not entry.joined:  # the definition of a case is made of those of its parts
            yield Subject("definition", entry.id)
        yield from (Subject("result", entry.id), Subject("step", entry.id, steps))


def mutants(subject: Subject) -> tuple[Mutant, ...]:
    """Return what became of every change of a subject, or of some of them, the same ones each time."""
    places = _rule(subject.id) if subject.kind == "rule" else _KINDS[subject.kind](Catalogue().find(subject.id))
    chosen = _every(places) if subject.most is None else _some(tuple(places), subject.id, subject.most)
    return tuple(mutant for place, words in chosen for mutant in _changed(subject.kind, *place, words))


Place = tuple[str, Term, Judge]
Chosen = tuple[Place, Iterable[Change]]


def _every(places: Iterable[Place]) -> Iterator[Chosen]:
    yield from ((place, changes(place[1])) for place in places)


def _some(places: Sequence[Place], seed: str, most: int) -> Iterator[Chosen]:
    """Draw a place for each change, then of each place as many changes as it was drawn."""
    drawing = random.Random(seed)  # noqa: S311 - repeatable, not secret
    counts = Counter(drawing.choices(range(len(places)), k=most) if places else ())
    for n, count in sorted(counts.items()):
        words = tuple(changes(places[n][1]))
        yield places[n], drawing.sample(words, min(count, len(words)))


def _changed(kind: str, place: str, term: Term, judge: Judge, words: Iterable[Change]) -> Iterator[Mutant]:
    """Yield what became of each change. Raises ``DldzError`` where the judge rejects the term as it is."""
    judge(term)
    for word, changed in words:
        yield Mutant(kind, place, word, tex(term), tex(changed), *_fate(judge, changed))


def _fate(judge: Judge, changed: Term) -> tuple[str, str]:
    try:
        return "same" if judge(changed) else "survived", ""
    except DldzError:
        return "rejected", ""
    except Exception as error:  # noqa: BLE001 - whatever ends the build with a traceback is what is looked for
        return "crashed", repr(error)


def _rule(name: str) -> Iterator[Place]:
    row = next(row for row in rows() if row.id == name)
    for what, (before, after) in (("equality", (row.before, row.after)), ("example", row.fires)):

        def judged(changed: Term, before: Term = before, after: Term = after) -> bool:
            compared(row, before, changed)
            return _equal(changed, after, ())

        yield f"{row.id}, {what}", after, judged


def _derivations(entry: Entry) -> Iterator[Derivation]:
    yield from (one for one in (derivation_of(entry), second_of(entry), *partials_of(entry)) if one is not None)


def _definition(entry: Entry) -> Iterator[Place]:
    """Yield the definition, beside all that the build derives from it; that of a case is its parts' own."""
    derivations = (derivation_of(entry), *partials_of(entry))
    right = derivations[0].definition

    def judged(changed: Term) -> bool:
        for one in derivations:
            where = tuple((name, changed if term == right else term) for name, term in one.where)
            receipt = measure(replace(one, definition=changed, where=where), sampling_for(entry))
            check_jumps(one, receipt, entry)
        return all(_same_slope(changed, right, one) for one in derivations)

    yield f"{entry.id}, definition", right, judged


def _same_slope(changed: Term, right: Term, one: Derivation) -> bool:
    """Tell whether algebra proves that two definitions have the same derivative: they differ by a constant, say."""
    first, second = (sp.factor_terms(t.evaluated(x)) for x in (changed, right))
    difference = sp.expand(first - second, force=True)
    if not difference.has(one.variable.base if isinstance(one.variable, sp.Indexed) else one.variable, sp.I):
        return True
    return _equal(D(changed, one.variable), D(right, one.variable), one.where)


def _result(entry: Entry) -> Iterator[Place]:
    for derivation in _derivations(entry):
        taken: Taken = {}

        def judged(changed: Term, derivation: Derivation = derivation, taken: Taken = taken) -> bool:
            measure(replace(derivation, result=changed), sampling_for(entry), taken)
            drawn = worlds(sampling_for(entry), scene_of(derivation))
            return _equal(changed, derivation.result, derivation.where, drawn)

        yield f"{derivation.id}, {tex(derivation.goal)}", derivation.result, judged


def _step(entry: Entry) -> Iterator[Place]:
    sampling = sampling_for(entry)
    for derivation in _derivations(entry):
        for phase in (in_force(one, derivation, sampling) for one in derivation.phases):
            drawn, further = drawn_for(phase, sampling)
            prove = partial(prove_at, drawn=drawn, further=further, seed=sampling.seed)
            for n, step in enumerate(phase.steps, 1):
                judge = partial(_judged_step, phase, step, prove)
                yield f"{derivation.id}, {phase.title}, step {n} ({step.rule})", step.after, judge


def _judged_step(phase: Phase, step: Step, prove: Callable[[Phase], tuple[Proof, ...]], changed: Term) -> bool:
    """Put a phase of one step before the judge: in a longer one its neighbours would give it away."""
    line = Line("changed", (replace(step, after=changed),))
    (proof,) = prove(replace(phase, goal=step.before, start=step.before, lines=(line,)))
    return proof.method == "exact" or _equal(changed, step.after, phase.where)


def _equal(changed: Term, right: Term, where: Definitions, domain: tuple[World, ...] = ()) -> bool:
    """Tell whether algebra proves two terms to be one function, on the sides of the kinks where points lie if any."""
    first, second = _with_known_slopes(changed, where), _with_known_slopes(right, where)
    return same(first, second, where, domain) or same_components(first, second)


def _with_known_slopes(term: Term, where: Definitions) -> Term:
    """Return the term with its derivatives of numbers, and by components of what is free, as SymPy takes them."""
    defined = {head_of(name) for name, _ in where}
    known = {slope: t.ZERO for slope in term.atoms(D) if not slope.args[0].free_symbols}
    for slope in term.atoms(D) - known.keys():
        of, by = slope.args
        letters = of.atoms(sp.IndexedBase) | (of.atoms(sp.Symbol) - {base.label for base in of.atoms(sp.IndexedBase)})
        if isinstance(by, sp.Indexed) and by.base in letters and defined.isdisjoint(letters - {by.base}):
            known[slope] = t.evaluated(slope)
    return t.substitute(term, known)


_KINDS: dict[str, Callable[[Entry], Iterator[Place]]] = {"definition": _definition, "result": _result, "step": _step}
