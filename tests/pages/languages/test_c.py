"""C code compiles without a warning, and gives the values and the gradients of the golden vectors."""

import ctypes
import subprocess
from typing import Any

import numpy as np
import pytest

from generator.pages.languages.tabs import listings
from generator.verify.proved import Proved
from tests.pages.languages.expected import ENTRIES, LEARNED, NAMES, Letters, near, of_numpy, points
from tools import compiler

FLAGS = ["-std=c99", "-O1", "-Wall", "-Wextra", "-Wno-unused-parameter", "-Werror", "-shared", "-fPIC"]
"""A constant gradient uses no parameter of its function."""

FUNCTIONS = ("activation", "loss", "gradient", "second_derivative", *{f"gradient_{name}" for _, name in LEARNED})


def unit(number: int, code: str) -> str:
    """Return the code of an entry with a number in the names of its functions, so that all fit into one library."""
    names = [(name, f"{name}_{number}") for name in FUNCTIONS]
    return "\n".join((*(f"#define {a} {b}" for a, b in names), code, *(f"#undef {a}" for a, _ in names)))


@pytest.fixture(scope="module")
def library(written: dict[str, Proved], tmp_path_factory: pytest.TempPathFactory) -> ctypes.CDLL:
    """Return the code of all entries, compiled."""
    folder = tmp_path_factory.mktemp("c")
    units = [unit(n, listings(written[entry.id])[-1].code) for n, entry in enumerate(ENTRIES)]
    (folder / "all.c").write_text("\n".join(units), "utf-8")
    path = compiler.find()
    assert path, compiler.MISSING
    subprocess.run([path, *FLAGS, "all.c", "-lm", "-o", "all.so"], cwd=folder, check=True)
    return ctypes.CDLL(str(folder / "all.so"))


def run(function: Any, letters: Letters, parameters: dict[str, float], shape: tuple[int, ...] | None) -> Any:  # noqa: ANN401 - what ctypes finds
    """Call a function of numbers, or one of vectors; ``shape`` is that of the vector or matrix that it fills in."""
    numbers = map(ctypes.c_double, parameters.values())
    first = next(iter(letters.values()))
    function.restype = ctypes.c_double
    if not first.shape:
        return function(*map(ctypes.c_double, map(float, letters.values())), *numbers)
    pointers = [value.ctypes.data_as(ctypes.c_void_p) for value in letters.values()]
    size = ctypes.c_size_t(len(first))
    if shape is None:
        return function(size, *pointers, *numbers)
    function.restype, filled = None, np.full(shape, np.nan)
    function(size, *pointers, *numbers, filled.ctypes.data_as(ctypes.c_void_p))
    return filled


@pytest.mark.parametrize("name", NAMES)
def test_it_gives_the_golden_values_and_gradients(name: str, written: dict[str, Proved], library: ctypes.CDLL) -> None:
    number, loss = NAMES.index(name), written[name].entry.kind != "activation"
    value = getattr(library, f"{'loss' if loss else 'activation'}_{number}")
    gradient = getattr(library, f"gradient_{number}")
    second = getattr(library, f"second_derivative_{number}") if written[name].second else None
    for vector, letters, parameters in points(written[name]):
        size = np.shape(next(iter(letters.values())))
        assert near(vector.value, run(value, letters, parameters, None if loss else size))
        assert near(vector.gradient, run(gradient, letters, parameters, size * (1 if loss else 2)))
        if second and vector.second:
            assert near(vector.second, run(second, letters, parameters, size * 2))


@pytest.mark.parametrize(("name", "parameter"), LEARNED)
def test_a_parameter_has_its_gradient_too(
    name: str, parameter: str, written: dict[str, Proved], library: ctypes.CDLL
) -> None:
    function = getattr(library, f"gradient_{parameter}_{NAMES.index(name)}")
    slope = of_numpy(written[name], f"gradient_{parameter}")
    for _, letters, parameters in points(written[name]):
        found = run(function, letters, parameters, None)
        assert np.allclose(found, slope(*letters.values(), **parameters), rtol=1e-9, atol=1e-11)
