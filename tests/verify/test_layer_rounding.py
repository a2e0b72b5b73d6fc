"""What is said of rounding was measured: each result is rounded, and the form that is said to lose digits does."""

import ml_dtypes
import numpy as np
import pytest

from generator.catalogue.operations import OPERATIONS
from generator.derive.reading import read
from generator.verify.layer_rounding import ROWS, Rounded, forms, rounded
from tests.judged import BY_ID, judged

GRAPHS = {one.id: read(one) for one in OPERATIONS}


@pytest.mark.parametrize("kind", [np.float32, ml_dtypes.bfloat16, np.float16])
def test_every_operation_is_rounded_to_the_format(kind: type) -> None:
    x, y = np.array([1.7, 0.3, 2.9]), np.array([0.1, 1.3, 0.7])
    a, b = rounded(x, kind), rounded(y, kind)
    exact = [np.asarray(one).astype(float) for one in (a, b)]
    found = [a * b, a / b, a + b, np.sqrt(a), np.where(a > b, a, b)]
    expected = [exact[0] * exact[1], exact[0] / exact[1], exact[0] + exact[1], np.sqrt(exact[0]), np.maximum(*exact)]
    if kind is not np.float32:  # a sum has the digits of float32
        found += [np.einsum("i,i->", a, b), a.sum()]
        expected += [exact[0] @ exact[1], exact[0].sum()]
    for one, other in zip(found, expected, strict=True):
        assert isinstance(one, Rounded)
        np.testing.assert_array_equal(np.asarray(one), np.asarray(other).astype(np.float32).astype(kind).astype(float))


def test_what_works_in_place_is_rounded_too() -> None:
    x = rounded(np.ones(2, np.float32), ml_dtypes.bfloat16)
    np.add.at(x, [0, 0], rounded(np.array([0.001, 0.001]), ml_dtypes.bfloat16))
    assert list(np.asarray(x)) == [1, 1]


@pytest.mark.parametrize("name", ["dense", "layer-norm", "attention", "rnn-cell"])
def test_a_narrower_format_has_larger_errors(name: str) -> None:
    wide, brain, half = (one.error for one in judged(name).roundings)
    assert wide <= half <= brain
    assert brain > 1e-3
    assert [one.format for one in judged(name).roundings] == ["float32", "bfloat16", "float16"]


def test_the_form_that_is_said_to_lose_digits_does() -> None:
    shown = {form for graph in GRAPHS.values() for form in forms(graph)}
    assert len(shown) == len(ROWS)
    for form in shown:
        assert form.loses[1] > 20 * form.keeps[1]
        assert form.keeps[1] < 1e-6


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("layer-norm", ["Variance", "Sum"]),
        ("rms-norm", ["Sum"]),
        ("attention", ["Largest", "Sum"]),
        ("rnn-cell", ["Sum", "Slope"]),
        ("dropout", []),
    ],
)
def test_a_layer_shows_the_forms_that_it_has(name: str, titles: list[str]) -> None:
    assert [form.title.split()[0] for form in forms(GRAPHS[name])] == titles
    assert BY_ID[name]
