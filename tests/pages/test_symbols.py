"""The page about notations: symbols side by side, two derivations that differ in the loss only, and a plot."""

import math

import pytest

from generator.engine.notation import NG, NIELSEN, NOTATIONS
from generator.pages.site import Page
from generator.pages.symbols import KINDS, LAYOUTS, comparison, layer_rows, symbol_rows
from generator.verify.instances import FAR, MARKS, STEPS, curve
from generator.verify.proved import Proved


def test_every_quantity_has_a_symbol_in_every_notation() -> None:
    rows = {words: symbols for words, *symbols in symbol_rows()}
    assert {len(symbols) for symbols in rows.values()} == {len(NOTATIONS)}
    error = dict(zip((each.id for each in NOTATIONS), rows["Error: slope of the loss by what goes in"], strict=True))
    assert error["ng"] == "$dz$, arrays $dZ^{[L]}$"
    assert error["nielsen"] == r"$\delta^{L}_{j}$, arrays $\delta^{L}$"


def test_the_table_of_symbols_reads_both_ways() -> None:
    """No author has one symbol for two quantities, so that every symbol leads to one row."""
    for column in zip(*(symbols for _, *symbols in symbol_rows()), strict=True):
        assert len(set(column)) == len(column)


def test_the_layouts_differ_in_the_side_of_the_transpose() -> None:
    rows = {words: cells for words, *cells in layer_rows()}
    assert set(rows) == set(KINDS.values())
    columns, _, examples_in_rows = rows["Forward"]
    assert columns.startswith(r"$Z^{[l]} = W^{[l]} \, A^{[l-1]} + b^{[l]}$")
    assert examples_in_rows.startswith(r"$Z^{[l]} = A^{[l-1]} \, W^{[l]\mathsf T} + b^{[l]}$")
    assert len(rows["Gradient of the weights"]) == len(LAYOUTS)


def test_the_two_derivations_differ_in_the_loss_and_what_comes_of_it(proved: dict[str, Proved]) -> None:
    found = comparison(proved["sigmoid-logistic"], proved["sigmoid-mse"], NIELSEN)
    same = {words for words, left, right in found.rows if left == right}
    assert same == {"the activation's slope", "chain rule"}
    assert found.rows[-1] == (
        "result",
        r"**$\delta^{L}_{j} = a^{L}_{j} - y_{j}$**",
        r"**$\delta^{L}_{j} = (a^{L}_{j} - y_{j}) a^{L}_{j} (1 - a^{L}_{j})$**",
    )
    assert comparison(proved["sigmoid-logistic"], proved["sigmoid-mse"], NG).rows[3][1] == r"$dz = da \cdot g'(z)$"


@pytest.mark.parametrize(("name", "power"), [("sigmoid-logistic", 0), ("sigmoid-mse", 1)])
def test_the_plot_is_that_of_the_gradients(proved: dict[str, Proved], name: str, power: int) -> None:
    found = curve(proved[name])
    assert len(found.derived) == STEPS + 1
    assert len(found.slopes) == MARKS + 1
    for z, slope in (*found.derived, *found.slopes):
        a = 1 / (1 + math.exp(-z))
        assert slope == pytest.approx((a - 1) * (a * (1 - a)) ** power)
    assert dict(found.values)[FAR] == pytest.approx(1 / (1 + math.exp(-FAR)))


def test_the_page_answers_outright_and_shows_the_plot(pages: dict[str, Page]) -> None:
    text = pages["notation.md"].text
    assert "Because their losses differ, and for no other reason." in text
    assert text.count("<svg") == 1
    assert r"\label" not in text
