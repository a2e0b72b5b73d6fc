"""``derive`` reads what people type, says where there is no derivative, and prints code that stays finite."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import scipy.special
from click.testing import CliRunner

from generator.build import commands, deriving
from generator.catalogue.activations import ACTIVATIONS
from generator.catalogue.records import VECTOR_FUNCTIONS
from generator.errors import ExpressionError


def lines(activation: str | None = None, loss: str | None = None, **letters: str) -> list[str]:
    """Return what ``derive`` prints."""
    return list(deriving.lines_of(deriving.derived(activation, loss, tuple(letters.items()))))


def result(activation: str | None = None, loss: str | None = None, **letters: str) -> str:
    """Return the result alone."""
    (line,) = (line for line in lines(activation, loss, **letters) if line.startswith("Result: "))
    return line.partition(" = ")[2]


def run_lines(printed: list[str], letters: dict[str, object]) -> object:
    """Run the lines of NumPy that were printed, and return the value of the last."""
    start = next(n for n, line in enumerate(printed) if line.startswith("NumPy:  "))
    *before, last = [line[8:] for line in printed[start : printed.index("", start)]]
    known = {"np": np, "scipy": scipy, **letters}
    exec("\n".join(before), known)  # noqa: S102 - printed by ourselves
    return eval(last, known)  # noqa: S307 - as above


RESULTS: tuple[tuple[str | None, str | None, dict[str, str], str], ...] = (
    # activation · loss · letters · result
    ("relu(z)", None, {}, "{1 if z > 0; 0 if z < 0}"),
    ("relu(z)**2", None, {}, "2 max(0, z)"),
    ("max(-1, min(1, z))", None, {}, "{1 if −1 < z < 1; 0 otherwise}"),
    ("clip(z, -2, 5)", None, {}, "{1 if −2 < z < 5; 0 otherwise}"),
    ("z*max(0, min(6, z + 3))/6", None, {}, "{0 if z < −3; (2 z + 3)/6 if −3 < z < 3; 1 if z > 3}"),
    ("sign(z)*max(abs(z)-lam, 0)", None, {"lam": "0.5"}, "{1 if |z| > lam; 0 if |z| < lam}"),
    ("softshrink(z)", None, {}, "{1 if |z| > λ; 0 otherwise}"),
    ("selu(z)", None, {}, "{λ if z > 0; λ α e^z otherwise}"),
    ("sign(z)*log(abs(z)+sqrt(z**2+1))", None, {}, "1/√(z² + 1)"),
    ("exp(z[i])/Sum(exp(z[j]), j)", None, {}, "aᵢ (δᵢⱼ − aⱼ)"),
    ("exp(z[k])/Sum(exp(z[c]), c)", None, {}, "aᵢ (δᵢⱼ − aⱼ)"),
    ("softmax(z)", None, {}, "aᵢ (δᵢⱼ − aⱼ)"),
    ("exp(z[i]/T)/Sum(exp(z[k]/T),k)", None, {"T": "2"}, "aᵢ (δᵢⱼ − aⱼ)/T"),
    (None, "max(tau*(y-a), (tau-1)*(y-a))", {"tau": "0.9"}, "{−τ if y > a; 1 − τ if y < a}"),
    (None, "Sum(Sum((a[k]-a[j])**2, j), k)", {}, "4 (N aᵢ − (Σₖ aₖ))"),
    (None, "a - y*ln(a) + lgamma(y+1)", {}, "1 − y/a"),
)


@pytest.mark.parametrize(("activation", "loss", "letters", "expected"), RESULTS)
def test_a_result_is_what_a_person_writes(
    activation: str | None, loss: str | None, letters: dict[str, str], expected: str
) -> None:
    assert result(activation, loss, **letters) == expected


JUMPS = "the function jumps; the slopes beside it are"
NOWHERE: tuple[tuple[str, list[str]], ...] = (
    # activation · what is said below the result
    ("piecewise(z, z > 0, z - 1)", [f"no derivative at z = 0: {JUMPS} 1 from the left, 1 from the right"]),
    ("sign(z)", [f"no derivative at z = 0: {JUMPS} 0 from the left, 0 from the right"]),
    ("piecewise(0, z <= -3, z, z >= 3, z*(z+3)/6)",
     ["no derivative at z = −3: 0 from the left, −1/2 from the right",
      "no derivative at z = 3: 3/2 from the left, 1 from the right"]),
    ("clip(z, 0, 6)*z", ["no derivative at z = 6: 12 from the left, 6 from the right"]),
    ("abs(sin(3*z))", ["no derivative where sin(3 z) = 0: −3 from the left, 3 from the right"]),
    ("sqrt(abs(z))", ["no derivative at z = 0: −∞ from the left, ∞ from the right"]),
    ("z*log(abs(z))", ["no derivative at z = 0: −∞ from the left, −∞ from the right"]),
    ("sign(z)*sqrt(abs(z))", ["no derivative at z = 0: ∞ from the left, ∞ from the right"]),
    ("floor(z)*z", ["no derivative where z is a whole number: the function jumps; the slopes on its two sides differ"]),
    ("floor(2*z)", [f"no derivative where 2 z is a whole number: {JUMPS} 0 from the left, 0 from the right"]),
    ("abs(z)**1.5", []),
    ("abs(z)**1.01", []),
    ("relu(z)**2", []),
    ("sign(z)*log(abs(z)+sqrt(z**2+1))", []),
)  # fmt: skip


@pytest.mark.parametrize(("activation", "expected"), NOWHERE)
def test_a_place_without_a_derivative_is_told(activation: str, expected: list[str]) -> None:
    assert [line.strip() for line in lines(activation) if "no derivative" in line] == expected


FINITE: tuple[tuple[str, dict[str, str], float, float], ...] = (
    # activation · letters · z · the derivative there
    ("log1p(exp(beta*z))/beta", {"beta": "5"}, 800, 1),
    ("-log1p(exp(-z))", {}, -800, 1),
    ("z/(1+exp(-z))", {}, -800, 0),
    ("z*tanh(log(1+exp(z)))", {}, 800, 1),
    ("log(cosh(z))", {}, 800, 1),
    ("z*exp(z)/(1+exp(z))", {}, 800, 1),
    ("(exp(z)-exp(-z))/(exp(z)+exp(-z))", {}, -800, 0),
    ("exp(-exp(-z))", {}, -800, 0),
    ("sech(z)", {}, 800, 0),
)


@pytest.mark.parametrize(("activation", "letters", "z", "expected"), FINITE)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_the_numpy_line_is_finite_where_the_derivative_is(
    activation: str, letters: dict[str, str], z: float, expected: float
) -> None:
    numbers = {name: float(value) for name, value in letters.items()}
    got = run_lines(lines(activation, **letters), {"z": np.array([float(z)]), **numbers})
    assert got == pytest.approx(expected)


def test_the_numpy_lines_of_a_vector_are_finite_too() -> None:
    shown = lines(None, "log(Sum(exp(a[k]),k)) - Sum(y[k]*a[k],k)")
    got = run_lines(shown, {"a": np.array([1000.0, 0.0]), "y": np.array([0.0, 1.0])})
    assert got == pytest.approx([1, -1])


def test_a_cancelling_corner_has_a_slope() -> None:
    got = run_lines(lines(None, "max(a,0) - a*y + log(1+exp(-abs(a)))"), {"a": np.array([0.0]), "y": 0.25})
    assert got == pytest.approx(0.25)


def test_special_functions_are_scipys() -> None:
    got = run_lines(lines("z*erf(z)"), {"z": np.array([0.5])})
    assert got == pytest.approx(scipy.special.erf(0.5) + 2 * 0.5 * np.exp(-0.25) / np.sqrt(np.pi))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--activation", "swiglu(z)"), "swiglu takes two inputs"),
        (("--activation", "glu(z)"), "glu takes two inputs"),
        (("--activation", "sigmod(z)"), "the nearest is 'sigmoid'"),
        (("--activation", "2z"), "write products with *"),
        (("--loss", "a[k]"), "a loss is one number"),
        (("--activation", "z", "--parameter", "y=1"), "y is the target"),
        (("--activation", "z[i]/k", "--parameter", "k=1"), "k is an index"),
        (("--activation", "norm(2)"), "norm takes a vector"),
    ],
)
def test_a_mistake_is_one_line_that_helps(arguments: tuple[str, ...], says: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        CliRunner().invoke(commands.cli, ["derive", *arguments], catch_exceptions=False)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_help_and_mistakes_load_no_mathematics(root: Path) -> None:
    lists = (
        "import sys; from generator.__main__ import main\ntry: main()\nexcept SystemExit: print('sympy' in sys.modules)"
    )
    subprocess.run([sys.executable, "-m", "generator", "list"], cwd=root, check=True, capture_output=True)
    for arguments in (["--help"], ["list"], ["show", "sigmoyd"], ["derive", "--activation", "sigmod(z)"]):
        before = os.times()
        command = [sys.executable, "-c", lists, *arguments]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == "False", arguments
        after = os.times()  # processor time, for it hardly depends on what else runs; half a second on a quiet machine
        spent = after.children_user - before.children_user + after.children_system - before.children_system
        assert spent < 3, arguments


def test_functions_of_vectors_are_the_activations_of_vectors() -> None:
    found = {one.id.replace("-", "_") for one in ACTIVATIONS if one.vector and not one.is_identity}
    assert found == set(VECTOR_FUNCTIONS)
