"""What the judge's tests share: entries that stand in no catalogue, and wrong derivations made from right ones."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from generator.catalogue.records import Activation, Case, Loss

MakeCase: TypeAlias = Callable[[str, str], Case]


@pytest.fixture
def case() -> MakeCase:
    """Return a maker of cases from two formulas, as the command line makes them."""

    def made(activation: str, loss: str) -> Case:
        first = Activation(id="f", title="Function", value=activation, references=(), may_jump=True)
        return Case(first, Loss(id="loss", title="Loss", value=loss, references=()))

    return made
