"""A rewrite changes the form and never the value, on whatever term it is fired."""

import pytest
import sympy as sp
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.engine import rewrites
from generator.engine import terms as t
from generator.engine.answer import COMPLEMENT, SPLIT
from generator.engine.rules import Rule, reading
from generator.engine.terms import Term
from generator.engine.tex import equation
from tests.engine.arithmetic import MP, NoValueError, Point, close

TABLES = (
    rewrites.TIDY, rewrites.PRODUCTS, rewrites.POWERS_OF_PRODUCTS, rewrites.TOGETHER, rewrites.APART,
    rewrites.EXPAND, rewrites.COLLECT, rewrites.FACTOR, rewrites.FACTOR_SOME, rewrites.FACTOR_FULLY,
    rewrites.ORDER, rewrites.REST,
    rewrites.OPPOSITE, rewrites.CLIPPED, rewrites.BRANCHES, rewrites.NESTED, rewrites.UNITED,
    rewrites.INWARD, rewrites.OPENED, rewrites.INTO_FRACTIONS, rewrites.SPLIT_EXPONENTS, rewrites.JOIN_EXPONENTS,
    SPLIT, COMPLEMENT,
)  # fmt: skip
RULES: list[Rule] = [row for table in TABLES for row in table]

U, V = (sp.Symbol(name, real=True) for name in "uv")
POINTS = [Point({U: MP.mpf(u), V: MP.mpf(v)}) for u, v in (("0.7", "1.9"), ("-1.3", "0.4"), ("2.2", "-0.6"))]

atoms = st.sampled_from([U, V, t.neg(U), t.ZERO, t.ONE, sp.Integer(2), sp.Integer(-3), sp.Rational(1, 2)])
heads = st.sampled_from([sp.exp, sp.log, sp.Abs, sp.sign, sp.sinh, sp.cosh, sp.tanh])
exponents = st.sampled_from([U, t.add(V, t.ONE), t.add(U, sp.Integer(-2)), t.neg(V)])
BRANCHES = t.cases((U, sp.StrictGreaterThan(V, 0)), (V, sp.true))


def grown(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    """Return sums, products, fractions and powers in which the same part may stand more than once."""
    several = st.lists(inner, min_size=2, max_size=4)
    return st.one_of(
        several.map(lambda parts: t.add(*parts)),
        several.map(lambda parts: t.mul(*parts)),
        several.map(lambda parts: t.over(t.mul(*parts[:-1]), parts[-1])),
        several.map(lambda parts: t.over(parts[0], t.mul(*parts[1:]))),
        inner.map(t.neg),
        st.tuples(inner, st.sampled_from([t.HALF, 2, 3])).map(lambda pair: t.power(*pair)),
        st.tuples(inner, exponents).map(lambda pair: t.mul(t.power(*pair), t.power(pair[0], 2))),
        st.tuples(heads, inner).map(lambda pair: t.call(*pair)),
    )


terms = st.recursive(st.one_of(atoms, st.just(BRANCHES)), grown, max_leaves=8)


def check_all(term: Term) -> None:
    """Fire every rewrite at the term, and compare the values where the term has one."""
    for row in RULES:
        after = row.apply(term)
        if after is not None:
            check(row, term, after)


def check(row: Rule, before: Term, after: Term) -> None:
    """Compare both sides of a firing at every point at which the left one has a value."""
    for point in POINTS:
        try:
            expected = point.value(before)
        except NoValueError:
            continue
        assert close(expected, point.value(after)), f"{row.id}: {equation(before, after)}"


@settings(max_examples=250, deadline=None, derandomize=True, database=None)
@given(terms)
@example(reading("-u + v + v"))
@example(reading("1/(exp(u)*exp(u)*v)"))
@example(reading("exp(u)*exp(u)*exp(-u)"))
@example(reading("u*u*sign(u)"))
@example(reading("sinh(u)*sinh(u)/(cosh(u)*cosh(u))"))
@example(reading("(u - v)*(u - v)/(v - u)"))
@example(reading("u**(v - 1)/u + u**(2 - v)*u"))
@example(reading("u*(1 - u)*v*(1/u - v/(1 - u))"))
@example(t.mul(BRANCHES, BRANCHES))
@example(t.mul(sp.Max(t.ZERO, t.add(t.ONE, t.neg(U)), evaluate=False), reading("piecewise(-v, u < 1, 0)")))
def test_no_rewrite_changes_the_value_of_any_term(term: Term) -> None:
    check_all(term)


def test_the_check_finds_a_rewrite_that_changes_the_value() -> None:
    wrong = Rule("wrong", "wrong", lambda x: x.args[0] if x.is_Add else None, U, U, (U, U), U)
    before = t.add(U, V)
    after = wrong.apply(before)
    assert after is not None
    with pytest.raises(AssertionError, match=r"^wrong: u \+ v = u"):
        check(wrong, before, after)
