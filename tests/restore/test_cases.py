"""Every kind of input that once failed is right as a kind: the case, variants with other letters, and spoilt twins."""

from functools import cache

import pytest

from generator.restore.records import Claim
from generator.restore.restore import restore

SIGMOID = "Sigmoid with logistic loss: "
HIDDEN = "The output is a sigmoid with logistic loss, the hidden layer uses tanh."
OUT = r"$\text{out} = \frac{1}{1+e^{-\text{net}}}$"
CSDN = r"∂ L ∂ z = a − y \frac{\partial L}{\partial z}=a-y ∂z∂L=a−y"


@cache
def claims(text: str) -> tuple[Claim, ...]:
    """Return the claims of a text."""
    return restore(text, linked=False)


def verdicts(text: str) -> list[str]:
    """Return the verdicts of a text, those that need no word left out."""
    return [claim.verdict for claim in claims(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (rf"{SIGMOID}$\frac{{da}}{{dz}} = a(1 - a) $ and $\frac{{dL}}{{dz}} = a - y $", ["true", "true"]),
        (rf"{SIGMOID}$ \frac{{dL}}{{dz}} = a + y $", ["false"]),
        (f"{SIGMOID}∂L/∂a = −y/a + (1−y)/(1−a), ∂a/∂z = a(1−a), and so ∂L/∂z = a − y.", ["true"] * 3),
        (f"{SIGMOID}∂L/∂a = y/a + (1−y)/(1−a), ∂a/∂z = a(1−a), and so ∂L/∂z = y − a.", ["false", "true", "false"]),
        ("The slope of the sigmoid is σ'(z) = σ(z)(1 − σ(z)).", ["true"]),
        ("The slope of the sigmoid is σ'(x) = σ(x)(1 + σ(x)).", ["false"]),
        ("Tanh with half squared error: dL/dz = (a - y) * (1 - a * a)", ["true"]),
        ("Sigmoid with half squared error:\n```\ndL/dz = (a - y) * a * (1 + a)\n```", ["false"]),
        (f"{SIGMOID}dL/dz = dL/da × da/dz", ["true"]),
        (f"{SIGMOID}dL/dz = dL/da * dz/da", ["false"]),
        (f"{SIGMOID}dL/dz = a – y", ["true"]),
        (rf"{SIGMOID}$\frac{{dL}}{{dz}} = a — y$ and $\frac{{dL}}{{dz}} = y ‐ a$", ["true", "false"]),
        (r"$\delta^l = ((w^{l+1})^T \delta^{l+1}) \odot \sigma'(z^l)$", ["true"]),
        (r"$\delta^l = (w^{l+1} \delta^{l+1}) \odot \sigma'(z^l)$", ["false"]),
        (r"$\frac{\partial z^{l+1}_k}{\partial z^l_j} = w^{l+1}_{kj} \sigma'(z^l_j)$", ["true"]),
        (r"$\frac{\partial z^{l+1}_k}{\partial z^l_j} = w^{l+1}_{jk} \sigma'(z^l_j)$", ["false"]),
        (r"$z^{(L)} = w^{(L)} a^{(L-1)} + b^{(L)}$, so $\frac{\partial z^{(L)}}{\partial w^{(L)}} = a^{(L-1)}$",
         ["definition", "true"]),
        (r"$z^{(L)} = w^{(L)} a^{(L-1)} + b^{(L)}$, so $\frac{\partial z^{(L)}}{\partial a^{(L-1)}} = w^{(L-1)}$",
         ["definition", "false"]),
        (r"$dW^{[2]} = \frac{1}{m} dZ^{[2]} A^{[1]T}$ and $db^{[2]} = \frac{1}{m} \sum dZ^{[2]}$", ["true", "true"]),
        (r"$dW^{[2]} = \frac{1}{m} dZ^{[2]} A^{[2]T}$", ["false"]),
        (r"$dW^{[l]} = \frac{1}{m} dZ^{[l]} {A^{[l-1]}}^{T}$", ["true"]),
        (r"$dW^{[l]} = \frac{1}{m} dZ^{[l]} {A^{[l]}}^{T}$", ["false"]),
        (r"Softmax: $\frac{\partial p_i}{\partial z_j} = p_i(1-p_i)$ if $i = j$.", ["true when i = j", "fragment"]),
        (r"Softmax: $\frac{\partial p_i}{\partial z_j} = p_i(1-p_i)$ for $i \neq j$.", ["false", "fragment"]),
        (r"Softmax: $\frac{\partial a_i}{\partial z_j} = -a_i a_j, \quad i \neq j$", ["true when i ≠ j"]),
        (r"Softmax: $\frac{\partial a_i}{\partial z_j} = a_i a_j \text{ if } i \neq j$", ["false"]),
        (r"ReLU: $$\frac{da}{dz} = \begin{cases} 1 & z > 0 \\ 0 & z < 0 \end{cases}$$", ["true"]),
        (r"ReLU: $$\frac{da}{dz} = \begin{cases} 1 & z > 0 \\ z & z < 0 \end{cases}$$", ["false"]),
        (SIGMOID + r"$$\begin{split}\frac{dL}{dz} &= \frac{dL}{da}\frac{da}{dz}\\ &= a - y\end{split}$$", ["true"]),
        (SIGMOID + r"$$\frac{da}{dz} = \frac{e^{-z}}{(1+e^{-z})^2} \\ = a(1 + a)$$", ["false"]),
        (r"$f'(x) = 1 - f(x)^2$ for $f(x) = \tanh(x)$", ["true", "definition"]),
        (r"$f'(x) = 1 + f(x)^2$ for $f(x) = \tanh(x)$", ["false", "definition"]),
        ("Tanh: da/dz = 1 - a**2", ["true"]),
        ("Tanh: da/dz = 1 - a**3", ["false"]),
        (r"$h = \tanh(u)$, so $\frac{dh}{du} = 1 - h^2$, not $\frac{dh}{du} = 1 - h$", ["definition", "true", "false"]),
        (r"$q = \sigma(s)$ gives $\frac{dq}{ds} = q(1 - q)$", ["definition", "true"]),
        ("Softmax with cross entropy: dL/dz = softmax(z) + y", ["false"]),
        (r"With the sigmoid and the logistic loss, not the squared error, $\frac{dL}{dz} = a - y$.", ["true"]),
        (HIDDEN + r" $dZ^{[1]} = {W^{[2]}}^T dZ^{[2]} \odot (1 - {A^{[1]}}^2)$", ["true"]),
        (HIDDEN + r" $dZ^{[1]} = {W^{[2]}}^T dZ^{[2]} \odot (1 + {A^{[1]}}^2)$", ["false"]),
        (r"$\frac{1}{1+e^{-0.3775}} = 0.593269992$ and $\sigma(0.5) \approx 0.7225$", ["true", "false"]),
        (OUT + r", so $\frac{\partial \text{out}}{\partial \text{net}} = \text{out}(1 - \text{out})$",
         ["definition", "true"]),
        ("Tanh: da/dz = 1 - a<sup>2</sup>", ["true"]),
        (f"{SIGMOID}&part;L/&part;z = y &minus; a", ["false"]),
        (rf"{SIGMOID}`dL/dz = a - y`, in other words $`\frac{{dL}}{{dz}} = a - y`$.", ["true", "true"]),
        ("Sigmoid with logistic loss.\ndw = x * dz\ndb = (1/m)*np.sum(dz, axis=1, keepdims=True)", ["true", "true"]),
        (f"{SIGMOID}\ndW2 = 1/m * np.dot(dZ2, A1.T)\ndW2 = 1/m * np.dot(dZ2, A2.T)", ["true", "false"]),
        (SIGMOID + r"$\boxed{\frac{dL}{dz} = a - y}$ $\frac{da}{dz} = {e^{-z} \over (1+e^{-z})^2}$", ["true", "true"]),
        (SIGMOID + r"$\partial_z L = a + y$ and $dz := a - y$", ["false", "true"]),
        ("dzdL=5dadL", ["garbled"]),
        (rf"{SIGMOID}$\frac{{\delta L}}{{\delta z}} = a - y$ and δa/δz = a(1 + a)", ["true", "false"]),
        (r"$\frac{d}{dz}\tanh(z) = 1 - \tanh^2(z)$ and $\frac{d}{dz}\tanh(z) = 1 + \tanh^2(z)$", ["true", "false"]),
        (SIGMOID + r"$\frac{\partial J}{\partial b} = \frac{1}{m} \sum_{i=1}^{m} (a^{(i)} - y^{(i)})$", ["true"]),
        (SIGMOID + r"$\frac{\partial J}{\partial w} = \frac{1}{m} \sum_{i=1}^{m} (a^{(i)} - y^{(i)})$", ["false"]),
        ("所以 sigmoid 与 logistic loss: dL/dz = a − y，得证。", ["true"]),
        ("Sigmoid with logistic loss:\n\n1) dL/dz = a - y\n2) dL/dz = y - a", ["true", "false"]),
    ],
)  # fmt: skip
def test_every_kind_is_judged_rightly(text: str, wanted: list[str]) -> None:
    assert verdicts(text) == wanted


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        (rf"{SIGMOID}$L = (y \log a + (1y) \log(1a))$", r"L = -(y\log a + (1 - y)\log(1 - a))"),
        (rf"{SIGMOID}$\frac{{dL}}{{dz}} = a  y$", r"\frac{dL}{dz} = a - y"),
        (rf"{SIGMOID}\frac{{dL}}{{dz}} = a - ydzdL=a−y", r"\frac{dL}{dz} = a - y"),
        (SIGMOID + CSDN, r"\frac{\partial L}{\partial z}=a-y"),
    ],
)
def test_what_a_copy_lost_or_doubled_comes_back(text: str, restored: str) -> None:
    (claim,) = claims(text)
    assert (claim.verdict, claim.restored) == ("garbled", restored)


def test_what_is_offered_has_the_same_left_side_or_nothing_is() -> None:
    for claim in claims(
        r"Sigmoid with logistic loss. $dW = \frac{1}{m} \text{np.dot}(dZ, A.T)$ and $\frac{ds}{dt} = 4s$"
    ):
        assert not claim.restored or claim.restored.startswith(claim.found[:2])


def test_a_gap_in_the_setting_is_told() -> None:
    (claim,) = claims(r"The output is a sigmoid. $\frac{dL}{dz} = a - y$")
    assert claim.verdict.startswith("true when the case is")
    assert "logistic" in claim.verdict
