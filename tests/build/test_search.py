"""The search knows what tells a page from the others, and nothing of what it hides or shares."""

import json

from generator.build.search import SHARED, Found, Words, found, index, words_of

PAGE = """
<h1 id="one">One</h1>
<div class="tex tex-display"><div class="tex-picture"><svg><desc>da/dz =
a(1 - a)</desc><path d="M1"></path></svg></div></div>
<p>What it is, <em>in words</em>.</p>
<p class="md-tags">a tag</p>
<ul><li>A point.</li></ul>
<details><p>A step.</p></details>
<table><tr><td><p>A number.</p></td></tr></table>
"""


def rows(*pages: Found) -> list[dict[str, object]]:
    text = index(pages)
    made: list[dict[str, object]] = json.loads(text.removeprefix("var __search_pages = ").removesuffix(";\n"))
    return made


def test_the_first_formula_and_the_prose_of_a_page_are_read() -> None:
    assert words_of(PAGE) == Words("da/dz = a(1 - a)", ("What it is, in words.", "A point."))


def test_a_page_goes_by_its_first_heading_and_by_its_names() -> None:
    contents = [{"level": 1, "id": "one", "name": "One &amp; two", "children": [
        {"level": 2, "id": "part", "name": "A part", "children": [
            {"level": 4, "id": "deep", "name": "Too deep", "children": []}]}]}]  # fmt: skip
    meta = {"tags": ["uno"], "search": {"boost": 2}}
    (row,) = rows(found("one/", "Other", meta, contents, Words("", ("Text.",))))
    assert row == {
        "url": "one/",
        "title": "One & two",
        "line": "",
        "names": ["uno"],
        "boost": 2,
        "headings": [["part", "A part"]],
        "text": "Text.",
    }


def test_a_page_that_is_excluded_is_left_out() -> None:
    assert rows(Found("one/", "One", {"search": {"exclude": True}}, (), Words("", ()))) == []


def test_what_many_pages_say_is_left_out_whatever_its_numbers() -> None:
    pages = [
        Found(f"{n}/", str(n), {}, (), Words("", (f"Measured at {n} points: {n}.5 × 10⁻⁴{n}.", f"Own {'x' * n}.")))
        for n in range(SHARED + 1)
    ]
    assert [row["text"] for row in rows(*pages)] == [f"Own {'x' * n}." for n in range(SHARED + 1)]
