"""Do formulas reach a page whole, wherever they stand, and nothing but words reach the search index?"""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown import Markdown
from mkdocs.commands.build import build
from mkdocs.config import load_config

from generator.errors import TypesetError
from generator.mathjax import extension
from generator.mathjax.extension import PAGE
from generator.mathjax.ids import formula_id

AROUND = ["attr_list", "md_in_html", "tables", "admonition", "abbr", "toc", "pymdownx.details", "pymdownx.superfences"]

Attributes = dict[str, str | None]


class Tags(HTMLParser):
    """All start tags of a page with their attributes as a browser reads them, and its text."""

    def __init__(self, html: str) -> None:
        """Read a whole page."""
        super().__init__()
        self.tags: list[tuple[str, Attributes]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.text += data

    def formulas(self) -> list[Attributes]:
        """Return the attributes of all formulas, in order."""
        return [attributes for _, attributes in self.tags if "data-tex" in attributes]


@pytest.fixture
def markdown(cache_dir: Path) -> Callable[[str], str]:
    """Return a converter with everything around the extension that the site uses."""
    options = {"generator.mathjax.extension": {"cache_dir": str(cache_dir)}}
    return lambda text: Markdown(
        extensions=[*AROUND, "generator.mathjax.extension"], extension_configs=options
    ).convert(text)


def test_an_inline_formula_is_a_picture_with_words(markdown: Callable[[str], str]) -> None:
    html = markdown("So $a_i - y_i$ it is.")
    assert re.fullmatch(
        r'<p>So <span aria-label="a sub i minus y sub i" class="tex" data-tex="a_i - y_i" role="img">'
        r'<svg[^>]* style="vertical-align:-0\.46ex"[^>]*><desc>a_i - y_i</desc><text x="0 [\d ]+">a.y</text>.*</svg>'
        r"</span> it is\.</p>",
        html,
    )


def test_a_picture_has_no_number_that_follows_from_others(markdown: Callable[[str], str]) -> None:
    """A case's page has two hundred of them: the height, and digits that nobody sees, were two percent of it."""
    found = re.search(r"<svg ([^>]*)>", markdown("$$\\frac{a}{b}$$"))
    assert found
    assert re.fullmatch(r'width="\d+\.\d\dex" viewBox="-?\d+ -?\d+ \d+ \d+"', found[1])


def test_in_a_fold_a_formula_has_no_words_for_the_search(markdown: Callable[[str], str]) -> None:
    html = markdown('??? note "Folded $u$"\n    Text $v$.\n\n    $$w$$\n\nText $z$.')
    assert re.findall(r"<desc>(.*?)</desc>", html) == ["z"]


def test_a_letter_is_text_and_no_outline(markdown: Callable[[str], str]) -> None:
    html = markdown("So $a$ and $a$.")
    assert html.count(" d=") == 0
    assert html.count("<text x=0>a</text>") == 2


def test_a_display_formula_has_an_id_and_a_link(markdown: Callable[[str], str]) -> None:
    tags = Tags(markdown("$$\n\\label{result}\n\\frac{a}{b}\n$$")).tags
    assert [tag for tag, _ in tags[:4]] == ["div", "div", "svg", "desc"]
    assert tags[0][1] == {
        "class": "tex tex-display",
        "data-tex": r"\frac{a}{b}",
        "id": "result",
        "style": "--high:4.2ex",
    }
    assert tags[1][1] == {"aria-label": "a over b", "class": "tex-picture", "role": "img"}
    assert tags[-1] == ("a", {"aria-label": "Link to this formula", "class": "tex-link", "href": "#result"})


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("# Head $z$", 1),
        ("- item $z$\n\n    $$z$$\n\n- $z$", 3),
        ("| a | b |\n| - | - |\n| $z$ | x |", 1),
        ('??? note "Folded $z$"\n    Text $z$.\n\n    $$ z $$', 3),
        ("!!! note\n    $$\n    z\n    $$", 1),
        ('<div markdown="1">\n$z$\n\n$$z$$\n</div>', 2),
        ("> $z$\n>\n> $$ z $$", 2),
        ("\\(z\\) and\n\n\\[ z \\]", 2),
        ("`$z$` and \\$5, \\$6\n\n    $z$", 0),
        ("**$z$** [$z$](#x)", 2),
    ],
)
def test_formulas_stand_wherever_text_stands(markdown: Callable[[str], str], text: str, count: int) -> None:
    page = Tags(markdown(text))
    assert [formula["data-tex"] for formula in page.formulas()] == ["z"] * count
    assert "arithmatex" not in markdown(text)


def test_an_environment_needs_no_delimiters(markdown: Callable[[str], str]) -> None:
    tex = "\\begin{align} a &= b \\\\ c &< d \\end{align}"
    assert [formula["data-tex"] for formula in Tags(markdown(tex)).formulas()] == [tex]


@pytest.mark.parametrize("tex", [r"\text{<script>alert('1')</script>}", r'\text{"a" & &b;}', "a<b>c", r"x \$"])
@pytest.mark.parametrize("mark", ["$", "$$"])
def test_data_tex_is_the_tex_and_nothing_gets_out_of_it(markdown: Callable[[str], str], tex: str, mark: str) -> None:
    page = Tags(markdown(f"{mark}{tex}{mark}"))
    assert [formula["data-tex"] for formula in page.formulas()] == [tex]
    assert {tag for tag, _ in page.tags} <= {"p", "span", "div", "svg", "desc", "text", "path", "rect", "a"}


def test_ampersands_of_a_matrix_survive(markdown: Callable[[str], str]) -> None:
    """Python-Markdown would leave `&lt;` alone, taking it for an entity."""
    tex = r"\begin{matrix} a &lt; b \end{matrix}"
    assert [formula["data-tex"] for formula in Tags(markdown(f"$$ {tex} $$")).formulas()] == [tex]


@pytest.mark.parametrize(("escapes", "read"), [(True, 'a &lt; "b" < c'), (False, "a &amp;lt; &quot;b&quot; &lt; c")])
def test_blocks_are_read_as_arithmatex_wrote_them(monkeypatch: pytest.MonkeyPatch, *, escapes: bool, read: str) -> None:
    """Its releases differ; whichever is installed, the other kind is tested too."""
    monkeypatch.setattr(extension, "_blocks_are_escaped", lambda: escapes)
    assert extension._unescaped("a &amp;lt; &quot;b&quot; &lt; c") == read  # noqa: SLF001 - how a block is read


def test_headings_keep_their_contents_list(cache_dir: Path) -> None:
    options = {"generator.mathjax.extension": {"cache_dir": str(cache_dir)}}
    page = Markdown(extensions=["toc", "attr_list", "generator.mathjax.extension"], extension_configs=options)
    page.convert("# The $\\hat y_i < 1$ case\n\n## $dL/dz$ {#own}")
    (token,) = page.toc_tokens  # type: ignore[attr-defined]  # the toc extension adds it
    assert (token["name"], token["id"]) == ("The ŷ_i &lt; 1 case", "the-y_i-1-case")
    assert [(child["name"], child["id"]) for child in token["children"]] == [("dL/dz", "own")]


def test_ids_are_unique_and_stay_away_from_others(markdown: Callable[[str], str]) -> None:
    name = formula_id("z")
    page = Tags(markdown(f"# Head {{#{name}}}\n\n$$z$$\n\n$$z$$\n\n$$\\label{{z-1}} z$$"))
    assert [formula["id"] for formula in page.formulas()] == [f"{name}-2", f"{name}-3", "z-1"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("$$\\label{x} a$$\n\n$$\\label{x} b$$", "b · the id 'x' is taken on this page"),
        ("# Head {#x}\n\n$$\\label{x} a$$", "a · the id 'x' is taken on this page"),
        (r"$\label{x} a$", r"a · \label{x} in an inline formula"),
        (r"$\foo$", r"\foo · Undefined control sequence \foo"),
    ],
)
def test_a_wrong_formula_stops_the_page_and_names_it(markdown: Callable[[str], str], text: str, told: str) -> None:
    with pytest.raises(TypesetError, match=f"^{re.escape(told)}"):
        markdown(text)
    token = PAGE.set("cases/one.md")
    try:
        with pytest.raises(TypesetError, match=f"^{re.escape(f'cases/one.md · {told}')}"):
            markdown(text)
    finally:
        PAGE.reset(token)


def test_attributes_and_abbreviations_keep_to_themselves(markdown: Callable[[str], str]) -> None:
    html = markdown("$a${ .big title=x } a\n\n*[a]: letter")
    assert Tags(html).formulas()[0]["class"] == "tex big"
    assert "<desc>a</desc>" in html


def test_two_conversions_are_the_same_bytes(markdown: Callable[[str], str]) -> None:
    text = "$x$ $$\ny\n$$\n\n$$z$$"
    assert markdown(text) == markdown(text)


@pytest.fixture
def site(tmp_path: Path, cache_dir: Path) -> Callable[[str], Path]:
    """Return a builder of a one-page MkDocs site with Material's search."""

    def make(text: str) -> Path:
        (tmp_path / "docs").mkdir()
        (tmp_path / "docs" / "index.md").write_text(text, encoding="utf-8")
        config = {
            "site_name": "test",
            "theme": {"name": "material", "font": False},
            "plugins": ["material/search"],
            "markdown_extensions": [{"generator.mathjax.extension": {"cache_dir": str(cache_dir)}}],
        }
        (tmp_path / "mkdocs.yml").write_text(json.dumps(config), encoding="utf-8")
        build(load_config(str(tmp_path / "mkdocs.yml"), strict=True))
        return tmp_path / "site"

    return make


def test_the_search_index_holds_words_and_plain_lines(site: Callable[[str], Path]) -> None:
    built = site("# On $\\frac{dL}{dz}$\n\nHere $\\hat y$ is.\n\n$$\\label{result} \\frac{dL}{dz} = a - y$$\n\nEnd.")
    (entry,) = json.loads((built / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    assert entry["title"] == "On dL/dz"
    # Another builder's index has the letters of the pictures too; our own, in tests/build, has none.
    text = re.sub("[\ue000-\uf8ff]", "", entry["text"])
    assert text == "<p>Here ŷy is.</p> dL/dz = a - ydLdz=ay <p>End.</p>"


def test_a_page_that_cannot_be_typeset_stops_mkdocs(site: Callable[[str], Path]) -> None:
    with pytest.raises(TypesetError, match="Undefined control sequence"):
        site(r"$\foo$")


def test_an_inline_formula_that_no_phone_can_show_scrolls_and_the_keyboard_stops_at_it(
    markdown: Callable[[str], str],
) -> None:
    short, long = Tags(markdown(f"Between $a - y$ and ${' + '.join('abcdefghijklmnopqrstuv')}$.")).formulas()
    assert (short["class"], "tabindex" in short) == ("tex", False)
    assert (long["class"], long["tabindex"]) == ("tex tex-wide", "0")
