"""Work from outside is limited: what is used up is gone, and what was allowed before comes back."""

import pytest

from generator.errors import RestoreError
from generator.restore.fuel import Fuel


def test_without_a_limit_any_amount_is_there() -> None:
    fuel = Fuel()
    fuel.burn()
    assert fuel.spend(10**9)
    assert not fuel.spent


def test_what_is_granted_is_used_up_and_then_refused() -> None:
    fuel = Fuel()
    with fuel.granted(2):
        fuel.burn()
        fuel.burn()
        assert not fuel.spent
        with pytest.raises(RestoreError, match="too much work"):
            fuel.burn()
        assert fuel.spent
    assert not fuel.spent


def test_work_that_is_done_anyway_counts_and_never_raises() -> None:
    fuel = Fuel()
    with fuel.granted(5):
        assert fuel.spend(5)
        assert not fuel.spend(1)
