"""Do the float64 oracles see the slope, and do they say so when they do not?"""

import math

import numpy as np
import pytest
import sympy as sp

from generator.catalogue.formulas import Y_VEC, Z_VEC, A, Z
from generator.engine import terms as t
from generator.engine.parse import INDICES, parse
from generator.engine.resolve import resolved
from generator.errors import DerivationError
from generator.verify.arithmetic import MP
from generator.verify.oracles import _numpy, central, complex_step, of_differences, second_oracles
from generator.verify.world import World

LETTERS = {"a": A, "z": Z}
VECTORS = {"y": Y_VEC, "z": Z_VEC}
I_, K_ = INDICES["i"], INDICES["k"]


def at(z: float) -> tuple[World, dict[sp.Basic, int]]:
    return World((), {Z: MP.mpf(z)}), {}


def function(text: str) -> sp.Expr:
    return _numpy(parse(text, LETTERS))


@pytest.mark.parametrize("formula", ["sin(z)", "exp(-z**2)", "1/(1 + exp(-z))", "2*z/3"])
@pytest.mark.parametrize("z", [-2.5, 0.125, 3.0])
def test_both_slopes_agree_with_each_other(formula: str, z: float) -> None:
    near, exact = central(function(formula), Z, at(z)), complex_step(function(formula), Z, at(z))
    assert near == pytest.approx(exact, abs=1e-9)


def test_a_central_difference_that_doubts_itself_decides_nothing() -> None:
    assert central(function("sin(1000000*z)"), Z, at(1)) is None
    with np.errstate(invalid="ignore"):
        assert central(function("log(z)"), Z, at(0)) is None


def test_a_complex_step_without_a_value_decides_nothing() -> None:
    with np.errstate(over="ignore", invalid="ignore"):
        assert complex_step(function("exp(1000*z)"), Z, at(3)) is None


def test_a_component_is_moved_alone() -> None:
    body = parse("Sum(y[k]*z[k]**2, k)", VECTORS)
    world = World((), {Z_VEC: (MP.mpf(1), MP.mpf(2)), Y_VEC: (MP.mpf(3), MP.mpf(4))}, 2)
    slopes = [complex_step(_numpy(body), Z_VEC[I_], (world, {I_: n})) for n in (1, 2)]
    assert slopes == pytest.approx([6, 16])


def test_erf_has_a_float64_value() -> None:
    world = at(0.5)
    assert function("erf(z)")({Z: 0.5}, world) == pytest.approx(math.erf(0.5))


def test_definitions_are_put_in_and_capture_no_index() -> None:
    where = ((Y_VEC[I_], parse("z[i]*Sum(z[k], k)", VECTORS)),)
    body = resolved(t.total(Y_VEC[K_], K_), where)
    world = World((), {Z_VEC: (MP.mpf(1), MP.mpf(2))}, 2)
    assert not body.has(Y_VEC)
    assert world.value(body) == 9


def test_definitions_reach_into_conditions_and_named_functions() -> None:
    sigma = sp.Function("sigma")
    where = ((A, parse("z + 1", LETTERS)), (sigma(Z), parse("z**2", LETTERS)))
    body = resolved(t.cases((sigma(A), sp.StrictGreaterThan(A, 0)), (t.ZERO, sp.true)), where)
    assert World((), {Z: MP.mpf(2)}).value(body) == 9
    assert World((), {Z: MP.mpf(-2)}).value(body) == 0


def test_a_name_that_is_defined_through_itself_is_an_error() -> None:
    with pytest.raises(DerivationError, match="defined through itself"):
        resolved(A, ((A, Z), (Z, A)))


@pytest.mark.parametrize("formula", ["sin(z)", "exp(-z**2)", "1/(1 + exp(-z))", "2*z**2/3"])
@pytest.mark.parametrize("z", [-2.5, 0.125, 3.0])
def test_both_second_slopes_agree_with_sympy(formula: str, z: float) -> None:
    exact = float(sp.diff(parse(formula, LETTERS).doit(), Z, 2).subs(Z, z))
    slopes = {name: slope(function(formula), Z, at(z)) for name, slope, _, _ in second_oracles(Z)}
    assert slopes["NumPy central differences, twice"] == pytest.approx(exact, abs=1e-6)
    assert slopes["NumPy differences of a complex step"] == pytest.approx(exact, abs=1e-9)


def test_a_mixed_second_slope_is_taken_by_both_variables() -> None:
    body = Z_VEC[I_] * Z_VEC[K_] ** 2
    world = World((), {Z_VEC: (MP.mpf(3), MP.mpf(2))}, 2)
    slopes = [slope(_numpy(body), Z_VEC[K_], (world, {I_: 1, K_: 2})) for _, slope, _, _ in second_oracles(Z_VEC[I_])]
    assert slopes == pytest.approx([4, 4], abs=1e-6)


def test_second_differences_across_a_kink_decide_nothing() -> None:
    assert of_differences(Z)(function("abs(z)"), Z, at(1e-6)) is None


@pytest.mark.parametrize("z", [-3.5, 0.125, 3.0])
def test_a_function_that_bends_fast_is_measured_with_shorter_steps(z: float) -> None:
    body = "sin(10*z)**2"
    first, second = (float(sp.diff(parse(body, LETTERS).doit(), Z, n).subs(Z, z)) for n in (1, 2))
    assert central(function(body), Z, at(z)) == pytest.approx(first, rel=1e-6)
    assert of_differences(Z)(function(body), Z, at(z)) == pytest.approx(second, rel=1e-5)
