"""Every formula of the network is derived in its own layout, gathered, and fits the shapes of its factors."""

import pytest

from generator.catalogue.index import Catalogue
from generator.catalogue.network import FORMULAS, Formula, formula
from generator.catalogue.network_derivations import Derived, derived, statement
from generator.catalogue.results import is_difference
from generator.engine.matrices import Matrix, parts_of
from generator.engine.printing import matrix_tex
from generator.engine.shapes import shape

by_entry = pytest.mark.parametrize("entry", FORMULAS, ids=lambda entry: entry.id)


@pytest.fixture(scope="module")
def found() -> dict[str, Derived]:
    return {entry.id: derived(entry) for entry in FORMULAS}


@by_entry
def test_the_parts_fit_and_the_whole_has_a_shape(entry: Formula, found: dict[str, Derived]) -> None:
    rows, columns = shape(found[entry.id].matrix)
    assert rows.is_positive
    assert columns.is_positive


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("network-z", "Z[l] = W[l] @ A[l - 1] + b[l]"),
        ("network-a", "A[l] = g[l](Z[l])"),
        ("network-dz-output", "dZ[L] = dA[L] * dg[L](Z[L])"),
        ("network-dz-difference", "dZ[L] = A[L] - Y"),
        ("network-da", "dA[l - 1] = W[l].T @ dZ[l]"),
        ("network-dz-hidden", "dZ[l] = (W[l + 1].T @ dZ[l + 1]) * dg[l](Z[l])"),
        ("network-dw", "dW[l] = dZ[l] @ A[l - 1].T / m"),
        ("network-db", "db[l] = dZ[l].sum(axis=1, keepdims=True) / m"),
        ("bp1", "delta[L] = nabla_C * dsigma(z[L])"),
        ("bp2", "delta[l] = (w[l + 1].T @ delta[l + 1]) * dsigma(z[l])"),
        ("bp3", "db[l] = delta[l]"),
        ("bp4", "dw[l] = delta[l] @ a[l - 1].T"),
        ("rows-z", "Z[l] = A[l - 1] @ W[l].T + b[l]"),
        ("rows-da", "dA[l - 1] = dZ[l] @ W[l]"),
        ("rows-dz-hidden", "dZ[l] = (dZ[l + 1] @ W[l + 1]) * dg[l](Z[l])"),
        ("rows-dw", "dW[l] = dZ[l].T @ A[l - 1] / m"),
        ("rows-db", "db[l] = dZ[l].sum(axis=0, keepdims=True) / m"),
    ],
)
def test_the_derived_line_is_the_one_that_every_course_prints(name: str, line: str, found: dict[str, Derived]) -> None:
    assert line == statement(formula(name), found[name].matrix)


def test_every_formula_is_among_those_whose_line_is_known() -> None:
    marks = test_the_derived_line_is_the_one_that_every_course_prints.pytestmark  # type: ignore[attr-defined]
    assert {entry.id for entry in FORMULAS} == {name for name, _ in marks[0].args[1]}


@pytest.mark.parametrize("name", ["network-dw", "rows-dw", "bp4"])
def test_a_gradient_has_the_shape_of_what_it_is_the_gradient_of(name: str, found: dict[str, Derived]) -> None:
    derivation = found[name].derivation
    assert derivation is not None
    assert derivation.variable.base.shape == shape(found[name].matrix)


def test_the_hidden_error_builds_on_the_page_of_the_error_handed_down(found: dict[str, Derived]) -> None:
    derivations = [found[name].derivation for name in ("network-dz-hidden", "rows-dz-hidden", "bp2")]
    assert [d.uses for d in derivations if d] == [("network-da",), ("rows-da",), ()]


def test_the_difference_belongs_to_the_cases_that_say_so() -> None:
    found = {case.id for case in Catalogue().cases if is_difference(case)}
    assert {"sigmoid-logistic", "linear-mse", "softmax-cross-entropy"} <= found
    assert "sigmoid-mse" not in found


def test_a_bias_beside_rows_is_a_row(found: dict[str, Derived]) -> None:
    biases = [part for part in parts_of(found["rows-z"].matrix) if isinstance(part, Matrix) and part.row]
    assert [matrix_tex(bias) for bias in biases] == ["b^{[l]}"]
