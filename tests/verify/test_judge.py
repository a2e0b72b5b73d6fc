"""Does the whole catalogue pass, do functions nobody thought of, and does a spoilt derivation fail?"""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.catalogue.derivations import derivation_of, second_of
from generator.catalogue.formulas import A, Y, Z
from generator.catalogue.index import Catalogue
from generator.catalogue.records import Activation
from generator.engine import terms as t
from generator.engine.records import Derivation, Form
from generator.errors import ProofError
from generator.verify.compare import TOLERANCE
from generator.verify.judge import examined, judge
from generator.verify.sampling import REQUIRED, Sampling, sampling_for

if TYPE_CHECKING:
    from generator.catalogue.records import Case, Loss
    from generator.verify.proved import Proved

CATALOGUE = Catalogue()
MakeCase = Callable[[str, str], "Case"]


@pytest.mark.parametrize("entry", CATALOGUE.entries, ids=lambda entry: entry.id)
def test_every_entry_of_the_catalogue_passes(entry: "Activation | Loss | Case", proved: Mapping[str, "Proved"]) -> None:
    derivation, evidence = proved[entry.id].derivation, proved[entry.id].evidence
    receipt = evidence.receipt
    assert len(evidence.proofs) == len(derivation.steps)
    assert receipt.points >= REQUIRED
    assert receipt.worst_relative_error < TOLERANCE
    assert receipt.digits >= 30
    assert len(receipt.forms) == len(derivation.forms)
    assert len(receipt.rejected_variants) >= 3
    assert all(oracle.worst < oracle.tolerance and oracle.points >= REQUIRED for oracle in receipt.oracles)


@pytest.mark.unmeasured
@pytest.mark.parametrize(
    "activation", ["atan(z)", "max(z, 0)", "z*erf(z)", "piecewise(z, z > 0, exp(z) - 1)", "3", "sign(z)"]
)
@pytest.mark.parametrize("loss", ["log(1 + (a - y)**2)/2", "abs(a - y)", "max(0, 1 - a*y)", "exp(a) - y*a"])
def test_functions_that_stand_in_no_catalogue_pass(case: MakeCase, activation: str, loss: str) -> None:
    entry = case(activation, loss)
    derivation = derivation_of(entry)
    assert len(judge(derivation, entry).proofs) == len(derivation.steps)


def test_a_definition_jumps_only_where_its_entry_says_that_it_may() -> None:
    """Its derivative beside the jump is that of the right one, so nothing else would tell of the wrong number."""
    wrong = Activation(id="f", title="Function", value="piecewise(1, z < 0, z)", references=())
    with pytest.raises(ProofError, match=r"^f · the definition jumps, and may_jump is not set · at z = 0"):
        judge(derivation_of(wrong), wrong)
    told = replace(wrong, may_jump=True)
    assert any(kink.jump for kink in judge(derivation_of(told), told).receipt.kinks)


def test_a_slope_may_jump() -> None:
    corner = Activation(id="f", title="Function", value="max(z, 0)", references=())
    second = second_of(corner)
    assert second is not None
    assert any(kink.jump for kink in judge(second, corner).receipt.kinks)


def test_a_loss_outside_the_range_of_the_activation_says_so(case: MakeCase) -> None:
    entry = case("-1 - z**2", "log(a)")
    with pytest.raises(ProofError, match="has no value at any of 640 points"):
        judge(derivation_of(entry), entry)


SPOILT: tuple[tuple[str, Callable[[Derivation], Derivation], str], ...] = (
    ("sign", lambda d: replace(d, result=t.neg(d.result)), "the numeric derivative is"),
    ("factor", lambda d: replace(d, result=t.mul(t.HALF, d.result)), "the numeric derivative is"),
    ("definition", lambda d: replace(d, definition=t.power(d.definition, 2)), "the numeric derivative is"),
    ("form", lambda d: replace(d, forms=(Form("spoilt", t.ZERO),)), "spoilt 0 is 0.0, the numeric derivative is"),
    ("no value", lambda d: replace(d, result=t.over(d.result, t.ZERO)), "is no value, the numeric derivative is"),
    ("needless condition", lambda d: replace(d, assuming=((Y, t.HALF),)), "holds without its precondition too"),
)


@pytest.mark.parametrize(("spoil", "message"), [row[1:] for row in SPOILT], ids=[row[0] for row in SPOILT])
def test_a_spoilt_result_is_stopped(spoil: Callable[[Derivation], Derivation], message: str) -> None:
    entry = CATALOGUE.find("sigmoid-logistic")
    with pytest.raises(ProofError, match=f"^sigmoid-logistic · .*{message}"):
        examined(spoil(derivation_of(entry)), sampling_for(entry))


def test_the_condition_on_the_targets_is_tested_from_both_sides() -> None:
    entry = CATALOGUE.find("softmax-cross-entropy")
    derivation = derivation_of(entry)
    receipt = judge(derivation, entry).receipt
    assert receipt.needs_condition
    assert receipt.error_without > 0.1
    assert not receipt.forms[0].needs_condition
    with pytest.raises(ProofError, match="the numeric derivative is"):
        examined(replace(derivation, assuming=()), sampling_for(entry))


def test_both_sides_of_the_kronecker_delta_need_their_condition() -> None:
    entry = CATALOGUE.find("softmax")
    forms = judge(derivation_of(entry), entry).receipt.forms
    assert sum(form.needs_condition for form in forms) == 2


def test_softmax_with_its_indices_exchanged_in_one_place_is_stopped() -> None:
    entry = CATALOGUE.find("softmax")
    derivation = derivation_of(entry)
    (delta,) = derivation.result.atoms(t.delta(*derivation.goal.args[0].indices, *derivation.goal.args[1].indices).func)
    wrong = replace(derivation, result=t.substitute(derivation.result, {delta: t.ONE}))
    with pytest.raises(ProofError, match="the numeric derivative is"):
        examined(wrong, sampling_for(entry))


def test_evidence_survives_being_stored() -> None:
    entry = CATALOGUE.find("linear-mse")
    evidence = judge(derivation_of(entry), entry)
    assert pickle.loads(pickle.dumps(evidence)).proofs == evidence.proofs  # noqa: S301 - our own bytes


def test_the_evidence_depends_on_the_id_alone(root: Path) -> None:
    """Two processes with different hash seeds find the same points, numbers and variants."""
    program = (
        "from generator.catalogue.derivations import derivation_of as d;"
        "from generator.catalogue.index import Catalogue;"
        "from generator.verify.judge import judge; e = Catalogue().find('sigmoid-mse'); print(judge(d(e), e))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]


def test_another_id_is_measured_at_other_points() -> None:
    derivation = derivation_of(CATALOGUE.find("linear-mse"))
    sets = sampling_for(CATALOGUE.find("linear-mse"))
    first, other = (examined(derivation, replace(sets, seed=seed)).receipt for seed in ("one", "two"))
    assert first.rejected_variants[0].rejected_by != other.rejected_variants[0].rejected_by


def test_a_derivation_measured_in_other_letters_says_which_one_is_missing() -> None:
    entry = CATALOGUE.find("sigmoid-logistic")
    with pytest.raises(ProofError, match="y · has neither a value nor a definition here"):
        examined(
            derivation_of(entry),
            Sampling("test", ((Z, sampling_for(entry).sets[0][1]), (A, sampling_for(entry).sets[1][1]))),
        )
