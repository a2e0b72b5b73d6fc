"""A citation names the page, the version and the date, and BibTeX can read it."""

from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

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


def test_the_report_opens_the_form_for_a_wrong_formula() -> None:
    asked = parse_qs(urlsplit(PAGE.report).query)
    assert asked["template"] == ["wrong-formula.yml"]
    assert asked["page"] == [PAGE.url]
    assert PAGE.title in asked["shown"][0]
    assert __version__ in asked["shown"][0]


def test_the_form_has_the_fields_that_are_filled_in(root: Path) -> None:
    form = yaml.safe_load((root / ".github/ISSUE_TEMPLATE/wrong-formula.yml").read_text("utf-8"))
    assert {"page", "shown"} <= {field["id"] for field in form["body"]}
