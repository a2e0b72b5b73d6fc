"""How does a card become a PNG, and when is that not needed?

resvg draws the same picture to the byte on every machine, needs no system library, and looks for no font or file but
those that it is given. A card that was drawn before is taken from the store, by the content of its picture.
"""

import io
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version

import resvg_py
from PIL import Image

from generator.build.cards.card import BOLD, FONTS, REGULAR
from generator.store import Store

COLOURS = 256
WORKERS = 2
FONT_FILES = (str(FONTS / REGULAR), str(FONTS / BOLD))


def draw_all(pictures: Mapping[str, str], store: Store) -> dict[str, bytes]:
    """Return the PNG of each SVG, by the same name. Pictures that the store holds are not drawn again."""
    with ThreadPoolExecutor(WORKERS) as pool:
        drawn = pool.map(lambda picture: _drawn(picture, store), pictures.values())
        return dict(zip(pictures, drawn, strict=True))


def _drawn(picture: str, store: Store) -> bytes:
    key = ("card", version("resvg-py"), version("matplotlib"), "palette", picture)
    if (stored := store.get(*key)) is not None:
        return stored
    made = png(picture)
    store.put(made, *key)
    return made


def png(picture: str) -> bytes:
    """Return an SVG as PNG, with a palette where it has few colours. Raises ``ValueError`` where it is none."""
    drawn: bytes = resvg_py.svg_to_bytes(svg_string=picture, skip_system_fonts=True, font_files=list(FONT_FILES))
    return _with_palette(drawn)


def _with_palette(drawn: bytes) -> bytes:
    """Return a picture of at most 256 colours with one byte for each of its points: the same, and half as large."""
    image = Image.open(io.BytesIO(drawn)).convert("RGB")
    if image.getcolors(COLOURS) is None:
        return drawn
    file = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()
