"""The width of a formula is estimated before it is set, near enough to tell what a phone shows without scrolling."""

from collections.abc import Iterator

import pytest

from generator.engine import terms as t
from generator.engine.rules import reading
from generator.engine.tex import tex
from generator.engine.width import width
from generator.mathjax.typeset import Formula, Typesetter, shared

FORMULAS = (
    "a - y", "u**2*v/(1 + exp(-u))", "a*(1 - a)*(1 - 2*a)", "tanh(u)*(1 - tanh(u)**2) - exp(-u**2/2)*(u + v)",
    "piecewise(u - v, abs(u - v) <= x, x*sign(u - v))", "Sum(u[k]*log(v[k]), k) - log(Sum(exp(u[k]), k))",
    "sqrt(x**2 + (u - v)**2)*(u - v)/(x*(1 + abs(u)))", "(u + v)*D(exp(u*x)*tanh(x))", "u[i]*(delta(i, j) - u[j])",
    "piecewise(0, u < -3, 1, u > 3, (2*u + 3)/6)*piecewise(x, u*v < 1, 0)", "sqrt(Sum(u[k]**2, k))*log1p(exp(-x))",
)  # fmt: skip


@pytest.fixture(scope="module")
def typesetter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Typesetter]:
    with shared(tmp_path_factory.mktemp("typeset")) as found:
        yield found


@pytest.mark.parametrize("text", FORMULAS)
def test_the_estimate_is_within_a_quarter_of_what_the_typesetter_finds(text: str, typesetter: Typesetter) -> None:
    term = reading(text)
    (found,) = typesetter.typeset_all([Formula(tex(term), display=True)])
    assert 0.78 <= width(term) / found.width <= 1.35, (width(term), found.width)


def test_what_stands_in_a_fraction_or_an_exponent_is_smaller() -> None:
    assert width(reading("exp(u + v)")) < width(reading("u + v")) + 2
    assert width(reading("u/(u + v)")) < width(reading("u*(u + v)"))


@pytest.mark.parametrize("style", [0, 1])
def test_a_reciprocal_is_as_wide_as_the_same_fraction(style: int) -> None:
    below = reading("u + v")
    assert width(t.power(below, t.MINUS_ONE), style) == width(reading("1/(u + v)"), style)
