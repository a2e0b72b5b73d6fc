"""Points that are evaluated together have the values that each of them has alone."""

import pytest
import sympy as sp

from generator.catalogue.formulas import Y_VEC, Z_VEC, A, Y, Z
from generator.engine import terms as t
from generator.engine.parse import INDICES, parse
from generator.engine.primitives import PRIMITIVES
from generator.engine.terms import D
from generator.errors import ProofError
from generator.verify.arithmetic import MP
from generator.verify.compare import check, sampled
from generator.verify.world import World, gathered

SCALARS = {"a": A, "y": Y, "z": Z}
NUMBERS = tuple(map(MP.mpf, ("-2.5", "-0.5", "0.25", "0.75", "3")))


@pytest.mark.parametrize(
    "formula",
    [
        "log(z)",
        "sqrt(1 - z**2)",
        "piecewise(1/z, z > 0, exp(z))",
        "piecewise(log(z), z > 0.5, z)",
        "max(z, z**2) - abs(z)",
        "a*exp(a)",
        "1 - tanh(100*z)",
    ],
)
def test_a_batch_agrees_with_single_points_and_with_mpmath(formula: str) -> None:
    where = ((A, parse("sin(z)*z", SCALARS)),)
    alone = [World(where, {Z: z}) for z in NUMBERS]
    term = parse(formula, SCALARS)
    for world, single in zip(gathered(alone), alone, strict=True):
        found = world.attempt(term)
        assert found == single.attempt(term)
        with MP.workdps(150):
            other = single.differenced(term)
        assert (found is None) == (other is None)
        assert found is None or abs(found - other) < MP.mpf(10) ** -48


@pytest.mark.parametrize("formula", ["a**2*y", "exp(a*z)", "piecewise(a, z > 0, a**2)"])
def test_derivatives_by_series_are_those_by_differences(formula: str) -> None:
    where = ((A, parse("sin(z)*z + y", SCALARS)),)
    worlds = gathered(World(where, {Z: z, Y: MP.mpf(2)}) for z in NUMBERS)
    term = parse(formula, SCALARS)
    for slope in (D(term, Z), D(term, A), D(D(term, Z), Z), D(D(term, Z), Y), D(D(term, A), Z)):
        for world in worlds:
            assert abs(world.value(slope) - world.differenced(slope)) < MP.mpf(10) ** -40


def test_a_hessian_by_series_is_the_one_by_differences() -> None:
    i, j = INDICES["i"], INDICES["j"]
    term = parse("log(Sum(exp(z[k]), k)) - Sum(y[k]*z[k], k)", {"z": Z_VEC, "y": Y_VEC})
    (world,) = gathered([World((), {Z_VEC: NUMBERS[:3], Y_VEC: NUMBERS[2:]}, 3)])
    for indices in ({i: 1, j: 1}, {i: 1, j: 3}):
        bend = D(D(term, Z_VEC[i]), Z_VEC[j])
        assert abs(world.value(bend, indices) - world.differenced(bend, indices)) < MP.mpf(10) ** -40


def test_worlds_of_different_sizes_are_gathered_apart_and_stay_in_order() -> None:
    sizes = (3, 2, 3, 5)
    worlds = gathered(World((), {Z_VEC: NUMBERS[:size]}, size) for size in sizes)
    total = parse("Sum(z[k], k)", {"z": Z_VEC})
    assert [world.value(total) for world in worlds] == [sum(NUMBERS[:size]) for size in sizes]


def test_a_difference_below_the_tolerance_has_a_bound_that_is_not_zero() -> None:
    (world,) = gathered([World((), {Z: MP.mpf(1) / 3})])
    found = check(parse("tanh(z)", SCALARS), sampled(parse("1 - 2/(exp(2*z) + 1)", SCALARS), [(world, {})]))
    assert found.agrees
    assert found.digits == 50
    assert 0 < found.worst < MP.mpf(10) ** -50


def test_a_value_by_a_function_that_balls_do_not_know_is_mpmaths_and_is_not_called_bounded() -> None:
    term = t.call(next(row for row in PRIMITIVES if row.id == "trigamma").head, Z)
    (world,) = gathered([World((), {Z: MP.mpf(2)})])
    assert abs(world.value(term) - (MP.pi**2 / 6 - 1)) < MP.mpf(10) ** -45
    assert not world.bounds(term)
    assert world.bounds(sp.exp(Z))


def test_a_derivative_within_two_others_is_an_error() -> None:
    (world,) = gathered([World((), {Z: MP.mpf(2)})])
    with pytest.raises(ProofError, match="a derivative within two others"):
        world.value(D(D(D(parse("z**4", SCALARS), Z), Z), Z))
