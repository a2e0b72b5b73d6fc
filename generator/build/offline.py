"""How does the site work from a folder, without a server and without a network?

Material's offline plugin, which ``DLDZ_OFFLINE=true`` switches on, links to files instead of folders. It asks another
host for a stand-in of the worker of the theme's own search, which is left out here: ours needs none.

``python -m generator pack SITE FILE`` makes a zip of all, the same bytes for the same site.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import click
from mkdocs.config.defaults import MkDocsConfig

PLUGIN = "material/offline"
INDEX, LETTERS = "lookup.html", "search/letters_page.js"
HOSTS_ONLY = frozenset({"404.html", "_headers", "sitemap.xml", "sitemap.xml.gz"})
"""Files that mean something to a host, and nothing in a folder."""
TOP = "dldz"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
READABLE = 0o100644


def is_offline(config: MkDocsConfig) -> bool:
    """Tell whether the site is to work from a folder."""
    return PLUGIN in config.plugins and bool(config.plugins[PLUGIN].config["enabled"])


def without_other_hosts(config: MkDocsConfig) -> None:
    """Take out the scripts of other hosts that the theme's plugins have put in."""
    scripts = config.extra.get("polyfills", ())
    config.extra["polyfills"] = [script for script in scripts if not urlsplit(str(script)).netloc]


def online(address: str) -> str:
    """Return the address that a page of a folder has on the site: ``cases/one/`` for ``cases/one.html``."""
    folder = address.removesuffix("index.html")
    return f"{folder.removesuffix('.html')}/" if folder.endswith(".html") else folder


def write_texts(site: Path) -> None:
    """Write as scripts what a page of a folder may not ask for: the index of letters."""
    for index in site.glob(INDEX):
        _write_text(site / LETTERS, "__letters_page", index)


def _write_text(script: Path, name: str, source: Path) -> None:
    script.parent.mkdir(exist_ok=True)
    script.write_text(f"var {name} = {json.dumps(source.read_text('utf-8'))}\n", "utf-8")


@click.command()
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def pack(site: Path, file: Path) -> None:
    """Pack a site that was built with DLDZ_OFFLINE=true into a zip."""
    if not (site / LETTERS).is_file():
        click.echo(f"{site} is no site that works from a folder: build it with DLDZ_OFFLINE=true", err=True)
        sys.exit(2)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_zip(site, file)
    click.echo(f"{file}, {file.stat().st_size / 1e6:.1f} MB: unpack it and open {TOP}/index.html")


def write_zip(site: Path, file: Path) -> None:
    """Write the files of a site into a zip, in the order of their names and without dates."""
    with ZipFile(file, "w") as archive:
        for place in _places(site):
            entry = ZipInfo(f"{TOP}/{place}", LONG_AGO)
            entry.external_attr = READABLE << 16
            archive.writestr(entry, (site / place).read_bytes(), ZIP_DEFLATED, 9)


def _places(site: Path) -> Iterator[str]:
    found = (file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file())
    yield from sorted(place for place in found if place not in HOSTS_ONLY)
