"""A listing's words without a colour of their own are no elements, and its text stays."""

from markdown import Markdown

from generator.build.highlight import PLAIN, PlainFilter

CODE = 'def f(x, y):\n    """Return it."""\n    return x*y + 1.5  # why\n'


def listing(options: dict[str, object]) -> str:
    """Return a listing as the site's Markdown makes it."""
    settings = {
        "pymdownx.highlight": {"extend_pygments_lang": [{"name": "python", "lang": "python", "options": options}]}
    }
    extensions = ["pymdownx.superfences", "pymdownx.highlight"]
    return Markdown(extensions=extensions, extension_configs=settings).convert(f"```python\n{CODE}```")


def test_names_and_signs_are_no_elements() -> None:
    plain, all_marked = listing({"filters": ["dldz-plain"]}), listing({})
    assert "return</span> x*y + <span" in plain
    assert plain.count("<span") < all_marked.count("<span")
    assert [mark for mark in ('class="n"', 'class="p"', 'class="o"', 'class="w"') if mark in plain] == []


def test_the_text_stays() -> None:
    tokens = [(kind, "x") for kind in PLAIN]
    assert [value for _, value in PlainFilter().filter(None, tokens)] == ["x"] * len(PLAIN)
