"""The home page and the start show slopes and numbers that are computed."""

import pytest

from generator.pages.environment import environment
from generator.pages.home import deltas, figures, paths, rates, tables, unit_picture
from generator.verify.instances import CLASSES, UNIT, classes_of, instances, unit_of
from generator.verify.proved import Proved
from tests.judged import judged, proved_entry


@pytest.fixture(scope="module")
def known() -> dict[str, Proved]:
    """Return the entries that the home page and the start show."""
    return {name: proved_entry(name) for name in (*UNIT, *CLASSES)}


def test_the_picture_has_the_factor_that_cancels(known: dict[str, Proved]) -> None:
    picture = unit_picture(*(known[name] for name in UNIT))
    assert picture["inner"] == ("da/dz", "a (1 − a)")
    assert picture["outer"] == ("dL/da", "(a − y)/(", "a (1 − a)", ")")
    assert picture["both"] == ("dL/dz", "a − y")


def test_rates_multiply_in_numbers(known: dict[str, Proved]) -> None:
    found = rates(unit_of(*(known[name] for name in UNIT)))
    assert found["a"] == {"before": "0.7311", "change": "0.002", "rate": "0.1962"}
    assert found["slopes"] == ["0.1966", "−1.3679", "−0.2689"]


def test_the_jacobian_of_three_answers(known: dict[str, Proved]) -> None:
    found = deltas(classes_of(*(known[name] for name in CLASSES)))
    assert found["a"] == ["0.09", "0.2447", "0.6652"]
    assert found["rows"][0] == ["0.0819", "−0.022", "−0.0599"]
    assert found["delta"] == [["1", "0", "0"], ["0", "1", "0"], ["0", "0", "1"]]


def test_the_paths_of_one_score_add_up_to_the_gradient(known: dict[str, Proved]) -> None:
    found = paths(classes_of(*(known[name] for name in CLASSES)))
    assert [way[3] for way in found["ways"]] == ["0", "0.09", "0"]
    assert found["total"] == found["result"] == "0.09"


def test_figures_count_exact_steps_and_compared_ones(known: dict[str, Proved]) -> None:
    found = figures(known.values(), 21)
    assert found["derivations"] == len(known) + 21
    assert found["exact"] + found["compared"] == found["steps"]
    assert found["exact"] > 0


def test_layers_count_with_all_their_gradients(known: dict[str, Proved]) -> None:
    layers = [judged("embedding"), judged("softmax-backward")]
    bare, found = figures(known.values(), 0), figures(known.values(), 0, layers)
    assert found["derivations"] == bare["derivations"] + 2
    assert found["compared"] == bare["compared"] + sum(one.steps for one in layers)
    assert (
        "[2 layers](layers/index.md)"
        in next(tables(environment(), known.values(), 0, layers, instances(known.values()))).text
    )


def test_a_catalogue_without_these_entries_has_a_home_page_too() -> None:
    made = tables(environment(), (), 0, (), instances(()))
    assert {table.text for table in made if table.mark != "<!-- figures -->"} == {""}


def test_every_mark_is_filled(known: dict[str, Proved]) -> None:
    made = tuple(tables(environment(), known.values(), 0, (), instances(known.values())))
    assert [table.mark for table in made if not table.text] == []
    assert made[0].mark == "<!-- figures -->"


def test_no_table_of_the_start_has_more_columns_than_a_phone_shows(known: dict[str, Proved]) -> None:
    """Two matrices beside each other in one table were wider than the screen."""
    made = tables(environment(), known.values(), 0, (), instances(known.values()))
    text = next(table.text for table in made if table.mark == "<!-- deltas -->")
    assert max(line.count("|") for line in text.splitlines()) == 1 + 4
