"""What does the search know of a page? What tells it from the others: title, names, first formula, headings, prose.

``words_of`` reads a converted page, ``index`` puts all pages together. Paragraphs that many pages share are left out,
and so are steps, tables, code, and what can be copied. The index is a script that sets ``__search_pages``, so that it
loads from a folder too; ``docs/assets/search.js`` asks it, with MiniSearch (``docs/assets/minisearch.js``).
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from lxml import html
from lxml.html import HtmlElement

FILE = "search/pages.js"
SHARED = 4
"""A paragraph on more pages than these tells none of them from the others."""
LONGEST = 700
"""So much prose of a page is enough to find it by, in signs."""
PROSE = ".//p[not(ancestor::details or ancestor::table or ancestor::figure)]|.//li[not(ancestor::details)]"
NUMBER = re.compile(r"[\d.]+(?: × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")
DEEPEST = 3
"""Headings down to this level are found."""
LEFT_OUT = {"md-tags", "belongs-to", "because", "proof"}


@dataclass(frozen=True)
class Words:
    """What a converted page says: its first formula on a plain line, and its paragraphs."""

    line: str
    paragraphs: Sequence[str]


@dataclass(frozen=True)
class Found:
    """A page for the search: its address, title, front matter, headings with their ids, and its words."""

    url: str
    title: str
    meta: Mapping[str, Any]
    headings: Sequence[tuple[str, str]]
    words: Words


def found(url: str, title: str, meta: Mapping[str, Any], contents: Sequence[Mapping[str, Any]], words: Words) -> Found:
    """Return a page for the search: by its first heading in ``contents``, or by its title where it has none."""
    links = tuple(_flat(contents))
    first = next((unescape(name) for level, _, name in links if level == 1), title)
    headings = tuple((name, unescape(words)) for level, name, words in links if 1 < level <= DEEPEST)
    return Found(url, first, dict(meta), headings, words)


def _flat(tokens: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, str, str]]:
    for token in tokens:
        yield token["level"], token["id"], token["name"]
        yield from _flat(token["children"])


def words_of(page: str) -> Words:
    """Return what a page of HTML says."""
    tree = html.fragment_fromstring(page, create_parent="div")
    lines = tree.xpath("string((.//div[contains(@class, 'tex-display')]//desc)[1])")
    paragraphs = (_text(one) for one in tree.xpath(PROSE) if not LEFT_OUT & set(one.get("class", "").split()))
    return Words(" ".join(lines.split()), tuple(dict.fromkeys(filter(None, paragraphs))))


def _text(element: HtmlElement) -> str:
    """Return the words of an element, and the plain line of a formula in place of its letters."""
    return " ".join("".join(element.xpath(".//text()[not(parent::text)]")).split())


def index(pages: Iterable[Found]) -> str:
    """Return the script with all pages that are not excluded by ``search: exclude`` in their front matter."""
    known = [page for page in pages if not _search(page).get("exclude")]
    counts = Counter(_shape(text) for page in known for text in page.words.paragraphs)
    rows = [_row(page, {text for text in page.words.paragraphs if counts[_shape(text)] > SHARED}) for page in known]
    return f"var __search_pages = {json.dumps(rows, ensure_ascii=False, separators=(',', ':'))};\n"


def _shape(text: str) -> str:
    """Return a paragraph without its numbers: what many pages say, each with its own, tells none of them either."""
    return NUMBER.sub("0", text)


def _row(page: Found, shared: set[str]) -> dict[str, Any]:
    prose = " ".join(text for text in page.words.paragraphs if text not in shared)[:LONGEST]
    return {
        "url": page.url,
        "title": page.title,
        "line": page.words.line,
        "names": [str(tag) for tag in page.meta.get("tags") or ()],
        "boost": _search(page).get("boost", 1),
        "headings": [list(heading) for heading in page.headings],
        "text": prose,
    }


def _search(page: Found) -> Mapping[str, Any]:
    found = page.meta.get("search")
    return found if isinstance(found, dict) else {}
