"""Mutants are made one change at a time; the judge rejects them, and what it lets pass is told."""

import pytest

from generator.catalogue.derivations import derivation_of
from generator.catalogue.index import Catalogue
from generator.engine.records import Phase
from generator.engine.rules import reading
from generator.engine.tex import tex
from generator.errors import ProofError
from generator.verify.records import Proof
from tools.mutants import __main__ as command
from tools.mutants import subjects
from tools.mutants.changes import changes


def test_each_kind_of_change_is_made_once() -> None:
    found = list(changes(reading("u**2/v + 3*a[i]*delta(i, j)*sin(u)")))
    words = {word for word, _ in found}
    assert words == {"sign", "factor", "number", "exponent", "fraction", "left away", "index", "derivative"}
    assert len({term for _, term in found}) == len(found)
    assert reading("u**2/v + 3*a[i]*delta(i, j)*sin(u)") not in {term for _, term in found}


def test_the_place_of_a_change_is_anywhere() -> None:
    shown = {tex(term) for _, term in changes(reading("1 - exp(-u)"))}
    assert {"1 + e^{-u}", "1 - e^{u}", "1 - 2 e^{-u}", "2 - e^{-u}", "1", "-e^{-u}"} <= shown


def test_the_subjects_are_all_rows_and_three_of_each_entry() -> None:
    kinds = [kind for kind, _ in subjects.names()]
    assert kinds.count("rule") > 50
    assert kinds.count("result") == kinds.count("step") == kinds.count("definition") == len(Catalogue().entries)


@pytest.mark.parametrize(
    "name", [("rule", "tanh"), ("definition", "half-squared-error"), ("result", "identity"), ("step", "identity")]
)
def test_no_mutant_survives(name: tuple[str, str]) -> None:
    found = subjects.mutants(name)
    assert {one.fate for one in found} <= {"rejected", "same"}
    assert any(one.fate == "rejected" for one in found)


def test_what_is_the_same_function_is_told_apart_from_what_survives(monkeypatch: pytest.MonkeyPatch) -> None:
    same = [one.after for one in subjects.mutants(("rule", "tanh")) if one.fate == "same"]
    assert r"1 - \tanh^{2}(-x)" in same
    monkeypatch.setattr(subjects, "compared", lambda *_: None)
    assert "survived" in {one.fate for one in subjects.mutants(("rule", "tanh"))}


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
        subjects.mutants(("rule", "tanh"))


def test_the_command_prints_a_score_and_every_survivor(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["mutants", "--kind", "rule", "--sample", "1"])
    assert command.main() == 0
    assert "rejected" in capsys.readouterr().out
    survivor = subjects.Mutant("rule", "tanh, equality", "sign", "u", "-u", "survived")
    monkeypatch.setattr(command, "mutants", lambda _: (survivor,))
    monkeypatch.setattr(command, "outcomes", lambda *_: iter([(survivor,)]))
    monkeypatch.setattr(command, "task", lambda *_: None)
    assert command.main() == 1
    assert "survived: rule · tanh, equality · sign: u became -u" in capsys.readouterr().out
