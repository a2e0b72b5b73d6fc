"""No more processes work at once than there is memory for."""

from pathlib import Path

from generator.build.workers import NEEDED_BYTES, free, most_workers


def test_there_are_as_many_as_cores_and_no_more_than_memory_allows() -> None:
    assert most_workers(4, 100 * NEEDED_BYTES) == 4
    assert most_workers(4, float("inf")) == 4
    assert most_workers(16, 3.5 * NEEDED_BYTES) == 3
    assert most_workers(4, 0) == 1
    assert most_workers() >= 1


def test_what_is_free_is_what_the_machine_has_or_the_container_allows(tmp_path: Path) -> None:
    memory, limit, none = (tmp_path / name for name in ("meminfo", "memory.max", "none"))
    memory.write_text("MemTotal: 9 kB\nMemAvailable:  2048 kB\n")
    limit.write_text("max\n")
    assert free(memory, (limit, none)) == 2048 * 1024
    limit.write_text("5000\n")
    assert free(memory, (limit, none)) == 5000
    assert free(none, ()) == float("inf")
