"""Where PyTorch is required, a run without it fails, and says so; elsewhere its tests are skipped."""

import sys
from pathlib import Path

import pytest

from tests.conftest import REQUIRE_TORCH
from tests.whole import run

WITHOUT = "import sys; sys.modules['torch'] = None; import pytest; sys.exit(pytest.main(sys.argv[1:]))"
"""Python that finds no PyTorch, and runs pytest."""


@pytest.mark.parametrize(
    ("required", "status", "words"), [("1", 4, "PyTorch is not installed"), ("", 0, "tests collected")]
)
def test_a_run_without_pytorch_fails_where_it_is_required(root: Path, required: str, status: int, words: str) -> None:
    command = (sys.executable, "-c", WITHOUT, "--collect-only", "-q", "-p", "no:cacheprovider", "-n", "0")
    done = run(root, (*command, "tests/test_workers.py", "-k", "room_for_one"), **{REQUIRE_TORCH: required})
    assert (done.returncode, words in done.stdout + done.stderr) == (status, True)
