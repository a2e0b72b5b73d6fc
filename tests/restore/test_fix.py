"""A post is printed with its formulas put right and the verdicts below, ready to paste."""

from pathlib import Path

from click.testing import CliRunner

from generator.restore.command import restore as command
from generator.restore.report import fixed
from generator.restore.restore import restore

POST = "Sigmoid with logistic loss.\n\nIt is $\\frac{dL}{dz} = a + y$ and `da/dz = a*(1-a)`.\n"


def test_a_wrong_formula_is_replaced_and_every_verdict_is_a_note() -> None:
    found = fixed(POST, restore(POST, linked=False))
    assert "$\\frac{dL}{dz} = a - y$<sup>1</sup>" in found
    assert "`da/dz = a*(1-a)`<sup>2</sup>" in found
    assert "1. **false**: at" in found
    assert "2. **true**: " in found


def test_code_stays_as_it_is_and_its_note_says_what_it_ought_to_be() -> None:
    post = "Sigmoid with logistic loss.\n\n```python\ndz = a + y\n```\n"
    found = fixed(post, restore(post, linked=False))
    assert "```python\ndz = a + y\n```" in found
    assert "1. line 4, **false**: " in found
    assert "It ought to be $" in found


def test_a_post_without_formulas_stays_as_it_is() -> None:
    assert fixed("Nothing to see.\n", restore("Nothing to see.")) == "Nothing to see.\n"


def test_nothing_of_a_post_opens_a_tag_in_the_notes() -> None:
    post = "$a = <script>alert(1)</script>$ and $dz = `[x](javascript:y)`$"
    notes = fixed(post, restore(post, linked=False)).partition("\n---\n")[2]
    assert "<" not in notes


def test_the_command_reads_standard_input_and_several_files(tmp_path: Path) -> None:
    run = CliRunner().invoke(command, ["--fix"], input=POST)
    assert (run.exit_code, "a - y$<sup>1</sup>" in run.stdout) == (0, True)
    for name in ("one", "two"):
        (tmp_path / name).write_text(POST, "utf-8")
    run = CliRunner().invoke(command, [str(tmp_path / "one"), str(tmp_path / "two"), "--json"])
    assert run.stdout.count('"verdict": "false"') == 2


def test_tags_are_taken_in_with_both_halves_or_not_at_all() -> None:
    post = "<p>Sigmoid with logistic loss: <b>dz</b> = <i>a</i> + <b class='v'>y</b></p>\n"
    (claim,) = restore(post, linked=False)
    assert claim.found == "<b>dz</b> = <i>a</i> + <b class='v'>y</b>"
    assert "loss: $\\frac{dL}{dz} = a - y$<sup>1</sup></p>" in fixed(post, [claim])


def test_a_letter_at_the_end_of_a_line_is_no_article() -> None:
    post = "Exponential with Poisson loss: that is dL/dz = (1 − y/a) a\n"
    assert [claim.verdict for claim in restore(post, linked=False)] == ["true"]
