r"""Which id does a display formula have, so that a link to it works for ever?

A page that promises an address writes ``\label{result}`` into the formula, as in LaTeX. Every other display formula
is ``f-`` and eight digits of its TeX's SHA-256: it stays while the formula stays, wherever it moves on the page.
"""

import hashlib
import re

from generator.errors import TypesetError

LABEL = re.compile(r"\s*\\label\{([^{}]*)\}\s*")
NAME = re.compile(r"[A-Za-z][\w.-]*", re.ASCII)


def take_label(tex: str) -> tuple[str, str | None]:
    r"""Return the TeX without its ``\label``, and the label's name or None.

    Raises TypesetError for two labels in one formula, and for a name that is no HTML id and TeX label at once.
    """
    names = LABEL.findall(tex)
    if not names:
        return tex.strip(), None
    if len(names) > 1 or not NAME.fullmatch(names[0]):
        raise TypesetError(
            f"{' '.join(tex.split())} · wants one \\label of letters, digits, '.', '_', '-' · found {names}"
        )
    return LABEL.sub(" ", tex).strip(), names[0]


def formula_id(tex: str) -> str:
    """Return the id of a display formula that has no label, from its TeX without delimiters."""
    return f"f-{hashlib.sha256(tex.encode()).hexdigest()[:8]}"


class PageIds:
    """The ids that are taken on one page."""

    def __init__(self, taken: set[str]) -> None:
        """Begin with the ids of everything on the page that is not a formula."""
        self._taken = set(taken)

    def claim(self, tex: str, label: str | None) -> str:
        """Return a formula's id and take it. Raises TypesetError if its label is taken."""
        if label is None:
            return self._take(self._free(formula_id(tex)))
        if label in self._taken:
            raise TypesetError(f"{' '.join(tex.split())} · the id '{label}' is taken on this page")
        return self._take(label)

    def _free(self, name: str) -> str:
        number = 1
        candidate = name
        while candidate in self._taken:
            number += 1
            candidate = f"{name}-{number}"
        return candidate

    def _take(self, name: str) -> str:
        self._taken.add(name)
        return name
