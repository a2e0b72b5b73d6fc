"""Does a case fit on two pages of paper, with all that a reader of paper needs?"""

import io
import re
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser, Page, PdfMargins
from pypdf import PdfReader

from tests.site.visit import Reader, reading

CASES = ("sigmoid-logistic", "softmax-cross-entropy", "gelu-mse", "squared-relu-mse")
MOST, GRID = 2, 12
NEEDED = ("Definition", "Derivation", "Result", "Receipt", "Code", "References")
LEFT_OUT = ("Copy", " steps: ", "How to cite", "Check your answer", "This page as Markdown")
MARGINS: PdfMargins = {"top": "10mm", "bottom": "10mm", "left": "10mm", "right": "10mm"}
BRIGHTNESS = """() => {
  const [red, green, blue] = getComputedStyle(document.querySelector("#receipt")).color.match(/[0-9.]+/g).map(Number);
  return (red + green + blue) / 3;
}"""


def printed(page: Page, url: str) -> list[str]:
    """Return the text of each page that a printer would get, two letters where a font has one glyph for them."""
    page.goto(url, wait_until="networkidle")
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4", margin=MARGINS))).pages
    return [normalize("NFKC", sheet.extract_text()) for sheet in sheets]


@pytest.mark.parametrize("case", CASES)
def test_a_case_is_two_pages(case: str, browser: Browser, site_url: str) -> None:
    with reading(browser, Reader(1280)) as context, context.new_page() as page:
        sheets = printed(page, f"{site_url}cases/{case}/")
    text = " ".join(sheets)
    assert len(sheets) <= MOST
    assert [word for word in NEEDED if word not in text] == []
    assert [word for word in LEFT_OUT if word in text] == []
    assert not re.search("Numerically stable form(?! of)", text)  # a heading whose content is left out


def test_without_the_rules_for_print_it_would_be_more(browser: Browser, site_url: str) -> None:
    with reading(browser, Reader(1280)) as context, context.new_page() as page:
        page.route("**/site.css", lambda route: route.abort())
        assert len(printed(page, f"{site_url}cases/{CASES[0]}/")) > MOST


def test_a_reader_in_the_dark_prints_dark_letters(browser: Browser, site_url: str) -> None:
    with reading(browser, Reader(1280, "dark")) as context, context.new_page() as page:
        page.goto(f"{site_url}cases/{CASES[0]}/")
        on_screen = page.evaluate(BRIGHTNESS)
        page.emulate_media(media="print")
        assert page.evaluate(BRIGHTNESS) < 128 < on_screen


def test_what_letters_stand_for_is_no_larger_on_paper_than_the_words_around(browser: Browser, site_url: str) -> None:
    size = "(name) => parseFloat(getComputedStyle(document.querySelector(name)).fontSize)"
    with reading(browser, Reader(1280)) as context, context.new_page() as page:
        page.goto(f"{site_url}cases/gelu-tanh-huber/")
        page.emulate_media(media="print")
        assert page.evaluate(size, ".named") <= page.evaluate(size, "article")


def test_the_grid_of_all_pairs_is_a_list_on_paper(browser: Browser, site_url: str) -> None:
    """As the table that it is on a screen it kept the browser busy without an end."""
    with reading(browser, Reader(1280)) as context, context.new_page() as page:
        page.goto(f"{site_url}cases/")
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.querySelector('.grid-of-cases table')).display") == "block"
        sheets = printed(page, f"{site_url}cases/")
    assert len(sheets) <= GRID
    assert "takes 0 < a < 1" not in (text := " ".join(sheets))
    assert "Half squared error: (a − y) a (1 − a)" in " ".join(text.split())
