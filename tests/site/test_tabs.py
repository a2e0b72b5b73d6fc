"""The notation that a reader chooses holds within a page, and on the next one."""

from playwright.sync_api import Browser, expect

from tests.site.visit import Reader, reading

FIRST, NEXT = "cases/sigmoid-logistic/", "cases/sigmoid-mse/"
CHOSEN = """(word) => [...document.querySelectorAll(".tabbed-labels > label")]
  .filter((label) => label.textContent.trim() === word)
  .map((label) => document.getElementById(label.htmlFor).checked)"""


def test_a_choice_holds_in_all_tabs_and_on_the_next_page(browser: Browser, site_url: str) -> None:
    with reading(browser, Reader(390)) as context, context.new_page() as page:
        page.goto(site_url + FIRST)
        label = page.locator(".tabbed-labels > label").nth(1)
        name = str(label.text_content()).strip()
        label.click()
        held = page.evaluate(CHOSEN, name)
        assert len(held) > 1
        assert all(held)
        page.goto(site_url + NEXT)
        expect(page.locator(".tabbed-labels").first).to_be_attached()
        assert page.evaluate(CHOSEN, name)
        assert all(page.evaluate(CHOSEN, name))


def test_the_first_notation_can_be_chosen_again(browser: Browser, site_url: str) -> None:
    with reading(browser, Reader(1280)) as context, context.new_page() as page:
        page.goto(site_url + FIRST)
        labels = page.locator(".tabbed-labels").first.locator("label")
        labels.nth(1).click()
        labels.nth(0).click()
        name = str(labels.nth(0).text_content()).strip()
        page.reload()
        assert all(page.evaluate(CHOSEN, name))


def test_where_two_notations_look_the_same_a_choice_leads_to_the_first(browser: Browser, site_url: str) -> None:
    """A phase without a tab of that name kept what had been chosen before."""
    with reading(browser, Reader(1280)) as context, context.new_page() as page:
        page.goto(site_url + "cases/softmax-cross-entropy/")
        labels = page.locator(".tabbed-labels").first.locator("label")
        for name in ("Nielsen", "Ng"):
            labels.filter(has_text=name).click()
        assert not any(page.evaluate(CHOSEN, "Nielsen"))
        page.reload()
        assert not any(page.evaluate(CHOSEN, "Nielsen"))


def test_the_notation_is_chosen_once_a_page(browser: Browser, site_url: str) -> None:
    with reading(browser, Reader(390)) as context, context.new_page() as page:
        page.goto(site_url + FIRST)
        shown = page.locator(".tabbed-labels label").filter(has_text="Ng").filter(visible=True)
        assert shown.count() == 1
