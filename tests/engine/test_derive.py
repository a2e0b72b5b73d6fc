"""A derivation is true from its first line to its last, for the functions of the site and for any others."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy.core.function import AppliedUndef

from generator.catalogue.derivations import derivation_of
from generator.catalogue.formulas import A_VEC, Y_VEC, Z_VEC, A, Y, Z
from generator.catalogue.index import Catalogue
from generator.catalogue.records import Activation, Case, Loss
from generator.engine import terms as t
from generator.engine.book import find
from generator.engine.parse import INDICES
from generator.engine.records import Derivation, Phase
from generator.engine.terms import D, Term
from generator.engine.tex import equation, tex
from tests.engine.arithmetic import MP, NoValueError, Number, Point, close, dice

pytestmark = pytest.mark.usefixtures("derived")

GOLDEN = Path(__file__).parent / "golden"
ENTRIES = Catalogue().entries
by_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)

NEEDED, DRAWN, MOST_STEPS = 3, 60, 120


def case(activation: str, loss: str) -> Derivation:
    """Derive a case of two formulas that no catalogue has."""
    return derivation_of(Case(Activation("f", "F", activation, ()), Loss("l", "L", loss, ())))


def points(derivation: Derivation, phase: Phase | None) -> Iterator[Point]:
    """Draw points at which the definitions and the preconditions of the phase hold: sum y = 1, i = j."""
    draw = dice(derivation.id)
    functions = tuple(pair for pair in derivation.where if isinstance(pair[0], AppliedUndef))
    where = functions if phase is None else (*phase.where, *functions)
    assuming = derivation.assuming if phase is None else phase.assuming
    for _ in range(DRAWN):
        numbers = {letter: _between(draw, 0.2, 0.8) for letter in parameters_of(derivation)}
        numbers |= {A: _between(draw, 0.1, 0.9), Y: _between(draw, 0.1, 0.9), Z: _between(draw, -1.5, 1.5)}
        vectors = {base: [_between(draw, 0.1, 0.9) for _ in range(3)] for base in vectors_of(derivation)}
        if any(isinstance(term, sp.Sum) for term, _ in assuming):
            vectors[Y_VEC] = [y / MP.fsum(vectors[Y_VEC]) for y in vectors[Y_VEC]]
        places = {letter: draw.randint(1, 3) for letter in INDICES.values()}
        point = Point({**numbers, **vectors}, where, places)
        if all(_holds(point, *pair) for pair in assuming):
            yield free_of_defined(point)


def parameters_of(derivation: Derivation) -> tuple[Term, ...]:
    """Return the letters of the definition that are neither a, y and z nor vectors nor indices."""
    symbols = {x for x in derivation.definition.atoms(sp.Symbol) if not x.is_integer}
    return tuple(sorted(symbols - {A, Y, Z} - {base.label for base in vectors_of(derivation)}, key=str))


def vectors_of(derivation: Derivation) -> tuple[sp.IndexedBase, ...]:
    """Return a, y and z, and what else the definition takes the components of."""
    return tuple(dict.fromkeys((A_VEC, Y_VEC, Z_VEC, *(x.base for x in derivation.definition.atoms(sp.Indexed)))))


def free_of_defined(point: Point) -> Point:
    """Return the point without numbers for what is defined, so that the definition is read."""
    defined = {name.base if isinstance(name, sp.Indexed) else name for name, _ in point.where}
    return Point({k: v for k, v in point.numbers.items() if k not in defined}, point.where, point.indices)


def _between(draw: Random, low: float, high: float) -> Number:
    return MP.mpf(draw.uniform(low, high))


def _holds(point: Point, term: Term, value: Term) -> bool:
    return close(point.value(term), point.value(value))


def values(point: Point, *terms: Term) -> list[Number]:
    """Return the values of the terms, or nothing where one of them has none."""
    try:
        return [point.value(term) for term in terms]
    except NoValueError:
        return []


def check_steps(derivation: Derivation) -> None:
    """Check that both sides of every step have one value, wherever both have any."""
    for phase in derivation.phases:
        drawn = list(points(derivation, phase))
        for step in phase.steps:
            found = list(islice(filter(None, (values(point, step.before, step.after) for point in drawn)), NEEDED))
            assert all(close(*pair) for pair in found), f"{step.rule}: {equation(step.before, step.after)}"
            assert len(found) == NEEDED, f"{step.rule}: {equation(step.before, step.after)} has no value"


def gradients(derivation: Derivation) -> list[list[Number]]:
    """Return pairs of the numeric gradient of the definition and the result, at points at which both have a value."""
    drawn = (replace(point, where=derivation.where) for point in points(derivation, None))
    slope = D(derivation.definition, derivation.variable)
    found = (values(free_of_defined(point), slope, derivation.result) for point in drawn)
    return list(islice(filter(None, found), 2 * NEEDED))


def check_joins(derivation: Derivation) -> None:
    """Check that each step starts where the one before it ended, and that the last line is the result."""
    for phase in derivation.phases:
        ends = [phase.start, *(step.after for step in phase.steps)]
        assert [step.before for step in phase.steps] == ends[:-1]
        assert phase.result == ends[-1]
    assert derivation.result in [phase.result for phase in derivation.phases]
    assert not derivation.result.has(D)


def check(derivation: Derivation) -> None:
    """Check all that a derivation promises."""
    check_joins(derivation)
    check_steps(derivation)
    found = gradients(derivation)
    assert all(close(*pair) for pair in found), tex(derivation.result)
    assert len(found) >= NEEDED
    assert len(derivation.steps) <= MOST_STEPS


@by_entry
def test_a_derivation_of_the_catalogue_is_true(entry: Activation | Loss | Case) -> None:
    check(derivation_of(entry))


@by_entry
def test_the_last_line_of_the_last_unconditional_phase_is_the_result(entry: Activation | Loss | Case) -> None:
    derivation = derivation_of(entry)
    conditional = [form.title for form in derivation.forms if form.assuming]
    last = [phase for phase in derivation.phases if phase.title not in conditional][-1]
    assert derivation.result == last.result


@by_entry
def test_every_step_is_by_a_rule_of_the_book_at_the_place_that_it_names(entry: Activation | Loss | Case) -> None:
    for step in derivation_of(entry).steps:
        find(step.rule)
        assert step.part == t.at(step.before, step.place)
        assert step.before != step.after


def test_the_check_rejects_a_result_that_is_not_the_derivative() -> None:
    wrong = replace(case("1/(1 + exp(-z))", "(a - y)**2/2"), result=t.add(A, t.neg(Y)))
    assert not all(close(*pair) for pair in gradients(wrong))


def test_the_check_rejects_a_step_that_changes_the_value() -> None:
    derivation = derivation_of(Catalogue().find("sigmoid"))
    phase = derivation.phases[0]
    line = replace(phase.lines[0], steps=(replace(phase.steps[0], after=t.neg(phase.steps[0].after)),))
    with pytest.raises(AssertionError, match="reciprocal"):
        check_steps(replace(derivation, phases=(replace(phase, lines=(line,)),)))


def test_the_check_rejects_steps_that_do_not_join() -> None:
    derivation = derivation_of(Catalogue().find("sigmoid"))
    phase = derivation.phases[0]
    with pytest.raises(AssertionError):
        check_joins(replace(derivation, phases=(replace(phase, lines=phase.lines[1:]),)))


# What nobody thought of.

_UNARY = (
    "-({})", "({})**2", "({})**3", "2**({})", "sqrt(1 + {}**2)", "exp({})", "log(2 + {}**2)", "1/(1 + exp(-({})))",
    "sin({})", "cos({})", "tanh({})", "sinh({})", "cosh({})", "atan({})", "asin(tanh({})/2)", "erf({})",
    "abs({})", "sign({})", "max({}, 0)", "piecewise({0}, {0} > 0, ({0})**2)",
)  # fmt: skip
_BINARY = ("{} + {}", "{} - ({})", "({})*({})", "({})/(2 + ({})**2)", "max({}, {})", "({})/(1 + exp({}))")


def formulas(*letters: str) -> st.SearchStrategy[str]:
    """Return formulas of moderate size in these letters that have a value almost everywhere."""

    def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        one = st.builds(lambda shape, x: shape.format(x), st.sampled_from(_UNARY), inner)
        two = st.builds(lambda shape, x, y: shape.format(x, y), st.sampled_from(_BINARY), inner, inner)
        return one | two

    return st.recursive(st.sampled_from((*letters, "2", "0.5")), grown, max_leaves=3)


def with_letter(letter: str, *others: str) -> st.SearchStrategy[str]:
    """Return formulas in which the letter occurs outside the names of functions."""
    return formulas(letter, letter, *others).filter(lambda text: re.search(rf"\b{letter}\b", text) is not None)


thoroughly = settings(max_examples=30, deadline=None, derandomize=True, database=None)


@thoroughly
@given(with_letter("z"))
def test_any_activation_is_derived(formula: str) -> None:
    check(derivation_of(Activation("f", "F", formula, ())))


@thoroughly
@given(with_letter("a", "y"))
def test_any_loss_is_derived(formula: str) -> None:
    check(derivation_of(Loss("l", "L", formula, ())))


@settings(thoroughly, max_examples=20)
@given(with_letter("z"), with_letter("a", "y"))
def test_any_activation_before_any_loss_is_derived(activation: str, loss: str) -> None:
    check(case(activation, loss))
