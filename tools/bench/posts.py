"""How well are posts read? The score on the corpus of ``tests/restore/corpus``.

``python -m tools.bench.posts`` prints the score alone, and lists all faults.
"""

from collections.abc import Callable, Iterator, Sequence
from time import perf_counter

from generator.restore.restore import restore
from tests.restore.scoring import VERDICTS, Claimed, Outcome, Score, corpus, score
from tools.bench.report import Target, say, seconds, share, table

NOT_WHOLE, WRONG = 0.03, 0.05
"""The shares of formulas that may be missed, and of verdicts that may be wrong."""


def measured(read: Callable[[str], Sequence[Claimed]] = restore) -> tuple[Score, float]:
    """Return the score of a reader of posts, and the seconds that the whole corpus took it."""
    start = perf_counter()
    result = score(read)
    return result, perf_counter() - start


def rows(result: Score) -> Iterator[tuple[str, ...]]:
    """Yield a row for each verdict that is wanted, and one for all: formulas, found whole, verdict right."""
    for verdict in VERDICTS:
        yield _row(verdict, [one for one in result.formulas if one.wanted[0] == verdict])
    yield _row("all", result.formulas)


def _row(name: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    whole, right = sum(one.whole for one in outcomes), sum(one.right for one in outcomes)
    count = max(1, len(outcomes))
    return name, str(len(outcomes)), share(whole / count), share(right / count)


def targets(result: Score) -> list[Target]:
    """Return what is wanted of a reader, as shares that are to stay small."""
    return [
        Target("formulas of posts not found whole", 1 - result.found_whole, NOT_WHOLE, percent=True),
        Target("formulas of posts without the right verdict", 1 - result.recall, WRONG, percent=True),
        Target("claims about posts that are wrong", 1 - result.precision, WRONG, percent=True),
        Target("true called false, or false called true", len(result.inversions), 0),
    ]


def posts() -> list[Target]:
    """Measure our reader, print the table, and return its targets."""
    return _told(*measured())


def _told(result: Score, taken: float) -> list[Target]:
    note = f"{len(corpus())} texts, {len(result.crumbs)} claims where no formula stands, {seconds(taken)}"
    table("Posts", "first verdict wanted | formulas | found whole | verdict right", rows(result), note)
    return targets(result)


def main() -> None:
    """Print the score, and everything that is not right."""
    result, taken = measured()
    wanted = _told(result, taken)
    for one in result.faults:
        say(f"{one.text}: {one.found!r}\n  wanted {' or '.join(one.wanted) or 'nothing'}, got {one.claimed}")
    table("Targets", "share | measured | limit |", (target.row() for target in wanted))


if __name__ == "__main__":
    main()
