"""How do tests make what takes minutes: the proof of everything, and whole sites?

Without measuring which lines run, for that makes the mathematics 2.4 times slower; coverage is that of the tests
themselves, of the short commands that they start, and of the writing of the pages.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

MEASURING = "COVERAGE_PROCESS"
"""The variables with which coverage follows into a process begin like this."""


@contextmanager
def unmeasured() -> Iterator[None]:
    """Have processes that begin now run at full speed."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(MEASURING)]:
            patch.delenv(name)
        yield


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
