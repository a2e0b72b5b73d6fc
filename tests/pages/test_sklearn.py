"""The printed code agrees with the gradients and Hessians by which scikit-learn boosts, for the pairs that it has.

Its losses know their activation: what is "raw" to them is our z. A row whose case the catalogue does not hold (yet) is
left out; the first ones are always there.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from sklearn._loss import loss as sk

from generator.catalogue.derivations import derivation_of, second_of
from generator.catalogue.index import Catalogue
from generator.pages.snippet import snippet

pytestmark = pytest.mark.usefixtures("derived")

Array = np.ndarray[Any, np.dtype[np.float64]]
RANDOM = np.random.default_rng(7)
Z = RANDOM.uniform(-3, 3, 40)


def signs(y: Array) -> Array:
    """Return labels as scikit-learn wants them, 0 and 1 for minus and plus one."""
    return (y + 1) / 2


def same(y: Array) -> Array:
    """Return targets that both sides write alike."""
    return y


@dataclass(frozen=True)
class Pair:
    """A case and scikit-learn's word for it.

    ``targets`` are ours, ``theirs`` makes theirs of them. Where it is not ``curved``, scikit-learn puts 1 for a second
    derivative that is 0, so that it may divide.
    """

    case: str
    loss: sk.BaseLoss
    targets: Array
    theirs: Callable[[Array], Array] = same
    parameters: dict[str, float] = field(default_factory=dict)
    curved: bool = True


PAIRS = (
    Pair("linear-mse", sk.HalfSquaredError(), RANDOM.normal(size=40)),
    Pair("sigmoid-logistic", sk.HalfBinomialLoss(), RANDOM.uniform(0, 1, 40)),
    Pair("linear-absolute-error", sk.AbsoluteError(), RANDOM.normal(size=40), curved=False),
    Pair("linear-huber", sk.HuberLoss(delta=0.75), RANDOM.normal(size=40), parameters={"delta": 0.75}),
    Pair("linear-quantile", sk.PinballLoss(quantile=0.3), RANDOM.normal(size=40), same, {"tau": 0.3}, curved=False),
    Pair("linear-exponential", sk.ExponentialLoss(), RANDOM.choice([-1.0, 1.0], 40), signs),
    Pair("exp-poisson", sk.HalfPoissonLoss(), RANDOM.poisson(2, 40).astype(float)),
    Pair("exp-gamma", sk.HalfGammaLoss(), RANDOM.uniform(0.1, 5, 40)),
    Pair("exp-tweedie", sk.HalfTweedieLoss(power=1.25), RANDOM.uniform(0, 5, 40), parameters={"p": 1.25}),
)
KNOWN = {case.id for case in Catalogue().cases}


def code_of(name: str) -> dict[str, Any]:
    """Return the functions of a case, as its page prints them."""
    entry = Catalogue().find(name)
    names: dict[str, Any] = {}
    exec(snippet(entry, derivation_of(entry), second_of(entry)), names)  # noqa: S102 - our own output
    return names


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if pair.case in KNOWN], ids=lambda pair: pair.case)
def test_numbers_agree(pair: Pair) -> None:
    code = code_of(pair.case)
    gradient, hessian = pair.loss.gradient_hessian(y_true=pair.theirs(pair.targets), raw_prediction=Z)
    assert np.allclose(gradient, code["gradient"](Z, pair.targets, **pair.parameters), rtol=1e-12, atol=1e-13)
    if pair.curved:
        assert np.allclose(
            hessian, code["second_derivative"](Z, pair.targets, **pair.parameters), rtol=1e-12, atol=1e-13
        )


def test_classes_agree() -> None:
    code, loss = code_of("softmax-cross-entropy"), sk.HalfMultinomialLoss(n_classes=4)
    z, labels = RANDOM.uniform(-3, 3, (20, 4)), RANDOM.integers(0, 4, 20)
    gradient, hessian = loss.gradient_hessian(y_true=labels.astype(float), raw_prediction=z)
    for row, label, slope, curve in zip(z, labels, gradient, hessian, strict=True):
        y = np.eye(4)[label]
        assert np.allclose(slope, code["gradient"](row, y), rtol=1e-12, atol=1e-13)
        assert np.allclose(curve, np.diagonal(code["second_derivative"](row, y)), rtol=1e-12, atol=1e-13)


def test_a_row_is_left_out_only_where_its_case_is_missing() -> None:
    assert {"linear-mse", "sigmoid-logistic"} <= KNOWN & {pair.case for pair in PAIRS}


def test_the_comparison_can_fail() -> None:
    pair = PAIRS[1]
    gradient, hessian = pair.loss.gradient_hessian(y_true=pair.targets, raw_prediction=Z)
    assert not np.allclose(gradient, -code_of(pair.case)["gradient"](Z, pair.targets))
    assert not np.allclose(hessian, code_of(pair.case)["gradient"](Z, pair.targets))
