"""What is true leads to where the site proves it: a line, a formula of the network, a rule, or the table of symbols."""

import pytest

from generator.catalogue.examples import EXAMPLES
from generator.restore.grammar import read
from generator.restore.place import RELATION, Finding
from generator.restore.proofs import decided, example_of
from generator.restore.restore import restore

LOGISTIC = "sigmoid and binary cross entropy: "
SQUARED = "sigmoid and quadratic loss: "


@pytest.mark.parametrize(
    ("post", "where"),
    [
        (LOGISTIC + r"$\frac{d𝓛}{da} = -\frac{y}{a} + \frac{1 - y}{1 - a}$", "cases/sigmoid-logistic/#step-1-2"),
        (SQUARED + r"$\frac{dL}{dz} = \frac{dL}{da} \frac{da}{dz} = (a - y) a (1 - a)$", "cases/sigmoid-mse/#step-3-2"),
        (LOGISTIC + r"$\sigma(z) = a$", "activations/sigmoid/"),
        (SQUARED + r"$\delta^L=\nabla_aC \odot \sigma'(z^L)$", "network/bp1/#result"),
        (SQUARED + r"$\frac{dL}{da} = \nabla_aC$", "notation/#symbol-by-symbol"),
        (LOGISTIC + r"$\frac{dz}{dw} = x$", "network/bp4/#step-1-2"),
        (LOGISTIC + r"$\frac{dL}{db} = \frac{dL}{dz}$", "network/bp3/#step-2-3"),
        (r"$Z^{[1]} = W^{[1]} X + b^{[1]}$", "network/z/#result"),
        (r"$A^{[2]} = g^{[2]}(Z^{[2]})$", "network/a/#result"),
        (r"$\frac{d f(g(x))}{dx} = f'(g(x)) g'(x)$", "rules/#elementwise"),
        (r"$\frac{d}{dx} (f(x) g(x)) = f'(x) g(x) + f(x) g'(x)$", "rules/#product"),
    ],
)
def test_a_true_formula_leads_to_its_proof(post: str, where: str) -> None:
    (claim,) = restore(post)
    assert claim.verdict.startswith(("true", "definition"))
    assert claim.proved_by == where


def test_what_is_inserted_is_proved_by_that_rule() -> None:
    *_, claim = restore("Here $g(x) = 1 - a$ and $f(x) = log (x)$, so $f(g(x)) = log(1 - a)$.")
    assert (claim.verdict, claim.proved_by) == ("true", "rules/#insert")


def test_a_false_formula_that_nothing_puts_right_leads_nowhere() -> None:
    (claim,) = restore(r"$\frac{d}{dx} (f(x) + g(x)) = 7$")
    assert (claim.verdict, claim.proved_by) == ("false", "")
    assert "f(u) = " in claim.why


def test_shapes_that_do_not_fit_are_told_with_numbers_where_they_do() -> None:
    claim = restore(r"$dW^{[2]} = \frac1m dZ^{[2]} {A^{[2]}}^T$")[0]
    assert claim.verdict == "false"
    assert "the shapes differ" in claim.why
    assert "they fit, and at a random network" in claim.why


RATE = r"\frac{d}{dt} \iiint_{\mathbf{R}^3} |\psi(\mathbf{r}, t)|^2 \, dx \, dy \, dz = 0"


def test_the_norm_is_constant_for_a_real_potential_and_not_for_any() -> None:
    (claim,) = restore(f"$${RATE}$$")
    assert claim.verdict == "true when the potential V is real, and the wave function dies away far out"
    assert "absorbs" in claim.why
    assert claim.proved_by == "latex-examples/#norm-rate"


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.id != "probability"], ids=lambda example: example.id)
def test_every_example_is_known_again_by_what_it_says(example: object) -> None:
    found = example_of(read(example.found))  # type: ignore[attr-defined]
    assert found is example


def test_what_was_decided_stays_decided() -> None:
    formula = read("a^2 + b^2 = c^2")
    assert decided(formula, Finding("false", "at a = 1")).verdict == "false"
    assert decided(formula, Finding(RELATION, "at a = 1")).verdict == "definition"


def test_a_formula_that_no_example_states_keeps_its_verdict() -> None:
    assert decided(read("a^2 + b^3 = c^2"), Finding("definition", "x")) == Finding("definition", "x")
