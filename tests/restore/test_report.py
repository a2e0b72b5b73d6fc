"""What is printed holds every claim, and nothing of a post leaves its place."""

import json
from pathlib import Path

from click.testing import CliRunner

from generator.restore.command import restore as command
from generator.restore.posts import LARGEST
from generator.restore.records import Claim
from generator.restore.report import as_markdown, fixed, text
from generator.restore.restore import restore

KEYS = ["line", "found", "restored", "how", "candidates", "verdict", "why", "proved_by"]


def run(folder: Path, post: str, *options: str) -> tuple[int, str, str]:
    """Return the exit status of the command and what it printed."""
    file = folder / "post.txt"
    file.write_text(post, "utf-8")
    result = CliRunner().invoke(command, [str(file), *options])
    return result.exit_code, result.stdout, result.stderr


def test_json_has_the_keys_of_the_contract_in_the_posts_order(tmp_path: Path) -> None:
    status, out, err = run(tmp_path, "sigmoid: $\\sigma(z) = a$ and $\\frac{da}{dz} = a(1 - a)$", "--json")
    data = json.loads(out)
    assert status == 0
    assert [list(claim) for claim in data] == [KEYS, KEYS]
    assert data[1]["verdict"] == "true"
    assert "2 formulas" in err


def test_markdown_goes_to_standard_output_and_the_table_to_standard_error(tmp_path: Path) -> None:
    status, out, err = run(tmp_path, "$dz = a - y$ with a sigmoid and binary cross entropy")
    assert (status, "**true**" in out, "as it stands" in err) == (0, True, True)


def test_the_status_is_1_where_anything_stays_ambiguous_and_2_where_the_post_cannot_be_read(tmp_path: Path) -> None:
    assert run(tmp_path, "here ğ‘ + 1")[0] == 1
    status, out, err = run(tmp_path, "a" * (LARGEST + 1))
    assert (status, out, err.count("\n")) == (2, "", 1)


def test_nothing_of_a_post_is_seen_as_html_or_markdown() -> None:
    hostile = "$a = <script>alert(1)</script> [x](javascript:y) `z` \\href{javascript:x}{y}$"
    page = as_markdown(restore(hostile))
    assert "<script" not in page
    assert "](javascript" not in page
    assert "\\href" not in page
    assert text("<b>*_`[") == "&#60;b&#62;&#42;&#95;&#96;&#91;"


def test_an_ambiguous_claim_shows_all_its_candidates() -> None:
    claim = Claim(1, "?", "", "ambiguous", ("a", "b"), "garbled", "nothing decides", "")
    assert as_markdown([claim]).count("$$") == 4


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
