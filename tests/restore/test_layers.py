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
        ("Layer norm: ", (r"\frac{\partial L}{\partial x_i} = \frac{1}{\sigma}(g_i - \frac1D\sum_j g_j"
         r" - \hat x_i \frac1D\sum_j g_j \hat x_j)$ with $g_i = \gamma_i dy_i"),
         (r"\frac{\partial L}{\partial x_i} = \frac{1}{\sigma}(g_i - \hat x_i \frac1D\sum_j g_j \hat x_j)$"
         r" with $g_i = \gamma_i dy_i")),
        ("Layer norm: ", r"d\gamma_j = \sum_i dy_{ij} \hat x_{ij}", r"d\gamma_j = \sum_i dy_{ij} x_{ij}"),
        ("Batch norm: ", (r"dx_i = \frac{\gamma}{m\sqrt{\sigma^2 + \epsilon}}(m\, dy_i - \sum_j dy_j"
         r" - \hat x_i \sum_j dy_j \hat x_j)"),
         r"dx_i = \frac{\gamma}{m\sqrt{\sigma^2 + \epsilon}}(m\, dy_i - \hat x_i \sum_j dy_j \hat x_j)"),
        (
            "Batch norm: ",
            (r"\frac{\partial L}{\partial \sigma^2} = -\frac12 (\sigma^2 + \epsilon)^{-3/2}"
            r" \sum_i \frac{\partial L}{\partial \hat x_i} (x_i - \mu)"),
            (r"\frac{\partial L}{\partial \sigma^2} = -\frac12 (\sigma^2 + \epsilon)^{-1/2}"
            r" \sum_i \frac{\partial L}{\partial \hat x_i} (x_i - \mu)"),
        ),
        (
            "Batch norm: ",
            r"d\mu = \sum_i d\hat x_i \frac{-1}{\sqrt{\sigma^2 + \epsilon}} + d\sigma^2 \frac{\sum_i -2(x_i - \mu)}{m}",
            r"d\mu = \sum_i d\hat x_i \frac{1}{\sqrt{\sigma^2 + \epsilon}} + d\sigma^2 \frac{\sum_i -2(x_i - \mu)}{m}",
        ),
        ("Batch norm: ", r"\frac{\partial L}{\partial \beta} = \sum_i \frac{\partial L}{\partial y_i}",
         r"\frac{\partial L}{\partial \beta} = \sum_i \frac{\partial L}{\partial \hat x_i}"),
        ("A recurrent net: $h_t = \\tanh(W_{hh} h_{t-1} + W_{xh} x_t + b)$, ", r"dh_{t-1} = W_{hh}^T da_t",
         r"dh_{t-1} = W_{hh} da_t"),
    ],
)  # fmt: skip
def test_a_layer_is_judged_by_its_record(text: str, true: str, false: str) -> None:
    assert _claimed(f"{text}${true}$").startswith("true")
    assert _claimed(f"{text}${false}$") == "false"


def _claimed(text: str) -> str:
    """Return the verdict on the last formula of a text that is no definition."""
    return [one.verdict for one in restore(text, linked=False) if one.verdict != "definition"][-1]


@pytest.mark.parametrize("claim", [r"\delta o_t = \delta h_t \odot \tanh(c_t) \odot o_t (1 - o_t)", r"dq_i = dv_i q_i"])
def test_what_names_no_quantity_of_the_layer_is_not_judged_as_something_else(claim: str) -> None:
    assert _claimed(f"In the LSTM: ${claim}$") == "not judged"


def test_a_loss_that_does_not_say_how_it_depends_on_a_weight_is_not_judged() -> None:
    loss, claim = r"L = \frac1n \sum_i (\hat y_i - y_i)^2", r"\partial L/\partial w = \frac{2}{n} X^T(Xw - y)"
    assert _claimed(f"${loss}$ has ${claim}$") == "not judged"
    assert _claimed(rf"With $\hat y = Xw$: ${loss}$ has ${claim}$") == "true"


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


def test_a_derivative_by_a_square_is_one_by_the_square() -> None:
    loss = r"$L = \frac12\log \sigma^2 + \frac{(y - \mu)^2}{2\sigma^2}$ and "
    by_square = r"$\frac{\partial L}{\partial \sigma^2} = \frac{1}{2\sigma^2} - \frac{(y - \mu)^2}{2\sigma^4}$"
    by_root = r"$\frac{\partial L}{\partial \sigma^2} = \frac{1}{\sigma} - \frac{(y - \mu)^2}{\sigma^3}$"
    assert _claimed(loss + by_square) == "true"
    assert _claimed(loss + by_root) == "false"


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("Backprop through ReLU: ",
         r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial y} \cdot \mathbb{1}[x > 0]",
         r"\frac{\partial L}{\partial x} = -\frac{\partial L}{\partial y} \cdot \mathbb{1}[x > 0]"),
        ("A sigmoid layer: ", r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial y} y(1 - y)",
         r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial y} x(1 - x)"),
        ("Logistic regression: ",
         r"\frac{\partial J}{\partial \theta_j} = \frac1m \sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)}) x_j^{(i)}",
         r"\frac{\partial J}{\partial \theta_j} = \frac1m \sum_{i=1}^m (y^{(i)} - h_\theta(x^{(i)})) x_j^{(i)}"),
    ],
)  # fmt: skip
def test_other_letters_of_a_unit_are_read(text: str, true: str, false: str) -> None:
    assert _claimed(f"{text}${true}$").startswith("true")
    assert _claimed(f"{text}${false}$") == "false"


def test_a_name_that_the_post_gives_to_something_else_is_not_that_of_the_layer() -> None:
    backward = r"Attention: $S = Q K^T{} $, then $dQ = dS\, K{}$."
    assert _claimed(backward.replace("{}", "")) == "true"
    assert _claimed(backward.replace("{}", r"/\sqrt{d}")) == "true"
    assert _claimed(backward.replace("K^T{}", r"K^T/\sqrt{d}").replace("{}", "")) == "false"
