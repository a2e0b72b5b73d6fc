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


def test_numbers_rule_out_no_difference() -> None:
    assert is_difference(BY_ID["sigmoid-logistic"])
    assert not is_difference(BY_ID["sigmoid-mse"])


def test_where_there_is_no_number_numbers_tell_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "_function", lambda _: lambda z, *_: 1 / z[0])
    assert not results._is_another(BY_ID["sigmoid-mse"])  # noqa: SLF001 - the part that may err


def test_few_cases_are_left_to_a_derivation() -> None:
    """All that are left have the difference for a result, with the usual parameters at least."""
    left = [case.id for case in CASES if not results._is_another(case)]  # noqa: SLF001 - the part that may err
    assert {case.id for case in CASES if is_difference(case)} <= {*left}
    assert len(left) < len(CASES) / 20
