"""A citation names the page, the version and the date, and BibTeX can read it."""

from datetime import date

import pytest

from generator import __version__
from generator.build.citation import Citation

PAGE = Citation(
    "Sigmoid: da/dz = a(1 − a)",
    "dL/dz",
    "activations/sigmoid/",
    "https://x.org/activations/sigmoid/",
    date(2026, 11, 22),
)


def test_the_words_name_title_site_version_and_date() -> None:
    assert all(part in PAGE.words for part in (PAGE.title, PAGE.site, __version__, "2026-11-22", "(2026)"))


def test_bibtex_has_a_key_and_balanced_braces() -> None:
    assert PAGE.bibtex.startswith("@misc{dldz:activations-sigmoid,\n")
    assert PAGE.bibtex.count("{") == PAGE.bibtex.count("}")
    assert "  url = {https://x.org/activations/sigmoid/},\n" in PAGE.bibtex


@pytest.mark.parametrize(("title", "written"), [("50 % of a_i", r"50 \% of a\_i"), ("{a} & b", r"\{a\} \& b")])
def test_signs_that_tex_would_read_are_escaped(title: str, written: str) -> None:
    assert written in Citation(title, "S", "p/", "u", date(2026, 1, 1)).bibtex
    assert Citation(title, "S", "", "u", date(2026, 1, 1)).key == "dldz:home"
