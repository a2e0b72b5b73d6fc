"""Is a page finished as a host, a browser and a screen reader want it, and does the policy stop what it should?"""

import shutil
from pathlib import Path

import material
import pytest

from generator.build import postprocess

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>x</title>
<script>one()</script><script id="data" type="application/json">{"two": 2}</script><script src="three.js"></script>
</head><body><div data-md-component="search" role="dialog"></div></body></html>
"""
HASH = "'sha256-HR7iaask9daLMRRskMI++QeJtjWDOjyPA6lGzYGzKW4='"


def test_the_policy_names_inline_code_only_and_stands_before_it() -> None:
    done = postprocess.postprocessed(PAGE)
    assert list(postprocess.inline_hashes(PAGE)) == [HASH]
    assert f"script-src 'self' {HASH};" in done
    assert done.index(postprocess.MARK) < done.index("<title>")


def test_a_script_that_changes_has_another_hash() -> None:
    assert list(postprocess.inline_hashes(PAGE.replace("one()", "one() "))) != [HASH]


def test_the_search_tells_its_states_apart(tmp_path: Path) -> None:
    """In the theme as it is installed: once lunr is mended there, or gone, ours is not needed any more."""
    (script,) = (Path(material.__file__).parent / "templates").glob(postprocess.SEARCH)
    worker = tmp_path / postprocess.SEARCH.replace("*", "1")
    worker.parent.mkdir(parents=True)
    shutil.copy(script, worker)
    assert len(postprocess.CONFUSED.findall(script.read_text("utf-8"))) == 1
    postprocess.postprocess(tmp_path)
    assert '.id+","}return' in worker.read_text("utf-8")
    assert postprocess.unconfused(worker.read_text("utf-8")) == worker.read_text("utf-8")


def test_from_a_folder_a_worker_may_be_made_of_text() -> None:
    assert "worker-src 'self';" in postprocess.postprocessed(PAGE)
    assert "worker-src 'self' blob:;" in postprocess.postprocessed(PAGE, offline=True)


def test_to_finish_twice_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(PAGE, "utf-8")
    postprocess.postprocess(tmp_path)
    once = {file.name: file.read_text("utf-8") for file in tmp_path.iterdir()}
    postprocess.postprocess(tmp_path)
    assert {file.name: file.read_text("utf-8") for file in tmp_path.iterdir()} == once


def test_the_headers_hold_one_policy_for_all_pages(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(PAGE, "utf-8")
    (tmp_path / "other.html").write_text(PAGE.replace("one()", "four()"), "utf-8")
    postprocess.postprocess(tmp_path)
    policy = (tmp_path / "_headers").read_text("utf-8").splitlines()[1]
    assert policy.startswith("  Content-Security-Policy: default-src 'none'; script-src 'self' 'sha256-")
    assert policy.count("'sha256-") == 2
    assert policy.endswith("frame-ancestors 'none'")


def test_every_directive_is_given_once() -> None:
    names = [part.split()[0] for part in postprocess.policy(()).split("; ")]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("theme", "mended"),
    [
        ('<div data-md-component="search" role="dialog">', 'role="dialog" aria-label="Search">'),
        ('<input class="md-toggle" id="__drawer" autocomplete="off">', '<input class="md-toggle" id="__drawer">'),
        ('<nav class="md-nav" aria-label="Receipt">', '<nav class="md-nav" role="none">'),
        ('<label class="md-nav__title" for="__toc">', '<label class="md-nav__title">'),
    ],
)
def test_what_the_theme_leaves_short_is_mended(theme: str, mended: str) -> None:
    assert mended in postprocess.mended(theme)


def test_contents_that_can_be_closed_stay_so() -> None:
    page = '<input id="__toc"><label class="md-nav__title" for="__toc">'
    assert postprocess.mended(page) == page
