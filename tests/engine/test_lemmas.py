"""A function with a page of its own keeps its name in other formulas, and its derivative is used as it stands."""

import sympy as sp

from generator.catalogue.derivations import derivation_of, lemmas_of
from generator.catalogue.formulas import Z, function_of, value_of, written_of
from generator.catalogue.index import Catalogue
from generator.catalogue.records import Activation, Loss
from generator.engine import terms as t
from generator.engine.lemmas import U, definitions
from generator.engine.named import is_call, spelled_out
from generator.engine.terms import D

CATALOGUE = Catalogue()
SIGMOID = next(entry for entry in CATALOGUE.activations if entry.id == "sigmoid")
SOFTPLUS = next(entry for entry in CATALOGUE.activations if entry.id == "softplus")
SIGMA = function_of(SIGMOID)


def test_a_definition_keeps_the_name_and_its_value_has_it_written_out() -> None:
    entry = Activation("f", "F", "z*sigmoid(2*z)", ())
    assert written_of(entry) == t.mul(Z, SIGMA(t.mul(sp.Integer(2), Z)))
    assert not any(map(is_call, sp.preorder_traversal(value_of(entry))))
    assert sp.simplify(value_of(entry) - Z / (1 + sp.exp(-2 * Z))) == 0


def test_the_derivative_of_a_named_function_is_that_of_its_page() -> None:
    (lemma,) = lemmas_of(Activation("f", "F", "sigmoid(z)", ()))
    assert lemma.slope == t.mul(SIGMA(U), t.add(t.ONE, t.neg(SIGMA(U))))
    assert lemma.rule.apply(D(SIGMA(Z), Z)) == t.substitute(lemma.slope, {U: Z})
    squared = t.power(Z, 2)
    inner = lemma.rule.apply(D(SIGMA(squared), Z))
    assert inner == t.mul(*t.substitute(lemma.slope, {U: squared}).args, D(squared, Z))
    assert lemma.rule.apply(D(SIGMA(U), Z)) is t.ZERO
    assert lemma.rule.apply(D(sp.exp(Z), Z)) is None


def test_a_parameter_has_its_usual_value_where_the_function_is_called() -> None:
    (lemma,) = lemmas_of(Activation("f", "F", "softplus(z)", ()))
    assert lemma.value == t.call(sp.log, t.add(t.ONE, t.call(sp.exp, U)))
    assert SOFTPLUS.parameters[0].letter not in lemma.slope.free_symbols


def test_a_derivation_names_its_lemmas_and_can_be_written_out() -> None:
    derivation = derivation_of(Activation("f", "F", "z*sigmoid(z)", ()))
    assert derivation.uses == ("sigmoid",)
    assert derivation.result.has(SIGMA(Z))
    assert not derivation.spelled.has(SIGMA(Z))
    assert not derivation.definition.has(SIGMA(Z))


def test_a_loss_may_call_an_activation_too() -> None:
    derivation = derivation_of(Loss("l", "L", "softplus(a) - y*a", ()))
    assert derivation.uses == ("softplus",)
    assert lemmas_of(Loss("l", "L", "a - y", ())) == ()


def test_what_has_no_definition_stays() -> None:
    where = definitions(lemmas_of(Activation("f", "F", "sigmoid(z)", ())))
    other = sp.Function("g", real=True)(Z)
    assert spelled_out(other, where) == other
    assert spelled_out(D(SIGMA(Z), Z), where).has(sp.exp)
