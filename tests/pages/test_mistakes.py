"""The pages about mistakes say what the judge found, and their numbers are those of anybody's calculator."""

import math
import re

import pytest

from generator.pages.mistakes import Failure, mistakes
from generator.pages.records import Proved
from generator.pages.site import Page
from generator.verify.misprints import MISPRINTS
from generator.verify.variants import ROWS


@pytest.fixture(scope="module")
def failures(proved: dict[str, Proved]) -> dict[tuple[str, str], Failure]:
    """Return what is wrong, by mistake and entry."""
    found = mistakes(proved.values())
    return {(mistake.row.id, failure.id): failure for mistake in found for failure in mistake.failures}


def test_every_mistake_has_a_page_and_is_wrong_somewhere(pages: dict[str, Page], proved: dict[str, Proved]) -> None:
    rows = {f"mistakes/{row.id}.md" for row in (*ROWS, *MISPRINTS)}
    assert {uri for uri in pages if uri.startswith("mistakes/")} == {*rows, "mistakes/index.md"}
    assert [mistake.row.id for mistake in mistakes(proved.values()) if not mistake.failures] == []


def test_every_variant_of_a_receipt_leads_to_its_page(pages: dict[str, Page], proved: dict[str, Proved]) -> None:
    for one in proved.values():
        receipts = [each.evidence.receipt for each in (one, one.second) if each]
        named = {variant.id for receipt in receipts for variant in (*receipt.rejected_variants, *receipt.same_function)}
        linked = set(re.findall(r"\(\.\./mistakes/([\w-]+)\.md\)", pages[f"{one.entry.uri}.md"].text))
        assert linked == named


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


def test_where_a_slip_makes_no_difference_the_page_says_so(pages: dict[str, Page]) -> None:
    harmless = pages["mistakes/activation-slope-missing.md"].text.split("## Where it makes no difference")[1]
    assert "[Identity with half squared error](../cases/linear-mse.md)" in harmless
