"""How many processes may work at once: as many as there are cores, and memory for each; and how they tidy up."""

import gc
from collections.abc import Iterable
from pathlib import Path

NEEDED_BYTES = 2**30
"""What a process that proves, writes or converts may take."""
SELDOM = 200_000, 20, 100
"""How seldom circles of garbage are looked for: caches of terms and trees of pages are large, and each look goes
through them."""
MEMORY = Path("/proc/meminfo")
LIMITS = tuple(map(Path, ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")))
"""Where a container is told how much memory it may take, in either version of control groups; ``max`` is no limit."""


def most_workers(cores: int | None = None, free_bytes: float | None = None) -> int:
    """Return how many processes fit into cores and memory, of this machine by default; at least 1."""
    if cores is None:
        from joblib import effective_n_jobs  # noqa: PLC0415 - a build that has nothing to do is ready before joblib is

        cores = effective_n_jobs(-1)
    free_bytes = free() if free_bytes is None else free_bytes
    return max(1, min(cores, int(min(free_bytes / NEEDED_BYTES, cores))))


def tidy_seldom() -> None:
    """Let this process look for circles of garbage ``SELDOM``."""
    gc.set_threshold(*SELDOM)


def free(memory: Path = MEMORY, limits: Iterable[Path] = LIMITS) -> float:
    """Return how many bytes may be taken: what is available, or the limit of a container; no limit is infinity."""
    texts = (file.read_text("utf-8").strip() for file in limits if file.is_file())
    found = [float(text) for text in texts if text.isdigit()]
    lines = memory.read_text("utf-8").splitlines() if memory.is_file() else ()
    available = [1024 * float(line.split()[1]) for line in lines if line.startswith("MemAvailable:")]
    return min([*found, *available], default=float("inf"))
