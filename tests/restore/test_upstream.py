"""What a post defines itself is enough to judge its derivatives, whatever the loss is and whichever layer it names."""

import re

import pytest

from generator.restore.restore import restore

PAIRS = {
    "a gate": (
        r"GLU: $y = a \odot \sigma(b)$",
        r"@L/@b = @L/@y \odot a \odot \sigma(b)(1-\sigma(b))", r"@L/@b = @L/@y \odot \sigma(b)(1-\sigma(b))",
    ),
    "a recurrence": (
        r"RNN: $h_t = \tanh(W_h h_{t-1} + W_x x_t + b)$",
        r"@h_t/@h_{t-1} = \mathrm{diag}(1 - h_t^2) W_h", r"@h_t/@h_{t-1} = \mathrm{diag}(1 - h_t) W_h",
    ),
    "gates with a delta": (
        r"LSTM: $c_t = f_t \odot c_{t-1} + i_t \odot g_t$ and $h_t = o_t \odot \tanh(c_t)$",
        r"\delta f_t = \delta c_t \odot c_{t-1}", r"\delta f_t = \delta c_t \odot c_t",
    ),
    "a convolution": (
        r"Convolution: $y_n = \sum_k w_k x_{n+k}$",
        r"@L/@x_n = \sum_k w_k @L/@y_{n-k}", r"@L/@x_n = \sum_k w_k @L/@y_{n+k}",
    ),
    "a residual": ("With $y = x + f(x)$", "@L/@x = @L/@y (1 + f'(x))", "@L/@x = @L/@y f'(x)"),
    "a product of matrices": ("Let $C = AB$", "dA = dC B^T", "dA = B^T dC"),
    "a product with a vector": ("LoRA: $h = Wx + BAx$", "@L/@B = @L/@h (Ax)^T", "@L/@B = (Ax)^T @L/@h"),
    "a unit vector": (
        r"$u = \frac{x}{\|x\|}$",
        r"@L/@x = \frac{1}{\|x\|}(@L/@u - u (u^T @L/@u))", r"@L/@x = \frac{1}{\|x\|}(@L/@u - u)",
    ),
    "a variance": (
        r"$\mu = \frac1m\sum_i x_i$ and $v = \frac1m\sum_i (x_i-\mu)^2$",
        r"@v/@x_i = \frac2m (x_i - \mu)", r"@v/@x_i = \frac1m (x_i - \mu)",
    ),
    "the error of a unit": (
        r"With $net_j = \sum_i w_{ij} o_i$", r"@E/@w_{ij} = \delta_j o_i", r"@E/@w_{ij} = \delta_i o_j",
    ),
    "a gradient with a name": (
        r"$y = x/\|x\|$ and $g = \frac{\partial L}{\partial y}$",
        r"@L/@x = \frac{1}{\|x\|}(g - y (y^T g))", r"@L/@x = \frac{1}{\|x\|}(g - y)",
    ),
    "a loss of its letters": (
        r"$J(w) = \|Xw - y\|^2 + \lambda\|w\|^2$",
        r"\nabla J(w) = 2X^T(Xw - y) + 2\lambda w", r"\nabla J(w) = 2X^T(Xw - y) + \lambda w",
    ),
    "a number times a row": (
        r"$\ell(w) = \log(1 + e^{-y w^T x})$",
        r"\nabla_w \ell = -\frac{y x}{1 + e^{y w^T x}}", r"\nabla_w \ell = \frac{y x}{1 + e^{y w^T x}}",
    ),
    "the error of a layer": (
        r"$h = \tanh(W_1 x + b_1)$, $o = W_2 h + b_2$ and $L = \frac{1}{2}\|o - y\|^2$",
        r"\delta_1 = (W_2^T\delta_2)\odot(1 - h^2)", r"\delta_1 = (W_2^T\delta_2)\odot(1 + h^2)",
    ),
    "a gradient by a matrix, not turned": (
        r"$o = W_2 h + b_2$ and $L = \frac{1}{2}\|o - y\|^2$", r"@L/@W_2 = (o - y) h^T", r"@L/@W_2 = h (o - y)^T",
    ),
    "a sum of absolute values": (
        "The L1 norm:",
        r"\frac{\partial}{\partial x_i}\|x\|_1 = \text{sign}(x_i)", r"\frac{\partial}{\partial x_i}\|x\|_1 = x_i",
    ),
    "errors that come back": (
        r"$h_j = \sigma(z_j)$ and $\delta_k = o_k - t_k$",
        r"@E/@z_j = h_j(1-h_j)\sum_k w_{kj}\delta_k", r"@E/@z_j = h_j(1+h_j)\sum_k w_{kj}\delta_k",
    ),
    "a temperature": (
        r"$p_i = \frac{\exp(z_i/T)}{\sum_j \exp(z_j/T)}$",
        r"@p_i/@z_j = \frac{1}{T} p_i(\delta_{ij} - p_j)", r"@p_i/@z_j = T p_i(\delta_{ij} - p_j)",
    ),
    "a maximum": (
        r"$h = \max(0, Wx)$",
        r"@L/@x = W^T (@L/@h \odot \mathbb{1}[Wx > 0])", r"@L/@x = W (@L/@h \odot \mathbb{1}[Wx > 0])",
    ),
    "entry by entry": (
        r"Let $z = Wx + b$ and $a = \sigma(z)$", r"@a/@z = a(1 - a)", r"@a/@z = a(1 + a)",
    ),
    "a bilinear form": (
        r"Let $s = x^T W y$", r"@s/@x = W y", r"@s/@x = W^T y",
    ),
    "shares": (
        r"Let $s = \mathrm{softmax}(x)$", r"@s_i/@x_j = s_i(\delta_{ij} - s_j)", r"@s_i/@x_j = s_i(\delta_{ij} + s_j)"
    ),
    "a loss of its own": (
        r"$L = \|Xw - y\|^2 + \lambda \|w\|^2$",
        r"@L/@w = 2X^T(Xw - y) + 2\lambda w", r"@L/@w = 2X(Xw - y) + 2\lambda w",
    ),
    "an expression": (
        "We know",
        r"\frac{\partial (x^T A x)}{\partial x} = (A + A^T) x", r"\frac{\partial (x^T A x)}{\partial x} = 2 A x",
    ),
    "a norm in plain text": ("RMSNorm: y = g * x / rms(x)", "dL/dg = dL/dy * x / rms(x)", "dL/dg = dL/dy * x * rms(x)"),
}  # fmt: skip
"""What a post says, a true claim and a false one; ``@L/@b`` is the derivative in TeX."""


def written(claim: str) -> str:
    """Return a claim between dollars, with its derivatives in TeX; one in plain text as it is."""
    tex = re.sub(r"@(\w+)/@(\w(?:_\w|_\{[^}]*\})?)", r"\\frac{\\partial \1}{\\partial \2}", claim)
    return tex if tex.startswith("dL/") else f"${tex}$"


@pytest.mark.parametrize(("told", "true", "false"), PAIRS.values(), ids=PAIRS)
def test_a_derivative_is_judged_by_what_the_post_defines(told: str, true: str, false: str) -> None:
    for claim, verdict in ((true, "true"), (false, "false")):
        assert restore(f"{told}. Then {written(claim)}", linked=False)[-1].verdict == verdict


def test_a_letter_that_may_be_a_number_is_a_condition() -> None:
    claim = restore(
        r"With $y = s \cdot x$: $\frac{\partial L}{\partial s} = \sum_i \frac{\partial L}{\partial y_i} x_i$",
        linked=False,
    )[-1]
    assert claim.verdict == "true when s is one number"


def test_what_the_post_does_not_define_is_not_judged_by_it() -> None:
    claim = restore(r"In the LSTM we have $h_t = o_t \odot \tanh(c_t)$, so $dq_t = dh_t \odot r_t$", linked=False)[-1]
    assert claim.verdict == "not judged"


def test_a_loss_that_is_positive_in_places_is_a_condition() -> None:
    told = r"Triplet: $L = \max(0, \|a-p\|^2 - \|a-n\|^2 + m)$"
    assert restore(f"{told}. {written('@L/@a = 2(n - p)')}", linked=False)[-1].verdict == "true when L > 0"


def test_a_margin_is_tried_on_both_sides() -> None:
    told, whole = r"Squared hinge: $L = \max(0, 1 - t y)^2$", written(r"@L/@y = -2 t \max(0, 1 - ty)")
    half = written("@L/@y = -2 t (1 - ty)")
    assert restore(f"{told}. {whole}", linked=False)[-1].verdict == "true"
    assert restore(f"{told}. {half}", linked=False)[-1].verdict == "true when L > 0"


def test_a_letter_that_nobody_tells_of_is_no_reason_to_call_a_claim_false() -> None:
    claim = written(r"@L/@z_i = p_i - ((1-\epsilon) y_i + \epsilon/R)")
    found = restore(f"Cross entropy with label smoothing: {claim}", linked=False)[-1]
    assert found.verdict == "not judged"
    assert "R" in found.why


def test_indices_that_are_equal_are_a_condition() -> None:
    told, slope = r"With $y_i = \frac{x_i}{\sum_k x_k}$ and $S = \sum_k x_k$:", "@y_i/@x_j"
    for claim, verdict in ((r"\frac{1 - y_i}{S}", "true"), (r"\frac{1 + y_i}{S}", "false")):
        found = restore(f"{told} {written(f'{slope} = {claim}')} if $i = j$", linked=False)[2]
        assert found.verdict.split(" when")[0] == verdict
