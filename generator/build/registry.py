"""Registered links: every one stays alive, and a released one shows the formula that it showed.

``published.txt`` beside this module has a line for each page: its address, then its named places in order. A release
adds eight digits of the SHA-256 of the TeX at a place, ``result=0123abcd``: then the formula is promised too. Lines of
derivations are not promised, nor are places that carry such digits in their name.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import html

from generator.catalogue.moved import Moved

FILE = Path(__file__).parents[1] / "published.txt"
DIGITS = 8
OTHER = "404.html"
PASSING = re.compile(r"f-[0-9a-f]{8}(-\d+)?|step-\d+-\d+|g-\d+|__.*|moved|erratum-\d+|_\d+")
"""Ids not promised: formulas without a name, lines of derivations, outlines, tabs, lists of moved places."""

Links = Mapping[str, Mapping[str, str]]
"""Pages by address, and of each its named places with the digits of their formula, empty where none is promised."""


def published(site: Path) -> dict[str, dict[str, str]]:
    """Return the links of a built site."""
    pages = sorted(file for file in site.rglob("*.html") if file.name != OTHER)
    return {file.relative_to(site).as_posix().removesuffix("index.html"): places(html.parse(file)) for file in pages}


def places(page: Any) -> dict[str, str]:  # noqa: ANN401 - a document of lxml, which ships no types
    """Return the named places within the article of a page; what has a name within a drawing is no place to go to."""
    named = page.xpath("//article/descendant-or-self::*[@id][not(ancestor-or-self::svg)]")
    found = {element.get("id"): element.get("data-tex") for element in named}
    return {name: _digits(tex) for name, tex in sorted(found.items()) if not PASSING.fullmatch(name)}


def _digits(tex: str | None) -> str:
    return hashlib.sha256(tex.encode()).hexdigest()[:DIGITS] if tex else ""


def read(file: Path = FILE) -> dict[str, dict[str, str]]:
    """Return the registered links; none where there is no registry yet."""
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    return {page: {name: digits for name, _, digits in (word.partition("=") for word in words)}
            for page, *words in (line.split(" ") for line in lines)}  # fmt: skip


def written(links: Links) -> str:
    """Return links as the text of the registry."""
    return "".join(f"{' '.join((page or '/', *map(_word, found.items())))}\n" for page, found in sorted(links.items()))


def _word(place: tuple[str, str]) -> str:
    name, digits = place
    return f"{name}={digits}" if digits else name


def broken(registered: Links, built: Links, moved: Iterable[Moved]) -> tuple[str, ...]:
    """Return a line for each registered link that is gone or shows another formula, unless a row tells of it."""
    told = {row.old for row in moved}
    return tuple(line for place, line in _broken(registered, built) if not {place, place.partition("#")[0]} & told)


def _broken(registered: Links, built: Links) -> Iterator[tuple[str, str]]:
    for page, found in registered.items():
        address = page.removeprefix("/")
        if address not in built:
            yield address, f"{page} · the page is gone"
            continue
        for name, digits in found.items():
            place, now = f"{address}#{name}", built[address].get(name)
            if now is None:
                yield place, f"{place} · the place is gone"
            elif digits and now != digits:
                yield place, f"{place} · shows another formula"


def unregistered(registered: Links, built: Links, moved: Iterable[Moved]) -> tuple[str, ...]:
    """Return the links of a built site that the registry does not know; of those that moved a row tells."""
    known = {f"{page.removeprefix('/')}#{name}" for page, found in registered.items() for name in ("", *found)}
    known |= _left(moved)
    now = (f"{page}#{name}" for page, found in built.items() for name in ("", *found))
    return tuple(place.removesuffix("#") or "/" for place in now if place not in known)


def registered_with(
    registered: Links, built: Links, moved: Iterable[Moved], *, formulas: bool = False
) -> dict[str, dict[str, str]]:
    """Return the registry with all links of a built site; what moved stays in it only as the row that tells of it.

    With ``formulas``, as for a release, what stands at each place is promised as well; once promised, it stays so.
    """
    told, left = {row.old for row in moved}, _left(moved)
    kept = {page.removeprefix("/"): found for page, found in registered.items() if page not in told}
    new = built if formulas else {page: dict.fromkeys(found, "") for page, found in built.items()}
    joined = {
        page: {**new.get(page, {}), **_promised(kept.get(page, {}), built.get(page, {}))} for page in {*kept, *new}
    }
    return {
        page: {name: digits for name, digits in sorted(found.items()) if f"{page}#{name}" not in left}
        for page, found in joined.items()
    }


def _promised(kept: Mapping[str, str], built: Mapping[str, str]) -> dict[str, str]:
    """Return the registered places of a page; where a formula was promised, with the one that a row allows by now."""
    return {name: digits and built.get(name, digits) for name, digits in kept.items() if digits or name not in built}


def _left(moved: Iterable[Moved]) -> set[str]:
    """Return what has moved elsewhere: its id still stands on the page, in the list that says where it went."""
    return {row.old for row in moved if row.old != row.new}
