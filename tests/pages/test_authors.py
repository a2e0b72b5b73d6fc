"""A page says the same thing in every author's notation, and each only where it differs from the first."""

from generator.catalogue.derivations import derivation_of
from generator.catalogue.index import Catalogue
from generator.engine.notation import NG, NIELSEN, NOTATIONS
from generator.engine.records import Derivation
from generator.pages.authors import form_of, result_of, spelled, spellings
from generator.pages.site import Page


def derivation(name: str) -> Derivation:
    return derivation_of(Catalogue().find(name))


def test_a_result_is_shown_in_every_notation_the_first_one_first() -> None:
    found = {each.author: each.tex for each in result_of(derivation("sigmoid-logistic"))}
    assert list(found) == [each.title for each in NOTATIONS]
    assert found["Ng"] == "dz = a - y"
    assert found["Nielsen"] == r"\delta^{L}_{j} = a^{L}_{j} - y_{j}"


def test_whole_arrays_are_shown_where_the_author_writes_them() -> None:
    found = {each.author: each.arrays for each in result_of(derivation("sigmoid-mse"))}
    assert found["Ng"] == "dZ^{[L]} = (A^{[L]} - Y) * A^{[L]} * (1 - A^{[L]})"
    assert found["Nielsen"] == r"\delta^{L} = (a^{L} - y) \odot a^{L} \odot (1 - a^{L})"
    assert found["Leibniz"] == found["Index"] == ""


def test_what_mixes_components_has_no_print_for_whole_arrays() -> None:
    softmax = derivation("softmax-cross-entropy")
    assert [each.arrays for each in result_of(softmax)] == ["", "dZ^{[L]} = A^{[L]} - Y", r"\delta^{L} = a^{L} - y"]
    assert [each.arrays for each in form_of(softmax, softmax.forms[0])] == ["", "", ""]


def test_what_the_author_has_no_array_for_keeps_its_indices() -> None:
    """It was printed as an equation of arrays, with the index of one component in it."""
    for name in ("l1-penalty", "l2-penalty"):
        assert [each.arrays for each in result_of(derivation(name))] == ["", "", ""]
    assert [each.arrays for each in result_of(derivation("brier-score"))][1:] == [
        "dA^{[L]} = 2 (A^{[L]} - Y)", r"\nabla_{a} C = 2 (a^{L} - y)"
    ]  # fmt: skip


def test_a_vector_is_written_with_indices_already_and_once_is_enough() -> None:
    assert [each.author for each in spellings(derivation("softmax").phases[0])] == ["Ng", "Nielsen"][1:]


def test_a_phase_names_the_earlier_results_in_the_same_notation() -> None:
    step3 = derivation("sigmoid-mse").phases[2]
    assert spelled(step3, NG).earlier == ("da = a - y", "g'(z) = a (1 - a)")
    assert spelled(step3, NIELSEN).first == r"\delta^{L}_{j}"


def test_only_the_first_tab_has_addresses_and_only_one_formula_is_the_result(pages: dict[str, Page]) -> None:
    text = pages["cases/sigmoid-logistic.md"].text
    labels = [line.strip().split("}")[0] for line in text.splitlines() if r"\label{" in line]
    assert labels[0] == r"\label{result"
    assert len(set(labels)) == len(labels) == 1 + 6 + 2 + 5 + 1 + 3 + 2
    for part in text.split('=== "Leibniz"')[1:]:
        others = part.split("===", 1)[1].split("</div>")[0].split("##")[0]
        assert r"\label" not in others
