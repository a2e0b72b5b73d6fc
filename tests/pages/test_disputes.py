"""What people dispute about layers is settled on a page each, by the judge and not by the row."""

from dataclasses import replace
from itertools import pairwise

import pytest

from generator.catalogue.index import Catalogue
from generator.catalogue.operation import Claim
from generator.catalogue.operations import OPERATIONS
from generator.derive.reading import read
from generator.pages.disputes import pages
from generator.pages.environment import environment
from generator.pages.layers import context, signed
from generator.pages.layers import pages as layer_pages
from generator.pages.site import Page
from generator.verify.layer_evidence import judge_operation
from tests.judged import BY_ID, judged

SETTLED = (
    # page · words of its question · right
    ("batch-norm-mean-path", "the derivative by the mean", True),
    ("embedding-duplicates", "too large", True),
    ("attention-row-sum", "row sum of dO and O", True),
    ("conv1d-scatter", "rotation by 180°", True),
    ("lstm-cell-no-carried", "should the gradient that the cell carries be removed", False),
    ("layer-norm-gamma-twice", "γ", False),
    ("layer-norm-means-missing", "both means", False),
    ("layer-norm-sample-variance", "1/(D - 1)", False),
    ("layer-norm-eps-outside", "epsilon outside of the root", False),
    ("rms-norm-gamma-outside", "γ outside", False),
    ("softmax-backward-diagonal-only", "p (1 - p)", False),
    ("dropout-no-mask", "the mask", False),
    ("conv1d-no-flip", "flipped", False),
    ("gru-cell-reset-after", "the row or of the column", False),
    ("gru-cell-after-reset-after", "which reset gate", True),
    ("batch-norm-eval-as-in-training", "the two means", False),
)


def page(name: str) -> Page:
    """Return the page of a dispute."""
    layer = max((one.id for one in OPERATIONS if name.startswith(f"{one.id}-")), key=len)
    return next(one for one in pages(environment(), [judged(layer)]) if one.uri == f"disputes/{name}.md")


@pytest.mark.parametrize(("name", "question", "right"), SETTLED)
def test_a_dispute_is_settled_with_numbers_and_the_line_that_decides(name: str, question: str, *, right: bool) -> None:
    found = page(name)
    assert question in found.title
    assert ("**This formula is right**" in found.text) is right
    assert found.wrong is not right
    assert ("central differences of the definition at every component" in found.text) is right
    assert ("it gives " in found.text) is not right
    assert "Chain rule: every path from here to the loss" in found.text
    assert "#gradient-" in found.text
    assert '"Markdown": "**' in found.text


def test_the_letters_of_a_dispute_are_explained() -> None:
    """Nothing said what x̂, s and dx̂ are, nor what n runs over."""
    text = page("layer-norm-gamma-twice").text.split("## What decides")[0]
    for words in (
        r"s_{n} = \sqrt{v_{n} + \varepsilon}", r"d\hat{x}_{nd} = dy_{nd} \gamma_{d}", "$D$ features", "#definition",
    ):  # fmt: skip
        assert words in text
    assert "sum_{n}" not in text.split("where ")[1]
    assert "\nHere $p_{ij} = " in page("attention-row-sum").text


def test_a_new_claim_has_a_page_and_the_judge_decides() -> None:
    claims = (
        Claim("new", "a new claim", "x", "Sum(w[o, d]*dy[n, o], o)", "a test", "Is it so?"),
        Claim("other", "half of it", "x", "Sum(w[o, d]*dy[n, o], o)/2", "a test"),
    )
    layer = judge_operation(replace(BY_ID["dense"], claims=claims[::-1]))
    listed, wrong, right = pages(environment(), [layer])
    assert (right.uri, right.title) == ("disputes/dense-new.md", "Is it so?")
    assert "**This formula is right**" in right.text
    assert wrong.title == "Dense layer, examples in rows: is it right with half of it?"
    assert "an error of 0.5, relative to the largest component" in wrong.text
    assert "[Is it so?](dense-new.md) | right |" in listed.text


def test_the_page_of_a_layer_has_its_claims_in_a_table() -> None:
    rows = context(judged("layer-norm"), Catalogue())["claims"]
    assert [(page, verdict) for _, page, _, verdict, _ in rows][:1] == [("disputes/layer-norm-gamma-twice.md", "false")]
    assert len(rows) == len(BY_ID["layer-norm"].claims)


def test_mu_is_one_letter() -> None:
    assert r"d\mu_" in page("batch-norm-mean-path").formula


def test_the_names_of_quantities_are_signs_in_words_and_words_stay() -> None:
    layer = judged("layer-norm")
    assert (
        signed("gamma in front of dxhat, and the sum of c in a row", layer)
        == "γ in front of dx̂, and the sum of c in a row"
    )
    assert signed("Gradient by s", layer) == "Gradient by s"
    block = replace(layer, graph=read(BY_ID["transformer-block"]))
    assert signed("Gradient by xhat2", block) == "Gradient by x̂2"
    cell = replace(layer, graph=read(BY_ID["lstm-cell"]))
    assert signed("Gradient by wo", cell) == "Gradient by w(o)"


def test_each_line_of_a_layer_changes_what_is_seen() -> None:
    phases = [*(found := context(judged("layer-norm"), Catalogue()))["facts"], *found["phases"]]
    shown = [[phase.first, *(line.formula for line in phase.lines)] for phase in phases]
    assert all(one != other for lines in shown for one, other in pairwise(lines))
    assert "Work out the sums: split sum, equal terms" in [line.title for line in phases[0].lines]


def test_a_page_counts_the_lines_that_one_reads() -> None:
    layer = judged("layer-norm")
    (_, text) = (one.text for one in layer_pages(environment(), [layer], Catalogue()))
    lines = text.count("{ .because }")
    assert f"Derived in {lines} lines, which are {layer.steps} steps of one rule each." in text


def test_a_layer_with_capitals_for_a_name_keeps_them_in_a_sentence() -> None:
    lowered = environment().filters["lowered"]
    assert [lowered(title) for title in ("GRU cell, one step", "Layer normalisation")] == [
        "GRU cell, one step", "layer normalisation",
    ]  # fmt: skip
