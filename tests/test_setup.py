"""Does a fresh machine get what the project needs? The lock files, the package and the search for a browser."""

import re
import sys
import tomllib
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import Any

import pytest

import generator
from tests.whole import complaint, run
from tools import browser

PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    """Return what pyproject.toml says."""
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))


def pins(file: Path) -> dict[str, str]:
    """Return the version of each package in a lock file."""
    return dict(PIN.findall(file.read_text("utf-8")))


def named(requirements: list[str]) -> set[str]:
    """Return the names of the packages that a list of requirements asks for."""
    return {re.split(r"[\[<>=]", requirement)[0] for requirement in requirements}


def test_the_lock_pins_every_direct_dependency(root: Path, project: dict[str, Any]) -> None:
    site = named(project["project"]["dependencies"]) | named(project["dependency-groups"]["build"])
    assert site - pins(root / "requirements.txt").keys() == set()
    test = site | named(project["dependency-groups"]["test"])
    assert test - pins(root / "requirements-test.txt").keys() == set()


def test_the_tests_run_what_the_site_is_built_with(root: Path) -> None:
    site, test = pins(root / "requirements.txt"), pins(root / "requirements-test.txt")
    assert site.items() - test.items() == set()


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-test.txt"])
def test_every_pin_has_a_hash(root: Path, lock: str) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", (root / lock).read_text("utf-8"))
    assert [block for block in blocks if PIN.match(block) and "--hash=sha256:" not in block] == []


def test_the_version_has_one_source() -> None:
    assert version("dldz") == generator.__version__


def test_the_command_and_the_plugin_can_be_loaded() -> None:
    (command,) = entry_points(group="console_scripts", name="dldz")
    (plugin,) = entry_points(group="mkdocs.plugins", name="dldz")
    assert callable(command.load())
    assert callable(plugin.load())


def test_a_browser_that_is_named_is_the_only_one_tried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(browser.ENVIRONMENT_VARIABLE, str(tmp_path / "none"))
    assert browser.find() is None
    monkeypatch.setenv(browser.ENVIRONMENT_VARIABLE, sys.executable)
    assert browser.find() == sys.executable


def test_a_command_that_does_not_start_is_no_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    note = tmp_path / "chromium"
    note.write_text("#!/bin/sh\necho 'install the snap'\nexit 1\n", "utf-8")
    note.chmod(0o755)
    monkeypatch.setenv(browser.ENVIRONMENT_VARIABLE, str(note))
    assert browser.find() is None


def test_without_a_browser_the_set_up_fails_and_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(browser.SKIP_VARIABLE, raising=False)
    monkeypatch.setattr(browser, "find", lambda: None)
    monkeypatch.setattr(browser, "fetch", lambda: None)
    assert browser.main() == 1
    assert capsys.readouterr().err == browser.MISSING + "\n"


@pytest.mark.parametrize(("words", "status"), [(browser.SKIP_WORDS, 0), ("1", 1), ("", 1)])
def test_only_the_full_words_leave_the_browser_out(monkeypatch: pytest.MonkeyPatch, words: str, status: int) -> None:
    monkeypatch.setenv(browser.SKIP_VARIABLE, words)
    monkeypatch.setattr(browser, "find", lambda: None)
    monkeypatch.setattr(browser, "fetch", lambda: None)
    assert browser.main() == status


def test_the_interpreter_may_lie_in_a_folder_with_spaces(root: Path, tmp_path: Path) -> None:
    python, told = tmp_path / "my python", tmp_path / "told"
    python.write_text(f'#!/bin/sh\necho "$@" >> "{told}"\n', "utf-8")
    python.chmod(0o755)
    assert complaint(run(root, ("tools/make-venv", str(tmp_path / "an environment")), PYTHON=str(python))) == ""
    assert told.read_text("utf-8").splitlines()[-1] == f"-m venv {tmp_path / 'an environment'}"
