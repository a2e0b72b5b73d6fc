"""Mutants are made one change at a time; the judge rejects them, and what it lets pass is told."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from generator.catalogue.derivations import derivation_of
from generator.catalogue.index import Catalogue
from generator.engine.records import Phase
from generator.engine.rules import Rule, reading
from generator.engine.terms import Term
from generator.engine.tex import tex
from generator.errors import ProofError
from generator.verify.records import Proof
from tools.mutants import __main__ as command
from tools.mutants import subjects
from tools.mutants.changes import changes
from tools.mutants.subjects import Subject

pytestmark = pytest.mark.whole

TANH = Subject("rule", "tanh")


def test_each_kind_of_change_is_made_once() -> None:
    found = list(changes(reading("u**2/v + 3*a[i]*delta(i, j)*sin(u)")))
    words = {word for word, _ in found}
    assert words == {"sign", "factor", "number", "exponent", "fraction", "left away", "index", "derivative"}
    assert len({term for _, term in found}) == len(found)
    assert reading("u**2/v + 3*a[i]*delta(i, j)*sin(u)") not in {term for _, term in found}


def test_the_place_of_a_change_is_anywhere() -> None:
    shown = {tex(term) for _, term in changes(reading("1 - exp(-u)"))}
    assert {"1 + e^{-u}", "1 - e^{u}", "1 - 2 e^{-u}", "2 - e^{-u}", "1", "-e^{-u}"} <= shown


def test_the_subjects_are_all_rows_all_entries_and_the_definitions_that_cases_are_made_of() -> None:
    kinds = Counter(one.kind for one in subjects.subjects())
    catalogue = Catalogue()
    assert kinds["rule"] > 50
    assert kinds["result"] == kinds["step"] == len(catalogue.entries)
    assert kinds["definition"] == len(catalogue.activations) + len(catalogue.losses)


@pytest.mark.parametrize(
    "name",
    [("rule", "tanh"), ("definition", "half-squared-error"), ("result", "identity"), ("step", "identity")],
    ids=" ".join,
)
def test_no_mutant_survives(name: tuple[str, str]) -> None:
    found = subjects.mutants(Subject(*name))
    assert {one.fate for one in found} <= {"rejected", "same"}
    assert any(one.fate == "rejected" for one in found)


@pytest.mark.unmeasured
@pytest.mark.parametrize(
    ("name", "after"),
    [
        ("relu6", r"\begin{cases} 1 & \text{if } z < 0 \\ 6 & \text{if } z > 6 \\ z & \text{otherwise} \end{cases}"),
        ("gaussian-nll", r"\frac{\frac{(a - y)^{2}}{v}}{2}"),
        ("focal", r"-(\alpha y (-(1 - a))^{\gamma} \log(a) + (1 - \alpha) (1 - y) a^{\gamma} \log(1 - a))"),
    ],
)
def test_a_wrong_definition_whose_derivative_is_right_where_it_has_one_is_rejected(name: str, after: str) -> None:
    """A branch that jumps, a loss that a parameter has left, a power of what is negative."""
    found = {one.after: one.fate for one in subjects.mutants(Subject("definition", name))}
    assert found[after] == "rejected"
    assert set(found.values()) <= {"rejected", "same"}


def test_a_definition_with_another_constant_has_the_same_derivative() -> None:
    found = {one.after: one.fate for one in subjects.mutants(Subject("definition", "cross-entropy"))}
    assert found[r"-\sum_{k=1}^{N} y_{k} \log(2 a_{k})"] == "same"


def test_some_changes_of_the_steps_are_the_same_ones_each_time() -> None:
    some = Subject("step", "half-squared-error", 5)
    found = subjects.mutants(some)
    assert len(found) == 5
    assert found == subjects.mutants(some)
    assert set(found) <= set(subjects.mutants(replace(some, most=None)))


def test_what_is_the_same_function_is_told_apart_from_what_survives(monkeypatch: pytest.MonkeyPatch) -> None:
    same = [one.after for one in subjects.mutants(TANH) if one.fate == "same"]
    assert r"1 - \tanh^{2}(-x)" in same
    monkeypatch.setattr(subjects, "compared", lambda *_: None)
    assert "survived" in {one.fate for one in subjects.mutants(TANH)}


def test_what_ends_the_build_with_a_traceback_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(row: Rule, _: Term, after: Term) -> None:
        if after not in {row.after, row.fires[1]}:
            raise KeyError(row.id)

    monkeypatch.setattr(subjects, "compared", stumble)
    assert {(one.fate, one.said) for one in subjects.mutants(TANH)} == {("crashed", "KeyError('tanh')")}


def test_a_step_is_judged_by_itself() -> None:
    """The step after a wrong one starts from another term, which would give it away without any mathematics."""
    phase = derivation_of(Catalogue().find("half-squared-error")).phases[0]
    seen: list[Phase] = []

    def prove(one: Phase) -> tuple[Proof, ...]:
        seen.append(one)
        return (Proof("exact"),)

    assert subjects._judged_step(phase, phase.steps[0], prove, phase.steps[1].after)  # noqa: SLF001 - what is judged
    assert [step.after for step in seen[0].steps] == [phase.steps[1].after]


def test_a_judge_that_rejects_what_is_right_is_no_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    def reject(*_: object) -> None:
        raise ProofError("tanh · not equal")

    monkeypatch.setattr(subjects, "compared", reject)
    with pytest.raises(ProofError):
        subjects.mutants(TANH)


def test_the_command_prints_a_score_and_every_survivor(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["mutants", "--kind", "rule", "--sample", "1"])
    assert command.main() == 0
    assert "rejected" in capsys.readouterr().out
    survivor = subjects.Mutant("rule", "tanh, equality", "sign", "u", "-u", "survived")
    monkeypatch.setattr(command, "outcomes", lambda *_: iter([(survivor,)]))
    assert command.main() == 1
    assert "survived: rule · tanh, equality · sign: u became -u" in capsys.readouterr().out


def test_what_became_of_a_subject_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DLDZ_CACHE", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["mutants", "--kind", "rule", "--sample", "2"])
    assert command.main() == 0
    assert len(list(tmp_path.glob("*/*"))) == 2
    monkeypatch.setattr("generator.build.jobs.carry_out", lambda _: pytest.fail("nothing is left to do"))
    assert command.main() == 0
