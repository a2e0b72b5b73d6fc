"""A sentence of the template stands on the page of a layer if it is true of that layer."""

import re

import pytest

from generator.catalogue.index import Catalogue
from generator.engine import terms as t
from generator.pages.environment import environment
from generator.pages.layers import TEMPLATE, context
from tests.judged import judged

LAYERS = ("dense", "conv2d", "attention", "embedding", "residual", "lora", "max-pool1d")
FORMULA = re.compile(r"^\$\$\n(.*?)\n\$\$", re.MULTILINE | re.DOTALL)
PRIME = re.compile(r"A prime marks another value of an index, such as \$(\w)'\$ beside \$\1\$\.")
DELTA = re.compile(r"\$(\\delta_\{\S+ \S+\})\$ is 1 where both indices are equal")
OTHERS = "more than one product of matrices"
BETWEEN = "It begins with the last quantity"


def page(layer: str) -> str:
    return environment().get_template(TEMPLATE).render(**context(judged(layer), Catalogue()))


@pytest.mark.parametrize("layer", LAYERS)
def test_the_signs_that_are_explained_stand_on_the_page(layer: str) -> None:
    text = page(layer)
    shown = " ".join(FORMULA.findall(text))
    prime, delta = PRIME.search(text), DELTA.search(text)
    assert (prime is not None) is ("'" in shown)
    assert prime is None or f"{prime[1]}'" in shown
    assert (delta is not None) is bool(re.search(r"\\delta_\{\w'*, \w'*\}", shown))
    assert delta is None or delta[1] in shown


@pytest.mark.parametrize("layer", LAYERS)
def test_what_is_no_product_of_matrices_is_told_of_only_where_there_is_such_a_gradient(layer: str) -> None:
    one, text = judged(layer), page(layer)
    others = {each.of.name for each in one.gradients} - {each.of for each in one.matrices}
    assert (OTHERS in text) is bool(one.matrices and others)


def test_a_dense_layer_is_products_of_matrices_only_and_attention_is_not() -> None:
    assert OTHERS not in page("dense")
    assert OTHERS in page("attention")


@pytest.mark.parametrize("layer", LAYERS)
def test_an_order_of_quantities_is_told_of_only_where_there_are_some_between_input_and_output(layer: str) -> None:
    between = [each for each in judged(layer).gradients if each.of.value is not None]
    assert (BETWEEN in page(layer)) is bool(between)


def test_the_options_of_a_window_are_letters_within_an_index_and_named_beside_them() -> None:
    text = page("conv2d")
    assert r"x_{n,c,r u + s i - p,r v + s k - p}" in text
    assert "- $s$: stride, how far the window moves; s is a whole number; usually 1." in text
    assert r"\mathrm{stride}" not in text


def test_an_option_keeps_its_name_where_its_letter_is_taken() -> None:
    assert r"\mathrm{stride}" in page("convolutional-net")


@pytest.mark.parametrize("layer", ["add-norm", "rnn", "dense", "attention"])
def test_a_gradient_from_outside_is_explained_where_one_stands(layer: str) -> None:
    text = page(layer)
    assert ("leaves the layer and is used in it too" in text) is (r"^{\mathrm{out}}" in " ".join(FORMULA.findall(text)))


def test_no_sum_of_a_result_begins_with_a_minus_where_a_term_has_none() -> None:
    for layer in ("add-norm", "layer-norm", "batch-norm", "weight-norm"):
        for each in judged(layer).results:
            for part in t.walk(each.term):
                assert not (part[1].is_Add and t.is_neg(part[1].args[0]) and not all(map(t.is_neg, part[1].args)))
