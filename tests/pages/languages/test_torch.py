"""PyTorch code gives the values and the gradients of the golden vectors, and refuses to guess a second gradient."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from generator.pages.languages.tabs import listings
from generator.verify.proved import Proved
from tests.pages.languages.expected import LEARNED, NAMES, near, of_numpy, points

Function = Callable[..., Any]


@pytest.fixture(scope="module", name="torch")
def torch_where_it_is_installed() -> Any:  # noqa: ANN401 - a module that the project does not need
    """Return PyTorch, or skip: whoever installs it beside the project has its code tested too."""
    return pytest.importorskip("torch")


def run(proved: Proved) -> Function:
    """Run the code with nothing but what it imports itself, and return the entry's function."""
    names: dict[str, Any] = {}
    exec(next(one.code for one in listings(proved) if one.id == "pytorch"), names)  # noqa: S102 - our own output
    function: Function = names[proved.entry.id.replace("-", "_")]
    return function


@pytest.mark.parametrize("name", NAMES)
def test_it_gives_the_golden_values_and_gradients(name: str, written: dict[str, Proved], torch: Any) -> None:  # noqa: ANN401
    function = run(written[name])
    for vector, letters, parameters in points(written[name]):
        first, *others = map(torch.tensor, letters.values())
        others += parameters.values()
        slope = torch.autograd.functional.jacobian(lambda x, rest=others: function(x, *rest), first)
        assert near(vector.value, function(first, *others))
        assert near(vector.gradient, slope)


@pytest.mark.parametrize(("name", "parameter"), LEARNED)
def test_a_parameter_gets_its_gradient_added_up_to_its_shape(
    name: str,
    parameter: str,
    written: dict[str, Proved],
    torch: Any,  # noqa: ANN401 - as above
) -> None:
    function, slope = run(written[name]), of_numpy(written[name], f"gradient_{parameter}")
    for _, letters, parameters in points(written[name]):
        rows = {key: np.stack([value, value + 0.125]) for key, value in letters.items()}
        expected = slope(*rows.values(), **parameters)
        for shape, whole in (((), np.sum(expected)), ((1,), [np.sum(expected)]), ((2,), expected)):
            given = torch.full(shape, parameters[parameter], dtype=torch.float64, requires_grad=True)
            others = [given if key == parameter else value for key, value in parameters.items()]
            function(*map(torch.tensor, rows.values()), *others).sum().backward()
            assert np.allclose(given.grad, whole, rtol=1e-9, atol=1e-11)


def test_parameters_have_their_usual_values(written: dict[str, Proved], torch: Any) -> None:  # noqa: ANN401 - as above
    z = torch.tensor([-2.0, 3.0], dtype=torch.float64, requires_grad=True)
    run(written["leaky"])(z).sum().backward()
    assert z.grad.tolist() == [0.01, 1.0]


def test_a_gradient_of_the_gradient_is_refused(written: dict[str, Proved], torch: Any) -> None:  # noqa: ANN401 - as above
    z = torch.tensor(0.5, dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(run(written["sigmoid"])(z), z, create_graph=True)
    with pytest.raises(RuntimeError, match="does not require grad"):
        torch.autograd.grad(slope, z)
