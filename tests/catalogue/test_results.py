"""Numbers rule out that a result is the difference only where it is none."""

import pytest

from generator.catalogue import results
from generator.catalogue.formulas import A, Y
from generator.catalogue.index import Catalogue
from generator.catalogue.records import Case
from generator.catalogue.results import is_difference, result_of
from generator.engine import terms as t

CASES = Catalogue().cases
BY_ID = {case.id: case for case in CASES}
DIFFERENCE = t.add(A, t.neg(Y))


@pytest.mark.parametrize("case", CASES[::9], ids=lambda case: case.id)
def test_what_numbers_rule_out_is_not_the_difference(case: Case) -> None:
    assert not (results._is_another(case) and result_of(case) == DIFFERENCE)  # noqa: SLF001 - the part that may err


def test_numbers_rule_out_most_and_no_difference() -> None:
    assert sum(map(results._is_another, CASES)) > 0.8 * len(CASES)  # noqa: SLF001 - as above
    assert is_difference(BY_ID["sigmoid-logistic"])
    assert not is_difference(BY_ID["sigmoid-mse"])


def test_where_there_is_no_number_numbers_tell_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "_Y", 0.0)
    monkeypatch.setattr(results, "_number", lambda *_: 1 / results._Y)  # noqa: SLF001 - as above
    assert not results._is_another(BY_ID["sigmoid-mse"])  # noqa: SLF001 - as above
