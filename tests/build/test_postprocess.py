"""Is a page finished as a host, a browser and a screen reader want it, and does the policy stop what it should?"""

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


def test_no_page_may_start_a_worker() -> None:
    """The search needs none, and what is not named is forbidden."""
    assert "default-src 'none'" in postprocess.postprocessed(PAGE)
    assert "worker-src" not in postprocess.postprocessed(PAGE)


def test_to_finish_twice_changes_nothing() -> None:
    once = postprocess.postprocessed(PAGE)
    assert postprocess.postprocessed(once) == once


def test_the_frame_is_mended_and_what_stands_in_it_stays() -> None:
    """The policy allows the inline script in between too."""
    head, rest = PAGE.split("<body>")
    content = '<body><nav class="md-nav" aria-label="Receipt"><script>four()</script>'
    done = postprocess.postprocessed(head, content, rest)
    assert content in done
    assert 'aria-label="Search"' in done
    assert done.count("'sha256-") == 2


def test_the_headers_hold_one_policy_for_all_pages() -> None:
    hashes = [*postprocess.inline_hashes(PAGE), *postprocess.inline_hashes(PAGE.replace("one()", "four()"))]
    policy = postprocess.headers(hashes).splitlines()[1]
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
