"""What people really type for `derive`: pasted lines, TeX, other letters, mistakes. Nothing ends in a traceback."""

from itertools import takewhile
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from generator.build.commands import cli
from generator.build.derive_command import headless
from generator.build.deriving import derived, hole_lines, lines_of
from generator.errors import ExpressionError

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


TYPED = ("relu(z)", "clip(z, -1, 1)", "selu(z)", "gelu(z)", "erf(z)", "floor(z)", "2**z", "max(z, z/10)", "z*(z > 0)")


@pytest.mark.parametrize("activation", TYPED)
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_the_numpy_lines_keep_the_type_and_need_nothing_else(activation: str, kind: type) -> None:
    printed = list(lines_of(derived(activation, None, ())))
    start = next(n for n, line in enumerate(printed) if line.startswith("NumPy:  "))
    *before, last = (line[8:] for line in takewhile(str.strip, printed[start:]))
    names: dict[str, Any] = {"z": np.array([-40, -1, 0, 1, 40], dtype=kind)}
    with np.errstate(all="ignore"):
        exec("\n".join(("import numpy as np", "import scipy.special", *before, f"found = {last}")), names)  # noqa: S102 - our own lines
    assert names["found"].dtype == kind
    assert np.isfinite(names["found"]).all()


def test_a_hole_in_the_result_is_told_with_its_limit() -> None:
    assert list(hole_lines(derived("expm1(z)/z", None, ()))) == [
        "at z = 0 it has no value as it is written, and the limit 1/2"
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
    with pytest.raises(ExpressionError, match=said):
        raise found.exception or AssertionError(found.output)
