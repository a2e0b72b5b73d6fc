"""The pages about slips in matrix formulas: each is wrong somewhere, and shapes and numbers say how."""

import re

import pytest

from generator.build.work import prove_formula
from generator.catalogue.network import formula
from generator.pages import mistakes
from generator.pages.environment import environment
from generator.pages.layer_mistakes import LayerMistake, layer_mistakes
from generator.pages.site import Page
from generator.verify.misprints import MISPRINTS
from generator.verify.proved import ProvedFormula
from generator.verify.variants import VARIANTS

NAMES = ("network-dw", "network-db", "network-da", "network-dz-hidden", "network-dz-difference")


@pytest.fixture(scope="module")
def formulas() -> tuple[ProvedFormula, ...]:
    return tuple(prove_formula(formula(name)) for name in NAMES)


@pytest.fixture(scope="module")
def found(formulas: tuple[ProvedFormula, ...]) -> dict[str, LayerMistake]:
    return {mistake.row.id: mistake for mistake in layer_mistakes(formulas)}


@pytest.fixture(scope="module")
def pages(formulas: tuple[ProvedFormula, ...]) -> dict[str, Page]:
    return {page.uri: page for page in mistakes.pages(environment(), (), formulas)}


def test_the_address_of_a_slip_is_permanent_and_nobody_elses() -> None:
    ids = {row.id for row in MISPRINTS}
    assert ids >= {"transpose-missing", "mean-missing", "mean-twice", "row-sum-missing", "input-of-the-wrong-layer"}
    assert all(row.id and row.title and row.said for row in MISPRINTS)
    assert not {row.id for row in VARIANTS} & ids
    pages = {(row.id, row.title, row.said) for row in MISPRINTS}
    assert len(pages) == len(ids)


def test_every_slip_has_a_page_and_is_wrong_somewhere(found: dict[str, LayerMistake]) -> None:
    assert set(found) == {row.id for row in MISPRINTS}
    assert {failure.id for failure in found["row-sum-missing"].failures} == {"network-db"}
    assert {failure.id for failure in found["transpose-missing"].failures} == {
        "network-dw", "network-da", "network-dz-hidden"
    }  # fmt: skip


def test_without_1_over_m_one_example_alone_shows_nothing(found: dict[str, LayerMistake]) -> None:
    """With m = 1 it is right, and with m examples too large by m: the relative error is m - 1, a whole number."""
    failure = next(failure for failure in found["mean-missing"].failures if failure.id == "network-dw")
    assert "coincides with the right one in" in failure.reasons
    assert failure.wrong == r"dZ^{[l]} \, A^{[l-1]\mathsf T}"


def test_what_is_right_wherever_it_runs_is_not_told_as_a_coincidence_of_a_few(found: dict[str, LayerMistake]) -> None:
    """It read: whatever the widths, the shapes do not fit; it coincides in 121 of 121 layers."""
    for mistake in found.values():
        for failure in mistake.failures:
            counted = re.search(r"coincides with the right one in (\d+) of (\d+)", failure.reasons)
            assert counted is None or counted[1] != counted[2]
            if "Whatever the widths" in failure.reasons and ("Wrong numbers" in failure.reasons or counted):
                assert "the sizes happen to fit" in failure.reasons


def test_each_page_shows_the_wrong_and_the_right_formula(
    found: dict[str, LayerMistake], pages: dict[str, Page]
) -> None:
    for name, mistake in found.items():
        text = pages[f"mistakes/{name}.md"].text
        for failure in mistake.failures:
            assert rf"{failure.left} \ne {failure.wrong}" in text
            assert failure.right in text
        assert f"]({name}.md)" in pages["mistakes/index.md"].text


@pytest.mark.parametrize(
    ("mistake", "formula", "means"),
    [
        ("mean-missing", "network-dw", "the sum of the losses"),
        ("mean-twice", "network-db", "divided by $m$ once more"),
        ("layer-sign-flipped", "network-da", "minus the loss"),
        ("layer-y-minus-a", "network-dz-difference", "minus the loss"),
        ("layer-slope-missing", "network-dz-hidden", "by what comes out of the layer"),
        ("row-sum-missing", "network-db", "by what goes into the layer"),
        ("layer-slope-doubled", "network-dz-difference", "half squared error"),
        ("elementwise-for-matrix-product", "network-dw", ""),
        ("weights-of-this-layer", "network-dz-hidden", ""),
    ],
)
def test_of_what_a_slip_is_the_gradient_is_found_by_numbers(
    mistake: str, formula: str, means: str, found: dict[str, LayerMistake]
) -> None:
    failure = next(failure for failure in found[mistake].failures if failure.id == formula)
    assert means in failure.meaning
    assert bool(means) == bool(failure.meaning)


def test_every_slip_shows_a_wrong_number_beside_the_right_one(
    found: dict[str, LayerMistake], pages: dict[str, Page]
) -> None:
    for name, mistake in found.items():
        assert any(failure.numbers for failure in mistake.failures), name
        for failure in mistake.failures:
            if failure.numbers:
                assert abs(failure.numbers.wrong - failure.numbers.right) > 1e-6
        assert "the slope by central differences is" in pages[f"mistakes/{name}.md"].text
