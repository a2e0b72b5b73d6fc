"""What ``serve`` does not convert again is what it would have converted, and all that is on other pages is new."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from material.plugins.search.plugin import Parser
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from generator.build import plugin, work
from generator.build.conversions import Conversions, Indexed
from generator.pages.site import Site

CONFIG = """
site_name: Small
site_url: https://example.invalid/
theme: {name: mkdocs}
plugins: [search, dldz]
markdown_extensions: [toc, {generator.mathjax.extension: {cache_dir: typeset}}]
"""
ONE = "# One\n\nHere is $x$, and [there](two.md#there).\n\n$$\na - y\n$$\n"
TWO = "# Two\n\n## There\n\nAnd $y$.\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a project of two pages and a home page, which is served: its plugin lives on from build to build."""
    docs = tmp_path / "docs"
    docs.mkdir()
    for name, text in {"index": "# Home\n", "one": ONE, "two": TWO}.items():
        (docs / f"{name}.md").write_text(text, "utf-8")
    (tmp_path / "mkdocs.yml").write_text(CONFIG, "utf-8")
    monkeypatch.setattr(work, "site", lambda *_, **__: Site((), ()))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv(plugin.EPOCH, "86400")
    yield tmp_path
    started(tmp_path, "build")


def started(project: Path, command: Literal["build", "serve"], *, fresh: bool = False) -> MkDocsConfig:
    """Return the settings as MkDocs reads them anew for each build; the plugin is that of the build before."""
    config = load_config(str(project / "mkdocs.yml"))
    dldz = config.plugins["dldz"]
    assert isinstance(dldz, plugin.DldzPlugin)
    dldz.on_startup(command=command)
    if fresh:
        dldz._conversions, dldz._indexed = Conversions(), Indexed()  # noqa: SLF001 - as in a new process
    return config


@pytest.fixture
def converted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the pages that are converted, from now on."""
    found: list[str] = []
    convert = Page.render

    def noted(page: Page, *arguments: object) -> None:
        found.append(page.file.src_uri)
        convert(page, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Page, "render", noted)
    return found


def built(project: Path, command: Literal["build", "serve"] = "serve", *, fresh: bool = False) -> dict[str, bytes]:
    """Build, and return every file of the site."""
    build(started(project, command, fresh=fresh))
    site = project / "site"
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}


def test_a_page_that_stays_is_not_converted_and_comes_out_the_same(project: Path, converted: list[str]) -> None:
    first = built(project, fresh=True)
    assert sorted(converted) == ["index.md", "one.md", "two.md"]
    converted.clear()
    again = built(project)
    assert converted == []
    assert {name: text for name, text in again.items() if text != first[name]} == {}


def test_an_edit_is_seen_on_the_other_pages_too(project: Path, converted: list[str]) -> None:
    first = built(project, fresh=True)
    (project / "docs/two.md").write_text(TWO.replace("# Two", "# Another title"), "utf-8")
    converted.clear()
    after = built(project)
    assert converted == ["two.md"]
    assert b"Another title" in after["one/index.html"]
    assert b"Another title" not in first["one/index.html"]
    assert after == built(project, fresh=True)


def test_a_page_that_comes_or_goes_may_change_links_everywhere(project: Path, converted: list[str]) -> None:
    built(project, fresh=True)
    (project / "docs/two.md").rename(project / "docs/three.md")
    converted.clear()
    after = built(project)
    assert sorted(converted) == ["index.md", "one.md", "three.md"]
    assert after == built(project, fresh=True)


def test_a_dead_anchor_is_found_on_a_page_that_stays(project: Path, caplog: pytest.LogCaptureFixture) -> None:
    (project / "mkdocs.yml").write_text(f"{CONFIG}validation: {{anchors: warn}}\n", "utf-8")
    built(project, fresh=True)
    assert "does not contain an anchor" not in caplog.text
    (project / "docs/two.md").write_text(TWO.replace("There", "Elsewhere"), "utf-8")
    built(project)
    assert "the doc 'two.md' does not contain an anchor '#there'" in caplog.text


def test_a_build_keeps_nothing(project: Path, converted: list[str]) -> None:
    built(project, fresh=True)
    built(project, "build")
    assert converted.count("one.md") == 2


def test_the_search_reads_pages_that_are_new(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "mkdocs.yml").write_text(CONFIG.replace("name: mkdocs", "name: material"), "utf-8")
    read: list[str] = []
    feed = Parser.feed

    def noted(parser: Parser, text: str) -> None:
        read.append(text)
        feed(parser, text)

    monkeypatch.setattr(Parser, "feed", noted)
    built(project, fresh=True)
    assert len(read) == 3
    (project / "docs/two.md").write_text(TWO.replace("And", "Or"), "utf-8")
    read.clear()
    after = built(project)
    assert len(read) == 1
    assert "Or" in read[0]
    assert after == built(project, fresh=True)
    assert b"Or" in after["search/search_index.json"]
