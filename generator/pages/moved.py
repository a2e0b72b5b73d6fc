"""What stands at a link whose page or place has moved, and on the page of errata?

A page that is gone leaves a page that says where it went; a place that is gone leaves its id in a list at the end of
its page, so that a browser finds it. Neither needs a script, and neither is a redirect for a crawler to stumble over.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from jinja2 import Environment

from generator.catalogue.errata import ERRATA, Erratum
from generator.catalogue.moved import MOVED, Moved
from generator.errors import PageError
from generator.pages.site import Page

SOURCE, ERRATA_SOURCE = "generator/catalogue/moved.py", "generator/catalogue/errata.py"
ERRATA_URI = "errata.md"


def with_moved(env: Environment, pages: Iterable[Page], rows: Iterable[Moved] = MOVED) -> Iterator[Page]:
    """Yield all pages: each with the places that left it, then those that stand for pages which are gone.

    Raises ``PageError`` for a row whose old page is still there, or whose new one is not.
    """
    made, moved = tuple(pages), tuple(row for row in rows if row.old != row.new)
    known = {address(page.uri) for page in made}
    for row in moved:
        _check(row, known)
    for page in made:
        gone = tuple(row for row in moved if row.page == address(page.uri) and row.anchor)
        yield replace(page, text=page.text + _list(env, page.uri, gone)) if gone else page
    for row in moved:
        if not row.anchor:
            yield _instead(env, row)


def errata(env: Environment, rows: tuple[Erratum, ...] = ERRATA) -> Page:
    """Return the page of the formulas that were wrong."""
    text = env.get_template("errata.md.jinja").render(
        rows=[(row, _file(row.place, ERRATA_URI)) for row in sorted(rows, key=lambda row: row.fixed[1], reverse=True)]
    )
    return Page(ERRATA_URI, "Errata", text, ERRATA_SOURCE)


def address(uri: str) -> str:
    """Return the address of a page within the site: ``cases/sigmoid-mse/`` for its file."""
    return uri.removesuffix("index.md").removesuffix(".md") + ("" if uri.endswith("index.md") else "/")


def _check(row: Moved, known: set[str]) -> None:
    new = row.new.partition("#")[0]
    if row.new and new not in known:
        raise PageError(f"{row.old} · has moved to {row.new}, where there is no page · {SOURCE}")
    if (row.page in known) != bool(row.anchor):
        what = "is still there" if row.page in known else "is gone, and so its places need the row of the page only"
        raise PageError(f"{row.old} · has moved, but the page {what} · {SOURCE}")


def _list(env: Environment, uri: str, rows: tuple[Moved, ...]) -> str:
    return env.get_template("moved-places.md.jinja").render(rows=[(row, _file(row.new, uri)) for row in rows])


def _instead(env: Environment, row: Moved) -> Page:
    uri = f"{row.page.rstrip('/')}.md"
    text = env.get_template("moved-page.md.jinja").render(row=row, link=_file(row.new, uri))
    return Page(uri, "Moved" if row.new else "Withdrawn", text, SOURCE, listed=False)


def _file(place: str, seen_from: str) -> str:
    """Return a place within the site as a link from a page's file to another's; empty for no place."""
    if not place:
        return ""
    page, _, anchor = place.partition("#")
    up = "../" * seen_from.count("/")
    return f"{up}{page.rstrip('/') or 'index'}.md" + (f"#{anchor}" if anchor else "")
