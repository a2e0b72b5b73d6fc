"""Do the rewrites lead to the forms that a numerical analyst would write, and keep away where they have no business?"""

import pytest
import sympy as sp

from generator.engine import terms as t
from generator.engine.oneline import plain
from generator.engine.parse import parse
from generator.engine.stable import stable_lines

LETTERS = {name: sp.Symbol(name, real=True) for name in "uvyz"}
VECTORS = {name: sp.IndexedBase(name, real=True) for name in "yz"}


def end(formula: str, *, collected: bool = True) -> str | None:
    lines = stable_lines(parse(formula, LETTERS), collected=collected)
    return plain(lines[-1].after) if lines else None


@pytest.mark.parametrize(
    ("formula", "form"),
    [
        ("log(1 + exp(z))", "max(0, z) + log1p(e^(−|z|))"),
        ("log(1/(1 + exp(-z)))", "−(max(0, −z) + log1p(e^(−|z|)))"),
        ("exp(z) - 1", "expm1(z)"),
        ("1 - exp(-z)", "−expm1(−z)"),
        ("log(1 + z**2)", "log1p(z²)"),
        ("1/(1 + exp(-z))", "e^min(0, z)/(1 + e^(−|z|))"),
        ("exp(2*z)/(1 + exp(2*z))", "e^min(0, 2 z)/(1 + e^(−|2 z|))"),
        ("z*exp(-z)/(1 + exp(-z))**2", "z e^(−|z|)/(1 + e^(−|z|))²"),
        ("1 - tanh(z)**2", "4 e^(−2 |z|)/(1 + e^(−2 |z|))²"),
        ("sqrt(1 + z**2) - 1", "z²/(√(1 + z²) + 1)"),
        ("log(cosh(z))", "{log1p(2 sinh(z/2)²) if |z| < 1; |z| − ln(2) + log1p(e^(−2 |z|)) otherwise}"),
        (
            "log(cosh(piecewise(z, z > 0, u)))",
            (
                "{{log1p(2 sinh(z/2)²) if |z| < 1; |z| − ln(2) + log1p(e^(−2 |z|)) otherwise} if z > 0; "
                "{log1p(2 sinh(u/2)²) if |u| < 1; |u| − ln(2) + log1p(e^(−2 |u|)) otherwise} otherwise}"
            ),
        ),
        ("sqrt(u**2 + z**2) - u", "z²/(√(u² + z²) + u)"),
        ("z/2*(1 + tanh(z))", "z e^min(0, 2 z)/(1 + e^(−|2 z|))"),
        ("(1 + erf(z))/2", "erfc(−z)/2"),
        ("1 - erf(-z)", "erfc(−z)"),
        ("log(1 - (1 + erf(z/sqrt(2)))/2)", "logndtr(−z)"),
        ("(1 + erf(z))/2 - y", "((1 − y) erfc(−z) − y erfc(z))/2"),
        ("1 + tanh(z) + u", "2 e^min(0, 2 z)/(1 + e^(−|2 z|)) + u"),
        ("1 - y*(1/(1 + exp(-z)))", "((1 − y) e^min(0, z) + e^min(0, −z))/(1 + e^(−|z|))"),
        ("1 - y*tanh(z)", "((1 − y) e^min(0, 2 z) + (1 + y) e^min(0, −2 z))/(1 + e^(−2 |z|))"),
        ("1 - y*((1 + erf(z))/2)", "((1 − y) erfc(−z) + erfc(z))/2"),
        ("1/(1 + exp(-z)) - y", "((1 − y) e^min(0, z) − y e^min(0, −z))/(1 + e^(−|z|))"),
        ("u*exp(z)*max(1 - u*exp(z), 0)", "{u (1 − u e^z) e^z if 1 − u e^z > 0; 0 otherwise}"),
        (
            "u*((v*y + v**2)*(u**2 + (z - y)**2) - (z - y)**2*v**2)/(u**2 + (z - y)**2)**(3/2)",
            "u v (y (u² + (z − y)²) + v u²)/(u² + (z − y)²)^(3/2)",
        ),
    ],
)
def test_a_form_that_overflows_or_cancels_is_rewritten(formula: str, form: str) -> None:
    assert end(formula) == form


@pytest.mark.parametrize(
    "formula", ["z", "tanh(z)", "z**2/2", "exp(-z**2)", "1/(1 + z**2)", "log(2 + z**2)", "log(u/v)"]
)
def test_a_form_that_no_rewrite_knows_is_left_alone(formula: str) -> None:
    assert end(formula) is None


@pytest.mark.parametrize(
    ("formula", "form"),
    [
        ("exp(z[i])/Sum(exp(z[k]), k)", "e^(zᵢ − zₘ)/(Σₖ e^(zₖ − zₘ))"),
        ("exp(z[i]/u)/Sum(exp(z[k]/u), k)", "e^((zᵢ − zₘ)/u)/(Σₖ e^((zₖ − zₘ)/u))"),
        ("log(Sum(exp(-z[k]), k))", "−zₘ + log1p(Σₖ (1 − δₖₘ) e^(zₘ − zₖ))"),
        ("log(u) - z[i] + log(Sum(exp(z[k]), k))", "zₘ − zᵢ + ln(u) + log1p(Σₖ (1 − δₖₘ) e^(zₖ − zₘ))"),
        ("(u - y[i])/Sum(exp(z[k]), k)*exp(z[j])", "(u − yᵢ) e^(zⱼ − zₘ)/(Σₖ e^(zₖ − zₘ))"),
        ("log(u/Sum(exp(z[k]), k))", "ln(u) − zₘ − log1p(Σₖ (1 − δₖₘ) e^(zₖ − zₘ))"),
        ("exp(z[i] - log(Sum(exp(z[k]), k)))", "e^(zᵢ − zₘ)/(Σₖ e^(zₖ − zₘ))"),
        ("1 - exp(z[i])/Sum(exp(z[k]), k)", "(Σₖ (1 − δₖᵢ) e^(zₖ − zₘ))/(Σₖ e^(zₖ − zₘ))"),
        (
            "exp(z[i])/(u*Sum(exp(z[k]), k)) - y[i]/u",
            "((1 − yᵢ) e^(zᵢ − zₘ) − yᵢ (Σₖ (1 − δₖᵢ) e^(zₖ − zₘ)))/(Σₖ e^(zₖ − zₘ))/u",
        ),
        (
            "y[i] - Sum(exp(z[k])/Sum(exp(z[l]), l)*y[k], k)",
            "(Σₗ (1 − δₗᵢ) e^(zₗ − zₘ))/(Σₗ e^(zₗ − zₘ)) · yᵢ − (Σₖ (1 − δₖᵢ) · e^(zₖ − zₘ)/(Σₗ e^(zₗ − zₘ)) · yₖ)",
        ),
    ],
)
def test_the_largest_exponential_of_a_sum_is_taken_out(formula: str, form: str) -> None:
    lines = stable_lines(parse(formula, LETTERS | VECTORS))
    assert plain(lines[-1].after) == form


@pytest.mark.parametrize(
    ("formula", "form"),
    [
        ("(z - y)**2/2", "(z − y) · (z − y)/2"),
        ("(z - y)/z**2", "(z − y)/z/z"),
        ("(u + (z - y)**2/v)/2", "u/2 + (z − y) · (z − y)/(2 v)"),
        ("sqrt(1 + z**2)", "max(1, |z|) √(1 + (min(1, |z|)/max(1, |z|))²)"),
        ("z**2", None),
    ],
)
def test_squares_are_scaled_where_that_is_asked_for(formula: str, form: str | None) -> None:
    lines = stable_lines(parse(formula, LETTERS), scaled=True)
    assert (plain(lines[-1].after) if lines else None) == form
    assert not stable_lines(parse(formula, LETTERS))


def test_an_exponential_that_terms_share_becomes_infinite_once() -> None:
    lines = stable_lines(parse("exp(z)**(1 - y)*(2*exp(z) - u*exp(z))", LETTERS), expanded=True, floated=True)
    assert plain(lines[-1].after) == "(2 − u) e^((2 − y) z)"


def test_a_bracket_without_a_function_is_not_multiplied_out() -> None:
    lines = stable_lines(parse("(1 - u)*(1 - y)*exp(z)*(v - 1/(1 + exp(z)))", LETTERS), expanded=True, collected=False)
    assert plain(lines[0].after) == "v (1 − u) (1 − y) e^z − (1 − u) (1 − y) e^z/(1 + e^z)"


def test_each_line_joins_the_next() -> None:
    lines = stable_lines(parse("-(y*log(1/(1 + exp(-z))) + (1 - y)*log(1 - 1/(1 + exp(-z))))", LETTERS))
    assert [line.before for line in lines[1:]] == [line.after for line in lines[:-1]]
    assert plain(lines[-1].after) == "max(0, z) − y z + log1p(e^(−|z|))"


def test_without_collecting_the_rewrites_have_the_last_word() -> None:
    formula = "log(1 + exp(z)) - log(1 + exp(z)) + z"
    assert end(formula) == "z"
    assert end(formula, collected=False) != "z"


def test_the_corner_of_two_open_branches_goes_to_the_first() -> None:
    z, y = LETTERS["z"], LETTERS["y"]
    slope = sp.Piecewise((y, sp.StrictLessThan(z, 1)), (t.ZERO, sp.StrictGreaterThan(z, 1)), evaluate=False)
    lines = stable_lines(slope)
    assert plain(lines[-1].after) == "{y if z ≤ 1; 0 otherwise}"
    assert slope.subs({z: 1, y: 3}) is sp.nan
    assert lines[-1].after.subs({z: 1, y: 3}) == 3
