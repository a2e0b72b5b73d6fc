"""What makes a kink at a point is found, and what stands in a branch that is not taken there is not."""

import pytest

from generator.catalogue.formulas import Y, Z
from generator.engine.parse import parse
from generator.engine.terms import evaluated
from generator.verify.arithmetic import MP
from generator.verify.guards import corner, guards, open_guards
from generator.verify.world import World

NAMES = {"y": Y, "z": Z}


def found(text: str, z: float) -> set[str]:
    return {str(evaluated(guard)) for guard in open_guards(parse(text, NAMES), World((), {Z: z, Y: 1.0}))}


@pytest.mark.parametrize(
    ("text", "z", "expected"),
    [
        ("abs(z)", 2, {"z"}),
        ("piecewise(z, z < 1, abs(z - y))", 0, {"z - 1"}),
        ("piecewise(z, z < 1, abs(z - y))", 2, {"z - 1", "-y + z"}),
        ("y + abs(z)*piecewise(0, z < 1, abs(z - y))", 0, {"z", "z - 1"}),
    ],
)
def test_only_branches_that_are_taken_have_kinks(text: str, z: float, expected: set[str]) -> None:
    assert found(text, z) == expected


def test_a_side_of_a_condition_has_no_kink_of_its_own() -> None:
    assert [str(guard) for guard in guards([parse("piecewise(1, abs(z) < y, 0)", NAMES)])] == ["-y + Abs(z)"]


@pytest.mark.parametrize(("z", "expected"), [(2, (1, 1)), (0.5, (1, -1)), (-1, (-1, None))])
def test_a_corner_tells_the_side_of_every_guard(z: float, expected: tuple[int | None, ...]) -> None:
    parts = guards((parse("abs(z) + abs(log(z))", NAMES),))
    assert corner(World((), {Z: MP.mpf(z)}), parts) == expected


def test_the_root_of_a_square_has_the_guard_of_an_absolute_value() -> None:
    assert guards((parse("sqrt(z**2)", NAMES),)) == (Z,)
    assert not guards((parse("sqrt(1 + z**2)", NAMES),))
