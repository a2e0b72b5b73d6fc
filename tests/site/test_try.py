"""A reader tries a formula out: moves its letters, sees the V of the differences, and has an answer checked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.site.server import path_of
from tests.site.visit import Reader, reading

CASE, SOFTMAX, LASSO = "cases/sigmoid-logistic/", "activations/softmax/", "losses/l1-penalty/"
CHECK = "check/"
POLICY = "script-src 'self'; object-src 'none'"
GAPS = "() => [...document.querySelectorAll('.try-table tbody tr')].map((row) => row.cells[2].textContent)"
ANSWERS = (
    (CASE, "a - y", "Right"),
    (CASE, "dL/dz = a − y", "Right"),
    (CASE, "1/(1 + e^-z) - y", "Right"),
    (CASE, "σ(z) - y", "Right"),
    (CASE, "a^2 + a(1-a) - y", "Right"),
    (CASE, "-y + a", "Right"),
    (CASE, "y - a", "The target stands where the output belongs"),
    (CASE, "(a-y)*a*(1-a)", "da/dz is multiplied in once more"),
    (CASE, "a", "At a = "),
    (CASE, "a y", "At a = "),
    (CASE, "1/0", "it has no value"),
    (CASE, r"\frac{a-y}{a(1-a)}", "da/dz were 1"),
    (CASE, "a 2", "Write * before"),
    (CASE, "b", "“b” has no meaning here. Known are a, y, z."),
    (CASE, "a.constructor", "cannot be read"),
    (CASE, "alert(1)", "cannot be read"),
    (CASE, "this", "cannot be read"),
    (CASE, "__proto__", "cannot be read"),
    (CASE, "", "Type a formula first"),
    (SOFTMAX, "a_i*(delta_ij - a_j)", "Right"),
    (SOFTMAX, "aᵢ(δᵢⱼ − aⱼ)", "Right"),
    (SOFTMAX, "a_i(1 - a_i)", "At a = ("),
    (LASSO, "λ*sign(wᵢ)", "Right"),
    (LASSO, "lambda*w_i/abs(w_i)", "Right"),
    (LASSO, "λ*a", "“a” has no meaning here. Known are λ, w."),
)


HEIGHTS = """() => ["said", "plots", "table"].map((name) => document.querySelector(`.try-${name}`).offsetHeight)"""


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("path", [CASE, SOFTMAX, "cases/gelu-mse/"])
def test_nothing_moves_when_the_instrument_comes(browser: Browser, site_url: str, path: str, width: int) -> None:
    with reading(browser, Reader(width)) as context, context.new_page() as page:
        page.goto(site_url + path, wait_until="domcontentloaded")
        before = page.evaluate(HEIGHTS)
        page.locator(".try").scroll_into_view_if_needed()
        expect(page.locator(".try-said")).not_to_be_empty()
        assert page.evaluate(HEIGHTS) == before


def strict(route: Route) -> None:
    """Answer as a server does that allows no script but files of the site: neither inline nor by ``eval``."""
    answer = route.fetch()
    route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": POLICY})


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a window on a desk."""
    with reading(browser, Reader(1280)) as context:
        yield context.new_page()


def opened(page: Page, url: str) -> Page:
    """Open a page and wait until its instrument is alive."""
    page.goto(url)
    page.locator(".try").scroll_into_view_if_needed()
    expect(page.locator(".try-alive")).to_be_visible()
    return page


def test_the_gap_falls_and_rises_again(page: Page, site_url: str) -> None:
    opened(page, site_url + CASE)
    expect(page.locator(".try-table tbody tr")).to_have_count(12)
    gaps = [_float(text) for text in page.evaluate(GAPS)]
    assert min(gaps) < 1e-9
    assert gaps[0] > 1e3 * min(gaps)
    assert gaps[-1] > 1e3 * min(gaps)
    assert page.locator(".try-gaps circle").count() == 12


def _float(text: str) -> float:
    plain = text.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-"))
    mantissa, _, power = plain.partition("\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10")
    return float(mantissa) * 10.0 ** int(power or 0)


def test_the_arrow_keys_move_a_letter_and_the_point_is_announced(page: Page, site_url: str) -> None:
    opened(page, site_url + CASE)
    said = page.locator(".try-said")
    expect(said).to_contain_text("at z = 1.2.")
    before = page.locator(".try-curve .try-tangent").get_attribute("d")
    page.get_by_role("slider", name="z").focus()
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("at z = 1.22. dL/dz: the formula gives −0.0279364506, the centred difference")
    assert page.locator(".try-curve .try-tangent").get_attribute("d") != before
    assert said.get_attribute("role") == "status"


def test_nothing_moves_by_itself(page: Page, site_url: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    opened(page, site_url + CASE)
    assert page.evaluate("document.querySelector('.try').getAnimations({ subtree: true }).length") == 0


def test_a_vector_has_a_slider_for_each_component_and_index(page: Page, site_url: str) -> None:
    opened(page, site_url + SOFTMAX)
    expect(page.locator(".try-said")).to_contain_text("a₁ = ")
    page.get_by_role("slider", name="j", exact=True).press("End")
    expect(page.locator(".try-said")).to_contain_text("at z₃ = ")
    assert min(_float(text) for text in page.evaluate(GAPS)) < 1e-9


def test_answers_are_judged_where_no_script_may_be_made_from_text(site_dir: Path, page: Page, site_url: str) -> None:
    page.route(f"**{path_of(site_dir)}**/", strict)
    for path in (CASE, SOFTMAX, LASSO):
        opened(page, site_url + path)
        for answer, verdict in ((answer, verdict) for where, answer, verdict in ANSWERS if where == path):
            page.locator("#try-formula").fill(answer)
            page.locator("#try-formula").press("Enter")
            expect(page.locator(".try-verdict")).to_contain_text(verdict)


def test_a_mistake_leads_to_its_page(page: Page, site_url: str) -> None:
    opened(page, site_url + CASE)
    page.locator("#try-formula").fill("y - a")
    page.get_by_role("button", name="Check").click()
    page.get_by_role("link", name="What this mistake is").click()
    expect(page.locator("h1")).to_contain_text("Is the error a − y or y − a?")


def test_a_formula_is_compared_with_all_entries(page: Page, site_url: str) -> None:
    page.goto(site_url + CHECK)
    page.get_by_label("Formula", exact=True).fill(r"\hat y - y")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("link", name="Sigmoid with logistic loss", exact=True).first).to_be_visible()
    expect(page.locator(".try-verdict")).to_contain_text("A known mistake in")


@pytest.mark.parametrize(("formula", "of_layers"), [("dx = dy @ W.T", True), (r"\nabla_a C", True), ("(a - y", False)])
def test_a_formula_of_a_layer_is_led_to_where_layers_are_judged(
    page: Page, site_url: str, formula: str, *, of_layers: bool
) -> None:
    page.goto(site_url + CHECK)
    page.get_by_label("Formula", exact=True).fill(formula)
    page.get_by_role("button", name="Check").click()
    verdict = page.locator(".try-verdict")
    expect(verdict).to_contain_text("This cannot be read")
    expect(verdict.get_by_role("link", name="questions about layers")).to_have_count(int(of_layers))


def test_the_home_page_checks_an_answer(page: Page, site_url: str) -> None:
    page.goto(site_url)
    page.locator("#try-formula").fill("(a - y)/0")
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".try-verdict")).to_contain_text("it has no value")


def test_the_page_is_whole_without_javascript(site_url: str, browser: Browser) -> None:
    with reading(browser, Reader(360, javascript=False)) as context:
        page = context.new_page()
        page.goto(site_url + CASE)
        expect(page.locator(".try-without")).to_be_visible()
        expect(page.locator(".try-with")).to_be_hidden()
