"""How does a wide table fit a narrow screen? A Python-Markdown extension puts each into a box that scrolls.

    markdown_extensions:
      - generator.pages.tables

The theme's script does the same, in the reader's browser: it takes every table without a class out of the page and puts
it back in a box, and the browser lays out all its formulas twice. A table that comes in its box, with a class, it
leaves alone. Where no link in the box lets the keyboard get there, the box itself is a stop.
"""

from typing import Any
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

AFTER_CONTENTS = 4
"""All other extensions have made their elements: links by ``inline`` (20), formulas (6), the table of contents (5)."""


class TableBoxes(Treeprocessor):
    """Put every table of a page, but those with a class of their own, into a box."""

    def run(self, root: ET.Element) -> None:
        """Replace the tables in the tree."""
        for parent in list(root.iter()):
            for place, child in enumerate(parent):
                if child.tag == "table" and "class" not in child.attrib:
                    parent[place] = _boxed(child)


def _boxed(table: ET.Element) -> ET.Element:
    box = ET.Element("div", {"class": "table-box"})
    if table.find(".//a[@href]") is None:
        box.set("tabindex", "0")
    box.tail, table.tail = table.tail, None
    table.set("class", "table")
    box.append(table)
    return box


class TableExtension(Extension):
    """The extension; it has no options."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the processor."""
        md.treeprocessors.register(TableBoxes(md), "table-boxes", AFTER_CONTENTS)


def makeExtension(**options: Any) -> TableExtension:  # noqa: ANN401, N802 - Python-Markdown's own signature
    """Return the extension, as Python-Markdown asks for it."""
    return TableExtension(**options)
