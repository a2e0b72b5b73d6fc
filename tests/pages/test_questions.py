"""Each mistake has a page whose heading is the question of somebody who has made it."""

from generator.pages.questions import QUESTIONS, anchor_of
from generator.verify.misprints import MISPRINTS
from generator.verify.variants import SECOND_VARIANTS, VARIANTS


def test_each_mistake_has_a_question_of_its_own() -> None:
    assert QUESTIONS.keys() == {row.id for row in (*VARIANTS, *SECOND_VARIANTS, *MISPRINTS)}
    assert len({*QUESTIONS.values()}) == len(QUESTIONS)
    assert all(asked.endswith("?") for asked in QUESTIONS.values())


def test_a_heading_keeps_its_address() -> None:
    assert anchor_of("y − a for a − y") == "y-a-for-a-y"
    assert anchor_of("A[l] where A[l−1] belongs") == "al-where-al1-belongs"
