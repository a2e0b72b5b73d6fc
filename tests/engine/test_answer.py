"""A derivative is written in the function's own value where there is a way, and left alone where there is none."""

import pytest
import sympy as sp

from generator.catalogue.derivations import derivation_of, second_of
from generator.catalogue.formulas import A, Z
from generator.catalogue.index import Catalogue
from generator.engine.answer import Answer, in_shares, in_terms_of, naming
from generator.engine.derive import Named, derive_function
from generator.engine.parse import parse
from generator.engine.records import Line, Step
from generator.engine.rules import reading
from generator.engine.shorthand import shortened, shorthands
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


def test_what_is_divided_by_a_sum_of_exponentials_ends_in_shares() -> None:
    """InfoNCE: (p_i - y_i)/tau, and p_i (delta_ij - p_j)/tau^2, with p the softmax of a/tau."""
    for name, shares in (("infonce", (1, 2)), ("cross-entropy-from-logits", (1, 2))):
        entry = Catalogue().find(name)
        first, second = derivation_of(entry), second_of(entry)
        assert second is not None
        names = shorthands([], results=[first.result, second.result])
        (letter, _), *others = names
        assert others == []
        for derivation, count in zip((first, second), shares, strict=True):
            shown = shortened(derivation.result, names)
            assert sum(part.base == letter.base for part in shown.atoms(sp.Indexed)) == count
            assert not shown.has(sp.exp, sp.Sum)


def test_a_sum_that_is_no_whole_of_shares_is_left() -> None:
    line = Line("", (Step(reading("u[i]"), reading("u[i]*v[i]/Sum(u[k]**2, k)"), "insert"),))
    assert in_shares((line,)) == (line,)
