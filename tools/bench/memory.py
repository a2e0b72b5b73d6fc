"""How much memory does a process need, together with all that it starts?

The resident sets of the whole tree are added up ten times a second, so a page that two processes share counts twice and
a peak shorter than that may be missed. Only Linux tells (``/proc``); elsewhere the answer is 0.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

PROC = Path("/proc")
SECONDS_BETWEEN = 0.1
BYTES_IN_A_MEGABYTE = 1e6


class Peak:
    """The most that was seen so far."""

    megabytes = 0.0


@contextmanager
def watched(pid: int) -> Iterator[Peak]:
    """Watch a process and its descendants while the body of a ``with`` runs."""
    peak, done = Peak(), Event()
    watcher = Thread(target=_watch, args=(pid, peak, done), daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def resident(pid: int) -> float:
    """Return the megabytes that a process and its descendants hold now."""
    page = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 0
    return sum(_pages(one) for one in _tree(pid)) * page / BYTES_IN_A_MEGABYTE


def _watch(pid: int, peak: Peak, done: Event) -> None:
    while not done.wait(SECONDS_BETWEEN):
        peak.megabytes = max(peak.megabytes, resident(pid))


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for task in (PROC / str(pid) / "task").glob("*"):
        for child in _read(task / "children").split():
            yield from _tree(int(child))


def _pages(pid: int) -> int:
    """Return how many pages of memory a process holds: the second number of its statm."""
    _, _, rest = _read(PROC / str(pid) / "statm").partition(" ")
    return int(rest.split()[0]) if rest else 0


def _read(file: Path) -> str:
    """Return what a file of /proc says; nothing, when its process has just ended."""
    try:
        return file.read_text("ascii")
    except OSError:
        return ""
