"""Does a picture of a whole page show all of it, though what is far from the screen is drawn last?"""

import io
import time
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize

from tests.site.visit import Reader, reading

PAGES = ("cases/sigmoid-logistic/", "activations/gelu/", "notation/", "posts/dz-copied-as-text/")
PATIENCE = 30
"""So many seconds may pass until a busy machine has nothing else to do."""
PARTS = """() => [...document.querySelectorAll(".tex svg, .plot img, .try-plots svg, .try-table tbody tr")]
  .filter((part) => part.checkVisibility())
  .map((part) => [part.getBoundingClientRect(), part.closest("article, .table-box").getBoundingClientRect()])
  .filter(([part, around]) => part.right <= around.right)
  .map(([part]) => part)
  .map(({x, y, width, height}) => [x, y + scrollY, x + width, y + scrollY + height])
  .filter(([left]) => left >= 0)"""


def missing(page: Page) -> Iterator[tuple[float, ...]]:
    """Yield the places where the page has something and its picture nothing."""
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("L")
    for left, top, right, bottom in page.evaluate(PARTS):
        place = left, top, max(right, left + 1), max(bottom, top + 1)  # what is not drawn may have no size
        darkest, brightest = picture.crop(place).getextrema()
        if darkest == brightest:
            yield place


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("path", PAGES)
def test_a_picture_of_a_page_has_all_of_it(browser: Browser, site_url: str, path: str, *, javascript: bool) -> None:
    with reading(browser, Reader(1280, javascript=javascript)) as context, context.new_page() as page:
        page.goto(site_url + path, wait_until="load")
        assert len(page.evaluate(PARTS)) > 10
        end = time.monotonic() + PATIENCE
        while blank := list(missing(page)):
            assert time.monotonic() < end, blank


def test_parts_that_were_left_out_would_be_missed(browser: Browser, site_url: str) -> None:
    with reading(browser, Reader(1280)) as context, context.new_page() as page:
        page.add_init_script("requestIdleCallback = () => {}")
        page.goto(site_url + PAGES[0], wait_until="load")
        assert list(missing(page))


FITS = """() => [...document.querySelectorAll(".tex-display")]
  .filter((box) => box.checkVisibility() && box.scrollWidth <= box.clientWidth)
  .map((box) => box.getBoundingClientRect())
  .map(({right, top, bottom}) => [right - 8, top + scrollY - 2, right, bottom + scrollY + 2])"""
SHARP = 1.5
"""Pixels of a phone for one of the page: boxes begin and end between them."""


@pytest.mark.parametrize("path", ["layers/layer-norm/", "layers/dense/"])
def test_no_shade_is_left_beside_a_formula_that_fits(browser: Browser, site_url: str, path: str) -> None:
    phone = ViewportSize(width=390, height=844)
    with browser.new_context(viewport=phone, device_scale_factor=SHARP) as context, context.new_page() as page:
        page.goto(site_url + path, wait_until="load")
        picture = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("L")
        places = page.evaluate(FITS)
        assert len(places) > 5
        for left, top, right, bottom in places:
            edge = np.array(picture)[
                round(top * SHARP) : round(bottom * SHARP), round(left * SHARP) : round(right * SHARP)
            ]
            assert np.ptp(edge) <= 2, (left, top)
