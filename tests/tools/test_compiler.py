"""The compiler is the one that ``CC`` names, else an installed one, and its absence is told."""

import subprocess

import pytest

from tools import compiler


def test_an_installed_compiler_is_found() -> None:
    path = compiler.find()
    assert path
    assert subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0


def test_cc_names_the_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC", "true")
    assert (compiler.find() or "").endswith("/true")


def test_where_there_is_none_it_is_fetched_and_else_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[bool] = []
    monkeypatch.setenv("CC", "no-such-compiler")
    monkeypatch.setattr(compiler, "fetch", lambda: asked.append(True))
    assert compiler.main() == 1
    assert asked == [True]
    assert compiler.MISSING in capsys.readouterr().err
