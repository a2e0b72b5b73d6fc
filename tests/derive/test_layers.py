"""Layers are derived from their definitions to the forms that people expect, and read as they are written."""

import pytest
import sympy as sp

from generator.catalogue.operation import Array, Axis, Operation, settings
from generator.catalogue.operations import OPERATIONS
from generator.derive.combine import combined
from generator.derive.reading import read
from generator.engine.oneline import plain
from generator.errors import ExpressionError
from generator.verify.layer_evidence import judge_operation

BY_ID = {one.id: one for one in OPERATIONS}


def results(name: str) -> dict[str, str]:
    """Return the gradients of a layer as text, by what they are the gradient of."""
    return {one.of.name: plain(one.term) for one in combined(read(BY_ID[name]))}


@pytest.mark.parametrize(
    ("name", "of", "expected"),
    [
        ("layer-norm", "x", "(D dxhat_nd − xhat_nd (Σ_d' dxhat_nd' xhat_nd') − (Σ_d' dxhat_nd'))/(D sₙ)"),
        ("rms-norm", "x", "(D dxhat_nd − xhat_nd (Σ_d' dxhat_nd' xhat_nd'))/(D rₙ)"),
        ("batch-norm-eval", "x", "dy_nd gamma_d/s_d"),
        ("attention", "s", "(dpᵢⱼ − (Σ_j' dp_ij' p_ij')) pᵢⱼ"),
        ("attention", "q", "(Σⱼ dsᵢⱼ k_jc)/√C"),
        ("embedding", "table", "Σₙ dy_nd δ_id[n]v"),
        ("linear-cross-entropy", "z", "dyₙ (pₙₖ − tₙₖ)"),
        ("lstm-cell", "c", "dc_outₙⱼ + dhₙⱼ oₙⱼ (1 − tanh(cₙⱼ)²)"),
        ("rnn", "h", "dh_out_tnj + (Σ_j' da_(t + 1, n, j') u_j'j)"),
        ("dropout", "x", "dy_nd mask_nd/(1 − rate)"),
    ],
)
def test_a_gradient_has_the_form_that_people_expect(name: str, of: str, expected: str) -> None:
    assert results(name)[of] == expected


def new(output: str, *defines: str) -> Operation:
    """Return an operation of a matrix x and a row w."""
    return Operation(
        "new",
        "New",
        (Axis("n", "N", "examples"), Axis("d", "D", "features")),
        (Array("x[n, d]", "an input"), Array("w[d]", "a row", "parameter")),
        defines,
        output,
        settings("N D", (2, 3)),
    )


def test_a_layer_that_nobody_planned_for_is_derived_from_its_record() -> None:
    found = {one.of.name: plain(one.term) for one in combined(read(new("y[n] = Sum(w[d]*x[n, d]**2, d)")))}
    assert found == {"w": "Σₙ dyₙ x_nd²", "x": "2 dyₙ w_d x_nd"}


@pytest.mark.parametrize(
    ("output", "says"),
    [
        ("y[n, k] = x[n, k]", "not a name with axes"),
        ("y[n] = x[n]", "x[n, d] has 2 axes, not 1"),
        ("y[n, d] = x[n, q]", "an index is one of n, d, or"),
        ("y[n] = max(x[n, d], q)", "q is no option and no size"),
        ("y[n] = Sum(w[d], q)", "an axis is one of n, d"),
        ("y[n, d] = z[n, d]", "only the arrays of this operation take indices"),
        ("y[n, d]", "a definition is written name[axes] = formula"),
        ("y[n, d] = x[n, d]", "w is used in no definition"),
        ("y[n] = max(2*x[n, d + 1], d)", "a maximum over a window that moves is taken of one array"),
        ("y[n, d] = x[n, d*w]", "an index is one of n, d"),
    ],
)
def test_a_wrong_record_is_told_in_one_line_with_its_id(output: str, says: str) -> None:
    with pytest.raises(ExpressionError, match=r"^new · ") as told:
        read(new(output))
    assert says in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("y[n] = max(x[n, d] + w[d], d)", "dyₙ first_nd"),
        ("y[n, d] = x[n, d] - w[d]*max(x[n, d], d)", "dy_nd − first_nd (Σ_d' dy_nd' w_d')"),
        ("y[n] = log(max(x[n, d]**2 + w[d]**2, d))", "2 dyₙ first_nd x_nd/(max_d' (x_nd'² + w_d'²))"),
        ("y[n] = max(w[d]*x[n, d], d)**2", "2 dyₙ (max_d' w_d' x_nd') first_nd w_d"),
    ],
)
def test_a_maximum_may_stand_anywhere_in_a_record(output: str, expected: str) -> None:
    operation = new(output)
    assert {one.of.name: plain(one.term) for one in combined(read(operation))}["x"] == expected
    assert judge_operation(operation).digits >= 30


def test_a_maximum_of_two_numbers_is_none_over_an_axis() -> None:
    found = {one.of.name: plain(one.term) for one in combined(read(new("y[n, d] = max(x[n, d], 0) + w[d]")))}
    assert found["x"] == "{dy_nd if x_nd > 0; 0 if x_nd < 0}"


def test_a_recurrence_is_found_by_its_earlier_value() -> None:
    assert read(BY_ID["rnn"]).recurrent == "t"
    assert not read(BY_ID["rnn-cell"]).recurrent


def test_axes_are_kept_apart() -> None:
    graph = read(BY_ID["layer-norm"])
    assert graph.output.base.shape == (
        sp.Symbol("N", integer=True, positive=True),
        sp.Symbol("D", integer=True, positive=True),
    )
