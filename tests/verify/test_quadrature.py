"""Are the integrals that the judge works out the right numbers?"""

import pytest

from generator.verify.arithmetic import MP
from generator.verify.quadrature import NODES_EACH, SPACE_NODES, gauss, hermite, quadrature


@pytest.mark.parametrize("degree", [0, 2, 10, 2 * NODES_EACH - 2])
def test_gauss_is_exact_up_to_its_degree(degree: int) -> None:
    found = sum(weight * x**degree for x, weight in gauss(NODES_EACH))
    assert abs(found - MP.mpf(2) / (degree + 1)) < MP.mpf(10) ** -45


def test_gauss_is_not_exact_beyond_its_degree() -> None:
    assert abs(sum(weight * x**8 for x, weight in gauss(3)) - MP.mpf(2) / 9) > 0.01


@pytest.mark.parametrize("degree", range(0, 2 * SPACE_NODES, 2))
def test_hermite_knows_the_moments_of_a_gaussian(degree: int) -> None:
    found = sum(weight * MP.exp(-(x**2)) * x**degree for x, weight in hermite(SPACE_NODES))
    assert abs(found - MP.gamma(MP.mpf(degree + 1) / 2)) < MP.mpf(10) ** -45


@pytest.mark.parametrize(
    ("low", "high", "expected"), [(0, 1, MP.e - 1), (-2, 7, MP.exp(7) - MP.exp(-2)), (1, 1, MP.mpf(0))]
)
def test_a_finite_integral_has_forty_digits(low: int, high: int, expected: object) -> None:
    assert abs(quadrature(MP.exp, MP.mpf(low), MP.mpf(high)) - expected) < MP.mpf(10) ** -40


def test_an_infinite_integral_is_worked_out_too() -> None:
    assert abs(quadrature(lambda x: MP.exp(-(x**2)), -MP.inf, MP.inf) - MP.sqrt(MP.pi)) < MP.mpf(10) ** -40
