"""What is not converted again is what it would have been converted to, and all that is on other pages is new."""

import shutil
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from generator.build import convert, folders, work
from generator.build.convert import Converted, Converter, Source
from generator.pages.site import Site

CONFIG = """
site_name: Small
site_url: https://example.invalid/
theme: {name: mkdocs}
plugins: [search, {dldz: {cache_dir: .cache/dldz}}]
markdown_extensions: [toc, {generator.mathjax.extension: {cache_dir: typeset}}]
"""
ONE = "# One\n\nHere is $x$, and [there](two.md#there).\n\n$$\na - y\n$$\n"
TWO = "# Two\n\n## There\n\nAnd $y$.\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project of two pages and a home page."""
    docs = tmp_path / "docs"
    docs.mkdir()
    for name, text in {"index": "# Home\n", "one": ONE, "two": TWO}.items():
        (docs / f"{name}.md").write_text(text, "utf-8")
    (tmp_path / "mkdocs.yml").write_text(CONFIG, "utf-8")
    monkeypatch.setattr(work, "site", lambda *_, **__: Site((), ()))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(folders.EPOCH, "86400")
    return tmp_path


@pytest.fixture
def converted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the pages that are converted, from now on."""
    found: list[str] = []
    convert_one = Converter.one

    def noted(converter: Converter, source: Source) -> Converted:
        found.append(source.uri)
        return convert_one(converter, source)

    monkeypatch.setattr(Converter, "one", noted)
    return found


def built(project: Path, *, fresh: bool = False) -> dict[str, bytes]:
    """Build, without what was converted before where ``fresh``, and return every file of the site."""
    if fresh:
        shutil.rmtree(project / ".cache", ignore_errors=True)
    build(load_config(str(project / "mkdocs.yml")))
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


def test_a_dead_link_is_reported_at_every_build(project: Path, caplog: pytest.LogCaptureFixture) -> None:
    (project / "docs/two.md").write_text(f"{TWO}\n[nowhere](nowhere.md)\n", "utf-8")
    for fresh in (True, False):
        caplog.clear()
        built(project, fresh=fresh)
        assert "contains a link 'nowhere.md', but the target is not found" in caplog.text


def test_a_page_with_a_name_in_the_nav_keeps_it(project: Path) -> None:
    (project / "mkdocs.yml").write_text(f"{CONFIG}nav: [index.md, Named: one.md, two.md]\n", "utf-8")
    for fresh in (True, False):
        home = built(project, fresh=fresh)["index.html"]
        assert b">Named<" in home
        assert b">Two<" in home


def test_other_processes_convert_to_the_same_bytes(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(convert.FEW):
        (project / f"docs/more-{n}.md").write_text(ONE.replace("a - y", f"a_{n} - [y](nowhere.md)"), "utf-8")
    monkeypatch.setattr(convert, "most_workers", lambda: 2)
    several = built(project, fresh=True)
    monkeypatch.setattr(convert, "most_workers", lambda: 1)
    assert several == built(project, fresh=True)


def test_a_formula_that_mathjax_refuses_is_told_with_its_page_by_other_processes_too(
    project: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for n in range(convert.FEW):
        (project / f"docs/more-{n}.md").write_text(rf"$\nonsense_{n}$", "utf-8")
    monkeypatch.setattr(convert, "most_workers", lambda: 2)
    with pytest.raises(Abort):
        built(project, fresh=True)
    assert "more-0.md · " in caplog.text
    assert "Traceback" not in caplog.text


def test_a_damaged_page_is_converted_again(project: Path, converted: list[str]) -> None:
    first = built(project, fresh=True)
    converted.clear()
    for file in (project / ".cache/dldz").glob("*/*"):
        file.write_bytes(file.read_bytes()[:-9])
    assert built(project) == first
    assert sorted(converted) == ["index.md", "one.md", "two.md"]


def test_a_function_among_the_settings_has_the_same_name_in_every_process(project: Path) -> None:
    block = "!!python/name:generator.mathjax.menu.block "
    fences = f"pymdownx.superfences: {{custom_fences: [{{name: copy, class: copy, format: {block}}}]}}"
    (project / "mkdocs.yml").write_text(CONFIG.replace("[toc,", f"[toc, {{{fences}}},"), "utf-8")
    build(config := load_config(str(project / "mkdocs.yml")))
    assert " at 0x" not in convert._text(config["mdx_configs"])  # noqa: SLF001 - what the key is made from
    with pytest.raises(TypeError, match="only an address"):
        convert._text([object()])  # noqa: SLF001 - as above
