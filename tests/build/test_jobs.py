"""Work is done once, on all cores, and its errors arrive as errors."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from joblib import parallel_config

from generator.build import jobs
from generator.build.jobs import Task, outcomes, task
from generator.errors import DldzError, ProofError
from generator.store import Store


def doubled(number: int) -> int:
    if number == 3:
        raise ProofError("three · cannot be doubled")
    return 2 * number


def process_of(_: int) -> int:
    return os.getpid()


def dies(number: int) -> int:
    os._exit(number)


def several(function: Callable[[int], object], count: int = 7) -> list[Task]:
    return [task("doubling", f"n{n}", function, n, str(n)) for n in range(count)]


@pytest.fixture(params=[1, 2])
def cores(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work on one core, in this process, or on more, in others."""
    monkeypatch.setattr(jobs, "effective_n_jobs", lambda _: request.param)


@pytest.mark.usefixtures("cores")
def test_answers_come_in_order_with_errors_in_their_place(capfd: pytest.CaptureFixture[str]) -> None:
    found: list[Any] = list(outcomes(several(doubled), Store()))
    assert isinstance(found[3], ProofError)
    assert str(found.pop(3)) == "three · cannot be doubled"
    assert found == [0, 2, 4, 8, 10, 12]
    said = capfd.readouterr().err
    assert "doubling n3 (" in said
    assert said.count("of 7)") == 7


def test_much_work_is_done_in_other_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "effective_n_jobs", lambda _: 2)
    assert os.getpid() not in set(outcomes(several(process_of), Store(), quiet=True))
    assert set(outcomes(several(process_of, 2), Store(), quiet=True)) == {os.getpid()}


def test_whoever_asks_chooses_where_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a cluster: what is chosen around the call does the work, and no process of this machine begins for it."""
    monkeypatch.setattr(jobs, "effective_n_jobs", lambda _: 2)
    with parallel_config(backend="threading"):
        assert set(outcomes(several(process_of), Store(), quiet=True)) == {os.getpid()}


def test_what_is_kept_is_not_done_again(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    kept = Store(tmp_path)
    list(outcomes(several(doubled, 5), kept, quiet=True))
    assert capfd.readouterr().err == ""
    again = list(outcomes(several(dies, 3), kept))
    assert again == [0, 2, 4]
    list(outcomes(several(doubled, 6), kept))
    assert capfd.readouterr().err.splitlines() == ["doubling n3 (1 of 2)", "doubling n5 (2 of 2)"]


def test_a_process_that_dies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "effective_n_jobs", lambda _: 2)
    with pytest.raises(DldzError, match=r"^doubling · a process ended before it had answered"):
        list(outcomes(several(dies), Store(), quiet=True))


def test_what_has_no_text_is_no_key() -> None:
    with pytest.raises(TypeError, match="only an address"):
        task("doubling", "two", doubled, 2, repr(object()))


def test_processes_stay_from_one_question_to_the_next_and_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "effective_n_jobs", lambda _: 2)
    monkeypatch.setattr(jobs, "most_workers", lambda cores: cores)
    with jobs.processes():
        first, second = (set(outcomes(several(process_of, 20), Store(), quiet=True)) for _ in range(2))
    assert first | second
    assert len(first | second) <= 2
    assert os.getpid() not in first | second
    after = set(outcomes(several(process_of, 20), Store(), quiet=True))
    assert not after & (first | second)


def big(number: int) -> bytes:
    time.sleep(0.01)
    return bytes(1 << 20) + bytes([number])


def test_an_error_ends_the_block_while_answers_are_on_their_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers of a megabyte fill the pipe: processes that wait for a reader must not be waited for."""
    monkeypatch.setattr(jobs, "effective_n_jobs", lambda _: 2)
    monkeypatch.setattr(jobs, "most_workers", lambda _: 2)
    with pytest.raises(ProofError, match="stop here"):
        _stopped_at_the_first()


def _stopped_at_the_first() -> None:
    with jobs.processes():
        found = outcomes(several(big, 60), Store(), quiet=True)
        next(found)
        raise ProofError("stop here")
