"""The Markdown beside a page has its words, TeX and links, and nothing that only a browser shows."""

from pathlib import Path

from generator.build.twins import twin, write
from generator.pages.text import escape

PAGE = """---
title: "One"
---

# One

=== "Leibniz"

    ```copy
    {"tex": "x"}
    ```

    $$
    \\label{result} \\frac{dL}{dz} = a - y
    $$

    For arrays.
    { .belongs-to }

=== "Ng"

    $dz = a - y$

## Definition { #definition }

[The rule](../rules.md#chain), [this](#definition), [the data](../api/one.json) and [elsewhere](https://example.invalid/x.md).

??? steps "2 steps: all exact"

    [Chain](../rules.md#chain)

    ```python
    if a:
        b
    ```

<figure class="plot"><svg></svg></figure>
"""
EXPECTED = """# One

**Leibniz**

$$
\\frac{dL}{dz} = a - y
$$

For arrays.

**Ng**

$dz = a - y$

## Definition

[The rule](https://s.invalid/d/rules/#chain), [this](#definition), [the data](https://s.invalid/d/api/one.json) and \
[elsewhere](https://example.invalid/x.md).

**2 steps: all exact**

[Chain](https://s.invalid/d/rules/#chain)

```python
if a:
    b
```

Source: https://s.invalid/d/cases/one/
"""


def test_signs_are_typed_and_markup_in_a_text_stays_escaped() -> None:
    text = escape("torch_norm for 0 < a < 1, x^T and {i}, R&D & co: \\sigma, <script>alert(1)</script>")
    shown = twin(f"# One\n\n{text}\n", "one.md", "https://s.invalid/").splitlines()[2]
    assert (
        shown
        == r"torch\_norm for 0 < a < 1, x^T and {i}, R&#38;D & co: \sigma, &#60;script&#62;alert(1)&#60;/script&#62;"
    )


def test_a_twin_has_words_tex_and_absolute_links() -> None:
    assert twin(PAGE, "cases/one.md", "https://s.invalid/d/") == EXPECTED


def test_links_of_the_home_page_lead_down() -> None:
    text = twin("[Start](start.md), [all](cases/index.md)\n", "index.md", "https://s.invalid/d/")
    assert text.startswith("[Start](https://s.invalid/d/start/), [all](https://s.invalid/d/cases/)")


def test_a_name_that_ends_with_index_is_no_section(tmp_path: Path) -> None:
    """The page of the mistake one-index had its Markdown at mistakes/one-/, and its own link to it led nowhere."""
    write(tmp_path, {"mistakes/one-index.md": ("One", "# One\n")}, ("dL/dz", "Gradients."), "https://s.invalid/d/")
    assert (tmp_path / "mistakes/one-index/index.md").is_file()
    assert "https://s.invalid/d/mistakes/one-index/index.md" in (tmp_path / "llms.txt").read_text("utf-8")


def test_a_section_has_its_place_in_the_list(tmp_path: Path) -> None:
    pages = {"cases/index.md": ("Cases", "# Cases\n\n[One](one.md)\n"), "index.md": ("Home", "# Home\n")}
    write(tmp_path, pages, ("dL/dz", "Gradients."), "https://s.invalid/d/")
    assert "[One](https://s.invalid/d/cases/one/)" in (tmp_path / "cases/index.md").read_text("utf-8")
    assert (tmp_path / "llms.txt").read_text("utf-8").splitlines() == [
        "# dL/dz", "", "> Gradients.", "", "## Pages", "",
        "- [Cases](https://s.invalid/d/cases/index.md)", "- [Home](https://s.invalid/d/index.md)",
    ]  # fmt: skip
