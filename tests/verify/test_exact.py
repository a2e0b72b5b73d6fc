"""Is algebra believed where it decides, and silent where it does not?"""

import pytest
import sympy as sp

from generator.catalogue.formulas import LOSS, A, Y, Z
from generator.engine import terms as t
from generator.engine.parse import parse
from generator.engine.terms import D
from generator.verify.arithmetic import MP
from generator.verify.exact import same
from generator.verify.world import World

LETTERS = {"a": A, "y": Y, "z": Z}
TAKEN = {"D": lambda body: D(body, Z)}


def read(text: str) -> sp.Expr:
    return parse(text, LETTERS, TAKEN)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("-(y/a) + (1 - y)/(1 - a)", "(a - y)/(a*(1 - a))"),
        ("1/(1 + exp(-z))", "exp(z)/(exp(z) + 1)"),
        ("D(log(1 + z**2))", "2*z/(1 + z**2)"),
        ("abs(z)*sign(z)", "z"),
        ("max(z, 0)", "(z + abs(z))/2"),
        ("max(z, y) + min(y, z)", "z + y"),
        ("piecewise(1, z > 0, 0)**2", "piecewise(0, z < 0, 1)"),
        ("D(max(z, 0))", "piecewise(1, z > 0, 0)"),
        ("D(sqrt(z))", "1/(2*sqrt(z))"),
        ("sign(2*(a - y))", "sign(a - y)"),
        ("max(0, 2*z)*(max(0, z) - z)", "0"),
    ],
)
def test_equal_terms_are_proved_equal(first: str, second: str) -> None:
    assert same(read(first), read(second), ())


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a - y", "y - a"),
        ("max(z, 0)", "z"),
        ("abs(z)", "z"),
        ("piecewise(1, z > 0, 0)", "1"),
        ("exp(2*z)", "exp(z)"),
        ("(1 + z)**64", "(1 + z)**63*(1 + z)"),
        ("sin(z)**2 + cos(z)**2", "1"),
        ("sign(-2*(a - y))", "sign(a - y)"),
    ],
)
def test_terms_that_differ_or_ask_for_more_than_algebra_are_undecided(first: str, second: str) -> None:
    assert not same(read(first), read(second), ())


def test_definitions_are_put_in() -> None:
    assert same(read("a*(1 - a)"), read("D(1/(1 + exp(-z)))"), ((A, read("1/(1 + exp(-z))")),))


def test_a_letter_that_is_differentiated_is_a_variable_whatever_it_is_defined_as() -> None:
    where = ((LOSS, read("a**2")), (A, read("3*z")))
    assert same(D(LOSS, A), read("6*z"), where)
    assert same(D(LOSS, Z), read("18*z"), where)


def test_on_the_domain_only_the_sides_with_points_count() -> None:
    right, left = World((), {Z: MP.mpf(1)}), World((), {Z: MP.mpf(-1)})
    assert same(read("max(z, 0)"), Z, (), (right,))
    assert not same(read("max(z, 0)"), Z, (), (right, left))


def test_an_exponent_may_be_a_product_of_numbers() -> None:
    assert same(t.mul(t.ONE, t.power(A, t.mul(sp.Integer(2), sp.Integer(2)))), read("a**4"), ())


def long(last: str) -> sp.Expr:
    return read("*".join(f"(1 + {n}*exp(a/{n}))" for n in range(2, 30)) + f"*({last})")


def test_terms_too_large_to_expand_are_compared_by_their_parts() -> None:
    assert same(long("-(y/a) + (1 - y)/(1 - a)"), long("(a - y)/(a*(1 - a))"), ())
    assert same(long("D(sign(z - 1))*z"), long("D(sign(z - 1))*z**2"), ())
    assert not same(long("a - y"), long("y - a"), ())
    flat = read("D(sign(z - 1))")
    assert same(t.mul(flat, long("z")), t.mul(flat, long("z**2")), ())
    branches = [sp.Piecewise((long(one), Z > 0), (t.ZERO, True), evaluate=False) for one in ("z**2", "(-z)**2", "z")]
    assert same(branches[0], branches[1], ())
    assert not same(branches[0], branches[2], ())
    assert not same(long("a"), long("y"), ((Z, long("a")),))
    assert not same(D(long("a"), A), D(long("a + y - y"), Z), ())


def test_a_condition_that_holds_a_piecewise_term_is_understood() -> None:
    inner = sp.Piecewise((Z, Z > 0), (-Z, True), evaluate=False)
    outer = sp.Piecewise((1, inner > 1), (0, True), evaluate=False)
    assert same(outer, outer + 0 * Z + Z - Z, ())


def test_towers_of_powers_are_left_alone() -> None:
    assert not same(t.power(t.power(t.power(sp.Integer(9), 64), 64), 64), Z, ())
