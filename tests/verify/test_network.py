"""The matrix formulas are measured in whole networks, and every wrong one is found out."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from sympy import Interval

from generator.catalogue.index import Catalogue
from generator.catalogue.network import FORMULAS, Formula, formula
from generator.catalogue.network_derivations import derived
from generator.catalogue.records import Activation
from generator.catalogue.results import is_difference
from generator.engine import terms as t
from generator.engine.matrices import Node, Product, Scaled
from generator.engine.printing import matrix_code
from generator.errors import ProofError
from generator.verify import network
from generator.verify.benches import backward, benches, forward
from generator.verify.misprints import MISPRINTS
from generator.verify.nets import DEPTHS, EXAMPLES, Net, function, make_net, nets
from generator.verify.network import judge_formula, mean_in_error, measure, wrong_forms

MEASURED = [entry for entry in FORMULAS if entry.numerator]
by_entry = pytest.mark.parametrize("entry", MEASURED, ids=lambda entry: entry.id)
pytestmark = pytest.mark.usefixtures("derived")  # the networks at whose end any case may stand need all derivations

jax.config.update("jax_enable_x64", val=True)  # type: ignore[no-untyped-call]
ACTIVATIONS: dict[str, Callable[..., jax.Array]] = {
    "identity": lambda z: z,
    "sigmoid": jax.nn.sigmoid,
    "softmax": lambda z: jax.nn.softmax(z, axis=0),
}
LOSSES: dict[str, Callable[..., jax.Array]] = {
    "logistic": lambda a, y: -(y * jnp.log(a) + (1 - y) * jnp.log1p(-a)),
    "half-squared-error": lambda a, y: (a - y) ** 2 / 2,
    "cross-entropy": lambda a, y: -y * jnp.log(a),
}


@by_entry
def test_every_element_of_every_gradient_agrees(entry: Formula) -> None:
    receipt = measure(derived(entry))
    assert receipt.worst < 1e-6
    assert (receipt.networks >= 9, receipt.elements >= 36) == (True, True)


@by_entry
def test_the_check_can_fail(entry: Formula) -> None:
    receipt = measure(derived(entry))
    assert receipt.rejected
    assert all(one.misfit or one.misfits or one.wrong for one in receipt.rejected)


@by_entry
def test_a_formula_made_wrong_fails(entry: Formula) -> None:
    found = derived(entry)
    with pytest.raises(ProofError, match=f"{entry.id} · .* relative error"):
        measure(replace(found, matrix=Scaled(t.HALF, t.ONE, found.matrix)))


def test_every_misprint_is_tried_somewhere() -> None:
    tried = {row.name for entry in MEASURED for row, _ in wrong_forms(derived(entry))}
    assert tried == {row.name for row in MISPRINTS}


def test_the_line_of_the_post_is_rejected_with_all_its_misprints() -> None:
    found = derived(formula("network-dz-hidden"))
    (line,) = (matrix_code(wrong) for row, wrong in wrong_forms(found) if row.name == "all of these at once")
    assert line == "(dW[l + 1].T @ dZ[2]) @ dg[1](Z[1])"


def test_a_wrong_formula_that_passes_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    same = replace(MISPRINTS[0], change=lambda whole, _: Product((whole,)))
    monkeypatch.setattr(network, "MISPRINTS", (same,))
    with pytest.raises(ProofError, match=r"network-da · the wrong formula .* passes"):
        measure(derived(formula("network-da")))


@pytest.mark.parametrize("name", ["network-dw", "network-db", "rows-dw", "rows-db"])
def test_one_over_m_may_stand_in_either_place(name: str) -> None:
    assert mean_in_error(derived(formula(name))) < 1e-6


def test_one_over_m_in_both_places_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    def kept(whole: Node) -> Node:
        return whole

    monkeypatch.setattr(network, "without_mean", kept)
    with pytest.raises(ProofError, match="network-dw · 1/m in dZ gives something else"):
        mean_in_error(derived(formula("network-dw")))


def test_a_definition_is_gathered_and_has_nothing_to_measure() -> None:
    evidence = judge_formula(derived(formula("network-z")))
    assert (evidence.receipt, evidence.mean_error, evidence.proofs) == (None, None, ())


def test_the_networks_have_every_depth_activation_and_loss() -> None:
    catalogue, found = Catalogue(), [bench.net for bench in benches("columns")]
    assert {net.depth for net in found} == set(DEPTHS)
    assert {net.examples for net in found} == set(EXAMPLES)
    assert {net.hidden.id for net in found} == {entry.id for entry in catalogue.activations if not entry.vector}
    cases, ends = catalogue.cases, [net.case for net in found]
    assert {case.activation.id for case in ends} == {case.activation.id for case in cases}
    assert {case.loss.id for case in ends} == {case.loss.id for case in cases}
    assert {case.id for case in ends} >= {case.id for case in cases if is_difference(case)}
    assert len(found) <= 100


def known(net: Net) -> bool:
    """Tell whether JAX has functions of its own for this network."""
    return {net.hidden.id, net.case.activation.id} <= set(ACTIVATIONS) and net.case.loss.id in LOSSES


def loss_of(net: Net) -> Callable[[list[jax.Array], list[jax.Array]], jax.Array]:
    """Return J as JAX computes it, from its own functions."""

    def mean_loss(weights: list[jax.Array], biases: list[jax.Array]) -> jax.Array:
        a = jnp.asarray(net.data)
        for layer, (w, b) in enumerate(zip(weights, biases, strict=True), 1):
            a = ACTIVATIONS[net.entry(layer).id](w @ a + b)
        return LOSSES[net.case.loss.id](a, net.targets).sum() / net.examples

    return mean_loss


def test_automatic_differentiation_finds_the_same_gradients() -> None:
    found = [net for net in nets(Catalogue()) if known(net)]
    assert {net.hidden.id for net in found} >= {"identity", "sigmoid"}
    for net in found:
        names = forward(net)
        backward(net, names)
        slopes = jax.grad(loss_of(net), argnums=(0, 1))(
            list(map(jnp.asarray, net.weights)), list(map(jnp.asarray, net.biases))
        )
        for name, expected in zip(("dW", "db"), slopes, strict=True):
            for layer, slope in enumerate(expected, 1):
                np.testing.assert_allclose(names[name][layer], slope, rtol=1e-9, atol=1e-12, err_msg=net.name)


def test_a_network_that_leaves_the_domain_is_drawn_anew_and_given_up_at_last() -> None:
    far = Activation(id="far", title="Far", value="log(z)", references=(), sample=Interval(3, 4))
    case = next(case for case in Catalogue().cases if case.id == "linear-mse")
    with pytest.raises(ProofError, match="linear-mse · no network with far inside"):
        make_net(far, case, (2, 3, 2), 2, Random(1))  # noqa: S311 - repeatable


def test_a_network_keeps_away_from_kinks() -> None:
    kinked = Activation(id="kinked", title="Kinked", value="max(z, 0)", references=())
    case = next(case for case in Catalogue().cases if case.id == "linear-mse")
    net = make_net(kinked, case, (2, 4, 2), 3, Random(1))  # noqa: S311 - repeatable
    z = net.weights[0] @ net.data + net.biases[0]
    assert np.min(np.abs(z)) > 1e-3
    assert net.slope(1)(z).shape == z.shape


def test_a_function_is_made_once() -> None:
    assert function(t.ONE, "z") is function(t.ONE, "z")
