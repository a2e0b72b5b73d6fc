"""Does one find one's way: along the path for newcomers, back to where one came from, and to what a letter means?"""

import re
from itertools import pairwise
from pathlib import Path

from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from generator.catalogue.index import Catalogue
from generator.pages.path import PATH
from tests.site.visit import Reader, reading


def soup(site: Path, uri: str) -> BeautifulSoup:
    """Return the built page of a source file."""
    return BeautifulSoup((site / _address(uri) / "index.html").read_bytes(), "lxml")


def _address(uri: str) -> str:
    return re.sub(r"(^|/)index$", "", uri.removesuffix(".md"))


def test_the_path_leads_from_its_first_page_to_its_last_and_back(site_dir: Path) -> None:
    for before, after in pairwise(PATH):
        onward = soup(site_dir, before).select_one("a.md-footer__link--next")
        back = soup(site_dir, after).select_one("a.md-footer__link--prev")
        assert onward is not None, before
        assert back is not None, after
        assert (site_dir / _address(before) / str(onward["href"])).resolve() == (site_dir / _address(after)).resolve()
        assert (site_dir / _address(after) / str(back["href"])).resolve() == (site_dir / _address(before)).resolve()


def test_the_home_page_leads_to_the_beginning_of_the_path_and_to_the_index(site_dir: Path) -> None:
    links = {str(link["href"]) for link in soup(site_dir, "index.md").select("article a[href]")}
    assert {"start/", "lookup/", "cases/sigmoid-logistic/"} <= links


def test_a_page_says_where_it_stands(site_dir: Path) -> None:
    crumbs = soup(site_dir, "cases/sigmoid-logistic.md").select(".md-path a")
    assert [crumb.get_text(strip=True) for crumb in crumbs] == ["Home", "Cases", "Sigmoid"]


def test_the_menu_of_a_case_has_the_others_of_its_activation_and_no_more(site_dir: Path) -> None:
    links = soup(site_dir, "cases/sigmoid-logistic.md").select("nav.md-nav--primary nav a[href]")
    menu = {address.rstrip("/") for link in links if (address := str(link["href"])).startswith("../sigmoid-")}
    cases = {f"../{case.id}" for case in Catalogue().cases if case.activation.id == "sigmoid"}
    assert menu == cases - {"../sigmoid-logistic"}


def test_the_index_names_every_letter_where_it_is_defined(site_dir: Path) -> None:
    rows = soup(site_dir, "lookup.md").select("#letters ~ .table-box")[0].select("tbody tr")
    assert len(rows) > 10
    assert [row.get_text() for row in rows if row.find("a") is None] == []


CARD = ".letters-card:not([hidden])"


def test_who_points_at_a_formula_is_told_its_letters(site_url: str, browser: Browser) -> None:
    with reading(browser, Reader(1280)) as context, context.new_page() as page:
        page.goto(site_url + "cases/sigmoid-logistic/")
        page.hover("#result")
        page.wait_for_selector(CARD)
        rows = page.locator(f"{CARD} > p")
        assert [line.partition(":")[0] for line in rows.all_inner_texts()] == ["L", "z", "a", "y"]
        page.hover(CARD)
        page.wait_for_timeout(600)
        assert page.is_visible(CARD)
        page.keyboard.press("Escape")
        page.wait_for_selector(CARD, state="detached")
        page.mouse.move(0, 0)
        page.hover("#result")
        definition = str(page.get_attribute(f"{CARD} a >> nth=1", "href"))
        page.click(f"{CARD} a >> nth=1")
        page.wait_for_url(definition)
        assert "/cases/" not in definition


def test_the_card_of_letters_goes_when_the_reader_does(site_url: str, browser: Browser) -> None:
    with reading(browser, Reader(1280)) as context, context.new_page() as page:
        page.goto(site_url + "cases/sigmoid-logistic/")
        page.hover("#result")
        page.wait_for_selector(CARD)
        page.hover("h1")
        page.wait_for_selector(CARD, state="detached")
