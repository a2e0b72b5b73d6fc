"""A plain formula that holds under a condition is taken with it, and with what holds otherwise."""

import pytest

from generator.restore.find import find
from generator.restore.restore import restore
from generator.restore.tails import spelled

HINGE = "For the loss L = max(0, 1 - y s) we have"
TAKEN = {
    "otherwise": "dL/ds = -y if y s < 1 and 0 otherwise",
    "else": "dL/ds = -y if y s < 1 else 0",
    "a comma": "dL/ds = -y for y s < 1, 0 otherwise",
    "a bare condition": "dL/ds = -y when y s < 1",
    "two conditions": "dL/ds = -y if y s < 1, and 0 if y s > 1",
}


@pytest.mark.parametrize("claim", TAKEN.values(), ids=TAKEN)
def test_a_condition_belongs_to_its_formula(claim: str) -> None:
    found = restore(f"{HINGE} {claim}, as is known.", linked=False)[-1]
    assert (found.found, found.verdict.split(" when")[0]) == (claim, "true")
    assert restore(f"{HINGE} {claim.replace('-y', 'y')}, as is known.", linked=False)[-1].verdict == "false"


def test_two_equations_stay_two() -> None:
    found = restore("ReLU: da/dz = 1 for z > 0 and da/dz = 0 for z < 0", linked=False)
    assert [claim.verdict for claim in found] == ["true when z > 0", "true when z < 0"]


def test_a_formula_whose_tail_is_not_understood_is_not_taken() -> None:
    assert [span.tex for span in find("Our layer is y = g * x / blob(x), as before.")] == []
    assert [span.tex for span in find("Then dL/dz = 2*(quux - y)/N, as before.")] == []


@pytest.mark.parametrize("line", ["a = b", "y = sum(x for x in z)", "if y = 1 then a = 2"])
def test_words_that_are_no_condition_stay(line: str) -> None:
    assert spelled(line) == line
