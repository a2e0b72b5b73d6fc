"""What the site uses of its theme beyond documented blocks is written down, and is there in the installed theme.

Material ends in 2027: whoever moves to another theme finds in ``docs/house.md`` what has to be found there again.
"""

import re
from itertools import chain
from pathlib import Path

import material
import pytest

THEME = Path(material.__file__).parent / "templates"
OWN = (
    "docs/assets/*.css", "docs/assets/*.js", "generator/theme/**/*", "generator/build/*.py", "generator/mathjax/*.css",
)  # fmt: skip
NAME = re.compile(
    r"(?<![-\w])(?:md-[a-z]+(?:(?:__|--|-)[a-z]+)*|__(?:md_scope|drawer|search|toc|palette)|tabbed-[a-z-]+)\b"
)
"""A class or an id of the theme; ``--md-default-fg-color`` and the like are its documented variables."""
OTHERS = {"md-search__button"}
"""Names of Zensical's theme."""


def listed(root: Path) -> set[str]:
    """Return the names in the section about the theme."""
    text = (root / "docs/house.md").read_text("utf-8")
    section = text.split("## What we use of the theme")[1].split("\n## ")[0]
    return set(re.findall(r"`([^`]+)`", section))


def used(root: Path) -> set[str]:
    files = (file for pattern in OWN for file in root.glob(pattern) if file.is_file() and "minisearch" not in file.name)
    return set(chain.from_iterable(NAME.findall(file.read_text("utf-8")) for file in files)) - OTHERS


def test_every_name_of_the_theme_that_is_used_is_listed_and_no_other(root: Path) -> None:
    names = {name for name in listed(root) if not name.endswith(".html")}
    assert used(root) - names == set()
    assert names - used(root) == set()


@pytest.fixture(scope="module")
def installed() -> str:
    files = (file for file in THEME.rglob("*") if file.suffix in {".html", ".css", ".js"} and file.is_file())
    return "\n".join(file.read_text("utf-8", "replace") for file in files if "lunr" not in file.parts)


def test_every_name_is_in_the_installed_theme(root: Path, installed: str) -> None:
    missing = {name for name in listed(root) if not name.endswith(".html") and name not in installed}
    assert missing == set()


def test_every_template_of_the_theme_that_is_replaced_is_listed(root: Path) -> None:
    own = root / "generator/theme"
    replaced = {file.relative_to(own).as_posix() for file in own.rglob("*.html")}
    assert {name for name in replaced if (THEME / name).is_file()} == {n for n in listed(root) if n.endswith(".html")}
