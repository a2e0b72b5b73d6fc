"""A definition tells whether the answers, or their exponentials, are shares of a whole and so sum to one."""

import pytest

from generator.catalogue.formulas import A_VEC, Z_VEC, I, J, K
from generator.engine import terms as t
from generator.engine.parse import parse
from generator.engine.shares import exponential, shares
from generator.engine.terms import Term
from generator.engine.tex import tex


def read(text: str) -> Term:
    """Read a formula in z and a."""
    return parse(text, {"z": Z_VEC, "a": A_VEC})


@pytest.mark.parametrize(
    ("value", "whole"),
    [
        ("exp(z[i])/Sum(exp(z[k]), k)", "Sum(a[k], k)"),
        ("exp(-z[i])/Sum(exp(-z[k]), k)", "Sum(a[j], j)"),
        ("z[i]**2/Sum(z[k]**2, k)", "Sum(a[k], k)"),
        ("2*z[i]/(2*Sum(z[k], k))", "Sum(a[k], k)"),
        ("z[i] - log(Sum(exp(z[k]), k))", "Sum(exp(a[k]), k)"),
    ],
)
def test_shares_of_a_whole_sum_to_one(value: str, whole: str) -> None:
    (rule,) = shares(A_VEC[I], read(value))
    assert rule.apply(read(whole)) == t.ONE


@pytest.mark.parametrize(
    "value", ["z[i]", "exp(z[i])", "exp(z[i])/Sum(z[k], k)", "2*z[i]/Sum(z[k], k)", "z[i] - log(Sum(z[k], k))"]
)
def test_what_are_no_shares_of_a_whole_sums_to_nothing_known(value: str) -> None:
    assert shares(A_VEC[I], read(value)) == ()


def test_a_number_has_no_share() -> None:
    assert shares(parse("x", {"x": t.SIZE}), read("exp(z[i])/Sum(exp(z[k]), k)")) == ()


@pytest.mark.parametrize("other", ["Sum(a[k]**2, k)", "Sum(z[k], k)", "a[k]", "Sum(exp(a[k]), k)"])
def test_other_sums_stay(other: str) -> None:
    (rule,) = shares(A_VEC[I], read("exp(z[i])/Sum(exp(z[k]), k)"))
    assert rule.apply(read(other)) is None


def test_the_example_of_the_rule_is_the_sum_of_the_answers() -> None:
    (rule,) = shares(A_VEC[I], read("exp(z[i])/Sum(exp(z[k]), k)"))
    assert rule.fires == (t.total(A_VEC[I], I), t.ONE)
    assert rule.apply(rule.stays) is None


def test_e_to_a_difference_with_a_logarithm_is_a_quotient() -> None:
    found = exponential(read("z[i] - log(Sum(exp(z[k]), k))"))
    assert found is not None
    assert tex(found) == r"\frac{e^{z_{i}}}{\sum_{k=1}^{N} e^{z_{k}}}"
    assert exponential(read("z[i] + log(z[i])")) is None


def test_indices_are_those_of_the_answer() -> None:
    assert shares(A_VEC[J], read("exp(z[j])/Sum(exp(z[k]), k)"))
    assert not shares(A_VEC[K], read("exp(z[j])/Sum(exp(z[i]), i)"))
