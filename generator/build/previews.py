"""What does a forum or a chat show for a link to a page, and what breaks where ``site_url`` is wrong?

The words stand in the head of the page (``theme/partials/preview.html``), the picture beside the site's other files.
No script and no redirect is needed: a crawler reads all of it in the first answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from generator.build.cards.card import HEIGHT, WIDTH, Card, svg
from generator.build.cards.draw import draw_all
from generator.mathjax.typeset import Typesetter
from generator.pages.fitting import MAX_DESCRIPTION, MAX_TITLE, shortened
from generator.pages.site import Page, Short
from generator.store import Store

FOLDER = "assets/cards"

_BREAKS = "previews of links (they need absolute addresses), canonical links, citations and the sitemap"


@dataclass(frozen=True)
class Preview:
    """What the head of a page says for previews; addresses are absolute."""

    title: str
    description: str
    url: str
    image: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT


def preview(title: str, meta: Mapping[str, Any], page_url: str, site_url: str, described: str) -> Preview:
    """Return the preview of a page from its title, its front matter and its address within the site."""
    words = shortened(str(meta.get("title") or title), MAX_TITLE)
    return Preview(
        title=words,
        description=shortened(str(meta.get("description") or described), MAX_DESCRIPTION),
        url=urljoin(site_url, page_url),
        image=urljoin(site_url, place(page_url)),
        alt=f"Card: {words}",
    )


def of_short(short: Short, site_url: str) -> Preview:
    """Return the preview of a short link's page: its card is that of its entry."""
    own = preview(short.heading, {"description": short.description}, f"f/{short.id}/", site_url, "")
    return replace(own, image=urljoin(site_url, place(f"{short.uri}/")))


def place(page_url: str) -> str:
    """Return the place of a page's card within the site: ``assets/cards/cases/sigmoid-mse.png``."""
    return f"{FOLDER}/{page_url.removesuffix('.html').strip('/') or 'index'}.png"


def cards(pages: Iterable[tuple[str, str, Page | None]], site: str, typesetter: Typesetter) -> dict[str, str]:
    """Return the cards as SVG by their place. A page is its address, title, and what was generated for it."""
    return {place(url): svg(_card(title, page, site, typesetter)) for url, title, page in pages}


def _card(title: str, page: Page | None, site: str, typesetter: Typesetter) -> Card:
    if page is None or not page.formula:
        return Card(title, site)
    picture = typesetter.typeset(page.formula, display=True)
    return Card(page.title, site, page.mark, picture, wrong=page.wrong)


def write(drawn: Mapping[str, str], site_dir: Path, store: Store) -> None:
    """Draw the cards, or take them from the store, and put them into the site."""
    for name, content in draw_all(drawn, store).items():
        target = site_dir / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def complaint(site_url: str | None) -> str | None:
    """Return what breaks if the site stands at this address, or ``None`` where nothing does."""
    if not site_url:
        return f"site_url is not set in mkdocs.yml: without it there are no {_BREAKS}"
    parts = urlsplit(site_url)
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not host:
        return f"site_url {site_url!r} is no address of a site, https://...: this breaks {_BREAKS}"
    if host in {"localhost", "127.0.0.1", "::1", "0.0.0.0"} or host.split(".")[-1] in {"example", "invalid", "test"}:  # noqa: S104 - compared, not bound
        return f"site_url {site_url!r} can be reached by nobody else: this breaks {_BREAKS}"
    if parts.query or parts.fragment:
        return f"site_url {site_url!r} ends in a query or fragment: this breaks {_BREAKS}"
    return None
