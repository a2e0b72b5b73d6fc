"""Does the page of the LaTeX examples say what the judge found, and lead where it says?"""

import re
from functools import cache
from html import unescape

import pytest

from generator.catalogue.examples import EXAMPLES
from generator.pages import examples, rules
from generator.pages.environment import environment
from generator.verify.examples import Judged, judged

DEAR = {"polar", "norm", "norm-rate", "factorial"}
"""Left to the test of the judge, and shown here as if nothing had been derived."""


@cache
def found() -> tuple[Judged, ...]:
    """Return what the judge found, the dear examples aside."""
    return tuple(
        Judged(one, "true", "") if one.id in DEAR else judged(one)
        for one in EXAMPLES
    )  # fmt: skip


@cache
def text() -> str:
    """Return the page."""
    link = rules.linker(rules.sections(), {}, "rules.md")
    return examples.page(environment(), found(), link, {"sigmoid-logistic": ("the case", "cases/x.md")}).text


def part(name: str) -> str:
    """Return what the page says of one example."""
    _, _, rest = text().partition(f"{{ #{name} }}")
    return rest.partition("\n## ")[0]


@pytest.mark.parametrize("name", [one.id for one in EXAMPLES])
def test_each_example_has_a_heading_and_a_row(name: str) -> None:
    assert f"](#{name}) |" in text()
    assert part(name).strip()


def test_the_false_one_is_called_false_with_numbers_and_put_right() -> None:
    said = part("sum-of-squares")
    assert "**False**" in said
    assert "5 on the left and 3 on the right at n = 2" in said
    assert said.index("Put right") < said.index(r"= \frac{n (n + 1) (2 n + 1)}{6}", said.index("Put right"))
    assert r"\sum_{k=1}^{n} k = \frac{1}{2} \cdot n (n + 1)" in said


def test_what_stands_in_the_post_is_shown_as_it_stands() -> None:
    assert all(one.found in unescape(part(one.id)) for one in EXAMPLES)


def test_every_rule_links_to_where_it_is_explained() -> None:
    here = set(re.findall(r"\]\(#(rule-[a-z-]+)\)", text()))
    assert here
    assert here == set(re.findall(r"\{ #(rule-[a-z-]+) \}", text()))
    known = {rule.id for section in rules.sections() for rule in section.rules}
    assert set(re.findall(r"\]\(rules\.md#([a-z-]+)\)", text())) <= known


def test_a_definition_shows_what_it_was_tried_on() -> None:
    assert "| a free Gaussian wave packet | 12 |" in part("schroedinger")
    assert "does not |" in part("schroedinger")


def test_wrong_variants_are_listed_with_a_place() -> None:
    assert re.search(r"a b - c d.*<br>Rows are multiplied.* at a = ", part("determinant"))


@pytest.mark.parametrize(("plain", "written"), [("5.0", "5"), ("(0.25 - 1.0j)", "0.25 − 1.0i"), ("-2.5", "−2.5")])
def test_numbers_are_written_as_in_a_text(plain: str, written: str) -> None:
    assert examples.number_text(plain) == written
