"""A typed formula is taken for right where it is, in whatever manner it is written, and nowhere else."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.catalogue.index import Catalogue
from generator.mathjax.node import node_path
from generator.pages.authors import form_of, result_of
from generator.pages.copies import copies_of
from generator.pages.instrument import script
from generator.pages.shorthand import shorthands_of
from generator.verify.proved import Proved

SCRIPTS = ("numbers", "words", "functions", "formula", "answer")
RUN = """
const { runInThisContext } = require("node:vm");
require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { code, text } = JSON.parse(line);
  runInThisContext(code);
  console.log(JSON.stringify(dldz.check(text, dldz.entry)));
});
"""
Check = Callable[[str, str], dict[str, Any]]

RIGHT = {
    "sigmoid-logistic": (
        "a - y", "dL/dz = a − y", "A - Y", "-y + a", "2a - a - y", "a²/a - y", "a**2 - a*a + a - y", "𝑎 − 𝑦",
        "p - y",
        "1/(1 + e^-z) - y", "1/(1 + e^{-z}) - y", "σ(z) - y", "sigmoid(z) - y", "np.exp(z)/(1 + np.exp(z)) - y",
        "clip(a, 0, 1) - y", r"\hat y - y", r"\hat{y} - y", r"\sigma(z) - y", r"\left(a-y\right)", "a^{[L]} - y",
        "a^{(i)} - y^{(i)}", r"\frac{a-y}{a(1-a)} \cdot a(1-a)", r"$\frac{\partial L}{\partial z} = \sigma(z)-y$",
        "(-y/a + (1-y)/(1-a))*a*(1-a)", r"\left(-\frac{y}{a} + \frac{1-y}{1-a}\right) g'(z)", "√(a²) - y",
        "|a - y| sign(a - y)", "σ(z) - y = a - y", "y_hat - y_true", r"\delta^L = a^L - y", "δ^L = a^L − y",
        "a^[2] - y",
        "dZ2 = A2 - Y", r"a^L_j - y_j", "y - t", "pred - target", "a(z) - y", "sigmoid(x) - y",
        r"{1 \over 1+e^{-z}} - y",
        "jax.nn.sigmoid(z) - y", "z.sigmoid() - y", "nn.Sigmoid()(z) - y", "dz = a - y  # (m, 1)", "return a - y",
        "-(np.divide(Y, A) - np.divide(1 - Y, 1 - A))*A*(1 - A)", r"\mathbf a - \mathbf y", "(1-y)σ(z) - yσ(-z)",
        r"\begin{align} \frac{dL}{dz} &= a - y \end{align}", "dL/dz = dL/da · da/dz = a − y",
        "lambda z, y: 1/(1 + np.exp(-z)) - y",
        r"a-y\,", r"a - y\;.", r"a - y \quad", "a - y.;",
    ),
    "sigmoid": (
        "a(1-a)", "σ(1-σ)", r"\frac{d\sigma}{dz} = \sigma(1-\sigma)", "y(1-y)", "f(x)(1-f(x))",
        "σ(z)σ(-z)",
    ),
    "tanh": ("1 - a²", "1 - torch.tanh(z).pow(2)", "1 − tanh² z"),
    "gelu": (
        "Φ(z)+zφ(z)", r"\Phi(z) + z\,\varphi(z)", "norm.cdf(z) + z*norm.pdf(z)", "a/z + z exp(-z²/2)/√(2π)",
    ),
    "softplus": ("σ(βz)", "σ(z)", "1 - e^-a"),
    "hard-tanh-mse": (
        (
            r"\begin{cases} 0 & |z| > 1 \\ "
            r"\left(\begin{cases} -1 & z < -1 \\ z & \text{otherwise} \end{cases}\right) - y"
            r" & \text{otherwise} \end{cases}"
        ),
    ),
    "hard-tanh": (
        "-1 < z < 1", "z > -1 and z < 1",
        r"\begin{cases} 1 & |z| < 1 \\ 0 & \text{otherwise} \end{cases}",
    ),
    "linear-huber": (
        "clip(a - y, -δ, δ)", "max(-δ, min(δ, a - y))", "torch.clamp(a - y, min=-delta, max=delta)",
        "clip(a - y, -1, 1)", "a - y if |a - y| <= delta else delta*sign(a - y)",
    ),
    "linear-cross-entropy-from-logits": ("p_i - y_i", "softmax(z) - y", "softmax(logits) - labels"),
    "cross-entropy": ("-y_i/a_i", r"-\frac{t_i}{y_i}", "-np.divide(y, a)"),
    "tanh-mse": (
        "(a-y)(1-a^2)", "(a - y)·(1 − a²)", "(a-y)*g'(z)", "(a-y)σ'(z)", "(tanh(z) - y)/cosh(z)**2",
        r"(a-y)(1-\tanh^2 z)", "(a - y)*(1 - np.tanh(z)**2)", "(a - y)(1 - σ(z)^2)", "(A - Y) sech(z)^2",
    ),
    "silu": ("σ(z) + z σ(z)(1-σ(z))", "a + σ(z)(1-a)", "sigmoid(z)*(1+z*(1-sigmoid(z)))"),
    "relu": (
        "z > 0", "where(z > 0, 1, 0)", "step(z)", "max(0, z)/z", "1 if z > 0 else 0", "(z > 0).astype(float)",
        "H(z)",
        r"\begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases}", r"\mathbb{1}_{z>0}", "1[z>0]", "np.heaviside(z, 0)",
        "{1 if z > 0; 0 otherwise}",
    ),
    "softmax": (
        "a_i*(delta_ij - a_j)", "aᵢ(δᵢⱼ − aⱼ)", "softmax(z)_i*(delta_ij - softmax(z)_j)", "p_i(δ_ij - p_j)",
        r"e^{z_i}/\sum_k e^{z_k} (\delta_{ij} - a_j)",
        r"\frac{e^{z_i}}{\sum_{k=1}^{N} e^{z_k}} \left(\delta_{i,j} - a_j\right)", "s_i(δij − s_j)",
        "a_i(1{i=j} - a_j)",
        "a[i]*((i==j) - a[j])", "where(i==j, a_i(1-a_i), -a_i a_j)", "np.diag(a) - np.outer(a, a)",
        r"\operatorname{diag}(a) - aa^\top", r"a_i(\mathbb{1}_{i=j}-a_j)", r"\sigma_i(\delta_{ij}-\sigma_j)",
        r"\begin{cases} a_i(1-a_i) & \text{if } i=j \\ -a_ia_j & \text{if } i\neq j\end{cases}",
    ),
    "softmax-cross-entropy": (
        "a_i - y_i", "a - y", "softmax(z) - y", "a_k - y_k", r"\hat{y}_i - y_i", "a[i] - y[i]",
        "exp(z_i)/sum(exp(z)) - y_i",
        "softmax(z_i) - y_i", "F.softmax(z, dim=1) - y", "np.exp(z)/np.exp(z).sum() - y", "e^{z_i}/Σ e^{z_j} - y_i",
        "a_i Σ y_k - y_i", r"-y_i(1-a_i)+\sum_{k\neq i}y_ka_i", "log_softmax(z).exp() - y",
        r"a_i \sum_j y_j - y_i", r"\sum_k y_k a_i - y_i", r"\frac{e^{z_i}}{\sum_{j=1}^{N} e^{z_j}} - y_i",
    ),
    "l1-penalty": ("λ*sign(wᵢ)", "lambda*w_i/abs(w_i)", r"\lambda \operatorname{sign}(w_i)", "λw/|w|"),
}  # fmt: skip
WRONG = {
    "sigmoid-logistic": (
        ("1/0", "has no value"), ("log(0)", "has no value"), ("(a-y)/0", "has no value"), ("0/0", "has no value"),
        ("-1/0", "has no value"), ("exp(1000)", "has no value"), ("(a - y)*1/0*0", "has no value"),
        ("0", "it gives 0"),
        ("a", "At a = "), ("a y", "At a = "), ("2a - y = a - y", "At a = "), ("y - a", "y-minus-a"),
        (r"\frac{a-y}{a(1-a)}", "activation-slope-missing"), ("(a-y)*a*(1-a)", "activation-slope-twice"),
        ("(a-y)σ'(z)", "activation-slope-twice"), ("a·(1−a)", "loss-slope-missing"),
        ("b", "“b” has no meaning here. Known are a, y, z."), ("a.constructor", "cannot be read"),
        ("alert(1)", "cannot be read"), ("this", "cannot be read"), ("__proto__", "cannot be read"),
        ("constructor", "cannot be read"), ("(a - y", "“)” is missing at the end"), ("", "Type a formula first"),
        ("a 2", "Write * before “2”"), ("a - ", "missing at the end"), ("t - y", "y-minus-a"),
        ("exp", "“exp” is a function: write what it is taken of, as in exp(z)."),
        ("(a-y)/m", "This is the loss of one example: the 1/m of a mean"), ("   ", "None Type a formula first."),
    ),
    "hard-tanh": (("-1 < z", "it gives 1"),),
    "softplus": (("β²σ(z)", "it gives"), ("2σ(z)", "it gives")),
    "linear-huber": (("a - y", "it gives"), ("δ^L = y - a", "it gives")),
    "relu": (
        (r"\begin{cases} 1 & z > 0 \end{cases}", "has no value"), ("1 if z < 0 else 0", "it gives"),
        ("0", "it gives 0"), ("1", "it gives 1"), ("1/0", "has no value"),
    ),
    "softmax": (
        ("diag(a)", "it gives"), ("a(1-a)", "diagonal-only"), ("a_i(1 - a_i)", "diagonal-only"),
        ("a_i(δ_ij - a_i)", "one-index"),
        ("a(y-a)/y", "depends on no target"), ("a_1(δ_ij - a_j)", "At a = ("),
        ("a_i(δ_ij - a_k)", "They are i and j."),
    ),
    "softmax-cross-entropy": (
        ("a(y-a)/y", "made-to-fit"), ("-y_i/a_i", "activation-slope-missing"), ("a_k - y_j", "It is i."),
        ("a_1 - y_1", "At a = ("), (r"-y_i(1 - a_i) + \sum_{k \ne i} y_k a_k", "it gives"),
    ),
    "l1-penalty": (("λ*a", "“a” has no meaning here. Known are λ, w."), ("λ/0", "has no value")),
}  # fmt: skip


@pytest.fixture(scope="module")
def check(root: Path, proved: dict[str, Proved]) -> Iterator[Check]:
    """Yield what judges a text as the derivative of an entry, in Node."""
    loaded = [part for name in SCRIPTS for part in ("-r", f"./docs/assets/{name}.js")]
    codes: dict[str, str] = {}
    with subprocess.Popen(
        [str(node_path()), *loaded, "-e", RUN], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as node:

        def judge(name: str, text: str) -> dict[str, Any]:
            assert node.stdin
            assert node.stdout
            if name not in codes:
                codes[name] = script(proved[name])
            print(json.dumps({"code": codes[name], "text": text}), file=node.stdin, flush=True)
            found: dict[str, Any] = json.loads(node.stdout.readline())
            return found

        yield judge


@pytest.mark.parametrize("entry", RIGHT)
def test_a_right_formula_is_right_however_it_is_written(check: Check, entry: str) -> None:
    said = {text: check(entry, text) for text in RIGHT[entry]}
    assert {text: found["words"] for text, found in said.items() if not found["right"]} == {}


@pytest.mark.parametrize("entry", WRONG)
def test_a_wrong_formula_is_told_why(check: Check, entry: str) -> None:
    for text, why in WRONG[entry]:
        found = check(entry, text)
        assert not found["right"], text
        assert why in f"{found.get('mistake')} {found['words']}", (text, found)


@pytest.mark.parametrize("name", [entry.id for entry in Catalogue().entries])
def test_what_a_page_says_is_right_on_that_page(name: str, check: Check, proved: dict[str, Proved]) -> None:
    """The result and its other forms, in the letters of every author and as they are copied, read by the script."""
    one = proved[name]
    derivation, names = one.derivation, shorthands_of(one)
    copied = copies_of(derivation)["result"]
    forms = [form for form in derivation.forms if not form.assuming and not derivation.assuming]
    shown = [*result_of(derivation, names), *(each for form in forms for each in form_of(derivation, form, names))]
    code = [text for text in (copied.texts.get("NumPy"), copied.plain) if text and "shape[" not in text]
    said = {text: check(name, text) for text in (*(each.tex for each in shown), *code)}
    assert {text: found["words"] for text, found in said.items() if not found["right"]} == {}


FEW = """dldz.entry = {
  name: "da/dz", output: "a", variable: "z", axes: [], vector: false, shares: [], spelled: {}, wrong: [], answer: null,
  points: Array.from({ length: 12 }, (_, n) => ({ N: 1, z: n })), slope: (p) => (p.z < 7 ? 1 : NaN),
};"""


def test_too_few_points_decide_nothing(root: Path) -> None:
    """What has no derivative at five of twelve points cannot confirm a formula."""
    loaded = [part for name in SCRIPTS for part in ("-r", f"./docs/assets/{name}.js")]
    code = f'{FEW} console.log(dldz.check("1", dldz.entry).words)'
    command = [str(node_path()), *loaded, "-e", code]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "This could not be compared at enough points."
