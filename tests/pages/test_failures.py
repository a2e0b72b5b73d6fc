"""What is said about a wrong formula is what the judge found, and its numbers are those of anybody's calculator."""

import math
import re

import pytest

from generator.pages.failures import Failure
from generator.pages.mistakes import mistakes
from tests.judged import proved_entry

NAMES = ("sigmoid", "linear-mse", "linear-squared-error", "sigmoid-mse", "sigmoid-logistic", "softmax-cross-entropy")


@pytest.fixture(scope="module")
def failures() -> dict[tuple[str, str], Failure]:
    """Return what is wrong, by mistake and entry."""
    found = mistakes(proved_entry(name) for name in NAMES)
    return {(mistake.row.id, failure.id): failure for mistake in found for failure in mistake.failures}


def numbers(failure: Failure) -> tuple[dict[str, float], float, float]:
    point = {name: float(value.replace("−", "-")) for name, value in re.findall(r"(\w) = (−?[\d.]+)", failure.at)}
    return point, float(failure.value.replace("−", "-")), float(failure.expected.replace("−", "-"))


def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def test_a_minus_y_times_the_slope_is_calculated_again(failures: dict[tuple[str, str], Failure]) -> None:
    failure = failures["activation-slope-twice", "sigmoid-logistic"]
    point, wrong, right = numbers(failure)
    a = sigmoid(point["z"])
    assert wrong == pytest.approx((a - point["y"]) * a * (1 - a), rel=1e-2)
    assert right == pytest.approx(a - point["y"], rel=1e-2)


def test_the_slope_taken_at_the_answer_is_calculated_again(failures: dict[tuple[str, str], Failure]) -> None:
    point, wrong, right = numbers(failures["slope-at-a", "sigmoid"])
    a = sigmoid(point["z"])
    assert wrong == pytest.approx(sigmoid(a) * (1 - sigmoid(a)), rel=1e-2)
    assert right == pytest.approx(a * (1 - a), rel=1e-2)


def test_the_curvature_left_away_is_calculated_again(failures: dict[tuple[str, str], Failure]) -> None:
    point, wrong, right = numbers(failures["gauss-newton", "sigmoid-mse"])
    a, y = sigmoid(point["z"]), point["y"]
    slope = a * (1 - a)
    assert wrong == pytest.approx(slope**2, rel=1e-2)
    assert right == pytest.approx(slope**2 + (a - y) * slope * (1 - 2 * a), rel=5e-2)


def test_a_mistake_tells_of_what_it_would_be_the_gradient(failures: dict[tuple[str, str], Failure]) -> None:
    other = failures["activation-slope-twice", "sigmoid-logistic"].gradient_of
    assert other is not None
    assert (other.entry[1], other.times) == ("../cases/sigmoid-mse.md", "")
    doubled = failures["factor-two", "linear-mse"].gradient_of
    assert doubled is not None
    assert (doubled.entry[1], doubled.times) == ("../cases/linear-squared-error.md", "")
    doubled = failures["factor-two", "sigmoid-logistic"].gradient_of
    assert doubled is not None
    assert (doubled.entry[1], doubled.times) == ("../cases/sigmoid-logistic.md", "2")


def test_a_mistake_is_written_as_people_write_it(failures: dict[tuple[str, str], Failure]) -> None:
    assert failures["activation-slope-twice", "sigmoid-logistic"].wrong.endswith(" = (a - y) a (1 - a)")


def test_without_the_precondition_the_form_that_needs_none_is_right(
    failures: dict[tuple[str, str], Failure],
) -> None:
    failure = failures["targets-not-one", "softmax-cross-entropy"]
    assert failure.wrong == "a_{i} - y_{i}"
    assert failure.right.endswith(r"= a_{i} \sum_{k=1}^{N} y_{k} - y_{i}")


def test_the_slope_made_to_fit_is_put_right_by_the_diagonal(failures: dict[tuple[str, str], Failure]) -> None:
    assert failures["made-to-fit", "softmax-cross-entropy"].right.endswith("= a_{i} (1 - a_{i})")
