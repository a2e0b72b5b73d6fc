"""How is a plot drawn, so that it follows light and dark, is the same in every build, and can be read aloud?

matplotlib draws; its colours are stand-ins that become CSS, ``currentColor`` for all ink, and what could differ from
build to build (dates, random ids) is switched off. The SVG goes right into the page and needs no JavaScript.
"""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

SVG = "http://www.w3.org/2000/svg"
INK = "#010203"
COLOURS = {INK: "currentColor", "#010204": "var(--plot-1)", "#010205": "var(--plot-2)", "#010206": "var(--plot-3)"}
"""What matplotlib is told, and what stands in the page instead."""
SETTINGS: Any = {  # the stubs want every key from a list of literals
    "svg.hashsalt": "dldz",  # ids are random without
    "svg.fonttype": "none",  # letters stay letters, in the reader's own font
    "font.size": 12,
    **dict.fromkeys(("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color"), INK),
}
NOTHING = dict.fromkeys(("Date", "Creator", "Format", "Type"))


@dataclass(frozen=True)
class Curve:
    """A line, the same measured at some places, and the words beside it, which stand at a point of the plot."""

    label: str
    at: tuple[float, float]
    line: tuple[tuple[float, float], ...]
    measured: tuple[tuple[float, float], ...]


def plot(curves: Iterable[Curve], axes: tuple[str, str], title: str, description: str) -> str:
    """Return the SVG of the curves, each in a colour and a dash of its own; ``axes`` are the words along x and y."""
    with mpl.rc_context(SETTINGS):
        figure = Figure(figsize=(6.4, 3.6), layout="tight")
        FigureCanvasSVG(figure)
        field = figure.add_subplot(xlabel=axes[0], ylabel=axes[1])
        field.spines[["top", "right"]].set_visible(False)
        for curve, colour, dash in zip(curves, list(COLOURS)[1:3], ("-", "--"), strict=True):
            field.plot(*zip(*curve.line, strict=True), color=colour, linestyle=dash)
            field.plot(*zip(*curve.measured, strict=True), "o", color=colour, markersize=4, fillstyle="none")
            field.text(*curve.at, curve.label, color=colour)
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata=NOTHING, transparent=True)
    return dressed(written.getvalue(), title, description)


_DRAWN = {f"{{{SVG}}}{name}" for name in ("path", "use", "text")}
_LONG = re.compile(r"\d+\.\d{2,}")


def _slim(part: ET.Element) -> None:
    """Round places to a tenth of a point, and take away the names of groups, which would stand twice on a page."""
    if part.tag == f"{{{SVG}}}g":
        part.attrib.pop("id", None)
    for name in ("d", "x", "y", "transform"):
        if name in part.attrib:
            part.attrib[name] = _LONG.sub(lambda found: f"{float(found[0]):.1f}", part.attrib[name])


def dressed(svg: str, title: str, description: str) -> str:
    """Return the drawing as it stands in a page: sized by CSS, with colours of the page and words for the ear."""
    root = ET.fromstring(svg)  # noqa: S314 - drawn a moment ago
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    for metadata in root.findall(f"{{{SVG}}}metadata"):
        root.remove(metadata)
    for definitions in root.findall(f"{{{SVG}}}defs"):
        for style in definitions.findall(f"{{{SVG}}}style"):  # the site's policy has style sheets only
            definitions.remove(style)
        if not len(definitions):
            root.remove(definitions)
    for part in root.iter():
        _slim(part)
        for child in [
            child for child in part if child.tag == f"{{{SVG}}}g" and not any(x.tag in _DRAWN for x in child.iter())
        ]:
            part.remove(child)
    root.attrib |= {"role": "img", "aria-label": title}
    words = ET.Element(f"{{{SVG}}}desc")
    words.text = description
    root.insert(0, words)
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    text = ET.tostring(root, encoding="unicode")
    for stand_in, colour in COLOURS.items():
        text = text.replace(stand_in, colour)
    return "".join(line.strip() + "\n" for line in text.splitlines() if line.strip())
