"""What the README shows is so: its formula, its commands, its entry, and the folders it names."""

import re
from pathlib import Path

import pytest
from sympy import Interval

from generator.build import work
from generator.catalogue.index import Catalogue, fits
from generator.catalogue.records import Activation
from generator.engine.parse import FUNCTIONS


@pytest.fixture
def readme(root: Path) -> str:
    """Return the text of the README."""
    return (root / "README.md").read_text("utf-8")


def test_its_formula_is_derived(readme: str) -> None:
    (shown,) = re.findall(r"```math\n(.*?)\n```", readme, re.DOTALL)
    assert work.prove(Catalogue().find("sigmoid-logistic")).tex == shown


def test_its_targets_are_in_the_makefile(readme: str, root: Path) -> None:
    makefile = (root / "Makefile").read_text("utf-8")
    named = set(re.findall(r"\bmake (\w+)", readme)) - {"test"}
    assert named >= {"site", "serve"}
    assert [target for target in named if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []


def test_the_page_for_contributors_shows_the_same_entry(readme: str, root: Path) -> None:
    """It is none that there is already, and can be typed as it stands."""
    assert entry_in((root / "docs" / "contribute.md").read_text("utf-8")) == entry_in(readme)


def entry_in(text: str) -> str:
    """Return the record of an activation that a text shows."""
    (record,) = re.findall(r"```python\n(Activation.*?)\n```", text, re.DOTALL)
    return str(record)


def test_its_entry_makes_a_catalogue_with_its_cases(readme: str) -> None:
    record = entry_in(readme)
    entry = eval(record, {"Activation": Activation, "Interval": Interval})  # noqa: S307 - our own README
    known = Catalogue()
    cases = set(known.cases)
    more = Catalogue(activations=(*known.activations, entry))
    fitting = [f"gaussian-{loss.in_cases}" for loss in known.losses if fits(entry, loss)]
    assert "gaussian-mse" in fitting
    assert [case.id for case in more.cases if case not in cases] == fitting
    assert work.prove(entry).evidence.receipt.rejected_variants


def test_it_names_every_function(readme: str) -> None:
    words = set(re.findall(r"\w+", readme))
    assert [name for name in FUNCTIONS if name not in words] == []


def test_the_places_it_names_are_there(readme: str, root: Path) -> None:
    places = re.findall(r"`((?:generator|docs|tests)[\w/.]*)`", readme)
    assert places
    assert [place for place in places if not (root / place).exists()] == []
