"""Terms keep their order and their shapes, whatever is built, replaced or looked up in them."""

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.engine import terms as t
from generator.engine.parse import INDICES
from generator.engine.rules import reading
from generator.engine.terms import D, Term

U, V, W, X = (sp.Symbol(name, real=True) for name in "uvwx")
K, N = INDICES["k"], INDICES["n"]
VECTOR = sp.IndexedBase("u", real=True)

FORMULAS = (
    "u - v", "-u + v", "u*(v + w)", "u/v", "-(u/v)", "(u - v)/(u*v)", "u**2", "sqrt(u)", "exp(-u)*v", "max(v, u)",
    "piecewise(u, x > 0, v)", "Sum(u[k]*v[k], k)", "u[i]*delta(i, j)", "D(u*v)", "2*(u + 1)", "1/(1 + exp(-u))",
)  # fmt: skip
by_formula = pytest.mark.parametrize("text", FORMULAS)


@by_formula
def test_a_term_put_together_from_its_children_is_the_same(text: str) -> None:
    term = reading(text)
    assert t.with_children(term, t.children(term)) == term


@by_formula
def test_putting_back_what_stands_at_a_place_changes_nothing(text: str) -> None:
    term = reading(text)
    for path, part in t.walk(term):
        assert t.at(term, path) == part
        assert t.put(term, path, part) == term


@by_formula
def test_replacing_nothing_changes_nothing(text: str) -> None:
    assert t.substitute(reading(text), {}) == reading(text)


@pytest.mark.parametrize(
    ("text", "negative", "quotient", "product"),
    [
        ("-u", True, False, False),
        ("-2", True, False, False),
        ("-(u/v)", True, False, False),
        ("-u*v", True, False, False),
        ("(-u)/v", True, False, False),
        ("u/v", False, True, False),
        ("1/v", False, True, False),
        ("u*v", False, False, True),
        ("2*u", False, False, True),
        ("u*(1/v)", False, False, True),
        ("u - v", False, False, False),
        ("u**2", False, False, False),
        ("0", False, False, False),
    ],
)
def test_a_term_has_one_shape(text: str, *, negative: bool, quotient: bool, product: bool) -> None:
    term = reading(text)
    assert (t.is_neg(term), t.is_quotient(term), t.is_product(term)) == (negative, quotient, product)


def test_builders_give_a_shape_with_one_spelling_that_one() -> None:
    assert (t.add(), t.add(U), t.mul(), t.mul(U), t.power(U, 1)) == (t.ZERO, U, t.ONE, U, U)
    assert (t.neg(sp.Integer(2)), t.neg(sp.Integer(-2))) == (sp.Integer(-2), sp.Integer(2))
    assert t.neg(t.ZERO) != t.ZERO


def test_nothing_is_reordered_or_folded() -> None:
    assert t.add(V, U).args == (V, U)
    assert t.mul(sp.Integer(2), t.add(U, t.ONE)).args == (sp.Integer(2), t.add(U, t.ONE))
    assert t.over(U, U).args == (U, t.over(t.ONE, U).args[1])
    assert t.add(U, t.neg(U)).args == (U, t.neg(U))


def test_the_sign_in_front_is_taken_away() -> None:
    assert [t.without_sign(x) for x in (t.neg(U), U, sp.Integer(-3), t.neg(t.over(U, V)))] == [
        U,
        U,
        sp.Integer(3),
        t.over(U, V),
    ]


def test_a_path_never_points_at_a_bare_reciprocal() -> None:
    assert [part for _, part in t.walk(t.over(U, V))] == [t.over(U, V), U, V]


def test_the_surface_holds_terms_and_numerators_only() -> None:
    term = reading("(u + v)/(w + 1) - exp(u + w)*v")
    shown = [part for _, part in t.surface(term)]
    assert reading("u + v") in shown
    assert reading("w + 1") not in shown
    assert reading("u + w") not in shown


def test_a_letter_is_replaced_in_indices_sums_and_conditions_too() -> None:
    assert t.substitute(VECTOR[K], {K: N}) == VECTOR[N]
    assert t.substitute(t.delta(K, N), {K: N}) == t.delta(N, N)
    assert t.substitute(reading("piecewise(u, x > 0, v)"), {X: U, U: W}) == reading("piecewise(w, u > 0, v)")
    assert t.substitute(reading("D(u*x)"), {U: V}) == reading("D(v*x)")


def test_replacing_keeps_the_order() -> None:
    assert t.substitute(reading("u - v"), {U: V, V: U}) == reading("v - u")


def test_a_component_depends_on_every_component_for_indices_may_be_equal() -> None:
    i, j = INDICES["i"], INDICES["j"]
    assert t.depends(VECTOR[i], VECTOR[j])
    assert not t.depends(U, VECTOR[j])
    assert t.depends(reading("u*x"), X)


def test_a_derivative_stays_until_a_rule_fires() -> None:
    assert D(U, U).args == (U, U)
    assert D(U, X).free_symbols == {U, X}


def test_the_judge_sees_what_sympy_would_build() -> None:
    assert t.evaluated(reading("u - u")) == 0
    assert t.evaluated(reading("D(x**3)")) == 3 * X**2
    assert t.evaluated(reading("piecewise(u + u, x > 0, v)")) == sp.Piecewise((2 * U, X > 0), (V, True))
    assert t.evaluated(t.total(t.add(VECTOR[K], VECTOR[K]), K)) == sp.Sum(2 * VECTOR[K], (K, 1, t.SIZE))


@pytest.mark.parametrize(("text", "count"), [("u", 1), ("u - v", 2), ("u/v + 1", 3), ("exp(-u)", 1), ("u[k]", 1)])
def test_leaves_are_what_a_reader_sees(text: str, count: int) -> None:
    assert t.leaves(reading(text)) == count


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(st.lists(st.sampled_from([U, V, W, t.ONE, t.neg(U), t.over(U, V)]), min_size=2, max_size=6))
def test_sums_and_products_hold_their_parts_in_the_order_given(parts: list[Term]) -> None:
    assert (t.add(*parts).args, t.mul(*parts).args) == (tuple(parts), tuple(parts))


def test_a_letter_is_replaced_in_a_condition_that_asks_of_branches() -> None:
    """SymPy keeps such a condition as an ITE of two comparisons."""
    w, x, y = sp.symbols("w x y", real=True)
    branched = t.cases((x, x > 0), (w * x, sp.true))
    term = t.cases((x, sp.StrictGreaterThan(y, branched)), (y, sp.true))
    assert w not in t.substitute(term, {w: sp.Integer(2)}).free_symbols


def test_a_power_of_e_is_the_function_exp_with_the_exponent_as_its_argument() -> None:
    """SymPy takes E**2 for an exp too, but one whose argument is E."""
    assert t.power(sp.E, 2) == t.call(sp.exp, sp.Integer(2))
    assert t.power(sp.E, 2).args == (2,)
    assert t.power(sp.E, 1) is sp.E


@pytest.mark.parametrize(
    "zero", [t.neg(t.ZERO), t.mul(sp.Integer(3), t.ZERO), t.neg(t.add(t.ONE, t.MINUS_ONE))], ids=str
)
def test_a_product_that_is_zero_is_even_before_it_is_worked_out(zero: Term) -> None:
    assert zero.is_even
    assert zero.is_zero
    assert zero.is_integer


def test_evenness_is_otherwise_as_sympy_finds_it() -> None:
    n = sp.Symbol("n", integer=True)
    assert t.mul(sp.Integer(2), n).is_even
    assert t.mul(sp.Integer(3), sp.Integer(5)).is_even is False
    assert t.mul(sp.Integer(3), n).is_even is None
