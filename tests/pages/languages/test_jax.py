"""JAX code gives the values and the gradients of the golden vectors."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import pytest

from generator.pages.languages.jax import jax_code
from generator.pages.languages.program import program
from generator.pages.records import Proved
from tests.pages.languages.expected import NAMES, near, points

jax.config.update("jax_enable_x64", val=True)  # type: ignore[no-untyped-call]

Function = Callable[..., Any]


def run(proved: Proved) -> Function:
    """Run the code with nothing but what it imports itself, and return the entry's function."""
    names: dict[str, Any] = {}
    said = program(proved.entry, proved.derivation)
    exec(jax_code(said), names)  # noqa: S102 - our own output
    function: Function = names[said.name]
    return function


@pytest.mark.parametrize("name", NAMES)
def test_it_gives_the_golden_values_and_gradients(name: str, written: dict[str, Proved]) -> None:
    function = run(written[name])
    slope = jax.jit(jax.jacrev(function))
    for vector, letters, parameters in points(written[name]):
        given = [*letters.values(), *parameters.values()]
        assert near(vector.value, function(*given))
        assert near(vector.gradient, slope(*given))


def test_it_is_the_derived_formula_that_runs(written: dict[str, Proved]) -> None:
    """Where JAX would differentiate the definition it meets 0 times infinity; the derived formula needs a alone."""
    z = jnp.array(-800.0)
    assert jax.grad(run(written["sigmoid"]))(z) == 0
    assert jnp.isnan(jax.grad(lambda x: 1 / (1 + jnp.exp(-x)))(z))


def test_parameters_have_their_usual_values(written: dict[str, Proved]) -> None:
    slope = jax.vmap(jax.grad(run(written["leaky"])))
    assert slope(jnp.array([-2.0, 3.0])).tolist() == [0.01, 1.0]
