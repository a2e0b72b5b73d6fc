"""How do tests make what takes minutes: the proof of everything, and whole sites?

Without measuring which lines run, for that makes the mathematics 2.4 times slower.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from coverage import Coverage

MEASURING = "COVERAGE_PROCESS"
"""The variables with which coverage follows into a process begin like this."""


@contextmanager
def unmeasured() -> Iterator[None]:
    """Run at full speed, this process and those that begin meanwhile.

    A process of pytest-xdist holds several that measure, each of which takes over when the one before it stops.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(MEASURING)]:
            patch.delenv(name)
        stopped = []
        while one := Coverage.current():
            one.stop()
            stopped.append(one)
        try:
            yield
        finally:
            for one in reversed(stopped):
                one.start()


def build(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``mkdocs build --strict`` in a folder."""
    return run(project, (sys.executable, "-m", "mkdocs", "build", "--strict", *arguments), **environment)


def run(folder: Path, command: Sequence[str], **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder."""
    with unmeasured():
        env = {**os.environ, **environment}
        return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    """Return what a command said that failed, or nothing."""
    return f"{done.stdout}{done.stderr}\nexit status {done.returncode}" if done.returncode else ""
