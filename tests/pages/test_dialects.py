"""A formula is a formula in every forum, wherever it is pasted; and links read as they should."""

import pytest
from markdown_it import MarkdownIt

from generator.pages.dialects import brackets, dollars, marked
from tests.pages.forums import READERS, refused_by_github, written

TEX = r"\operatorname{erf}(z) \cdot \begin{cases} a & \text{if } z > 0 \\ 0 & \text{otherwise} \end{cases}"
AROUND = ("", "It is", "It is\n", "> It is\n\n", "1. It is\n\n")
LINK = "https://x.invalid/"
WORDS = "a*b_c [x] <y> $z$ `k`"
CODE = (("LaTeX", brackets("a")), ("SymPy", "a = 1\n"), ("MathML", "<math></math>\n"), ("Unicode text", "a\n"))


@pytest.fixture(scope="module")
def difference() -> dict[str, str]:
    """Return what is written of a - y."""
    (found,) = written([(dollars("a - y"), WORDS, LINK, CODE)])
    return found


@pytest.mark.parametrize("before", AROUND)
@pytest.mark.parametrize("forum", READERS)
def test_a_formula_may_be_pasted_into_the_middle_of_a_text(forum: str, before: str, difference: dict[str, str]) -> None:
    assert READERS[forum](f"{before}{difference[forum]}for every z.") == ["a - y"]


def test_discourse_takes_no_formula_that_shares_its_line() -> None:
    """The reader can fail: this is what it is for."""
    assert READERS["Discourse"]("It is $$a - y$$ here.") == []
    assert READERS["Discourse"]("$$ a - y $$") == []


def test_github_gets_nothing_that_it_refuses() -> None:
    (found,) = written([(dollars(TEX), WORDS, LINK, ())])
    assert refused_by_github(found["GitHub"]) == []
    assert refused_by_github(f"```math\n{TEX}\n```\n") != []
    assert r"\mathrm{erf}(z)" in found["GitHub"]
    assert TEX in found["Discourse"]


def test_words_stay_words(difference: dict[str, str]) -> None:
    link = difference["Stack Exchange"].rpartition("$$\n\n")[2]
    (paragraph,) = (token for token in MarkdownIt().parse(link) if token.type == "inline")
    assert "".join(child.content for child in paragraph.children or ()) == WORDS
    assert marked(WORDS) in link


def test_every_text_ends_with_the_address_as_its_language_says_it(difference: dict[str, str]) -> None:
    last = {name: text.splitlines()[-1] for name, text in difference.items()}
    assert last == {
        "Discourse": LINK,
        "Stack Exchange": f"[{marked(WORDS)}]({LINK})",
        "GitHub": f"[{marked(WORDS)}]({LINK})",
        "LaTeX": f"% {LINK}",
        "SymPy": f"# {LINK}",
        "MathML": f"<!-- {LINK} -->",
        "Unicode text": LINK,
    }


def test_a_whole_text_keeps_its_words_and_all_its_formulas() -> None:
    (found,) = written([(f"**T**\n\nFirst{dollars('a')}then{dollars('= b')}", "T", LINK, ())])
    assert found["Discourse"] == f"**T**\n\nFirst\n\n$$\na\n$$\n\nthen\n\n$$\n= b\n$$\n\n{LINK}\n"
    assert READERS["GitHub"](found["GitHub"]) == ["a", "= b"]
