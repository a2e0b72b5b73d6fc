"""What can be said of an example from its TeX alone: is it a statement, and is it cut where it ran together?"""

import re

from generator.catalogue.examples import LINES, Example
from generator.errors import CatalogueError

FILE = "generator/catalogue/examples.py"


def fragment(tex: str) -> str:
    """Say why TeX is no statement. Raises ``CatalogueError`` for TeX that seems to be one."""
    dangling = [f"\\{name}" for name, rest in _OPERATOR.findall(tex) if not rest.strip(" .") or rest.startswith(",")]
    if dangling:
        return f"Nothing stands behind {' and '.join(f'`{name}`' for name in dangling)}: of what, it does not say."
    if "=" in _BRACED.sub("", tex):
        raise CatalogueError(f"{tex} · has two sides, and is no fragment · {FILE}")
    return "It is an expression and not a statement: nothing is said to be equal to it."


_OPERATOR = re.compile(r"\\(lim|inf|sup|max|min)_\{[^{}]*\}(?=(.*))")
_BRACED = re.compile(r"\{[^{}]*\}")


def check_pieces(examples: tuple[Example, ...]) -> None:
    """Check that the pieces, joined again, are the lines of the post. Raises ``CatalogueError``."""
    pieces = {example.id: example.found for example in examples}
    for line, names in LINES:
        if _squeezed("".join(pieces[name] for name in names)) != _squeezed(line):
            raise CatalogueError(f"{' + '.join(names)} · the pieces are not the line {line} · {FILE}")


def _squeezed(text: str) -> str:
    return "".join(text.split())
