"""What a backward pass keeps is read off the formula."""

import pytest

from generator.catalogue.derivations import derivation_of
from generator.catalogue.index import Catalogue
from generator.catalogue.records import Activation
from generator.pages.facts import kept


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("sigmoid", "needs $a$ for this, and not $z$."),
        ("softmax", "needs $a$ for this, and not $z$."),
        ("sigmoid-logistic", "needs $a$ and $y$ for this, and not $z$."),
        ("gelu-huber", "needs $a$, $z$ and $y$ for this; no formula without $z$ is known."),
        ("identity", "needs nothing from the forward pass"),
    ],
)
def test_a_page_says_what_the_forward_pass_has_to_keep(name: str, words: str) -> None:
    assert words in kept(derivation_of(Catalogue().find(name)))


def test_a_gate_is_kept() -> None:
    glu = Catalogue().find("glu")
    assert "needs $g$ for this" in kept(derivation_of(glu), glu.parameters)


def test_a_formula_in_z_says_so() -> None:
    assert "needs $z$ for this; no formula without $z$" in kept(derivation_of(Activation("f", "F", "sin(z**2)", ())))
