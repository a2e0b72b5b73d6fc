"""Is the form to compute the one that libraries take, is it proved, and is it claimed only where it is measured?"""

import math

import numpy as np
import pytest

from generator.catalogue.derivations import derivation_of
from generator.catalogue.index import Catalogue
from generator.catalogue.records import Activation, Case, Loss
from generator.engine.oneline import plain
from generator.verify.computing import Computed, computed
from generator.verify.floats import FORMATS, in_format

CATALOGUE = Catalogue()
HALF = CATALOGUE.find("half-squared-error")


def forms(entry: Activation | Loss | Case) -> tuple[Computed, ...]:
    return computed(entry, derivation_of(entry))


def activation(formula: str) -> Activation:
    return Activation("f", "F", formula, ())


@pytest.mark.parametrize(
    ("name", "value", "slope"),
    [
        ("sigmoid", None, "e^(−|z|)/(1 + e^(−|z|))²"),
        ("tanh", None, "4 e^(−2 |z|)/(1 + e^(−2 |z|))²"),
        (
            "sigmoid-logistic",
            "max(0, z) − y z + log1p(e^(−|z|))",
            "((1 − y) e^min(0, z) − y e^min(0, −z))/(1 + e^(−|z|))",
        ),
        ("linear-mse", None, None),
    ],
)
def test_the_form_to_compute_is_the_one_of_the_libraries(name: str, value: str | None, slope: str | None) -> None:
    found = forms(CATALOGUE.find(name))
    assert [one.better and plain(one.better.term) for one in found] == [value, slope]


def test_a_form_is_proved_step_by_step_and_measured_in_every_format() -> None:
    value, slope = forms(CATALOGUE.find("sigmoid-logistic"))
    for one in (value, slope):
        assert one.better is not None
        assert len(one.proofs) == sum(len(line.steps) for line in one.better.lines)
        assert [fare.format for fare in one.better.fares] == [kind.name for kind in FORMATS]
        assert one.better.misses == 0 < one.written.misses


def test_what_is_exact_as_it_stands_is_left_alone() -> None:
    assert all(one.better is None for one in forms(activation("atan(z)")))


def test_what_no_rewrite_mends_is_reported_as_it_is() -> None:
    value, _ = forms(activation("z - sin(z)"))
    assert value.better is None
    assert value.written.lapses


def test_a_loss_of_its_own_has_no_form_in_z() -> None:
    assert forms(HALF) == ()
    assert forms(CATALOGUE.find("softmax")) == ()


def test_the_exponential_less_one_is_exact_near_zero() -> None:
    value, _ = forms(activation("exp(z) - 1"))
    assert value.better is not None
    assert plain(value.better.term).startswith("expm")
    z = np.array([1e-12])
    (variable,) = value.better.term.free_symbols
    assert float(in_format(value.better.term, {variable: z}, FORMATS[0])[0]) == pytest.approx(
        math.expm1(1e-12), rel=1e-15
    )
