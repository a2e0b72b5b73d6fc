"""Claims about the gradients inside a layer are judged by what is measured of its record, whatever its letters are."""

import pytest

from generator.catalogue.layer_letters import LETTERS
from generator.catalogue.operations import OPERATIONS
from generator.derive.reading import read, read_claim
from generator.restore.restore import restore

ATTENTION = r"In attention $S = Q K^\top/\sqrt{d}$, $P = \mathrm{softmax}(S)$ and $O = P V$. "
LSTM = r"The LSTM has $c = f \odot c_{prev} + i \odot g$ and $h = o \odot \tanh(c)$. "
ROWS = "For a linear layer $Y = X W + b$ with the examples in rows: "


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        (ATTENTION, r"dV = P^\top dO", r"dV = P dO"),
        (ATTENTION, r"dP = dO V^\top", r"dP = V dO^\top"),
        (ATTENTION, r"dS = P \odot (dP - \mathrm{rowsum}(dP \odot P))", r"dS = P \odot (dP - \mathrm{rowsum}(dP))"),
        (ATTENTION, r"dK = dS^\top Q / \sqrt{d}", r"dK = dS^\top Q"),
        (ATTENTION, r"\frac{\partial L}{\partial V} = P^\top \frac{\partial L}{\partial O}",
         r"\frac{\partial L}{\partial V} = P \frac{\partial L}{\partial O}"),
        (LSTM, r"do = dh \odot \tanh(c)", r"do = dh \odot c"),
        (LSTM, r"df_t = dc_t \odot c_{t-1}", r"df_t = dc_t \odot c_t"),
        (LSTM, r"dc = dh \odot o \odot (1 - \tanh^2(c))", r"dc = dh \odot o \odot (1 - \tanh(c))"),
        (ROWS, r"dX = dY W^T", r"dX = W^T dY"),
        (ROWS, r"dW = X^T dY", r"dW = dY X^T"),
        ("Layer norm: ", r"dx = \frac{1}{\sigma}(d\hat{x} - mean(d\hat{x}) - \hat{x}\, mean(d\hat{x} \hat{x}))",
         r"dx = \frac{1}{\sigma}(d\hat{x} - \hat{x}\, mean(d\hat{x} \hat{x}))"),
        ("A recurrent net: $h_t = \\tanh(W_{hh} h_{t-1} + W_{xh} x_t + b)$, ", r"dh_{t-1} = W_{hh}^T da_t",
         r"dh_{t-1} = W_{hh} da_t"),
    ],
)  # fmt: skip
def test_a_layer_is_judged_by_its_record(text: str, true: str, false: str) -> None:
    assert restore(f"{text}${true}$", linked=False)[-1].verdict.startswith("true")
    assert restore(f"{text}${false}$", linked=False)[-1].verdict == "false"


def test_what_reaches_a_cell_from_elsewhere_is_a_condition() -> None:
    claim = restore(LSTM + r"$dc = dh \odot o \odot (1 - \tanh^2(c))$", linked=False)[-1]
    assert claim.verdict == "true when nothing but the output passes on a gradient"


def test_a_layer_that_nobody_names_is_a_condition() -> None:
    (claim,) = restore(r"$dV = P^T dO$", linked=False)
    assert claim.verdict == "true when it is about this layer: Scaled dot-product attention"


def test_a_gradient_of_what_no_loss_depends_on_is_not_judged() -> None:
    (claim,) = restore("For the sigmoid with the logistic loss $dq = dv$.", linked=False)
    assert claim.verdict == "not judged"


def test_other_names_stand_for_quantities_of_layers() -> None:
    graphs = [(row, read(layer)) for row in LETTERS for layer in OPERATIONS if layer.id in row.layers]
    assert len(graphs) == len(LETTERS)
    names = {one.name for _, graph in graphs for one in (*graph.given, *graph.defined)}
    assert {name.removesuffix("_out") for row in LETTERS for name in row.same.values()} <= names
    assert all(read_claim(term, graph) is not None for row, graph in graphs for term in row.terms.values())
