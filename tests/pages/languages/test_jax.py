"""JAX code gives the values and the gradients of the golden vectors."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from generator.pages.languages.tabs import listings
from generator.verify.proved import Proved
from tests.pages.languages.expected import LEARNED, NAMES, near, of_numpy, points

jax.config.update("jax_enable_x64", val=True)  # type: ignore[no-untyped-call]

Function = Callable[..., Any]


def run(proved: Proved) -> Function:
    """Run the code with nothing but what it imports itself, and return the entry's function."""
    names: dict[str, Any] = {}
    exec(next(one.code for one in listings(proved) if one.id == "jax"), names)  # noqa: S102 - our own output
    function: Function = names[proved.entry.id.replace("-", "_")]
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


@pytest.mark.parametrize(("name", "parameter"), LEARNED)
def test_a_parameter_gets_its_gradient_added_up_to_its_shape(
    name: str, parameter: str, written: dict[str, Proved]
) -> None:
    function, slope = run(written[name]), of_numpy(written[name], f"gradient_{parameter}")
    for _, letters, parameters in points(written[name]):
        rows = {key: np.stack([value, value + 0.125]) for key, value in letters.items()}
        expected = slope(*rows.values(), **parameters)
        for shape, whole in (((), np.sum(expected)), ((1,), [np.sum(expected)]), ((2,), expected)):

            def total(given: Any, rows: Any = rows, parameters: Any = parameters) -> Any:  # noqa: ANN401 - arrays
                return function(*rows.values(), *(parameters | {parameter: given}).values()).sum()

            found = jax.grad(total)(jnp.full(shape, parameters[parameter]))
            assert np.allclose(found, whole, rtol=1e-9, atol=1e-11)


def test_parameters_have_their_usual_values(written: dict[str, Proved]) -> None:
    slope = jax.vmap(jax.grad(run(written["leaky"])))
    assert slope(jnp.array([-2.0, 3.0])).tolist() == [0.01, 1.0]
