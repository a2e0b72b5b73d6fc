"""An erratum names commits of this repository, with their dates."""

import subprocess
from pathlib import Path

import pytest

from generator.catalogue.errata import ERRATA, Erratum


def date_of(commit: str, root: Path) -> str:
    """Return the date of a commit; empty where the repository does not have it."""
    command = ("git", "-C", str(root), "show", "--no-patch", "--format=%cs", commit)
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def wrong_dates(row: Erratum, root: Path) -> list[str]:
    """Return the commits of a row whose date is not what the row says."""
    return [commit for commit, day in (row.since, row.fixed) if date_of(commit, root) != day]


def test_every_erratum_has_its_commits_from_the_history(root: Path) -> None:
    assert [wrong for row in ERRATA for wrong in wrong_dates(row, root)] == []


def test_a_wrong_date_is_found(root: Path) -> None:
    head = date_of("HEAD", root)
    if not head:
        pytest.skip("not a repository")
    row = Erratum("p/#r", "x", "w", ("HEAD", head), ("HEAD", "1970-01-01"))
    assert wrong_dates(row, root) == ["HEAD"]
