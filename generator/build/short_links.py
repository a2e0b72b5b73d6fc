"""How do the pages of short links, ``/f/<id>/``, come to stand beside the others?

A page of one formula says what its entry's page says at greater length, so it goes through no Markdown, no theme and no
search: one small template, the same for every builder. It is no redirect, so that a crawler finds the title and the
card in its first answer; its card is that of its entry, and its canonical address the entry's page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from jinja2 import Environment, FileSystemLoader
from markdown.extensions.toc import slugify
from markupsafe import Markup

from generator.build import previews
from generator.build.citation import Citation
from generator.build.postprocess import postprocessed
from generator.mathjax.extension import svg
from generator.mathjax.typeset import Typesetter
from generator.pages.site import Short

HERE = Path(__file__).parent
PARTS = HERE.parent / "theme/partials"
"""Where the head for previews stands, and how a page is cited: the theme's pages have the same."""


@dataclass(frozen=True)
class Around:
    """What a builder knows of the site: its name, address and date, and whether addresses are those of folders."""

    site_name: str
    site_url: str
    day: date
    folders: bool = True

    def address(self, uri: str) -> str:
        """Return where a page stands on the site: ``cases/one/``, or ``cases/one.html`` without folders."""
        return f"{uri}/" if self.folders else f"{uri}.html"


def uri(short: Short) -> str:
    """Return the place of a short link's page within the site."""
    return f"f/{short.id}/index.html"


def write(folder: Path, shorts: Iterable[Short], around: Around, typesetter: Typesetter) -> None:
    """Write the page of each short link into the folder of a site. Raises ``TypesetError``."""
    loader = FileSystemLoader([HERE / "templates", PARTS])
    env = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = env.get_template("short.html.jinja")
    for short in shorts:
        target = folder / uri(short)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(postprocessed(template.render(_context(short, around, typesetter))), "utf-8")


def _context(short: Short, around: Around, typesetter: Typesetter) -> dict[str, Any]:
    canonical = urljoin(around.site_url, f"{short.uri}/")
    return {
        "short": short,
        "preview": previews.of_short(short, around.site_url),
        "citation": Citation(short.heading, around.site_name, f"f/{short.id}/", canonical, around.day),
        "canonical": canonical,
        "entry": f"../../{around.address(short.uri)}",
        "home": "../../" if around.folders else "../../index.html",
        "config": {"site_name": around.site_name},
        "page": {"is_homepage": False},
        "name": slugify(short.title, "-"),
        "formula": _display(short.tex, typesetter, ' id="formula"'),
        "provided": [_inline(tex, typesetter) for tex in short.provided],
        "letters": [_display(tex, typesetter) for tex in short.letters],
    }


def _display(tex: str, typesetter: Typesetter, named: str = "") -> Markup:
    picture = typesetter.typeset(tex, display=True)
    label = f'role="img" aria-label="{escape(picture.speech)}"'
    shown = f'<div class="tex-picture" tabindex="0" {label}>{svg(picture, typesetter.font)}</div>'
    return Markup(f'<div class="tex tex-display"{named} data-tex="{escape(tex)}">{shown}</div>')  # noqa: S704 - escaped


def _inline(tex: str, typesetter: Typesetter) -> Markup:
    picture = typesetter.typeset(tex)
    shown = svg(picture, typesetter.font, f' style="vertical-align:{-round(picture.depth, 2):g}ex"')
    label = f'role="img" aria-label="{escape(picture.speech)}" data-tex="{escape(tex)}"'
    return Markup(f'<span class="tex" {label}>{shown}</span>')  # noqa: S704 - escaped
