"""Settings are built to fail a wrong kernel, and what a record says of libraries names what the record has."""

import ast

import pytest

from generator.catalogue.operation import Operation
from generator.catalogue.operations import OPERATIONS

BY_ID = {one.id: one for one in OPERATIONS}
EVERY = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.id)
KNOWN = {"None", "True", "False", "torch", "jax"}


@EVERY
def test_there_are_six_settings_of_different_sizes(operation: Operation) -> None:
    rows = [tuple(dict(setting.sizes).values()) for setting in operation.settings]
    assert (
        len(rows) == len({(row, setting.options) for row, setting in zip(rows, operation.settings, strict=True)}) >= 6
    )
    assert any(1 in row for row in rows)
    assert any(n % 2 and n > 1 for row in rows for n in row)


@EVERY
def test_no_option_has_its_usual_value_in_all_settings(operation: Operation) -> None:
    for option in operation.options:
        assert any(
            dict(setting.options).get(option.id, option.default) != option.default for setting in operation.settings
        )


def test_a_window_leaves_a_remainder_and_has_padding_beside_dilation() -> None:
    settings = [{**dict(one.sizes), **{name: int(x) for name, x in one.options}} for one in BY_ID["conv1d"].settings]
    places = [one["J"] + 2 * one["pad"] - one["dilation"] * (one["U"] - 1) - 1 for one in settings]
    assert any(place % one["stride"] for place, one in zip(places, settings, strict=True))
    assert any(one["pad"] and one["dilation"] > 1 for one in settings)


def test_ids_are_repeated_and_a_causal_mask_has_a_row_of_one() -> None:
    ids = [array for one in BY_ID["embedding"].settings for name, array in one.data if name == "id"]
    assert any(len(set(row)) < len(row) for row in ids)
    masks = [array for one in BY_ID["attention"].settings for name, array in one.data if name == "mask"]
    assert any([sum(row) for row in mask] == [1, 2, 3] for mask in masks)


@EVERY
def test_the_arguments_of_a_library_are_expressions_of_our_names(operation: Operation) -> None:
    own = {one.name.partition("[")[0] for one in operation.arrays} | {axis.size for axis in operation.axes}
    known = own | {option.id for option in operation.options} | KNOWN
    for library in operation.libraries:
        assert library.call.startswith(f"{library.name}.")
        for _, text in library.arguments:
            used = {node.id for node in ast.walk(ast.parse(text, mode="eval")) if isinstance(node, ast.Name)}
            assert used <= known
