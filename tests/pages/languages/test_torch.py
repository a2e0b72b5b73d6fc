"""PyTorch code gives the values and the gradients of the golden vectors, and refuses to guess a second gradient."""

from collections.abc import Callable
from typing import Any

import pytest

from generator.pages.languages.program import program
from generator.pages.languages.torch import torch_code
from generator.pages.records import Proved
from tests.pages.languages.expected import NAMES, near, points

Function = Callable[..., Any]


@pytest.fixture(scope="module", name="torch")
def torch_where_it_is_installed() -> Any:  # noqa: ANN401 - a module that the project does not need
    """Return PyTorch, or skip: whoever installs it beside the project has its code tested too."""
    return pytest.importorskip("torch")


def run(proved: Proved) -> Function:
    """Run the code with nothing but what it imports itself, and return the entry's function."""
    names: dict[str, Any] = {}
    said = program(proved.entry, proved.derivation)
    exec(torch_code(said), names)  # noqa: S102 - our own output
    function: Function = names[said.name]
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


def test_parameters_have_their_usual_values(written: dict[str, Proved], torch: Any) -> None:  # noqa: ANN401 - as above
    z = torch.tensor([-2.0, 3.0], dtype=torch.float64, requires_grad=True)
    run(written["leaky"])(z).sum().backward()
    assert z.grad.tolist() == [0.01, 1.0]


def test_a_gradient_of_the_gradient_is_refused(written: dict[str, Proved], torch: Any) -> None:  # noqa: ANN401 - as above
    z = torch.tensor(0.5, dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(run(written["sigmoid"])(z), z, create_graph=True)
    with pytest.raises(RuntimeError, match="does not require grad"):
        torch.autograd.grad(slope, z)
