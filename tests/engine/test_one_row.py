"""A new function is one row in one file: formulas, rules, the judge, rounding and listings know it from there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROW = 'Primitive("acosh", "1/sqrt(u**2 - 1)", "the inverse of cosh", domain=Interval.open(1, oo), arrays="arccosh"),'
TABLE = "PRIMITIVES = (\n"
FORMULA = "z*acosh(2 + z**2)"


@pytest.fixture
def package(root: Path, tmp_path: Path) -> Path:
    """Return the folder of a copy of the package, which a test may edit."""
    shutil.copytree(
        root / "generator", tmp_path / "generator", ignore=shutil.ignore_patterns("node_modules", "__pycache__")
    )
    return tmp_path


PROVE = "from generator.verify import tables as t; [t.prove_row(row) for row in t.rows() if row.id == 'acosh']"


def derived(package: Path) -> subprocess.CompletedProcess[str]:
    """Run ``derive`` on a formula, with the package in this folder."""
    return run(package, "-m", "generator", "derive", "--activation", FORMULA)


def run(package: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the package in this folder."""
    command = [sys.executable, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(package)}
    return subprocess.run(command, cwd=package, env=environment, capture_output=True, text=True, check=False)


def test_a_function_is_derived_proved_and_printed_by_its_row_alone(package: Path) -> None:
    assert "unknown function 'acosh'" in derived(package).stderr
    table = package / "generator/engine/primitives.py"
    text = table.read_text("utf-8")
    assert text.count(TABLE) == 1
    table.write_text(text.replace(TABLE, f"{TABLE}    {ROW}\n"), "utf-8")
    after = derived(package)
    assert after.returncode == 0, after.stderr
    assert "derivative of acosh; agrees" in after.stdout
    assert "np.arccosh(2 + z**2)" in after.stdout
    proved = run(package, "-c", PROVE)  # as the rules page shows it, with u and x where it has a value
    assert proved.returncode == 0, proved.stderr
