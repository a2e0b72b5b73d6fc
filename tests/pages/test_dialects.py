"""A formula is a formula in every forum, wherever it is pasted; and links read as they should."""

import pytest
from markdown_it import MarkdownIt

from generator.pages.dialects import FORUMS, fence, linked, marked
from tests.pages.forums import READERS, refused_by_github

TEX = r"\operatorname{erf}(z) \cdot \begin{cases} a & \text{if } z > 0 \\ 0 & \text{otherwise} \end{cases}"
AROUND = ("", "It is", "It is\n", "> It is\n\n", "1. It is\n\n")


@pytest.mark.parametrize("before", AROUND)
@pytest.mark.parametrize("forum", READERS)
def test_a_formula_may_be_pasted_into_the_middle_of_a_text(forum: str, before: str) -> None:
    formula, _ = FORUMS[forum]
    pasted = formula("a - y")
    assert READERS[forum](f"{before}{pasted}for every z.") == ["a - y"]


def test_discourse_takes_no_formula_that_shares_its_line() -> None:
    """The reader can fail: this is what it is for."""
    assert READERS["Discourse"]("It is $$a - y$$ here.") == []
    assert READERS["Discourse"]("$$ a - y $$") == []


def test_github_gets_nothing_that_it_refuses() -> None:
    assert refused_by_github(fence(TEX)) == []
    assert refused_by_github(f"```math\n{TEX}\n```\n") != []
    assert r"\mathrm{erf}(z)" in fence(TEX)


def test_words_stay_words() -> None:
    words = "a*b_c [x] <y> $z$ `k`"
    (paragraph,) = (
        token for token in MarkdownIt().parse(linked(words, "https://x.invalid/")) if token.type == "inline"
    )
    assert "".join(child.content for child in paragraph.children or ()) == words
    assert "\\$" in marked(words)
