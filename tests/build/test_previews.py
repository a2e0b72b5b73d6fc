"""What previews show fits their limits, and an address that nobody can reach is told of."""

import pytest

from generator.build import previews

SITE = "https://example.org/dldz/"


def test_a_preview_takes_its_words_from_the_front_matter() -> None:
    meta = {"title": "Sigmoid: da/dz = a(1 − a)", "description": "Derived."}
    made = previews.preview("Sigmoid", meta, "activations/sigmoid/", SITE, "The site.")
    assert (made.title, made.description) == (meta["title"], "Derived.")
    assert made.url == f"{SITE}activations/sigmoid/"
    assert made.image == f"{SITE}assets/cards/activations/sigmoid.png"


def test_a_page_that_says_nothing_has_the_words_of_the_site() -> None:
    made = previews.preview("Link to us", {}, "", SITE, "The site.")
    assert (made.title, made.description, made.image) == ("Link to us", "The site.", f"{SITE}assets/cards/index.png")


def test_long_words_are_cut() -> None:
    made = previews.preview("word " * 40, {"description": "word " * 90}, "x/", SITE, "")
    assert len(made.title) <= 80
    assert len(made.description) <= 250


@pytest.mark.parametrize(
    ("site_url", "says"),
    [
        (None, "is not set"),
        ("", "is not set"),
        ("/dldz/", "no address"),
        ("ftp://dldz.org/", "no address"),
        ("http://127.0.0.1:8000/", "nobody else"),
        ("http://localhost/dldz/", "nobody else"),
        ("https://docs.example/", "nobody else"),
        ("https://dldz.org/?page=1", "query"),
    ],
)
def test_an_address_that_breaks_previews_is_told_of(site_url: str | None, says: str) -> None:
    complaint = previews.complaint(site_url)
    assert complaint is not None
    assert says in complaint
    assert "previews of links" in complaint


@pytest.mark.parametrize("site_url", ["https://dldz.github.io/dldz/", "http://intranet/docs/"])
def test_any_other_address_is_fine(site_url: str) -> None:
    assert previews.complaint(site_url) is None
