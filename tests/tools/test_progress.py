"""While a lock is installed, a terminal shows how far it is and how long the rest takes."""

import os
import pty
import sys
from pathlib import Path
from subprocess import Popen

import pytest

from tools import progress

LOCK = "one==1.0 \\\n    --hash=sha256:00\ntwo==2.0 ; sys_platform == 'win32' \\\n    --hash=sha256:00\n"
PIP = """
import sys, time
print("Ignoring two: markers 'sys_platform' don't match your environment")
print("Collecting one==1.0 (from -r lock (line 1))")
time.sleep(1.2)
print("complaint", file=sys.stderr)
sys.exit(3)
"""


@pytest.fixture
def command(tmp_path: Path) -> tuple[str, ...]:
    """Return a command that says what pip says, and fails before anything is installed."""
    (tmp_path / "lock").write_text(LOCK, "utf-8")
    return (sys.executable, progress.__file__, str(tmp_path / "lock"), sys.executable, "-c", PIP)


def test_a_bar_says_how_much_is_done_and_how_long_the_rest_takes() -> None:
    assert progress.bar(0, 4, 0) == f"[{'.' * 30}]   0% · 0:00 so far, …"
    assert progress.bar(1, 4, 25) == f"[{'#' * 8}{'.' * 22}]  25% · 0:25 so far, about 1:15 left"
    assert progress.bar(5, 4, 60).endswith("100% · 1:00 so far, about 0:00 left")


def test_a_terminal_sees_the_bar_and_what_pip_complains_of(command: tuple[str, ...]) -> None:
    ours, theirs = pty.openpty()
    with Popen(command, stdout=theirs, stderr=theirs) as running:
        assert running.wait() == 3
    shown = os.read(ours, 10_000).decode()
    os.close(theirs)
    os.close(ours)
    assert "complaint" in shown
    assert " 75% · 0:0" in shown  # one of two is got and the other left out, which is three of four steps
    assert "Collecting" not in shown


def test_nothing_is_drawn_where_nobody_watches(command: tuple[str, ...], tmp_path: Path) -> None:
    with (tmp_path / "told").open("w") as told, Popen(command, stdout=told, stderr=told) as running:
        assert running.wait() == 3
    assert (tmp_path / "told").read_text("utf-8") == "complaint\n"
