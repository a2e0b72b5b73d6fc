"""The style sheets are whole: braces match, names are those of pages, and a browser takes each declaration."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.test_theme import NAME

SHEETS = ("site.css", "short.css")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SELECTED = re.compile(r"[^{};]+(?=\{)")
DECLARED = re.compile(r"(?<=[{;\s])([a-z-]+)\s*:\s*([^;{}]+);")
OWN_NAME = re.compile(r"(?<![\w-])[.#]([a-z_][\w-]*)", re.IGNORECASE)
MAKERS = (
    "generator/**/*.py", "generator/**/*.jinja", "generator/**/*.html", "generator/**/*.mjs", "docs/**/*.md",
    "docs/assets/*.js",
)  # fmt: skip
"""The files that give elements their names."""
OF_OTHERS = {"highlight", "js", "no-js", "lineno", "linenos", "linenodiv", "hll", "admonition", "footnote"}
"""Names that Python-Markdown, Pygments and the theme give."""


def plain(root: Path, sheet: str) -> str:
    """Return a style sheet without its comments, line by line as it was."""
    text = (root / "docs/assets" / sheet).read_text("utf-8")
    return COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)


def names(text: str) -> set[str]:
    """Return the classes and ids that are ours in the selectors of a style sheet."""
    selectors = (found for found in SELECTED.findall(text) if not found.strip().startswith("@"))
    return {name for one in selectors for name in OWN_NAME.findall(one) if not NAME.fullmatch(name)} - OF_OTHERS


def refused(browser: Browser, text: str) -> list[tuple[str, str]]:
    """Return the declarations of a style sheet that a browser does not take."""
    declared = [(name, value.removesuffix("!important").strip()) for name, value in DECLARED.findall(text)]
    assert declared
    page = browser.new_page()
    taken = page.evaluate("(every) => every.map(([name, value]) => CSS.supports(name, value))", declared)
    page.close()
    return [one for one, known in zip(declared, taken, strict=True) if not known]


@pytest.mark.parametrize("sheet", SHEETS)
def test_braces_are_balanced_rule_by_rule(root: Path, sheet: str) -> None:
    depth, inside = 0, []
    for number, line in enumerate(plain(root, sheet).splitlines(), 1):
        if depth and re.match(r"[@.:\w]", line):
            inside.append(number)
        depth += line.count("{") - line.count("}")
    assert (depth, inside) == (0, [])


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_name_that_is_styled_is_given_somewhere(root: Path, sheet: str) -> None:
    given = {word for maker in MAKERS for file in root.glob(maker) for word in words(file)}
    found = names(plain(root, sheet))
    assert found
    assert found - given == set()


def words(file: Path) -> set[str]:
    """Return the words of a file as they could be names of elements."""
    return set(re.findall(r"[\w-]+", file.read_text("utf-8"))) if "node_modules" not in file.parts else set()


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_browser_takes_every_declaration(root: Path, sheet: str, browser: Browser) -> None:
    assert refused(browser, plain(root, sheet)) == []


def test_what_is_misspelt_is_found_out(browser: Browser) -> None:
    assert names(".because, .no-such-word > .md-nav { color: red; }") == {"because", "no-such-word"}
    wrong = "a { color: rde; dislay: none; margin: 1rme; top: 0; }"
    assert json.dumps(refused(browser, wrong)) == json.dumps([("color", "rde"), ("dislay", "none"), ("margin", "1rme")])
