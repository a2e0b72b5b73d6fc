"""The pages about slips in matrix formulas: each is wrong somewhere, and shapes and numbers say how."""

import pytest

from generator.catalogue.network import formula
from generator.pages import mistakes
from generator.pages.layer_mistakes import LayerMistake, layer_mistakes
from generator.pages.network import ProvedFormula
from generator.pages.render import environment
from generator.pages.site import Page
from generator.verify.misprints import MISPRINTS
from generator.verify.variants import VARIANTS
from generator.work import prove_formula


@pytest.fixture(scope="module")
def formulas() -> tuple[ProvedFormula, ...]:
    return tuple(prove_formula(formula(name)) for name in ("network-dw", "network-db", "network-da"))


@pytest.fixture(scope="module")
def found(formulas: tuple[ProvedFormula, ...]) -> dict[str, LayerMistake]:
    return {mistake.row.id: mistake for mistake in layer_mistakes(formulas)}


@pytest.fixture(scope="module")
def pages(formulas: tuple[ProvedFormula, ...]) -> dict[str, Page]:
    return {page.uri: page for page in mistakes.pages(environment(), (), formulas)}


def test_the_address_of_a_slip_is_permanent_and_nobody_elses() -> None:
    ids = [row.id for row in MISPRINTS if row.id]
    assert ids == ["transpose-missing", "mean-missing", "mean-twice", "row-sum-missing"]
    assert not {row.id for row in VARIANTS} & set(ids)


def test_every_slip_with_a_page_is_wrong_somewhere(found: dict[str, LayerMistake]) -> None:
    assert set(found) == {row.id for row in MISPRINTS if row.id}
    assert {failure.id for failure in found["row-sum-missing"].failures} == {"network-db"}
    assert {failure.id for failure in found["transpose-missing"].failures} == {"network-dw", "network-da"}


def test_without_1_over_m_one_example_alone_shows_nothing(found: dict[str, LayerMistake]) -> None:
    """With m = 1 it is right, and with m examples too large by m: the relative error is m - 1, a whole number."""
    failure = next(failure for failure in found["mean-missing"].failures if failure.id == "network-dw")
    assert "comes out right all the same" in failure.reasons
    assert failure.wrong == r"dZ^{[l]} \, A^{[l-1]\mathsf T}"


def test_each_page_shows_the_wrong_and_the_right_formula(
    found: dict[str, LayerMistake], pages: dict[str, Page]
) -> None:
    for name, mistake in found.items():
        text = pages[f"mistakes/{name}.md"].text
        for failure in mistake.failures:
            assert rf"{failure.left} \ne {failure.wrong}" in text
            assert failure.right in text
        assert f"]({name}.md)" in pages["mistakes/index.md"].text
