"""Every byte of a page is counted once, with the part that it belongs to."""

from pathlib import Path

from tools.bench.weight import LARGEST, OTHER, rows, shares, weighed

PAGE = """<!doctype html><title>é</title><article><h1>x</h1>
<div class="tex tex-display" data-tex="a"><div><svg><desc>a</desc><g><path d="M1"></path></g></svg></div></div>
<details class="steps"><p>Step <span class="tex"><svg><text x=0>a</text></svg></span></p></details>
<details class="copy"><pre>a</pre></details><figure><svg><desc>d</desc></svg></figure><br>
<div class="highlight"><code>x</code></div><script>1</script></article>"""


def test_every_byte_is_counted_once_with_its_part() -> None:
    found = shares(PAGE)
    assert found.total() == len(PAGE.encode())
    assert found["formulas: pictures"] == len('<svg><g><path d="M1"></path></g></svg><svg><text x=0>a</text></svg>')
    assert found["copy menus"] == len('<details class="copy"><pre>a</pre></details>')
    assert found["drawings"] == len("<figure><svg><desc>d</desc></svg></figure>")
    assert found["scripts"] == len("<script>1</script>")
    assert found["folds"] == len('<details class="steps"><p>Step </p></details>')
    assert found[OTHER] == len("<!doctype html><title>é</title>".encode())


def test_a_table_ends_with_all_and_with_what_is_sent() -> None:
    *_, whole, packed = rows(["x" * 5000])
    assert whole == ("all", "5")
    assert packed == ("packed", "0")


def test_a_site_is_as_heavy_as_its_files(tmp_path: Path) -> None:
    for n in range(1, 4):
        (tmp_path / "cases" / f"c{n}").mkdir(parents=True)
        (tmp_path / "cases" / f"c{n}" / "index.html").write_text("x" * (LARGEST * n // 2), "utf-8")
    typical, heaviest, whole = weighed(tmp_path)
    assert (typical.met, heaviest.met, whole.met) == (False, False, True)
    assert heaviest.value == 1.5
