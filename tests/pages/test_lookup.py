"""Does the index hold every result once, under its shape, and every name; and do tags carry what people type?"""

import pytest
import sympy as sp

from generator.catalogue.index import Catalogue
from generator.pages import lookup
from generator.pages.entry import description
from generator.pages.environment import environment
from generator.verify.proved import Proved
from tests.judged import judged, proved_entry

A, Y = sp.symbols("a y")


@pytest.fixture(scope="module")
def work() -> tuple[Proved, ...]:
    """Return a few entries, two of which have the same result."""
    return tuple(proved_entry(name) for name in ("identity", "half-squared-error", "linear-mse"))


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (A - Y, "A sum or a difference"),
        (A * Y, "A product"),
        (A / Y, "A quotient"),
        (1 / A, "A quotient"),
        (sp.Integer(1), "A number"),
        (A**2, "A single function, letter or power"),
        (sp.Piecewise((A, A > 0), (A * Y, True)), "Piecewise"),
    ],
)
def test_a_formula_is_listed_under_what_it_is_at_its_outermost(term: sp.Expr, words: str) -> None:
    assert lookup.shape(term) == words


def test_entries_with_the_same_result_share_a_row(work: tuple[Proved, ...]) -> None:
    shapes = lookup.by_shape(work)
    (row,) = shapes["A sum or a difference"]
    assert [(goal, link[1]) for goal, link in row.owners] == [
        ("dL/da", "losses/half-squared-error.md"),
        ("dL/dz", "cases/linear-mse.md"),
    ]
    assert sum(len(row.owners) for rows in shapes.values() for row in rows) == len(work)


def test_a_letter_of_its_own_is_told_for_each_meaning() -> None:
    work = [proved_entry(name) for name in ("leaky-relu", "leaky-relu-mse", "elu")]
    told = {(symbol, means): [uri for _, uri in links] for symbol, means, links in lookup.parameters(work)}
    assert told == {
        (r"\alpha", "how far below zero the outputs go"): ["activations/elu.md"],
        (r"\alpha", "the slope for negative z"): ["activations/leaky-relu.md"],
    }
    assert all(means in lookup.page(environment(), work, ()).text for _, means in told)


def test_names_stand_in_the_order_of_the_alphabet(work: tuple[Proved, ...]) -> None:
    found = dict(lookup.names(work, ()))
    assert list(found) == sorted(found, key=str.casefold)
    assert [uri for _, uri in found["MSELoss"]] == ["cases/linear-mse.md"]


@pytest.mark.parametrize(
    ("name", "joined"),
    [
        ("A - Y", "A−Y"),
        ("dz = aᵢ − yᵢ", "dz = aᵢ−yᵢ"),
        ("(a − y) (1 − a²)", "(a−y) (1−a²)"),
        ("log-sum-exp", "log-sum-exp"),
    ],
)
def test_a_difference_of_letters_is_one_word(name: str, joined: str) -> None:
    assert lookup.joined(name) == joined


def test_the_tags_of_a_case_are_its_result_and_its_names(work: tuple[Proved, ...]) -> None:
    assert lookup.tags(work[2]) == ("dz = a−y", "linear regression", "least squares", "MSELoss")


def test_a_formula_that_calls_a_function_is_no_tag() -> None:
    """Who asks for tanh would be led to all that has tanh in its gradient."""
    tags = lookup.tags(proved_entry("tanhshrink"))
    assert "Tanhshrink" in tags
    assert [tag for tag in tags if "=" in tag] == []


def test_a_case_counts_more_than_its_parts_and_what_is_on_the_path_most() -> None:
    find = Catalogue().find
    ranked = ("sigmoid-logistic", "sigmoid", "linear-mse", "identity")
    assert [lookup.boost(find(name)) for name in ranked] == [6, 3, 2, 1]
    assert lookup.boost(find("logistic-logits")) < lookup.boost(find("logistic"))


def test_a_preview_says_each_name_once(work: tuple[Proved, ...]) -> None:
    """A loss is its own only part, and a case has the names of both of its own."""
    for one in work:
        names = description(one).partition("Also known as: ")[2].rstrip(".").split(", ")
        assert len(names) == len(set(names)) > 1


def test_a_tag_leads_to_the_place_where_its_entry_stands(work: tuple[Proved, ...]) -> None:
    relu = proved_entry("relu")
    assert list(lookup.chips(relu)) == [("has a corner", "../lookup.md#has-a-corner")]
    assert list(lookup.chips(work[2])) == []
    text = lookup.page(environment(), (*work, relu), ()).text
    assert "### Has a corner { #has-a-corner }" in text
    assert "### A sum or a difference { #a-sum-or-a-difference }" in text


def test_where_branches_meet_smoothly_there_is_no_corner() -> None:
    """What meets without a corner is not told to have one; what jumps is told so."""
    smooth, cornered = (proved_entry(name) for name in ("squared-relu", "hard-tanh"))
    assert [words for words, _ in lookup.chips(smooth)] == []
    assert [words for words, _ in lookup.chips(cornered)] == ["has a corner"]


def test_names_of_a_case_belong_to_a_case_that_exists() -> None:
    catalogue = Catalogue()
    named = {(name, loss.id) for loss in catalogue.losses for name, _ in loss.names_with}
    assert named <= {(case.activation.id, case.loss.id) for case in catalogue.cases}
    assert named


def test_no_letter_is_explained_twice() -> None:
    letters = [letter.tex for letter in lookup.LETTERS]
    assert len(letters) == len(set(letters))


def test_what_is_folded_stands_in_its_fold(work: tuple[Proved, ...]) -> None:
    """Folds were empty, their marks stood on the page, and their contents open below: it was 22,000 pixels high."""
    lines = lookup.page(environment(), work, ()).text.splitlines()
    assert all("???" not in line.lstrip()[1:] for line in lines)
    for n, line in enumerate(lines):
        if line.startswith("??? "):
            assert next(one for one in lines[n + 1 :] if one.strip()).startswith("    ")


def test_layers_stand_in_the_index_by_formula_and_by_name() -> None:
    text = lookup.page(environment(), (), (), [judged("softmax-backward")]).text
    assert "[Softmax inside a layer](layers/softmax-backward.md) |" in text
    assert "- softmax vjp: [Softmax inside a layer](layers/softmax-backward.md)." in text
