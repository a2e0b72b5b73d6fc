"""Every function of NumPy's listings is as exact as its numbers are, in float64 and float32, and warns of nothing."""

from typing import Any

import numpy as np
import pytest

from generator.catalogue.index import Catalogue
from generator.verify.proved import Proved
from tests.pages.languages.expected import code_of
from tests.pages.languages.rounding import misses, quantities

CLOSE = "at most twice the units that are allowed, and fewer or more as the processor's own exponential is"

KINDS = (
    (
        CLOSE,
        (
            "gelu-mse gelu-squared-error gelu-log-cosh gelu-huber gelu-pseudo-huber gelu-gaussian-nll "
            "silu-absolute-error silu-log-cosh silu-quantile mish-absolute-error mish-quantile mish-hinge "
            "tanhshrink-log-cosh silu mish silu-exponential probit-exponential probit-squared-hinge "
            "tanhshrink-exponential tanhshrink-hinge tanhshrink-squared-hinge probit-tweedie mish-mse "
            "mish-squared-error mish-huber mish-gaussian-nll tanhshrink silu-squared-hinge "
            "mish-pseudo-huber tempered-softmax-label-smoothing"
        ),
    ),
    (
        "SciPy's erfcx is off by up to seven units below 1, and its square by twice that",
        "probit-mse probit-squared-error probit-log-cosh probit-huber probit-pseudo-huber",
    ),
    (
        "the second derivative alone",
        (
            "sigmoid-squared-hinge softmax-reverse-kl softmax-brier softplus-poisson softplus-gamma softplus-tweedie "
            "probit-poisson probit-gamma mish-log-cosh softmin-reverse-kl softmin-brier "
            "tempered-softmax-reverse-kl tempered-softmax-brier tempered-softmax-focal"
        ),
    ),
    (
        "the slope by the target, and the second derivative at most",
        "exp-pseudo-huber linear-cosine-distance cosine-distance",
    ),
    (
        "no value far out, in the value or the gradient",
        ("sigmoid-gaussian-variance softplus-gaussian-variance exp-gaussian-variance"),
    ),
    (
        "more than is allowed, where terms cancel",
        (
            "probit-logistic probit-gaussian-variance probit-focal tanhshrink-absolute-error tanhshrink-quantile "
            "softmax-jensen-shannon softmin-jensen-shannon tempered-softmax-jensen-shannon"
        ),
    ),
)
"""Listings that are known to lose digits, or their value, somewhere, by what is off; one that is mended leaves."""

KNOWN = {name: reason for reason, names in KINDS for name in names.split()}


def known(name: str) -> list[pytest.MarkDecorator]:
    """Return that a listing is expected to fail, and must, unless another processor may mend it."""
    reason = KNOWN.get(name)
    return [pytest.mark.xfail(reason=reason, strict=reason != CLOSE)] if reason else []


NAMES = [pytest.param(one.id, marks=known(one.id)) for one in Catalogue().entries]


def functions(code: str) -> dict[str, Any]:
    """Run a listing with nothing but what it imports itself."""
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own output
    return names


@pytest.mark.parametrize("name", NAMES)
def test_a_listing_is_within_a_few_units_in_the_last_place(name: str, written: dict[str, Proved]) -> None:
    assert next(misses(written[name], functions(code_of(written[name], "numpy"))), None) is None


@pytest.mark.parametrize("name", [one.id for one in Catalogue().entries])
def test_a_listing_takes_arrays_of_any_shape(name: str, written: dict[str, Proved]) -> None:
    """An empty array, several axes, and a single number or vector are one and the same thing, element by element."""
    entry, names = written[name].entry, functions(code_of(written[name], "numpy"))
    called = names["activation" if entry.kind == "activation" else "loss"]
    shape = (3,) if entry.vector else ()
    one = [np.full(shape, 0.25) for _ in entry.inputs]
    for outer in ((), (0,), (2, 1)):
        found = called(*(np.broadcast_to(value, (*outer, *shape)) for value in one))
        assert found.shape == (*outer, *called(*one).shape)
        assert np.all(found == called(*one))


@pytest.mark.parametrize("name", [one.id for one in Catalogue().entries])
def test_every_function_of_a_listing_keeps_the_type_of_its_numbers(name: str, written: dict[str, Proved]) -> None:
    """Also float16, which SciPy has no functions of."""
    entry, names = written[name].entry, functions(code_of(written[name], "numpy"))
    for kind in (np.float16, np.float32):
        one = [np.full((2, 3), 0.25, kind) for _ in entry.inputs]
        for called in quantities(written[name]):
            upstream = [one[0]] if called.name == "gradient" and entry.kind == "activation" and entry.vector else []
            assert names[called.name](*one, *upstream).dtype == kind


def test_a_variance_that_is_too_large_leaves_its_half(written: dict[str, Proved]) -> None:
    """(e^z - r^2)/(2 e^z) is infinity over infinity where 1 - r^2 e^(-z) is 1."""
    names = functions(code_of(written["exp-gaussian-variance"], "numpy"))
    assert names["gradient"](np.array([100.0, 1000.0]), 0.5).tolist() == [0.5, 0.5]


def test_the_measure_finds_what_the_definition_loses(written: dict[str, Proved]) -> None:
    """A sigmoid as it is defined overflows; a logistic loss by its logarithm has no value; float32 must not be left."""

    def overflows(z: Any) -> Any:  # noqa: ANN401 - arrays
        return 1 / (1 + np.exp(-z))

    found = {miss.kind: miss for miss in misses(written["sigmoid"], {**_listed(written), "activation": overflows})}
    assert found["float32"].at == "overflow encountered in exp"
    wide = {**_listed(written), "activation": lambda z: np.float64(1) * z.astype(float)}
    assert "becomes float64" in [miss.at for miss in misses(written["sigmoid"], wide)]


def _listed(written: dict[str, Proved]) -> dict[str, Any]:
    return functions(code_of(written["sigmoid"], "numpy"))


def test_an_error_of_nine_units_is_one_too_many(written: dict[str, Proved]) -> None:
    listed = _listed(written)
    off = {units: lambda z, n=units: listed["gradient"](z) * (1 + n * np.finfo(z.dtype).eps) for units in (2, 20)}
    assert not list(misses(written["sigmoid"], {**listed, "gradient": off[2]}))
    assert {miss.what for miss in misses(written["sigmoid"], {**listed, "gradient": off[20]})} == {"gradient"}


@pytest.mark.parametrize("name", [one.id for one in Catalogue().entries])
def test_what_is_no_number_comes_out_as_none(name: str, written: dict[str, Proved]) -> None:
    """A loss that is a number where a score is none hides what went wrong before it."""
    entry, names = written[name].entry, functions(code_of(written[name], "numpy"))
    shape = (3,) if entry.vector else ()
    first, *rest = (np.full(shape, 0.25) for _ in entry.inputs)
    with np.errstate(all="ignore"):
        found = names["activation" if entry.kind == "activation" else "loss"](first * np.nan, *rest)
    assert np.isnan(found).all()
