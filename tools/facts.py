"""Write down what each page of a built site claims, as JSON: ``python -m tools.facts SITE FILE``, or ``make facts``.

Two versions of the site are compared by ``diff``: whatever a page has lost or gained is a line. Read are the pages
themselves and the files under ``api/``, so that it works on the site of any version. Left out are words, numbers of
receipts, and the lines of derivations; a newcomer adds a kind of fact to ``page_facts``.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from lxml import html

Node: TypeAlias = Any
"""An element as lxml has it; the library ships no types."""
Facts = dict[str, Any]

PASSING = re.compile(r"f-[0-9a-f]{8}(-\d+)?|step-\d+-\d+|g-\d+|__.*|_\d+")
"""Ids without a meaning of their own: formulas without a name, lines of derivations, outlines, tabs."""
FOLDED = "[not(ancestor::details)]"
FROM_API = ("definition", "inputs", "parameters", "gradient", "second_derivative", "parameter_gradients", "computing")
"""Keys of the file of an entry that are facts of its page."""


def site_facts(site: Path) -> Facts:
    """Return the facts of each page by its address, with those of its file under ``api/`` where it has one."""
    pages = {address: page_facts(file) for address, file in sorted(addresses(site))}
    for file in sorted(site.glob("api/*.json")):
        data = json.loads(file.read_text("utf-8"))
        if "gradient" in data and "page" in data:
            facts = pages.setdefault(data["page"].removeprefix("../"), {})
            facts["api"] = api_facts(data)
    return pages


def addresses(site: Path) -> Iterator[tuple[str, Path]]:
    """Yield each page of a site with its address, ``cases/sigmoid-mse/``; the page of missing pages is none."""
    for file in site.rglob("*.html"):
        if file.name != "404.html":
            yield file.relative_to(site).as_posix().removesuffix("index.html"), file


def page_facts(file: Path) -> Facts:
    """Return what a page claims: its title, named formulas, others in sight, conditions, code, sources, anchors."""
    document = html.parse(file, html.HTMLParser(encoding="utf-8")).getroot()
    body = next(iter(document.xpath("//article")), document)
    named = body.xpath(".//*[@data-tex][@id]")
    facts = {
        "title": _words(body.find(".//h1")),
        "results": {one.get("id"): one.get("data-tex") for one in named if not PASSING.fullmatch(one.get("id"))},
        "forms": sorted(
            set(map(str, body.xpath(f".//*[@data-tex]{FOLDED}[not(starts-with(@id, 'step-'))]/@data-tex")))
        ),
        "conditions": sorted(set(_conditions(body))),
        "code": [_words(block).splitlines() for block in body.xpath(f".//pre{FOLDED}/code")],
        "references": sorted(_words(item) for item in _section(body, "references") if item.tag == "li"),
        "rules": sorted({link.rpartition("#")[2] for link in body.xpath(".//a/@href[contains(., 'rules/#')]")}),
        "anchors": sorted({str(name) for name in body.xpath(f".//@id{NOT_DRAWN}") if not PASSING.fullmatch(name)}),
    }
    return {name: fact for name, fact in facts.items() if fact}


NOT_DRAWN = "[not(ancestor::svg)]"


def _conditions(body: Node) -> Iterator[str]:
    """Yield the sentences and formulas that say when something holds."""
    yield from (_words(item) for item in _section(body, "conventions-and-assumptions") if item.tag == "li")
    for tex in body.xpath(f".//*[@data-tex]{FOLDED}/@data-tex"):
        if r"\text{where }" in tex:
            yield tex.partition(r"\text{where }")[2].strip()


def _section(body: Node, name: str) -> Iterator[Node]:
    """Yield the elements between the heading with this id and the next heading of its level."""
    for heading in body.xpath(".//*[@id=$name][self::h2 or self::h3]", name=name):
        for element in heading.itersiblings():
            if element.tag == heading.tag:
                break
            yield from element.iter()


def _words(element: Node) -> str:
    """Return the text of an element, with TeX for its formulas; code keeps its lines."""
    if element is None:
        return ""
    if element.tag == "code":
        return str(element.text_content()).rstrip()
    parts = element.xpath(".//text()[not(ancestor::svg)] | .//*[@data-tex]/@data-tex")
    return " ".join("".join(map(str, parts)).replace("¶", "").split())


def api_facts(data: Facts) -> Facts:
    """Return the facts of an entry's file: its formulas, its code line by line, and how many vectors it has."""
    facts = {key: data[key] for key in FROM_API if data.get(key)}
    facts["code"] = {name: code.splitlines() for name, code in data["code"].items()}
    kinds = [vector["kind"] for vector in data["vectors"]]
    return facts | {"vectors": {kind: kinds.count(kind) for kind in sorted(set(kinds))}}


def main() -> int:
    """Write the facts of a site into a file."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("site", type=Path, help="the folder of a built site")
    reader.add_argument("file", type=Path, help="where to write the facts")
    given = reader.parse_args()
    if not (given.site / "index.html").is_file():
        sys.exit(f"{given.site} · holds no built site · `make site` builds one")
    facts = site_facts(given.site)
    given.file.parent.mkdir(parents=True, exist_ok=True)
    given.file.write_text(json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    print(f"{given.file}: {len(facts)} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
