"""Which cases there are follows from the entries, and a catalogue that contradicts itself says where."""

from dataclasses import replace
from typing import Any

import pytest
from sympy import Integer, Interval, S

from generator.catalogue.activations import ACTIVATIONS
from generator.catalogue.examples import EXAMPLES
from generator.catalogue.index import Catalogue, fits, source_file
from generator.catalogue.losses import LOSSES
from generator.catalogue.network import formula
from generator.catalogue.parameter import Parameter
from generator.catalogue.records import Activation, Loss
from generator.errors import CatalogueError

CATALOGUE = Catalogue()
LINEAR = Activation("linear-unit", "Linear unit", "z", ("bishop-2006",))
POSITIVE = Activation("positive", "Positive", "exp(z)", ("bishop-2006",), range=Interval.open(0, S.Infinity))
UNIT = Loss("unit", "Unit loss", "log(a)", ("bishop-2006",), domain=Interval.open(0, 1))
ANY = Loss("any", "Any loss", "(a - y)**2", ("bishop-2006",))
VECTOR = Loss("vector", "Vector loss", "Sum(a[k], k)", ("bishop-2006",))


def test_the_cases_are_the_pairs_in_which_the_range_lies_in_the_domain() -> None:
    cases = Catalogue((LINEAR, POSITIVE), (UNIT, ANY, VECTOR)).cases
    assert [case.id for case in cases] == ["linear-unit-any", "positive-any"]


def test_the_four_cases_of_the_posts_are_there() -> None:
    ids = {case.id for case in CATALOGUE.cases}
    assert ids >= {"sigmoid-logistic", "sigmoid-mse", "linear-mse", "softmax-cross-entropy"}


def test_the_identity_has_no_logistic_loss_for_its_range_is_too_wide() -> None:
    assert not fits(activation("identity"), loss("logistic"))
    assert fits(activation("sigmoid"), loss("logistic"))


def test_vectors_and_numbers_make_no_case() -> None:
    assert not fits(activation("softmax"), loss("half-squared-error"))
    assert not fits(activation("sigmoid"), loss("cross-entropy"))


def test_a_closed_range_does_not_lie_in_an_open_domain() -> None:
    assert not fits(Activation("c", "C", "z", (), range=Interval(0, 1)), UNIT)


def test_a_loss_of_scores_follows_the_identity_alone() -> None:
    scores = replace(ANY, scores=True)
    assert fits(LINEAR, scores)
    assert fits(POSITIVE, ANY)
    assert not fits(POSITIVE, scores)


def test_a_penalty_on_weights_follows_no_activation() -> None:
    assert fits(LINEAR, replace(ANY, value="a**2", targets=None))
    assert not fits(LINEAR, replace(ANY, value="w**2", variable="w", targets=None))


@pytest.mark.parametrize("name", ["k", "exp", "y", "Weights", "lambda"])
def test_a_variable_whose_name_means_something_else_is_refused_with_its_file(name: str) -> None:
    with pytest.raises(CatalogueError, match=rf"^any · '{name}' cannot be the name of a variable · .*penalties\.py$"):
        Catalogue((), (replace(ANY, value="1", variable=name, targets=None),))


def activation(name: str) -> Activation:
    """Return the activation with this id."""
    return next(entry for entry in ACTIVATIONS if entry.id == name)


def loss(name: str) -> Loss:
    """Return the loss with this id."""
    return next(entry for entry in LOSSES if entry.id == name)


def test_every_entry_is_found_by_its_id() -> None:
    assert [CATALOGUE.find(entry.id) for entry in CATALOGUE.entries] == list(CATALOGUE.entries)


def test_an_unknown_id_names_those_that_are_known() -> None:
    with pytest.raises(CatalogueError, match=r"^sigmod · no such entry · known are .*\bsigmoid\b"):
        CATALOGUE.find("sigmod")


def test_two_entries_of_one_id_are_told_with_both_files() -> None:
    with pytest.raises(CatalogueError, match=r"^duplicate id 'twin' in activations\.py and losses\.py$"):
        Catalogue((Activation("twin", "T", "z", ("bishop-2006",)),), (Loss("twin", "T", "a", ("bishop-2006",)),))


def test_two_entries_of_one_id_in_one_file_are_told_too() -> None:
    with pytest.raises(CatalogueError, match=r"^duplicate id 'any' in losses\.py and losses\.py$"):
        Catalogue((), (ANY, ANY))


def test_an_entry_may_not_take_the_id_of_a_case() -> None:
    taken = Loss("linear-unit-any", "T", "a[i]", ("bishop-2006",))
    with pytest.raises(CatalogueError, match="duplicate id 'linear-unit-any'"):
        Catalogue((LINEAR,), (ANY, taken))


def test_an_id_that_is_there_already_is_told_of_the_entry_and_not_of_its_cases() -> None:
    with pytest.raises(CatalogueError, match=r"^duplicate id 'linear-unit' in activations\.py and activations\.py$"):
        Catalogue((LINEAR, LINEAR), (ANY,))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"references": "bishop-2006"}, r"references has to be a tuple, .* · 'bishop-2006'"),
        ({"parameters": Parameter("beta", Integer(1), "the width")}, "parameters has to be a tuple"),
        ({"names": "bell"}, "names has to be a tuple"),
        ({"range": (0, 1)}, r"range has to be a set, such as Interval.open\(0, 1\) · \(0, 1\)"),
        ({"value": 2}, "value has to be a formula as text · 2"),
        ({"references": ()}, "names no source in references"),
    ],
)
def test_a_field_of_the_wrong_kind_is_told_with_its_file(change: dict[str, Any], told: str) -> None:
    with pytest.raises(CatalogueError, match=rf"^linear-unit · {told}.* · generator/catalogue/activations\.py$"):
        Catalogue((replace(LINEAR, **change),), (ANY,))


def test_a_formula_of_the_network_has_an_id_that_no_entry_has() -> None:
    taken = Loss("bp1", "T", "a", ("bishop-2006",))
    with pytest.raises(CatalogueError, match=r"^duplicate id 'bp1' in losses\.py and network\.py$"):
        Catalogue((), (taken,))


@pytest.mark.parametrize(
    ("change", "says"), [({"id": "BP_1"}, "lower-case words"), ({"references": ("x",)}, "unknown")]
)
def test_a_formula_of_the_network_is_checked_as_entries_are(change: dict[str, Any], says: str) -> None:
    with pytest.raises(CatalogueError, match=says):
        Catalogue((), (), formulas=(replace(formula("bp1"), **change),))


def test_the_examples_have_ids_of_their_own() -> None:
    ids = [entry.id for entry in (*CATALOGUE.entries, *CATALOGUE.formulas, *EXAMPLES)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "name", ["Tanh", "leaky_relu", "a--b", "-a", "a-", "", "mean squared", "é", "../x", "a\n", "½"]
)
def test_an_id_that_is_not_kebab_case_is_refused_with_its_file(name: str) -> None:
    with pytest.raises(CatalogueError, match=r"an id is lower-case words joined by hyphens · .*losses\.py$"):
        Catalogue((), (Loss(name, "T", "a", ("bishop-2006",)),))


@pytest.mark.parametrize("name", ["relu", "relu6", "leaky-relu", "l2", "softplus-2"])
def test_an_id_of_lower_case_words_and_digits_is_accepted(name: str) -> None:
    entry = Loss(name, "T", "a", ("bishop-2006",))
    assert Catalogue((), (entry,)).find(name) == entry


def test_a_reference_that_nobody_knows_is_told_with_the_file_of_references() -> None:
    entry = Loss("any", "T", "a", ("bishop-2006", "nobody-1900"))
    with pytest.raises(CatalogueError, match=r"^any · unknown references \['nobody-1900'\] · .*references\.py$"):
        Catalogue((), (entry,))


def test_an_entry_without_any_reference_is_refused() -> None:
    with pytest.raises(CatalogueError, match=r"^any · "):
        Catalogue((), (Loss("any", "T", "a", ()),))


def test_every_reference_of_an_entry_is_found() -> None:
    cited = {name for entry in (*ACTIVATIONS, *LOSSES) for name in entry.references}
    assert {CATALOGUE.reference(name).id for name in cited} == cited


@pytest.mark.parametrize("entry", CATALOGUE.entries, ids=lambda entry: entry.id)
def test_the_source_file_of_an_entry_holds_it(entry: Activation | Loss, request: pytest.FixtureRequest) -> None:
    text = (request.config.rootpath / source_file(entry)).read_text(encoding="utf-8")
    assert f'id="{entry.id}"' in text or "case" in entry.kind


def with_parameter(name: str, default: int = 1) -> Activation:
    """Return an activation with one parameter."""
    held = Parameter(name, Integer(default), "a factor", Interval(0, 2))
    return Activation("unit-linear", "U", f"{name}*z", ("bishop-2006",), parameters=(held,))


def test_a_parameter_whose_name_means_something_else_is_refused_with_its_file() -> None:
    with pytest.raises(CatalogueError, match=r"^unit-linear · 'exp' cannot be the name of a parameter · .*activations"):
        Catalogue((with_parameter("exp"),), ())


def test_a_parameter_may_not_be_called_as_what_its_entry_takes() -> None:
    penalty = Loss("any", "T", "w**2", ("bishop-2006",), variable="w", parameters=with_parameter("w").parameters)
    with pytest.raises(CatalogueError, match=r"^any · 'w' cannot be the name of a parameter · .*penalties"):
        Catalogue((), (penalty,))


def test_a_default_outside_the_range_is_refused() -> None:
    with pytest.raises(CatalogueError, match=r"^unit-linear · the default 3 of alpha is not in Interval\(0, 2\) · "):
        Catalogue((with_parameter("alpha", 3),), ())


def test_an_activation_and_a_loss_of_one_case_share_no_parameter() -> None:
    shared = Loss("any", "T", "beta*a", ("bishop-2006",), parameters=with_parameter("beta").parameters)
    with pytest.raises(CatalogueError, match=r"^unit-linear-any · activation and loss both have a parameter beta"):
        Catalogue((with_parameter("beta"),), (shared,))
