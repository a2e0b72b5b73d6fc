"""A proof depends on the code that it runs through, and on no other."""

from pathlib import Path

import pytest

from generator.build import code_digest

JUDGE = "generator.verify.judge"


def names(*modules: str) -> set[str]:
    return {file.relative_to(code_digest.PACKAGE).as_posix() for file in code_digest.code_of(*modules)}


def test_what_is_imported_by_what_is_imported_counts() -> None:
    assert {"errors.py", "verify/judge.py", "verify/steps.py", "engine/terms.py", "engine/__init__.py"} <= names(JUDGE)


def test_a_tool_depends_on_its_own_code_too() -> None:
    found = {
        file.relative_to(code_digest.PACKAGE.parent).as_posix()
        for file in code_digest.code_of("tools.mutants.subjects")
    }
    assert {"tools/mutants/subjects.py", "tools/mutants/changes.py", "generator/verify/judge.py"} <= found


def test_pages_and_records_do_not_count() -> None:
    found = names(JUDGE, "generator.verify.network", "generator.restore.restore")
    assert not [name for name in found if name.startswith("pages/")]
    assert "catalogue/index.py" in found
    assert "catalogue/activations.py" not in found


def test_a_module_of_records_holds_nothing_but_records() -> None:
    """What is left out of the fingerprint may hold no logic that decides a proof."""
    for name in code_digest.DATA:
        files = code_digest.PACKAGE.parent.joinpath(*name.split("."))
        for file in (files.with_suffix(".py"), *files.glob("*.py")):
            if file.is_file():
                text = file.read_text("utf-8")
                assert "\ndef " not in text, file
                assert "lambda" not in text, file


def test_an_edit_changes_the_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "generator"
    package.mkdir()
    for name, text in {"__init__": "", "a": "from generator import b", "b": "from .c import d", "c": "d = 1"}.items():
        (package / f"{name}.py").write_text(text)
    monkeypatch.setattr(code_digest, "PACKAGE", package)
    before = fresh_digest("generator.a")
    (package / "c.py").write_text("d = 2")
    assert fresh_digest("generator.a") != before
    (package / "other.py").write_text("")
    after = fresh_digest("generator.a")
    (package / "other.py").write_text("1")
    assert fresh_digest("generator.a") == after
    clear()


def fresh_digest(name: str) -> str:
    clear()
    return code_digest.digest(name)


def clear() -> None:
    for function in (code_digest.digest, code_digest.code_of, code_digest.imported, code_digest._file):  # noqa: SLF001 - its memory
        function.cache_clear()
