"""Is a page light or dark as its reader has it, from the first moment, and can that be changed from the keyboard?"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.visit import Reader, reading

CASE = "cases/sigmoid-logistic/"
SCHEMES = {"light": "default", "dark": "slate"}
SCHEME = "document.body.dataset.mdColorScheme"
BARS = "getComputedStyle(document.documentElement).colorScheme"


@pytest.fixture
def dark(browser: Browser) -> Iterator[Page]:
    """Yield a page of a reader whose system is dark."""
    with reading(browser, Reader(1280, "dark")) as context, context.new_page() as page:
        yield page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_begins_as_the_system_is(browser: Browser, site_url: str, scheme: str) -> None:
    """Not when the theme's script has come: until then a dark page would be white."""
    with reading(browser, Reader(390, scheme)) as context, context.new_page() as page:  # type: ignore[arg-type]
        page.route(re.compile("bundle"), lambda route: route.abort())
        page.goto(site_url + CASE)
        assert page.evaluate(SCHEME) == SCHEMES[scheme]
        assert page.evaluate(BARS) == scheme


def test_the_keyboard_switches_and_the_choice_is_kept(dark: Page, site_url: str) -> None:
    dark.goto(site_url + CASE, wait_until="networkidle")
    dark.get_by_role("button", name="Switch to light").focus()
    dark.keyboard.press("Enter")
    assert dark.evaluate(SCHEME) == "default"
    expect(dark.get_by_role("button", name="Switch to dark")).to_be_focused()
    expect(dark.get_by_role("button", name="Switch to light")).to_have_count(0)
    dark.goto(site_url)
    assert dark.evaluate(SCHEME) == "default"
    assert dark.evaluate(BARS) == "light"


def test_a_page_follows_the_system_until_somebody_chooses(dark: Page, site_url: str) -> None:
    dark.goto(site_url + CASE, wait_until="networkidle")
    dark.emulate_media(color_scheme="light")
    dark.wait_for_function(f"{SCHEME} === 'default'")


def test_the_page_is_not_styled_anew_when_the_scripts_come(dark: Page, site_url: str) -> None:
    """Each time costs a tenth of a second on a phone: what asks for it is a class, an attribute or a meta tag."""
    dark.goto(site_url + CASE, wait_until="networkidle")
    assert dark.locator("meta[name=color-scheme], [data-md-component=palette]").count() == 0
    assert "document.documentElement.className" in dark.locator("head").inner_html()


def test_without_javascript_there_is_nothing_to_press(browser: Browser, site_url: str) -> None:
    with reading(browser, Reader(390, javascript=False)) as context, context.new_page() as page:
        page.goto(site_url + CASE)
        assert page.locator(".look").count() == 2
        expect(page.get_by_role("button", name=re.compile("Switch to"))).to_have_count(0)
