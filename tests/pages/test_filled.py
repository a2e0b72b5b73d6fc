"""A build in which the plugin was not run fails, and publishes no empty site in the name of this one."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from markdown import Markdown

from generator.errors import PageError
from generator.pages.filled import FilledExtension
from generator.pages.site import UNFILLED, fill

WITHOUT = """site_name: s
markdown_extensions:
  - generator.pages.filled
"""


def test_a_page_that_was_not_filled_is_refused(root: Path) -> None:
    home = (root / "docs/index.md").read_text("utf-8")
    converter = Markdown(extensions=["meta", FilledExtension()])
    with pytest.raises(PageError, match="the plugin 'dldz' was not run"):
        converter.convert(home)
    assert "Gradients of backpropagation" in converter.convert(fill(home, [UNFILLED]))


@pytest.mark.parametrize("builder", [("mkdocs", "--quiet"), ("zensical",)])
def test_a_builder_without_the_plugin_fails(builder: tuple[str, ...], root: Path, tmp_path: Path) -> None:
    name, *options = builder
    (tmp_path / "mkdocs.yml").write_text(WITHOUT, "utf-8")
    shutil.copytree(root / "docs", tmp_path / "docs")
    command = [sys.executable, "-m", name, "build", "--config-file", "mkdocs.yml", *options]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "the plugin 'dldz' was not run" in done.stdout + done.stderr
