"""Does a term with integrals and unknown functions have the value that it should?"""

import pytest
import sympy as sp

from generator.catalogue.example_fields import ABSORBER, BUMPS, GAMMA, HBAR, OSCILLATOR, PACKET, PLANE, STILL, Instance
from generator.catalogue.example_plans import DISK, NORM, RATE, SQUARES, WAVE, gamma
from generator.engine import terms as t
from generator.engine.calculus.fields import PSI, V, bar
from generator.engine.calculus.integrals import BIG_R, N, X, Y, Z, ends
from generator.engine.calculus.nodes import Flux, Laplacian, Partial, determinant
from generator.errors import ProofError
from generator.verify.arithmetic import MP, NoValueError
from generator.verify.meaning import field_world, norm_by_axes

LETTERS = sp.symbols("hbar m sigma k omega gamma", positive=True)
NUMBERS = ["1.1", "0.8", "0.9", "0.7", "1.3", "0.4"]
POINT = dict(zip(LETTERS, map(MP.mpf, NUMBERS), strict=True)) | {
    X: MP.mpf("0.3"),
    Y: MP.mpf("-0.7"),
    Z: MP.mpf("0.45"),
    sp.Symbol("t", real=True): MP.mpf("0.6"),
    N: MP.mpf(4),
    BIG_R: MP.mpf("1.4"),
}
CLOSE = MP.mpf(10) ** -40


@pytest.mark.parametrize("instance", [PACKET, OSCILLATOR, ABSORBER], ids=lambda one: one.title)
def test_wave_functions_satisfy_the_equation(instance: Instance) -> None:
    world = field_world(POINT, instance)
    assert abs(world.value(WAVE[0]) - world.value(WAVE[1])) < CLOSE


def test_a_packet_that_stands_still_does_not() -> None:
    world = field_world(POINT, STILL)
    assert abs(world.value(WAVE[0]) - world.value(WAVE[1])) > 0.1


def test_an_absorbing_potential_takes_the_norm_away() -> None:
    world, time = field_world(POINT, ABSORBER), sp.Symbol("t", real=True)
    expected = MP.exp(-2 * POINT[GAMMA] * POINT[time] / POINT[HBAR])
    assert abs(world.value(NORM) - expected) < CLOSE
    assert abs(world.value(RATE) + 2 * POINT[GAMMA] / POINT[HBAR] * expected) < MP.mpf(10) ** -30


def test_the_norm_along_the_axes_agrees_with_the_one_over_space() -> None:
    density = t.power(t.call(sp.Abs, PSI), 2)
    assert abs(norm_by_axes(ABSORBER, density, POINT) - field_world(POINT, ABSORBER).value(NORM)) < MP.mpf(10) ** -30


def test_a_polynomial_over_a_disk() -> None:
    (bump,) = (one for one in BUMPS if one.fields[0][1].is_polynomial())
    radius = POINT[BIG_R]
    expected = MP.pi * radius**2 - 3 * MP.pi * radius**4 / 4
    assert abs(field_world(POINT, bump).value(DISK) - expected) < CLOSE


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (gamma(N), 24),
        (SQUARES, 30),
        (determinant(((X, Y), (Y, X))), MP.mpf("0.09") - MP.mpf("0.49")),
        (ends(t.call(sp.exp, t.neg(X)), X, t.ZERO, sp.oo), -1),
        (ends(t.power(X, 2), X, t.ONE, N), 15),
    ],
)
def test_values_by_heart(term: sp.Expr, expected: object) -> None:
    assert abs(field_world(POINT).value(term) - expected) < CLOSE


def test_the_divergence_of_a_flux_is_greens_difference() -> None:
    world = field_world(POINT, PACKET)
    difference = world.value(bar(PSI)) * world.value(Laplacian(PSI)) - world.value(PSI) * world.value(
        Laplacian(bar(PSI))
    )
    assert abs(world.value(Flux(bar(PSI), PSI)) - difference) < CLOSE


def test_a_derivative_of_a_defined_function_is_taken() -> None:
    assert field_world(POINT, PACKET).value(Partial(V, X)) == 0


def test_what_nobody_defined_is_an_error() -> None:
    with pytest.raises(ProofError, match="no instance defines it"):
        field_world(POINT).value(PLANE)


def test_where_there_is_no_value_there_is_none() -> None:
    with pytest.raises(NoValueError):
        field_world({**POINT, X: MP.mpf(0)}).value(t.power(X, -1))
