"""Show on a terminal how far the installation of a lock file is, and how long it will take.

``python tools/progress.py LOCK COMMAND...`` runs pip's command and counts: each package of the lock is got, then
installed. Where nobody watches, nothing is drawn. Only the standard library is used, for nothing else is there yet.
"""

import os
import re
import subprocess
import sys
import sysconfig
import time
from pathlib import Path
from threading import Thread
from typing import IO

PIN = re.compile(r"^[A-Za-z0-9._-]+==", re.MULTILINE)
GOT = re.compile(r"\s*(Collecting|Ignoring|Requirement already satisfied:?) ")
"""How pip begins the line of a package that it gets, that another machine needs, or that is there."""
WIDTH = 30
PAUSE_S = 0.5


def installed() -> int:
    """Return how many packages the environment of this Python holds."""
    return sum(1 for _ in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))


def bar(done: int, wanted: int, elapsed_s: float) -> str:
    """Return one line: how much is done, and how long the rest takes at the same pace."""
    share = min(1.0, done / max(1, wanted))
    filled = round(share * WIDTH)
    left = f"about {_minutes(elapsed_s * (1 - share) / share)} left" if share else "…"
    return f"[{'#' * filled}{'.' * (WIDTH - filled)}] {share:4.0%} · {_minutes(elapsed_s)} so far, {left}"


def main(lock: str, *command: str) -> int:
    """Run the command, draw the bar meanwhile if standard error is a terminal, and return the exit status."""
    wanted, before, began = len(PIN.findall(Path(lock).read_text("utf-8"))), installed(), time.monotonic()
    got: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as running:
        reading = Thread(target=_collect, args=(running.stdout, got))
        reading.start()
        while running.poll() is None:
            time.sleep(PAUSE_S)
            # Counted before packages are installed, what is not for this machine is neither got nor installed later.
            skipped = sum("Ignoring" in line or "already" in line for line in got)
            _draw(bar(len(got) + skipped + installed() - before, 2 * wanted, time.monotonic() - began))
        reading.join()
    _draw("")
    return running.returncode


def _collect(lines: IO[str] | None, got: list[str]) -> None:
    got.extend(line for line in lines or () if GOT.match(line))


def _draw(line: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
