"""Read the JSON in which a reader hands in what a kernel gave for our inputs.

It has the form of ``vectors`` in ``api/<id>.json``; the gradients are enough. "setting" says of which one a vector is,
where they are not all there in order. Each fault is told with its place.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from generator.derive.graph import Graph
from generator.errors import KernelError
from generator.verify.array_arithmetic import Numbers, as_floats
from generator.verify.kernel_compare import Given
from generator.verify.kernels import right_arrays
from generator.verify.operations import Drawn


def load(file: Path) -> tuple[str, Any]:
    """Return the id of the layer and the whole of a file. Raises ``KernelError`` where it is no such JSON."""
    try:
        data = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise KernelError(f"{file} · {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:
        raise KernelError(f"{file} · not JSON · {error}") from None
    name = data.get("id") if isinstance(data, Mapping) else None
    if not isinstance(name, str):
        raise KernelError(f'{file} · "id" has to be the id of a layer, as in api/<id>.json')
    return name, data


def given_of(data: Any, graph: Graph, points: tuple[Drawn, ...]) -> Given:  # noqa: ANN401 - whatever is JSON
    """Return the arrays of a reader's JSON by setting. Raises ``KernelError`` with the place of what cannot be read."""
    vectors = data.get("vectors") if isinstance(data, Mapping) else None
    if not isinstance(vectors, list) or not vectors:
        raise KernelError('"vectors" has to be a list of settings, each with "gradients"')
    given: dict[int, Mapping[str, Numbers]] = {}
    for place, vector in enumerate(vectors):
        where = f"vectors[{place}]"
        if not isinstance(vector, Mapping):
            raise KernelError(f"{where} · not an object")
        n = _setting(vector, place, where, points)
        if n in given:
            raise KernelError(f"{where} · setting {n} stands there twice")
        _same_inputs(vector, where, graph, points[n])
        named = dict(_arrays(vector.get("gradients"), f"{where}.gradients"))
        output = vector.get("output")
        if output is not None:
            several = isinstance(output, Mapping) and not output.keys() & {"hex", "decimal"}
            named |= dict(_arrays(output if several else {graph.output.name: output}, f"{where}.output"))
        known = right_arrays(graph, points[n])
        strange = [name for name in named if name not in known]
        if strange:
            raise KernelError(f"{where} · no array {', '.join(strange)} here · {', '.join(known)}")
        given[n] = named
    return given


def _setting(vector: Mapping[str, Any], place: int, where: str, points: tuple[Drawn, ...]) -> int:
    """Return which setting a vector is of: its own "setting", or its place in the list."""
    n = vector.get("setting", place)
    if not isinstance(n, int) or isinstance(n, bool) or not 0 <= n < len(points):
        raise KernelError(f"{where} · setting {json.dumps(n)[:40]} · there are 0 to {len(points) - 1}")
    sizes = vector.get("sizes")
    if sizes is not None and sizes != dict(points[n].setting.sizes):
        own = ", ".join(f"{name} = {length}" for name, length in points[n].setting.sizes)
        raise KernelError(f'{where} · these sizes are not those of setting {n} · {own} · say which it is by "setting"')
    return n


def _same_inputs(vector: Mapping[str, Any], where: str, graph: Graph, point: Drawn) -> None:
    """Raise ``KernelError`` where a vector says that the kernel was given other numbers than ours."""
    known = {one.name: as_floats(point.point.arrays[one.name]) for one in graph.given}
    for key in ("inputs", "parameters"):
        for name, array in _arrays(vector.get(key, {}), f"{where}.{key}"):
            same = name in known and array.shape == known[name].shape and np.allclose(array, known[name], rtol=1e-2)
            if not same:
                raise KernelError(f"{where}.{key}.{name} · not the numbers of api/{graph.operation.id}.json")


def _arrays(data: Any, where: str) -> Iterator[tuple[str, Numbers]]:  # noqa: ANN401 - whatever is JSON
    if not isinstance(data, Mapping):
        raise KernelError(f"{where} · not an object of arrays by name")
    yield from ((str(name), _array(array, f"{where}.{name}")) for name, array in data.items())


def _array(data: Any, where: str) -> Numbers:  # noqa: ANN401 - whatever is JSON
    """Return nested lists of numbers as an array; numbers may be text, and stand under "hex" or "decimal"."""
    if isinstance(data, Mapping):
        data = data.get("hex", data.get("decimal"))
    try:
        array = np.array(_numbers(data, where), dtype=float)
    except (ValueError, OverflowError, RecursionError):
        raise KernelError(f"{where} · rows of different lengths, or no numbers") from None
    return array


def _numbers(data: Any, where: str) -> Any:  # noqa: ANN401 - whatever is JSON
    if isinstance(data, list):
        return [_numbers(part, where) for part in data]
    if isinstance(data, str):
        return float.fromhex(data) if "0x" in data.lower() else float(data)
    if isinstance(data, int | float) and not isinstance(data, bool):
        return float(data)
    raise KernelError(f"{where} · {json.dumps(data)[:40]} is no number")
