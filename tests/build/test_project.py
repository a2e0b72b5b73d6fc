"""What does another builder get? A nav without our folders, no plugin of ours, and the style sheet of the formulas."""

from pathlib import Path

import pytest
import yaml
from mkdocs.utils.yaml import yaml_load

from generator.build import project
from generator.errors import DldzError
from generator.mathjax.menu import block
from generator.pages.site import Page, Site, Table, nav

SITE = Site(
    (
        Page("cases/index.md", "Cases", "# Cases\n", "x", "cases"),
        Page("cases/one.md", "One", "# One\n", "x", "cases"),
        Page("cases/quiet.md", "Quiet", "# Quiet\n", "x", "cases", listed=False),
    ),
    (Table("<!-- table: cases -->", "all of them"),),
)
CONFIG = """
site_name: Small
theme: {name: material, custom_dir: theme}
plugins: [search, dldz, tags: {enabled: true}]
extra_css: [assets/site.css]
nav: [index.md, {Cases: cases/}, {More: [{Cases again: cases/}]}]
"""
TAGGED = """extra:
  fence: !!python/name:generator.mathjax.menu.block
  switch: !ENV [DLDZ_SWITCH, false]
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return the configuration of a small project."""
    (tmp_path / "docs/assets").mkdir(parents=True)
    (tmp_path / "docs/index.md").write_text("# Home\n\n<!-- table: cases -->\n", "utf-8")
    (tmp_path / "docs/assets/site.css").write_text("", "utf-8")
    (tmp_path / "mkdocs.yml").write_text(CONFIG, "utf-8")
    return tmp_path / "mkdocs.yml"


def test_the_nav_names_every_listed_page_of_a_folder_at_any_depth() -> None:
    pages = ["cases/index.md", {"One": "cases/one.md"}]
    assert nav(["index.md", {"More": [{"Cases": "cases/"}]}], SITE) == ["index.md", {"More": [{"Cases": pages}]}]


def test_a_project_holds_all_that_another_builder_needs(config: Path, tmp_path: Path) -> None:
    written = project.write_project(tmp_path / "other", SITE, config)
    settings = yaml.safe_load((tmp_path / "other/mkdocs.yml").read_text("utf-8"))
    assert written == ("docs/cases/index.md", "docs/cases/one.md", "docs/cases/quiet.md", "docs/index.md")
    assert "all of them" in (tmp_path / "other/docs/index.md").read_text("utf-8")
    assert settings["plugins"] == ["search", {"tags": {"enabled": True}}]
    assert [(tmp_path / "other/docs" / style).is_file() for style in settings["extra_css"]] == [True, True]
    assert settings["nav"][1] == {"Cases": ["cases/index.md", {"One": "cases/one.md"}]}
    assert settings["theme"]["custom_dir"] == str(tmp_path / "theme")


def test_what_a_builder_is_to_resolve_is_handed_on_as_it_stands(config: Path, tmp_path: Path) -> None:
    config.write_text(CONFIG + TAGGED, "utf-8")
    project.write_project(tmp_path / "other", SITE, config)
    text = (tmp_path / "other/mkdocs.yml").read_text("utf-8")
    assert "fence: !!python/name:generator.mathjax.menu.block" in text
    assert yaml_load(text)["extra"] == {"fence": block, "switch": False}


@pytest.mark.parametrize("text", ["nav: [", "just words"])
def test_a_configuration_that_is_none_is_told_by_its_name(text: str, config: Path, tmp_path: Path) -> None:
    config.write_text(text, "utf-8")
    with pytest.raises(DldzError, match=r"mkdocs\.yml · not a configuration"):
        project.write_project(tmp_path / "other", SITE, config)
