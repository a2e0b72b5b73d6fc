"""Does every rule of the calculus do what its row says, and do the nodes print what they mean?"""

import pytest
import sympy as sp

from generator.engine import terms as t
from generator.engine.book import SECTIONS
from generator.engine.calculus import fields, integrals, sums
from generator.engine.calculus.fields import PSI, T, bar
from generator.engine.calculus.integrals import ANGLE, N, R, X, Y, Z, jacobian
from generator.engine.calculus.nodes import (
    Antiderivative,
    Definite,
    Disk,
    Flux,
    Laplacian,
    Partial,
    Rate,
    Space,
    determinant,
    field,
)
from generator.engine.calculus.rows import PARTIAL_RULES, given
from generator.engine.rules import Rule, exhaust
from generator.engine.terms import Term
from generator.engine.tex import tex

ROWS: list[Rule] = [row for module in (sums, integrals, fields) for table in module.TABLES for row in table]
by_id = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)


@by_id
def test_each_rule_fires_on_its_example(row: Rule) -> None:
    before, after = row.fires
    assert row.apply(before) == after


@by_id
def test_each_rule_leaves_its_other_example_alone(row: Rule) -> None:
    assert row.apply(row.stays) is None


def test_no_id_is_used_twice_here_or_in_the_book() -> None:
    ids = [row.id for row in ROWS] + [row.id for _, table in SECTIONS for row in table]
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("power", [1, 2, 3, 4, 5])
def test_a_power_is_a_difference_of_higher_powers(power: int) -> None:
    found = sums.power_as_difference(t.total(t.power(sums.K, power), sums.K, N))
    assert found is not None
    assert sp.expand(t.evaluated(found.args[0]) - sums.K**power) == 0


def test_a_determinant_of_any_size_is_expanded() -> None:
    entries = sp.symbols("a:9", real=True)
    whole = exhaust(determinant((entries[:3], entries[3:6], entries[6:])), sums.DETERMINANTS, "").after
    assert sp.expand(t.evaluated(whole) - sp.Matrix(3, 3, entries).det()) == 0


@pytest.mark.parametrize("term", [X**2 * Y, sp.sin(X * Y), sp.exp(-Y) * X, Y**3])
def test_a_partial_derivative_takes_other_letters_for_constants(term: Term) -> None:
    found = exhaust(Partial(term, X), PARTIAL_RULES, "").after
    assert not found.has(t.D)
    assert sp.expand(t.evaluated(found) - sp.diff(term, X)) == 0


def test_a_partial_derivative_stays_partial_under_every_rule() -> None:
    line = exhaust(Partial(Partial(t.mul(X, t.call(sp.sin, t.mul(X, Y))), X), X), PARTIAL_RULES, "")
    assert {type(part) for step in line.steps for part in step.after.atoms(t.D)} == {Partial}


def test_the_jacobian_has_a_row_for_each_place() -> None:
    found = jacobian((t.mul(R, Y), ANGLE), (R, ANGLE))
    assert found.args == (
        Partial(t.mul(R, Y), R),
        Partial(t.mul(R, Y), ANGLE),
        Partial(ANGLE, R),
        Partial(ANGLE, ANGLE),
    )


@pytest.mark.parametrize("term", [t.call(sp.tan, X), t.call(sp.log, X), t.mul(X, X)])
def test_what_is_no_derivative_in_the_table_has_no_primitive(term: Term) -> None:
    assert integrals.primitive_for(term, X) is None


def test_the_ends_stay_where_the_power_does_not_vanish() -> None:
    falling = t.call(sp.exp, t.neg(X))
    assert integrals.exponential_wins(integrals.ends(t.mul(t.power(X, -1), falling), X, t.ZERO, sp.oo)) is None
    assert integrals.exponential_wins(integrals.ends(t.mul(X, t.call(sp.exp, X)), X, t.ZERO, sp.oo)) is None


def test_nothing_that_moves_comes_out_of_an_integral() -> None:
    assert integrals.constant_out(Space(t.mul(X, PSI))) is None
    assert integrals.constant_out(Space(t.mul(T, PSI))) == t.mul(T, Space(PSI))


def test_green_needs_opposite_signs_and_equal_factors() -> None:
    u, v = (field(name, X, Y, Z) for name in "uv")
    first, second = t.mul(u, Laplacian(v)), t.mul(v, Laplacian(u))
    assert fields.green(t.add(first, second)) is None
    assert fields.green(t.add(t.mul(X, first), t.neg(second))) is None


def test_what_is_known_is_put_in_and_nothing_else() -> None:
    row = given("lemma", "lemma", (X, Y))
    assert (row.apply(X), row.apply(Z)) == (Y, None)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (t.call(Definite, X, X, t.ZERO, sp.oo), r"\int_{0}^{\infty} x \, dx"),
        (Antiderivative(t.mul(X, Y), X), r"\int x y \, dx"),
        (Partial(Partial(PSI, X), X), r"\frac{\partial^{2} \psi}{\partial x^{2}}"),
        (Partial(t.mul(X, Y), X), r"\frac{\partial}{\partial x} \left(x y\right)"),
        (Rate(Space(PSI), T), r"\frac{d}{dt} \iiint_{\mathbf{R}^3} \psi \, dx \, dy \, dz"),
        (PSI.xreplace({T: t.ZERO}), r"\psi(x, y, z, 0)"),
        (t.mul(Laplacian(bar(PSI)), PSI), r"(\nabla^2 \overline{\psi}) \psi"),
        (t.call(Flux, X, Y), r"\nabla \cdot \left(x \, \nabla y - y \, \nabla x\right)"),
        (t.call(Disk, R, X, Y, Z), r"\iint_{x^2+y^2 \leq z^2} r \, dx \, dy"),
        (determinant(((X,),)), r"\det(x)"),
        (determinant(((X, Y), (Z, R))), r"\begin{vmatrix} x & y \\ z & r \end{vmatrix}"),
    ],
)
def test_a_node_is_written_as_on_paper(term: Term, expected: str) -> None:
    assert tex(term) == expected
