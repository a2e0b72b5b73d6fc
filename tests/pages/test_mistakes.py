"""Every mistake has its page, and every entry is on the pages of its mistakes."""

import re

from generator.pages.likely import likely
from generator.pages.mistakes import mistakes
from generator.pages.site import Page
from generator.verify.misprints import MISPRINTS
from generator.verify.proved import Proved
from generator.verify.variants import ROWS


def test_every_mistake_has_a_page_and_is_wrong_somewhere(pages: dict[str, Page], proved: dict[str, Proved]) -> None:
    rows = {f"mistakes/{row.id}.md" for row in (*ROWS, *MISPRINTS)}
    assert {uri for uri in pages if uri.startswith("mistakes/")} == {*rows, "mistakes/index.md"}
    assert [mistake.row.id for mistake in mistakes(proved.values()) if not mistake.failures] == []


def test_two_or_three_mistakes_of_each_receipt_are_shown(proved: dict[str, Proved]) -> None:
    for one in proved.values():
        shown = likely(one.derivation, one.evidence.receipt)
        assert 2 <= len(shown) <= 3
        assert {variant.id for variant in shown} <= {variant.id for variant in one.evidence.receipt.rejected_variants}


def test_every_variant_of_a_receipt_leads_to_its_page(pages: dict[str, Page], proved: dict[str, Proved]) -> None:
    for one in proved.values():
        receipts = [each.evidence.receipt for each in (one, one.second) if each]
        named = {variant.id for receipt in receipts for variant in (*receipt.rejected_variants, *receipt.same_function)}
        linked = set(re.findall(r"\(\.\./mistakes/([\w-]+)\.md\)", pages[f"{one.entry.uri}.md"].text))
        assert linked - {"index"} <= named


def test_where_a_slip_makes_no_difference_the_page_says_so(pages: dict[str, Page]) -> None:
    harmless = pages["mistakes/activation-slope-missing.md"].text.split("## Where it makes no difference")[1]
    assert "[Identity with half squared error](../cases/linear-mse.md)" in harmless
