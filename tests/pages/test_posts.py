"""The page of a post shows every formula in order, escaped, with its verdict and the line that proves it."""

import html
import re

import pytest

from generator.catalogue.derivations import derivation_of
from generator.catalogue.examples import EXAMPLES
from generator.catalogue.index import Catalogue
from generator.catalogue.network import FORMULAS
from generator.catalogue.network_derivations import derived
from generator.catalogue.posts import POSTS, Post
from generator.engine.anchors import key_lines
from generator.pages.environment import environment
from generator.pages.posts import RestoredPost, address, kind, pages
from generator.pages.rules import sections
from generator.restore.records import Claim
from generator.restore.restore import restore

pytestmark = pytest.mark.usefixtures("derived")

FOUND = "<script>alert(1)</script> {{ 7*7 }} `x` $y$"
HOSTILE = Claim(7, FOUND, r"a<b", "as it stands", (), "false", "at <b>z</b> = 1", "cases/x/#step-1-2")


@pytest.fixture(scope="module")
def restored() -> tuple[RestoredPost, ...]:
    return tuple(RestoredPost(post, restore(post.text)) for post in POSTS)


def test_every_formula_of_every_post_stands_on_its_page_in_order(restored: tuple[RestoredPost, ...]) -> None:
    _, *written = pages(environment(), restored)
    for one, page in zip(restored, written, strict=True):
        stated = re.findall(r"<code class=\"found\" data-search-exclude>(.*?)</code>", page.text)
        assert [html.unescape(text) for text in stated][: len(one.stated)] == [claim.found for _, claim in one.stated]
        places = re.findall(r"<span id=\"formula-(\d+)\">Line (\d+)</span>", page.text)
        numbered = enumerate(one.claims, 1)
        assert sorted((int(n), int(line)) for n, line in places) == [(n, claim.line) for n, claim in numbered]


def test_a_false_line_is_shown_as_it_is_beside_the_right_one(restored: tuple[RestoredPost, ...]) -> None:
    _, first, *_ = pages(environment(), restored)
    line = r"\frac{dL}{dz} = \frac{dL}{da} \times \frac{dz}{dz}"
    row = next(row for row in first.text.splitlines() if f"${line}$" in row)
    found, right, *_ = row.removeprefix("| ").split(" | ")
    assert f"${line}$" in found
    assert right.startswith(r"$\frac{dL}{dz} = \frac{dL}{da} \times \frac{da}{dz}$")


def test_damage_is_explained_once_and_fragments_are_folded(restored: tuple[RestoredPost, ...]) -> None:
    page = next(page for page in pages(environment(), restored) if page.uri.endswith("dz-copied-as-text.md"))
    assert page.text.count("bytes are missing") == 1
    assert "fragments: quantities that state nothing" in page.text
    assert "fragment:" not in page.text


def test_each_post_begins_with_the_answer(restored: tuple[RestoredPost, ...]) -> None:
    for one, page in zip(restored, list(pages(environment(), restored))[1:], strict=True):
        assert one.post.answer
        assert page.text.index(one.post.answer) < page.text.index("## The post, formula by formula")


def test_every_verdict_is_one_that_the_first_page_explains(restored: tuple[RestoredPost, ...]) -> None:
    first, *_ = pages(environment(), restored)
    for verdict in {kind(claim) for one in restored for claim in one.claims}:
        assert f"\n{verdict}\n:   " in first.text


def test_links_lead_to_lines_that_the_derivations_have(restored: tuple[RestoredPost, ...]) -> None:
    known = {f"{e.uri}/#{line.anchor}" for e in Catalogue().entries for line in key_lines(derivation_of(e))}
    ways = {e.uri: derived(e).derivation for e in FORMULAS}
    known |= {f"{uri}/#{line.anchor}" for uri, way in ways.items() if way for line in key_lines(way)}
    steps = {c.proved_by for one in restored for c in one.claims if "#step" in c.proved_by}
    assert steps
    assert steps <= known


def test_other_links_lead_to_examples_rules_and_symbols_that_there_are(restored: tuple[RestoredPost, ...]) -> None:
    known = {example.url for example in EXAMPLES} | {f"rules/#{row.id}" for group in sections() for row in group.rules}
    known |= {f"{entry.uri}/#result" for entry in FORMULAS} | {"notation/#symbol-by-symbol"}
    known |= {f"{entry.uri}/" for entry in Catalogue().entries}
    others = {c.proved_by for one in restored for c in one.claims if c.proved_by and "#step" not in c.proved_by}
    assert others - known == set()
    assert {other.partition("/")[0] for other in others} >= {"latex-examples", "network", "notation", "rules"}


def test_every_true_formula_leads_to_its_proof(restored: tuple[RestoredPost, ...]) -> None:
    """Definitions may have no page of their own, fragments state nothing; but what is true is proved somewhere."""
    without = [c for one in restored for c in one.claims if c.verdict.startswith("true") and not c.proved_by]
    assert without == []


def test_a_post_cannot_put_anything_of_its_own_on_the_page() -> None:
    post = Post("hostile", "Hostile", "", "A post.")
    text = next(page.text for page in pages(environment(), [RestoredPost(post, (HOSTILE,))]) if ">Line 7<" in page.text)
    assert "<script" not in text
    assert "<b>" not in text
    assert "49" not in text
    assert r"a\lt b" in text


def test_addresses_are_links_between_pages() -> None:
    assert address("cases/x/#step-1-2") == "../cases/x.md#step-1-2"
    assert address("losses/logistic/") == "../losses/logistic.md"
