"""The file of a layer is what its schema says, and its text of NumPy and its vectors are enough to test a kernel."""

import json
from typing import Any

import jsonschema
import numpy as np
import pytest

from generator.pages.layer_data import layer_data
from generator.pages.schemas import LAYER_SCHEMA
from tests.judged import judged


@pytest.mark.parametrize("name", ["dense", "embedding", "layer-norm", "lstm-cell"])
def test_a_program_that_has_only_the_file_runs_its_code_on_its_vectors(name: str) -> None:
    data = json.loads(json.dumps(layer_data(judged(name))))
    jsonschema.Draft202012Validator(LAYER_SCHEMA).validate(data)
    assert data["version"] == 2
    assert len(data["vectors"]) >= 6
    names: dict[str, Any] = {}
    exec(data["code"]["numpy"], names)  # noqa: S102 - printed by ourselves
    for vector in data["vectors"]:
        given = {key: numbers(array) for key, array in {**vector["inputs"], **vector["parameters"]}.items()}
        given = {key: array.astype(int) if key == "id" else array for key, array in given.items()}
        output, cache = names["forward"](**given, **vector["options"])
        back = names["backward"](arrays(vector["upstream"]), cache)
        assert back.keys() == vector["gradients"].keys()
        for key, array in back.items():
            np.testing.assert_allclose(array, numbers(vector["gradients"][key]), atol=1e-9)
        expected = arrays(vector["output"])
        for key in expected if isinstance(expected, dict) else ():
            np.testing.assert_allclose(output[key], expected[key], atol=1e-9)


def numbers(array: dict[str, Any]) -> Any:  # noqa: ANN401 - an array
    """Return the array of a file's numbers, which are in hex and in decimals alike."""
    read = np.vectorize(float.fromhex, otypes=[float])(np.array(array["hex"]))
    np.testing.assert_allclose(read, np.array(array["decimal"]).astype(float), rtol=1e-15)
    return read


def arrays(data: dict[str, Any]) -> Any:  # noqa: ANN401 - one array, or several by name
    """Return one array, or several by name where several leave the layer."""
    return numbers(data) if "hex" in data else {key: numbers(array) for key, array in data.items()}
