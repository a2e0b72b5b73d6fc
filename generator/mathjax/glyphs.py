"""How does a page carry the outline of a letter once, however often its formulas show it?

A page draws a few dozen letters thousands of times. Compression does not help where equal outlines stand further apart
than it looks back, so the page keeps each outline in one place and its formulas refer to it.
"""

import re
from collections import Counter

SHORTEST = 40
"""A shorter outline is not worth a reference, in characters."""

_PATH = re.compile(rf'<path d="([^"]{{{SHORTEST},}})"([^>]*)></path>')


def shared(html: str) -> str:
    """Return the content of a page in which every outline that its pictures draw more than once stands once."""
    counts = Counter(found[1] for found in _PATH.finditer(html))
    names = {outline: f"g-{n}" for n, outline in enumerate(outline for outline, count in counts.items() if count > 1)}
    if not names:
        return html
    drawn = _PATH.sub(lambda found: _reference(found, names), html)
    outlines = "".join(f'<path id="{name}" d="{outline}"></path>' for outline, name in names.items())
    return f'{drawn}\n<svg class="tex-glyphs" width="0" height="0" aria-hidden="true"><defs>{outlines}</defs></svg>'


def _reference(found: re.Match[str], names: dict[str, str]) -> str:
    name = names.get(found[1])
    return f'<use href="#{name}"{found[2]}></use>' if name else found[0]
