"""The quick run finds the tests of what changed."""

from pathlib import Path

import pytest

from tests.whole import run
from tools import quick

FILES = {
    "generator/engine/tex.py": "",
    "generator/engine/sums.py": "",
    "tests/engine/test_tex.py": "",
    "tests/engine/test_terms.py": "from generator.engine.sums import total\n",
    "tests/engine/test_other.py": "from generator.engine import sums\n",
    "tests/engine/helper.py": "",
    "tools/quick.py": "",
    "tests/tools/test_quick.py": "",
    "README.md": "",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with a few modules and tests."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("generator/engine/tex.py", ["tests/engine/test_tex.py"]),
        ("generator/engine/sums.py", ["tests/engine/test_other.py", "tests/engine/test_terms.py"]),
        ("tests/engine/test_terms.py", ["tests/engine/test_terms.py"]),
        ("tests/engine/gone/test_it.py", []),
        ("tests/engine/helper.py", []),
        ("tools/quick.py", ["tests/tools/test_quick.py"]),
        ("README.md", []),
    ],
)
def test_a_module_is_tested_by_its_mirror_or_by_those_that_import_it(
    changed: str, expected: list[str], project: Path
) -> None:
    assert quick.tests_of([project / changed], project) == [project / name for name in expected]


def test_changed_is_what_differs_from_a_branch_and_what_is_new(project: Path) -> None:
    git = ("git", "-c", "user.name=n", "-c", "user.email=e", "-c", "commit.gpgsign=false")
    for command in (("init", "--quiet", "-b", "main"), ("add", "."), ("commit", "--quiet", "--no-verify", "-m", "x")):
        assert run(project, (*git, *command)).returncode == 0
    (project / "README.md").write_text("# Title\n", "utf-8")
    (project / "new.py").touch()
    assert quick.changed(project, "main") == [project / "README.md", project / "new.py"]
    with pytest.raises(SystemExit, match="merge-base nowhere"):
        quick.changed(project, "nowhere")


def test_without_a_change_nothing_is_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["quick"])
    monkeypatch.setattr(quick, "changed", lambda *_: [])
    assert quick.main() == 0
    assert "nothing differs from main" in capsys.readouterr().out
