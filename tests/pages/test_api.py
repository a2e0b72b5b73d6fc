"""The files for programs keep to their schemas; their code runs, and their numbers are numbers."""

import inspect
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import mpmath
import numpy as np
import pytest

from generator.pages import api
from generator.pages.schemas import ENTRY_SCHEMA, INDEX_SCHEMA
from generator.pages.site import Site
from generator.verify.proved import Proved

ENTRY, INDEX = (jsonschema.Draft202012Validator(schema) for schema in (ENTRY_SCHEMA, INDEX_SCHEMA))


@pytest.fixture(scope="module")
def files(site: Site) -> dict[str, Any]:
    """Return the files by name, read as JSON."""
    assets = {asset.uri: asset.text for asset in site.assets if asset.uri.startswith("api/")}
    return {uri.removeprefix("api/"): json.loads(text) for uri, text in assets.items()}


@pytest.fixture(scope="module")
def entries(files: dict[str, Any], proved: dict[str, Proved]) -> dict[str, Any]:
    """Return the files of the entries by id."""
    return {name: files[f"{name}.json"] for name in proved}


def numbers(value: Any) -> Iterator[str]:  # noqa: ANN401 - text, or lists of it
    """Yield all numbers of an array."""
    if isinstance(value, str):
        yield value
    else:
        for part in value:
            yield from numbers(part)


def test_the_schemas_are_schemas_and_served_beside_the_files(files: dict[str, Any]) -> None:
    for schema in (ENTRY_SCHEMA, INDEX_SCHEMA):
        jsonschema.Draft202012Validator.check_schema(schema)
    assert files["entry.schema.json"] == ENTRY_SCHEMA
    assert files["index.schema.json"] == INDEX_SCHEMA


def test_every_file_keeps_to_its_schema(files: dict[str, Any], entries: dict[str, Any]) -> None:
    INDEX.validate(files["index.json"])
    for entry in entries.values():
        ENTRY.validate(entry)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("version", 1),
        ("id", "Not Kebab"),
        ("kind", "post"),
        ("vectors", []),
        ("code", {"numpy": "pass"}),
        ("page", None),
    ],
)
def test_a_file_that_breaks_its_schema_is_found(key: str, value: object, entries: dict[str, Any]) -> None:
    assert not ENTRY.is_valid({**entries["sigmoid"], key: value})


def test_a_number_that_is_none_breaks_the_schema(entries: dict[str, Any]) -> None:
    vector = entries["sigmoid"]["vectors"][0]
    broken = {**vector, "gradient": {"hex": "nan", "decimal": "nan"}}
    assert not ENTRY.is_valid({**entries["sigmoid"], "vectors": [broken]})


def test_the_index_names_every_file(files: dict[str, Any], proved: dict[str, Proved]) -> None:
    rows = files["index.json"]["entries"]
    assert sorted(row["id"] for row in rows) == sorted(proved)
    assert all(row["data"] in files for row in rows)
    assert {row["page"] for row in rows} == {f"../{one.entry.uri}/" for one in proved.values()}


def test_the_two_spellings_of_a_number_are_the_same_number(entries: dict[str, Any]) -> None:
    for entry in entries.values():
        for vector in entry["vectors"]:
            arrays = (*vector["inputs"].values(), vector["value"], vector["gradient"])
            for array in arrays:
                for text, decimals in zip(numbers(array["hex"]), numbers(array["decimal"]), strict=True):
                    assert float.fromhex(text) == float(mpmath.mpf(decimals))


def test_the_page_of_an_entry_leads_to_its_file(site: Site, proved: dict[str, Proved]) -> None:
    pages = {page.uri: page.text for page in site.pages}
    assert all(f"(../{api.uri_of(one.entry)})" in pages[f"{one.entry.uri}.md"] for one in proved.values())


def sample(site: Site) -> str:
    """Return the Python of the page about testing."""
    text = next(page.text for page in site.pages if page.uri == api.PAGE)
    return text.split("```python\n")[1].split("```")[0]


@pytest.fixture
def library(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return somebody's library with the gradient of the sample's entry, beside the files that the sample reads."""
    for asset in site.assets:
        (tmp_path / Path(asset.uri).name).write_text(asset.text, "utf-8")
    monkeypatch.chdir(tmp_path)
    library = ModuleType("your_library")
    (name,) = re.findall(r'Path\("(.*)"\)', sample(site))
    exec(json.loads(Path(name).read_text("utf-8"))["code"]["numpy"], library.__dict__)  # noqa: S102 - our own output
    monkeypatch.setitem(sys.modules, "your_library", library)
    return library


def test_the_sample_passes_a_right_backward_pass(site: Site, library: ModuleType) -> None:
    assert library
    exec(sample(site), {})  # noqa: S102 - our own output


@pytest.mark.parametrize("factor", [1 + 1e-6, -1])
def test_the_sample_rejects_a_wrong_one(factor: float, site: Site, library: ModuleType) -> None:
    right = library.gradient
    library.gradient = lambda **given: factor * right(**given)  # type: ignore[attr-defined]
    with pytest.raises(AssertionError, match="Not equal to tolerance"):
        exec(sample(site), {})  # noqa: S102 - our own output


def test_each_parameter_that_learns_has_its_gradient(entries: dict[str, Any], proved: dict[str, Proved]) -> None:
    for name, one in proved.items():
        learned = {parameter.id for parameter in one.entry.parameters if parameter.gradient}
        assert set(entries[name]["parameter_gradients"]) == learned, name


def test_a_condition_of_the_loss_stands_in_the_file_and_holds_of_its_numbers(
    entries: dict[str, Any], proved: dict[str, Proved]
) -> None:
    for name, one in proved.items():
        asked = [loss for loss in one.entry.losses if loss.condition]
        assert len(entries[name]["conditions"]) == len(asked), name
        if asked:
            targets = (vector["inputs"]["y"]["decimal"] for vector in entries[name]["vectors"])
            assert all(abs(sum(map(mpmath.mpf, each)) - 1) < 1e-14 for each in targets), name


def test_no_number_reads_zero_that_is_none(entries: dict[str, Any]) -> None:
    """What is too small for float64 has its digits in decimals: e^-750 is 10^-326."""
    told = [number for number in _spellings(list(entries.values())) if mpmath.mpf(number["decimal"]) != 0]
    tiny = [number["decimal"] for number in told if float.fromhex(number["hex"]) == 0]
    assert tiny
    assert all(len(number.strip("-").partition("e")[0].replace(".", "")) >= 25 for number in tiny)


def _spellings(value: Any) -> Iterator[dict[str, str]]:  # noqa: ANN401 - data
    """Yield the single numbers in data, in both spellings."""
    if isinstance(value, dict) and isinstance(value.get("decimal"), str):
        yield value
    elif isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _spellings(part)


def test_numpy_code_gives_the_golden_numbers(entries: dict[str, Any]) -> None:
    for entry in entries.values():
        code: dict[str, Any] = {}
        exec(entry["code"]["numpy"], code)  # noqa: S102 - our own output
        for vector in (one for one in entry["vectors"] if one["kind"] == "ordinary"):
            given = {name: floats(value["hex"]) for name, value in vector["inputs"].items()}
            functions = ("activation" if entry["kind"] == "activation" else "loss", "gradient", "second_derivative")
            for function, key in zip(functions, ("value", "gradient", "second_derivative"), strict=True):
                if function in code and vector[key]:
                    got = called(code[function], given, entry["of_vectors"] and function == "gradient")
                    expected = floats(vector[key]["hex"])
                    assert np.allclose(expected, got, rtol=1e-9, atol=1e-11), (entry["id"], function)
                    assert np.shape(got) == expected.shape, (entry["id"], function)


def called(function: Callable[..., Any], given: dict[str, Any], by_upstream: bool) -> Any:  # noqa: ANN401, FBT001 - arrays
    """Return what a listing gives; of a vector activation the Jacobian, a row for each upstream gradient."""
    if by_upstream and "upstream" in inspect.signature(function).parameters:
        return np.stack([function(**given, upstream=row) for row in np.eye(len(next(iter(given.values()))))])
    return function(**given)


def floats(value: Any) -> Any:  # noqa: ANN401 - text, or lists of it
    """Return numbers as arrays of float64."""
    return np.array(float.fromhex(value) if isinstance(value, str) else [floats(part) for part in value])
