"""True lines lead to the ids that the pages give them, and distance counts changed marks."""

from generator.restore.lines import distance, lines_of
from generator.restore.settings import settings


def test_distance_counts_marks_that_are_changed_added_or_taken_away() -> None:
    assert distance(tuple("a-y"), tuple("a-y")) == 0
    assert distance(tuple("a-y"), tuple("a+y")) == 1
    assert distance(tuple("a-y"), tuple("(a-y)a")) == 3


def test_every_line_that_is_offered_was_judged_true() -> None:
    offered = lines_of(settings()[-1])
    assert offered
    assert all(line.where for line in offered)
