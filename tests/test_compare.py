"""A kernel is compared with the golden vectors: a right one passes, a wrong one is named, a fault of a file is told."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from generator.build.commands import cli
from generator.build.kernel_file import given_of
from generator.compare import check_kernel, compare, lines, settings_of
from generator.errors import CatalogueError, KernelError
from generator.verify.kernels import print_of
from generator.verify.layer_evidence import called_with
from tests.kernels import WRONG_KERNELS, WrongKernel, changed_listing, printed


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "bfloat16"])
def test_a_right_kernel_passes(dtype: str) -> None:
    def forward(x: Any, w: Any, b: Any) -> tuple[Any, Any]:  # noqa: ANN401 - arrays
        return x @ w.T + b, (x, w)

    def backward(dy: Any, cache: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
        x, w = cache
        return {"x": dy @ w, "w": dy.T @ x, "b": dy.sum(0)}

    found = check_kernel("dense", forward, backward, dtype=dtype)
    assert found.right
    assert found.settings == 6
    assert found.arrays == 24


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("layer", ["attention", "max-pool2d", "rnn", "batch-norm", "conv2d"])
def test_the_order_of_numbers_in_memory_does_not_matter(layer: str, dtype: str) -> None:
    ahead, ours = printed(layer)

    def forward(**given: Any) -> tuple[Any, Any]:  # noqa: ANN401 - as above
        return np.asfortranarray(ahead(**given)[0]), given

    def backward(dy: Any, given: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
        return {name: np.asfortranarray(array) for name, array in ours(given, {}, dy).items()}

    assert check_kernel(layer, forward, backward, dtype=dtype, convert=np.asfortranarray).right


@pytest.mark.parametrize("kernel", WRONG_KERNELS, ids=lambda kernel: kernel.id)
def test_a_wrong_kernel_is_named(kernel: WrongKernel) -> None:
    with pytest.raises(AssertionError) as told:
        check_kernel(kernel.layer, *kernel.functions())
    text = str(told.value)
    assert kernel.named in text.partition("\nlikely: ")[2].splitlines()[0]
    assert "no slip known here" not in text
    assert all(f"  d{name}: " in text for name in kernel.wrong)


OTHER_LAYERS = (
    ("layer-norm", "mu and v: over n in place of d", "mu[n] = mean(x[n, d], d)|mu[d] = mean(x[n, d], n)",
     "x[n, d] - mu[n]|x[n, d] - mu[d]", "v[n] = mean(c[n, d]**2, d)|v[d] = mean(c[n, d]**2, n)",
     "s[n] = sqrt(v[n] + eps)|s[d] = sqrt(v[d] + eps)", "c[n, d]/s[n]|c[n, d]/s[d]"),
    ("layer-norm", "eps outside of the root", "sqrt(v[n] + eps)|sqrt(v[n]) + eps"),
    ("softmax-backward", "the softmax p: over i in place of j", "z[i] = Sum(e[i, j], j)|z[j] = Sum(e[i, j], i)",
     "e[i, j]/z[i]|e[i, j]/z[j]"),
    ("dropout", "mask is inverted", "mask[n, d]*x|(1 - mask[n, d])*x"),
    ("attention", "the scores are multiplied by mask", "mask[i, j]*exp(s[i, j])|exp(mask[i, j]*s[i, j])"),
    ("multi-head-attention", "k and v are exchanged", "q[h, i, c]*k[h, j, c]|q[h, i, c]*v[h, j, c]",
     "p[h, i, j]*v[h, j, c]|p[h, i, j]*k[h, j, c]"),
    ("gru-cell", "rhat and zhat are exchanged", "r[n, j] = sigmoid(rhat[n, j])|r[n, j] = sigmoid(zhat[n, j])",
     "z[n, j] = sigmoid(zhat[n, j])|z[n, j] = sigmoid(rhat[n, j])"),
    ("conv1d", "dilation is forgotten, as if it were 1", "u*dilation|u"),
    ("conv1d", "b is subtracted in y", "+ b[o]|- b[o]"),
    ("avg-pool2d", "the window moves by its own length", "i*stride|i*U", "k*stride|k*V"),
    ("max-pool1d", "stride is forgotten, as if it were 1", "i*stride|i"),
    ("lora", "the division by R is missing", "alpha/R|alpha"),
)  # fmt: skip
"""Layers that are wrong in both passes, by their records: the id, words of the slip, what is written for what."""


def after(forward: Any, backward: Any) -> tuple[Any, Any]:  # noqa: ANN401 - functions
    """Return a kernel whose backward pass gets what the forward pass was given."""
    return lambda **given: (forward(**given)[0], given), backward


@pytest.mark.parametrize("other", OTHER_LAYERS, ids=lambda other: f"{other[0]}-{other[1]}")
def test_a_kernel_of_another_layer_is_named(other: tuple[str, ...]) -> None:
    layer, words, *changes = other
    names: dict[str, Any] = {}
    exec(changed_listing(layer, *(change.split("|") for change in changes)), names)  # noqa: S102 - printed by ourselves
    forward, backward = names["forward"], names["backward"]
    with pytest.raises(AssertionError) as told:
        check_kernel(layer, forward, backward)
    (likely,) = (line for line in str(told.value).splitlines() if line.startswith("likely: "))
    assert words in likely
    assert "in both passes" in likely
    assert "no slip known here" not in str(told.value)
    with pytest.raises(AssertionError) as told:
        check_kernel(layer, *after(printed(layer)[0], lambda dy, given: backward(dy, forward(**given)[1])))
    named = [line for line in str(told.value).splitlines() if line.startswith("likely: ")]
    assert len(named) == 1
    assert words in named[0] or "exchanged in the backward pass" in named[0]


def cell(slope: Any) -> tuple[Any, Any]:  # noqa: ANN401 - a function
    """Return a recurrent cell as one writes it, with the slope of tanh from its value."""

    def forward(**given: Any) -> tuple[Any, Any]:  # noqa: ANN401 - arrays
        h = np.tanh(given["x"] @ given["w"].T + given["h0"] @ given["u"].T + given["b"])
        return h, (given, h)

    def backward(dh: Any, cache: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
        given, h = cache
        da = dh * slope(h)
        ends = {"w": da.T @ given["x"], "u": da.T @ given["h0"], "b": da.sum(0)}
        return {"x": da @ given["w"], "h0": da @ given["u"], **ends}

    return forward, backward


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "bfloat16"])
def test_a_right_kernel_may_lose_the_digits_that_rounding_takes(dtype: str) -> None:
    assert check_kernel("rnn-cell", *cell(lambda h: 1 - h * h), dtype=dtype).right  # h is 1 but for some digits
    assert check_kernel("rnn-cell", *cell(lambda h: (1 - h) * (1 + h)), dtype=dtype).right
    named = "the slope of a sigmoid in place of that of tanh" if dtype in ("float64", "float32") else "wrong"
    with pytest.raises(AssertionError, match=named):
        check_kernel("rnn-cell", *cell(lambda h: h * (1 - h)), dtype=dtype)


def test_a_kernel_of_another_library_is_converted() -> None:
    torch = pytest.importorskip("torch")

    def forward(s: Any) -> tuple[Any, Any]:  # noqa: ANN401 - a tensor
        return torch.softmax(s, -1), torch.softmax(s, -1)

    with pytest.raises(AssertionError, match=r"the path through z .* is missing"):
        check_kernel("softmax-backward", forward, lambda dy, p: {"s": dy * p}, convert=torch.from_numpy)


def test_what_no_slip_explains_is_said() -> None:
    with pytest.raises(AssertionError, match="no slip known here explains dx"):
        check_kernel("dropout", printed("dropout")[0], lambda dy, _: {"x": np.cos(dy)})


@pytest.mark.parametrize(
    ("back", "says"),
    [
        (lambda dy, _: dy, "not a dict of gradients by name"),
        (lambda dy, _: {"mask": dy}, "backward returned mask · the gradients are x"),
        (lambda _, __: {"x": "text"}, "no array of numbers"),
    ],
)
def test_what_is_no_kernel_is_told(back: Any, says: str) -> None:  # noqa: ANN401 - a function
    with pytest.raises(KernelError, match=says):
        check_kernel("dropout", printed("dropout")[0], back)
    with pytest.raises(CatalogueError, match="no such layer · try dropout"):
        check_kernel("drop-out", printed("dropout")[0], back)


@pytest.mark.parametrize("shape", [(1,), (2, 3), (4, 3, 2)])
def test_an_array_is_recognised_by_few_sums(shape: tuple[int, ...]) -> None:
    array = np.arange(1.0, 1 + np.prod(shape)).reshape(shape)
    one = print_of(array)
    assert len(one.sums) <= 2
    assert print_of(array[::-1].copy()).distance(one) > 0.1 or shape == (1,)
    for place in np.ndindex(*shape):
        other = array.copy()
        other[place] += 1e-3
        assert 1e-5 < print_of(other).distance(one) < 1.1e-3
    assert print_of(array[None]).distance(one) == float("inf")


# The command.


def vectors_of(kernel: WrongKernel, only: tuple[int, ...] = (0, 1, 2, 3, 4, 5)) -> dict[str, Any]:
    """Return what a reader hands in: the kernel's gradients for some of the settings."""
    graph, points = settings_of(kernel.layer)
    forward, backward = kernel.functions()
    vectors = []
    for n in only:
        arrays, numbers = called_with(graph, points[n])
        _, cache = forward(**arrays, **numbers)
        upstream = {name: np.array(x.tolist(), dtype=float) for name, x in points[n].upstream.items()}
        back = backward(upstream if len(upstream) > 1 else next(iter(upstream.values())), cache)
        vectors.append({"setting": n, "gradients": {name: array.tolist() for name, array in back.items()}})
    return {"id": kernel.layer, "vectors": vectors}


def run(tmp_path: Path, text: str, *arguments: str) -> Result:
    file = tmp_path / "vectors.json"
    file.write_text(text, "utf-8")
    return CliRunner().invoke(cli, ["compare", str(file), *arguments])


def test_the_command_names_a_slip_in_some_of_the_settings(tmp_path: Path) -> None:
    kernel = next(one for one in WRONG_KERNELS if one.id == "layer-norm-gamma-twice")
    done = run(tmp_path, json.dumps(vectors_of(kernel, (3, 1))), "--json")
    assert done.exit_code == 1
    found = json.loads(done.stdout)
    assert (found["right"], found["wrong"], found["settings"]) == (False, ["x"], 2)
    assert found["slips"] == [{"slip": "dx: gamma counted twice", "explains": ["x"]}]


def right_vectors() -> dict[str, Any]:
    _, points = settings_of("embedding")
    rows = [[list(map(float, row)) for row in point.measured["table"]] for point in points]
    return {"id": "embedding", "vectors": [{"gradients": {"table": row}} for row in rows]}


def test_the_command_says_that_all_is_right(tmp_path: Path) -> None:
    done = run(tmp_path, json.dumps(right_vectors()))
    assert done.exit_code == 0
    assert done.stdout.startswith("embedding: right · ")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nonsense", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", '"id" has to be'),
        ('{"id": "nothing", "vectors": []}', "no such layer"),
        ('{"id": "embedding"}', '"vectors" has to be a list'),
        ('{"id": "embedding", "vectors": [1]}', "vectors[0] · not an object"),
        ('{"id": "embedding", "vectors": [{"setting": 9}]}', "setting 9 · there are 0 to 5"),
        ('{"id": "embedding", "vectors": [{"setting": true}]}', "setting true"),
        ('{"id": "embedding", "vectors": [{"sizes": {"N": 1}}]}', "these sizes are not those of setting 0"),
        ('{"id": "embedding", "vectors": [{"gradients": 3}]}', "gradients · not an object"),
        ('{"id": "embedding", "vectors": [{"gradients": {"x": [1]}}]}', "no array x here"),
        ('{"id": "embedding", "vectors": [{"gradients": {"table": [[1, 2], [3]]}}]}', "different lengths"),
        ('{"id": "embedding", "vectors": [{"gradients": {"table": ["much"]}}]}', "no numbers"),
        ('{"id": "embedding", "vectors": [{"gradients": {"table": [true]}}]}', "true is no number"),
        ('{"id": "embedding", "vectors": [{"gradients": {"table": null}}]}', "null is no number"),
        ('{"id": "embedding", "vectors": [{"gradients": {}, "inputs": {"id": [9]}}]}', "not the numbers of"),
        ('{"id": "embedding", "vectors": [{"gradients": {}}, {"setting": 0, "gradients": {}}]}', "stands there twice"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_told_in_one_line(tmp_path: Path, text: str, says: str) -> None:
    done = run(tmp_path, text)
    assert isinstance(done.exception, CatalogueError | KernelError)
    assert says in str(done.exception)
    assert "\n" not in str(done.exception)


def test_a_missing_file_and_an_unknown_type_are_told(tmp_path: Path) -> None:
    missing = CliRunner().invoke(cli, ["compare", str(tmp_path / "none.json")])
    assert "No such file" in str(missing.exception)
    assert "no type that is known here" in str(run(tmp_path, json.dumps(right_vectors()), "--dtype", "int4").exception)


def test_numbers_may_be_text_and_what_is_no_number_is_wrong() -> None:
    graph, points = settings_of("embedding")
    right = np.array(points[0].measured["table"].tolist(), dtype=float)
    hexes = [[float(x).hex() for x in row] for row in right]
    for array in (hexes, {"hex": hexes, "decimal": [["0"]]}, [[repr(float(x)) for x in row] for row in right]):
        given = given_of({"vectors": [{"gradients": {"table": array}}]}, graph, points)
        assert compare("embedding", given, 1e-12).right
    given = given_of({"vectors": [{"gradients": {"table": [["nan"] * right.shape[1]] * len(right)}}]}, graph, points)
    found = compare("embedding", given, 1e-12)
    assert not found.right
    assert "found nan" in "\n".join(lines("embedding", found, points))
