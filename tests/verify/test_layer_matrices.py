"""Gradients as products of matrices: those that are, with examples in rows and in columns, are run; wrong ones fail."""

from dataclasses import replace

import pytest

from generator.catalogue.operations import OPERATIONS
from generator.derive.combine import combined
from generator.derive.matrix_forms import matrix_form, matrix_line
from generator.derive.reading import read
from generator.engine import terms as t
from generator.errors import ProofError
from generator.verify.layer_matrices import matrices
from generator.verify.operations import points_of

BY_ID = {one.id: one for one in OPERATIONS}


def lines(layer: str, *, columns: bool = False) -> dict[str, str]:
    graph = read(BY_ID[layer])
    found = matrices(graph, combined(graph), tuple(points_of(graph)))
    return {one.of: matrix_line(one.columns if columns else one.rows) for one in found}


def test_a_dense_layer_is_products_of_matrices_in_rows_and_in_columns() -> None:
    assert lines("dense") == {"b": "dy.sum(0)", "w": "dy.T @ x", "x": "dy @ w"}
    assert lines("dense", columns=True) == {"b": "dy.sum(1)", "w": "dy @ x.T", "x": "w.T @ dy"}


def test_attention_keeps_its_scale_and_has_no_examples_in_columns() -> None:
    found = lines("attention")
    assert found["q"] == "ds @ k * (1/C**0.5)"
    assert found["v"] == "p.T @ do"
    assert "s" not in found
    assert not any(lines("attention", columns=True).values())


def test_several_products_are_added() -> None:
    assert lines("lora")["x"] == "dt @ down + dy @ w"


def test_a_product_in_the_wrong_order_does_not_pass() -> None:
    graph = read(BY_ID["attention"])
    gradients = combined(graph)
    wrong = tuple(replace(one, term=t.neg(one.term)) if one.of.name == "q" else one for one in gradients)
    assert matrix_form(next(one for one in wrong if one.of.name == "q"))
    with pytest.raises(ProofError, match=r"attention · dq = -ds @ k .* gives other numbers"):
        matrices(graph, wrong, tuple(points_of(graph)))
