"""How does a card become a PNG, and when is that not needed?

resvg draws the same picture to the byte on every machine, needs no system library, and looks for no font or file but
those that it is given. A card that was drawn before is taken from the store, by the content of its picture.
"""

import io
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.metadata import version
from itertools import chain
from typing import cast

import resvg_py
from PIL import Image

from generator.build.cards.card import BOLD, FONTS, REGULAR
from generator.store import Store

Colour = tuple[int, int, int]

COLOURS = 256
WORKERS = 2
FONT_FILES = (str(FONTS / REGULAR), str(FONTS / BOLD))


def draw_all(pictures: Mapping[str, str], store: Store) -> dict[str, bytes]:
    """Return the PNG of each SVG, by the same name. Pictures that the store holds are not drawn again."""
    with ThreadPoolExecutor(WORKERS) as pool:
        drawn = pool.map(lambda picture: _drawn(picture, store), pictures.values())
        return dict(zip(pictures, drawn, strict=True))


def _drawn(picture: str, store: Store) -> bytes:
    key = ("card", *_versions(), "bright first", picture)
    if (stored := store.get(*key)) is not None:
        return stored
    made = png(picture)
    store.put(made, *key)
    return made


@cache
def _versions() -> tuple[str, ...]:
    """Return the versions of what draws and of where the fonts come from: each is read from a file of its own."""
    return version("resvg-py"), version("matplotlib")


def png(picture: str) -> bytes:
    """Return an SVG as PNG, with a palette where it has few colours. Raises ``ValueError`` where it is none."""
    drawn: bytes = resvg_py.svg_to_bytes(svg_string=picture, skip_system_fonts=True, font_files=list(FONT_FILES))
    return _with_palette(drawn)


def _with_palette(drawn: bytes) -> bytes:
    """Return a picture of at most 256 colours with one byte for each of its points: the same, and half as large.

    The colours are counted, so that each has a place in the palette, the bright ones first; Pillow's ``quantize`` comes
    to the same points, and takes twice as long to look for colours that could be left out.
    """
    import numpy as np  # noqa: PLC0415 - a build that takes its cards from the store needs none of it

    image = Image.open(io.BytesIO(drawn)).convert("RGB")
    if (counted := image.getcolors(COLOURS)) is None:
        return drawn
    colours = sorted((cast("Colour", colour) for _, colour in counted), key=lambda colour: (-sum(colour), colour))
    places = np.zeros(1 << 24, np.uint8)  # by red, green and blue; the system gives the pages that are written to
    places[[red | green << 8 | blue << 16 for red, green, blue in colours]] = range(len(colours))
    points = np.frombuffer(image.tobytes("raw", "RGBX"), "<u4") & 0xFFFFFF
    small = Image.frombytes("P", image.size, places[points].tobytes())
    small.putpalette(bytes(chain.from_iterable(colours)))
    file = io.BytesIO()
    small.save(file, "PNG")
    return file.getvalue()
