"""Does a term get the number that it stands for, and does it get none where there is none?"""

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue.formulas import A_VEC, LOSS, Y_VEC, Z_VEC, A, Y, Z
from generator.engine import terms as t
from generator.engine.parse import INDICES, parse
from generator.engine.terms import D
from generator.errors import ProofError
from generator.verify.arithmetic import MP, NoValueError
from generator.verify.world import World

FIRST, SECOND, THIRD = (INDICES[name] for name in "ijk")
SCALARS = {"a": A, "y": Y, "z": Z}
VECTORS = {"a": A_VEC, "y": Y_VEC, "z": Z_VEC}
SOFTMAX = parse("exp(z[i])/Sum(exp(z[k]), k)", VECTORS)
TINY = MP.mpf(10) ** -45


def at(**values: float) -> World:
    return World((), {SCALARS[name]: MP.mpf(value) for name, value in values.items()})


@pytest.mark.parametrize(
    ("formula", "z", "expected"),
    [
        ("1/3", 0, "1/3"),
        ("sqrt(z)", 2, "sqrt(2)"),
        ("2**z", 0.5, "sqrt(2)"),
        ("max(z, 0)", -1, "0"),
        ("min(z, 0)", -1, "-1"),
        ("abs(z)*sign(z)", -3, "-3"),
        ("erf(z)", 1, "erf(1)"),
        ("piecewise(1, z < 0, 2, z <= 1, 3)", 1, "2"),
        ("piecewise(1, z > 0, 2)", 0, "2"),
        ("piecewise(1, z >= 0, 2)", 0, "1"),
    ],
)
def test_functions_have_their_values_to_fifty_digits(formula: str, z: float, expected: str) -> None:
    value = at(z=z).value(parse(formula, SCALARS))
    assert abs(value - MP.mpf(str(sp.sympify(expected).evalf(60)))) < TINY


@pytest.mark.parametrize(
    ("formula", "z"),
    [
        ("log(z)", -1),
        ("log(z)", 0),
        ("sqrt(z)", -1),
        ("1/z", 0),
        ("acos(z)", 2),
        ("exp(exp(exp(z)))", 4),
        ("sin(exp(exp(z)))", 4),
        ("(10*z)**(exp(10*z))", 4),
        ("log(z) - log(z)", -1),
    ],
)
def test_what_is_no_finite_real_number_has_no_value(formula: str, z: float) -> None:
    with pytest.raises(NoValueError):
        at(z=z).value(parse(formula, SCALARS))
    assert at(z=z).attempt(parse(formula, SCALARS)) is None


def test_a_piecewise_term_without_an_open_branch_has_no_value() -> None:
    assert at(z=0).attempt(t.cases((t.ONE, sp.StrictGreaterThan(Z, 0)), (t.ZERO, sp.StrictLessThan(Z, 0)))) is None


def test_numbers_that_would_explode_are_never_built() -> None:
    tower = sp.Integer(9)
    for _ in range(5):
        tower = t.power(tower, 64)
    assert at(z=1).attempt(tower) is None


def test_a_derivative_of_a_name_moves_all_that_is_defined_through_it() -> None:
    where = ((LOSS, parse("a**2*y", SCALARS)), (A, parse("sin(z)", SCALARS)))
    world = World(where, {Z: MP.mpf("0.3"), Y: MP.mpf(2)})
    assert abs(world.value(D(LOSS, A)) - 4 * MP.sin(MP.mpf("0.3"))) < TINY
    assert abs(world.value(D(LOSS, Z)) - 4 * MP.sin(MP.mpf("0.3")) * MP.cos(MP.mpf("0.3"))) < TINY


def test_second_derivatives_are_measured_too() -> None:
    assert abs(at(z=0.5).value(D(D(parse("sin(z)", SCALARS), Z), Z)) + MP.sin(MP.mpf("0.5"))) < MP.mpf(10) ** -40


def test_a_named_function_takes_any_argument() -> None:
    sigma = sp.Function("sigma")
    world = World(((sigma(Z), parse("z**2", SCALARS)),), {Z: MP.mpf(3)})
    assert world.value(sigma(Z)) == 9
    assert world.value(sigma(t.neg(t.ONE))) == 1


def test_an_indexed_definition_holds_for_every_index_and_captures_none() -> None:
    z = (MP.mpf("0.5"), MP.mpf("-1"), MP.mpf("0.25"))
    world = World(((A_VEC[FIRST], SOFTMAX),), {Z_VEC: z}, 3)
    whole = sum(MP.exp(x) for x in z)
    assert abs(world.value(A_VEC[THIRD], {THIRD: 2}) - MP.exp(z[1]) / whole) < TINY
    assert (
        abs(world.value(t.total(t.mul(A_VEC[THIRD], Z_VEC[THIRD]), THIRD)) - sum(x * MP.exp(x) for x in z) / whole)
        < TINY
    )


@pytest.mark.parametrize(("i", "j"), [(1, 1), (1, 2), (3, 1)])
def test_a_jacobian_is_measured_on_and_off_its_diagonal(i: int, j: int) -> None:
    world = World(((A_VEC[FIRST], SOFTMAX),), {Z_VEC: (MP.mpf("0.5"), MP.mpf("-1"), MP.mpf("0.25"))}, 3)
    stated = parse("a[i]*(delta(i, j) - a[j])", VECTORS)
    assert (
        abs(
            world.value(D(A_VEC[FIRST], Z_VEC[SECOND]), {FIRST: i, SECOND: j})
            - world.value(stated, {FIRST: i, SECOND: j})
        )
        < TINY
    )


def test_a_derivative_that_has_only_a_name_is_read_from_the_definitions() -> None:
    world = World(((D(LOSS, A_VEC[FIRST]), parse("2*a[i]", VECTORS)),), {A_VEC: (MP.mpf(3), MP.mpf(5))}, 2)
    assert world.value(D(LOSS, A_VEC[THIRD]), {THIRD: 2}) == 10


def test_the_number_of_classes_is_a_number_too() -> None:
    assert World((), {}, 5).value(t.mul(t.SIZE, t.HALF)) == MP.mpf("2.5")


def test_a_name_without_meaning_is_an_error_that_names_it() -> None:
    with pytest.raises(ProofError, match="y · has neither a value nor a definition"):
        at(z=1).value(Y)
    with pytest.raises(ProofError, match="L has no definition here"):
        at(z=1).value(D(LOSS, Z))


def test_a_name_that_is_defined_through_itself_has_no_value() -> None:
    assert World(((A, Y), (Y, A)), {}).attempt(A) is None


def test_a_shape_without_a_builder_is_an_error_that_names_it() -> None:
    with pytest.raises(ProofError, match="no builder for gamma"):
        at(z=1).value(sp.gamma(Z))


@given(st.floats(-4, 4), st.floats(-4, 4))
def test_nothing_is_lost_between_float64_and_fifty_digits(z: float, y: float) -> None:
    value = at(z=z, y=y).value(parse("(z - y)*(z + y) + y**2 - z**2", SCALARS))
    assert abs(value) < TINY
