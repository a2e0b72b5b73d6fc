"""Whole blocks: from the loss back to each parameter, against automatic differentiation, and on real images."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy import special
from sklearn.datasets import load_digits

from generator.catalogue.operation import Array, Axis, Operation, settings
from generator.catalogue.operations.blocks import BLOCKS, part
from generator.derive.combine import combined
from generator.derive.listings import listings
from generator.derive.reading import read
from generator.verify.array_arithmetic import Numbers

torch = pytest.importorskip("torch")
BY_ID = {one.id: one for one in BLOCKS}
Passes = tuple[Callable[..., Any], Callable[..., Any]]


@cache
def passes(name: str) -> Passes:
    """Return the printed ``forward`` and ``backward`` of a block."""
    graph, names = read(BY_ID[name]), dict[str, Any]()
    exec(dict(listings(graph, combined(graph)))["numpy"], names)  # noqa: S102 - text that this package printed itself
    return names["forward"], names["backward"]


def drawn(operation: Operation, lead: tuple[int, ...], sizes: dict[str, int]) -> dict[str, Numbers]:
    """Draw every array of an operation; inputs get leading axes in the place of the examples."""
    drawing = np.random.default_rng(5)
    found: dict[str, Numbers] = {}
    for one in operation.arrays:
        name, _, inside = one.name.rstrip("]").partition("[")
        letters = [letter.strip() for letter in inside.split(",") if letter.strip() != "n"]
        shape = tuple(sizes[letter] for letter in letters)
        found[name] = drawing.normal(size=(*lead, *shape) if one.role == "input" else shape) / 2
    return found


def compared(gradients: dict[str, Numbers], tensors: dict[str, Any]) -> None:
    """Compare every gradient with the one of automatic differentiation."""
    wanted = {name for name, tensor in tensors.items() if tensor.grad is not None}
    assert gradients.keys() == wanted
    for name in wanted:
        np.testing.assert_allclose(gradients[name], tensors[name].grad.numpy(), rtol=1e-9, atol=1e-11, err_msg=name)


def test_a_transformer_block_has_the_gradients_of_automatic_differentiation() -> None:
    block = BY_ID["transformer-block"]
    arrays = drawn(block, (2,), {"i": 5, "h": 2, "c": 3, "e": 6, "f": 8})
    t = {name: torch.from_numpy(array).requires_grad_() for name, array in arrays.items()}
    norm = torch.nn.functional.layer_norm
    first = norm(t["x"], (6,), t["gamma1"], t["beta1"])
    q, k, v = (torch.einsum("hce,bie->bhic", t[name], first) for name in ("wq", "wk", "wv"))
    heads = torch.nn.functional.scaled_dot_product_attention(q, k, v)
    middle = t["x"] + torch.einsum("ehc,bhic->bie", t["wo"], heads)
    second = norm(middle, (6,), t["gamma2"], t["beta2"])
    hidden = torch.nn.functional.gelu(second @ t["wu"].T + t["bu"])
    wanted = middle + hidden @ t["wd"].T + t["bd"]
    upstream = np.random.default_rng(6).normal(size=tuple(wanted.shape))
    wanted.backward(torch.from_numpy(upstream))
    forward, backward = passes(block.id)
    output, kept = forward(**arrays)
    np.testing.assert_allclose(output, wanted.detach().numpy(), rtol=1e-10)
    compared(backward(upstream, kept), t)


def test_a_convolutional_net_has_the_gradients_of_automatic_differentiation() -> None:
    net = BY_ID["convolutional-net"]
    arrays = drawn(net, (3,), {"c": 2, "o": 4, "u": 3, "v": 3, "a": 8, "e": 7, "m": 5})
    arrays["target"] = np.eye(5)[[0, 3, 1]]
    t = {name: torch.from_numpy(array).requires_grad_(name != "target") for name, array in arrays.items()}
    convolved = torch.tanh(torch.nn.functional.conv2d(t["x"], t["wc"], t["bc"], padding=1))
    means = torch.nn.functional.max_pool2d(convolved, 2).mean(dim=(-2, -1))
    wanted = torch.nn.functional.cross_entropy(means @ t["wo"].T, t["target"], reduction="none")
    wanted.backward(torch.full((3,), 1 / 3, dtype=torch.float64))
    forward, backward = passes(net.id)
    output, kept = forward(**arrays, F=2, G=2, pad=1, hop=2)
    np.testing.assert_allclose(output, wanted.detach().numpy(), rtol=1e-10)
    compared(backward(np.full(3, 1 / 3), kept), t)


def test_a_convolutional_net_learns_to_read_digits() -> None:
    images, labels = load_digits(n_class=4, return_X_y=True)
    x, target = images.reshape(-1, 1, 8, 8) / 8 - 1, np.eye(4)[labels]
    drawing = np.random.default_rng(0)
    weights = {"wc": drawing.normal(size=(8, 1, 3, 3)) / 3, "bc": np.zeros(8), "wo": drawing.normal(size=(4, 8)) / 3}
    forward, backward = passes("convolutional-net")
    losses = []
    for _ in range(60):
        some = drawing.choice(len(x), 100, replace=False)
        loss, kept = forward(x[some], **weights, target=target[some], F=2, G=2, hop=2)
        losses.append(loss.mean())
        slopes = backward(np.full(100, 1 / 100), kept)
        weights = {name: array - 2 * slopes[name] for name, array in weights.items()}
    assert np.mean(losses[-5:]) < np.mean(losses[:5]) / 3


def test_a_part_is_called_as_the_block_calls_it() -> None:
    found = part("layer-norm", "1", n="i", d="e", x="r", y="n1")
    assert [one.name for one in found.arrays] == ["r[i, e]", "gamma1[e]", "beta1[e]"]
    assert found.defines[0] == "mu1[i] = mean(r[i, e], e)"
    assert found.output == "n1[i, e] = gamma1[e]*xhat1[i, e] + beta1[e]"
    assert found.keeps == ("xhat1",)


def test_the_loss_of_a_softmax_is_finite_however_far_apart_its_scores_are() -> None:
    """The share of a class that is far behind is 0, and its logarithm is none."""
    arrays = {"x": np.ones((1, 1, 1, 1)), "wc": np.zeros((1, 1, 1, 1)), "bc": np.array([20.0])}
    arrays |= {"wo": np.array([[1000.0], [0.0], [-1000.0]]), "target": np.array([[0.0, 1.0, 0.0]])}
    with np.errstate(divide="raise", invalid="raise", over="raise"):
        forward, backward = passes("convolutional-net")
        loss, kept = forward(**arrays, F=1, G=1)
        slopes = backward(np.ones(1), kept)
    assert loss == pytest.approx([1000.0])
    assert np.allclose(slopes["wo"], [[1.0], [-1.0], [0.0]])


@pytest.mark.parametrize("library", ["numpy", "torch"])
def test_one_and_an_error_function_keep_their_digits_far_out(library: str) -> None:
    """At -10 the error function rounds to -1, and 1 + erf to nothing; a GELU is -7.6e-23 there."""
    axes, arrays = (Axis("n", "N", "examples"),), (Array("x[n]", "an input"),)
    gelu = Operation("gelu", "GELU", axes, arrays, (), "y[n] = x[n]*(1 + erf(x[n]/sqrt(2)))/2", settings("N", (2,)))
    graph, names = read(gelu), dict[str, Any]()
    exec(dict(listings(graph, combined(graph)))[library], names)  # noqa: S102 - text that this package printed itself
    x = np.array([-10.0, 3.0])
    y, cache_ = names["forward"](x if library == "numpy" else torch.tensor(x))
    (dx,) = names["backward"](y * 0 + 1, cache_).values()
    bell = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    assert np.asarray(y) == pytest.approx(x * special.ndtr(x), rel=1e-13, abs=0)
    assert np.asarray(dx) == pytest.approx(special.ndtr(x) + x * bell, rel=1e-12, abs=0)
