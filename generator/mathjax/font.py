"""The font of the formulas: the letters that pages draw, out of MathJax's own, in one small file.

A letter drawn as an outline is an element of the page each time, or a copy of one that the browser has to keep; a
letter of a font is a character. So a picture is written as text: ``<text x="0 520">ay</text>`` has two letters, each at
its place, and all that have the same size and the same height stand together. What ``GLYPHS`` does not have stays an
outline, which looks the same and weighs more: add its letter there.

The font is part of the style sheet, so that it is there when the page is first drawn, from a folder too.
"""

import base64
import io
import json
import re
import subprocess
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from string import ascii_lowercase, ascii_uppercase, digits

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.svgLib.path import parse_path

from generator.errors import TypesetError
from generator.mathjax.node import HERE, fingerprint, node_path, require_installed
from generator.store import Store

FAMILY = "dldz"
EM = 1000
"""An em of the font in units of a picture: a letter of the usual size is as large as its outline."""

HEIGHT = 700
"""How far letters reach above their line: that of a capital."""

ITALIC = unicodedata.lookup("MATHEMATICAL ITALIC CAPITAL A"), unicodedata.lookup("MATHEMATICAL ITALIC SMALL A")
SLANTED = "".join(
    chr(ord(first) + n)
    for first, letters in zip(ITALIC, (ascii_uppercase, ascii_lowercase), strict=True)
    for n in range(26)
)
GREEK = "𝛼𝛽𝛾𝛿𝜀𝜂𝜃𝜅𝜆𝜇𝜋𝜌𝜎𝜏𝜑𝜓𝜔𝜕𝜖𝜙ΓΦ"
CAPITALS = "EFILRTU"
SIGNS = "−⋅×∗⊙≠≤≥∈∞∇∑∫∬∭√→⇒…⋮⌊⌋⊤ℎ∣ˆ"
MARKS = "!()+,./<=>[]|"
PIECES = "⎛⎝⎞⎠⎧⎨⎩⎷"
"""What high brackets and roots end with; what lies between is stretched, and stays an outline."""
HIGH = "()∣√⏟"
"""What grows with what it holds."""

GLYPHS = (
    ("normal",       SLANTED + GREEK + digits + MARKS + ascii_lowercase + CAPITALS + SIGNS + PIECES),
    ("-tex-variant", "′″ℏ"),
    ("-smallop",     HIGH + "[]"),
    ("-largeop",     HIGH + "∑∫∬∭"),
    ("-size3",       HIGH),
    ("-size4",       HIGH),
    ("-size5",       HIGH + "{"),
    ("-size6",       HIGH + "{"),
    ("-size7",       HIGH + "{"),
    ("-lf-tp",       "√"),
)  # fmt: skip
"""The letters of the font, for each variant of MathJax's: those that the site has, for each reader loads them all."""

PRIVATE = 0xE000
"""Where Unicode leaves room: letters here belong to no script, and stand alone."""
KEPT = frozenset(ascii_lowercase + ascii_uppercase + digits + MARKS) - frozenset("<>")
"""What stands for itself: so a page whose font did not come can still be read in part."""

_PATH = re.compile(
    r'<path d="([^"]+)" transform="(?:translate\((-?\d+)(?:,(-?\d+))?\) )?scale\(([\d.]+),-([\d.]+)\)"></path>'
)
_RECT = re.compile(r'<rect width="(\d+)" height="(\d+)" x="(-?\d+)" y="(-?\d+)"></rect>')

Place = tuple[int, str]
"""Where a letter lies from the left, and the letter."""


@dataclass(frozen=True)
class Font:
    """The character of each outline, and the font that draws it, as WOFF."""

    characters: Mapping[str, str]
    woff: bytes

    def css(self) -> str:
        """Return the rule of a style sheet that holds the font."""
        data = base64.b64encode(self.woff).decode()
        return f'@font-face {{font-family: {FAMILY}; src: url("data:font/woff;base64,{data}") format("woff");}}\n'

    def written(self, svg: str) -> str:
        """Return a picture in which letters are text: those of one size on one line are one element."""
        lines: defaultdict[tuple[str, str], list[Place]] = defaultdict(list)

        def taken(found: re.Match[str]) -> str:
            outline, x, y, wide, high = found.groups()
            character = self.characters.get(outline)
            if character is None or wide != high:
                return found[0]
            lines[y or "0", wide].append((int(x or 0), character))
            return ""

        opening, inside = svg.split(">", 1)
        rest = _RECT.sub(r"<rect width=\1 height=\2 x=\3 y=\4 />", _PATH.sub(taken, inside))
        return f"{opening}>{''.join(_line(*size, places) for size, places in lines.items())}{rest}"


@cache
def font(store: Store) -> Font:
    """Return the font of the installed MathJax. Raises ``TypesetError`` where that is not installed."""
    key = "font", fingerprint(), json.dumps(GLYPHS)
    if (stored := store.get(*key)) is None:
        outlines, widths = _outlines()
        characters = _characters(outlines)
        stored = json.dumps([characters, base64.b64encode(_woff(characters, widths)).decode()]).encode()
        store.put(stored, *key)
    characters, woff = json.loads(stored)
    return Font(characters, base64.b64decode(woff))


def _line(y: str, size: str, places: Iterable[Place]) -> str:
    """Return the text of letters on one line: their places are listed, for a formula's spaces are its own."""
    along, letters = zip(*places, strict=True)
    x = f"x={along[0]}" if len(along) == 1 else f'x="{" ".join(map(str, along))}"'
    attributes = " ".join(
        (x, *([f"y={y}"] if y != "0" else ()), *([f"font-size={float(size) * EM:g}"] if size != "1" else ()))
    )
    return f"<text {attributes}>{''.join(letters)}</text>"


def _outlines() -> tuple[dict[tuple[str, str], str], dict[str, float]]:
    """Return the outline of each letter of each variant of MathJax's font, and the width of each outline in em."""
    require_installed()
    run = subprocess.run(  # noqa: S603 - our own program, no outside input
        [str(node_path()), str(HERE / "font.mjs")], capture_output=True, text=True, encoding="utf-8", check=False
    )
    if run.returncode:
        raise TypesetError(f"MathJax · its font cannot be read · {' '.join(run.stderr.split())[:500]}")
    rows = json.loads(run.stdout)
    return {(variant, chr(code)): outline for variant, code, outline, _ in rows}, {row[2]: row[3] for row in rows}


def _characters(outlines: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """Return a character for each outline of ``GLYPHS``; two letters that look the same share one."""
    found: dict[str, str] = {}
    for variant, letters in GLYPHS:
        for letter in letters:
            outline = outlines.get((variant, letter))
            if outline is not None and outline not in found:
                plain = unicodedata.normalize("NFKC", letter)
                free = plain in KEPT and plain not in found.values()
                found[outline] = plain if free else chr(PRIVATE + len(found))
    return found


def _woff(characters: Mapping[str, str], widths: Mapping[str, float]) -> bytes:
    """Return a font with these letters; no date in it, so that each build makes the same.

    A letter is as wide as MathJax has it: one that reached past its picture would let the box of a formula scroll.
    """
    names = {outline: f"g{number}" for number, outline in enumerate(characters)}
    drawn = {".notdef": T2CharStringPen(EM, None).getCharString()}
    metrics = {".notdef": (EM, 0)}
    for outline, name in names.items():
        metrics[name] = round(widths[outline] * EM), 0
        pen = T2CharStringPen(EM, None)
        parse_path(outline, pen)
        drawn[name] = pen.getCharString()
    builder = FontBuilder(EM, isTTF=False)
    builder.setupHead(unitsPerEm=EM, created=0, modified=0)
    builder.font.recalcTimestamp = False
    builder.setupGlyphOrder(list(drawn))
    builder.setupCharacterMap({ord(character): names[outline] for outline, character in characters.items()})
    builder.setupCFF(FAMILY, {}, drawn, {})
    builder.setupHorizontalMetrics(metrics)
    builder.setupHorizontalHeader(ascent=HEIGHT, descent=0)
    builder.setupNameTable({"familyName": FAMILY, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost(keepGlyphNames=False)
    builder.font.flavor = "woff"
    made = io.BytesIO()
    builder.save(made)
    return made.getvalue()
