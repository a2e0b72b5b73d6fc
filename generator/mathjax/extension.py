r"""How do formulas get onto a page? A Python-Markdown extension, for MkDocs and any other builder that uses it.

    markdown_extensions:
      - generator.mathjax.extension:
          cache_dir: .cache/mathjax      # the default, seen from where the builder runs

It loads ``pymdownx.arithmatex``, which finds ``$inline$`` and ``$$display$$`` formulas, and puts MathJax's picture of
each where arithmatex left its TeX, all formulas of a page at once. Inline and display formulas become

    <span class="tex" role="img" aria-label="spoken" data-tex="TeX"><svg style="vertical-align:-0.5ex" ...></span>

    <div class="tex tex-display" id="result" data-tex="TeX">
      <div class="tex-picture" role="img" aria-label="spoken"><svg ...></div>
      <a class="tex-link" href="#result" aria-label="Link to this formula"></a>
    </div>

The picture is written with the letters of our own font, ``font.py``. Its ``<desc>`` is the formula on a plain line:
that is what our search index and contents lists hold; in a fold, where neither looks, there is none. The display
formula's box scrolls sideways; the link in it lets the keyboard get there. So does an inline formula that is wider than
a phone may be: it is ``tex-wide``, and the keyboard stops at it.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from html import escape
from math import ceil, floor
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from generator.errors import TypesetError
from generator.mathjax.font import Font
from generator.mathjax.ids import PageIds, take_label
from generator.mathjax.menu import filled
from generator.mathjax.typeset import CACHE_DIR, Formula, Typeset, Typesetter, shared

PAGE: ContextVar[str] = ContextVar("PAGE")
"""The page at work, for error messages: a builder that knows sets it, MkDocs in ``on_page_markdown``."""

ARITHMATEX = {"pymdownx.arithmatex": {"generic": True}}

INK = ' fill="currentColor" stroke="currentColor" stroke-width="0"'
"""What ``tex.css`` says of all pictures of a page at once."""

HEADINGS = frozenset(f"h{level}" for level in range(1, 7))

WIDE = 30
"""An inline formula that is wider, in ex, may not fit beside the margins of the narrowest phone, 320 pixels."""

AFTER_ATTRIBUTES_BEFORE_CONTENTS = 6  # attr_list (8) has given its ids, toc (5) has not read the headings yet
AFTER_RAW_HTML = 25  # 30 puts raw HTML back, menus too


@dataclass(frozen=True)
class Spot:
    """A formula and the element it goes into; ``label`` is the id it asks for.

    A heading's words are those of the contents list: there a picture has no text but its ``<desc>``. In a fold,
    ``folded``, it has none.
    """

    element: ET.Element
    formula: Formula
    label: str | None
    heading: bool = False
    folded: bool = False


class MathJaxExtension(Extension):
    """The extension; its one option is ``cache_dir``."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Python-Markdown's own signature
        """Take ``cache_dir``, a path: where typeset formulas are kept between builds."""
        self.config = {"cache_dir": [str(CACHE_DIR), "where typeset formulas are kept between builds"]}
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register arithmatex, and the processor that replaces what it finds."""
        md.registerExtensions(["pymdownx.arithmatex"], ARITHMATEX)
        typesetter = shared(Path(self.getConfig("cache_dir")))
        md.treeprocessors.register(MathJaxTreeprocessor(md, typesetter), "mathjax", AFTER_ATTRIBUTES_BEFORE_CONTENTS)
        md.postprocessors.register(MathJaxPostprocessor(md, typesetter), "mathjax", AFTER_RAW_HTML)


class MathJaxTreeprocessor(Treeprocessor):
    """Replaces every formula that arithmatex marked."""

    def __init__(self, md: Markdown, typesetter: Typesetter) -> None:
        """Use one typesetter for all pages."""
        super().__init__(md)
        self._typesetter = typesetter

    def run(self, root: ET.Element) -> None:
        """Typeset a page's formulas in one go. Raises TypesetError, beginning with the page if a builder told it."""
        with _page_named():
            _fill(root, self._typesetter, self.md.htmlStash.store)


class MathJaxPostprocessor(Postprocessor):
    """Puts MathJax's texts into the menus of texts to copy."""

    def __init__(self, md: Markdown, typesetter: Typesetter) -> None:
        """Use the typesetter of the pictures."""
        super().__init__(md)
        self._typesetter = typesetter

    def run(self, text: str) -> str:
        """Finish the page. Raises TypesetError, beginning with the page if a builder told it."""
        with _page_named():
            return filled(text, self._typesetter)


@contextmanager
def _page_named() -> Iterator[None]:
    try:
        yield
    except TypesetError as error:
        message = " · ".join(filter(None, [PAGE.get(""), str(error)]))
        raise TypesetError(message) from error


def makeExtension(**options: Any) -> MathJaxExtension:  # noqa: ANN401, N802 - Python-Markdown's name and signature
    """Return the extension: what Python-Markdown calls for ``generator.mathjax.extension``."""
    return MathJaxExtension(**options)


def _fill(root: ET.Element, typesetter: Typesetter, stash: Callable[[str], str]) -> None:
    headings, folds = (
        {element for one in root.iter() if one.tag in tags for element in one.iter()}
        for tags in (HEADINGS, ("details",))
    )
    spots = tuple(_spots(root.iter(), headings, folds))
    ids = PageIds({element.get("id", "") for element in root.iter()})
    pictures = typesetter.typeset_all(spot.formula for spot in spots)
    for spot, picture in zip(spots, pictures, strict=True):
        if spot.formula.display:
            holder, style = _display(spot, picture, ids.claim(spot.formula.tex, spot.label)), ""
        else:
            holder, style = _inline(spot, picture), f' style="vertical-align:{-round(picture.depth, 2):g}ex"'
        holder.set("role", "img")
        holder.set("aria-label", _attribute(picture.speech))
        # Set aside as text: to read a picture as XML would only write it again.
        holder.text = stash(svg(picture, None if spot.heading else typesetter.font, style, plain=not spot.folded))


def _spots(
    elements: Iterable[ET.Element], headings: Container[ET.Element], folds: Container[ET.Element]
) -> Iterator[Spot]:
    for element in elements:
        if "arithmatex" in element.get("class", "").split():
            display = element.tag == "div"
            text = element.text or ""
            tex, label = take_label(_unescaped(text[2:-2]) if display else text[2:-2])
            if label is not None and not display:
                raise TypesetError(
                    f"{tex} · \\label{{{label}}} in an inline formula · only a display formula has an id"
                )
            yield Spot(
                element, Formula(tex, display), label, element in headings, element in folds and element not in headings
            )


def _inline(spot: Spot, picture: Typeset) -> ET.Element:
    """Return the element that holds the picture of a formula within a line."""
    element = spot.element
    element.text = None
    wide = picture.width > WIDE
    element.set("class", element.get("class", "").replace("arithmatex", "tex tex-wide" if wide else "tex"))
    if wide:
        element.set("tabindex", "0")
    element.set("data-tex", _attribute(spot.formula.tex))
    return element


def _display(spot: Spot, picture: Typeset, name: str) -> ET.Element:
    """Return the element that holds the picture of a formula of its own, with a link beside it."""
    element = spot.element
    element.text = None
    element.set("class", "tex tex-display")
    element.set("id", name)
    element.set("style", f"--high:{ceil(10 * picture.height) / 10:g}ex")
    element.set("data-tex", _attribute(spot.formula.tex))
    holder = ET.SubElement(element, "div", {"class": "tex-picture"})
    link = {"class": "tex-link", "href": f"#{name}", "aria-label": "Link to this formula"}
    ET.SubElement(element, "a", link)
    return holder


def svg(picture: Typeset, font: Font | None, attributes: str = "", *, plain: bool = True) -> str:
    """Return a formula's picture as a page holds it, with its ``<desc>`` if it is ``plain``.

    Whatever surrounds it has the label. Without a font its letters are outlines. Its height follows from its width and
    its ``viewBox``, in whole units, of which 442 are an ex.
    """
    opening, inside = (font.written(picture.svg) if font else picture.svg).split(">", 1)
    words = f"<desc>{escape(picture.readable)}</desc>" if plain else ""
    return f"{_SIZES.sub(_short, opening.replace(INK, ''))}{attributes}>{words}{inside}"


_SIZES = re.compile(r'width="([\d.]+)ex" height="[\d.]+ex" viewBox="(\S+) (\S+) (\S+) (\S+)"')


def _short(sizes: re.Match[str]) -> str:
    left, top, width, height = map(float, sizes.groups()[1:])
    box = f"{floor(left)} {floor(top)} {ceil(width)} {ceil(height)}"
    return f'width="{float(sizes[1]):.2f}ex" viewBox="{box}"'


def _attribute(text: str) -> str:
    """Escape ampersands, which Python-Markdown leaves alone where they look like the beginning of an entity."""
    return text.replace("&", "&amp;")


@cache
def _blocks_are_escaped() -> bool:
    """Tell whether this arithmatex escapes the TeX of a block for HTML: it does since pymdown-extensions 13."""
    markdown = Markdown(extensions=["pymdownx.arithmatex"], extension_configs=ARITHMATEX)
    return any("&amp;" in (element.text or "") for element in markdown.parser.parseDocument(["$$&$$"]).iter())


def _unescaped(text: str) -> str:
    """Undo what arithmatex does to the TeX of a block, and only that."""
    if not _blocks_are_escaped():
        return text
    for escaped, plain in (("&quot;", '"'), ("&gt;", ">"), ("&lt;", "<"), ("&amp;", "&")):
        text = text.replace(escaped, plain)
    return text
