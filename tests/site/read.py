"""What the tests want to know of every page of a built site, read once; a whole site of trees would take gigabytes.

All of it is plain text: a text that lxml finds holds the whole tree that it was found in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from lxml import etree, html

from generator.build import registry

Node: TypeAlias = Any
"""An element as lxml has it; the library ships no types."""

MENTIONS = ("Uses", "Used by")
SOURCES = ("$$", "\\frac", "\\(", "<!--", "{ .", "{{")
WORDS = etree.XPath("//text()[not(ancestor::code or ancestor::pre or ancestor::svg or ancestor::script)]")
RULES = etree.XPath("//article//a[contains(@href, '/rules/#')][ancestor::*[contains(@class, 'chain')]]/@href")
LOADED = etree.XPath("//@src | //link[not(@rel='canonical' or @rel='next' or @rel='prev')]/@href")


@dataclass(frozen=True)
class Read:
    """What the tests want to know of a page."""

    title: str
    description: str
    results: int
    ids: list[str]
    levels: list[int]
    sources: list[str]
    """Signs of a formula's source that are left among the words."""
    rules: set[str]
    links: dict[str, list[str]]
    """Where the links lead in lines such as ``Uses: ...``, by what the line begins with."""
    loaded: set[str]
    """The URLs that the page makes a browser ask for, which those of its links are not."""
    places: dict[str, str]
    """The named places of the page, as they are registered."""


def read_site(site: Path) -> dict[str, Read]:
    """Return what was read on every page, by its address."""
    files = sorted(site.rglob("*.html"))
    return {file.relative_to(site).as_posix().removesuffix("index.html"): read(html.parse(file)) for file in files}


def read(soup: Node) -> Read:
    """Return what the tests want to know of a page."""
    words = " ".join(WORDS(soup))
    return Read(
        soup.findtext(".//title"),
        " ".join(soup.xpath("//meta[@name='description']/@content")),
        len(soup.xpath("//*[@id='result'][@data-tex]")),
        list(map(str, soup.xpath("//article//@id"))),
        [int(tag.tag[1]) for tag in article(soup).iter("h1", "h2", "h3", "h4", "h5", "h6")],
        [mark for mark in SOURCES if mark in words],
        {str(link).partition("#")[2] for link in RULES(soup)},
        dict(links_after(soup)),
        set(map(str, LOADED(soup))),
        registry.places(soup),
    )


def parsed(site: Path, address: str) -> Node:
    """Return a page by its address, ``cases/sigmoid-logistic/`` or ``404.html``."""
    return html.parse(site / address / "index.html" if address.endswith("/") or not address else site / address)


def article(soup: Node) -> Node:
    """Return the part of a page that is its own."""
    return soup.find(".//article")


def links_after(soup: Node) -> Iterator[tuple[str, list[str]]]:
    """Yield the beginning of each line such as ``Uses: ...``, and where its links lead."""
    for line in article(soup).iter("p"):
        words, colon, _ = line.text_content().partition(":")
        if colon and words in MENTIONS:
            yield words, [str(link) for link in line.xpath(".//a/@href")]
