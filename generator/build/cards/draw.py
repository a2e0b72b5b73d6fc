"""How does a card become a PNG, and when is that not needed?

resvg draws the same picture to the byte on every machine, needs no system library, and looks for no font or file but
those that it is given. A card that was drawn before is taken from a folder, by the content of its picture; the folder
is swept of what the site no longer shows.
"""

import hashlib
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import resvg_py

from generator.build.cards.card import BOLD, FONTS, REGULAR

LARGEST_FILE = 300_000
"""Where previews stop: some sites skip a picture that is larger, in bytes."""
WORKERS = 2
FONT_FILES = (str(FONTS / REGULAR), str(FONTS / BOLD))


def draw_all(pictures: Mapping[str, str], cache: Path) -> dict[str, bytes]:
    """Return the PNG of each SVG, by the same name. Pictures that the cache holds are not drawn again."""
    cache.mkdir(parents=True, exist_ok=True)
    places = {name: cache / f"{_digest(picture)}.png" for name, picture in pictures.items()}
    with ThreadPoolExecutor(WORKERS) as pool:
        drawn = pool.map(_drawn, pictures.values(), places.values())
        found = dict(zip(pictures, drawn, strict=True))
    _sweep(cache, places.values())
    return found


def _drawn(picture: str, place: Path) -> bytes:
    if place.is_file():
        return place.read_bytes()
    made = png(picture)
    part = place.with_suffix(".part")
    part.write_bytes(made)
    part.replace(place)
    return made


def png(picture: str) -> bytes:
    """Return an SVG as PNG. Raises ``ValueError`` where it is none."""
    drawn: bytes = resvg_py.svg_to_bytes(svg_string=picture, skip_system_fonts=True, font_files=list(FONT_FILES))
    return drawn


def _digest(picture: str) -> str:
    return hashlib.sha256(f"{version('resvg-py')} {version('matplotlib')}\0{picture}".encode()).hexdigest()[:32]


def _sweep(cache: Path, kept: Iterable[Path]) -> None:
    for old in set(cache.glob("*.png")) - set(kept):
        old.unlink(missing_ok=True)
