"""Which settings does a build of the benchmark have? Those of mkdocs.yml, but for what is being compared."""

from pathlib import Path
from typing import Any

from mkdocs.utils.yaml import yaml_load

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "mkdocs.yml"
TEX = "generator.mathjax.extension"
CLIENT_TEX = {"pymdownx.arithmatex": {"generic": True}}
"""How Material has formulas marked for MathJax in the browser."""

Settings = dict[str, Any]


def generated(site: Path, cache: Path) -> Settings:
    """Return the settings of this site, built by its generator with caches in a folder of their own."""
    return _own(site, ROOT / "docs", {TEX: {"cache_dir": str(cache / "mathjax")}}) | {
        "plugins": ["search", {"dldz": {"cache_dir": str(cache / "dldz")}}],
    }


def without_generator(site: Path, docs: Path, tex: Any) -> Settings:  # noqa: ANN401 - a line of markdown_extensions
    """Return the settings of a folder of Markdown: the same theme, no generator, and ``tex`` to do the formulas."""
    settings = _own(site, docs, tex) | {"plugins": ["search"]}
    del settings["nav"]
    return settings


def _own(site: Path, docs: Path, tex: Any) -> Settings:  # noqa: ANN401 - as above
    with CONFIG.open("rb") as file:
        settings: Settings = yaml_load(file)
    lines = settings["markdown_extensions"]
    if TEX not in map(_name, lines):
        message = f"{CONFIG.name} does not use {TEX} any more: say in {Path(__file__).name} what does its work"
        raise ValueError(message)
    settings["markdown_extensions"] = [tex if _name(line) == TEX else line for line in lines]
    return settings | {"site_dir": str(site), "docs_dir": str(docs)}


def _name(line: Any) -> str:  # noqa: ANN401 - as above
    """Return the name in a line of markdown_extensions, which has options or has none."""
    return line if isinstance(line, str) else str(next(iter(line)))
