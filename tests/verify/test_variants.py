"""Is each mistake of the table made as it says, and is every one rejected wherever it is one?"""

from collections.abc import Mapping
from functools import cache

import pytest

from generator.catalogue.derivations import derivation_of, second_of
from generator.catalogue.formulas import A_VEC, Y_VEC
from generator.catalogue.index import Catalogue
from generator.engine import terms as t
from generator.engine.parse import INDICES
from generator.engine.terms import Term
from generator.verify.proved import Proved
from generator.verify.receipt import measure
from generator.verify.sampling import sampling_for
from generator.verify.text import shown
from generator.verify.variants import ROWS, SECOND_VARIANTS

CATALOGUE = Catalogue()


def made(row: str, entry: str) -> Term | None:
    """Return the wrong formula that a row of the table makes of an entry."""
    return next(variant for variant in ROWS if variant.name == row).term(derivation_of(CATALOGUE.find(entry)))


@cache
def rejected(entry: str) -> frozenset[str]:
    """Return the names of the mistakes that the check rejects for an entry."""
    found = CATALOGUE.find(entry)
    derivations = [each for each in (derivation_of(found), second_of(found)) if each]
    receipts = [measure(each, sampling_for(found)) for each in derivations]
    return frozenset(variant.name for receipt in receipts for variant in receipt.rejected_variants)


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
        ("precondition ignored", "softmax-cross-entropy", "a[i] - y[i]"),
        ("slope taken at the answer", "sigmoid", "(1/(1 + exp(-a)))*(1 - 1/(1 + exp(-a)))"),
        ("slope written in a, taken of z", "sigmoid-mse", "(a - y)*(z*(1 - z))"),
        ("slope made to fit", "softmax-cross-entropy", "-(a[i] - y[i])*a[i]/y[i]"),
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
        ("precondition ignored", "sigmoid-logistic"),
        ("slope taken at the answer", "softmax-cross-entropy"),
        ("slope taken at the answer", "half-squared-error"),
        ("slope written in a, taken of z", "linear-mse"),
        ("slope made to fit", "sigmoid-logistic"),
    ],
)
def test_a_mistake_that_cannot_be_made_is_not_made(row: str, entry: str) -> None:
    assert made(row, entry) is None


@pytest.mark.parametrize(
    ("row", "entry", "wrong"),
    [
        ("first derivative squared", "sigmoid-logistic", "(a - y)**2"),
        ("first derivative squared", "softmax-cross-entropy", "(a[i] - y[i])*(a[j] - y[j])"),
        ("differentiated by a", "sigmoid-logistic", "D(a - y, a)"),
        ("curvature of the activation missing", "sigmoid-mse", "D(a - y, a)*(a*(1 - a))**2"),
        ("differentiated by a", "half-squared-error", None),
        ("differentiated by a", "softmax-cross-entropy", None),
        ("curvature of the activation missing", "sigmoid", None),
    ],
)
def test_a_row_makes_its_mistake_with_a_second_derivative(row: str, entry: str, wrong: str | None) -> None:
    second = second_of(CATALOGUE.find(entry))
    (found,) = [each for each in SECOND_VARIANTS if each.name == row]
    assert second is not None
    term = found.term(second)
    assert (shown(term) if term is not None else None) == wrong
    assert found.term(derivation_of(CATALOGUE.find(entry))) is None


@pytest.mark.parametrize("row", ["diagonal lost", "diagonal only", "one index for both"])
def test_the_jacobian_of_softmax_is_told_from_its_misprints(row: str) -> None:
    assert row in rejected("softmax")


def test_every_row_has_a_name_of_its_own_and_a_sentence() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS)
    assert len({row.title for row in ROWS}) == len(ROWS)
    assert all(row.says.endswith(".") and row.said.endswith(".") for row in ROWS)


PUBLISHED = (
    "sign-flipped",
    "factor-two",
    "factor-half",
    "activation-slope-missing",
    "activation-slope-twice",
    "loss-slope-missing",
    "y-minus-a",
    "inner-derivative-missing",
    "outer-derivative-missing",
    "diagonal-of-the-chain",
    "diagonal-lost",
    "diagonal-only",
    "one-index",
    "sum-dropped",
    "sum-for-a-component",
    "targets-not-one",
    "slope-at-a",
    "slope-with-z",
    "made-to-fit",
    "slope-squared",
    "answer-for-variable",
    "gauss-newton",
)
"""Addresses of pages. This list only ever grows: somebody has linked to each of them."""


def test_the_address_of_a_mistake_is_permanent() -> None:
    ids = [row.id for row in ROWS]
    assert len(set(ids)) == len(ids)
    assert sorted(PUBLISHED) == sorted(ids)


def test_the_slope_made_to_fit_is_right_where_the_target_is_one_and_nowhere_else() -> None:
    """There -(a - y) a/y is a (1 - a), the diagonal of the Jacobian: the reason why nobody noticed."""
    term = made("slope made to fit", "softmax-cross-entropy")
    i = INDICES["i"]
    assert t.substitute(term, {Y_VEC[i]: t.ONE}).equals(A_VEC[i] * (1 - A_VEC[i]))
    assert "slope made to fit" in rejected("softmax-cross-entropy")


def test_a_rejected_variant_tells_both_values_where_it_fails() -> None:
    entry = CATALOGUE.find("linear-mse")
    variants = {row.name: row for row in measure(derivation_of(entry), sampling_for(entry)).rejected_variants}
    found = variants["factor 2"]
    point = {name: float(value) for name, value in found.rejected_by}
    assert float(found.expected) == pytest.approx(point["z"] - point["y"])
    assert float(found.value) == pytest.approx(2 * (point["z"] - point["y"]))


def test_every_row_rejects_something_in_the_catalogue(proved: Mapping[str, Proved]) -> None:
    """A row that no entry can fail would test nothing."""
    receipts = [one.evidence.receipt for first in proved.values() for one in (first, first.second) if one]
    assert {variant.name for each in receipts for variant in each.rejected_variants} == {row.name for row in ROWS}
