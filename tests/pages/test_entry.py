"""The page of an entry begins with its result and why it holds; what few readers need is folded, in a fixed order."""

import re

import pytest

from generator.catalogue.derivations import derivation_of
from generator.catalogue.index import Catalogue
from generator.pages.around import arounds
from generator.pages.why import mixes, why
from generator.pages.written import written
from tests.judged import proved_entry

ORDER = ("Definition", "Derivation", "Result", "Plot", "Check your answer", "Code", "Second derivative",
         "Numerically stable form", "Receipt", "Connections", "References")  # fmt: skip
HEADING = re.compile(r"^## ([^{\n]+?)(?: \{.*)?$", re.MULTILINE)


@pytest.fixture(scope="module")
def text() -> str:
    found = proved_entry("sigmoid-logistic")
    (around,) = arounds((found,), Catalogue())
    return written((found, around)).page.text


def test_the_parts_of_a_page_stand_in_one_order(text: str) -> None:
    assert tuple(HEADING.findall(text)) == ORDER


def test_the_reason_stands_before_the_definition(text: str) -> None:
    before = text.partition("## Definition")[0]
    assert "The factors cancel, which leaves $a - y$." in before
    assert '<figure class="unit why">' in before


def test_second_derivative_stable_form_and_receipt_are_folded(text: str) -> None:
    """Below their headings stand a formula, a sentence and a drawing; derivations, tables and the rest are in folds."""
    text = re.sub(r"<figure.*?</figure>", "", text, flags=re.DOTALL)
    for heading in ("Second derivative", "Numerically stable form", "Receipt"):
        part = text.split(f"## {heading}")[1].split("\n## ", maxsplit=1)[0]
        opened = [line for line in part.splitlines() if line and not line.startswith("    ")]
        assert sum(line.startswith("??? steps") for line in opened) == 1
        assert not any('class="chain"' in line or line.startswith("|") for line in opened)
        assert len(opened) <= 12


def test_the_result_is_not_printed_twice_as_a_formula_of_its_own(text: str) -> None:
    assert text.count("$$\n    \\label{result}") == 1
    assert "$\\frac{dL}{dz} = a - y$. A backward pass needs" in text


@pytest.mark.parametrize(
    ("name", "says"),
    {
        "sigmoid-mse": "Worked out, the product is the formula above.",
        "linear-mse": "Worked out, the product is the formula above.",  # there is nothing that could cancel
        "softmax-cross-entropy": "through every output $a_k$",
        "softmax": "the slopes are a matrix",
        "huber": "A backward pass begins with it.",
        "l1-penalty": "how strongly $w_{i}$ is drawn to zero",
    }.items(),
)
def test_the_reason_fits_the_entry(name: str, says: str) -> None:
    entry = Catalogue().find(name)
    assert says in why(entry, derivation_of(entry))


def test_paths_are_added_up_only_where_each_score_acts_on_every_answer() -> None:
    assert mixes(derivation_of(Catalogue().find("softmax-cross-entropy")))
    assert not mixes(derivation_of(Catalogue().find("linear-cosine-distance")))
    assert not mixes(derivation_of(Catalogue().find("sigmoid-mse")))
