"""What the benchmark prints about posts is the score on the corpus."""

from tests.restore.scoring import VERDICTS, corpus
from tools.bench.posts import measured, rows, targets


def test_a_reader_that_says_nothing_misses_everything() -> None:
    result, taken = measured(lambda _: [])
    *kinds, everything = rows(result)
    wanted = sum(not formula.optional for text in corpus() for formula in text.formulas)
    assert everything == ("all", str(wanted), "0.0 %", "0.0 %")
    assert [row[0] for row in kinds] == list(VERDICTS)
    assert sum(int(row[1]) for row in kinds) == wanted
    assert [target.met for target in targets(result)] == [False, False, False, True]
    assert taken >= 0
