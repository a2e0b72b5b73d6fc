"""What the libraries take at corners is what they were found to take, and stands where a corner is."""

import importlib
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import sympy as sp

from generator.catalogue.corners import CORNERS, MEASURED_WITH, Corner, corners_of
from generator.catalogue.derivations import derivation_of
from generator.catalogue.formulas import at_usual, formula_of
from generator.catalogue.index import Catalogue
from generator.catalogue.parameter import Parameter
from generator.catalogue.records import Activation, Case, Loss
from generator.verify.receipt import measure
from generator.verify.records import Kink
from generator.verify.sampling import sampling_for

CATALOGUE = Catalogue()
MODULES = {"torch": "torch.nn.functional", "jax": "jax.numpy", "optax": "optax", "tf": "tensorflow"}
ENTRIES = tuple(dict.fromkeys(corner.entry for corner in CORNERS))


def kinks(entry: Activation | Loss) -> tuple[Kink, ...]:
    return measure(derivation_of(entry), sampling_for(entry)).kinks


def target(entry: Activation | Loss) -> float:
    return 1.0 if isinstance(entry, Loss) and entry.targets is not None and entry.targets.is_finite_set else 0.75


def number(text: str, corner: Corner) -> float:
    entry = CATALOGUE.find(corner.entry)
    assert not isinstance(entry, Case)
    return float(at_usual(formula_of(text, entry), entry).subs(sp.Symbol("y", real=True), target(entry)))


def slope(library: str, function: Any, place: float) -> float:  # noqa: ANN401 - of tensors of any library
    module = importlib.import_module(MODULES[library])
    if library in {"jax", "optax"}:
        return float(importlib.import_module("jax").grad(lambda x: function(x, np.float64))(place))
    if library == "torch":
        return _torch(importlib.import_module("torch"), function, place)
    return _tensorflow(module, function, place)


def _torch(torch: Any, function: Any, place: float) -> float:  # noqa: ANN401 - a module that the project does not need
    def tensor(value: float) -> Any:  # noqa: ANN401 - as above
        return torch.tensor([value], dtype=torch.float64)

    x = tensor(place).requires_grad_()
    function(x, tensor).sum().backward()
    return float(x.grad.item())


def _tensorflow(tf: ModuleType, function: Any, place: float) -> float:  # noqa: ANN401 - as above
    x = tf.Variable([place], dtype=tf.float64)
    with tf.GradientTape() as tape:
        value = function(x, lambda y: tf.constant([y], dtype=tf.float64))
    return float(tape.gradient(value, x).numpy()[0])


@pytest.mark.parametrize("corner", CORNERS, ids=lambda corner: corner.call)
def test_the_library_takes_what_the_table_says(corner: Corner) -> None:
    module = pytest.importorskip(MODULES[corner.library].partition(".")[0])
    entry = CATALOGUE.find(corner.entry)
    assert not isinstance(entry, Case)
    importlib.import_module(MODULES[corner.library])

    def given(one: Parameter, tensor: Any) -> Any:  # noqa: ANN401 - as above
        return tensor(float(one.default)) if one.gradient else float(one.default)  # what is learned is an array

    def called(x: Any, tensor: Any) -> Any:  # noqa: ANN401 - as above
        own = {one.id: given(one, tensor) for one in entry.parameters}
        letters = {entry.variable: x, "y": tensor(target(entry)), corner.library: module, **own}
        return eval(corner.call, letters)  # noqa: S307 - our own table

    for place, wanted in corner.slopes:
        assert slope(corner.library, called, number(place, corner)) == pytest.approx(number(wanted, corner), rel=1e-6)


@pytest.mark.parametrize(("name", "title"), [("jax", "JAX"), ("optax", "Optax")])
def test_the_version_that_was_measured_is_the_one_of_the_tests(name: str, title: str) -> None:
    assert MEASURED_WITH[name] == f"{title} {importlib.import_module(name).__version__}"


@pytest.mark.parametrize("name", ENTRIES)
def test_the_table_has_every_corner_of_its_entry(name: str) -> None:
    entry = CATALOGUE.find(name)
    assert not isinstance(entry, Case)
    places = {kink.place for kink in kinks(entry)}
    for corner in corners_of(entry):
        assert {formula_of(place, entry) for place, _ in corner.slopes} == places


def test_every_corner_of_the_catalogue_is_in_the_table() -> None:
    entries: tuple[Activation | Loss, ...] = (*CATALOGUE.activations, *CATALOGUE.losses)
    cornered = {entry.id for entry in entries if any(not kink.smooth for kink in kinks(entry))}
    assert cornered - {*ENTRIES} == {"quantile"}, "no library has quantile; all others have a row"
