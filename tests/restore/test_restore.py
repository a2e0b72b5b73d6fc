"""Posts are restored formula by formula; nothing is skipped, and nothing is guessed in silence."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import generator
from generator.errors import RestoreError
from generator.restore.mojibake import CODE_PAGES, UNKNOWN, damaged
from generator.restore.records import AMBIGUOUS, HOWS, NEAREST, VERDICTS, Claim
from generator.restore.restore import restore

FOLDER = Path(generator.__file__).parent / "catalogue" / "posts"
POSTS = tuple(sorted(FOLDER.glob("*.txt")))


@cache
def claims_of(post: Path) -> tuple[Claim, ...]:
    """Return the claims of a post, read once."""
    return restore(post.read_bytes())


def only(text: str) -> Claim:
    """Return the one claim of a text."""
    (claim,) = restore(text)
    return claim


def at(post: str, line: int) -> tuple[Claim, ...]:
    """Return the claims on one line of a post."""
    return tuple(claim for claim in claims_of(FOLDER / f"{post}.txt") if claim.line == line)


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.stem)
def test_every_formula_between_dollars_is_in_a_claim(post: Path) -> None:
    text = post.read_text("utf-8")
    formulas = [m[1] or m[2] for m in re.finditer(r"\$\$(.+?)\$\$|\$([^$\n]+?)\$", text)]
    found = Counter("".join(claim.found for claim in claims_of(post)).replace(" ", ""))
    for formula in formulas:
        if not re.search(r"\\(?:begin|end)group", formula):
            marks = Counter(formula.replace(" ", ""))
            assert not [mark for mark in marks if mark not in "$,." and marks[mark] > found[mark]], formula


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.stem)
def test_claims_stand_in_the_posts_order_and_as_found_in_it(post: Path) -> None:
    lines = post.read_text("utf-8").split("\n")
    claims = claims_of(post)
    assert [claim.line for claim in claims] == sorted(claim.line for claim in claims)
    for claim in claims:
        first, *more = claim.found.split("\n")
        assert first in lines[claim.line - 1]
        assert more[:-1] == lines[claim.line : claim.line + len(more) - 1]


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.stem)
def test_how_and_verdict_are_words_of_the_contract(post: Path) -> None:
    for claim in claims_of(post):
        assert claim.how in HOWS
        assert claim.verdict.startswith(VERDICTS)
        assert claim.why


def test_no_formula_of_the_posts_stays_ambiguous_or_lost() -> None:
    assert all(claim.restored and claim.how != AMBIGUOUS for post in POSTS for claim in claims_of(post))


def test_the_recognisers_slips_are_put_right() -> None:
    chain, common = at("000", 21)[0], at("000", 39)[0]
    assert chain.verdict == "false"
    assert chain.restored == r"\frac{dL}{dz} = \frac{dL}{da} \times \frac{da}{dz}"
    assert (common.verdict, common.how) == ("false", NEAREST)
    assert at("000", 63)[0].restored == r"\frac{da}{dz} = a(1 - a)"
    assert {at("000", line)[0].verdict for line in (51, 55)} == {"garbled"}


def test_lost_bytes_and_broken_lines_come_back_as_the_formulas_they_were() -> None:
    lines = {claim.line: claim for claim in claims_of(FOLDER / "001.txt")}
    assert lines[14].restored.replace(" ", "") == r"\frac{dL}{dz}=a-y"
    assert lines[180].restored.replace(" ", "") == r"\frac{dL}{dz}=\frac{a-y}{a(1-a)}\timesa(1-a)"
    assert {claim.verdict for claim in lines.values() if claim.line != 4} == {"garbled"}


def test_the_falsehoods_of_the_posts_are_found_and_no_others() -> None:
    false = {(post.stem, claim.line) for post in POSTS for claim in claims_of(post) if claim.verdict == "false"}
    assert false == {
        ("000", 21),
        ("000", 39),
        ("000", 63),
        ("000", 69),
        ("002", 105),
        ("002", 119),
        ("003", 3),
        ("003", 32),
    }
    assert Counter(claim.verdict.split(" ")[0] for claim in at("003", 3))["false"] == 3


def test_formulas_that_ran_together_are_cut_apart() -> None:
    assert [claim.found for claim in at("002", 113)] == [
        "z = x + y", "a^2 + b^2 = c^2", r"\begin{vmatrix} a & b \\ c & d \end{vmatrix} = ad - bc",
    ]  # fmt: skip
    assert len(at("002", 123)) == 3


def test_a_sum_is_put_right_in_closed_form() -> None:
    assert at("002", 119)[0].restored.endswith(r"\frac{n \left(n + 1\right) \left(2 n + 1\right)}{6}")


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.stem)
def test_true_equations_of_a_case_lead_to_the_line_that_proves_them(post: Path) -> None:
    for claim in claims_of(post):
        plain = re.match(r"\\frac\{(?:d|\\partial )[La]\}\{(?:d|\\partial )[az]\} ?=", claim.restored)
        if plain and claim.verdict.startswith("true"):
            lines = r"(cases|losses|activations)/[a-z-]+/#step-[0-9]-[0-9]+|notation/#symbol-by-symbol"
            assert re.fullmatch(lines, claim.proved_by), claim


def test_a_dropped_minus_parses_is_false_and_is_put_back() -> None:
    loss, slope = restore(r"$L = -(y \log(a) + (1y) \log(1a))$ with $\frac{dL}{da} = -\frac{y}{a} + \frac{1y}{1a}$")
    assert loss.verdict == slope.verdict == "false"
    assert loss.restored == r"L = -(y\log(a) + (1 - y)\log(1 - a))"
    assert slope.restored == r"\frac{dL}{da} = -\frac{y}{a} + \frac{1 - y}{1 - a}"


@pytest.mark.parametrize(
    "text", ["dLda\\frac{dL}{da}dadL\u200b", "dLda\n\\frac{dL}{da}\ndadL\u200b", "so dLda\\frac{dL}{da}dadL\u200b then"]
)
def test_a_formula_that_katex_left_three_times_is_read_once(text: str) -> None:
    claim = only(text)
    assert (claim.restored, claim.how, claim.verdict) == (r"\frac{dL}{da}", "unique", "garbled")


def test_flattened_layers_are_raised_again() -> None:
    assert only("so dZ[2] = A[2] - Y").restored == "dZ^{[2]} = A^{[2]} - Y"


def test_flattened_powers_are_raised_again() -> None:
    claim = only("The sigmoid has $da/dz = e-z/(1 + e-z)2$")
    assert claim.verdict == "false"
    assert "e^{-z}" in claim.restored


@pytest.mark.parametrize("page", CODE_PAGES)
@pytest.mark.parametrize("lost", ["keep", "", UNKNOWN])
def test_a_damaged_equation_is_restored_or_called_ambiguous(page: str, lost: str) -> None:
    claim = only("sigmoid, binary cross entropy: " + damaged("𝑑𝑧 = 𝑎 − 𝑦", page, lost))
    assert claim.restored.replace(" ", "") == "dz=a-y"
    assert claim.verdict == "garbled"


def test_a_letter_that_nothing_decides_is_ambiguous_with_all_candidates() -> None:
    claim = only("here " + damaged("𝑞 + 1", "cp1254", ""))
    assert claim.how == AMBIGUOUS
    assert "q + 1" in claim.candidates


@pytest.mark.parametrize(
    "text",
    ["$" * 5000, r"\begin{align}" * 2000, "$" + r"\frac{" * 300 + "$", "$a=" + "(" * 1900 + "$", "$x=" + "9^" * 300 + "9$",  # noqa: E501 - one formula a line
     "$x=" + r"\sum_{k=1}^{99}" * 9 + "k$", "$x = ((9!)!)!$", "$x = __import__('os').system('id')$", "\ud800\0$a=1$",
     "ğ‘ = ğ‘ " * 500, "<script>alert(1)</script> $a = <img src=x onerror=alert(1)>$",
     r"$\nabla_x (x^T A x) = (A + A^T) x$, with the squared error and tanh.", "the pos_weight of a loss: $dz = a - y$"],
)  # fmt: skip
def test_hostile_text_gives_claims(text: str) -> None:
    assert all(claim.how in HOWS for claim in restore(text))


def test_a_post_that_is_too_large_is_refused_in_one_line() -> None:
    with pytest.raises(RestoreError, match="at most"):
        restore(b"$a$ " * 2_500_000)


MATHS = st.lists(
    st.sampled_from([*"ayzL01()[]{}^_+-=/$\\.,' \n", "\\frac", "\\sum", "d", "\\int", "ğ‘", "â", "log", "&"]),
    max_size=60,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.binary(max_size=400), st.text(max_size=200), MATHS.map(lambda marks: "$" + "".join(marks) + "$")))
def test_any_input_gives_claims_or_one_clear_line(text: str | bytes) -> None:
    try:
        assert all(claim.how in HOWS for claim in restore(text))
    except RestoreError as error:
        assert "\n" not in str(error)  # noqa: PT017 - both ends are right


def test_the_same_formula_in_the_same_setting_is_judged_once_and_told_twice() -> None:
    first, second = restore("sigmoid, binary cross entropy: $dz = a - y$ and\n$dz = a - y$")
    assert (first.line, second.line) == (1, 2)
    assert first.proved_by == second.proved_by == "cases/sigmoid-logistic/#step-3-4"


def test_what_asks_for_too_much_work_is_called_unjudged() -> None:
    claim = only("$x = " + r"\sum_{k=1}^{99}" * 9 + "k$")
    assert claim.why.startswith(("not judged", "says what x"))
    *_, last = restore(" ".join(rf"$\sum_{{k=1}}^{{199}} \sum_{{j=1}}^{{199}} k^{n} j = {n} n$" for n in range(2, 9)))
    assert last.why == "not judged: it asks for more work than is done for a formula or a post"
