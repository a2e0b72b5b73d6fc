"""Can everything be reached and used with keys alone, and does the page heed what a reader asks of the system?"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.visit import Reader, reading

CASE = "cases/sigmoid-logistic/"
PRESSED = 90
"""So many times is Tab pressed: through the header and the menu, into the text."""
LOST = """() => {
    const focused = document.activeElement;
    const label = focused.matches(".tabbed-set > input")
      && document.querySelector(`.tabbed-labels [for="${focused.id}"]`);
    const seen = label || focused;
    const {left, right, top, bottom, width, height} = seen.getBoundingClientRect();
    const near = right > 0 && left < innerWidth && bottom > 0 && top < innerHeight;
    const ring = getComputedStyle(seen).outlineStyle !== "none" || seen.matches(".md-search__input");
    const shown = seen.checkVisibility({visibilityProperty: true}) && width && height;
    return shown && ring && near ? null : focused.outerHTML.slice(0, 100);
}"""
NAMELESS = """() => [...document.querySelectorAll("[tabindex='0'], a[href], button, summary")]
    .filter((stop) => stop.checkVisibility() && !stop.ariaLabel && !stop.title && !stop.textContent.trim())
    .map((stop) => stop.outerHTML.slice(0, 100))"""
INK = """() => [...document.querySelectorAll(".tex text, .tex rect, .plot path[style*=stroke]")]
    .filter((part) => part.checkVisibility())
    .map((part) => getComputedStyle(part)[part.closest(".plot") ? "stroke" : "fill"])"""


@pytest.fixture
def phone(browser: Browser, site_url: str) -> Iterator[Page]:
    """Open a case on a screen as narrow as a desk's that is enlarged four times."""
    with reading(browser, Reader(320)) as context, context.new_page() as page:
        page.goto(site_url + CASE, wait_until="networkidle")
        yield page


def test_the_menu_of_a_narrow_screen_opens_and_shuts(phone: Page) -> None:
    menu, drawer = phone.get_by_role("button", name="Menu"), phone.locator("#__drawer")
    menu.focus()
    phone.keyboard.press("Enter")
    expect(drawer).to_be_checked()
    assert phone.evaluate("document.activeElement.closest('.md-sidebar--primary') !== null")
    phone.keyboard.press("Escape")
    expect(drawer).not_to_be_checked()
    expect(menu).to_be_focused()


@pytest.mark.parametrize("width", [320, 1280])
def test_what_has_the_focus_can_be_seen(width: int, browser: Browser, site_url: str) -> None:
    with reading(browser, Reader(width)) as context, context.new_page() as page:
        page.emulate_media(reduced_motion="reduce")
        page.goto(site_url + CASE, wait_until="networkidle")
        lost = []
        for _ in range(PRESSED):
            page.keyboard.press("Tab")
            page.evaluate("new Promise((done) => requestAnimationFrame(done))")
            lost.append(page.evaluate(LOST))
        assert [one for one in lost if one] == []


@pytest.mark.parametrize("path", ["", CASE, "lookup/", "network/bp2/"])
def test_all_that_the_keyboard_stops_at_has_a_name(path: str, browser: Browser, site_url: str) -> None:
    with reading(browser, Reader(1280)) as context, context.new_page() as page:
        page.goto(site_url + path, wait_until="networkidle")
        assert page.evaluate(NAMELESS) == []


def test_escape_leads_from_the_search_back_to_where_the_reader_was(browser: Browser, site_url: str) -> None:
    with reading(browser, Reader(1280)) as context, context.new_page() as page:
        page.goto(site_url + CASE, wait_until="networkidle")
        link = page.get_by_role("link", name="measured")
        link.focus()
        page.keyboard.press("s")
        expect(page.locator(".md-search__input")).to_be_focused()
        page.keyboard.press("Escape")
        expect(link).to_be_focused()


def test_nothing_moves_where_the_reader_asked_for_rest(phone: Page) -> None:
    phone.emulate_media(reduced_motion="reduce")
    phone.reload(wait_until="networkidle")  # what moved before has ended, and still counts
    for press in ("#__drawer", ".tabbed-labels label:last-child", ".copy summary"):
        phone.locator(press).first.evaluate("(one) => one.click()")
        phone.evaluate("new Promise((done) => requestAnimationFrame(done))")
        assert phone.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_formulas_and_plots_take_the_colours_of_a_system_that_sets_them(
    scheme: str, browser: Browser, site_url: str
) -> None:
    with reading(browser, Reader(1280, scheme)) as context, context.new_page() as page:  # type: ignore[arg-type]
        page.emulate_media(forced_colors="active", color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(site_url + CASE, wait_until="networkidle")
        colours = {"CanvasText", "LinkText", "VisitedText", "Canvas"}
        paint = "(name) => { const p = document.body.appendChild(document.createElement('p')); p.style.color = name;"
        known = {page.evaluate(f"{paint} const it = getComputedStyle(p).color; p.remove(); return it; }}", name): name
                 for name in colours}  # fmt: skip
        used = set(page.evaluate(INK))
        assert used <= set(known)
        assert "CanvasText" in {known[colour] for colour in used}
        assert "Canvas" not in {known[colour] for colour in used}
