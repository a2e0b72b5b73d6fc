"""What people really type for `derive`: pasted lines, TeX, other letters, mistakes. Nothing ends in a traceback."""

from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from generator.build.commands import cli
from generator.build.derive_command import headless
from generator.build.deriving import derived, hole_lines
from generator.errors import DldzError
from generator.pages.numpy_lines import numpy_lines

SPELLED = (
    # as typed · the formula that is read
    ("a = tanh(z)", "tanh(z)"),
    ("f(z) = z**2", "z**2"),
    ("return z*2", "z*2"),
    ("`z**2`", "z**2"),
    (r"\frac{1}{1+e^{-z}}", "(1/(1 + (e**(-z))))"),
    (r"$\tanh(z)$", "tanh(z)"),
    (r"a = \sigma(z)", "sigmoid(z)"),
    (r"\frac{e^{z_i}}{\sum_j e^{z_j}}", "((e**z[i])/Sum((e**z[j]), j))"),
    (r"\begin{cases} z & z > 0 \\ 0 & \text{otherwise} \end{cases}", "piecewise(z, z > 0, 0)"),
)


@pytest.mark.parametrize(("typed", "expected"), SPELLED)
def test_a_pasted_formula_is_read(typed: str, expected: str) -> None:
    assert headless(typed) == expected


RESULTS = (
    # activation · the result
    ("torch.nn.functional.relu(z)", "{1 if z > 0; 0 if z < 0}"),
    ("z*(z > 0)", "{1 if z > 0; 0 otherwise}"),
    (r"\frac{1}{1+e^{-z}}", "a (1 − a)"),
)


@pytest.mark.parametrize(("typed", "expected"), RESULTS)
def test_its_gradient_is_derived(typed: str, expected: str) -> None:
    found = CliRunner().invoke(cli, ["derive", "--activation", typed])
    assert f"Result: da/dz = {expected}" in found.output


NAMED = (
    # what is typed · the result
    (("sigmoid", "logistic"), "dL/dz = a − y"),
    (("ReLU", "MSELoss"), "dL/dz = {2 (a − y) if z > 0; 0 if z < 0}"),
    (("softmax", "cross_entropy"), "∂L/∂zᵢ = aᵢ (Σₖ yₖ) − yᵢ"),
    (("MSE",), "dL/da = a − y"),
    (("(a - y)**2", "tanh"), "dL/dz = 2 (a − y) (1 − a²)"),
    (("relu(z)**2",), "da/dz = 2 max(0, z)"),
    (("nn.ReLU()(z)",), "da/dz = {1 if z > 0; 0 if z < 0}"),
    (("2*ReLU(z)",), "da/dz = {2 if z > 0; 0 if z < 0}"),
    ((r"e^{z_i}/\sum_{j=1}^{n} e^{z_j}",), "∂aᵢ/∂zⱼ = aᵢ (δᵢⱼ − aⱼ)"),
    (("--loss", "abs(a-y)**p/p", "--parameter", "p=2"), "dL/da = |a − y|^(p − 1) sign(a − y)"),
    (("2*leaky_relu(z, 0.1)",), "da/dz = 2 {1 if z > 0; 0.1 otherwise}"),
    (("z + elu(z, 1/2)",), "da/dz = 1 + {1 if z > 0; e^z/2 otherwise}"),
    (("clip(z, 0, 1)",), "da/dz = {1 if 0 < z < 1; 0 otherwise}"),
    (("softmax(z)_i",), "∂aᵢ/∂zⱼ = aᵢ (δᵢⱼ − aⱼ)"),
    (("exp(z_i)/sum(exp(z_j), j)",), "∂aᵢ/∂zⱼ = aᵢ (δᵢⱼ − aⱼ)"),
    (("-sum(y_k*log(a_k), k)",), "∂L/∂aᵢ = −yᵢ/aᵢ"),
    (("sum(sum((a_i - a_j)**2, i), j)",), "∂L/∂aᵢ = 4 (N aᵢ − (Σₗ aₗ))"),
    (("-log(sigmoid(z))",), "da/dz = −1 + σ(z)"),
    (("1e-3*z**2",), "da/dz = z/500"),
    (("abs(z)**3",), "da/dz = 3 z |z|"),
    (("z*sigmoid(1.702*z)",), "da/dz = σ(1.702 z) + z · σ(1.702 z) · (1 − σ(1.702 z)) · 1.702"),
)


@pytest.mark.parametrize(("typed", "expected"), NAMED)
def test_names_stand_for_entries_and_order_does_not_matter(typed: tuple[str, ...], expected: str) -> None:
    found = CliRunner().invoke(cli, ["derive", *typed])
    assert f"Result: {expected}" in found.output


def test_numbers_in_brackets_are_parameters() -> None:
    for typed, said in (("leaky_relu(z, 0.1)", "alpha = 0.1"), ("huber(a, y, delta=2)", "delta = 2")):
        assert f"NumPy:  {said}\n" in CliRunner().invoke(cli, ["derive", typed]).output
    again = CliRunner().invoke(cli, ["derive", "huber", "--parameter", "delta=3"])
    assert "NumPy:  delta = 3\n" in again.output


def test_a_word_that_is_no_entry_gets_the_nearest() -> None:
    found = CliRunner().invoke(cli, ["derive", "sigmoid", "logisitc"])
    assert str(found.exception).startswith("'logisitc' · no activation or loss is called so · the nearest are logistic")


def test_two_of_a_kind_are_one_too_many() -> None:
    found = CliRunner().invoke(cli, ["derive", "tanh", "relu"])
    assert str(found.exception) == "'relu' · 'tanh' is an activation too; give one of z, and one of a and y"


def test_a_kink_that_only_some_parameters_have_is_told_so() -> None:
    printed = CliRunner().invoke(cli, ["derive", "abs(a-y)**p/p", "--parameter", "p=2"]).output
    assert "no derivative at a = y for some parameters, such as p = 0.83" in printed


TYPED = (
    "relu(z)",
    "softmax(z)",
    "clip(z, -1, 1)",
    "selu(z)",
    "gelu(z)",
    "erf(z)",
    "floor(z)",
    "2**z",
    "max(z, z/10)",
    "z*(z > 0)",
)


FAR = (
    # activation · its slope at -800, at 800
    ("z/(exp(z) - 1)", -1, 0),
    ("z/(1 - exp(-z))", 0, 1),
    ("-log(sigmoid(z))", -1, 0),
    ("log(1 - sigmoid(z))", 0, -1),
    ("mish(z)", 0, 1),
    ("z*(1 + erf(z/sqrt(2)))/2", 0, 1),
)


@pytest.mark.parametrize(("activation", "low", "high"), FAR)
def test_the_numpy_lines_are_right_far_out(activation: str, low: float, high: float) -> None:
    assert _computed(activation, np.array([-800.0, 800.0])).tolist() == [low, high]


TAILS = (
    # activation · where · its slope there
    ("sigmoid(z)", 40, 4.248354255291589e-18),
    ("-log(sigmoid(z))", 40, -4.248354255291589e-18),
    ("softplus(z)", -40, 4.248354255291589e-18),
    ("z*(1 + erf(z/sqrt(2)))/2", -10, -7.618400096464814e-22),
)


@pytest.mark.parametrize(("activation", "place", "slope"), TAILS)
def test_the_numpy_lines_keep_the_digits_of_tails(activation: str, place: float, slope: float) -> None:
    assert _computed(activation, np.array([float(place)])) == pytest.approx(slope, rel=1e-13)


def _computed(activation: str, z: Any) -> Any:  # noqa: ANN401 - arrays
    """Run the lines of NumPy that are printed."""
    lines = numpy_lines(derived(activation, None, ()))
    names: dict[str, Any] = {"z": z}
    with np.errstate(all="ignore"):
        exec("\n".join(("import numpy as np", "import scipy.special", *lines[:-1], f"found = {lines[-1]}")), names)  # noqa: S102 - our own lines
    return names["found"]


@pytest.mark.parametrize("activation", TYPED)
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_the_numpy_lines_keep_the_type_and_need_nothing_else(activation: str, kind: type) -> None:
    found = _computed(activation, np.array([-40, -1, 0, 1, 40], dtype=kind))
    assert found.dtype == kind
    assert np.isfinite(found).all()


def test_a_hole_in_the_result_is_told_with_its_limit() -> None:
    assert list(hole_lines(derived("expm1(z)/z", None, ()))) == [
        "at z = 0 it has no value as it is written, and the limit 1/2; beside it digits cancel"
    ]
    assert not list(hole_lines(derived("z*sigmoid(z)", None, ())))
    assert not list(hole_lines(derived("log(z)", None, ())))
    assert not list(hole_lines(derived("1/z", None, ())))


MISTAKES = (
    # option · as typed · what is said
    ("--activation", "lambda*z**2", r"'lambda\*z\*\*2' · unknown name 'lambda'.*--parameter lambda=1"),
    ("--activation", "T*z**2", "unknown name 'T'.*--parameter T=1"),
    ("--activation", "sigma(x)", r"an activation is a formula in z · write 'sigma\(z\)'"),
    ("--activation", "max(z)", "takes two numbers or more, as max"),
    ("--activation", "sparsemax(z)", "sparsemax is not derived here"),
    ("--activation", "z.sum()", r"methods are not understood; write sum\(z\)"),
    ("--activation", "sum(z)", r"one number of a whole vector · write --loss 'sum\(a\)'$"),
    ("--activation", "log(Sum(exp(z[k]), k))", r"· write --loss 'log\(Sum\(exp\(a\[k\]\), k\)\)'$"),
    ("--activation", "log(1 + exp(-y*z))", r"in a, the output, and y, the target · write 'log\(1 \+ exp\(-y\*a\)\)'$"),
    ("--activation", "tanh(w*z + b)", r"unknown names 'w' and 'b'.*--parameter w=1 --parameter b=1 · column"),
    ("--activation", "2*leaky_relu(z, alpha=1)", "give the numbers of leaky_relu in order, without their names"),
    ("--activation", "elu(z, 1, 2) + z", "elu takes 1 or 2 arguments, not 3"),
    ("--activation", "z > 0", "a comparison is no number; write 1 if z > 0 else 0"),
    ("--activation", "std(z)", r"write sqrt\(mean\(\(z - mean\(z\)\)\*\*2\)\)"),
    ("--activation", "1e99*z", "write the number 1e99 with plain digits"),
    ("--activation", "z/0", "has no value at any of 640 points$"),
    ("--activation", "__import__('os')", "unknown function '__import__'; functions have NumPy's names.{,100}column 1$"),
    ("--loss", "-log(a[y])", "y is a vector, and no index"),
    ("--activation", "sigmoid(z)(1-sigmoid(z))", r"write products with \*"),
    ("--activation", "z>0 ? z : 0", "write a choice as z if z > 0 else 0"),
    ("--activation", "∑z", r"write a sum as Sum\(z\[k\], k\)"),
    ("--activation", "z=2", "z is what the activation takes, and stays a letter"),
    ("--activation", "sgmoid(z)", "unknown function 'sgmoid', the nearest is 'sigmoid' · column 1$"),
    ("--activation", "leaky_relu(z, 0.1, 3)", "leaky-relu has 1 parameter: alpha"),
    ("--activation", "W@z", "matrices are not derived here"),
    ("--activation", "np.dot(w, z)", "matrices are not derived here"),
    ("--activation", "sigmid(z)", "the nearest is 'sigmoid'"),
    ("--activation", r"\frac{1}{", "not a formula in TeX"),
    ("--activation", r"\int z dz", "not a formula in TeX"),
    ("--loss", "(t - o)**2", "a loss is a formula in a, the output, and y, the target"),
)


@pytest.mark.parametrize(("option", "typed", "said"), MISTAKES)
def test_a_mistake_is_answered_with_what_to_type(option: str, typed: str, said: str) -> None:
    found = CliRunner().invoke(cli, ["derive", option, typed])
    with pytest.raises(DldzError, match=said):
        raise found.exception or AssertionError(found.output)
