"""Is a change made where it says, seen by a test that fails, and the score told with how sure it is?"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.whole import complaint, run
from tools import mutation

pytestmark = pytest.mark.whole

MODULE = "generator/engine/sums.py"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a project of one function in each room, of which only the engine's has a test worth the name."""
    for room, expected in (("engine", "assert add(2, 1) == 3"), ("verify", "add(2, 1)")):
        module = tmp_path / "generator" / room / "sums.py"
        test = tmp_path / "tests" / room / "test_sums.py"
        for path in (module, test):
            path.parent.mkdir(parents=True)
        for package in (module.parent, module.parents[1]):
            (package / "__init__.py").touch()
        module.write_text("TABLE = 1 + 1\n\ndef add(a, b):\n    return a + b\n", "utf-8")
        test.write_text(f"from generator.{room}.sums import add\n\ndef test_add():\n    {expected}\n", "utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.pytest.ini_options]\nmarkers = ["proofs", "repeated"]\n', "utf-8")
    monkeypatch.setattr(mutation, "ROOT", tmp_path)
    mutation._parsed.cache_clear()  # noqa: SLF001 - what was read of another project
    yield tmp_path
    mutation._parsed.cache_clear()  # noqa: SLF001


def test_a_change_is_made_inside_a_function_and_shown(project: Path) -> None:
    assert project.exists()
    every = list(mutation.changes())
    assert [change.module for change in every] == [MODULE, "generator/verify/sums.py"]
    assert "-    return a + b\n+    return a - b" in str(every[0])


def test_the_tests_of_the_module_come_first_and_those_of_the_other_room_last(project: Path) -> None:
    assert project.exists()
    assert list(mutation.stages(MODULE)) == [["tests/engine/test_sums.py"], ["tests/engine"], ["tests/verify"]]


def test_what_is_made_at_the_top_is_not_copied_and_sources_of_that_name_are(project: Path) -> None:
    for folder in ("build", "generator/build", ".venv"):
        (project / folder).mkdir()
    with mutation.copied(1) as copies:
        copy = copies.get()
        assert [(copy / folder).is_dir() for folder in ("build", "generator/build", ".venv")] == [False, True, False]


def test_what_no_test_sees_is_shown_and_counts(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["mutation", "--sample", "9"])
    assert mutation.main() == 0
    told = capsys.readouterr().out
    assert re.search(rf"^{MODULE}:\d+ seen$", told, re.MULTILINE)
    assert re.search(r"^generator/verify/sums.py:\d+ missed$", told, re.MULTILINE)
    assert "+    return a - b" in told
    assert "2 of 2 changes tried, 1 missed\nscore 50.0%, of all changes between 9.5% and 90.5%" in told
    again = project / "again.txt"
    again.write_text(told, "utf-8")
    monkeypatch.setattr(sys, "argv", ["mutation", "--again", str(again)])
    assert mutation.main() == 0
    assert "2 of 2 changes tried" in capsys.readouterr().out


def test_tests_that_fail_before_any_change_are_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "tests" / "verify" / "test_sums.py").write_text("def test_add():\n    assert False\n", "utf-8")
    monkeypatch.setattr(sys, "argv", ["mutation"])
    with pytest.raises(SystemExit, match="fail before anything is changed"):
        mutation.main()


def test_the_interval_is_wilsons() -> None:
    assert mutation.interval(90, 100) == pytest.approx((0.8256, 0.9448), abs=1e-4)
    assert mutation.interval(20, 20) == pytest.approx((0.8389, 1), abs=1e-4)


def test_the_tests_begin_as_they_are_called_for_each_change(root: Path) -> None:
    """Without pytest-xdist, whose hooks ``conftest.py`` may not ask for then."""
    command = (sys.executable, "-m", "pytest", *mutation.QUICK, "--collect-only", "tests/test_workers.py")
    assert complaint(run(root, command)) == ""
