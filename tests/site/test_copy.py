"""A reader copies a formula: from a menu, by mouse or keyboard, or as selected text; and MathML is drawn."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mpmath
import pytest
import sympy as sp
from lxml import html
from playwright.sync_api import Browser, Page, expect

from generator.catalogue.index import Catalogue
from tests.cover import cover
from tests.site import headline, mathml
from tests.site.visit import Reader, reading

PAGE = "cases/sigmoid-logistic/"
LINK = "https://dldz.github.io/dldz/cases/sigmoid-logistic/#result"
DISCOURSE = f"\n\n$$\n\\frac{{dL}}{{dz}} = a - y\n$$\n\n{LINK}\n"
NAMES = ["Link", "Discourse", "Stack Exchange", "GitHub", "LaTeX", "MathML", "Unicode text", "SymPy", "NumPy"]
STATUS = ".copy-status[role=status]"
"""Other parts of a page have something to say as well."""
CLIPBOARD = "navigator.clipboard.readText()"


@pytest.fixture
def page(site_url: str, browser: Browser) -> Iterator[Page]:
    """Open a case on a desk, with a clipboard."""
    with reading(browser, Reader(1280)) as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto(site_url + PAGE, wait_until="networkidle")
        page.wait_for_selector(STATUS, state="attached")  # the script has run, however busy the machine is
        yield page


def copied(page: Page) -> Any:  # noqa: ANN401 - what JavaScript gives
    """Return what is on the clipboard."""
    return page.evaluate(CLIPBOARD)


def test_a_click_copies_and_says_so(page: Page) -> None:
    menu = page.locator("details.copy").first
    menu.locator("summary").click()
    menu.get_by_role("button", name="Discourse").click()
    expect(page.locator(STATUS)).to_have_text("Copied: Discourse")
    expect(menu).not_to_have_attribute("open", "")
    assert copied(page) == DISCOURSE


def test_the_keyboard_alone_copies(page: Page) -> None:
    page.locator("details.copy summary").first.focus()
    for key in ("Enter", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(STATUS)).to_have_text("Copied: Discourse")
    assert copied(page) == DISCOURSE
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_escape_and_a_click_elsewhere_close_the_menu(page: Page) -> None:
    menu = page.locator("details.copy").first
    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")
    page.locator("h1").click()
    expect(menu).not_to_have_attribute("open", "")


def test_every_text_is_copied_as_it_stands_in_the_fold(page: Page) -> None:
    menu = page.locator("details.copy").first
    menu.locator("summary").click()
    names, texts = menu.locator("button").all_text_contents(), menu.locator("pre").all_text_contents()
    page.keyboard.press("Escape")
    for n, text in enumerate(texts):
        menu.locator("summary").click()
        menu.locator("button").nth(n).click()
        page.wait_for_function(f"(text) => {CLIPBOARD}.then((found) => found === text)", arg=text)
        assert LINK in text
    assert names == NAMES
    assert "dL/dz = a − y\n" in texts[names.index("Unicode text")]
    assert r"\[" in texts[names.index("LaTeX")]


def test_a_whole_derivation_is_copied(page: Page) -> None:
    menu = page.locator("#derivation ~ details.copy").first
    menu.locator("summary").click()
    menu.get_by_role("button", name="Stack Exchange").click()
    expect(page.locator(STATUS)).to_have_text("Copied: Stack Exchange")
    assert copied(page).startswith("**Sigmoid with logistic loss**\n\n")
    assert copied(page).endswith(f"[Sigmoid with logistic loss]({LINK.partition('#')[0]})\n")


def test_without_a_clipboard_the_texts_come_into_sight(page: Page) -> None:
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    menu = page.locator("details.copy").first
    menu.locator("summary").click()
    menu.get_by_role("button", name="Discourse").click()
    expect(menu.locator("pre").nth(1)).to_be_visible()
    expect(page.locator(STATUS)).to_contain_text("Select the text")


def test_without_javascript_the_fold_shows_the_texts(site_url: str, browser: Browser) -> None:
    with reading(browser, Reader(360, javascript=False)) as context:
        page = context.new_page()
        page.goto(site_url + PAGE)
        page.locator("details.copy summary").first.click()
        text = page.locator("details.copy pre").first
        expect(text).to_be_visible()
        assert text.text_content() == "\\[\n\\frac{dL}{dz} = a - y\n\\]\n"


def test_a_formula_that_is_selected_with_the_mouse_is_copied_as_its_tex(page: Page) -> None:
    box = page.locator("#step-1-2 svg").first.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] - 10, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] + 10, middle, steps=5)
    page.mouse.up()
    page.keyboard.press("Control+c")
    tex = page.locator("#step-1-2").get_attribute("data-tex")
    assert copied(page) == tex
    page.mouse.dblclick(box["x"] + 20, middle)
    page.keyboard.press("Control+c")
    assert copied(page) == tex


def test_a_text_is_copied_with_its_formulas_and_without_what_is_hidden(page: Page) -> None:
    page.evaluate("document.getElementById('conventions-and-assumptions').closest('details').open = true")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    text = copied(page)
    assert "\n$$\n\\frac{dL}{dz} = a - y\n$$\n" in text
    assert "$L$ is the loss of one example." in text
    assert "sympy" not in text
    page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    page.keyboard.press("Control+c")
    assert "$" not in copied(page)


ENTRIES = pytest.mark.parametrize("entry", Catalogue().entries, ids=lambda entry: entry.id)


def texts_of(file: Path) -> dict[str, str]:
    """Return what can be copied of a page's result."""
    (menu, *_) = html.parse(file).xpath("//details[contains(concat(' ', @class, ' '), ' copy ')]")
    rows = [(row.find(".//span"), row.find(".//pre")) for row in menu.iter("li")]
    return {name.text_content(): text.text_content() for name, text in rows if None not in (name, text)}


@ENTRIES
def test_mathml_is_the_formula_of_the_page(entry: Any, site_dir: Path) -> None:  # noqa: ANN401
    """The TeX of the page was compared with numeric gradients; the MathML is read by a reader of its own.

    Both menus hold the whole formula, the page may have letters for parts that recur.
    """
    file = site_dir / entry.uri / "index.html"
    texts, shown = texts_of(file), headline.derivatives(file)["result"]
    whole = texts["LaTeX"].strip().removeprefix("\\[").removesuffix("\\]").partition(r" \quad")[0].strip()
    assert shown.named or shown.tex == whole
    expected = headline.read(whole)
    got = mathml.read(texts["MathML"])
    values = {str(s): sp.Rational(7 + 3 * n, 23) for n, s in enumerate(sorted(expected.free_symbols, key=str))}
    for shift in (0, sp.Rational(1, 7), -2):
        with mpmath.workdps(30):
            left, right = (_value(x, values, shift) for x in (expected, got))
        assert abs(left - right) < 1e-20


def _value(x: sp.Expr, values: dict[str, sp.Rational], shift: sp.Rational) -> sp.Expr:
    whole = x.replace(sp.Sum, lambda body, *_: sp.cos(body))  # what is summed is compared; no sum has to be taken
    return sp.N(whole.subs({s: values[str(s)] + shift for s in whole.free_symbols}), 25)


def test_chromium_draws_the_mathml(site_dir: Path, page: Page) -> None:
    sources = [texts_of(site_dir / entry.uri / "index.html")["MathML"] for entry in cover(Catalogue())]
    assert [source for source in sources if not page.evaluate(DRAWN, source)] == []
    assert not page.evaluate(DRAWN, "<math><mfrac></math>")


DRAWN = """(source) => {
  const strict = new DOMParser().parseFromString(source, "application/xml");
  if (strict.querySelector("parsererror")) return false;
  const place = document.body.appendChild(document.createElement("div"));
  place.innerHTML = source;
  const math = place.querySelector("math");
  const { width, height } = math.getBoundingClientRect();
  place.remove();
  return math.namespaceURI.endsWith("MathML") && width > 10 && height > 10;
}"""


def test_a_menu_is_seen_to_its_end_wherever_it_stands(page: Page) -> None:
    """Parts of a page are left undrawn while they are far away; what is drawn of them must not be cut off."""
    hidden = page.evaluate("""async () => {
      const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const hidden = [];
      for (const summary of document.querySelectorAll(".copy > summary")) {
        if (!summary.checkVisibility()) continue;
        summary.scrollIntoView({block: "center"});
        await frame();
        summary.click();
        await frame();
        for (const button of summary.parentElement.querySelectorAll("button")) {
          const {x, y, width, height} = button.getBoundingClientRect();
          if (document.elementFromPoint(x + width / 2, y + height / 2) !== button) hidden.push(button.textContent);
        }
        summary.click();
      }
      return hidden;
    }""")
    assert hidden == []
