"""A loss is defined as other people's libraries define it: nothing else would notice a wrong sign in a definition.

Its gradient is then right for the wrong function. Parameters have values that are not the usual ones, under which a
wrong factor may vanish. What depends on the target alone is no part of the gradient, and does not count.
"""

from collections.abc import Callable
from typing import Any

import jax
import numpy as np
import optax
import pytest
import sympy as sp
from scipy import stats
from scipy.special import logit, pseudo_huber
from sklearn import metrics
from sklearn._loss.loss import ExponentialLoss

from generator.catalogue.formulas import value_of
from generator.catalogue.losses import LOSSES
from generator.catalogue.records import Loss

jax.config.update("jax_enable_x64", val=True)  # type: ignore[no-untyped-call]  # JAX ships this one untyped

Theirs = Callable[..., Any]

A, Y = (sp.Symbol(name, real=True) for name in "ay")
UNUSUAL = {"delta": 0.7, "tau": 0.3, "v": 0.6, "mu": 0.4, "p": 1.6, "alpha": 0.3, "gamma": 1.7, "w": 2.5}
THEIRS: dict[str, Theirs] = {
    "logistic": lambda a, y: optax.sigmoid_binary_cross_entropy(logit(a), y),
    "half-squared-error": optax.l2_loss,
    "squared-error": optax.squared_error,
    "absolute-error": lambda a, y: metrics.mean_absolute_error([y], [a]),
    "poisson": lambda a, y: metrics.mean_poisson_deviance([y], [a]) / 2,
    "log-cosh": optax.log_cosh,
    "exponential-loss": lambda a, y: ExponentialLoss().loss(np.array([(1 + y) / 2]), np.array([a])).item(),
    "huber": optax.huber_loss,
    "pseudo-huber": lambda a, y, delta: pseudo_huber(delta, a - y),
    "quantile": lambda a, y, tau: metrics.mean_pinball_loss([y], [a], alpha=tau),
    "hinge": optax.hinge_loss,
    "squared-hinge": lambda a, y: optax.hinge_loss(a, y) ** 2,
    "gaussian-nll": lambda a, y, v: -stats.norm.logpdf(y, a, np.sqrt(v)),
    "gaussian-nll-variance": lambda a, y, mu: -stats.norm.logpdf(y, mu, np.sqrt(a)),
    "gamma-loss": lambda a, y: metrics.mean_gamma_deviance([y], [a]) / 2,
    "tweedie": lambda a, y, p: metrics.mean_tweedie_deviance([y], [a], power=p) / 2,
    "focal": lambda a, y, alpha, gamma: optax.sigmoid_focal_loss(logit(a), y, alpha=alpha, gamma=gamma),
    "logistic-logits": lambda a, y, w: (w if y else 1) * optax.sigmoid_binary_cross_entropy(a, y),
}
"""Losses of numbers as functions of the output, the target and the parameters: a row for each that a library has."""
KNOWN = {loss.id: loss for loss in LOSSES if loss.id in THEIRS}
HARD: dict[str, tuple[float, ...]] = {"focal": (0.0, 1.0), "logistic-logits": (0.0, 1.0)}
"""The targets for which alone the two definitions are the same."""


def targets(loss: Loss) -> tuple[float, ...]:
    """Return targets to try a loss with."""
    allowed = sp.S.Reals if loss.targets is None else loss.targets
    if loss.id in HARD:
        return HARD[loss.id]
    tried = map(float, allowed) if allowed.is_finite_set else (-1.3, 0.2, 0.9, 2.4)
    return tuple(y for y in tried if allowed.contains(sp.Rational(str(y))) == sp.true)


def outputs(loss: Loss) -> tuple[float, ...]:
    """Return outputs to try a loss with."""
    return tuple(a for a in (-2.2, -0.6, 0.15, 0.55, 0.8, 1.7) if loss.domain.contains(a) == sp.true)


def rises(function: Theirs, loss: Loss) -> np.ndarray:
    """Return how far a loss lies above that of the first output, for each target."""
    places = [[(np.float64(a), np.float64(y)) for a in outputs(loss)] for y in targets(loss)]
    heights = np.array([[float(function(*place)) for place in row] for row in places])
    return np.asarray(heights - heights[:, :1])


@pytest.mark.parametrize("name", THEIRS)
def test_a_loss_of_numbers_is_what_others_take_it_for(name: str) -> None:
    loss = KNOWN[name]
    values = {one.id: UNUSUAL[one.id] for one in loss.parameters}
    ours = sp.lambdify((A, Y), value_of(loss).subs({one.letter: values[one.id] for one in loss.parameters}), "numpy")
    theirs = THEIRS[name]
    expected = rises(lambda a, y: theirs(a, y, **values), loss)
    assert len(targets(loss)) > 1
    assert np.abs(expected).max() > 0.1
    np.testing.assert_allclose(rises(ours, loss), expected, rtol=1e-9, atol=1e-12)
