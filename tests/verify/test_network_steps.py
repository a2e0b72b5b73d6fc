"""Every step of every network formula is proved, and a wrong step or a wrong matrix is found out."""

from dataclasses import replace

import pytest
import sympy as sp

from generator.catalogue.network import FORMULAS, Formula, formula
from generator.catalogue.network_derivations import derived
from generator.engine import terms as t
from generator.engine.matrices import transposed
from generator.errors import ProofError
from generator.verify.network_steps import prove_derivation, prove_gathered

by_entry = pytest.mark.parametrize("entry", FORMULAS, ids=lambda entry: entry.id)


@by_entry
def test_every_step_is_proved(entry: Formula) -> None:
    found = derived(entry)
    proofs = prove_derivation(found.derivation) if found.derivation else ()
    assert len(found.derivation.steps if found.derivation else ()) == len(proofs)


@by_entry
def test_the_line_of_numpy_has_the_components_that_were_derived(entry: Formula) -> None:
    proof = prove_gathered(derived(entry))
    assert (proof.points >= 12, proof.digits >= 30) == (True, True)


def test_a_wrong_line_of_numpy_is_found_out() -> None:
    found = derived(formula("network-da"))
    wrong = replace(found, term=t.mul(t.HALF, found.term))
    with pytest.raises(ProofError, match=r"network-da · .* has other components: relative error 1"):
        prove_gathered(wrong)


def test_a_matrix_on_its_side_does_not_fit() -> None:
    found = derived(formula("network-dw"))
    with pytest.raises((ProofError, KeyError, IndexError)):
        prove_gathered(replace(found, matrix=transposed(found.matrix)))


def test_a_wrong_step_is_found_out() -> None:
    derivation = derived(formula("network-db")).derivation
    assert derivation is not None
    *first, last = derivation.phases
    *lines, line = last.lines
    doubled = replace(line.steps[-1], after=t.mul(sp.Integer(2), line.steps[-1].after))
    wrong = replace(last, lines=(*lines, replace(line, steps=(*line.steps[:-1], doubled))))
    with pytest.raises(ProofError, match="network-db · The mean over all examples"):
        prove_derivation(replace(derivation, phases=(*first, wrong)))
