"""The plugin builds beside the last site: what fails tells why and damages nothing, what succeeds is the same twice."""

import hashlib
import json
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from generator.build import folders, plugin, work
from generator.errors import ProofError
from generator.pages.site import Page, Site, Table
from generator.store import Store
from tests import whole

TREE = ("generator", "docs", "mkdocs.yml")


@pytest.fixture
def project(root: Path, built_site: Path, all_proofs: Path, tmp_path: Path) -> Path:
    """Return a copy of the project that a test may break, with its site, and all that was proved and typeset for it."""
    copy = tmp_path / "project"
    for name in TREE:
        source, target = root / name, copy / name
        target.parent.mkdir(exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
        else:
            shutil.copy(source, target)
    (copy / "generator/mathjax/node_modules").symlink_to(root / "generator/mathjax/node_modules")
    shutil.copytree(root / ".cache/mathjax", copy / ".cache/mathjax")
    shutil.copytree(all_proofs, copy / ".cache/dldz", ignore=shutil.ignore_patterns(".*"))
    shutil.copytree(built_site, copy / "site")
    return copy


def run(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``mkdocs build`` on a copy of the project, with the generator that stands in it."""
    cache = {"DLDZ_CACHE": ".cache/dldz", "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(project)}
    return whole.build(project, *arguments, **cache, **environment)


def edit(file: Path, old: str, new: str) -> None:
    """Replace a text that stands in the file once."""
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    """Return the SHA-256 of every file of a folder; the files of a site fill half a gigabyte."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).digest() for file in files}


def test_a_broken_entry_names_itself_and_leaves_the_last_site(project: Path) -> None:
    """After a build that succeeded, one a mistake: each is told with entry, numbers and file, and changes nothing."""
    last = contents(project / "site")
    assert "cases/sigmoid-logistic/index.html" in last

    activations = project / "generator/catalogue/activations.py"
    whole = activations.read_text("utf-8")
    for value, says in BROKEN.items():
        edit(activations, 'value="1/(1 + exp(-z))"', f'value="{value}"')
        failed = run(project)
        assert failed.returncode == 1
        assert "Traceback" not in failed.stderr
        assert all(word in failed.stderr for word in says), failed.stderr
        assert contents(project / "site") == last
        activations.write_text(whole, "utf-8")

    edit(project / "docs/index.md", "## How to read", "$$\n\\nonsense\n$$\n\n## How to read")
    failed = run(project)
    assert failed.returncode == 1
    assert "Traceback" not in failed.stderr
    assert "index.md · \\nonsense" in failed.stderr
    assert contents(project / "site") == last
    assert sorted(place.name for place in project.iterdir() if "building" in place.name) == []


BROKEN = {
    "1/(1 + exq(-z))": ("sigmoid", "unknown function 'exq'"),
    "sqrt(-1 - z**2)": ("sigmoid", "has no real value", "at z = ", "generator/catalogue/activations.py"),
}


def test_a_rule_made_wrong_fails_the_build(project: Path) -> None:
    edit(project / "generator/engine/primitives.py", '"exp(u)", "y"', '"exp(u)", "-y"')
    shutil.rmtree(project / "site")
    failed = run(project)
    assert failed.returncode == 1
    assert not (project / "site").exists()
    assert "Traceback" not in failed.stderr
    assert "exp · D(exp(u), x)" in failed.stderr
    assert "generator/engine/primitives.py" in failed.stderr


ONE_IN = 15
"""Of the pages, one in so many is made twice; what makes the others is the same."""


def _one_in_so_many(_: str, names: list[str]) -> list[str]:
    return sorted(names)[::ONE_IN]


@pytest.mark.whole
def test_pages_written_with_another_hash_seed_are_the_same_to_the_byte(
    root: Path, rendered: Site, all_proofs: Path, tmp_path: Path
) -> None:
    """From the same proofs; that two proofs are the same is tested with them (``test_proofs``).

    Of what is kept of the pages one piece in so many is written anew; and coverage is measured of the writing here.
    """
    assert rendered.pages
    shutil.copytree(all_proofs, tmp_path / "cache", ignore=_one_in_so_many)
    key = ("site", work.fingerprint())
    Store(tmp_path / "cache").put(b"", *key)  # which is none, so it is put together again
    command = (sys.executable, "-m", "generator", "write", str(tmp_path / "written"))
    env = {**os.environ, "DLDZ_CACHE": str(tmp_path / "cache"), "PYTHONHASHSEED": "1"}
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)
    assert whole.complaint(done) == ""
    assert Store(tmp_path / "cache").get(*key) == Store(all_proofs).get(*key)


@pytest.mark.whole
def test_two_builds_are_the_same_to_the_byte(project: Path, root: Path) -> None:
    """Outside of a repository too, in another folder, a while later, with another hash seed, and typeset anew."""
    cache, key = project / ".cache/dldz", ("site", work.fingerprint())
    made = json.loads(Store(cache).get(*key) or b"")
    made["pages"] = [page for n, page in enumerate(made["pages"]) if n % ONE_IN == 0 or "index" in page["uri"]]
    Store(cache).put(json.dumps(made).encode(), *key)
    one, two = project.parent / "one", project.parent / "two"
    date = str(folders.commit_date(root))
    done = whole.build(root, "--no-strict", "--site-dir", str(one), DLDZ_CACHE=str(cache))
    assert whole.complaint(done) == ""
    shutil.rmtree(cache)
    Store(cache).put(json.dumps(made).encode(), *key)
    shutil.rmtree(project / ".cache/mathjax")
    again = {"PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": date}
    done = run(project, "--no-strict", "--site-dir", str(two), **again)
    assert whole.complaint(done) == ""
    first, second = contents(one), contents(two)
    assert len(first) > 2 * len(made["pages"])
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


# From here on the mathematics is left out: a small project with two generated pages.

PAGES = (
    Page("cases/index.md", "Cases", "# Cases\n", "generator/pages/templates/index.md.jinja", "cases"),
    Page("cases/one.md", "One", "# One\n\n[the rules](../rules.md)\n", "generator/catalogue/losses.py", "cases"),
    Page("rules.md", "Rules", "# Rules\n", "generator/engine/book.py"),
)
CONFIG = """
site_name: Small
site_url: https://example.invalid/
edit_uri: https://example.invalid/edit/docs/
theme: {name: mkdocs}
plugins: [dldz]
nav: [index.md, {Cases: cases/}, {Rules: rules.md}]
"""

EXTENSION = "markdown_extensions: [{generator.mathjax.extension: {cache_dir: typeset}}]"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project whose generated pages take no time to make."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Home\n\n<!-- table: cases -->\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_text(CONFIG, "utf-8")
    site = Site(PAGES, (Table("<!-- table: cases -->", "all of them"),))
    monkeypatch.setattr(work, "site", lambda *_, **__: site)
    monkeypatch.delenv(folders.EPOCH, raising=False)
    monkeypatch.chdir(tmp_path)  # the cache of formulas is seen from there
    return tmp_path


def built(project: Path) -> Path:
    """Build the small project, and return its site."""
    build(load_config(str(project / "mkdocs.yml")))
    return project / "site"


def test_the_nav_is_filled_in_and_edit_leads_to_the_entry(small: Path) -> None:
    page = BeautifulSoup((built(small) / "cases/one/index.html").read_text("utf-8"), "html.parser")
    assert page.find("a", string="Cases")
    assert page.find("a", string="One")
    links = [str(link["href"]) for link in page.find_all("a", href=True)]
    assert "https://example.invalid/edit/docs/../generator/catalogue/losses.py" in links


def test_hand_written_pages_get_their_tables(small: Path) -> None:
    assert "all of them" in (built(small) / "index.html").read_text("utf-8")


def test_what_the_theme_has_and_no_page_asks_for_is_left_out(small: Path) -> None:
    config = small / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("name: mkdocs", "name: material, font: false"), "utf-8")
    scripts = built(small) / "assets/javascripts"
    assert [file.name for file in scripts.glob("bundle.*.js")]
    assert [file for file in (small / "site").rglob("*") if file.suffix == ".map" or file.name == "lunr"] == []


def test_the_finished_site_replaces_the_last_one_and_keeps_hidden_files(small: Path) -> None:
    (small / "site").mkdir()
    (small / "site/old.html").write_text("old")
    (small / "site/.nojekyll").write_text("")
    site = built(small)
    assert not (site / "old.html").exists()
    assert (site / ".nojekyll").exists()
    assert not list(small.glob(".site.*"))
    assert folders.EPOCH not in os.environ


def test_what_a_killed_build_left_is_deleted_and_a_build_that_runs_is_let_be(small: Path) -> None:
    """The process of the one has ended; the other is the one that runs this test's process."""
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    killed, running = (small / f".site.{process}.building" for process in (ended.pid, os.getppid()))
    killed.mkdir()
    running.mkdir()
    built(small)
    assert running.exists()
    assert not killed.exists()


def test_the_date_is_the_one_that_was_asked_for(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(folders.EPOCH, "86400")
    assert "<lastmod>1970-01-02</lastmod>" in (built(small) / "sitemap.xml").read_text("utf-8")
    assert os.environ[folders.EPOCH] == "86400"


def test_the_date_is_that_of_the_last_commit(small: Path) -> None:
    git = ("git", "-C", str(small), "-c", "user.name=x", "-c", "user.email=x@example.invalid")
    subprocess.run([*git, "init", "--quiet"], check=True)
    env = {**os.environ, "GIT_COMMITTER_DATE": "2001-02-03T04:05:06Z"}
    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "--no-verify", "-m", "x"], check=True, env=env)
    assert "<lastmod>2001-02-03</lastmod>" in (built(small) / "sitemap.xml").read_text("utf-8")


def test_what_cannot_be_proved_ends_the_build_in_one_line(
    small: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object, **__: object) -> Site:
        raise ProofError("one · off by 2 · generator/catalogue/losses.py")

    monkeypatch.setattr(work, "site", fails)
    with caplog.at_level(logging.ERROR, "mkdocs"), pytest.raises(Abort):
        built(small)
    assert [record.message for record in caplog.records] == ["one · off by 2 · generator/catalogue/losses.py"]
    assert folders.EPOCH not in os.environ


def test_the_search_knows_the_words_of_a_page_and_no_outlines(small: Path) -> None:
    edit(small / "mkdocs.yml", "plugins: [dldz]", f"plugins: [search, dldz]\n{EXTENSION}")
    (small / "docs/more.md").write_text("# More $x$\n\nHere is $a$.\n\n$$\na - y\n$$\n", "utf-8")
    site = built(small)
    page, found = ((site / name).read_text("utf-8") for name in ("more/index.html", "search/pages.js"))
    assert page.count("<desc>") == 3
    assert (page.count("<path"), page.count("<text")) == (1, 2)
    assert '"url":"more/","title":"More x","line":"a - y"' in found
    assert "Here is a." in found
    assert "<path" not in found


def test_a_page_of_the_theme_alone_is_finished_too(small: Path) -> None:
    edit(small / "mkdocs.yml", "theme: {name: mkdocs}", "theme: {name: material}")
    site = built(small)
    assert all(
        "Content-Security-Policy" in (site / name).read_text("utf-8") for name in ("404.html", "cases/index.html")
    )


def test_a_nav_is_not_needed(small: Path) -> None:
    edit(small / "mkdocs.yml", "nav: [index.md, {Cases: cases/}, {Rules: rules.md}]", "")
    assert (built(small) / "cases/one/index.html").is_file()


def test_serve_watches_what_decides_the_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    watched: list[str] = []

    class Server:
        """Stands in for the server of ``mkdocs serve``."""

        watch = staticmethod(watched.append)

    dldz = plugin.DldzPlugin()
    dldz.on_startup(command="build")
    assert "PYTHONDONTWRITEBYTECODE" not in os.environ
    dldz.on_startup(command="serve")
    assert os.environ.pop("PYTHONDONTWRITEBYTECODE") == "1"
    dldz.on_serve(Server())  # type: ignore[arg-type]
    assert [Path(path).name for path in watched] == list(work.SOURCES)
