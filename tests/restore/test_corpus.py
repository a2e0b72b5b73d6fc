"""The corpus is sound, and a reader of posts gets the score that it deserves."""

from dataclasses import dataclass, replace

import pytest

from tests.restore.scoring import FAILS, FOLDER, HOLDS, VERDICTS, Text, corpus, normal, outcomes, score

KINDS = {f"r{number:02d}" for number in range(1, 36)}
"""The kinds of fault, by their numbers in the README of the corpus."""
TEXTS = {text.name: text for text in corpus()}
TWINS = tuple(text for text in corpus() if text.twin and not text.spoilt)


@dataclass(frozen=True)
class Said:
    """A claim of a made-up reader."""

    line: int
    found: str
    verdict: str
    restored: str = ""


def perfect(text: Text) -> list[Said]:
    """Return the claims of a reader that is right about everything."""
    wanted = [formula for formula in text.formulas if not formula.optional]
    return [
        Said(text.text.count("\n", 0, one.at) + 1, one.found, one.verdicts[0], one.restored or one.found)
        for one in wanted
    ]


def reader(said: str) -> list[Said]:
    """Read a text of the corpus without a fault."""
    return next(perfect(text) for text in corpus() if text.text == said)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_formula_stands_in_its_text_in_order(text: Text) -> None:
    assert all(formula.at >= 0 for formula in text.formulas)
    assert all(formula.verdicts and set(formula.verdicts) <= set(VERDICTS) for formula in text.formulas)
    assert all(also in text.text for formula in text.formulas for also in formula.also)


def test_every_text_has_its_sidecar() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == {path.stem for path in FOLDER.glob("*.yaml")}


def test_there_are_enough_texts_of_every_kind() -> None:
    assert len([text for text in corpus() if not text.spoilt]) >= 60
    assert len([text for text in corpus() if not text.formulas]) >= 10
    assert {kind for text in corpus() for kind in text.covers} == KINDS
    assert {verdict for text in corpus() for one in text.formulas for verdict in one.verdicts} == set(VERDICTS)


def test_true_and_spoilt_twins_are_equally_many() -> None:
    assert len(TWINS) == len([text for text in corpus() if text.spoilt])
    assert {text.name for text in corpus() if text.spoilt} == {text.twin for text in TWINS}


@pytest.mark.parametrize("text", TWINS, ids=lambda text: text.name)
def test_twins_differ_in_the_spoilt_formulas_only(text: Text) -> None:
    other = TEXTS[text.twin]
    assert (other.twin, other.manner, other.covers) == (text.name, text.manner, text.covers)
    for one, spoilt in zip(text.formulas, other.formulas, strict=True):
        if one.twin:
            assert (one.found, one.twin) == (spoilt.twin, spoilt.found)
            assert set(one.verdicts) & {*HOLDS, "garbled"}
            assert set(spoilt.verdicts) & {*FAILS, "garbled"}
            assert "true" not in spoilt.verdicts
        else:
            assert (one.found, one.verdicts) == (spoilt.found, spoilt.verdicts)


def test_a_perfect_reader_has_full_marks() -> None:
    result = score(reader)
    assert (result.found_whole, result.recall, result.precision, result.restored) == (1, 1, 1, 1)
    assert not result.faults


def test_a_reader_that_says_nothing_has_none() -> None:
    result = score(lambda _: [])
    assert (result.found_whole, result.recall, result.precision) == (0, 0, 0)
    assert not result.inversions


def test_a_reader_that_calls_the_true_false_is_caught() -> None:
    turned = {"true": "false", "true when": "false", "false": "true when it rains"}
    result = score(lambda text: [replace(one, verdict=turned.get(one.verdict, one.verdict)) for one in reader(text)])
    decided = [one for one in result.formulas if bool(set(one.wanted) & HOLDS) != bool(set(one.wanted) & FAILS)]
    assert len(result.inversions) == len([one for one in decided if one.wanted[0] in turned])
    assert result.found_whole == 1


def test_the_head_of_a_formula_is_not_the_whole() -> None:
    result = score(lambda text: [replace(one, found=one.found[:-1]) for one in reader(text) if len(one.found) > 2])
    assert result.found_whole < 0.1
    assert result.precision < 0.1


def test_a_claim_where_no_formula_stands_is_a_crumb() -> None:
    (text,) = [one for one in corpus() if one.name.endswith("nothing-prices")]
    (crumb,) = outcomes(text, [Said(1, "$3.06 per hour, so a run of 12 hours is about $", "garbled")])
    assert (crumb.wanted, crumb.right, crumb.inverted) == ((), False, False)


def test_rows_of_a_chain_may_be_claimed_one_by_one() -> None:
    text = next(text for text in corpus() if text.name.endswith("aligned-tanh"))
    first, *rest = perfect(text)
    rows = [Said(first.line + n, row, "true") for n, row in enumerate(first.found.split("\n"))]
    result = tuple(outcomes(text, [*rows, *rest]))
    assert all(one.right for one in result)
    worst = tuple(outcomes(text, [*rows[:-1], replace(rows[-1], verdict="false"), *rest]))
    assert [one.inverted for one in worst] == [True, False, False]
    torn = tuple(outcomes(text, [replace(rows[0], found=rows[0].found[:9]), *rows[1:], *rest]))
    assert [one.whole for one in torn] == [False, True, True]


def test_frames_are_no_part_of_a_formula() -> None:
    assert normal(r"$$\Rightarrow \frac{dL}{dz} = a - y.$$") == normal(r"\frac{dL}{dz}=a-y")
    assert normal(r"\begin{equation}\label{eq:b} z = x \end{equation}") == "z=x"
    assert normal("a - y") != normal("a - y)")
