"""Does each table come in a box that scrolls, and that the keyboard reaches?"""

from bs4 import BeautifulSoup, Tag
from markdown import Markdown

TABLE = "| a | b |\n|---|---|\n| 1 | {} |\n"


def boxed(text: str) -> Tag:
    page = Markdown(extensions=["tables", "md_in_html", "generator.pages.tables"]).convert(text)
    return BeautifulSoup(page, "html.parser")


def test_a_table_is_in_a_box_where_it_stood() -> None:
    page = boxed(f"before\n\n{TABLE.format(2)}\nafter")
    assert [element.name for element in page.find_all(recursive=False)] == ["p", "div", "p"]
    assert [cell.text for cell in page.select("div.table-box > table.table td")] == ["1", "2"]


def test_the_keyboard_stops_at_a_box_without_a_link() -> None:
    plain, linked = (boxed(TABLE.format(cell)) for cell in ("2", "[2](there)"))
    assert plain.select(".table-box[tabindex='0']")
    assert linked.select(".table-box:not([tabindex])")


def test_a_table_inside_other_elements_is_in_a_box_too() -> None:
    page = boxed(f'<div class="grid" markdown>\n\n{TABLE.format(2)}\n</div>')
    assert page.select_one(".grid > .table-box > .table")


def test_a_table_with_a_class_of_its_own_is_left_alone() -> None:
    page = boxed('<table class="own" markdown><tr><td>1</td></tr></table>')
    assert not page.select(".table-box")
    assert page.select("table[class='own']")
