"""What is said of corners follows from the two slopes beside them."""

import pytest

from generator.catalogue.derivations import derivation_of, second_of
from generator.catalogue.records import Activation, Loss
from generator.pages.kinks import kink_sentences
from generator.verify.receipt import measure
from generator.verify.sampling import sampling_for


def said(entry: Activation | Loss, *, twice: bool = False) -> tuple[str, ...]:
    derivation = second_of(entry) if twice else derivation_of(entry)
    assert derivation is not None
    return kink_sentences(measure(derivation, sampling_for(entry)).kinks, derivation.variable)


@pytest.mark.parametrize(
    ("formula", "place", "words"),
    [
        ("max(z, 0)", "$z = 0$", "it is 0 from the left and 1 from the right. Any value in [0, 1] is a subgradient."),
        ("abs(z - 1/2)", r"$z = \frac{1}{2}$", "Any value in [−1, 1] is a subgradient."),
        ("min(z, 2*z - 1)", "$z = 1$", "Any value in [1, 2] is a generalised gradient; none is a subgradient"),
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


def test_where_the_slope_jumps_there_is_no_second_derivative() -> None:
    (sentence,) = said(Activation("f", "F", "max(z, 0)", ()), twice=True)
    assert sentence == "At $z = 0$ it jumps, and there is no derivative; beside it the slope is 0 and 0."


def test_a_function_without_branches_has_nothing_to_tell() -> None:
    assert said(Activation("f", "F", "exp(z)", ())) == ()
