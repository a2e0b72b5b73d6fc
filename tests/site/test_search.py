"""Does the search find what people type, at the first try and among the first answers?"""

import gzip
from collections.abc import Iterator
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page

from tests.site.visit import Reader, reading

if TYPE_CHECKING:
    from playwright.sync_api import Response

MOST_BYTES = 300_000
"""What the search may load, compressed."""
FIRST = 4
"""So many answers are in sight on a phone."""
DIFFERENCE = {"cases/sigmoid-logistic/", "cases/softmax-cross-entropy/", "cases/linear-mse/"}

EXPECTED: tuple[tuple[str, set[str]], ...] = (
    ("a - y", DIFFERENCE),
    ("dz = a-y", DIFFERENCE),
    ("dz=a-y", DIFFERENCE),
    ("y - a", {"mistakes/y-minus-a/"}),
    ("p - y", DIFFERENCE),
    ("ŷ − y", DIFFERENCE),
    ("σ(z) - y", DIFFERENCE),
    ("p_i - y_i", {"cases/softmax-cross-entropy/"}),
    ("softmax gradient", {"activations/softmax/"}),
    ("transpose missing", {"mistakes/transpose-missing/"}),
    ("gelu", {"activations/gelu/"}),
    ("sofmax", {"activations/softmax/"}),
    ("dL/dz = a − y", DIFFERENCE),
    ("sigmoid cross entropy", {"cases/sigmoid-logistic/"}),
    ("BCEWithLogits", {"cases/sigmoid-logistic/"}),
    ("CrossEntropyLoss", {"cases/softmax-cross-entropy/"}),
    ("delta L", {"network/bp1/"}),
    ("δ^L", {"network/bp1/"}),
    ("δᴸ", {"network/bp1/"}),
    ("nielsen bp1", {"network/bp1/"}),
    ("dW", {"network/dw/"}),
    ("MSE", {"losses/half-squared-error/"}),
    ("sigmod", {"activations/sigmoid/"}),
    ("logistc", {"losses/logistic/"}),
    ("soft max", {"activations/softmax/"}),
    ("weight decay", {"losses/l2-penalty/"}),
    ("L2 regularization", {"losses/l2-penalty/"}),
    ("hingeloss", {"losses/hinge/"}),
    ("∂L/∂z = a − y", DIFFERENCE),
    ("lasso", {"losses/l1-penalty/"}),
    ("tanh", {"activations/tanh/"}),
    ("relu", {"activations/relu/"}),
    ("swish", {"activations/silu/"}),
)
ANSWER = ".md-search-result__item"
HREFS = """[...document.querySelectorAll('.md-search-result__item > a')].map((link) => new URL(link.href).pathname)"""


@pytest.fixture(scope="module")
def page(browser: Browser, site_url: str) -> Iterator[Page]:
    """Open the home page with the search at hand."""
    with reading(browser, Reader(1280)) as context, context.new_page() as page:
        page.goto(site_url)
        page.click(".md-search__input")
        yield page


def answers(page: Page, words: str) -> list[str]:
    """Ask for words, and return the addresses of the pages that are found, best first."""
    page.fill(".md-search__input", "")
    page.wait_for_selector(ANSWER, state="detached")
    page.fill(".md-search__input", words)
    page.wait_for_selector(ANSWER, state="attached")
    return list(dict.fromkeys(page.evaluate(HREFS)))


@pytest.mark.parametrize(("words", "expected"), EXPECTED, ids=[words for words, _ in EXPECTED])
def test_what_people_type_is_found_at_the_first_try(words: str, expected: set[str], page: Page, site_url: str) -> None:
    root = "/" + site_url.split("/", 3)[3]
    assert expected & {path.removeprefix(root) for path in answers(page, words)[:FIRST]}


@pytest.mark.parametrize("words", [words for words, expected in EXPECTED if expected == DIFFERENCE])
def test_the_difference_leads_first_of_all_to_the_sigmoid_with_the_logistic_loss(words: str, page: Page) -> None:
    """It has many homes, the matrix formula among them; most who ask come from a course that begins with this one."""
    assert any(path.endswith("/cases/sigmoid-logistic/") for path in answers(page, words)[:2])


def test_an_answer_begins_with_what_stands_there_and_not_with_the_names_of_its_tabs(page: Page) -> None:
    answers(page, "a - y")
    title, first, *_ = filter(None, page.inner_text(ANSWER).splitlines())
    assert (title, first) == ("Sigmoid with logistic loss", "dL/dz = a - y")


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("a - y", "cases/sigmoid-logistic/"),
        ("dz=a-y", "cases/sigmoid-logistic/"),
        ("y - a", "mistakes/y-minus-a/"),
        ("BCEWithLogits", "cases/sigmoid-logistic/"),
        ("softmax gradient", "activations/softmax/"),
        ("transpose missing", "mistakes/transpose-missing/"),
        ("sofmax", "activations/softmax/"),
        ("gelu", "activations/gelu/"),
    ],
)
def test_what_is_asked_most_is_found_first_of_all(words: str, first: str, page: Page) -> None:
    assert answers(page, words)[0].endswith(f"/{first}")


def test_what_the_site_does_not_have_is_told_and_the_nearest_is_offered(page: Page) -> None:
    assert answers(page, "sigmoyd")[0].endswith("/activations/sigmoid/")
    assert page.inner_text(".md-search-result__meta") == "No page has “sigmoyd”. The nearest:"
    answers(page, "sigmoid")
    assert page.inner_text(".md-search-result__meta").endswith("matching pages")


def test_the_search_loads_little_and_no_webassembly(browser: Browser, site_url: str) -> None:
    got: list[Response] = []
    with reading(browser, Reader(390)) as context, context.new_page() as page:
        page.goto(site_url, wait_until="networkidle")
        page.on("response", lambda answer: got.append(answer))  # noqa: PLW0108 - a method of a list cannot be marked
        page.click('label.md-header__button[for="__search"]')
        page.fill(".md-search__input", "tanh")
        page.wait_for_selector(ANSWER)
        sizes = {answer.url.removeprefix(site_url): len(gzip.compress(answer.body())) for answer in got}
    assert sizes
    assert sum(sizes.values()) < MOST_BYTES, sizes
    assert not any(url.endswith(".wasm") for url in sizes)


def test_the_keyboard_leads_through_the_answers_and_enter_to_the_first(browser: Browser, site_url: str) -> None:
    with reading(browser, Reader(1280)) as context, context.new_page() as page:
        page.goto(site_url)
        page.keyboard.press("/")
        page.keyboard.type("tanh")
        page.wait_for_selector(ANSWER)
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.matches('.md-search-result__item > a')")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        page.wait_for_url("**/activations/tanh/")


def test_a_link_to_a_search_asks_it_and_shows_what_was_typed_as_it_is(browser: Browser, site_url: str) -> None:
    with reading(browser, Reader(1280)) as context, context.new_page() as page:
        page.goto(f"{site_url}?q=%3Cimg%20src%3Dx%20onerror%3Dbroken%3D1%3Eqzxw")
        page.wait_for_selector(".md-search-result__meta:has-text('No ')")
        assert page.evaluate("window.broken") is None
        assert page.locator(".md-search-result img").count() == 0


def test_every_word_of_the_index_can_be_come_across(page: Page) -> None:
    """A first letter stands for all words that begin with it; where the index is broken, the search stops there."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    for letter in ascii_lowercase + digits:
        page.fill(".md-search__input", "")
        page.type(".md-search__input", letter)
        page.wait_for_timeout(500)
    assert complaints == []


def test_what_is_nowhere_is_not_found(page: Page) -> None:
    page.fill(".md-search__input", "")
    page.type(".md-search__input", "qzxwvqzx")
    page.wait_for_selector(".md-search-result__meta:has-text('No matching')")
    page.wait_for_timeout(500)
    assert page.evaluate(HREFS) == []
    assert page.input_value(".md-search__input") == "qzxwvqzx"
