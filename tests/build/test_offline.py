"""Does a site for a folder hold all that it needs, and is its zip the same for the same site?"""

import os
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from mkdocs.config import load_config

from generator.build import offline

CONFIG = """
site_name: Small
theme: {name: material}
plugins: [offline: {enabled: ENABLED}]
extra: {polyfills: [own.js]}
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site with two pages, and files that only a host reads."""
    texts = {"index.html": "home", "cases/one.html": "one", "_headers": "/*", "404.html": "none"}
    for place, text in texts.items():
        file = tmp_path / "site" / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path / "site"


@pytest.mark.parametrize(("enabled", "added"), [("true", 1), ("false", 0)])
def test_no_script_of_another_host_is_left(enabled: str, added: int, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(CONFIG.replace("ENABLED", enabled), "utf-8")
    config = load_config(str(tmp_path / "mkdocs.yml"))
    config = config.plugins.on_config(config)
    assert offline.is_offline(config) == bool(added)
    assert len(config.extra["polyfills"]) == 1 + added
    offline.without_other_hosts(config)
    assert config.extra["polyfills"] == ["own.js"]


@pytest.mark.parametrize(
    ("address", "online"),
    [
        ("index.html", ""),
        ("cases/index.html", "cases/"),
        ("cases/one.html", "cases/one/"),
        ("cases/one/", "cases/one/"),
    ],
)
def test_a_page_is_named_by_its_address_on_the_site(address: str, online: str) -> None:
    assert offline.online(address) == online


def test_the_index_of_letters_comes_as_a_text_where_there_is_one(site: Path) -> None:
    offline.write_texts(site)
    assert not (site / offline.LETTERS).exists()
    (site / offline.INDEX).write_text("<table></table>", "utf-8")
    offline.write_texts(site)
    assert (site / offline.LETTERS).read_text("utf-8") == 'var __letters_page = "<table></table>"\n'


def test_a_zip_is_the_same_whenever_it_is_packed(site: Path, tmp_path: Path) -> None:
    offline.write_texts(site)
    offline.write_zip(site, tmp_path / "one.zip")
    os.utime(site / "index.html", (0, 0))
    (site / "index.html").chmod(0o600)
    offline.write_zip(site, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with ZipFile(tmp_path / "one.zip") as archive:
        names = archive.namelist()
    assert names == ["dldz/cases/one.html", "dldz/index.html"]


def test_only_a_site_for_a_folder_is_packed(site: Path, tmp_path: Path) -> None:
    told = CliRunner().invoke(offline.pack, [str(site), str(tmp_path / "new/one.zip")])
    assert (told.exit_code, "DLDZ_OFFLINE=true" in told.output) == (2, True)
    (site / offline.INDEX).write_text("<table></table>", "utf-8")
    offline.write_texts(site)
    told = CliRunner().invoke(offline.pack, [str(site), str(tmp_path / "new/one.zip")])
    assert (told.exit_code, "open dldz/index.html" in told.output) == (0, True)
