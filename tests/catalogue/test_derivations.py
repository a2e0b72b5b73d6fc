"""Every entry of the catalogue has a derivation that ends in a formula in the letters of its page."""

import pytest
import sympy as sp
from sympy.core.function import AppliedUndef

from generator.catalogue.derivations import derivation_of, partials_of, second_of
from generator.catalogue.formulas import A_VEC, Y_VEC, Z_VEC, A, Y, Z, heads, value_of
from generator.catalogue.index import Catalogue
from generator.catalogue.operations import OPERATIONS
from generator.catalogue.records import Activation, Case, Loss
from generator.engine.terms import D, Term
from generator.errors import ExpressionError

pytestmark = pytest.mark.usefixtures("derived")

CATALOGUE = Catalogue()
by_entry = pytest.mark.parametrize("entry", CATALOGUE.entries, ids=lambda entry: entry.id)


@by_entry
def test_every_entry_derives_under_its_own_id_and_title(entry: Activation | Loss | Case) -> None:
    derivation = derivation_of(entry)
    assert (derivation.id, derivation.title) == (entry.id, entry.in_sentence)
    assert derivation.phases
    assert not derivation.result.has(D)


@by_entry
def test_a_gradient_is_taken_by_the_variable_of_the_entry(entry: Activation | Loss | Case) -> None:
    variable, *_ = heads(entry)
    assert derivation_of(entry).variable.has(variable)


@pytest.mark.parametrize("entry", CATALOGUE.cases, ids=lambda entry: entry.id)
def test_a_case_uses_its_activation_and_its_loss_as_lemmas(entry: Case) -> None:
    assert set(derivation_of(entry).uses) == {entry.activation.id, entry.loss.id}


@by_entry
def test_a_result_holds_no_letter_that_its_page_does_not_know(entry: Activation | Loss | Case) -> None:
    known = {*entry.inputs} | (set() if isinstance(entry, Loss) else {"a"})
    result = derivation_of(entry).result
    found = {str(letter) for letter in (A, Y, Z, A_VEC, Y_VEC, Z_VEC) if result.has(letter)}
    assert found <= known


@by_entry
def test_an_entry_is_derived_once_with_and_without_what_is_for_readers_only(entry: Activation | Loss | Case) -> None:
    assert derivation_of(entry) is derivation_of(entry.bare)


@by_entry
def test_every_entry_but_a_jacobian_has_a_second_derivative(entry: Activation | Loss | Case) -> None:
    second = second_of(entry)
    if isinstance(entry, Activation) and entry.vector:
        assert second is None
        return
    assert second is not None
    assert second.first == derivation_of(entry)
    assert second.goal.args[0] == second.first.goal
    assert not second.spelled.has(D, AppliedUndef)


@pytest.mark.parametrize("entry", CATALOGUE.cases, ids=lambda entry: entry.id)
def test_the_second_derivative_of_a_case_uses_its_activation_as_a_lemma(entry: Case) -> None:
    second = second_of(entry)
    fired = {step.rule for step in second.steps} if second else set()
    assert second is not None
    assert set(second.uses) == {entry.activation.id}
    assert (f"lemma:{entry.activation.id}" in fired) == _values(second.phases[0].lines[0].after).has(A, A_VEC)


@by_entry
def test_a_gradient_for_a_parameter_takes_it_as_the_variable(entry: Activation | Loss | Case) -> None:
    own = entry.activation.parameters if isinstance(entry, Case) else entry.parameters
    letters = [parameter.letter for parameter in own if parameter.gradient]
    assert [derivation.variable for derivation in partials_of(entry)] == letters
    for derivation, letter in zip(partials_of(entry), letters, strict=True):
        assert derivation.goal == D(derivation_of(entry).goal.args[0], letter)
        assert not derivation.result.has(D)


def test_a_learned_slope_gets_the_upstream_gradient_where_its_branch_is_taken() -> None:
    alpha = sp.Symbol("alpha", real=True)
    (derivation,) = partials_of(CATALOGUE.find("prelu-mse"))
    found = derivation.result.subs({A: 3, Y: 1, alpha: sp.Rational(1, 4)})
    assert [found.subs(Z, z).doit() for z in (-2, 2)] == [-4, 0]


def _values(term: Term) -> Term:
    """Return a term without the conditions of its branches, in which nothing is differentiated."""
    return term.args[0].replace(sp.Piecewise, lambda *branches: sp.Function("branches")(*(x for x, _ in branches)))


@pytest.mark.parametrize("entry", CATALOGUE.cases, ids=lambda entry: entry.id)
def test_a_case_is_also_written_in_the_argument_alone(entry: Case) -> None:
    derivation = derivation_of(entry)
    in_z = [form.term for form in derivation.forms if form.title == "in terms of the argument"]
    if in_z or not _has_branched_condition(derivation.result, entry):
        assert len(in_z) == derivation.result.has(A, A_VEC)
    assert not any(term.has(A, A_VEC, sp.ITE) for term in in_z)


def _has_branched_condition(result: Term, entry: Case) -> bool:
    """Tell whether the answer, which has branches, stands in a condition: nobody could read it written out there."""
    conditions = [when for part in result.atoms(sp.Piecewise) for _, when in part.args]
    return value_of(entry.activation).has(sp.Piecewise) and any(when.has(A, A_VEC) for when in conditions)


def test_a_layer_has_no_derivation_by_one_variable() -> None:
    with pytest.raises(TypeError):
        derivation_of(OPERATIONS[0])


def test_a_formula_that_cannot_be_read_is_told() -> None:
    with pytest.raises(ExpressionError, match="unknown function 'squash'"):
        derivation_of(Activation("f", "F", "squash(z)", ()))
