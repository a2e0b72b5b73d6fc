"""PyTorch code has the golden values and gradients, both ways and twice, for every input, shape, type and device."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from generator.verify.proved import Proved
from tests.cover import cover_names
from tests.pages.languages.expected import (
    LEARNED,
    NAMES,
    WITH_PARAMETERS,
    batch,
    code_of,
    curved,
    floats,
    near,
    of_numpy,
    points,
)

torch = pytest.importorskip("torch")

pytestmark = pytest.mark.filterwarnings("ignore:`torch.jit:DeprecationWarning")
"""PyTorch 2.13 still calls it itself, when forward mode is first asked for."""
Function = Callable[..., Any]
Tensors = list[Any]


def run(proved: Proved) -> Function:
    """Run the code with nothing but what it imports itself, and return the entry's function."""
    names: dict[str, Any] = {}
    exec(code_of(proved, "pytorch"), names)  # noqa: S102 - our own output
    function: Function = names[proved.entry.id.replace("-", "_")]
    return function


def tensors(proved: Proved, kind: Any = None, *, grad: bool = True) -> Tensors:  # noqa: ANN401 - a type of PyTorch
    """Return what the entry takes at some ordinary points, along a first axis."""
    kind = torch.float64 if kind is None else kind
    return [torch.tensor(one, dtype=kind).requires_grad_(grad) for one in batch(proved).values()]


@pytest.mark.parametrize("name", NAMES)
def test_it_gives_the_golden_values_and_gradients(name: str, written: dict[str, Proved]) -> None:
    function = run(written[name])
    for vector, letters, parameters in points(written[name]):
        first, *others = map(torch.tensor, letters.values())
        others += parameters.values()
        slope = torch.autograd.functional.jacobian(lambda x, rest=others: function(x, *rest), first)
        assert near(vector.value, function(first, *others))
        assert near(vector.gradient, slope)


@pytest.mark.parametrize("name", NAMES)
def test_every_input_has_a_gradient_and_that_one_too(name: str, written: dict[str, Proved]) -> None:
    function = run(written[name])
    assert torch.autograd.gradcheck(function, tensors(written[name]), check_forward_ad=True)
    assert torch.autograd.gradgradcheck(function, tensors(written[name]))


@pytest.mark.parametrize("name", NAMES)
def test_it_takes_all_shapes_types_and_devices(name: str, written: dict[str, Proved]) -> None:
    function = run(written[name])
    for kind in (torch.float32, torch.bfloat16):
        given = tensors(written[name], kind)
        backward(function, given)
        assert {one.grad.dtype for one in given} == {function(*given).dtype} == {kind}
    whole = tensors(written[name], grad=False)
    for given in ([one[:0] for one in whole], [one[0] for one in whole], [one.to("meta") for one in whole]):
        backward(function, [one.requires_grad_() for one in given])
        assert [one.grad.shape for one in given] == [one.shape for one in given]
        assert [one.grad.device for one in given] == [one.device for one in given]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        backward(function, tensors(written[name], torch.float32))


def backward(function: Function, given: Tensors) -> None:
    """Run both passes."""
    function(*given).sum().backward()


@pytest.mark.parametrize("name", NAMES)
def test_functions_of_functions_take_it(name: str, written: dict[str, Proved]) -> None:
    """``vmap`` of ``grad``, and a Hessian both ways, are what autograd gives, and what the second derivative is."""
    proved, function = written[name], run(written[name])
    given = tensors(proved, grad=False)
    each = torch.func.grad(lambda *one: function(*one).sum(), argnums=tuple(range(len(given))))
    again = tensors(proved)
    expected = torch.autograd.grad(function(*again).sum(), again)
    found = torch.func.vmap(each)(*given)
    assert all(torch.allclose(one, other) for one, other in zip(found, expected, strict=True))
    first, *rest = (one[0] for one in given)
    both = torch.func.hessian(lambda x: function(x, *rest).sum())(first)
    reverse = torch.func.jacrev(torch.func.jacrev(lambda x: function(x, *rest).sum()))(first)
    assert torch.allclose(both, reverse)
    if proved.second and (second := next(points(proved))[0].second):
        assert np.allclose(floats(second), both, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_the_second_derivative_is_right_at_zero_and_far_out(name: str, written: dict[str, Proved]) -> None:
    """A program that differentiates |z| and min(z, 0) takes half of a slope at 0, and 0 times infinity far out."""
    if written[name].second is not None and not written[name].entry.jacobian:
        given, expected = curved(written[name])
        first, *rest = map(torch.tensor, given)
        function = run(written[name])
        found = torch.func.vmap(torch.func.jacrev(torch.func.grad(lambda *one: function(*one).sum())))(first, *rest)
        assert np.allclose(expected, found, rtol=1e-7, atol=1e-9)


COMPILED = ("prelu", "sigmoid-logistic", "softmax-cross-entropy")
"""What the short run compiles: each takes ten seconds and more."""


@pytest.mark.filterwarnings("ignore:.*should not be instantiated:DeprecationWarning")  # Dynamo itself does it
@pytest.mark.parametrize(
    "name", [pytest.param(one, marks=() if one in COMPILED else pytest.mark.whole) for one in cover_names()]
)
def test_it_is_compiled_as_one_graph(name: str, written: dict[str, Proved]) -> None:
    torch.compiler.reset()
    function = run(written[name])
    compiled = torch.compile(function, backend="aot_eager", fullgraph=True)
    found, expected = tensors(written[name]), tensors(written[name])
    backward(compiled, found)
    backward(function, expected)
    assert all(torch.allclose(one.grad, other.grad) for one, other in zip(found, expected, strict=True))


@pytest.mark.parametrize("name", WITH_PARAMETERS)
def test_parameters_may_be_left_out(name: str, written: dict[str, Proved]) -> None:
    given = tensors(written[name])[: len(written[name].entry.inputs)]
    backward(run(written[name]), given)
    assert all(one.grad is not None for one in given)


@pytest.mark.parametrize(("name", "parameter"), LEARNED)
def test_a_parameter_gets_its_gradient_added_up_to_its_shape(
    name: str, parameter: str, written: dict[str, Proved]
) -> None:
    function, slope = run(written[name]), of_numpy(written[name], f"gradient_{parameter}")
    for _, letters, parameters in points(written[name]):
        rows = {key: np.stack([value, value + 0.125]) for key, value in letters.items()}
        expected = slope(*rows.values(), **parameters)
        for shape, whole in (((), np.sum(expected)), ((1,), [np.sum(expected)]), ((2,), expected)):
            given = torch.full(shape, parameters[parameter], dtype=torch.float64, requires_grad=True)
            others = [given if key == parameter else value for key, value in parameters.items()]
            backward(
                lambda x, rest=others, rows=rows: function(x, *list(map(torch.tensor, rows.values()))[1:], *rest),
                [torch.tensor(next(iter(rows.values())))],
            )
            assert np.allclose(given.grad, whole, rtol=1e-9, atol=1e-11)


def test_parameters_have_their_usual_values(written: dict[str, Proved]) -> None:
    z = torch.tensor([-2.0, 3.0], dtype=torch.float64, requires_grad=True)
    run(written["leaky"])(z).sum().backward()
    assert z.grad.tolist() == [0.01, 1.0]


def test_what_is_wrong_is_told_in_one_line(written: dict[str, Proved]) -> None:
    logistic, softmax = run(written["sigmoid-logistic"]), run(written["softmax"])
    with pytest.raises(TypeError, match=r"^z has to be of a floating point type, not torch\.int64$"):
        logistic(torch.tensor([1, 2]), 1)
    with pytest.raises(RuntimeError, match=r"expanded size of the tensor \(2\) must match the existing size \(3\)"):
        logistic(torch.zeros(2), torch.zeros(3))
    with pytest.raises(RuntimeError, match="expand"):
        logistic(torch.zeros(2), torch.zeros(2, 1))
    with pytest.raises(ValueError, match=r"^z needs components along its last axis, and is a single number$"):
        softmax(torch.tensor(1.0))
    assert "z: an array of any shape.\n" in str(logistic.__doc__)
