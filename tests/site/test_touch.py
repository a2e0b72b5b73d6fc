"""A reader with a phone: fingers move the letters of the instrument, scroll past it, and open tabs and menus."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, FloatRect, Locator, Page, expect

CASE, SOFTMAX = "cases/sigmoid-logistic/", "cases/softmax-cross-entropy/"
MOVES = 12
"""A finger is felt at so many places on its way."""
Point = tuple[float, float]
VALUES = "sliders => sliders.map((slider) => slider.value)"
TALLER = """() => [...document.querySelectorAll("h1, h2, h3")].filter((heading) => {
    const height = heading.offsetHeight;
    heading.querySelector(".headerlink")?.remove();
    return heading.offsetHeight < height;
}).map((heading) => heading.textContent)"""
LATE = ".tex-display"
"""What ``site.js`` draws when there is nothing else to do, in this order."""
DRAWN = f"() => [...document.querySelectorAll('{LATE}')].at(-1).style.contentVisibility"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """Open a page on a phone, which has no mouse."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


@pytest.fixture
def finger(phone: Page) -> CDPSession:
    """Return what hands touches to the browser, which makes of them what it makes of a finger: a drag, or scrolling."""
    return phone.context.new_cdp_session(phone)


def drag(finger: CDPSession, start: Point, end: Point) -> None:
    """Put a finger down, move it over the glass and take it away."""
    shares = [n / MOVES for n in range(MOVES + 1)]
    way = [
        {"x": start[0] + (end[0] - start[0]) * share, "y": start[1] + (end[1] - start[1]) * share} for share in shares
    ]
    for kind, place in zip(["touchStart", *["touchMove"] * MOVES], way, strict=True):
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [place]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def box(place: Locator) -> FloatRect:
    """Return where something stands on the screen."""
    found = place.bounding_box()
    assert found is not None
    return found


def point(place: Locator, share: float) -> Point:
    """Return a point of something: so far along it, and in the middle of its height."""
    found = box(place)
    return found["x"] + share * found["width"], found["y"] + found["height"] / 2


def opened(phone: Page, url: str, place: str = ".try-sliders") -> Page:
    """Open a page, wait until its instrument is alive and all is drawn, and go to a part of it."""
    phone.goto(url)
    phone.locator(".try").scroll_into_view_if_needed()
    expect(phone.locator(".try-alive")).to_be_visible()
    phone.wait_for_function(DRAWN)
    phone.evaluate(f"document.querySelector('{place}').scrollIntoView({{ block: 'center', behavior: 'instant' }})")
    return phone


@pytest.mark.parametrize(("path", "name"), [(CASE, "z"), (CASE, "y"), (SOFTMAX, "z₂")])
def test_a_finger_moves_a_letter_and_not_the_page(
    phone: Page, finger: CDPSession, site_url: str, path: str, name: str
) -> None:
    opened(phone, site_url + path)
    slider = phone.get_by_role("slider", name=name, exact=True)
    said, gaps = phone.locator(".try-said"), phone.locator(".try-gaps .try-line")
    expect(said).not_to_be_empty()
    words, line, value, place = said.inner_text(), gaps.get_attribute("d"), slider.input_value(), box(slider)
    drag(finger, point(slider, 0.8), point(slider, 0.2))
    assert float(slider.input_value()) < float(value)
    expect(said).not_to_have_text(words)
    assert gaps.get_attribute("d") != line
    assert box(slider) == place


@pytest.mark.parametrize("place", [".try-curve", ".try-gaps", ".try-table", ".try-sliders input"])
def test_a_finger_scrolls_past_the_instrument(phone: Page, finger: CDPSession, site_url: str, place: str) -> None:
    opened(phone, site_url + CASE, place)
    seen, sliders = phone.locator(place).first, phone.get_by_role("slider")
    values, words = sliders.evaluate_all(VALUES), phone.locator(".try-number").all_inner_texts()
    before, (x, y) = box(seen)["y"], point(seen, 0.3)
    drag(finger, (x, y), (x, y - 250))
    phone.wait_for_function(
        f"before => document.querySelector('{place}').getBoundingClientRect().y < before", arg=before - 100
    )
    expect(phone.locator(".try-number")).to_have_text(words)
    assert sliders.evaluate_all(VALUES) == values


def test_tabs_and_menus_open_by_a_tap(phone: Page, site_url: str) -> None:
    phone.goto(site_url + CASE)
    result = phone.locator(".tabbed-set").first
    result.locator("label", has_text="Nielsen").tap()
    expect(result.locator(".tabbed-block").nth(2)).to_be_visible()
    phone.locator("details.copy summary:visible").first.tap()
    phone.get_by_role("button", name="Discourse").first.tap()
    expect(phone.locator(".copy-status")).to_have_text("Copied: Discourse")
    assert "\n$$\n" in "\n" + phone.evaluate("navigator.clipboard.readText()")


def test_an_answer_is_checked_by_a_tap(phone: Page, site_url: str) -> None:
    opened(phone, site_url + CASE)
    phone.locator("#try-formula").tap()
    phone.keyboard.type("a - y")
    phone.get_by_role("button", name="Check").tap()
    expect(phone.locator(".try-verdict")).to_contain_text("Right")


def test_a_heading_takes_no_more_lines_than_its_words(phone: Page, site_url: str) -> None:
    """The sign that links to it, which a phone does not show, once took a line of its own."""
    phone.set_viewport_size({"width": 320, "height": 800})
    for path in ("posts/four-derivations/", "network/bp2/"):
        phone.goto(site_url + path)
        assert phone.evaluate(TALLER) == []


def test_a_touched_formula_tells_its_letters(phone: Page, site_url: str) -> None:
    opened(phone, site_url + CASE, "#result")
    phone.locator("#result").tap()
    card = phone.locator(".letters-card")
    expect(card).to_contain_text("what comes out of a unit")
    sides = box(card)
    assert sides["x"] >= 0
    assert sides["x"] + sides["width"] <= 390
    phone.locator("h1").tap()
    expect(card).to_be_hidden()


@pytest.mark.parametrize(("place", "what"), [("network/dz-hidden/", ".graph"), ("layers/lstm/", ".tex-display")])
def test_what_scrolls_sideways_shows_that_it_goes_on(phone: Page, site_url: str, place: str, what: str) -> None:
    phone.goto(site_url + place)
    shown = f"getComputedStyle(document.querySelector('{what}'))"
    assert phone.evaluate(f"{shown}.backgroundImage").count("linear-gradient") == 4
    assert phone.evaluate(f"{shown}.overflowX") == "auto"
