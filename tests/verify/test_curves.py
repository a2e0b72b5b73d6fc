"""Curves for plots: lines from the definition by numbers alone, and the derived formula on them."""

import math
from dataclasses import replace

import numpy as np
import pytest

from generator.catalogue.derivations import derivation_of
from generator.catalogue.index import Catalogue
from generator.catalogue.records import Activation
from generator.engine import terms as t
from generator.verify.curves import curves
from generator.verify.proved import Proved
from generator.verify.records import Curve
from tests.cover import cover

pytestmark = pytest.mark.usefixtures("derived")

SCALAR = [entry for entry in cover(Catalogue()) if not entry.vector]


def distance(curve: Curve) -> float:
    """Return how far the derived formula is from the line at most, as a part of the line's height.

    Where the slope jumps, the formula has the value to which the line runs from one of both sides.
    """
    xs, slopes = map(np.array, zip(*curve.slopes, strict=True))
    height = max(1.0, slopes.max() - slopes.min())
    return float(max(min(abs(y - side) for side in sides_at(x, xs, slopes)) for x, y in curve.derived) / height)


def sides_at(x: float, xs: np.ndarray, slopes: np.ndarray) -> tuple[float, ...]:
    """Return the line at a place: between its neighbours, and prolonged from the left and from the right."""
    n = int(np.searchsorted(xs, x).clip(2, len(xs) - 2))
    pairs = ((n - 2, n - 1), (n + 1, n))
    ends = (slopes[b] + (slopes[b] - slopes[a]) / (xs[b] - xs[a]) * (x - xs[b]) for a, b in pairs)
    return (float(np.interp(x, xs, slopes)), *ends)


@pytest.mark.parametrize("name", [entry.id for entry in SCALAR])
def test_the_derived_formula_lies_on_the_line_and_a_wrong_one_does_not(name: str) -> None:
    entry = Catalogue().find(name)
    derivation = derivation_of(entry)
    found = curves(derivation, entry)
    assert found
    assert all(distance(curve) < 0.01 and curve.derived for curve in found)
    wrong = replace(derivation, result=t.add(derivation.result, t.HALF))
    gentle = [curve for curve in curves(wrong, entry)[:1] if max(abs(y) for _, y in curve.slopes) < 10]
    assert all(distance(curve) > 0.01 for curve in gentle)


def test_every_curve_that_is_drawn_has_the_derived_formula_on_it(proved: dict[str, Proved]) -> None:
    drawn = {name: one.evidence.curves for name, one in proved.items()}
    assert [name for name, one in proved.items() if not one.entry.vector and not drawn[name]] == []
    off = {name: max(map(distance, found)) for name, found in drawn.items() if found}
    assert {name: far for name, far in off.items() if far >= 0.01} == {}


def test_vectors_have_no_curve() -> None:
    entry = Catalogue().find("softmax")
    assert curves(derivation_of(entry), entry) == ()


def test_a_case_has_a_curve_for_each_of_three_targets() -> None:
    targets = {}
    for name in ("sigmoid-logistic", "linear-mse", "sigmoid"):
        entry = Catalogue().find(name)
        targets[name] = [curve.target for curve in curves(derivation_of(entry), entry)]
    assert targets == {"sigmoid-logistic": ["0", "1/2", "1"], "linear-mse": ["−2", "0", "2"], "sigmoid": [""]}


def test_a_line_ends_where_the_function_does() -> None:
    root = Activation("root", "Root", "sqrt(z)", ())
    (curve,) = curves(derivation_of(root), root)
    assert curve.values[0][0] > 0
    assert all(math.isfinite(y) for line in (curve.values, curve.slopes, curve.derived) for _, y in line)
