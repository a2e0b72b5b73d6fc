"""What a page claims is written down, whatever the version of the site, and a loss is a line of a diff."""

import json
from pathlib import Path

import pytest

from tools import facts

PAGE = """<nav id="nav"></nav><article><h1 id="title">A case<a href="#title">¶</a></h1>
<div id="result" class="tex" data-tex="a - y \\quad \\text{where } y = 1"><svg><path id="p"></path></svg></div>
<h2 id="conventions-and-assumptions">Conventions</h2>
<ul><li>Here <span data-tex="L"><svg></svg></span> is a loss.</li></ul>
<h2 id="derivation">Derivation</h2><div id="step-1-0" data-tex="line"></div>
<a href="../../rules/#chain">chain</a><div id="f-0123abcd" data-tex="form"></div>
<details><div data-tex="folded"></div><pre><code>folded</code></pre></details>
<pre><code>one = 1
two = 2
</code></pre>
<h2 id="references">References</h2><ol><li>A book.</li></ol>
<h2 id="end">End</h2><ul><li>no source</li></ul></article>"""
DATA = {
    "page": "../cases/one/",
    "gradient": {"tex": "a - y"},
    "second_derivative": None,
    "code": {"numpy": "a\nb\n"},
    "vectors": [{"kind": "ordinary"}, {"kind": "extreme"}, {"kind": "ordinary"}],
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site of one case."""
    for name, text in (("index.html", "<h1>Home</h1>"), ("cases/one/index.html", PAGE), ("404.html", "<p>none</p>")):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "api").mkdir()
    (tmp_path / "api/one.json").write_text(json.dumps(DATA), "utf-8")
    (tmp_path / "api/index.json").write_text('{"entries": []}', "utf-8")
    return tmp_path


def test_all_that_a_page_claims_is_found(site: Path) -> None:
    found = facts.site_facts(site)
    assert list(found) == ["", "cases/one/"]
    assert found[""] == {"title": "Home"}
    assert found["cases/one/"] == {
        "title": "A case",
        "results": {"result": r"a - y \quad \text{where } y = 1"},
        "forms": ["L", r"a - y \quad \text{where } y = 1", "form"],
        "conditions": ["Here L is a loss.", "y = 1"],
        "code": [["one = 1", "two = 2"]],
        "references": ["A book."],
        "rules": ["chain"],
        "anchors": ["conventions-and-assumptions", "derivation", "end", "references", "result", "title"],
        "api": {
            "gradient": {"tex": "a - y"},
            "code": {"numpy": ["a", "b"]},
            "vectors": {"extreme": 1, "ordinary": 2},
        },
    }


def test_the_command_writes_them_sorted(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["facts", str(site), str(site / "build/facts.json")])
    assert facts.main() == 0
    assert "2 pages" in capsys.readouterr().out
    assert list(json.loads((site / "build/facts.json").read_text("utf-8"))["cases/one/"])[:2] == ["anchors", "api"]


def test_a_folder_without_a_site_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["facts", str(tmp_path), str(tmp_path / "facts.json")])
    with pytest.raises(SystemExit, match="no built site"):
        facts.main()
