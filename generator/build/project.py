"""How do the pages get into the hands of another builder than MkDocs?

``write_pages`` puts them into a folder as Markdown. ``write_project`` makes of it all that Zensical needs, from the
same ``mkdocs.yml``: the nav filled in, the style sheet of the formulas beside the other assets, and our plugin left
out, for its work is done. The formulas are typeset by the Markdown extension, so they and their ids come out the same.
"""

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from generator.build import short_links
from generator.build.folders import commit_date
from generator.errors import DldzError
from generator.mathjax.typeset import shared
from generator.pages.site import Site, addressed, fill, nav

PACKAGE = Path(__file__).parents[1]
STYLE = "assets/tex.css"
"""The place of the style sheet of the formulas on a site."""
OURS = "dldz"


def write_pages(folder: Path, site: Site, docs: Path | None = None, address: str | None = None) -> tuple[str, ...]:
    """Write all pages and data into a folder, those of ``docs`` and its assets too, and return their places.

    ``address`` is that of the site, for pages that print it.
    """
    texts = {page.uri: page.text for page in site.pages} | {asset.uri: asset.text for asset in site.assets}
    if docs:
        shutil.copytree(docs, folder, dirs_exist_ok=True)
        written = {file.relative_to(docs).as_posix(): file.read_text("utf-8") for file in docs.rglob("*.md")}
        texts |= {uri: fill(text, site.tables) for uri, text in written.items()}
    for uri, text in (texts | {asset.uri: asset.text for asset in site.assets}).items():
        target = folder / uri
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(addressed(text, address), "utf-8")
    return tuple(sorted(texts))


def write_project(folder: Path, site: Site, config: Path) -> tuple[str, ...]:
    """Write ``docs/`` and ``mkdocs.yml`` for another builder, and return the places of the pages.

    Raises ``DldzError`` where ``config`` cannot be read.
    """
    settings = _read(config)
    root = config.resolve().parent
    pages = write_pages(folder / "docs", site, root / settings.get("docs_dir", "docs"), settings.get("site_url"))
    target = folder / "docs" / STYLE
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(shared().style(), "utf-8")
    name, address = settings.get("site_name", ""), settings.get("site_url") or ""
    day = datetime.fromtimestamp(commit_date(root), tz=UTC).date()
    short_links.write(folder / "docs", site.shorts, short_links.Around(name, address, day), shared())
    text = yaml.dump(translated(settings, site, root), Dumper=_Dumper, allow_unicode=True, sort_keys=False)
    (folder / "mkdocs.yml").write_text(text, "utf-8")
    return tuple(f"docs/{page}" for page in pages)


def translated(settings: Mapping[str, Any], site: Site, root: Path) -> dict[str, Any]:
    """Return the settings for a builder that runs no plugin of ours, in a folder of its own."""
    new = dict(settings) | {"docs_dir": "docs"}
    new["extra_css"] = [STYLE, *settings.get("extra_css", ())]
    new["plugins"] = [each for each in settings.get("plugins", ()) if _name(each) != OURS]
    if "nav" in settings:
        new["nav"] = nav(settings["nav"], site)
    theme = settings.get("theme")
    if isinstance(theme, dict) and "custom_dir" in theme:
        new["theme"] = theme | {"custom_dir": str(root / theme["custom_dir"])}
    return new


class _Loader(yaml.SafeLoader):
    """Reads settings as they stand: what a builder is to resolve, ``!ENV`` or ``!!python/name:``, stays as it is."""


class _Dumper(yaml.SafeDumper):
    """Writes such settings again."""


_Loader.add_constructor(None, lambda _, node: node)
_Dumper.add_multi_representer(yaml.Node, lambda _, node: node)


def _name(plugin: object) -> object:
    return next(iter(plugin), None) if isinstance(plugin, dict) else plugin


def _read(config: Path) -> dict[str, Any]:
    try:
        settings = yaml.load(config.read_text("utf-8"), _Loader)  # noqa: S506 - a safe loader, which runs no tag
    except yaml.YAMLError as error:
        raise DldzError(f"{config} · not a configuration that can be read · {' '.join(str(error).split())}") from error
    if not isinstance(settings, dict):
        raise DldzError(f"{config} · not a configuration: it holds no settings")
    return settings
