"""A program holds the value of an entry and its derivative by everything that it takes, in stable forms."""

import pytest
import sympy as sp

from generator.catalogue.formulas import I, J
from generator.engine.oneline import plain
from generator.pages.languages.program import program
from generator.verify.proved import Proved


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("sigmoid", ("z",)),
        ("sigmoid-logistic", ("z", "y")),
        ("l2-penalty", ("w", "lamda")),
        ("leaky-active", ("z", "alpha", "beta")),
        ("tempered-softmax-kl", ("z", "y", "tau")),
    ],
)
def test_there_is_a_derivative_by_every_letter(name: str, letters: tuple[str, ...], written: dict[str, Proved]) -> None:
    one = written[name]
    assert tuple(slope.by for slope in program(one.entry, one.derivation).slopes) == letters


@pytest.mark.parametrize(
    ("name", "slope"),
    [
        ("sigmoid-logistic", "−z"),
        ("tanh-huber", "{y − tanh(z) if |tanh(z) − y| ≤ δ; −δ sign(tanh(z) − y) otherwise}"),
        ("softmax-cross-entropy", "−(zᵢ − zₘ − log1p(Σₖ (1 − δₖₘ) e^(zₖ − zₘ)))"),
    ],
)
def test_the_slope_by_a_target_is_derived_and_stable(name: str, slope: str, written: dict[str, Proved]) -> None:
    one = written[name]
    assert plain(program(one.entry, one.derivation).slopes[1].term) == slope


def test_a_form_that_was_measured_takes_the_place_of_the_definition(written: dict[str, Proved]) -> None:
    one = written["sigmoid-logistic"]
    assert plain(program(one.entry, one.derivation, computing=one.computing).value.term).startswith("max(0, z) − y z")
    assert not program(one.entry, one.derivation).value.stable


def test_only_an_activation_of_vectors_has_a_jacobian_and_it_is_never_made(written: dict[str, Proved]) -> None:
    found = {name: program(one.entry, one.derivation) for name, one in written.items() if one.entry.vector}
    jacobians = {name: one for name, one in found.items() if one.jacobian}
    assert {"softmax", "cooler"} <= set(jacobians)
    assert all(one.entry.kind == "activation" for one in jacobians.values())
    slopes = {name: one.slopes[0].term for name, one in jacobians.items()}
    assert not any(set(part.args) <= {I, J} for one in slopes.values() for part in one.atoms(sp.KroneckerDelta))
    assert plain(slopes["softmax"]).endswith("(Σₖ (1 − δₖⱼ) · gₖ · e^(zₖ − zₘ)/(Σₗ e^(zₗ − zₘ))))")
