"""Words, numbers and sets become Markdown that says what they say."""

import pytest
from bs4 import BeautifulSoup
from markdown import markdown
from sympy import FiniteSet, Interval, S, Set, oo

from generator.pages.fitting import shortened
from generator.pages.text import display, escape, inline, plural, scientific, within


@pytest.mark.parametrize(
    "text",
    [
        "a*b*c",
        "_x_",
        "`code`",
        "<script>alert(1)</script>",
        "[a](b)",
        "$x$",
        r"\(x\)",
        "a|b",
        "&amp;",
        "~~x~~",
        "{ .x }",
    ],
)
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    extensions = ["pymdownx.arithmatex", "attr_list", "pymdownx.tilde"]
    html = markdown(f"# about {escape(text)} here", extensions=extensions, extension_configs={extensions[0]: {}})
    assert "".join(_texts(html)) == f"about {text} here"


def _texts(html: str) -> list[str]:
    soup = BeautifulSoup(html, "html.parser")
    assert [tag.name for tag in soup.find_all()] == ["h1"]
    return list(soup.strings)


def test_white_space_within_escaped_text_becomes_one_space() -> None:
    assert escape(" a\n\n b ") == "a b"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (1.0, "1"),
        (0.25, "0.25"),
        (-7.64, "−7.6"),
        (1.25e-49, "1.2\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10⁻⁴⁹"),
        (1700.0, "1.7\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10³"),
        (float("inf"), "∞"),
    ],
)
def test_numbers_have_two_digits(number: float, text: str) -> None:
    assert scientific(number) == text


@pytest.mark.parametrize(
    ("where", "text"),
    [
        (S.Reals, "a is any real number"),
        (Interval.open(0, 1), "0 < a < 1"),
        (Interval(-1, 1), "−1 ≤ a ≤ 1"),
        (Interval.open(0, oo), "0 < a"),
        (Interval(-oo, 2), "a ≤ 2"),
        (FiniteSet(1, -1), "a = −1 or a = 1"),
        (FiniteSet(0), "a = 0"),
        (Interval.Ropen(0, 1) + Interval(2, 3), "a lies in Union(Interval.Ropen(0, 1), Interval(2, 3))"),
    ],
)
def test_sets_are_told_in_signs(where: Set, text: str) -> None:
    assert within("a", where).replace("\N{NO-BREAK SPACE}", " ") == text


def test_a_long_text_is_cut_at_a_word() -> None:
    assert shortened("one two three", 9) == "one two…"
    assert shortened("one two", 9) == "one two"


def test_formulas_are_marked_for_the_typesetter() -> None:
    assert display("x", "result") == "$$\n\\label{result} x\n$$"
    assert display("x") == "$$\nx\n$$"
    assert inline(r"\left|x\right|") == r"$\left\vert x\right\vert$"


def test_nouns_follow_their_number() -> None:
    assert [plural(1, "step"), plural(2, "step")] == ["1 step", "2 steps"]
