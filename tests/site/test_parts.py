"""Do the parts of a page stay where the build put them, and does a link to a line in a hidden one show it?"""

import pytest
from playwright.sync_api import Browser

from tests.site.visit import Reader, reading


def test_the_theme_takes_no_table_out_of_the_page(browser: Browser, site_url: str) -> None:
    with reading(browser, Reader(390)) as context, context.new_page() as page:
        page.goto(site_url + "notation/", wait_until="networkidle")
        assert page.locator(".table-box > table").count() > 3
        assert page.locator(".md-typeset__scrollwrap").count() == 0


@pytest.mark.parametrize("javascript", [True, False])
def test_a_link_to_a_line_leads_there_whichever_author_was_chosen(
    browser: Browser, site_url: str, *, javascript: bool
) -> None:
    with reading(browser, Reader(390, javascript=javascript)) as context, context.new_page() as page:
        page.goto(f"{site_url}cases/sigmoid-logistic/")
        hidden = page.locator(".tabbed-block:nth-child(3) .tex-display[id]").first
        assert not hidden.is_visible()
        line = hidden.get_attribute("id")
        page.goto("about:blank")
        page.goto(f"{site_url}cases/sigmoid-logistic/#{line}")
        assert page.locator(f"[id='{line}']").is_visible()
