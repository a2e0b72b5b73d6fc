"""The formulas of entries are read with the letters that they may use, and no others."""

from dataclasses import replace

import pytest
import sympy as sp

from generator.catalogue.formulas import (
    A_VEC,
    Y_VEC,
    Z_VEC,
    A,
    I,
    K,
    Y,
    Z,
    at_usual,
    condition_of,
    heads,
    is_free,
    usual,
    value_of,
    variable_of,
)
from generator.catalogue.index import Catalogue
from generator.catalogue.parameter import Parameter
from generator.catalogue.records import Activation, Case, Loss
from generator.engine import terms as t
from generator.errors import ExpressionError

ALPHA = Parameter("alpha", sp.Rational(1, 100), "the slope for negative z")
LEAKY = Activation("leaky", "Leaky", "piecewise(z, z > 0, alpha*z)", (), parameters=(ALPHA,))
ENTRIES = [entry for entry in Catalogue().entries if isinstance(entry, (Activation, Loss))]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_an_entry_is_a_function_of_all_that_it_takes_and_of_nothing_else(entry: Activation | Loss) -> None:
    others = [letter for letter in (A, Y, Z, A_VEC, Y_VEC, Z_VEC) if str(letter) not in entry.inputs]
    assert [head for head in heads(entry) if not value_of(entry).has(head)] == []
    assert not value_of(entry).has(*others)


@pytest.mark.parametrize(
    ("loss", "names"),
    [
        (Loss("l", "L", "a - y", ()), ["a", "y"]),
        (Loss("l", "L", "a**2", (), targets=None), ["a"]),
        (Loss("l", "L", "abs(w)", (), variable="w", targets=None), ["w"]),
    ],
)
def test_a_loss_takes_what_its_record_says(loss: Loss, names: list[str]) -> None:
    assert [str(head) for head in heads(loss)] == names
    assert [str(head) for head in heads(Case(LEAKY, loss))] == ["z", *names[1:]]
    assert variable_of(loss, I) == heads(loss)[0]
    for other in {"a", "y", "w"} - set(names):
        with pytest.raises(ExpressionError, match=f"unknown name '{other}'"):
            value_of(replace(loss, value=f"{loss.value} + {other}"))


def test_the_order_in_which_an_entry_was_typed_is_kept() -> None:
    assert value_of(Loss("l", "L", "a - y", ())) == t.add(A, t.neg(Y))
    assert value_of(Loss("l", "L", "-y + a", ())) == t.add(t.neg(Y), A)


@pytest.mark.parametrize("entry", [Activation("f", "F", "a*z", ()), Loss("l", "L", "a - z", ())])
def test_a_letter_of_the_other_side_is_refused(entry: Activation | Loss) -> None:
    with pytest.raises(ExpressionError, match="unknown name"):
        value_of(entry)


def test_a_condition_is_read_as_two_terms() -> None:
    loss = Loss("l", "L", "Sum(a[k], k)", (), condition=("Sum(y[k], k)", "1"))
    assert condition_of(loss) == ((t.total(Y_VEC[K], K), t.ONE),)
    assert condition_of(Loss("l", "L", "Sum(a[k], k)", ())) == ()


def test_a_loss_of_a_vector_is_one_number() -> None:
    with pytest.raises(ExpressionError, match="a loss is one number: sum over the index i"):
        value_of(Loss("l", "L", "a[i]", ()))


def test_a_parameter_is_a_letter_of_its_own_entry_and_of_no_other() -> None:
    assert value_of(LEAKY).has(ALPHA.letter)
    with pytest.raises(ExpressionError, match="unknown name 'alpha'"):
        value_of(Activation("leaky", "Leaky", "alpha*z", ()))


def test_a_parameter_has_its_usual_value_where_numbers_are_wanted() -> None:
    case = Case(LEAKY, Loss("l", "L", "delta*a", (), parameters=(Parameter("delta", sp.Integer(1), "the width"),)))
    assert {str(letter): value for letter, value in usual(case).items()} == {"alpha": ALPHA.default, "delta": 1}
    assert at_usual(ALPHA.letter, case) == sp.Rational(1, 100)


@pytest.mark.parametrize("name", ["alpha", "beta_1", "pos_weight", "delta", "p"])
def test_a_parameter_may_have_any_name_that_formulas_do_not_read_already(name: str) -> None:
    assert is_free(name)


@pytest.mark.parametrize("name", ["z", "a", "y", "k", "exp", "max", "sqrt", "lambda", "Alpha", "T", "a-b", "", "é"])
def test_a_parameter_has_no_name_that_means_something_else(name: str) -> None:
    assert not is_free(name)


def test_the_tex_of_a_parameter_follows_from_its_name() -> None:
    assert [Parameter(name, sp.Integer(1), "").symbol for name in ("alpha", "beta_1", "p")] == [
        r"\alpha",
        r"\beta_{1}",
        "p",
    ]
