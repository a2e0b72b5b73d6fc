"""The grid holds every pair once: the gradient with its page, or why there is none."""

import re

import pytest

from generator.catalogue.index import Catalogue, fits
from generator.catalogue.records import Case
from generator.engine.oneline import plain
from generator.pages.grid import Grid, grids, notable, penalties
from generator.pages.site import Page
from generator.pages.text import escape
from generator.verify.proved import Proved
from tests.judged import proved_entry

CATALOGUE = Catalogue()


@pytest.fixture(scope="session")
def every(proved: dict[str, Proved]) -> tuple[Grid, ...]:
    """Return the grids of the catalogue."""
    return grids(CATALOGUE, proved.values())


def test_every_pair_of_a_kind_stands_in_one_cell(every: tuple[Grid, ...]) -> None:
    pairs = [(row.activation.id, cell.loss.id) for grid in every for row in grid.rows for cell in row.cells]
    last = [one for one in CATALOGUE.activations if not one.hidden]
    paired = [loss for loss in CATALOGUE.losses if not loss.penalty]
    wanted = [(f.id, loss.id) for f in last for loss in paired if f.vector == loss.vector]
    assert sorted(pairs) == sorted(wanted)


def test_a_cell_has_the_gradient_of_its_case_or_a_reason(every: tuple[Grid, ...], proved: dict[str, Proved]) -> None:
    for grid in every:
        for row in grid.rows:
            for cell in row.cells:
                case = Case(row.activation, cell.loss)
                assert bool(cell.uri) == fits(case.activation, case.loss) != bool(cell.reason)
                expected = escape(plain(proved[case.id].derivation.result)) if cell.uri else ""
                assert cell.gradient == expected


def test_a_pair_that_is_none_says_which_numbers_the_loss_takes(every: tuple[Grid, ...]) -> None:
    row = next(row for row in every[0].rows if row.activation.id == "identity")
    cell = next(cell for cell in row.cells if cell.loss.id == "logistic")
    assert cell.reason == "takes 0\N{NO-BREAK SPACE}&#60;\N{NO-BREAK SPACE}a\N{NO-BREAK SPACE}&#60;\N{NO-BREAK SPACE}1"


def test_the_page_of_the_cases_has_a_row_of_as_many_cells_for_each_activation(
    every: tuple[Grid, ...], pages: dict[str, Page]
) -> None:
    lines = [line for line in pages["cases/index.md"].text.splitlines() if line.startswith("| ")]
    rows = [line for line in lines if "activations/" in line]
    assert len(rows) == sum(len(grid.rows) for grid in every)
    for grid in every:
        for row in grid.rows:
            line = next(line for line in rows if f"(../{row.activation.uri}.md)" in line)
            assert len(re.findall(r"(?<!\\)\|", line)) == len(grid.losses) + 2


def test_the_page_of_the_cases_says_why_a_penalty_is_in_none(pages: dict[str, Page]) -> None:
    assert penalties(CATALOGUE) == (
        ("L2 penalty", "../losses/l2-penalty.md"),
        ("L1 penalty", "../losses/l1-penalty.md"),
    )
    assert "Penalties act on the weights, not on $z$, and make no case: [L2" in pages["cases/index.md"].text


def test_the_notable_cases_come_first_in_the_catalogue(proved: dict[str, Proved]) -> None:
    cases = [one for one in proved.values() if isinstance(one.entry, Case)]
    assert next(notable(CATALOGUE, cases)).id == "sigmoid-logistic"


def test_a_pair_is_found_by_its_properties_too() -> None:
    found = proved_entry("relu-mse")
    cells = [cell for grid in grids(CATALOGUE, [found]) for row in grid.rows for cell in row.cells if cell.gradient]
    assert [cell.properties for cell in cells] == [("has a corner",)]
