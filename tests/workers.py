"""How many processes run the tests: as many as there are cores, and memory for each."""

from collections.abc import Iterable
from pathlib import Path

import joblib
import psutil

NEEDED_BYTES = 1.5 * 2**30
"""What a process may take: 1 GB at most of its own, and half as much for the browsers and builds that it starts."""
LIMITS = tuple(map(Path, ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")))
"""Where a container is told how much memory it may take, in either version of control groups; ``max`` is no limit."""


def workers(cores: int | None = None, free_bytes: float | None = None) -> int:
    """Return how many processes fit into cores and memory, of this machine by default; at least 1."""
    cores = joblib.cpu_count() if cores is None else cores
    free_bytes = min(psutil.virtual_memory().available, *limits()) if free_bytes is None else free_bytes
    return max(1, min(cores, int(free_bytes / NEEDED_BYTES)))


def limits(files: Iterable[Path] = LIMITS) -> list[float]:
    """Return the limits of memory that are set, in bytes, and infinity."""
    texts = (file.read_text("utf-8").strip() for file in files if file.is_file())
    return [float("inf"), *(float(text) for text in texts if text.isdigit())]
