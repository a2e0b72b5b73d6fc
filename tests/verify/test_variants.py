"""Is each mistake of the table made as it says, and is every one rejected wherever it is one?"""

from functools import cache

import pytest

from generator.catalogue.derivations import derivation_of
from generator.catalogue.index import Catalogue
from generator.engine.terms import Term
from generator.verify.receipt import measure
from generator.verify.sampling import sampling_for
from generator.verify.text import shown
from generator.verify.variants import VARIANTS

CATALOGUE = Catalogue()


def made(row: str, entry: str) -> Term | None:
    """Return the wrong formula that a row of the table makes of an entry."""
    return next(variant for variant in VARIANTS if variant.name == row).term(derivation_of(CATALOGUE.find(entry)))


@cache
def rejected(entry: str) -> frozenset[str]:
    """Return the names of the mistakes that the check rejects for an entry."""
    found = CATALOGUE.find(entry)
    return frozenset(variant.name for variant in measure(derivation_of(found), sampling_for(found)).rejected_variants)


@pytest.mark.parametrize(
    ("row", "entry", "wrong"),
    [
        ("sign flipped", "sigmoid-logistic", "-(a - y)"),
        ("factor 2", "linear-mse", "2*(a - y)"),
        ("factor 1/2", "half-squared-error", "(a - y)/2"),
        ("activation's derivative missing", "sigmoid-mse", "a - y"),
        ("activation's derivative missing", "softmax-cross-entropy", "-y[i]/a[i]"),
        ("loss's derivative missing", "linear-mse", "1"),
        ("a and y exchanged", "sigmoid-logistic", "y - a"),
        ("a and y exchanged", "softmax-cross-entropy", "y[i] - a[i]"),
        ("outer derivative missing", "half-squared-error", "D(a - y, a)/2"),
        ("sum for a component", "softmax-cross-entropy", "a[i] - Sum(y[n], n)"),
    ],
)
def test_a_row_makes_the_mistake_that_it_names(row: str, entry: str, wrong: str) -> None:
    term = made(row, entry)
    assert term is not None
    assert shown(term) == wrong


@pytest.mark.parametrize(
    ("row", "entry"),
    [
        ("activation's derivative missing", "sigmoid"),
        ("activation's derivative doubled", "logistic"),
        ("loss's derivative missing", "identity"),
        ("a and y exchanged", "sigmoid"),
        ("inner derivative missing", "identity"),
        ("diagonal of the chain only", "sigmoid-mse"),
        ("diagonal lost", "cross-entropy"),
        ("diagonal only", "sigmoid"),
        ("one index for both", "cross-entropy"),
        ("sum dropped", "sigmoid"),
        ("sum for a component", "linear-mse"),
    ],
)
def test_a_mistake_that_cannot_be_made_is_not_made(row: str, entry: str) -> None:
    assert made(row, entry) is None


@pytest.mark.parametrize("row", ["diagonal lost", "diagonal only", "one index for both"])
def test_the_jacobian_of_softmax_is_told_from_its_misprints(row: str) -> None:
    assert row in rejected("softmax")


def test_every_row_has_a_name_of_its_own_and_a_sentence() -> None:
    assert len({row.name for row in VARIANTS}) == len(VARIANTS)
    assert all(row.says.endswith(".") for row in VARIANTS)


def test_every_row_rejects_something_in_the_catalogue() -> None:
    """A row that no entry can fail would test nothing."""
    found = frozenset[str]().union(*(rejected(entry.id) for entry in CATALOGUE.entries))
    assert found == {row.name for row in VARIANTS}
