"""How does a page carry the outline of a letter once, however often its formulas show it?

A page draws a few dozen letters thousands of times. Compression does not help where equal outlines stand further apart
than it looks back, so the page keeps each outline in one place, once for each size that it is drawn in, and its
formulas say where: ``<use href=#g-a x=1919 />``. So it is with whole pictures. Quotes and ends of elements that HTML
does not need are left away.
"""

import re
from collections import Counter
from itertools import count
from string import ascii_lowercase, digits

SHORTEST = 40
"""A shorter outline is not worth a reference, in characters."""
LEAST = 120
"""A whole picture that is drawn more than once stands once too, from so many characters on."""
DIGITS = digits + ascii_lowercase

_PATH = re.compile(
    r'<path d="([^"]+)"(?: transform="(?:translate\((-?\d+)(?:,(-?\d+))?\))?(?: ?(scale\([^)]*\)))?")?></path>'
)
_RECT = re.compile(r'<rect width="(\d+)" height="(\d+)" x="(-?\d+)" y="(-?\d+)"></rect>')

_PICTURE = re.compile(r"(?<=</desc>)(?:(?!</?svg).)+(?=</svg>)", re.DOTALL)

Shape = tuple[str, str]
"""An outline, and the scale in which it is drawn."""


def shared(html: str) -> str:
    """Return the content of a page in which every outline that its pictures draw more than once stands once."""
    counts = Counter(found[1] for found in _PATH.finditer(html))
    shapes = dict.fromkeys(_shape(found) for found in _PATH.finditer(html) if _is_worth_it(found[1], counts))
    if not shapes:
        return html
    names = dict(zip(shapes, map(_name, count()), strict=False))
    drawn = _PATH.sub(lambda found: _reference(found, names), html)
    drawn, pictures = _once(_RECT.sub(r"<rect width=\1 height=\2 x=\3 y=\4 />", drawn))
    defined = f"<defs>{_defined(names)}{pictures}</defs>"
    return f'{drawn}\n<svg class="tex-glyphs" width="0" height="0" aria-hidden="true">{defined}</svg>'


def _once(html: str) -> tuple[str, str]:
    """Return a page in which pictures that are the same refer to one, and these."""
    counts = Counter(found[0] for found in _PICTURE.finditer(html))
    again = (inside for inside, times in counts.items() if times > 1 and len(inside) >= LEAST)
    names = {inside: f"p{_name(number)[1:]}" for number, inside in enumerate(again)}

    def reference(found: re.Match[str]) -> str:
        return f"<use href=#{names[found[0]]} />" if found[0] in names else found[0]

    return _PICTURE.sub(reference, html), "".join(f"<g id={name}>{inside}</g>" for inside, name in names.items())


def _is_worth_it(outline: str, counts: Counter[str]) -> bool:
    return counts[outline] > 1 and len(outline) >= SHORTEST


def _shape(found: re.Match[str]) -> Shape:
    return found[1], found[4] or ""


def _name(number: int) -> str:
    """Return a short name for a number: g-0 to g-z, then g-10."""
    above, last = divmod(number, len(DIGITS))
    return f"{_name(above) if above else 'g-'}{DIGITS[last]}"


def _reference(found: re.Match[str], names: dict[Shape, str]) -> str:
    name = names.get(_shape(found))
    if name is None:
        return found[0]
    places = (f" {axis}={place}" for axis, place in (("x", found[2]), ("y", found[3])) if place and place != "0")
    return f"<use href=#{name}{''.join(places)} />"


def _defined(names: dict[Shape, str]) -> str:
    """Return the outlines; the second size of one refers to the first."""
    first: dict[str, str] = {}
    return "".join(_definition(shape, name, first) for shape, name in names.items())


def _definition(shape: Shape, name: str, first: dict[str, str]) -> str:
    outline, scale = shape
    if outline not in first:
        first[outline] = f"{name}O" if scale else name  # no other name has a capital
        drawn = f'<path id={first[outline]} d="{outline}"/>'
        return drawn + (f'<use id={name} href=#{first[outline]} transform="{scale}"/>' if scale else "")
    return f'<use id={name} href=#{first[outline]} transform="{scale}"/>'
