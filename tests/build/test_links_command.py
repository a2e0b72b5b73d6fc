"""The command tells of broken links, and registers new ones only where none is broken."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.build import registry
from generator.build.links_command import links

PAGE = '<article><h1 id="{id}" data-tex="x">T</h1></article>'


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a site of one page; its registry stands beside it."""
    monkeypatch.setattr(registry, "FILE", tmp_path / "published.txt")
    monkeypatch.setattr(registry.read, "__defaults__", (tmp_path / "published.txt",))
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text(PAGE.format(id="title"), "utf-8")
    return tmp_path / "site"


def test_new_links_are_registered_when_asked(site: Path) -> None:
    run = CliRunner().invoke(links, [str(site)])
    assert (run.exit_code, run.output) == (0, "1 pages, 0 broken links, 2 not registered yet\n")
    run = CliRunner().invoke(links, [str(site), "--register"])
    assert (run.exit_code, run.output) == (0, "1 pages, 0 broken links, 0 not registered yet\n")
    assert registry.FILE.read_text("utf-8") == "/ title\n"


def test_a_release_promises_the_formulas_too(site: Path) -> None:
    assert CliRunner().invoke(links, [str(site), "--register", "--formulas"]).exit_code == 0
    assert registry.FILE.read_text("utf-8") == "/ title=2d711642\n"


def test_broken_links_fail_and_leave_the_registry(site: Path) -> None:
    registry.FILE.write_text("/ old\n" + "".join(f"p{n}/\n" for n in range(30)), "utf-8")
    run = CliRunner().invoke(links, [str(site), "--register"])
    assert run.exit_code == 1
    assert "#old · the place is gone · say what became of it in generator/catalogue/moved.py" in run.output
    assert "and 11 more" in run.output
    assert registry.FILE.read_text("utf-8").startswith("/ old\n")
