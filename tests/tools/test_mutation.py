"""A sample of changes in the code is tried and scored; mutmut itself is not run here, for it runs the tests."""

import sys

import pytest

from tools import mutation


def test_the_interval_is_wilsons() -> None:
    assert mutation.interval(90, 100) == pytest.approx((0.8256, 0.9448), abs=1e-4)
    assert mutation.interval(20, 20) == pytest.approx((0.8389, 1), abs=1e-4)


def test_the_score_counts_what_was_missed_and_shows_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []

    def mutmut(*arguments: str) -> str:
        asked.append(arguments)
        if arguments[0] == "results":
            fates = ("a__mutmut_1: killed", "b__mutmut_2: survived", "c__mutmut_3: no tests", "d__mutmut_4: timeout")
            return "".join(f"    {fate}\n" for fate in fates)
        return f"the change {arguments[1]}"

    monkeypatch.setattr(mutation, "_mutmut", mutmut)
    monkeypatch.setattr(sys, "argv", ["mutation", "--sample", "9"])
    assert mutation.main() == 0
    assert set(asked[2][1:]) == {"a__mutmut_1", "b__mutmut_2", "c__mutmut_3", "d__mutmut_4"}
    told = capsys.readouterr().out
    assert "the change b__mutmut_2" in told
    assert "the change c__mutmut_3" in told
    assert "score 50.0%, of all changes between 15.0% and 85.0%" in told


def test_mutmut_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    monkeypatch.setattr("pathlib.Path.with_name", lambda *_: "/bin/false")
    with pytest.raises(SystemExit, match="ended with 1"):
        mutation._mutmut("run")  # noqa: SLF001 - the one that starts it
