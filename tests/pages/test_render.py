"""Every page is there, says its result first, and leads to the pages that belong to it."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from markdown.extensions.toc import slugify

from generator.catalogue.index import Catalogue
from generator.catalogue.network import FORMULAS
from generator.errors import PageError
from generator.pages.around import uses
from generator.pages.authors import result_of
from generator.pages.grid import NOTABLE
from generator.pages.rules import linker, sections
from generator.pages.shorthand import shorthands_of
from generator.pages.site import Page, Site, fill
from generator.verify.proved import Proved

LINK = re.compile(r"\]\(([^)#]+\.[a-z]+)(?:#([^)]+))?\)")
CODE = re.compile(r"^( *)```.*?^\1```$", re.MULTILINE | re.DOTALL)
FOLDED = re.compile(r"^ +1\. ", re.MULTILINE)
SINGLE = re.compile(r"^ *\[[^\]]+\]\([^)]+\).*\n *\{ \.because \}$", re.MULTILINE)
"""The heading of a line of one step, which leads to its rule."""
ANCHOR = re.compile(r"\{ #(\S+) \}")
HEADING = re.compile(r"^#+ (.+?)$", re.MULTILINE)
NAMED = re.compile(r"\\label\{([^}]+)\}|id=\"([^\"]+)\"")


def front_matter(page: Page) -> dict[str, str]:
    """Return the data at the head of a page."""
    data: dict[str, str] = yaml.safe_load(page.text.split("---")[1])
    return data


def entry_pages(pages: dict[str, Page]) -> dict[str, Page]:
    """Return the pages of entries."""
    folders = {entry.folder for entry in Catalogue().entries}
    return {uri: page for uri, page in pages.items() if page.folder in folders and not uri.endswith("index.md")}


def test_every_entry_has_a_page_under_its_section(pages: dict[str, Page]) -> None:
    entries = Catalogue().entries
    assert {f"{entry.uri}.md" for entry in entries} == set(entry_pages(pages))
    others = ("mistakes/", "posts/", "layers/", "disputes/")
    rest = {uri for uri in set(pages) - set(entry_pages(pages)) if not uri.startswith(others)}
    alone = {"rules.md", "lookup.md", "notation.md", "errata.md", "api.md", "latex-examples.md", "compare.md"}
    network = {"network/index.md", *(f"{formula.uri}.md" for formula in FORMULAS)}
    assert rest == {*(f"{entry.folder}/index.md" for entry in entries), *alone, *network}


def test_the_title_carries_the_result_in_unicode(pages: dict[str, Page]) -> None:
    assert front_matter(pages["cases/sigmoid-logistic.md"])["title"] == "Sigmoid with logistic loss: dL/dz = a − y"
    assert front_matter(pages["activations/softmax.md"])["title"] == "Softmax: ∂aᵢ/∂zⱼ = aᵢ (δᵢⱼ − aⱼ)"


def test_descriptions_are_short_and_free_of_tex(pages: dict[str, Page]) -> None:
    descriptions = [front_matter(page)["description"] for page in pages.values()]
    assert [text for text in descriptions if not 0 < len(text) <= 250 or "\\" in text or "$" in text] == []


def stripped(page: Page) -> list[str]:
    """Return the lines of a page below its head, without indents and empty lines."""
    return [line.strip() for line in page.text.split("---", 2)[2].splitlines() if line.strip()]


def test_the_result_stands_right_below_the_title(pages: dict[str, Page], proved: dict[str, Proved]) -> None:
    for one in proved.values():
        page = pages[f"{one.entry.uri}.md"]
        lines = stripped(page)
        assert [lines[1], lines[2]] == ['=== "Leibniz"', "```copy"]
        assert [lines[5], lines[6].partition(" ")[0], lines[7]] == ["$$", r"\label{result}", "$$"]
        assert page.text.count(r"\label{result}") == 1


@pytest.mark.parametrize("name", [entry.id for entry in Catalogue().entries])
def test_it_is_the_result_of_the_derivation(name: str, pages: dict[str, Page], proved: dict[str, Proved]) -> None:
    one = proved[name]
    shown = result_of(one.derivation, shorthands_of(one))[0].tex
    assert stripped(pages[f"{one.entry.uri}.md"])[6] == rf"\label{{result}} {shown}"


def test_every_step_of_a_derivation_is_on_its_page(pages: dict[str, Page], proved: dict[str, Proved]) -> None:
    for one in proved.values():
        text = pages[f"{one.entry.uri}.md"].text
        all_of_it = [each for each in (one, one.second, *one.partials) if each]
        phases = {phase: None for each in all_of_it for phase in each.derivation.phases}
        assert len(SINGLE.findall(text)) + len(FOLDED.findall(text)) == sum(
            len(line.steps) for phase in phases for line in phase.lines
        )
        assert all(len(each.derivation.steps) == len(each.evidence.proofs) for each in all_of_it)


def places(page: Page) -> Iterator[str]:
    """Yield the anchors of a page: those that it names, of its formulas, and those that headings have by themselves."""
    yield from ANCHOR.findall(page.text)
    yield from (one or other for one, other in NAMED.findall(page.text))
    yield from (slugify(heading, "-") for heading in HEADING.findall(page.text))


def test_every_link_leads_to_a_page_and_to_an_anchor_on_it(site: Site, pages: dict[str, Page], root: Path) -> None:
    anchors = {uri: set(places(page)) for uri, page in pages.items()}
    anchors |= {asset.uri: set() for asset in site.assets}
    by_hand = (Page(file.name, "", file.read_text("utf-8"), "") for file in (root / "docs").glob("*.md"))
    anchors |= {page.uri: set(places(page)) for page in by_hand}
    for uri, page in pages.items():
        for target, anchor in LINK.findall(CODE.sub("", page.text)):
            at_root = target.startswith("../") or "/" not in uri
            place = target.removeprefix("../") if at_root else f"{uri.rpartition('/')[0]}/{target}"
            assert place in anchors
            assert not anchor or anchor in anchors[place]


def test_uses_and_used_by_mirror_each_other(pages: dict[str, Page], proved: dict[str, Proved]) -> None:
    def named(one: Proved, words: str) -> set[str]:
        lines = pages[f"{one.entry.uri}.md"].text.splitlines()
        line = next((line for line in lines if line.startswith(f"{words}:")), "")
        return {target.removeprefix("../").removesuffix(".md") for target, _ in LINK.findall(line)}

    forward = {(one.entry.uri, other) for one in proved.values() for other in named(one, "Uses")}
    backward = {(other, one.entry.uri) for one in proved.values() for other in named(one, "Used by")}
    assert forward == backward
    assert ("cases/sigmoid-logistic", "activations/sigmoid") in forward


def test_a_case_uses_its_parts_and_its_lemmas_once_each(proved: dict[str, Proved]) -> None:
    assert uses(proved["sigmoid-mse"]) == ("sigmoid", "half-squared-error")


def test_the_rules_page_has_every_rule_once(pages: dict[str, Page]) -> None:
    ids = [rule.id for section in sections() for rule in section.rules]
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    assert ANCHOR.findall(pages["rules.md"].text) == ids


def test_the_rules_page_tells_who_uses_a_rule(pages: dict[str, Page]) -> None:
    part = pages["rules.md"].text.split("{ #cancel-terms }")[1].split("###")[0]
    assert "[Sigmoid with logistic loss](cases/sigmoid-logistic.md)" in part


def test_a_step_with_a_rule_that_stands_in_no_table_is_an_error() -> None:
    with pytest.raises(PageError, match="magic · a step names a rule that stands in no table"):
        linker(sections(), {}, "rules.md")("magic")


def test_a_lemma_without_a_page_is_named_and_not_linked() -> None:
    assert linker(sections(), {}, "rules.md")("lemma:activation") == ("lemma activation", "")


def test_hand_written_pages_get_their_tables(site: Site) -> None:
    page = fill("before\n\n<!-- table: cases -->\n\nafter", site.tables)
    assert "| [Sigmoid with logistic loss](cases/sigmoid-logistic.md) | $\\frac{dL}{dz} = a - y$ |" in page
    assert page.startswith("before")
    assert page.endswith("after")


def test_the_home_page_begins_with_the_best_known_cases(site: Site) -> None:
    table = next(table.text for table in site.tables if "cases" in table.mark)
    linked = re.findall(r"\]\(cases/([a-z0-9-]+)\.md\)", table)
    assert linked[0] == "sigmoid-logistic"
    assert len(linked) == NOTABLE
