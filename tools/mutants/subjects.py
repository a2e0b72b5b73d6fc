"""What is changed, and who has to find out?

Four kinds of subject: the right side of each row of the tables, each definition of the catalogue beside the derivation
of the right one, each result, and each step of each derivation. All are put before the judge that the build asks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from generator.catalogue.derivations import derivation_of, second_of
from generator.catalogue.index import Catalogue
from generator.catalogue.records import Activation, Case, Loss
from generator.engine import terms as t
from generator.engine.records import Derivation, Line, Phase, Step
from generator.engine.terms import D, Term
from generator.engine.tex import tex
from generator.errors import DldzError
from generator.verify.exact import same
from generator.verify.judge import in_force
from generator.verify.receipt import measure
from generator.verify.records import Proof
from generator.verify.sampling import sampling_for, scene_of, worlds
from generator.verify.steps import prove_at
from generator.verify.tables import compared, rows
from tools.mutants.changes import changes

Entry = Activation | Loss | Case
Judge = Callable[[Term], bool]
"""Tells whether what it let pass is provably the same function; raises ``DldzError`` for what it rejects."""


@dataclass(frozen=True)
class Mutant:
    """One changed term: where it stands, what was changed, and its ``fate``.

    That is "rejected", "same" for provably the same function, "crashed" where the judge stopped without words of its
    own, or "survived".
    """

    kind: str
    place: str
    change: str
    before: str
    after: str
    fate: str


def names() -> Iterator[tuple[str, str]]:
    """Yield every subject by kind and id: the rows of the tables, then the entries."""
    yield from (("rule", row.id) for row in rows())
    for entry in Catalogue().entries:
        yield from ((kind, entry.id) for kind in ("definition", "result", "step"))


def mutants(name: tuple[str, str]) -> tuple[Mutant, ...]:
    """Return what became of every change of a subject."""
    kind, subject = name
    places = _rule(subject) if kind == "rule" else _KINDS[kind](Catalogue().find(subject))
    return tuple(mutant for place in places for mutant in _changed(kind, *place))


def _changed(kind: str, place: str, term: Term, judge: Judge) -> Iterator[Mutant]:
    """Yield what became of each change. Raises ``DldzError`` where the judge rejects the term as it is."""
    judge(term)
    for word, changed in changes(term):
        yield Mutant(kind, place, word, tex(term), tex(changed), _fate(judge, changed))


def _fate(judge: Judge, changed: Term) -> str:
    try:
        return "same" if judge(changed) else "survived"
    except DldzError:
        return "rejected"
    except KeyError:  # an index that has no value here: the build stops, though not with words of its own
        return "crashed"


Place = tuple[str, Term, Judge]


def _rule(name: str) -> Iterator[Place]:
    row = next(row for row in rows() if row.id == name)
    for what, (before, after) in (("equality", (row.before, row.after)), ("example", row.fires)):

        def judged(changed: Term, before: Term = before, after: Term = after) -> bool:
            compared(row, before, changed)
            return same(_without_constants(changed), _without_constants(after), ())

        yield f"{row.id}, {what}", after, judged


def _derivations(entry: Entry) -> Iterator[Derivation]:
    yield from (one for one in (derivation_of(entry), second_of(entry)) if one is not None)


def _definition(entry: Entry) -> Iterator[Place]:
    derivation = derivation_of(entry)

    def judged(changed: Term) -> bool:
        where = tuple((name, changed if term == derivation.definition else term) for name, term in derivation.where)
        measure(replace(derivation, definition=changed, where=where), sampling_for(entry))
        return same(changed, derivation.definition, derivation.where)

    yield f"{entry.id}, definition", derivation.definition, judged


def _result(entry: Entry) -> Iterator[Place]:
    for derivation in _derivations(entry):

        def judged(changed: Term, derivation: Derivation = derivation) -> bool:
            measure(replace(derivation, result=changed), sampling_for(entry))
            drawn = worlds(sampling_for(entry), scene_of(derivation))
            return same(changed, derivation.result, derivation.where, drawn)

        yield f"{derivation.id}, {tex(derivation.goal)}", derivation.result, judged


def _step(entry: Entry) -> Iterator[Place]:
    sampling = sampling_for(entry)
    for derivation in _derivations(entry):
        for phase in (in_force(one, derivation, sampling) for one in derivation.phases):
            drawn = worlds(sampling, scene_of(phase))
            for n, step in enumerate(phase.steps, 1):
                judge = partial(_judged_step, phase, step, partial(prove_at, drawn=drawn, seed=sampling.seed))
                yield f"{derivation.id}, {phase.title}, step {n} ({step.rule})", step.after, judge


def _judged_step(phase: Phase, step: Step, prove: Callable[[Phase], tuple[Proof, ...]], changed: Term) -> bool:
    """Put a phase of one step before the judge: in a longer one its neighbours would give it away."""
    line = Line("changed", (replace(step, after=changed),))
    (proof,) = prove(replace(phase, goal=step.before, start=step.before, lines=(line,)))
    return proof.method == "exact" or same(_without_constants(changed), _without_constants(step.after), phase.where)


def _without_constants(term: Term) -> Term:
    """Return the term with 0 in the place of each derivative of a number, which algebra takes for a letter."""
    return term.xreplace({slope: t.ZERO for slope in term.atoms(D) if not slope.args[0].free_symbols})


_KINDS: dict[str, Callable[[Entry], Iterator[Place]]] = {"definition": _definition, "result": _result, "step": _step}
