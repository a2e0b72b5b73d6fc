"""Test a kernel of your own: your ``forward`` and ``backward`` get our inputs, and a slip in them is named.

from generator.compare import check_kernel

def test_my_layer_norm():
    check_kernel("layer-norm", forward, backward)
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from typing import Any

import numpy as np

from generator.catalogue.operations import OPERATIONS
from generator.derive.combine import combined
from generator.derive.graph import Graph
from generator.derive.listings import listings
from generator.derive.reading import read
from generator.errors import CatalogueError, KernelError
from generator.verify.array_arithmetic import Numbers
from generator.verify.kernel_compare import (
    Comparison,
    Difference,
    Expected,
    Given,
    compared,
    expected_of,
    kernels_of,
)
from generator.verify.kernels import TOLERANCES
from generator.verify.layer_evidence import called_with
from generator.verify.layer_rounding import FORMATS, allowances
from generator.verify.operations import Drawn, points_of


def check_kernel(
    layer: str,
    forward: Callable[..., Any],
    backward: Callable[..., Any],
    *,
    dtype: str = "float64",
    convert: Callable[[Numbers], Any] = lambda array: array,
) -> Comparison:
    """Run a kernel on the inputs of every setting of a layer, and compare its outputs and gradients with ours.

    ``forward`` takes the arrays and the options by their names in ``api/<id>.json`` and returns the output (a dict by
    name where several leave the layer) and a cache; ``backward(upstream, cache)`` returns a dict of gradients by name.
    ``dtype`` is what the kernel is given and how exact it has to be; ``convert`` makes arrays of another library of
    NumPy's. Raises ``AssertionError`` with the worst place of each wrong array, and the slip that explains it.
    """
    graph, points = settings_of(layer)
    given = {n: _run(graph, point, forward, backward, (dtype, convert)) for n, point in enumerate(points)}
    found = compare(layer, given, tolerance_of(dtype), dtype)
    if not found.right:
        raise AssertionError("\n".join(lines(layer, found, points)))
    return found


@cache
def settings_of(layer: str) -> tuple[Graph, tuple[Drawn, ...]]:
    """Return the quantities of a layer and its points. Raises ``CatalogueError`` for one that is not known."""
    known = {one.id: one for one in OPERATIONS}
    if layer not in known:
        near = get_close_matches(layer, known, 3, 0.5) or list(known)
        raise CatalogueError(f"{layer[:40]} · no such layer · try {', '.join(near)}")
    graph = read(known[layer])
    return graph, tuple(points_of(graph))


def tolerance_of(dtype: str) -> float:
    """Return how far numbers of a type may be off. Raises ``KernelError`` for a type that is not known."""
    if dtype not in TOLERANCES:
        raise KernelError(f"{dtype} · no type that is known here · {', '.join(TOLERANCES)}")
    return TOLERANCES[dtype]


def compare(layer: str, given: Given, tolerance: float, dtype: str = "float64") -> Comparison:
    """Compare arrays with ours; the wrong kernels are made only where there is something to explain.

    Where rounding takes more digits of a right kernel in ``dtype`` than elsewhere, more is allowed.
    """
    found = compared(_expected(layer), given, tolerance)
    if found.right:
        return found
    loose = _loose(layer, dtype) if dtype in FORMATS else ()
    found = compared(replace(_expected(layer), loose=loose), given, tolerance)
    return found if found.right else compared(replace(_explained(layer), loose=loose), given, tolerance)


@cache
def _loose(layer: str, dtype: str) -> tuple[dict[str, float], ...]:
    graph, points = settings_of(layer)
    code = dict(listings(graph, combined(graph)))["numpy"]
    rows = allowances(code, graph, points, called_with, {dtype: TOLERANCES[dtype]})
    return tuple({name: number for _, name, number in row} for row in rows)


@cache
def _expected(layer: str) -> Expected:
    return expected_of(*settings_of(layer))


@cache
def _explained(layer: str) -> Expected:
    """Return what is expected with all wrong kernels, made once: who mends a kernel compares it again and again."""
    return replace(_expected(layer), wrong=kernels_of(*settings_of(layer)))


def _run(
    graph: Graph,
    point: Drawn,
    forward: Callable[..., Any],
    backward: Callable[..., Any],
    how: tuple[str, Callable[[Numbers], Any]],
) -> Mapping[str, Numbers]:
    dtype, convert = how
    arrays, numbers = called_with(graph, point)

    def made(array: Numbers) -> Any:  # noqa: ANN401 - of the reader's library
        return convert(array if array.dtype.kind == "i" else array.astype(_numpy_type(dtype)))

    output, cache = forward(**{name: made(array) for name, array in arrays.items()}, **numbers)
    upstream = {name: made(np.array(array.tolist(), dtype=float)) for name, array in point.upstream.items()}
    several = len(graph.outputs) > 1
    back = backward(upstream if several else next(iter(upstream.values())), cache)
    if not isinstance(back, Mapping):
        raise KernelError(f"backward returned {type(back).__name__} · not a dict of gradients by name")
    wanted = [one.name for one in graph.given if one.name in point.measured]
    strange = [str(name) for name in back if name not in wanted]
    if strange:
        raise KernelError(f"backward returned {', '.join(strange)} · the gradients are {', '.join(wanted)}")
    results = {**(output if several else {graph.output.name: output}), **back}
    return {str(name): as_floats(array) for name, array in results.items()}


def _numpy_type(dtype: str) -> Any:  # noqa: ANN401 - a type of NumPy, or of ml_dtypes
    if dtype == "bfloat16":
        import ml_dtypes  # noqa: PLC0415 - for those who ask for it

        return ml_dtypes.bfloat16
    return np.dtype(dtype)


def as_floats(array: Any) -> Numbers:  # noqa: ANN401 - of any library
    """Return an array of any library as float64. Raises ``KernelError`` for what is none."""
    try:
        host = array.detach().to("cpu").double() if hasattr(array, "detach") else array
        return np.asarray(host).astype(float)
    except (TypeError, ValueError) as error:
        raise KernelError(f"a result is no array of numbers · {error}") from None


# Words.


def lines(layer: str, found: Comparison, points: tuple[Drawn, ...]) -> Iterator[str]:
    """Yield what came of a comparison, for a terminal."""
    if found.right:
        worst = max((one.error for one in found.worst), default=0.0)
        numbers = f"{found.components} numbers in {found.settings} settings agree"
        yield f"{layer}: right · {numbers}, largest error {worst:.1e}"
        return
    count = f"{len(found.wrong)} of {len(found.worst)} arrays differ"
    yield f"{layer}: wrong · {count}, in {found.settings} settings"
    for one in found.wrong:
        sizes = ", ".join(f"{name} = {length}" for name, length in points[one.setting].setting.sizes)
        yield f"  {_name(one.name, points)}: {_told(one)}, in setting {one.setting} ({sizes})"
    for title, names in found.slips:
        yield f"likely: {title} · explains {', '.join(_name(name, points) for name in names)}"
    if found.unnamed:
        yield f"no slip known here explains {', '.join(_name(name, points) for name in found.unnamed)}"


def _name(name: str, points: tuple[Drawn, ...]) -> str:
    return f"d{name}" if name in points[0].measured and name not in points[0].upstream else name


def _told(one: Difference) -> str:
    if one.place is None:
        return f"{one.found}, where {one.expected} is expected"
    return f"relative error {one.error:.2g} at {list(one.place)}: expected {one.expected}, found {one.found}"
