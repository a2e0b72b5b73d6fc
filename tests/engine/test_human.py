"""What SymPy has built is written in the order in which a person writes it, and is worth the same."""

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.engine import terms as t
from generator.engine.human import human
from generator.engine.terms import Term
from generator.engine.tex import tex
from tests.engine.arithmetic import MP, NoValueError, Point, close

A, Y, Z = (sp.Symbol(name, real=True) for name in "ayz")
HERE = Point({A: MP.mpf("0.7"), Y: MP.mpf("1.3"), Z: MP.mpf("0.4")})


@pytest.mark.parametrize(
    ("built", "expected"),
    [
        (A - Y, "a - y"),
        (1 - A, "1 - a"),
        (sp.exp(A) - 1, "e^{a} - 1"),
        (-A * Y, "-a y"),
        (A / Y, r"\frac{a}{y}"),
        (-A / (2 * Y), r"-\frac{a}{2 y}"),
        (sp.Rational(-3, 4), r"-\frac{3}{4}"),
        (A * (1 - A), "a (1 - a)"),
        (sp.exp(Z) * A * 2, "2 a e^{z}"),
        (1 / (1 + sp.exp(Z)), r"\frac{1}{1 + e^{z}}"),
        ((1 + Z) ** 2, "(1 + z)^{2}"),
        (sp.sqrt(1 + Z**2), r"\sqrt{1 + z^{2}}"),
    ],
)
def test_built_terms_are_written_in_human_order(built: Term, expected: str) -> None:
    assert tex(human(built)) == expected


def grown(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    """Return what one more operation makes, as SymPy builds it."""
    pairs = st.tuples(inner, inner)
    return st.one_of(
        pairs.map(lambda pair: pair[0] + pair[1]),
        pairs.map(lambda pair: pair[0] * pair[1]),
        pairs.map(lambda pair: pair[0] / (2 + pair[1] ** 2)),
        inner.map(lambda x: -x),
        inner.map(lambda x: x**2),
        inner.map(sp.exp),
        inner.map(sp.tanh),
    )


@settings(max_examples=120, deadline=None, derandomize=True, database=None)
@given(st.recursive(st.sampled_from([A, Y, Z, sp.Integer(1), sp.Integer(-2), sp.Rational(1, 2)]), grown, max_leaves=6))
def test_the_value_stays_and_sums_start_with_a_positive_term_where_they_have_one(built: Term) -> None:
    written = human(built)
    sums = [part for _, part in t.walk(written) if part.is_Add]
    assert [x for x in sums if t.is_neg(x.args[0]) and not all(map(t.is_neg, x.args))] == []
    try:
        assert close(HERE.value(built), HERE.value(written))
    except NoValueError:
        assert built.has(sp.exp)
