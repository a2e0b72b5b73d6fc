"""What is copied of a form to compute, and what a program reads of it, is the form that was measured."""

from typing import Any

import jsonschema
import numpy as np
import pytest
import sympy as sp

from generator.catalogue.index import Catalogue
from generator.engine.parse import INDICES
from generator.engine.primitives import in_others
from generator.pages.api import entry_data
from generator.pages.copies import Copies
from generator.pages.forms import best_of, form_copies, form_data
from generator.pages.languages.tabs import listings
from generator.pages.schemas import ENTRY_SCHEMA
from generator.verify.proved import Proved
from tests.judged import proved_entry

ENTRY = jsonschema.Draft202012Validator(ENTRY_SCHEMA)
NAMES = ("sigmoid-logistic", "log-softmax", "gelu", "identity", "logistic")


@pytest.fixture(scope="module", params=NAMES)
def proved(request: pytest.FixtureRequest) -> Proved:
    return proved_entry(request.param)


def copies(proved: Proved) -> list[Copies]:
    return [form_copies(one, proved.entry, "compute-value") for one in proved.computing]


def run(code: object) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(str(code), names)  # noqa: S102 - our own output
    return names


def test_the_sympy_of_a_form_is_its_term(proved: Proved) -> None:
    for one, copied in zip(proved.computing, copies(proved), strict=True):
        found = [value for name, value in run(copied.texts["SymPy"]).items() if name in {"a", "L", "dL_dz", "da_dz"}]
        for expression in (each for each in found if not each.is_Symbol):
            term = in_others(best_of(one).term).subs(sp.Symbol("N", integer=True, positive=True), 3)
            numbers = {letter: sp.Rational(2, 3 + n) for n, letter in enumerate(sorted(term.free_symbols, key=str))}
            if not term.has(sp.IndexedBase):
                given = {sp.Symbol(str(letter), real=True): number for letter, number in numbers.items()}
                assert sp.N(expression.subs(given)) == pytest.approx(sp.N(term.subs(numbers)))


def test_the_numpy_of_a_form_runs_by_itself(proved: Proved) -> None:
    for copied in copies(proved):
        names = run(copied.texts["NumPy"])
        assert {"activation", "loss", "gradient"} & names.keys()


def test_a_copy_says_where_it_came_from_and_what_m_is() -> None:
    value, _ = copies(proved_entry("log-softmax"))
    assert value.tex.endswith(r"\quad \text{where m is the place of the largest } z_{k}")
    assert str(value.plain).endswith(", where m is the place of the largest zₖ")
    assert value.anchor == "compute-value"
    for name in ("SymPy", "NumPy"):
        assert "# m is the place of the largest zₖ\n" in str(value.texts[name])
    assert f"{INDICES['m']} = np.argmax(z, axis=-1, keepdims=True)" in str(value.texts["NumPy"])


def test_a_program_reads_what_was_measured(proved: Proved) -> None:
    data = entry_data(proved, listings(proved))
    ENTRY.validate(data)
    for one, read in zip(proved.computing, data["computing"], strict=True):
        assert read["rewritten"] is (one.better is not None)
        assert read["proved_steps"] == len(one.proofs)
        for fare, row in zip(best_of(one).fares, read["formats"], strict=True):
            worst = row["to_compute"]["worst"]
            assert (row["format"], np.inf if worst is None else worst) == (fare.format, fare.worst)
            assert row["to_compute"]["within_allowed"] is fare.holds


def test_a_form_without_a_value_has_no_figure() -> None:
    value, _ = proved_entry("sigmoid-logistic").computing
    written = form_data(value, Catalogue().find("sigmoid-logistic"))["formats"][0]["written"]
    assert written == {"worst": None, "zeros_included": None, "within_allowed": False}


@pytest.mark.parametrize(("key", "value"), [("numpy", ""), ("formats", []), ("rewritten", "yes"), ("measured_at", {})])
def test_a_form_that_breaks_the_schema_is_found(key: str, value: object) -> None:
    proved = proved_entry("sigmoid")
    data = entry_data(proved, listings(proved))
    ENTRY.validate(data)
    broken = {**data["computing"][0], key: value}
    assert not ENTRY.is_valid({**data, "computing": [broken]})
