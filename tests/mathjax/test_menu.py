"""Is a block of texts a fold on the page, whole without JavaScript, with every text as it is?"""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from generator.errors import TypesetError
from generator.mathjax import menu
from generator.mathjax.extension import PAGE

TEXTS = {"Markdown": "\n\n$$\na < b & c\n$$\n\n", "SymPy": "a = 1\n\nb = 2\n", "MathML": None}


def page(cache_dir: Path, data: dict[str, object], indent: str = "") -> BeautifulSoup:
    """Return a page with one block of texts."""
    fences = [{"name": "copy", "class": "copy", "format": menu.block}]
    markdown = Markdown(
        extensions=["pymdownx.superfences", "pymdownx.tabbed", "generator.mathjax.extension"],
        extension_configs={
            "generator.mathjax.extension": {"cache_dir": str(cache_dir)},
            "pymdownx.superfences": {"custom_fences": fences},
            "pymdownx.tabbed": {"alternate_style": True},
        },
    )
    block = f"```copy\n{json.dumps(data)}\n```".replace("\n", f"\n{indent}")
    tab = '=== "Tab"' if indent else ""
    return BeautifulSoup(markdown.convert(f"{tab}\n\n{indent}{block}\n"), "lxml")


def texts(soup: BeautifulSoup) -> dict[str, str]:
    """Return what a reader can copy; a line's end at the beginning of ``pre`` is not part of its text in HTML."""
    rows = [(row.span, row.pre) for row in soup.select("details.copy li")]
    return {name.get_text(): text.get_text().removeprefix("\n") for name, text in rows if name and text}


@pytest.mark.parametrize("indent", ["", "    "])
def test_every_text_stands_in_the_fold_as_it_is(cache_dir: Path, indent: str) -> None:
    soup = page(cache_dir, {"of": 'a "b" <c>', "tex": r"\frac{a}{b} < c", "id": "x-1", "texts": TEXTS}, indent)
    found = texts(soup)
    assert {name: found[name] for name, text in TEXTS.items() if text} == {n: t for n, t in TEXTS.items() if t}
    assert found["MathML"].startswith('<math xmlns="http://www.w3.org/1998/Math/MathML" display="block"><mfrac>')
    assert found["MathML"].endswith("</math>\n")
    assert [fold["data-id"] for fold in soup.select("details")] == ["x-1"]
    (summary,) = soup.select("summary")
    assert summary["aria-label"] == 'Copy a "b" <c>'
    assert "$$" not in "".join(tag.get_text() for tag in soup.select("p"))


def test_a_fold_without_a_plain_line_is_given_that_of_its_formula(cache_dir: Path) -> None:
    soup = page(cache_dir, {"of": None, "tex": r"\frac{a}{b} < c", "id": "x", "texts": {"LaTeX": "c"}})
    assert [summary["aria-label"] for summary in soup.select("summary")] == ["Copy a/b < c"]


def test_a_fold_of_a_whole_text_has_no_place(cache_dir: Path) -> None:
    soup = page(cache_dir, {"of": "the derivation", "texts": {"Markdown": "a"}})
    assert [fold.has_attr("data-id") for fold in soup.select("details")] == [False]


def test_a_formula_that_mathjax_refuses_is_told_with_its_page(cache_dir: Path) -> None:
    PAGE.set("cases/x.md")
    with pytest.raises(TypesetError, match=r"^cases/x\.md · \\nonsense · "):
        page(cache_dir, {"of": "x", "tex": r"\nonsense", "texts": {"MathML": None}})


def test_a_quotation_mark_in_a_formula_ends_no_attribute(cache_dir: Path) -> None:
    soup = page(cache_dir, {"of": "it", "tex": r'\text{a "gain" <b>}', "texts": {"MathML": None}})
    assert BeautifulSoup(texts(soup)["MathML"], "lxml").get_text().split() == ["a", '"gain"', "<b>"]
