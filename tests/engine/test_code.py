"""NumPy code means what the term means: it is run, and compared with the judge's own arithmetic at 50 digits."""

import math
from itertools import product

import numpy as np
import pytest
import sympy as sp

from generator.catalogue.formulas import A_VEC, Y_VEC, Z_VEC, A, I, J, Y, Z
from generator.engine import terms as t
from generator.engine.bound import unbound_indices
from generator.engine.code import expression, numpy_expression
from generator.engine.libraries import JAX, NUMPY_TYPED, TORCH
from generator.engine.oneline import plain, plain_equation
from generator.engine.parse import parse
from generator.engine.terms import Term
from generator.errors import DerivationError
from generator.verify.arithmetic import MP
from generator.verify.world import World

SCALARS = (
    # formula · NumPy · Unicode
    ("a - y", "a - y", "a − y"),
    ("(a - y)*a*(1 - a)", "(a - y)*a*(1 - a)", "(a − y) a (1 − a)"),
    ("(a - y)/(a*(1 - a))", "(a - y)/(a*(1 - a))", "(a − y)/(a (1 − a))"),
    ("-(y*log(a) + (1 - y)*log(1 - a))", "-(y*np.log(a) + (1 - y)*np.log(1 - a))", "−(y ln(a) + (1 − y) ln(1 − a))"),
    ("1/(1 + exp(-z))", "1/(1 + np.exp(-z))", "1/(1 + e^(−z))"),
    ("(a - y)**2/2", "(a - y)**2/2", "(a − y)²/2"),
    ("-a/y + 2/3*z", "-a/y + 2/3*z", "−a/y + 2/3 · z"),
    ("a - (y - z)", "a - (y - z)", "a − (y − z)"),
    ("a*(y/z)/(a/y)", "a*(y/z)/(a/y)", "a · y/z/(a/y)"),
    ("-2*z + pi", "-2*z + np.pi", "−2 z + π"),
    ("z + e", "z + np.e", "z + e"),
    ("2**(-z)*a**2.5", "2**(-z)*a**(5/2)", "2^(−z) a^(5/2)"),
    ("sqrt(1 + z**2)", "np.sqrt(1 + z**2)", "√(1 + z²)"),
    ("atan(z) + asin(a) - acos(a)", "np.arctan(z) + np.arcsin(a) - np.arccos(a)", "atan(z) + asin(a) − acos(a)"),
    ("abs(z)*sign(a - y)", "np.abs(z)*np.sign(a - y)", "|z| sign(a − y)"),
    ("max(z, a)", "np.maximum(a, z)", "max(a, z)"),
    ("erf(z)", "np.vectorize(math.erf)(z)", "erf(z)"),
    ("erfc(z)", "np.vectorize(math.erfc)(z)", "erfc(z)"),
    (
        "piecewise(z, z > 0, a, z > -1, 0)",
        "np.where(z > 0, z, np.where(z > -1, a, 0))",
        "{z if z > 0; a if z > −1; 0 otherwise}",
    ),
)

VECTORS = (
    ("a[i]*Sum(y[k], k) - y[i]", "a*np.sum(y, axis=-1, keepdims=True) - y", "aᵢ (Σₖ yₖ) − yᵢ"),
    ("exp(z[i])/Sum(exp(z[k]), k)", "np.exp(z)/np.sum(np.exp(z), axis=-1, keepdims=True)", "e^zᵢ/(Σₖ e^zₖ)"),
    ("a[i]*(delta(i, j) - a[j])", "a[..., :, None]*(np.eye(a.shape[-1]) - a[..., None, :])", "aᵢ (δᵢⱼ − aⱼ)"),
    ("-Sum(y[k]*log(a[k]), k)", "-np.sum(y*np.log(a), axis=-1)", "−(Σₖ yₖ ln(aₖ))"),
    ("Sum(y[k]*(delta(k, i) - a[i]), k)", "np.sum(y[..., None, :]*(np.eye(y.shape[-1]) - a[..., :, None]), axis=-1)",
     "Σₖ yₖ (δₖᵢ − aᵢ)"),
    ("a[i]*Sum(delta(i, k)*y[k], k)*z[j]",
     "a[..., :, None]*np.sum(np.eye(a.shape[-1])*y[..., None, :], axis=-1)[..., :, None]*z[..., None, :]",
     "aᵢ (Σₖ δᵢₖ yₖ) zⱼ"),
    ("Sum(a[i], k)", "a.shape[-1]*a", "Σₖ aᵢ"),
)  # fmt: skip


def read(formula: str) -> Term:
    """Read a formula of the tables above."""
    vector = "[" in formula
    letters = {"a": A_VEC, "y": Y_VEC, "z": Z_VEC} if vector else {"a": A, "y": Y, "z": Z, "pi": sp.pi, "e": sp.E}
    return parse(formula, letters)


def run(expression: str, **values: object) -> np.ndarray:
    """Run an expression that this project wrote."""
    return np.asarray(eval(expression, {"np": np, "math": math, **values}))  # noqa: S307 - our own output


@pytest.mark.parametrize(("formula", "code", "text"), SCALARS + VECTORS)
def test_a_term_is_written_in_the_order_in_which_it_stands(formula: str, code: str, text: str) -> None:
    assert (numpy_expression(read(formula)), plain(read(formula))) == (code, text)


@pytest.mark.parametrize("formula", [row[0] for row in SCALARS])
def test_scalar_code_has_the_terms_value_at_every_element(formula: str) -> None:
    term = read(formula)
    a, y, z = np.array([[0.2, 0.7, 0.9], [0.31, 0.42, 0.53]]), np.full((2, 3), 0.6), np.array([[0.4, -0.5, -2.0]] * 2)
    if formula.startswith("sqrt"):
        z = np.abs(z)
    points = zip(a.flat, y.flat, z.flat, strict=True)
    expected = [float(World((), dict(zip((A, Y, Z), map(MP.mpf, point), strict=True))).value(term)) for point in points]
    assert np.allclose(np.reshape(expected, a.shape), run(numpy_expression(term), a=a, y=y, z=z), rtol=1e-14)


@pytest.mark.parametrize("formula", [row[0] for row in VECTORS])
def test_vector_code_has_the_terms_value_at_every_index(formula: str) -> None:
    term = read(formula)
    a, y, z = (0.2, 0.5, 0.3, 0.9), (1.0, 0.25, -0.5, 2.0), (0.1, -1.0, 2.0, 0.7)
    world = World((), {base: tuple(map(MP.mpf, v)) for base, v in ((A_VEC, a), (Y_VEC, y), (Z_VEC, z))}, size=4)
    axes = [index for index in (I, J) if index in unbound_indices(term)]
    got = run(numpy_expression(term, axes), a=np.array(a), y=np.array(y), z=np.array(z))
    assert got.shape == (4,) * len(axes)
    for place in product(range(4), repeat=len(axes)):
        indices = {index: n + 1 for index, n in zip(axes, place, strict=True)}
        assert math.isclose(float(world.value(term, indices)), got[place], rel_tol=1e-14)


def test_the_axes_stand_in_the_order_asked_for() -> None:
    term = read("a[i]*y[j]")
    a, y = np.array([1.0, 2.0]), np.array([3.0, 5.0])
    assert np.array_equal(np.outer(a, y), run(numpy_expression(term, (I, J)), a=a, y=y))
    assert np.array_equal(np.outer(a, y).T, run(numpy_expression(term, (J, I)), a=a, y=y))


def test_the_place_of_the_largest_is_a_number_and_no_axis() -> None:
    term = parse("z[i] - z[m] - log1p(Sum((1 - delta(k, m))*exp(z[k] - z[m]), k))", {"z": Z_VEC})
    code = numpy_expression(term, (I,))
    total = "np.sum((np.arange(z.shape[-1]) != m)*np.exp(z - z_m), axis=-1, keepdims=True)"
    assert code == f"z - z_m - np.log1p({total})"
    z = np.array([1000.0, 0.5, -2.0])
    found = eval(code, {"np": np, "z": z, "m": np.array([0]), "z_m": z[:1]})  # noqa: S307 - printed just above
    assert list(found) == [0, -999.5, -1002]


def test_a_sum_of_all_others_needs_no_matrix() -> None:
    term = parse("y[i]*Sum((1 - delta(k, i))*exp(z[k]), k)", {"z": Z_VEC, "y": Y_VEC})
    assert expression(term, NUMPY_TYPED) == "y*sum_of_others(np.exp(z))"


def test_a_logarithm_with_its_weight_is_nothing_where_the_weight_is() -> None:
    assert expression(read("2*y*log(y/a)"), TORCH) == "2*torch.xlogy(y, y/a)"
    assert expression(read("y*(log(y) - z)/2"), TORCH) == "(-y*z + torch.xlogy(y, y))/2"
    assert expression(read("y*log(1 + exp(z))"), TORCH) == "y*torch.log(1 + torch.exp(z))"


def test_the_error_function_is_written_as_asked_for() -> None:
    assert numpy_expression(read("erf(z/2)"), special="{0}") == "erf(z/2)"


def test_a_derivative_has_a_name_in_text_and_none_in_numpy() -> None:
    loss = sp.Symbol("L", real=True)
    assert plain_equation(t.D(loss, Z), read("a - y")) == "dL/dz = a − y"
    assert plain(t.mul(sp.E, Z)) == "e z"
    assert plain(t.D(A_VEC[I], Z_VEC[J])) == "∂aᵢ/∂zⱼ"
    assert plain(t.D(read("log(a)"), A)) == "d/da (ln(a))"
    with pytest.raises(DerivationError, match=r"D · .* cannot be written as NumPy"):
        numpy_expression(t.D(loss, Z))
    with pytest.raises(DerivationError, match="cannot be written as plain text"):
        plain(sp.Integral(Z, Z))


LIBRARIES = (
    # formula · PyTorch · JAX
    ("exp(-z)/sqrt(2)", "torch.exp(-z)/math.sqrt(2)", "jnp.exp(-z)/math.sqrt(2)"),
    ("asin(a)*pi", "torch.arcsin(a)*math.pi", "jnp.arcsin(a)*math.pi"),
    ("erf(z)", "torch.erf(z)", "jax.scipy.special.erf(z)"),
    ("erfc(z)", "torch.erfc(z)", "jax.scipy.special.erfc(z)"),
    ("max(min(z, 1), -1)", "torch.maximum(torch.minimum(z, torch.full_like(z, 1)), torch.full_like(z, -1))",
     "jnp.maximum(-1, jnp.minimum(1, z))"),
    ("piecewise(1, z > 0, 0)", "torch.where(z > 0, 1, torch.zeros_like(z))", "jnp.where(z > 0, 1, jnp.zeros_like(z))"),
    ("piecewise(1, a > 0, z)", "torch.where(a > 0, 1, z)", "jnp.where(a > 0, 1, z)"),
    ("Sum(y[k]*a[i], k)", "torch.sum(y[..., None, :]*a[..., :, None], dim=-1)",
     "jnp.sum(y[..., None, :]*a[..., :, None], axis=-1)"),
    ("delta(i, j)*a[j]", "torch.eye(a.shape[-1], dtype=a.dtype, device=a.device)*a[..., None, :]",
     "jnp.eye(a.shape[-1], dtype=a.dtype)*a[..., None, :]"),
)  # fmt: skip


@pytest.mark.parametrize(("formula", "torch", "jax"), LIBRARIES)
def test_other_libraries_have_their_own_words(formula: str, torch: str, jax: str) -> None:
    assert (expression(read(formula), TORCH), expression(read(formula), JAX)) == (torch, jax)
