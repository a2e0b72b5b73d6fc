"""Each mistake has a page whose heading is the question of somebody who has made it."""

from dataclasses import dataclass

from generator.pages.environment import environment
from generator.pages.mistakes import Mistake
from generator.pages.questions import ANSWERS, QUESTIONS, anchor_of
from generator.verify.misprints import MISPRINTS
from generator.verify.variants import SECOND_VARIANTS, VARIANTS


def test_each_mistake_has_a_question_of_its_own() -> None:
    assert QUESTIONS.keys() == {row.id for row in (*VARIANTS, *SECOND_VARIANTS, *MISPRINTS)}
    assert len({*QUESTIONS.values()}) == len(QUESTIONS)
    assert all(asked.endswith("?") for asked in QUESTIONS.values())


def test_each_question_is_answered_in_whole_sentences() -> None:
    assert ANSWERS.keys() == QUESTIONS.keys()
    assert [answer for answer in ANSWERS.values() if not answer.endswith(".") or answer.count("$") % 2] == []


@dataclass
class Worked:
    """What the template asks of a mistake that is worked out."""

    id: str
    left: str = "dL/dz"
    wrong: str = "a"
    right: str = "a - y"
    at: str = "z = 1"
    value: str = "1"
    expected: str = "2"
    error: float = 0.5
    gradient_of: None = None

    @property
    def entry(self) -> tuple[str, str]:
        return self.id.upper(), f"../cases/{self.id}.md"


def test_the_answer_comes_first_and_three_pages_stand_open() -> None:
    """The question in the title was answered nowhere, and 24 pages stood open below it."""
    row = VARIANTS[0]
    mistake = Mistake(row, tuple(map(Worked, "abcde")), (), ())  # type: ignore[arg-type] # what the template needs
    text = environment().get_template("mistake.md.jinja").render(mistake=mistake).split("\n# ")[1]
    parts = [ANSWERS[row.id], row.said, "## Where it is wrong", "### A {", "### B {", "### C {",
             '??? steps "Worked out for 2 more pages"', "    ### D {", "    ### E {"]  # fmt: skip
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_a_heading_keeps_its_address() -> None:
    assert anchor_of("y − a for a − y") == "y-a-for-a-y"
    assert anchor_of("A[l] where A[l−1] belongs") == "al-where-al1-belongs"
