"""A program holds the value of an entry and its derivative by everything that it takes, in stable forms."""

from typing import Any

import numpy as np
import pytest
import sympy as sp
from sympy import Integer, S

from generator.catalogue.derivations import derivation_of
from generator.catalogue.formulas import I, J
from generator.catalogue.parameter import Parameter
from generator.catalogue.records import Activation
from generator.engine.oneline import plain
from generator.pages.languages.numpy import numpy_code
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


@pytest.mark.parametrize("formula", ["max(z, g)", "min(z, g)", "piecewise(2*z, 2*z > g, g)"])
def test_where_two_inputs_meet_their_derivatives_take_one_side(formula: str) -> None:
    """At a tie the gradient of a maximum is (1, 0), or (0, 1); (0, 0) is that of no point beside it."""
    other = Parameter("g", Integer(1), "the other input", S.Reals)
    entry, names = Activation("larger", "Larger", formula, (), parameters=(other,)), dict[str, Any]()
    exec(numpy_code(program(entry, derivation_of(entry))), names)  # noqa: S102 - our own output
    z = np.array([-1.0, 0.0, 2.0])
    g = 2 * z if "2" in formula else z
    beside = [[names[name](z + step, g) for name in ("gradient", "gradient_g")] for step in (-0.1, 0.1)]
    assert [names[name](z, g).tolist() for name in ("gradient", "gradient_g")] in np.array(beside).tolist()
