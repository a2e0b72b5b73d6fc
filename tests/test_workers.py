"""No more processes test than there are cores, nor than memory allows."""

from pathlib import Path

import pytest

from tests.workers import limits, workers

GB = 2**30


@pytest.mark.parametrize(
    ("cores", "free_bytes", "expected"), [(2, 24 * GB, 2), (16, 6 * GB, 4), (16, 64 * GB, 16), (2, GB, 1)]
)
def test_cores_and_memory_both_limit_the_processes(cores: int, free_bytes: int, expected: int) -> None:
    assert workers(cores, free_bytes) == expected


def test_this_machine_has_room_for_one() -> None:
    assert workers() >= 1


def test_a_container_may_have_less_memory_than_its_machine(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("4096\n", "utf-8")
    (tmp_path / "two").write_text("max\n", "utf-8")
    assert limits([tmp_path / "one", tmp_path / "two", tmp_path / "none"]) == [float("inf"), 4096.0]
