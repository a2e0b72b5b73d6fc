"""What is said of corners follows from the two slopes beside them."""

from dataclasses import replace

import pytest
import sympy as sp
from sympy import Interval, Rational

from generator.catalogue.derivations import derivation_of, second_of
from generator.catalogue.formulas import Z
from generator.catalogue.index import Catalogue
from generator.catalogue.parameter import Parameter
from generator.catalogue.records import Activation, Case, Loss
from generator.engine import terms as t
from generator.engine.parse import parse
from generator.engine.terms import Term
from generator.pages.kink_lines import zero_of
from generator.pages.kinks import Choice, choice_of, kink_sentences
from generator.verify.receipt import measure
from generator.verify.sampling import sampling_for

CATALOGUE = Catalogue()
find = CATALOGUE.find


def said(entry: Activation | Loss | Case, *, twice: bool = False) -> tuple[str, ...]:
    derivation = second_of(entry) if twice else derivation_of(entry)
    assert derivation is not None
    return kink_sentences(measure(derivation, sampling_for(entry)).kinks, derivation.variable, second=twice)


@pytest.mark.parametrize(
    ("formula", "place", "words"),
    [
        ("max(z, 0)", "$z = 0$", "it is 0 from the left and 1 from the right. Any value in [0, 1] is a subgradient."),
        ("abs(z - 1/2)", r"$z = \frac{1}{2}$", "Any value in [−1, 1] is a subgradient."),
        (
            "min(z, 2*z - 1)",
            "$z = 1$",
            "Any value in [1, 2] is a generalised gradient; a concave corner has no subgradient",
        ),
        ("max(z, 0)**2", "$z = 0$", "without a corner: the derivative is 0 from both sides."),
        ("sign(z)", "$z = 0$", "it jumps, and there is no derivative; beside it the slope is 0 and 0."),
    ],
)
def test_a_corner_is_told_with_what_lies_between_its_slopes(formula: str, place: str, words: str) -> None:
    (sentence,) = said(Activation("f", "F", formula, ()))
    assert sentence.startswith(f"At {place} ")
    assert words in sentence


def test_a_corner_that_moves_with_the_target_is_told_once() -> None:
    (sentence,) = said(Loss("l", "L", "abs(a - y)", ()))
    assert sentence == (
        "At $a = y$ there is no derivative: it is −1 from the left and 1 from the right. "
        "Any value in [−1, 1] is a subgradient."
    )


def test_a_corner_whose_slopes_depend_on_the_target_is_told_for_each() -> None:
    sentences = said(Loss("l", "L", "y*abs(a)", ()))
    assert len(sentences) == 2
    assert all(sentence.startswith("At $a = 0$, for y = ") for sentence in sentences)


QUARTER = Parameter("tau", Rational(1, 4), "a slope", Interval.open(0, 1))


def test_a_corner_whose_slopes_depend_on_a_parameter_alone_is_told_once_with_formulas() -> None:
    (sentence,) = said(Loss("l", "L", "piecewise(tau*(y - a), y > a, (1 - tau)*(a - y))", (), parameters=(QUARTER,)))
    assert sentence == (
        "At $a = y$ there is no derivative: it is −τ from the left and 1 − τ from the right. "
        "Any value in [−τ, 1 − τ] is a subgradient."
    )


def test_slopes_that_change_where_another_letter_does_are_told_in_numbers() -> None:
    """Which side of y the corner lies on is not for the parameter to say."""
    loss = Loss(
        "l", "L", "piecewise(tau*(y - a), y > a, 2*tau*(a - y))", (), parameters=(QUARTER,), targets=Interval(1, 2)
    )
    relu = CATALOGUE.find("relu")
    assert isinstance(relu, Activation)
    sentences = [each for each in said(Case(relu, loss)) if each.startswith("At $z = 0$")]
    assert len(sentences) == 2
    assert all(", for y = " in each for each in sentences)


def test_a_corner_that_points_up_or_down_with_a_parameter_is_told_in_numbers() -> None:
    double = replace(QUARTER, range=Interval.open(0, 2))
    sentences = said(Activation("f", "F", "piecewise(z, z > 0, 4*tau*z)", (), parameters=(double,)))
    assert {sentence.split(" for ")[1].split(" ")[0] for sentence in sentences} == {"τ"}
    assert len(sentences) == 2


def test_a_component_of_a_vector_has_its_corner() -> None:
    penalty = Loss("l", "L", "tau*Sum(abs(w[k]), k)", (), variable="w", targets=None, parameters=(QUARTER,))
    (sentence,) = said(penalty)
    assert sentence == (
        "At $w_{i} = 0$ there is no derivative: it is −τ from the left and τ from the right. "
        "Any value in [−τ, τ] is a subgradient."
    )


def test_where_the_slope_jumps_there_is_no_second_derivative() -> None:
    (sentence,) = said(Activation("f", "F", "max(z, 0)", ()), twice=True)
    assert sentence == (
        "At $z = 0$ the first derivative jumps, and there is no second derivative; beside it the second derivative is "
        "0 and 0."
    )


def test_a_corner_of_the_first_derivative_has_no_subgradient() -> None:
    (sentence,) = said(Activation("f", "F", "max(z, 0)**2", ()), twice=True)
    assert sentence == "At $z = 0$ the second derivative jumps: it is 0 from the left and 2 from the right."


def test_a_function_without_branches_has_nothing_to_tell() -> None:
    assert said(Activation("f", "F", "exp(z)", ())) == ()


def test_what_libraries_take_is_a_row_for_each_and_a_column_for_each_corner() -> None:
    shrink, hard_tanh = (choice_of(find(name), Z) for name in ("softshrink", "hard-tanh"))
    assert shrink == Choice(
        "PyTorch 2.13.0 and TensorFlow 2.21.0",
        (r"$z = -\lambda$", r"$z = \lambda$"),
        (
            ("torch.nn.functional.softshrink(z, lamda)", ("$0$", "$0$")),
            ("tf.keras.activations.soft_shrink(z, lamda)", ("$0$", "$0$")),
        ),
    )
    assert hard_tanh is not None
    assert [slopes for _, slopes in hard_tanh.rows] == [("$0$", "$0$"), ("$1$", "$1$"), ("$1$", "$1$")]


def test_of_a_function_that_no_library_has_nothing_is_told() -> None:
    assert choice_of(Activation("f", "F", "max(z, 0)", ()), Z) is None


@pytest.mark.parametrize("twice", [False, True])
def test_a_place_of_the_answer_is_told_in_the_answer(twice: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """It was told at points drawn at random, or in a formula of z as wide as two phones."""
    case = find("tanhshrink-huber")
    derivation = second_of(case) if twice else derivation_of(case)
    assert derivation is not None
    kinks = measure(derivation, sampling_for(case)).kinks
    (sentence,) = kink_sentences(kinks, Z, derivation.where, second=twice)
    assert sentence.startswith(r"Where $\left\vert a - y\right\vert  = \delta$ ")
    assert ("the second derivative jumps, as from" if twice else "without a corner") in sentence


def test_an_equation_has_something_on_both_of_its_sides() -> None:
    case = find("sigmoid-squared-hinge")
    kinks = measure(derivation_of(case), sampling_for(case)).kinks
    assert all("$0 = " not in sentence for sentence in kink_sentences(kinks, Z, derivation_of(case).where))


def test_what_is_alike_at_all_points_is_told_once() -> None:
    """At z = 0 softsign has no corner, whatever the target is."""
    case = find("softsign-huber")
    kinks = measure(derivation_of(case), sampling_for(case)).kinks
    sentences = kink_sentences(kinks, Z, derivation_of(case).where)
    assert [sentence for sentence in sentences if "z = 0" in sentence] == [
        "Where $z = 0$ two branches meet without a corner: the derivative is the same from both sides."
    ]


@pytest.mark.parametrize("name", ["hard-swish-huber", "celu-huber", "selu-huber", "hard-sigmoid-huber"])
def test_a_distance_from_the_target_is_told_in_the_output_whichever_branch_it_is_of(name: str) -> None:
    """Seen before: delta = |y + -1/6 z (3 + z)|, delta = sqrt((-alpha - y + ...)^2), and a sentence for each branch."""
    entry = find(name)
    derivation = derivation_of(entry)
    kinks = measure(derivation, sampling_for(entry)).kinks
    sentences = kink_sentences(kinks, derivation.variable, derivation.where)
    (told,) = [one for one in sentences if r"\delta" in one.partition(" two branches")[0]]
    assert told.startswith(r"Where $\left\vert a - y\right\vert  = \delta$ two branches meet without a corner: ")


def _read(text: str) -> Term:
    return parse(text, {name: sp.Symbol(name, real=True) for name in ("a", "y", "delta")})


@pytest.mark.parametrize(
    ("left", "right", "shown"),
    [
        ("1", "y*a", ("y*a", "1")),
        ("y", "a", ("a", "y")),
        ("a", "y", ("a", "y")),
        ("delta", "abs(a - y)", ("abs(a - y)", "delta")),
    ],
)
def test_what_says_less_stands_at_the_right_of_an_equation(left: str, right: str, shown: tuple[str, str]) -> None:
    guard = t.add(_read(left), t.neg(_read(right)))
    assert zero_of(guard) == tuple(map(_read, shown))


def test_a_place_is_written_with_the_letters_of_the_unit_first() -> None:
    entry = find("huber")
    derivation = derivation_of(entry)
    sentences = " ".join(kink_sentences(measure(derivation, sampling_for(entry)).kinks, derivation.variable))
    assert r"$a = y + \delta$" in sentences
    assert r"\delta + y" not in sentences
