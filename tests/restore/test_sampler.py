"""What numbers at random points cannot decide, the derivations of the examples do."""

import pytest

from generator.catalogue.examples import EXAMPLES
from generator.restore.grammar import read
from generator.restore.place import RELATION, Finding
from generator.restore.proofs import decided, example_of
from generator.restore.restore import restore

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
