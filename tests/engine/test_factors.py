"""A polynomial is factored with its functions as letters, and every factor faces the way in which people write it."""

import pytest

from generator.engine.rewrites.factors import factor, factor_of_some
from generator.engine.rules import reading
from generator.engine.tex import tex


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("log(1 + exp(-u))*exp(-u) + v*exp(-u)", r"(v + \log(1 + e^{-u})) e^{-u}"),
        ("tanh(z*(1 + u))*u - tanh(z*(1 + u))*v", r"(u - v) \tanh(z (1 + u))"),
        ("u*v*exp(-v*u) - v*exp(-v*u)", "v (u - 1) e^{-v u}"),
    ],
)
def test_what_a_function_is_called_of_stays_as_it_is(text: str, expected: str) -> None:
    assert tex(factor(reading(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("v*exp(2*u) - v*exp(u)", "v (e^{u} - 1) e^{u}"),
        ("exp(-u**2/2)*v + exp(-u**2)", r"\left(v + e^{-\frac{u^{2}}{2}}\right) e^{-\frac{u^{2}}{2}}"),
    ],
)
def test_powers_of_one_exponential_are_powers_of_one_letter(text: str, expected: str) -> None:
    assert tex(factor(reading(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("u**2*v - u*v - u**2 + u", "u (1 - u) (1 - v)"),
        ("2*u*v - u - v - u**2*v + u**2", "-(1 - u) (u + v - u v)"),
        ("v - exp(u) - v*w + exp(u)*w", "(1 - w) (v - e^{u})"),
    ],
)
def test_a_factor_faces_forward(text: str, expected: str) -> None:
    assert tex(factor(reading(text))) == expected


@pytest.mark.parametrize("text", ["u - u + w", "u*v + u*w + x", "u*(1 - u) - u*(u - v)", "u*(1 - u)/v - u*u/v + w"])
def test_nothing_is_taken_out_of_some_terms_where_none_become_fewer(text: str) -> None:
    assert factor_of_some(reading(text)) is None
