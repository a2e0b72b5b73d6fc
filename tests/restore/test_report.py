"""What is printed holds every claim, and nothing of a post leaves its place."""

import json
from pathlib import Path

from click.testing import CliRunner

from generator.restore.command import restore as command
from generator.restore.posts import LARGEST
from generator.restore.records import Claim
from generator.restore.report import as_markdown, text
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
