"""Does the search find what people type, at the first try and among the first answers?"""

from collections.abc import Iterator
from string import ascii_lowercase, digits

import pytest
from playwright.sync_api import Browser, Page

from tests.site.visit import Reader, reading

FIRST = 4
"""So many answers are in sight on a phone."""
DIFFERENCE = {"cases/sigmoid-logistic/", "cases/softmax-cross-entropy/", "cases/linear-mse/"}

EXPECTED: tuple[tuple[str, set[str]], ...] = (
    ("a - y", DIFFERENCE),
    ("dz = a-y", DIFFERENCE),
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
    """Ask for words, and return the addresses of the pages that are found, best first.

    Only a key makes the theme ask, so that there is one question, and no answer to its beginning.
    """
    page.fill(".md-search__input", "")
    page.press(".md-search__input", "End")
    page.wait_for_selector(ANSWER, state="detached")
    page.fill(".md-search__input", words)
    page.press(".md-search__input", "End")
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
