"""The judge tells true from false by numbers, and says where a false formula fails."""

import pytest

from generator.restore.grammar import read
from generator.restore.judge import judge
from generator.restore.named import named
from generator.restore.place import Finding, Place
from generator.restore.restore import restore
from generator.restore.settings import Setting, settings


def setting(activation: str, loss: str) -> Setting:
    """Return the setting of one case."""
    return next(
        s
        for s in settings()
        if s.activation and s.activation.entry and s.activation.entry.id == activation
        and s.loss and s.loss.entry and s.loss.entry.id == loss
    )  # fmt: skip


LOGISTIC = setting("sigmoid", "logistic")
SQUARED = setting("sigmoid", "half-squared-error")
SOFTMAX = setting("softmax", "cross-entropy")


def found(text: str, where: Setting | None = None) -> Finding:
    """Return the verdict on a formula."""
    return judge(read(text), Place(where or Setting(), seed=text))


def test_what_is_true_with_one_loss_is_false_with_another() -> None:
    assert found("dz = a - y", LOGISTIC).verdict == "true"
    assert found("dz = a - y", SQUARED).verdict == "false"
    assert found("dz = (a - y)a(1 - a)", SQUARED).verdict == "true"


def test_a_false_formula_gets_numbers() -> None:
    assert "on the left" in found(r"\frac{dL}{da} = \frac{y - a}{a(1-a)}", LOGISTIC).why


def test_a_penalty_that_a_post_names_is_not_the_loss_of_its_formulas() -> None:
    assert list(named("an L1 penalty, or weight decay")) == []
    assert [event.is_loss for event in named("the log loss")] == [True]


def test_without_a_setting_the_cases_in_which_it_holds_are_named() -> None:
    verdict = found("dz = a - y").verdict
    assert verdict.startswith("true when")
    assert "sigmoid with logistic loss" in verdict
    assert "sigmoid with half squared error" not in verdict


def test_the_softmax_needs_targets_that_sum_to_one() -> None:
    assert found(r"\frac{\partial L}{\partial z} = a - y", SOFTMAX).verdict.startswith(
        "true when the targets sum to one"
    )
    assert found(r"\frac{\partial L}{\partial a} = \frac{-y}{a}", SOFTMAX).verdict == "true"
    assert found(r"\frac{\partial a}{\partial z} = \frac{a(y-a)}{y}", SOFTMAX).verdict == "false"
    assert found(r"\frac{\partial a_i}{\partial z_j} = a_i(\delta_{ij} - a_j)", SOFTMAX).verdict == "true"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"dW^{[L]} = \frac1m dZ^{[L]} {A^{[L-1]}}^T", "true"),
        (r"dW^{[L]} = \frac1m dZ^{[L]} {A^{[L]}}^T", "false"),
        (r"dW^{[1]} = \frac1m dZ^{[1]} X^T", "true"),
        (r"dW^{[1]} = dZ^{[1]} X^T", "false"),
        (r"db^{[1]} = \frac1m \operatorname{np.sum}(dZ^{[1]}, axis=1, keepdims=True)", "true"),
        (r"dZ^{[1]} = {W^{[2]}}^T dZ^{[2]} \odot g'^{[1]}(Z^{[1]})", "true"),
        (r"dZ^{[1]} = {dW^{[2]}}^T dZ^{[2]} \odot g'^{[1]}(Z^{[1]})", "false"),
        (r"Z^{[1]} = W^{[1]}X + b^{[1]}", "definition"),
        (r"Z^{[1]} = W^{[1]}A^{[1]} + b^{[1]}", "false"),
    ],
)
def test_the_equations_of_a_network_are_measured(text: str, verdict: str) -> None:
    assert found(text).verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"\begin{vmatrix} a & b \\ c & d \end{vmatrix} = ad - bc", "true"),
        (r"\begin{vmatrix} a & b \\ c & d \end{vmatrix} = ad + bc", "false"),
        (r"\sum_{k=1}^n k^2 = \frac{1}{2}n(n+1)", "false"),
        (r"\sum_{k=1}^n k^2 = \frac{1}{6}n(n+1)(2n+1)", "true"),
        (r"\int_0^{+\infty} x^n e^{-x} dx = n!", "true"),
        (r"\int \cos\theta d\theta = \sin\theta", "true when an arbitrary constant is allowed for"),
        (r"\int \cos\theta d\theta = \cos\theta", "false"),
        (r"\frac{d f(g(x))}{dx} = f'(x) g'(x)", "false"),
        (r"\frac{d f(g(x))}{dx} = f'(g(x)) g'(x)", "true"),
        (r"\frac{\partial u}{\partial t} = h^2 \frac{\partial^2 u}{\partial x^2}", "definition"),
        (r"\int_{x^2+y^2 \leq R^2} f(x, y) dx dy = \int_{\theta=0}^{2\pi} \int_{r=0}^R f(r\cos\theta, r\sin\theta) r dr d\theta", "true"),  # noqa: E501 - one formula a line
        (r"\int_a^b f(x) dx", "fragment"),
        (r"\lim_{x \rightarrow +\infty}, \inf_{x > s}", "fragment"),
        (r"\frac{d}{dz} = \frac{d}{dz} \cdot \sin(z)", "garbled"),
    ],
)  # fmt: skip
def test_general_formulas_are_judged_in_free_letters(text: str, verdict: str) -> None:
    assert found(text).verdict == verdict


@pytest.mark.parametrize(
    ("text", "said", "verdict"),
    [
        (
            r"\frac{\partial J}{\partial Z^{[2]}} = A^{[2]} - Y",
            {"open"},
            "true when the cost is the sum over the examples",
        ),
        (
            r"\frac{\partial J}{\partial z^{[2]}} = A^{[2]} - Y",
            {"open"},
            "true when the cost is the sum over the examples",
        ),
        (r"\frac{\partial J}{\partial Z^{[2]}} = \frac{1}{m} (A^{[2]} - Y)", {"open"}, "true"),
        (r"\frac{\partial J}{\partial Z^{[2]}} = A^{[2]} - Y", (), "false"),
        (r"\frac{\partial J}{\partial Z^{[2]}} = Y - A^{[2]}", {"open"}, "false"),
        (r"\frac{\partial J}{\partial W^{[2]}} = (A^{[2]} - Y) A^{[1]T}", {"open"}, "false"),
        (r"dz^{[2]} = A^{[2]} - Y", (), "true"),
        (r"dz^{[2]} = A^{[2]} + Y", (), "false"),
    ],
)
def test_a_post_that_calls_no_loss_a_mean_leaves_the_cost_open(text: str, said: set[str], verdict: str) -> None:
    assert judge(read(text), Place(LOGISTIC, seed=text, conventions=frozenset(said))).verdict == verdict


@pytest.mark.parametrize(
    ("told", "true", "false"),
    [
        ("Leaky ReLU:", r"f'(x) = \begin{cases} 1 & x > 0 \\ \alpha & x < 0 \end{cases}", r"f'(x) = \alpha x"),
        ("ELU:", r"f'(x) = \begin{cases} 1 & x > 0 \\ f(x) + \alpha & x < 0 \end{cases}", r"f'(x) = f(x) + \alpha"),
        (
            "Logistic regression:",
            r"\frac{\partial}{\partial \theta_j} J(\theta) = \frac1m \sum_i (h_\theta(x^{(i)}) - y^{(i)}) x_j^{(i)}",
            r"\frac{\partial}{\partial \theta_j} J(\theta) = \frac1m \sum_i (y^{(i)} - h_\theta(x^{(i)})) x_j^{(i)}",
        ),
        (
            r"$J(\theta) = -\frac1m \sum_i [y^{(i)}\log h_\theta(x^{(i)}) + (1-y^{(i)})\log(1-h_\theta(x^{(i)}))]$",
            r"\frac{\partial J}{\partial \theta_j} = \frac1m \sum_i (h_\theta(x^{(i)}) - y^{(i)}) x_j^{(i)}",
            r"\frac{\partial J}{\partial \theta_j} = \frac1m \sum_i (h_\theta(x^{(i)}) + y^{(i)}) x_j^{(i)}",
        ),
        (r"$\zeta(x) = \log(1 + e^x)$", r"\zeta'(x) = \sigma(x)", r"\zeta'(x) = \sigma(-x)"),
    ],
)
def test_what_courses_write_is_true_and_its_twin_false(told: str, true: str, false: str) -> None:
    for claim, verdict in ((true, "true"), (false, "false")):
        assert restore(f"{told} ${claim}$", linked=False)[-1].verdict == verdict


def test_a_function_that_the_post_does_not_define_makes_nothing_false() -> None:
    assert restore("Here f'(x) = sigmoid(x) + x*sigmoid(x)*(1 - sigmoid(x))", linked=False)[-1].verdict == "not judged"


def test_code_of_pytorch_has_its_examples_in_rows() -> None:
    code = "A linear layer in PyTorch:\n\n```python\ngrad_bias = grad_output.sum({})\n```"
    assert [restore(code.format(axis), linked=False)[-1].verdict for axis in (0, 1)] == ["true", "false"]


def test_what_stands_beside_the_layer_before_is_of_one_layer() -> None:
    lines = {"dW = 1/m * np.dot(dZ, A_prev.T)": "true", "dA_prev = np.dot(W, dZ)": "false"}
    for line, verdict in lines.items():
        assert restore(f"```python\n{line}\n```", linked=False)[-1].verdict == verdict
    assert restore("We have dW = (1/m) dZ A_prev^T there.", linked=False)[-1].verdict == "true"


def test_an_index_that_is_set_equal_to_a_class_makes_nothing_false() -> None:
    told = r"With $p_k = \frac{e^{f_k}}{\sum_j e^{f_j}}$: $\frac{\partial L}{\partial f_k} = p_k - 1(y = k)$"
    assert restore(told, linked=False)[-1].verdict == "not judged"


def test_the_head_of_a_formula_whose_next_factor_is_unknown_is_not_taken() -> None:
    assert not restore("We have dW = (1/m) dZ B_last^T + lambda W there.", linked=False)


def test_a_sigmoid_without_its_argument_is_the_sigmoid() -> None:
    pairs = {r"\frac{d\sigma}{dz} = \sigma(1-\sigma)": "true", r"\sigma' = \sigma(1+\sigma)": "false"}
    assert [restore(f"${one}$", linked=False)[-1].verdict for one in pairs] == [*pairs.values()]


def test_values_that_the_post_gives_are_a_condition() -> None:
    told = r"For $C = \frac{(y-a)^2}{2}$ and a sigmoid: $\frac{\partial C}{\partial b} = %s \sigma'(z)$ where y = 0"
    assert [restore(told % one, linked=False)[1].verdict for one in ("a", "-a")] == ["true when y = 0", "false"]


def test_targets_that_are_made_of_others_sum_to_one_where_those_do() -> None:
    told = r"$q_i = (1-\epsilon) y_i + \epsilon/K$, $p = \text{softmax}(z)$, $L = -\sum_i q_i \log p_i$: $@ = %s$"
    claims = (told % one for one in ("p_i - q_i", "q_i - p_i"))
    found = [restore(one.replace("@", r"\frac{\partial L}{\partial z_i}"), linked=False)[-1].verdict for one in claims]
    assert found == ["true when the targets sum to one", "false"]


def test_a_slope_by_a_numbered_letter_is_found_in_a_sentence() -> None:
    told = "z1 = w1*x + b1, a1 = sigmoid(z1), z2 = w2*a1, loss = (z2 - y)**2. Then dloss/dw1 = 2*(z2 - y)*w2*{}*x"
    found = [restore(told.format(one), linked=False)[-1].verdict for one in ("a1*(1 - a1)", "a1*(1 + a1)")]
    assert found == ["true", "false"]


def test_a_logarithm_of_a_density_is_one_quantity_and_a_variance_may_be_what_one_derives_by() -> None:
    told = "Gaussian: log p(x) = -½ log(2πσ²) - (x-μ)²/(2σ²). So ∂log p/∂σ² = -1/(2σ²) + (x-μ)²/({}σ⁴)"
    found = [restore(told.format(one), linked=False)[-1].verdict for one in ("2", "")]
    assert found == ["true", "false"]


def test_sums_without_an_axis_may_run_over_the_examples() -> None:
    told = "Batch norm: dgamma = sum(dout * {})"
    found = [restore(told.format(one), linked=False)[-1].verdict for one in ("xhat", "x")]
    assert found == ["true when the sums run over the examples", "false"]


def test_a_post_is_judged_by_itself_whatever_was_judged_before() -> None:
    told = "RMSNorm: `r = sqrt(mean(x**2) + eps)`, `xhat = x / r`, `y = w * xhat`, `g = {}`."
    post = f"{told} `dx = (g - xhat * mean(g * xhat)) / r`"
    found = [restore(post.format(one), linked=False)[-1].verdict for one in ("3 * dy", "w * dy", "3 * dy")]
    assert found == ["false", "true", "false"]
