"""Each row of the tables is proved as it is printed, and a wrong one is rejected."""

from dataclasses import replace

import pytest

from generator.engine import terms as t
from generator.engine.rules import reading
from generator.errors import ProofError
from generator.verify.tables import Book, compared, prove_row, prove_rules, rows

ROWS = {row.id: row for row in rows()}


def test_every_row_of_the_rules_page_is_proved() -> None:
    found = prove_rules(Book())
    assert [row.id for row in found] == list(ROWS)
    assert all(proof.points >= 12 and proof.digits >= 30 for row in found for proof in (row.equality, row.example))


@pytest.mark.parametrize("name", ["tanh", "quotient", "component", "indexed-sum", "elementwise", "collapse", "expand"])
def test_a_sign_too_many_is_found(name: str) -> None:
    row = ROWS[name]
    wrong = replace(row, after=t.neg(row.after))
    with pytest.raises(ProofError, match=rf"^{name} · .* · not equal: .* · generator/engine/"):
        prove_row(wrong)


def test_a_wrong_example_is_found_too() -> None:
    row = ROWS["like-terms"]
    with pytest.raises(ProofError, match="not equal"):
        prove_row(replace(row, fires=(row.fires[0], t.add(row.fires[1], t.ONE))))


def test_the_number_of_classes_is_not_one() -> None:
    """With one class, a sum over all of them and its only term are the same."""
    row = ROWS["equal-terms"]
    with pytest.raises(ProofError, match="not equal"):
        compared(row, reading("Sum(u, k)"), reading("u"))


def test_two_indices_may_differ_where_nothing_else_has_an_index() -> None:
    row = ROWS["delta-first"]
    with pytest.raises(ProofError, match="not equal"):
        compared(row, reading("w*(delta(i, j) - u)"), reading("w*(1 - u)"))


def test_what_has_a_value_nowhere_is_undecided() -> None:
    row = ROWS["like-terms"]
    with pytest.raises(ProofError, match="has no value at any of"):
        compared(row, reading("log(-1 - u**2)"), reading("log(-1 - u**2)"))


def test_the_letters_of_a_product_are_functions_that_have_nothing_to_do_with_each_other() -> None:
    row = ROWS["product"]
    with pytest.raises(ProofError, match="not equal"):
        compared(row, row.before, reading("D(u)*v"))
    with pytest.raises(ProofError, match="not equal"):
        compared(row, row.before, reading("2*D(u)*v"))
