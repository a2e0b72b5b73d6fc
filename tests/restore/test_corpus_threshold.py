"""The reader of posts is as good on the corpus as is wanted.

``python -m tools.bench.posts`` lists what is not right: text, found, admissible verdicts, claims with their verdicts.
"""

from functools import cache, partial

from generator.restore.restore import restore
from tests.restore.scoring import Score, score


@cache
def reached() -> Score:
    """Return the score of our reader, taken once."""
    return score(partial(restore, linked=False))


def test_nothing_true_is_called_false_and_nothing_false_true() -> None:
    assert not reached().inversions


def test_formulas_are_found_whole() -> None:
    assert reached().found_whole >= 0.97, [one for one in reached().formulas if not one.whole]


def test_verdicts_are_right() -> None:
    assert reached().recall >= 0.95, reached().faults
    assert reached().precision >= 0.95, reached().crumbs
