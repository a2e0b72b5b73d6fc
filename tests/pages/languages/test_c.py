"""C code compiles without a warning, as double and as float, and gives the golden values and gradients."""

import ctypes
import subprocess
from typing import Any

import numpy as np
import pytest

from generator.engine.c import HELPERS
from generator.verify.proved import Proved
from tests.pages.languages.expected import ENTRIES, LEARNED, NAMES, Letters, code_of, near, of_numpy, points
from tools import compiler

FLAGS = ["-std=c99", "-O1", "-Wall", "-Wextra", "-Wdouble-promotion", "-Werror", "-shared", "-fPIC"]

PARAMETERS = {"y", *(one.id for entry in ENTRIES for one in entry.parameters)}
FUNCTIONS = (
    *HELPERS,
    "activation",
    "loss",
    "gradient",
    "second_derivative",
    *(f"gradient_{name}" for name in PARAMETERS),
)

TYPES = {"double": (ctypes.c_double, np.float64), "float": (ctypes.c_float, np.float32)}


def unit(number: int, code: str) -> str:
    """Return the code of an entry with a number in the names of its functions, so that all fit into one library."""
    names = [(name, f"{name}_{number}") for name in FUNCTIONS]
    own = code if number == 0 else code.replace("typedef REAL real;", "")
    return "\n".join((*(f"#define {a} {b}" for a, b in names), own, *(f"#undef {a}" for a, _ in names)))


@pytest.fixture(scope="module")
def libraries(written: dict[str, Proved], tmp_path_factory: pytest.TempPathFactory) -> dict[str, ctypes.CDLL]:
    """Return the code of all entries, compiled for each type."""
    folder = tmp_path_factory.mktemp("c")
    units = [unit(n, code_of(written[entry.id], "c")) for n, entry in enumerate(ENTRIES)]
    (folder / "all.c").write_text("\n".join(units), "utf-8")
    path = compiler.find()
    assert path, compiler.MISSING
    found = {}
    for name in TYPES:
        command = [path, *FLAGS, f"-DREAL={name}", "all.c", "-lm", "-o", f"{name}.so"]
        subprocess.run(command, cwd=folder, check=True)
        found[name] = ctypes.CDLL(str(folder / f"{name}.so"))
    return found


def run(function: Any, letters: Letters, parameters: dict[str, float], shape: tuple[int, ...] | None, kind: str) -> Any:  # noqa: ANN401 - what ctypes finds
    """Call a function of numbers, or one of vectors; ``shape`` is that of the vector or matrix that it fills in."""
    number, array = TYPES[kind]
    numbers = map(number, parameters.values())
    first = next(iter(letters.values()))
    function.restype = number
    if not first.shape:
        return function(*map(number, map(float, letters.values())), *numbers)
    given = [value.astype(array) for value in letters.values()]
    pointers = [value.ctypes.data_as(ctypes.c_void_p) for value in given]
    size = ctypes.c_size_t(len(first))
    if shape is None:
        return function(size, *pointers, *numbers)
    function.restype, filled = None, np.full(shape, np.nan, array)
    function(size, *pointers, *numbers, filled.ctypes.data_as(ctypes.c_void_p))
    return filled


def slope(function: Any, letters: Letters, parameters: dict[str, float], kind: str, *, jacobian: bool) -> Any:  # noqa: ANN401 - as above
    """Return the gradient, or row by row the Jacobian: what reaches z from each component of a."""
    size = np.shape(next(iter(letters.values())))
    if not jacobian:
        return run(function, letters, parameters, size, kind)
    return np.stack([run(function, letters | {"g": row}, parameters, size, kind) for row in np.eye(*size)])


@pytest.mark.parametrize("name", NAMES)
def test_it_gives_the_golden_values_and_gradients(
    name: str, written: dict[str, Proved], libraries: dict[str, ctypes.CDLL]
) -> None:
    number, loss = NAMES.index(name), written[name].entry.kind != "activation"
    jacobian = written[name].entry.vector and not loss
    library = libraries["double"]
    value = getattr(library, f"{'loss' if loss else 'activation'}_{number}")
    gradient = getattr(library, f"gradient_{number}")
    second = getattr(library, f"second_derivative_{number}") if written[name].second else None
    for vector, letters, parameters in points(written[name]):
        size = np.shape(next(iter(letters.values())))
        assert near(vector.value, run(value, letters, parameters, None if loss else size, "double"))
        assert near(vector.gradient, slope(gradient, letters, parameters, "double", jacobian=jacobian))
        if second and vector.second:
            assert near(vector.second, run(second, letters, parameters, size * 2, "double"))


@pytest.mark.parametrize("name", NAMES)
def test_float_is_as_good_as_its_digits(
    name: str, written: dict[str, Proved], libraries: dict[str, ctypes.CDLL]
) -> None:
    number, loss = NAMES.index(name), written[name].entry.kind != "activation"
    gradient = {kind: getattr(library, f"gradient_{number}") for kind, library in libraries.items()}
    for _, letters, parameters in points(written[name]):
        short = {letter: value.astype(np.float32).astype(float) for letter, value in letters.items()}
        numbers = {one: float(np.float32(value)) for one, value in parameters.items()}
        jacobian = written[name].entry.vector and not loss
        double, single = (
            slope(gradient[kind], short, numbers, kind, jacobian=jacobian) for kind in ("double", "float")
        )
        assert np.allclose(double, single, rtol=2e-4, atol=2e-5)


@pytest.mark.parametrize(("name", "parameter"), LEARNED)
def test_a_parameter_has_its_gradient_too(
    name: str, parameter: str, written: dict[str, Proved], libraries: dict[str, ctypes.CDLL]
) -> None:
    function = getattr(libraries["double"], f"gradient_{parameter}_{NAMES.index(name)}")
    expected = of_numpy(written[name], f"gradient_{parameter}")
    for _, letters, parameters in points(written[name]):
        found = run(function, letters, parameters, None, "double")
        assert np.allclose(found, expected(*letters.values(), **parameters), rtol=1e-9, atol=1e-11)
