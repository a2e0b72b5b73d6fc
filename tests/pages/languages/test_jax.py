"""JAX code gives the golden values and gradients, forwards and backwards, once and twice, in every type."""

from collections.abc import Callable
from itertools import islice
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from generator.verify.proved import Proved
from tests.pages.languages.expected import LEARNED, NAMES, batch, code_of, curved, floats, near, of_numpy, points

jax.config.update("jax_enable_x64", val=True)  # type: ignore[no-untyped-call]

Function = Callable[..., Any]


def run(proved: Proved) -> Function:
    """Run the code with nothing but what it imports itself, and return the entry's function."""
    names: dict[str, Any] = {}
    exec(code_of(proved, "jax"), names)  # noqa: S102 - our own output
    function: Function = names[proved.entry.id.replace("-", "_")]
    return function


@pytest.mark.parametrize("name", NAMES)
def test_it_gives_the_golden_values_and_gradients(name: str, written: dict[str, Proved]) -> None:
    """So does the second derivative, forwards over backwards; one program that is compiled has all of it.

    Backwards over backwards it is taken at zero and far out, below.
    """
    proved, function = written[name], run(written[name])
    reverse, forward = jax.jacrev(function), jax.jacfwd(function)

    def every(*one: Any) -> Any:  # noqa: ANN401 - arrays
        bent, backwards = (
            jax.jacfwd(lambda *x: (reverse(*x),) * 2, has_aux=True)(*one) if bends else ((), reverse(*one))
        )
        return function(*one), backwards, forward(*one), bent

    bends, compiled = proved.second is not None, jax.jit(every)
    for vector, letters, parameters in points(proved):
        value, backwards, forwards, bent = compiled(*letters.values(), *parameters.values())
        assert near(vector.value, value)
        assert near(vector.gradient, backwards)
        assert near(vector.gradient, forwards)
        if bends and vector.second is not None:
            assert np.allclose(floats(vector.second), bent, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_every_input_has_a_gradient_in_its_own_type(name: str, written: dict[str, Proved]) -> None:
    """Numbers beside each other and ``vmap`` of one are the same; the slope is that of NumPy's code."""
    function, given = run(written[name]), batch(written[name])
    whole = [jnp.asarray(one) for one in given.values()]
    every = tuple(range(len(whole)))
    slopes = jax.grad(lambda *one: function(*one).sum(), every)
    together, each = jax.jit(lambda *one: (slopes(*one), jax.vmap(slopes)(*one)))(*whole)
    assert all(np.allclose(one, other) for one, other in zip(together, each, strict=True))
    for letter, found in [*zip(given, together, strict=True)][1:]:
        expected = of_numpy(written[name], f"gradient_{letter}")(*given.values())
        if expected.shape == found.shape:
            assert np.allclose(expected, found, rtol=1e-9, atol=1e-11)
    short = [one.astype(jnp.float32) for one in whole]
    assert {one.dtype for one in jax.eval_shape(slopes, *short)} == {jnp.dtype("float32")}
    assert jax.eval_shape(function, *short).dtype == jnp.float32


@pytest.mark.parametrize("name", NAMES)
def test_it_is_right_at_zero_and_far_out(name: str, written: dict[str, Proved]) -> None:
    if written[name].second is not None and not written[name].entry.jacobian:
        given, expected = curved(written[name])
        found = jax.jit(jax.vmap(jax.jacrev(jax.grad(run(written[name])))))(*map(jnp.asarray, given))
        assert np.allclose(expected, found, rtol=1e-7, atol=1e-9)


def test_it_is_the_derived_formula_that_runs(written: dict[str, Proved]) -> None:
    """Where JAX would differentiate the definition it meets 0 times infinity; the derived formula does not."""
    z = jnp.array(-800.0)
    assert jax.grad(run(written["sigmoid"]))(z) == 0
    assert jnp.isnan(jax.grad(lambda x: 1 / (1 + jnp.exp(-x)))(z))


@pytest.mark.parametrize(("name", "parameter"), LEARNED)
def test_a_parameter_gets_its_gradient_added_up_to_its_shape(
    name: str, parameter: str, written: dict[str, Proved]
) -> None:
    function, slope = run(written[name]), of_numpy(written[name], f"gradient_{parameter}")
    for _, letters, parameters in islice(points(written[name]), 2):
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


def test_what_is_wrong_is_told_in_one_line(written: dict[str, Proved]) -> None:
    with pytest.raises(TypeError, match=r"^z has to be of a floating point type, not int64$"):
        run(written["sigmoid"])(jnp.array([1, 2]))
    with pytest.raises(ValueError, match=r"^z needs components along its last axis, and is a single number$"):
        run(written["softmax"])(1.0)
    with pytest.raises(ValueError, match=r"Incompatible (shapes|types) for broadcasting"):
        run(written["sigmoid-logistic"])(jnp.zeros(2), jnp.zeros(3))


def test_a_gradient_that_nobody_asks_for_spoils_nothing(written: dict[str, Proved]) -> None:
    """The slope by a target of 0 is infinite for the KL divergence, and no part of the slope by z."""
    y = jnp.array([1.0, 0.0, 0.0])
    assert jnp.isfinite(jax.grad(run(written["kl-divergence"]))(jnp.array([0.5, 0.25, 0.25]), y)).all()
