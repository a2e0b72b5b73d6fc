"""XGBoost and LightGBM train as with their own objectives, given the code of a page."""

from collections.abc import Callable
from typing import Any

import lightgbm as lgb
import numpy as np
import pytest
import xgboost as xgb

from generator.verify.proved import Proved
from tests.pages.languages.expected import NAMES, code_of

Array = np.ndarray[Any, np.dtype[Any]]

DRAW = np.random.default_rng(7)
ROWS = DRAW.normal(size=(240, 4))
SCORE = ROWS @ np.array([0.5, -0.5, 0.25, 0.0])

TARGETS: dict[str, Callable[[], Array]] = {
    "signs": lambda: (DRAW.uniform(size=240) < 1 / (1 + np.exp(-SCORE))).astype(float),
    "numbers": lambda: SCORE + DRAW.normal(size=240) / 4,
    "positive": lambda: DRAW.gamma(2, np.exp(SCORE) / 2),
    "classes": lambda: np.digitize(SCORE, [-0.3, 0.3]).astype(float),
}

XGBOOST = (
    # case · its own objective · targets
    ("sigmoid-logistic", "binary:logistic", "signs"),
    ("linear-mse", "reg:squarederror", "numbers"),
    ("linear-pseudo-huber", "reg:pseudohubererror", "numbers"),
    ("exp-gamma", "reg:gamma", "positive"),
    ("exp-tweedie", "reg:tweedie", "positive"),
)

LIGHTGBM = (
    ("sigmoid-logistic", "binary", "signs"),
    ("linear-mse", "regression", "numbers"),
    ("exp-gamma", "gamma", "positive"),
    ("exp-tweedie", "tweedie", "positive"),
)


def run(proved: Proved) -> dict[str, Any]:
    """Run the code with nothing but what it imports itself, and return its functions."""
    names: dict[str, Any] = {}
    exec(code_of(proved, "boosters"), names)  # noqa: S102 - our own output
    return names


def of_xgboost(y: Array, own: dict[str, Any], objective: Any = None) -> Array:  # noqa: ANN401 - a function
    """Return the scores after a few rounds from a score of 0."""
    settings = {"max_depth": 3, "eta": 0.3, "nthread": 1, "tree_method": "exact", **own}
    data = xgb.DMatrix(ROWS, y)
    start = data.get_label().size * (own.get("num_class", 1))
    data.set_base_margin(np.zeros(start))
    model = xgb.train(settings, data, 8, obj=objective)
    return np.asarray(model.predict(data, output_margin=True))


def of_lightgbm(y: Array, own: dict[str, Any]) -> Array:
    """Return the scores after a few rounds from a score of 0."""
    settings = {"num_leaves": 7, "min_data_in_leaf": 5, "num_threads": 1, "verbose": -1, "boost_from_average": False}
    return np.asarray(lgb.train({**settings, **own}, lgb.Dataset(ROWS, y), 8).predict(ROWS, raw_score=True))


@pytest.mark.parametrize(("name", "own", "targets"), XGBOOST)
def test_xgboost_trains_as_with_its_own(name: str, own: str, targets: str, written: dict[str, Proved]) -> None:
    y = TARGETS[targets]()
    assert np.allclose(
        of_xgboost(y, {"objective": own}), of_xgboost(y, {"base_score": 0}, run(written[name])["native"]), atol=1e-4
    )


@pytest.mark.parametrize(("name", "own", "targets"), LIGHTGBM)
def test_lightgbm_trains_as_with_its_own(name: str, own: str, targets: str, written: dict[str, Proved]) -> None:
    y = TARGETS[targets]()
    found = of_lightgbm(y, {"objective": run(written[name])["native"]})
    assert np.allclose(of_lightgbm(y, {"objective": own}), found, atol=1e-4)


def test_twice_the_diagonal_is_what_xgboost_takes_and_no_step_goes_too_far(written: dict[str, Proved]) -> None:
    names, y = run(written["softmax-cross-entropy"]), TARGETS["classes"]()
    own = of_xgboost(y, {"objective": "multi:softprob", "num_class": 3})
    native = of_xgboost(y, {"num_class": 3, "base_score": 0}, names["native"])
    assert np.allclose(own, native, atol=1e-3)
    z = DRAW.normal(size=(50, 3))
    _, twice = names["objective"](y[:50], z)
    for row, bound in zip(z, twice, strict=True):
        p = np.exp(row) / np.exp(row).sum()
        assert np.linalg.eigvalsh(np.diag(bound) - np.diag(p) + np.outer(p, p)).min() > -1e-12


def test_lightgbm_takes_its_own_multiple_of_the_diagonal(written: dict[str, Proved]) -> None:
    names, y = run(written["softmax-cross-entropy"]), TARGETS["classes"]()
    names["factor"] = 3 / 2
    found = of_lightgbm(y, {"objective": names["native"], "num_class": 3})
    assert np.allclose(of_lightgbm(y, {"objective": "multiclass", "num_class": 3}), found, atol=1e-3)


@pytest.mark.parametrize("name", NAMES)
def test_every_loss_of_a_score_has_a_gradient_and_a_positive_hessian(name: str, written: dict[str, Proved]) -> None:
    one = written[name]
    code = code_of(one, "boosters")
    assert bool(code) == (one.entry.kind == "case" and "y" in one.entry.inputs)
    if not code:
        return
    z = DRAW.normal(size=(6, 3) if one.entry.vector else 6)
    y = np.array([1, 0, 1, 1, 0, 1]) if one.entry.vector else np.array([0.25, 1, 1, 0.5, 1, 1])
    grad, hess = run(one)["objective"](y, z)
    assert grad.shape == hess.shape == z.shape
    if "kl" not in name:  # the divergence from a target of 0 is infinite
        assert np.isfinite(grad).all()
        assert (hess > 0).all()


def test_it_runs_within_their_classes(written: dict[str, Proved]) -> None:
    y, objective = TARGETS["numbers"](), run(written["linear-huber"])["objective"]
    for model in (
        xgb.XGBRegressor(n_estimators=5, objective=objective),
        lgb.LGBMRegressor(n_estimators=5, objective=objective, verbose=-1),
    ):
        assert np.corrcoef(model.fit(ROWS, y).predict(ROWS), y)[0, 1] > 0.5
