"""Derivatives are taken one rule at a time, and agree with SymPy's; what no rule knows is told at once."""

import pytest
import sympy as sp

from generator.engine import terms as t
from generator.engine.differentiate import differentiate
from generator.engine.rules import Rule, X, reading
from generator.engine.terms import D
from generator.errors import DerivationError
from tests.engine.arithmetic import MP, Point, close

Y = sp.Symbol("y", real=True)
HERE = Point({X: MP.mpf("0.37"), Y: MP.mpf("1.21")})

FORMULAS = (
    "x", "y", "x*y", "x**3", "x**-2", "x**0.5", "sqrt(1 + x**2)", "2**x", "x**x", "y**x", "x**y", "(x + 1)**(1/3)",
    "exp(-x**2)", "log(x)*x", "x/(1 + x)", "1/x", "y/x**2", "-(x - y)", "x*exp(x)*sin(x)", "atan(x)/x", "erf(x/2)",
    "abs(x - y)", "sign(x)", "max(x, y)", "min(0, x)", "piecewise(x**2, x > 0, -x)", "log(1 + (x - y)**2)/2",
    "tan(x)*sinh(x)", "asin(x/2) + acos(x/2)", "cosh(x)**2", "0.5*x", "exp(exp(x))", "tanh(log(1 + exp(x)))",
)  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_a_derivative_agrees_with_sympy_and_with_numbers(text: str) -> None:
    term = reading(text)
    result = differentiate(D(term, X)).after
    assert not result.has(D)
    expected = sp.diff(t.evaluated(term), X).subs({X: sp.Float("0.37", 30), Y: sp.Float("1.21", 30)})
    assert close(MP.mpf(sp.N(expected, 25)), HERE.value(result))
    assert close(HERE.value(D(term, X)), HERE.value(result))


def test_the_inner_derivative_of_one_minus_x_is_written_out() -> None:
    rules = [step.rule for step in differentiate(reading("D(log(1 - x))")).steps]
    assert rules[:2] == ["log", "sum"]
    assert "variable" in rules


def test_a_chain_is_written_factor_by_factor() -> None:
    first = differentiate(reading("D(exp(-x))")).steps[0]
    assert first.after == reading("exp(-x)*D(-x)")


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [("max(0, 1 - y*x)", "y*x < 1", "y*x > 1"), ("min(0, 2 - x)", "x > 2", "x < 2"), ("max(x, 3)", "x > 3", "x < 3")],
)
def test_the_branches_of_an_extreme_are_told_apart_as_a_person_does(text: str, left: str, right: str) -> None:
    first, second = differentiate(D(reading(text), X)).steps[0].after.args
    assert first[1] == reading(f"piecewise(1, {left}, 0)").args[0][1]
    assert second[1] == reading(f"piecewise(1, {right}, 0)").args[0][1]


def test_the_derivative_of_a_name_is_a_name_and_stays() -> None:
    loss = sp.Symbol("L", real=True)
    assert differentiate(D(loss, X)).steps == ()


def test_a_function_without_a_rule_is_told_with_the_table_to_extend() -> None:
    with pytest.raises(
        DerivationError, match=r"^no rule for the derivative of gamma in .* generator/engine/primitives\.py$"
    ):
        differentiate(D(sp.gamma(X), X))


def test_a_rule_that_is_gone_is_told_with_the_file_of_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.engine.differentiate.DERIVATIVE_RULES", ())
    with pytest.raises(DerivationError, match=r"of Mul in .* generator/engine/differentiate\.py$"):
        differentiate(D(reading("x/(1 + x)"), X))


def test_a_lemma_may_take_the_place_of_a_rule() -> None:
    lemma = next(row for row in _rules_of("D(sinh(x))"))
    line = differentiate(D(sp.gamma(X), X), extra=(lemma,), title="By a lemma")
    assert (line.title, line.after) == ("By a lemma", t.ONE)


def _rules_of(text: str) -> list[Rule]:
    return [Rule("gamma", "gamma", lambda x: t.ONE if isinstance(x, D) else None, X, X, (X, X), reading(text))]
