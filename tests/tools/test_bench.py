"""The benchmark measures what it says. How fast anything is depends on the machine, so no test asks that."""

import gzip
import os
import re
from pathlib import Path
from urllib.request import urlopen

import pytest

from generator.catalogue.derivations import derivation_of
from generator.mathjax.typeset import Formula
from generator.pages.site import Page, Site, Table
from tools.bench import blocking, formulas, growth, memory, page, serve, settings
from tools.bench.build import PARTS, Build, build
from tools.bench.clock import Clock
from tools.bench.report import Target
from tools.bench.server import serving

pytestmark = pytest.mark.whole

FORMULAS = (Formula("a", display=True), Formula("b"), Formula("c", display=True), Formula("d"))


def test_the_page_has_as_many_formulas_as_it_says() -> None:
    text = page.markdown(FORMULAS)
    assert len(re.findall(r"^\$\$\n[ac]\n\$\$$", text, re.MULTILINE)) == page.DISPLAY
    assert len(re.findall(r"(?<!\$)\$[bd]\$(?!\$)", text)) == page.INLINE


def test_the_formulas_of_a_site_are_found_once_each(tmp_path: Path) -> None:
    text = '<p><span class="tex" data-tex="a &lt; b"></span><span class="tex" data-tex="a &lt; b"></span></p>'
    (tmp_path / "index.html").write_text(text + '<div class="tex tex-display" data-tex="c"></div>', "utf-8")
    assert formulas.shown(tmp_path) == (Formula("a < b"), Formula("c", display=True))


def test_a_page_without_its_formulas_is_the_same_else(tmp_path: Path) -> None:
    text = '<p>One <span class="tex" data-tex="a"><svg></svg></span> two.</p><b>three</b>'
    (tmp_path / "index.html").write_text(text, "utf-8")
    blocking.write_without_formulas(tmp_path)
    assert "<p>One  two.</p><b>three</b>" in (tmp_path / blocking.BARE).read_text("utf-8")


def test_what_blocks_for_less_than_a_task_is_no_ratio() -> None:
    quick, slow = blocking.Use(1, 0.001), blocking.Use(1, 0.2)
    assert blocking.ratio(quick, blocking.Use(1, 0)) == 1
    assert blocking.ratio(slow, quick) == pytest.approx(0.2 / blocking.LEAST)


def test_the_pages_of_this_site_become_a_folder_of_markdown(tmp_path: Path) -> None:
    site = Site((Page("cases/one.md", "One", "the text", "source.py"),), (Table("<!-- table: cases -->", "| table |"),))
    folder = page.written(site, tmp_path / "docs")
    assert (folder / "cases" / "one.md").read_text("utf-8") == "the text"
    assert "| table |" in (folder / "index.md").read_text("utf-8")


def test_a_build_that_is_compared_differs_in_the_formulas_alone(tmp_path: Path) -> None:
    ours, theirs = (
        settings.without_generator(tmp_path, tmp_path, tex)["markdown_extensions"]
        for tex in (settings.TEX, settings.CLIENT_TEX)
    )
    assert [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]] == [
        (settings.TEX, settings.CLIENT_TEX)
    ]


def test_a_build_with_our_formulas_spends_time_in_the_typesetter(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Home\n", "utf-8")
    tex = {settings.TEX: {"cache_dir": str(tmp_path / "cache")}}
    done = build(settings.without_generator(tmp_path / "site", tmp_path / "docs", tex), tmp_path)
    assert 0 < done.share < 1
    assert set(done.parts) <= set(PARTS)


def test_a_build_that_fails_is_no_figure(tmp_path: Path) -> None:
    broken = settings.without_generator(tmp_path / "site", tmp_path / "missing", settings.CLIENT_TEX)
    with pytest.raises(RuntimeError, match="missing"):
        build(broken, tmp_path)


def test_an_edit_is_made_in_a_copy_and_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "cache" / "mathjax").mkdir(parents=True)
    copy = tmp_path / "copy"
    copy.mkdir()
    project = serve.copied(copy, tmp_path / "cache")
    own = (settings.ROOT / serve.FILE).read_text("utf-8")
    assert (project / serve.FILE).read_text("utf-8") == own
    serve.edited(project, {serve.NAME: '"edited"', serve.DEFINITION: serve.OTHER.format(2)})
    text = (project / serve.FILE).read_text("utf-8")
    assert 'names=("edited",)' in text
    assert 'value="z/(2 + abs(z))"' in text
    assert (settings.ROOT / serve.FILE).read_text("utf-8") == own
    assert (project / "mkdocs.yml").is_file()
    assert (project / "generator/mathjax/node_modules/.installed-from").is_file()
    with pytest.raises(ValueError, match="does not stand once"):
        serve.edited(project, {"no such text": ""})


def test_a_server_that_ends_is_no_figure(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Broken\ntheme: {name: nowhere}\n", "utf-8")
    with serve.served(tmp_path, tmp_path) as (url, server), pytest.raises(RuntimeError, match="has not shown"):
        serve.shown(url, "anything", server)


def test_every_size_has_other_entries_that_are_read_and_derived() -> None:
    made = growth.activations(max(growth.SIZES))
    assert len({one.value for one in made}) == len(made) == max(growth.SIZES)
    for one in made[:: len(made) // 12]:
        assert derivation_of(one).steps


def test_a_size_is_proved_and_written_and_costs_less_the_second_time() -> None:
    use = growth.measured(2)
    assert use.size == 2
    assert 0 < use.warm < use.cold
    assert use.write > 0


def test_an_exponent_is_the_slope_on_logarithmic_axes(tmp_path: Path) -> None:
    found = tuple(growth.Use(size, 2.0 * size, 0.1, size**2, 500) for size in (1, 3, 10))
    assert growth.exponents(found) == pytest.approx((1, 0, 2, 0))
    growth.draw(found, tmp_path / "growth.svg")
    assert (tmp_path / "growth.svg").read_text("utf-8").count("<use ") >= 9


def test_the_share_is_that_of_all_parts() -> None:
    assert Build(4.0, {"one": 1.0, "other": 2.0}, 0).share == 0.75


def test_the_clock_counts_what_runs_inside_of_a_timed_call_once() -> None:
    clock = Clock()
    inner = clock.timed("inner", lambda: "done")
    assert clock.timed("outer", inner)() == "done"
    assert list(clock.seconds) == ["outer"]


@pytest.mark.skipif(not memory.PROC.is_dir(), reason="only Linux tells")
def test_memory_is_that_of_the_process_and_its_children() -> None:
    assert memory.resident(os.getpid()) > 1


def test_a_target_says_whether_it_is_met() -> None:
    assert Target("share", 0.049, 0.05, percent=True).row() == ("share", "4.9 %", "5.0 %", "pass")
    assert Target("ratio", 1.21, 1.2).row() == ("ratio", "1.21", "1.20", "MISSED")


def test_the_server_compresses_text(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("a page", "utf-8")
    with serving(tmp_path) as url, urlopen(url) as answer:  # noqa: S310 - our own server
        assert answer.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(answer.read()) == b"a page"
