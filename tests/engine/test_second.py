"""Is the second derivative what it is on paper, and does the answer move on the way?"""

from dataclasses import replace

import pytest
import sympy as sp

from generator.catalogue.derivations import derivation_of, second_of
from generator.catalogue.formulas import Z
from generator.catalogue.index import Catalogue
from generator.catalogue.records import Activation, Case, Loss
from generator.engine import terms as t
from generator.engine.oneline import plain, plain_equation
from generator.engine.records import Derivation
from generator.engine.second import Again, derive_second
from generator.engine.tex import tex
from generator.errors import DerivationError

CATALOGUE = Catalogue()


def second(name: str) -> Derivation:
    found = second_of(CATALOGUE.find(name))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("sigmoid", "d²a/dz² = a (1 − a) (1 − 2 a)"),
        ("identity", "d²a/dz² = 0"),
        ("half-squared-error", "d²L/da² = 1"),
        ("logistic", "d²L/da² = (a² + y − 2 a y)/(a (1 − a))²"),
        ("sigmoid-logistic", "d²L/dz² = a (1 − a)"),
        ("sigmoid-mse", "d²L/dz² = a (1 − a) (a (1 − a) + (a − y) (1 − 2 a))"),
        ("linear-mse", "d²L/dz² = 1"),
        ("cross-entropy", "∂²L/∂aᵢ∂aⱼ = yᵢ δᵢⱼ/aᵢ²"),
        ("softmax-cross-entropy", "∂²L/∂zᵢ∂zⱼ = aᵢ (δᵢⱼ − aⱼ)"),
    ],
)
def test_a_second_derivative_reads_as_on_paper(name: str, line: str) -> None:
    found = second(name)
    assert plain_equation(found.goal, found.result) == line


def test_the_first_line_is_the_first_derivative_and_the_second_moves_the_answer() -> None:
    lines = second("sigmoid-logistic").phases[0].lines
    assert [plain(line.after) for line in lines] == ["d/dz (a − y)", "a (1 − a)"]
    assert [step.rule for step in lines[1].steps] == ["sum", "lemma:sigmoid", "constant", "drop-zero"]


def test_a_precondition_is_used_last_and_the_general_form_is_kept() -> None:
    found = second("softmax-cross-entropy")
    assert [phase.title for phase in found.phases] == ["Differentiate once more", "Use the precondition"]
    assert [(form.title, plain(form.term)) for form in found.forms] == [("for any targets", "aᵢ (δᵢⱼ − aⱼ) (Σₖ yₖ)")]
    assert found.assuming


def test_a_precondition_that_is_not_needed_is_not_assumed() -> None:
    assert second("cross-entropy").assuming == ()


@pytest.mark.parametrize(
    ("name", "goal"),
    [
        ("sigmoid-logistic", r"\frac{d^{2} L}{dz^{2}}"),
        ("softmax-cross-entropy", r"\frac{\partial^{2} L}{\partial z_{i} \partial z_{j}}"),
    ],
)
def test_the_name_of_a_second_derivative_is_written_as_a_quotient(name: str, goal: str) -> None:
    assert tex(second(name).goal) == goal


def test_an_answer_inside_a_function_and_a_branch_moves_too() -> None:
    inner = Activation("f", "F", "z**3", ())
    loss = Loss("l", "L", "piecewise(log(1 + a**2), y > 0, exp(a))", ())
    found = second_of(Case(inner, loss))
    assert found is not None
    assert sum(step.rule == "lemma:f" for step in found.steps) >= 2


def test_a_missing_rule_is_told() -> None:
    first = replace(derivation_of(CATALOGUE.find("sigmoid")), result=t.call(sp.zeta, Z), forms=())
    with pytest.raises(DerivationError, match="no rule for the derivative of zeta"):
        derive_second(Again(first, Z))
