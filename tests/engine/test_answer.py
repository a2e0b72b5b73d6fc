"""A derivative is written in the function's own value where there is a way, and left alone where there is none."""

import pytest

from generator.catalogue.formulas import A, Z
from generator.engine.answer import Answer, in_terms_of, naming
from generator.engine.derive import Named, derive_function
from generator.engine.parse import parse
from generator.engine.terms import Term
from generator.engine.tex import tex


def read(text: str) -> Term:
    """Read a formula in z and a."""
    return parse(text, {"z": Z, "a": A})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1/(1 + exp(-z))", "a (1 - a)"),
        ("exp(z)/(1 + exp(z))", "a (1 - a)"),
        ("tanh(z)", "1 - a^{2}"),
        ("exp(z)", "a"),
        ("log(1 + exp(z))", "1 - e^{-a}"),
        ("-log(1 + exp(-z))", "1 - e^{a}"),
    ],
)
def test_a_slope_is_written_in_the_answer(value: str, expected: str) -> None:
    result = derive_function("f", "F", Named(A, read(value), Z)).result
    assert tex(result) == expected


@pytest.mark.parametrize("value", ["atan(z)", "z**3", "sin(z)", "z/(1 + exp(-z))", "max(log(1 + exp(z)), 0.5)"])
def test_a_slope_that_no_way_leads_to_the_answer_stays_in_z(value: str) -> None:
    result = derive_function("f", "F", Named(A, read(value), Z)).result
    assert result.has(Z)
    assert not result.has(A)


def test_no_way_is_no_line() -> None:
    assert in_terms_of(Answer(A, read("atan(z)"), Z), read("1/(1 + z**2)")) == ()


def test_a_definition_is_named_also_as_a_factor_of_a_fraction() -> None:
    rule = naming(Answer(A, read("1/(1 + exp(-z))"), Z))
    assert rule.apply(read("1/(1 + exp(-z))")) == A
    assert rule.apply(read("exp(-z)/(1 + exp(-z))")) == read("a*exp(-z)")
    assert rule.apply(read("1/(2 + exp(-z))")) is None
