"""Are the letters of indices that stand for themselves kept, and those of sums the usual ones?"""

import pytest
import sympy as sp

from generator.catalogue.formulas import A_VEC, Z_VEC, I, K
from generator.engine import terms as t
from generator.engine.oneline import plain
from generator.engine.parse import parse
from generator.engine.resolve import lettered, resolved

LETTERS = {"a": A_VEC, "z": Z_VEC}
SOFTMAX = ((A_VEC[I], parse("exp(z[i])/Sum(exp(z[k]), k)", LETTERS)),)


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("a[i] - z[i]", "e^zᵢ/(Σₖ e^zₖ) − zᵢ"),
        ("Sum(log(a[k]), k)", "Σₖ ln(e^zₖ/(Σₗ e^zₗ))"),
        ("z[k]*a[i]", "zₖ · e^zᵢ/(Σₗ e^zₗ)"),
    ],
)
def test_a_sum_over_k_stands_around_one_over_l(formula: str, says: str) -> None:
    assert plain(lettered(resolved(parse(formula, LETTERS), SOFTMAX))) == says


def test_a_term_without_sums_is_left_alone() -> None:
    term = t.mul(Z_VEC[K], A_VEC[I])
    assert lettered(term) == term


def test_definitions_are_put_into_conditions_too() -> None:
    term = t.cases((A_VEC[I], t.neg(A_VEC[I]) < 1), (t.ONE, sp.true))
    assert plain(resolved(term, ((A_VEC[I], t.neg(Z_VEC[I])),))) == "{−zᵢ if −(−zᵢ) < 1; 1 otherwise}"
