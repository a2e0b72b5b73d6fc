"""A program knows what a forward pass has to keep for the backward pass."""

import pytest

from generator.pages.languages.program import program
from generator.verify.proved import Proved


@pytest.mark.parametrize(
    ("name", "inputs", "saved", "kept"),
    [
        ("sigmoid", ("z",), ("a",), ()),
        ("identity", ("z",), (), ()),
        ("sigmoid-logistic", ("z", "y"), ("a", "y"), ()),
        ("cross-entropy", ("a", "y"), ("a", "y"), ()),
        ("leaky", ("z",), ("z",), ("alpha",)),
        ("l2-penalty", ("w",), ("w",), ("lamda",)),
        ("leaky-active", ("z",), ("z", "a"), ("alpha", "beta")),
    ],
)
def test_what_is_given_and_what_is_kept(
    name: str, inputs: tuple[str, ...], saved: tuple[str, ...], kept: tuple[str, ...], written: dict[str, Proved]
) -> None:
    said = program(written[name].entry, written[name].derivation)
    assert (said.inputs, said.saved, said.kept) == (inputs, saved, kept)


def test_only_an_activation_of_vectors_has_a_jacobian(written: dict[str, Proved]) -> None:
    found = {name for name, one in written.items() if program(one.entry, one.derivation).jacobian}
    assert {"softmax", "cooler"} <= found
    assert all(written[name].entry.kind == "activation" and written[name].entry.vector for name in found)
