"""The page that compares a reader's kernel says what the command says, on the numbers that the build writes."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.build.kernel_file import given_of
from generator.compare import compare, settings_of, tolerance_of
from generator.mathjax.node import node_path
from generator.pages.kernels import file
from tests.judged import judged
from tests.kernels import WRONG_KERNELS, WrongKernel
from tests.test_compare import right_vectors, vectors_of

RUN = """
const { runInThisContext } = require("node:vm");
require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { code, id, data, type } = JSON.parse(line);
  runInThisContext(code);
  const answer = () => {
    try {
      return dldz.compareKernel(data, dldz.kernels[id], type);
    } catch (error) {
      return { fault: error.message };
    }
  };
  console.log(JSON.stringify(answer()));
});
"""
Compare = Callable[[dict[str, Any], str], dict[str, Any]]


@pytest.fixture(scope="module")
def in_node(root: Path) -> Iterator[Compare]:
    """Return what the scripts of the page say of JSON, in Node."""
    script = (root / "docs/assets/kernels.js").read_text("utf-8")
    with subprocess.Popen([node_path(), "-e", RUN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as node:
        assert node.stdin

        def answer(data: dict[str, Any], layer: str) -> dict[str, Any]:
            code = f"{script}\n{file(judged(layer)).text}"
            print(json.dumps({"code": code, "id": layer, "data": data, "type": "float32"}), file=node.stdin, flush=True)
            assert node.stdout
            found: dict[str, Any] = json.loads(node.stdout.readline())
            return found

        yield answer
        node.stdin.close()


@pytest.mark.parametrize("kernel", WRONG_KERNELS, ids=lambda kernel: kernel.id)
def test_the_page_names_what_the_command_names(in_node: Compare, kernel: WrongKernel) -> None:
    data = json.loads(json.dumps(vectors_of(kernel)))
    shown = in_node(data, kernel.layer)
    graph, points = settings_of(kernel.layer)
    told = compare(kernel.layer, given_of(data, graph, points), tolerance_of("float32"), "float32")
    assert kernel.named in shown["slips"][0][0]
    assert [(title, tuple(names)) for title, names in shown["slips"]] == list(told.slips)
    assert [one["name"] for one in shown["wrong"]] == [one.name for one in told.wrong]
    assert [one["place"] for one in shown["worst"]] == [
        None if one.place is None else list(one.place) for one in told.worst
    ]


def test_the_page_says_that_all_is_right_however_numbers_are_written(in_node: Compare) -> None:
    data = right_vectors()
    assert in_node(data, "embedding")["wrong"] == []
    for vector in data["vectors"]:
        table = vector["gradients"]["table"]
        vector["gradients"]["table"] = {"hex": [[x.hex() for x in row] for row in table], "decimal": []}
    assert in_node(data, "embedding")["wrong"] == []


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([], '"vectors" has to be a list'),
        ({"vectors": [1]}, "vectors[0]: not an object"),
        ({"vectors": [{"setting": 9}]}, "setting 9; there are 0 to 5"),
        ({"vectors": [{"sizes": {"N": 1}}]}, "these sizes are not those of setting 0"),
        ({"vectors": [{}]}, "gradients: not an object"),
        ({"vectors": [{"gradients": {"x": [1]}}]}, "no array x here"),
        ({"vectors": [{"gradients": {"__proto__": [1], "toString": [1]}}]}, "no array"),
        ({"vectors": [{"gradients": {"table": [[1, 2], [3]]}}]}, "different lengths"),
        ({"vectors": [{"gradients": {"table": ["alert(1)"]}}]}, "is no number"),
        ({"vectors": [{"gradients": {"table": [None]}}]}, "is no number"),
        ({"vectors": [{"gradients": {"table": [[1]]}, "inputs": {"id": [9]}}]}, "not the numbers of"),
    ],
)
def test_a_fault_of_the_json_is_told_with_its_place(in_node: Compare, data: Any, says: str) -> None:  # noqa: ANN401 - JSON
    assert says in in_node(data, "embedding")["fault"]


def test_a_shape_and_what_is_no_number_are_wrong(in_node: Compare) -> None:
    data = right_vectors()
    data["vectors"][0]["gradients"]["table"] = [["nan"] * 2] * 3
    (one,) = in_node(data, "embedding")["wrong"]
    assert one["found"] is None  # JSON has no NaN
    data["vectors"][0]["gradients"]["table"] = [1, 2]
    assert in_node(data, "embedding")["wrong"][0]["found"] == [2]
