"""What follows from an entry: whether it is a vector, what its cases are called, where its page stands."""

import pytest

from generator.catalogue.records import Activation, Case, Loss

SIGMOID = Activation("sigmoid", "Sigmoid", "1/(1 + exp(-z))", ())
SQUARED = Loss("half-squared-error", "Half squared error", "(a - y)**2/2", (), case_name="mse")


def test_an_index_makes_an_entry_a_vector() -> None:
    assert Activation("softmax", "Softmax", "exp(z[i])/Sum(exp(z[k]), k)", ()).vector
    assert not SIGMOID.vector


def test_a_case_is_called_by_the_words_of_its_entries() -> None:
    case = Case(SIGMOID, SQUARED)
    assert (case.id, case.title) == ("sigmoid-mse", "Sigmoid with half squared error")
    assert not case.vector


@pytest.mark.parametrize(
    ("entry", "uri"),
    [
        (SIGMOID, "activations/sigmoid"),
        (SQUARED, "losses/half-squared-error"),
        (Case(SIGMOID, SQUARED), "cases/sigmoid-mse"),
    ],
)
def test_a_page_stands_in_the_folder_of_its_kind(entry: Activation | Loss | Case, uri: str) -> None:
    assert entry.uri == uri


def test_an_entry_is_never_changed() -> None:
    with pytest.raises(AttributeError):
        SIGMOID.title = "Logistic"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("title", "proper", "said"),
    [
        ("Half squared error", False, "half squared error"),
        ("Huber loss", True, "Huber loss"),
        ("Log-cosh loss", False, "log-cosh loss"),
        ("ReLU", False, "ReLU"),
        ("KL divergence", False, "KL divergence"),
        ("L1 penalty", False, "L1 penalty"),
    ],
)
def test_a_title_keeps_the_capital_letters_of_names_within_a_sentence(title: str, said: str, *, proper: bool) -> None:
    assert Loss("x", title, "a", (), proper=proper).in_sentence == said
    assert Case(SIGMOID, Loss("x", title, "a", (), proper=proper)).title == f"Sigmoid with {said}"
