"""The judge of layers: gradients are measured, wrong ones and claims rejected, listings and libraries agree."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from inspect import signature
from typing import Any

import numpy as np
import pytest

from generator.catalogue.operation import Claim
from generator.catalogue.operations import OPERATIONS
from generator.derive.combine import combined
from generator.derive.graph import Graph
from generator.derive.listings import listings
from generator.derive.reading import read
from generator.engine import terms as t
from generator.errors import ProofError
from generator.verify.array_arithmetic import Numbers
from generator.verify.layer_evidence import called_with, judge_operation, run
from generator.verify.operations import Drawn, points_of, prove
from generator.verify.records import Number
from generator.verify.records import Numbers as Exact

BY_ID = {one.id: one for one in OPERATIONS}
FEW = ("dense", "embedding", "layer-norm", "attention", "conv1d", "max-pool2d", "rnn")
"""Layers that between them have all that the machine can do."""

EVERY = [pytest.param(one.id, marks=[] if one.id in FEW else pytest.mark.whole) for one in OPERATIONS]


def floats(array: Numbers) -> Numbers:
    return np.array(array.tolist(), dtype=float)


@pytest.mark.parametrize("name", FEW)
def test_a_layer_is_proved_and_measured(name: str) -> None:
    found = judge_operation(BY_ID[name])
    assert found.digits >= 30
    assert found.rounding < 1e-9
    assert len(found.vectors) >= 6
    assert found.rejected >= 2


def decimals(numbers: Exact) -> Iterator[str]:
    """Yield the decimals of nested numbers."""
    if isinstance(numbers, Number):
        yield numbers.decimal
        return
    for part in numbers:
        yield from decimals(part)


def judged(name: str, of: str, formula: str) -> bool:
    """Return what the judge says of a claimed gradient."""
    claim = Claim("claim", "A claim", of, formula, "a test")
    (verdict,) = judge_operation(replace(BY_ID[name], claims=(claim,))).claims
    return verdict.holds


@pytest.mark.parametrize(
    ("name", "of", "formula", "holds"),
    [
        ("rms-norm", "x", "(dxhat[n, d] - xhat[n, d]*Sum(dxhat[n, d1]*xhat[n, d1], d1)/D)/r[n]", True),
        ("rms-norm", "x", "(dxhat[n, d] - xhat[n, d]*Sum(dxhat[n, d1]*xhat[n, d1], d1))/r[n]", False),
        ("softmax-backward", "s", "p[i, j]*(dp[i, j] - Sum(dp[i, j1]*p[i, j1], j1))", True),
        ("softmax-backward", "s", "p[i, j]*(dp[i, j] - Sum(dp[i1, j]*p[i1, j], i1))", False),
        ("dense", "w", "Sum(dy[n, o]*x[n, d], n)", True),
        ("dense", "x", "Sum(dy[n, o]*w[o, d], o) + 0*x[n, d]", True),
        ("dropout", "x", "mask[n, d]*dy[n, d]/rate", False),
    ],
)
def test_a_claim_gets_the_verdict_that_it_deserves(name: str, of: str, formula: str, *, holds: bool) -> None:
    assert judged(name, of, formula) is holds


def test_a_wrong_step_is_told_with_rule_numbers_and_place() -> None:
    operation = BY_ID["dense"]
    graph = read(operation)
    (gradient, *_) = combined(graph)
    line = gradient.phase.lines[-1]
    step = replace(line.steps[-1], after=t.neg(line.steps[-1].after))
    broken = replace(gradient.phase, lines=(*gradient.phase.lines[:-1], replace(line, steps=(*line.steps[:-1], step))))
    with pytest.raises(ProofError, match=r"dense · Gradient by b · .* became .* in component \(\d+,\) at sizes"):
        prove(broken, tuple(points_of(graph)), operation.id)


def test_entries_that_are_equal_have_no_derivative_and_the_first_counts() -> None:
    found = judge_operation(BY_ID["max-pool2d"])
    assert found.ties == 7 + 10
    assert not judge_operation(BY_ID["dense"]).ties
    assert list(decimals(dict(found.vectors[4].arrays)["x"])) == [
        "2.0",
        "2.0",
        "1.0",
        "2.0",
        "2.0",
        "3.0",
        "1.0",
        "3.0",
        "3.0",
    ]


def test_wrong_code_does_not_pass() -> None:
    graph = read(BY_ID["dense"])
    code = dict(listings(graph, combined(graph)))["numpy"].replace('"no,nd->od", dy, x', '"no,nd->od", dy, 2*x')
    with pytest.raises(ProofError, match="the printed NumPy is off by"):
        run(code, graph, tuple(points_of(graph)), "dense")


def called(code: str, graph: Graph, point: Drawn, as_array: Callable[[Numbers], Any]) -> tuple[Any, dict[str, Any]]:
    """Run a listing at a point and return its output and its gradients."""
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - text that this package printed itself
    arrays, numbers = called_with(graph, point)
    output, cache = names["forward"](**{name: as_array(array) for name, array in arrays.items()}, **numbers)
    upstream = {name: as_array(floats(array)) for name, array in point.upstream.items()}
    return output, names["backward"](upstream if len(upstream) > 1 else next(iter(upstream.values())), cache)


@pytest.mark.parametrize("name", EVERY)
def test_pytorch_agrees_with_the_measured_gradients_and_its_own_layer(name: str) -> None:
    torch = pytest.importorskip("torch")
    graph = read(BY_ID[name])
    code = dict(listings(graph, combined(graph)))["torch"]
    for point in points_of(graph):
        output, gradients = called(code, graph, point, torch.from_numpy)
        for key, value in gradients.items():
            np.testing.assert_allclose(value.numpy(), floats(point.measured[key]), atol=1e-9)
        for library in (one for one in BY_ID[name].libraries if one.name == "torch"):
            arrays, numbers = called_with(graph, point)
            given = {key: torch.from_numpy(array).requires_grad_(key in gradients) for key, array in arrays.items()}
            sizes = dict(point.setting.sizes)
            known = {**given, **numbers, **sizes, "torch": torch}
            arguments = {key: eval(text, known) for key, text in library.arguments}  # noqa: S307 - text of our records
            own = eval(library.call, {"torch": torch})(**arguments)  # noqa: S307 - as above
            ours = output if isinstance(output, dict) else {graph.output.name: output}
            theirs = dict(zip(ours, own if isinstance(own, tuple) else (own,), strict=True))
            for key, value in theirs.items():
                np.testing.assert_allclose(
                    value.detach().reshape(ours[key].shape).numpy(), ours[key].numpy(), atol=1e-9
                )
            upstream = [torch.from_numpy(floats(point.upstream[key])) for key in ours]
            torch.autograd.backward(
                list(theirs.values()),
                [one.reshape(value.shape) for one, value in zip(upstream, theirs.values(), strict=True)],
            )
            for key, value in gradients.items():
                np.testing.assert_allclose(given[key].grad.numpy(), value.numpy(), atol=1e-9)


@pytest.mark.parametrize("name", EVERY)
def test_jax_agrees_and_takes_the_backward_pass_for_its_own(name: str) -> None:
    jax = pytest.importorskip("jax")
    with jax.enable_x64(True):  # noqa: FBT003 - JAX's own signature
        graph = read(BY_ID[name])
        code = dict(listings(graph, combined(graph)))["jax"]
        for point in points_of(graph):
            output, gradients = called(code, graph, point, jax.numpy.asarray)
            for key, value in gradients.items():
                np.testing.assert_allclose(np.asarray(value), floats(point.measured[key]), atol=1e-9)
            for library in (one for one in BY_ID[name].libraries if one.name == "jax"):
                known = {**called_with(graph, point)[0], **called_with(graph, point)[1], **dict(point.setting.sizes)}
                arguments = {key: eval(text, known) for key, text in library.arguments}  # noqa: S307 - text of our records
                own = eval(library.call, {"jax": jax})(**arguments)  # noqa: S307 - as above
                np.testing.assert_allclose(np.asarray(own).reshape(output.shape), output, atol=1e-9)


def numpy_passes(graph: Graph) -> dict[str, Any]:
    """Return what the NumPy listing of a layer defines."""
    names: dict[str, Any] = {}
    exec(dict(listings(graph, combined(graph)))["numpy"], names)  # noqa: S102 - as above
    return names


@pytest.mark.parametrize("name", FEW)
def test_a_wrong_shape_is_told_in_one_line(name: str) -> None:
    graph = read(BY_ID[name])
    arrays, numbers = called_with(graph, next(points_of(graph)))
    first = next(one.name for one in graph.given if len(one.indices) > 1)
    with pytest.raises(ValueError, match=r"^\w+ has (the shape \(\d+,\)|\d+ along \w), expected [^\n]*$"):
        numpy_passes(graph)["forward"](**{**arrays, first: arrays[first].reshape(-1)}, **numbers)


def test_two_leading_shapes_do_not_fit_though_they_have_as_many_entries() -> None:
    q, k = np.ones((2, 3, 4, 5)), np.ones((3, 2, 4, 5))
    with pytest.raises(ValueError, match=r"^k has \(3, 2\) along \.\.\., expected \(2, 3\) as in q$"):
        numpy_passes(read(BY_ID["attention"]))["forward"](q, k, q, np.ones((4, 4)))


@pytest.mark.parametrize(
    ("name", "shapes", "numbers", "says"),
    [
        ("conv2d", {"x": (1, 2, 3, 3), "w": (1, 2, 5, 5), "b": (1,)}, {}, "I = -1, K = -1"),
        ("max-pool1d", {"x": (1, 1, 4)}, {"U": 9}, "I = -4"),
        ("avg-pool2d", {"x": (1, 1, 4, 4)}, {"U": 5, "V": 2}, "I = 0, K = 3"),
    ],
)
def test_a_window_that_does_not_fit_is_refused(
    name: str, shapes: dict[str, tuple[int, ...]], numbers: dict[str, int], says: str
) -> None:
    given = {key: np.ones(shape) for key, shape in shapes.items()}
    with pytest.raises(ValueError, match=f"^the window does not fit, nothing comes out: {says}$"):
        numpy_passes(read(BY_ID[name]))["forward"](**given, **numbers)


@pytest.mark.parametrize("name", ["dense", "layer-norm", "attention", "multi-head-attention", "conv1d", "max-pool2d"])
def test_any_leading_axes_are_taken_and_types_kept(name: str) -> None:
    graph = read(BY_ID[name])
    passes, point = numpy_passes(graph), next(points_of(graph))
    arrays, numbers = called_with(graph, point)
    given = {key: array.astype(np.float32) for key, array in arrays.items()}
    inputs = [one.name for one in graph.given if one.array and one.array.role == "input"]
    upstream = floats(next(iter(point.upstream.values()))).astype(np.float32)
    wide = {key: np.stack([array] * 6).reshape(2, 3, *array.shape) for key, array in given.items() if key in inputs}
    output, cache = passes["forward"](**{**given, **wide}, **numbers)
    gradients = passes["backward"](np.stack([upstream] * 6).reshape(2, 3, *upstream.shape), cache)
    alone, kept = passes["forward"](**given, **numbers)
    assert output.dtype == np.float32
    np.testing.assert_allclose(output, np.broadcast_to(alone, output.shape), rtol=1e-5)
    for key, value in passes["backward"](upstream, kept).items():
        assert gradients[key].dtype == np.float32
        expected = np.broadcast_to(value, (2, 3, *value.shape)) if key in inputs else 6 * value
        np.testing.assert_allclose(gradients[key], expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", EVERY)
def test_pytorch_differentiates_a_layer_twice(name: str) -> None:
    torch = pytest.importorskip("torch")
    graph = read(BY_ID[name])
    names: dict[str, Any] = {}
    exec(dict(listings(graph, combined(graph)))["torch"], names)  # noqa: S102 - as above
    arrays, numbers = called_with(graph, next(points_of(graph)))
    given = [torch.from_numpy(arrays[one.name]) for one in graph.given]
    for one, array in zip(graph.given, given, strict=True):
        array.requires_grad_(one.has_gradient)

    order = signature(names["Layer"].forward).parameters

    def applied(*tensors: Any) -> Any:  # noqa: ANN401 - tensors
        return names["Layer"].apply(*tensors, *(numbers[name] for name in order if name in numbers))

    assert torch.autograd.gradcheck(applied, given)
    assert torch.autograd.gradgradcheck(applied, given)


def test_scores_far_apart_do_not_overflow() -> None:
    graph = read(BY_ID["attention"])
    names: dict[str, Any] = {}
    exec(dict(listings(graph, combined(graph)))["numpy"], names)  # noqa: S102 - as above
    point = next(points_of(graph))
    arrays, _ = called_with(graph, point)
    with np.errstate(all="raise", under="ignore"):
        output, cache = names["forward"](**{**arrays, "q": 1000 * arrays["q"]})
        gradients = names["backward"](np.ones_like(output), cache)
    assert all(np.all(np.isfinite(value)) for value in (output, *gradients.values()))


@pytest.mark.parametrize(
    ("name", "sizes", "options"),
    [
        ("max-pool2d", {"U": 3, "V": 3}, {"stride": 2, "pad": 1, "dilation": 1}),
        ("max-pool2d", {"U": 2, "V": 3}, {"stride": 3, "pad": 1, "dilation": 2}),
        ("max-pool1d", {"U": 5}, {"stride": 2, "pad": 2, "dilation": 1}),
        ("avg-pool2d", {"U": 3, "V": 3}, {"stride": 2, "pad": 1}),
    ],
)
def test_padding_of_a_pooling_is_that_of_pytorch_also_where_all_is_negative(
    name: str, sizes: dict[str, int], options: dict[str, int]
) -> None:
    torch = pytest.importorskip("torch")
    graph = read(BY_ID[name])
    code = dict(listings(graph, combined(graph)))
    shape = (2, 3, 9) if name == "max-pool1d" else (2, 3, 7, 9)
    given = -np.random.default_rng(0).uniform(1, 2, shape)
    x = torch.tensor(given, requires_grad=True)
    (library,) = (one for one in BY_ID[name].libraries if one.name == "torch")
    values = {**sizes, **options, "x": x}
    arguments = {key: eval(text, {}, values) for key, text in library.arguments}  # noqa: S307 - our own record
    expected = getattr(torch.nn.functional, library.call.rpartition(".")[2])(**arguments)
    expected.sum().backward()
    for language, convert in (("numpy", np.asarray), ("torch", torch.from_numpy)):
        names: dict[str, Any] = {}
        exec(code[language], names)  # noqa: S102 - text that this package printed itself
        output, cache = names["forward"](convert(given), **sizes, **options)
        gradients = names["backward"](convert(np.ones(tuple(expected.shape))), cache)
        np.testing.assert_allclose(np.asarray(output), expected.detach().numpy(), atol=1e-12)
        np.testing.assert_allclose(np.asarray(gradients["x"]), x.grad.numpy(), atol=1e-12)
