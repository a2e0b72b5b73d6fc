"""The code on a page runs as it stands there, and its gradient is the slope of its own definition."""

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.special
from sympy import Rational

from generator.build import work
from generator.catalogue.derivations import derivation_of
from generator.catalogue.index import Catalogue
from generator.catalogue.parameter import Parameter
from generator.catalogue.records import Activation, Case, Loss
from generator.pages.languages.tabs import listings
from generator.pages.snippet import python_of, snippet
from generator.verify.proved import Proved
from tests.cover import cover

pytestmark = pytest.mark.usefixtures("derived")

ENTRIES = [entry.id for entry in Catalogue().entries]
Z = np.array([-1.3, -0.2, 0.7, 1.9])
A = np.array([0.1, 0.2, 0.3, 0.4])
VARIABLES = {"z": Z, "a": A, "w": Z}
Y = np.array([0.0, 0.75, 0.25, 0.0])
SHARED = np.array([0.125, 0.5, 0.25, 0.125])
STEP = 1e-6


def targets(entry: Activation | Loss | Case) -> list[np.ndarray]:
    """Return targets that sum to one, with zeros among them where the loss takes zeros; none where it has no target."""
    if "y" not in entry.inputs:
        return []
    loss = entry.loss if isinstance(entry, Case) else entry
    narrow = isinstance(loss, Loss) and loss.vector and loss.targets is not None and 0 not in loss.targets
    return [SHARED if narrow else Y]


def run(code: str) -> dict[str, Any]:
    """Run a snippet with nothing but what it imports itself, and return its functions."""
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own output
    return names


def slope(function: Callable[[np.ndarray], Any], at: np.ndarray) -> np.ndarray:
    """Return central differences: one column a component, and for a function of numbers their diagonal."""
    columns = []
    for n in range(len(at)):
        move = np.zeros(len(at))
        move[n] = STEP
        columns.append((np.asarray(function(at + move)) - np.asarray(function(at - move))) / (2 * STEP))
    return np.stack(columns, axis=-1)


def gradient(entry: Activation | Loss | Case, names: dict[str, Any], at: np.ndarray, *rest: np.ndarray) -> np.ndarray:
    """Return the gradient, or the Jacobian: each of its rows is what reaches z from one component of a."""
    if not (entry.vector and isinstance(entry, Activation)):
        return np.asarray(names["gradient"](at, *rest))
    return np.asarray(names["gradient"](np.tile(at, (len(at), 1)), np.eye(len(at))))


def inner(entry: Activation | Loss | Case, at: np.ndarray) -> np.ndarray | None:
    """Return a."""
    if isinstance(entry, Loss):
        return None
    part = entry.activation if isinstance(entry, Case) else entry
    return np.asarray(run(snippet(part, derivation_of(part)))["activation"](at))


@pytest.mark.parametrize("name", ENTRIES)
def test_the_gradient_is_the_slope_of_the_definition_beside_it(name: str, proved: dict[str, Proved]) -> None:
    entry = proved[name].entry
    names = run(snippet(entry, proved[name].derivation))
    at, rest = VARIABLES[entry.inputs[0]], targets(entry)
    function = names["activation" if isinstance(entry, Activation) else "loss"]
    got, expected = gradient(entry, names, at, *rest), slope(lambda x: function(x, *rest), at)
    if not entry.vector:
        expected = np.diagonal(expected)
    assert np.shape(got) == expected.shape
    assert np.allclose(expected, got, rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("name", ENTRIES)
def test_the_one_line_expression_is_what_the_function_returns(name: str, proved: dict[str, Proved]) -> None:
    entry, derivation = proved[name].entry, proved[name].derivation
    names = run(snippet(entry, derivation))
    arguments = [VARIABLES[entry.inputs[0]], *targets(entry)]
    letters = {"np": np, "scipy": scipy, "a": inner(entry, Z)}
    letters |= dict(zip(entry.inputs, arguments, strict=True))
    usual = {one.id: float(one.default) for one in entry.parameters}
    value = eval(python_of(derivation), letters | usual)  # noqa: S307 - our own output
    found = gradient(entry, names, *arguments)
    assert np.allclose(found, value + 0 * found, rtol=1e-12, atol=1e-14)


def test_the_sum_of_the_targets_counts_as_the_general_form_says(proved: dict[str, Proved]) -> None:
    """``a - y`` holds where the targets sum to one, and nowhere else: both sides of the condition."""
    entry = proved["softmax-cross-entropy"]
    names = run(snippet(entry.entry, entry.derivation))
    for y, holds in ((Y, True), (Y + 0.1, False)):
        expected = slope(lambda z, y=y: names["loss"](z, y), Z)  # type: ignore[misc]
        assert np.allclose(expected, names["gradient"](Z, y), atol=1e-8) is holds


def test_a_gradient_that_is_constant_has_the_shape_of_its_argument() -> None:
    double = work.prove(Activation("activation", "2*z", "2*z", ()))
    assert np.array_equal([2.0] * 4, run(snippet(double.entry, double.derivation))["gradient"](Z))


@pytest.mark.parametrize("loss", ["Sum(y[k]*a[k], k)", "Sum(a[k]**2, k)"])
def test_a_hessian_is_a_matrix_where_it_is_constant_too(loss: str) -> None:
    """Zeros are nowhere to be seen in it: of a vector alone NumPy would make a vector."""
    proved = work.prove(Loss("l", "L", loss, ("bishop-2006",)))
    assert proved.second is not None
    names = run(snippet(proved.entry, proved.derivation, proved.second.derivation))
    expected = slope(lambda a: names["gradient"](a, Y), A)
    assert np.allclose(names["second_derivative"](A, Y), expected, atol=1e-8)
    assert names["second_derivative"](A, Y).shape == (4, 4)


def test_code_with_the_error_function_brings_it_along() -> None:
    gelu = work.prove(Activation("activation", "GELU", "z*(1 + erf(z/sqrt(2)))/2", ()))
    names = run(snippet(gelu.entry, gelu.derivation))
    expected = np.diagonal(slope(names["activation"], Z))
    assert np.allclose(expected, names["gradient"](Z), rtol=1e-8)
    expression = python_of(gelu.derivation)
    assert "scipy.special.erf(" in expression
    assert np.allclose(expected, eval(expression, {"np": np, "scipy": scipy, "z": Z, "a": names["activation"](Z)}))  # noqa: S307


def test_a_parameter_is_a_keyword_with_its_usual_value() -> None:
    alpha = Parameter("alpha", Rational(1, 100), "the slope for negative z")
    leaky = Activation("leaky", "Leaky", "piecewise(z, z > 0, alpha*z)", (), parameters=(alpha,))
    half = Loss("half", "Half", "(a - y)**2/2", ())
    code = snippet(Case(leaky, half), work.prove(Case(leaky, half)).derivation)
    assert "def gradient(z, y, alpha=0.01):\n" in code
    names = run(code)
    for alpha_is in ({}, {"alpha": 0.3}):
        expected = np.diagonal(slope(lambda z, given=alpha_is: names["loss"](z, Y, **given), Z))  # type: ignore[misc]
        assert np.allclose(expected, names["gradient"](Z, Y, **alpha_is), rtol=1e-8)


NUMPY = [entry.id for entry in cover(Catalogue())]


@pytest.mark.parametrize("name", NUMPY)
def test_it_takes_all_shapes_and_keeps_the_type(name: str, proved: dict[str, Proved]) -> None:
    """A batch has what its examples have one by one; nothing, one number, and float32 stay what they are."""
    entry = proved[name].entry
    names = run(listings(proved[name])[0].code)
    at, rest = VARIABLES[entry.inputs[0]], targets(entry)
    for function in [one for key, one in names.items() if key in {"activation", "loss"} or key.startswith("gradient")]:
        takes = inspect.signature(function).parameters
        given = [at, *rest][: 1 + ("y" in takes)] + [np.ones_like(at)] * ("upstream" in takes)
        rows = [np.stack([one, one[::-1]]) for one in given]
        each = np.stack([function(*one) for one in zip(*rows, strict=True)])
        assert np.allclose(each, function(*rows), rtol=1e-14)
        assert function(*[one.astype(np.float32) for one in rows]).dtype == np.float32
        assert function(*[one[:0] for one in rows]).shape == (0, *np.shape(each)[1:])
        if not entry.vector:
            assert np.shape(function(*[one[0] for one in given])) == ()


def test_what_is_wrong_is_told_in_one_line(proved: dict[str, Proved]) -> None:
    logistic, softmax = (run(listings(proved[name])[0].code) for name in ("sigmoid-logistic", "softmax"))
    with pytest.raises(ValueError, match="could not be broadcast"):
        logistic["loss"](np.zeros(2), np.zeros(3))
    with pytest.raises(ValueError, match=r"^z needs components along its last axis, and is a single number$"):
        softmax["activation"](1.0)


def test_whole_numbers_become_floats(proved: dict[str, Proved]) -> None:
    assert run(listings(proved["leaky-relu"])[0].code)["gradient"](np.array([-1, 2])).tolist() == [0.01, 1.0]
