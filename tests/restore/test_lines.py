"""True lines lead to the ids that the pages give them, and distance counts changed marks."""

from generator.restore.lines import TrueLine, distance, lines_of, nearest
from generator.restore.settings import settings
from generator.restore.tokens import tokens


def test_distance_counts_marks_that_are_changed_added_or_taken_away() -> None:
    assert distance(tuple("a-y"), tuple("a-y")) == 0
    assert distance(tuple("a-y"), tuple("a+y")) == 1
    assert distance(tuple("a-y"), tuple("(a-y)a")) == 3


def test_the_lines_of_a_case_have_addresses_and_most_hold() -> None:
    offered = lines_of(settings()[-1])
    assert all(line.where for line in offered)
    assert sum(line.holds for line in offered) > len(offered) / 2


def test_a_line_that_does_not_hold_is_not_offered() -> None:
    wrong = TrueLine("dL/dz = a + y", "dL/dz", "nowhere", settings()[0])
    right = TrueLine("dL/dz = a - y", "dL/dz", "here", settings()[0])
    marks = tokens("dL/dz = a + y")
    assert not wrong.holds
    assert nearest(marks, (wrong, right)) == right
    assert nearest(marks, (wrong,)) is None
